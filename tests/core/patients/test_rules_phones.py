"""Phones: whatever is typed is kept; what is recognised is formatted."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clinicdesk.patients.rules import (
    Phone,
    email_objections,
    phone_objections,
    postal_code_objections,
    read_phone,
)

US = "+17075550138"


@pytest.mark.parametrize(
    ("typed", "digits", "e164", "shown"),
    [
        ("7075550138", "7075550138", US, "(707) 555-0138"),
        ("707-555-0138", "7075550138", US, "(707) 555-0138"),
        ("+1 (707) 555 0138", "17075550138", US, "(707) 555-0138"),
        ("707.555.0138 x12", "707555013812", US, "(707) 555-0138 ext. 12"),
        ("(707) 555-0138 Ext. 12", "707555013812", US, "(707) 555-0138 ext. 12"),
        ("٧٠٧٥٥٥٠١٣٨", "7075550138", US, "(707) 555-0138"),
        ("+52 55 1234 5678", "525512345678", "+525512345678", "+52 55 1234 5678"),
        ("011 44 20 7946 0958", "011442079460958", "+442079460958", "+44 20 7946 0958"),
        # Possible though not in service: 999 is nobody's area code.
        ("999-555-0138", "9995550138", "+19995550138", "(999) 555-0138"),
    ],
)
def test_recognised(typed: str, digits: str, e164: str, shown: str) -> None:
    assert read_phone(typed) == Phone(typed, digits, e164, shown)


@pytest.mark.parametrize(
    ("typed", "e164"),
    [
        ("555-0138", None),
        ("911", None),
        ("707555013", None),
        ("70755501381", None),
        ("1" * 300, None),
        ("707 555 0138 / 707 555 0199", None),
        ("707-555-0138 / 5", None),
        ("daughter 707-555-0138", US),
        ("son 707-555-0138 x12", US),
        ("1-800-FLOWERS", "+18003569377"),
        ("000-555-0138", "+10005550138"),
    ],
)
def test_what_cannot_be_read_whole_is_shown_as_typed(typed: str, e164: str | None) -> None:
    phone = read_phone(typed)
    assert phone is not None
    assert (phone.as_typed, phone.shown, phone.e164) == (typed, typed, e164)


@pytest.mark.parametrize("typed", ["", " ", "+", "none", "ask her son", "½"])
def test_no_digit_no_phone(typed: str) -> None:
    assert read_phone(typed) is None


def test_region_decides_what_is_local() -> None:
    phone = read_phone("020 7946 0958", region="GB")
    assert phone == Phone("020 7946 0958", "02079460958", "+442079460958", "020 7946 0958")
    abroad = read_phone("+1 707 555 0138", region="GB")
    assert abroad is not None
    assert abroad.shown == "+1 707-555-0138"


@given(st.one_of(st.text(), st.from_regex(r"[+(]?[0-9 ()./x-]{1,20}", fullmatch=True)))
def test_nothing_typed_is_lost(typed: str) -> None:
    phone = read_phone(typed)
    if phone is None:
        assert not any(character.isdecimal() for character in typed)
        return
    assert phone.as_typed == typed
    assert len(phone.digits) == sum(character.isdecimal() for character in typed)
    assert phone.digits.isascii()
    if phone.e164:
        assert phone.e164[1:].isdecimal()


@pytest.mark.parametrize(
    ("typed", "missing"),
    [("70755501", 2), ("707-555-013", 1), ("911", 7), ("none yet", 10), ("", None), (" ", None),
     ("7075550138", None), ("707555013812", None), ("+354 410 4000", None)],
)  # fmt: skip
def test_how_many_digits_are_missing(typed: str, missing: int | None) -> None:
    found = [reason.facts["missing"] for reason in phone_objections(typed)]

    assert found == ([] if missing is None else [missing])


@given(st.text())
def test_nothing_typed_breaks_a_check(typed: str) -> None:
    for check in (phone_objections, email_objections, postal_code_objections):
        assert len(check(typed)) <= 1


@given(
    st.from_regex(r"[2-9][0-9]{2}[2-9][0-9]{6}", fullmatch=True),
    st.sampled_from(["{}", "1{}", "+1 {}"]),
)
def test_a_number_that_was_put_in_order_reads_as_the_same(digits: str, form: str) -> None:
    read = read_phone(form.format(digits))
    again = read_phone(read.shown)

    assert (again.e164, again.shown) == (f"+1{digits}", read.shown) == (read.e164, read.shown)
    assert phone_objections(read.shown) == []
