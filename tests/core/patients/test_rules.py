"""Names, search forms, record numbers, ages."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clinicdesk.errors import Refused
from clinicdesk.patients.rules import (
    PersonName,
    PhoneKind,
    Sex,
    age_on,
    birth_objections,
    death_objections,
    fold,
    mrn,
    name_objections,
    shown_mrn,
)


def test_stored_values() -> None:
    assert [*Sex] == ["female", "male", "other"]
    assert [*PhoneKind] == ["mobile", "home", "work", "other"]


@pytest.mark.parametrize(
    ("name", "on_screen", "in_full"),
    [
        (PersonName("Martinez", "Rosa"), "MARTINEZ, Rosa", "Rosa Martinez"),
        (
            PersonName("Martinez", "Rosa", "María", "Jr.", "Rosita"),
            "MARTINEZ, Rosa Jr.",
            "Rosa María Martinez Jr.",
        ),
        (PersonName("Suharto"), "SUHARTO", "Suharto"),
        (
            PersonName("Abreu", "María del Carmen"),
            "ABREU, María del Carmen",
            "María del Carmen Abreu",
        ),
        (PersonName("De la Cruz", "Ana"), "DE LA CRUZ, Ana", "Ana De la Cruz"),
        (PersonName("O'Brien", "Seán"), "O'BRIEN, Seán", "Seán O'Brien"),
        (PersonName("Strauß", "Jörg"), "STRAUSS, Jörg", "Jörg Strauß"),
        (PersonName("Yıldız", "İpek"), "YILDIZ, İpek", "İpek Yıldız"),
        (PersonName("山田", "太郎"), "山田, 太郎", "太郎 山田"),
        (PersonName("King", suffix="III"), "KING, III", "King III"),
    ],
)
def test_names_are_shown_and_printed(name: PersonName, on_screen: str, in_full: str) -> None:
    assert (name.on_screen, name.in_full) == (on_screen, in_full)


@given(st.text(), st.text(), st.text(), st.text())
def test_in_full_loses_no_letter(family: str, given_: str, middle: str, suffix: str) -> None:
    printed = PersonName(family, given_, middle, suffix).in_full
    assert all(part in printed for part in (family, given_, middle, suffix))


@pytest.mark.parametrize(
    ("name", "codes"),
    [
        (PersonName("Suharto"), []),
        (PersonName("a" * 100, "b" * 100, "c" * 100, "d" * 100, "e" * 100), []),
        (PersonName(""), ["patients.family_missing"]),
        (PersonName(" \u00a0", "Rosa"), ["patients.family_missing"]),
        (PersonName("a" * 101), ["text.too_long"]),
        (PersonName("Martinez", "Ro\x00sa"), ["text.hidden_character"]),
        (PersonName("Martinez", middle="\u202e"), ["text.hidden_character"]),
        (PersonName("Martinez", suffix="J\nr"), ["text.hidden_character"]),
        (PersonName("", preferred="\ud800"), ["patients.family_missing", "text.hidden_character"]),
    ],
)
def test_name_objections(name: PersonName, codes: list[str]) -> None:
    assert [reason.code for reason in name_objections(name)] == codes


def test_a_name_objection_says_which_part() -> None:
    (reason,) = name_objections(PersonName("Martinez", preferred="x" * 103))
    assert reason.facts == {"field": "Preferred name", "limit": 100, "over": 3}


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("", ""),
        ("Martinez", "martinez"),
        ("María del Carmen", "maria del carmen"),
        ("Mari\u0301a", "maria"),
        ("O'Brien", "obrien"),
        ("O’Brien", "obrien"),
        ("Oʻahu", "oahu"),
        ("O´Brien", "obrien"),
        ("García-López", "garcia lopez"),
        ("García – López", "garcia lopez"),
        ("St. John", "st john"),
        ("Martinez, Rosa", "martinez rosa"),
        ("  De  la\u00a0Cruz ", "de la cruz"),
        ("Strauß", "strauss"),
        ("STRAUSS", "strauss"),
        ("İpek Yıldız", "ipek yildiz"),
        ("Đặng", "dang"),
        ("Łoś", "los"),
        ("Sørensen Ægir", "sorensen aegir"),
        ("co\u00adop\u200d", "coop"),
        ("山田", "山田"),
        ("ﬁ Ⅳ", "fi iv"),
    ],
)
def test_fold(text: str, folded: str) -> None:
    assert fold(text) == folded


@given(st.text())
def test_folding_twice_changes_nothing_more(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(st.text(st.characters(categories=["Ll", "Lu"], max_codepoint=0x24F)))
def test_capitals_do_not_matter(text: str) -> None:
    assert fold(text.upper()) == fold(text.lower()) == fold(text)


@pytest.mark.parametrize(
    ("serial", "number"),
    [(1, "0000018"), (2, "0000026"), (5, "0000059"), (102981, "1029818"), (999_999, "9999996")],
)
def test_mrn(serial: int, number: str) -> None:
    assert mrn(serial) == number


@pytest.mark.parametrize("serial", [0, -1, 1_000_000])
def test_no_mrn_outside_the_six_digits(serial: int) -> None:
    with pytest.raises(Refused) as refused:
        mrn(serial)
    assert refused.value.reasons[0].code == "patients.numbers_used_up"


def luhn_holds(number: str) -> bool:
    """Luhn's own wording: from the right, every second digit doubled, crosswise sum % 10 == 0."""
    doubled = [int(digit) * (1 + position % 2) for position, digit in enumerate(reversed(number))]
    return sum(value - 9 if value > 9 else value for value in doubled) % 10 == 0


@given(st.integers(1, 999_999))
def test_mrn_catches_every_single_wrong_digit(serial: int) -> None:
    number = mrn(serial)
    assert len(number) == 7
    assert number[:6] == f"{serial:06}"
    assert luhn_holds(number)
    for place in range(7):
        for digit in "0123456789".replace(number[place], ""):
            assert not luhn_holds(number[:place] + digit + number[place + 1 :])


def test_shown_mrn() -> None:
    assert shown_mrn("1029813") == "102-9813"


@pytest.mark.parametrize(
    ("birth", "day", "age"),
    [
        (date(1950, 6, 15), date(2027, 6, 14), 76),
        (date(1950, 6, 15), date(2027, 6, 15), 77),
        (date(1950, 6, 15), date(2027, 6, 16), 77),
        (date(1952, 2, 29), date(2027, 2, 28), 74),
        (date(1952, 2, 29), date(2027, 3, 1), 75),
        (date(1952, 2, 29), date(2028, 2, 28), 75),
        (date(1952, 2, 29), date(2028, 2, 29), 76),
        (date(2027, 1, 12), date(2027, 1, 12), 0),
    ],
)
def test_age(birth: date, day: date, age: int) -> None:
    assert age_on(birth, day) == age


@pytest.mark.parametrize(
    ("birth", "codes"),
    [
        (date(1950, 6, 15), []),
        (date(2027, 1, 12), []),
        (date(2027, 1, 13), ["patients.born_in_future"]),
        (date(1896, 1, 13), []),
        (date(1896, 1, 12), ["patients.born_too_long_ago"]),
        (date(1, 1, 1), ["patients.born_too_long_ago"]),
    ],
)
def test_birth_date_has_come_and_is_within_a_life(birth: date, codes: list[str]) -> None:
    assert [reason.code for reason in birth_objections(birth, date(2027, 1, 12))] == codes


@pytest.mark.parametrize(
    ("died", "objected"),
    [
        (None, False),
        (date(1950, 6, 15), False),
        (date(2027, 1, 12), False),
        (date(1950, 6, 14), True),
        (date(2027, 1, 13), True),
    ],
)
def test_a_death_lies_between_birth_and_today(died: date | None, objected: bool) -> None:
    reasons = death_objections(died, date(1950, 6, 15), date(2027, 1, 12))
    assert [reason.code for reason in reasons] == ["patients.died_out_of_life"] * objected
