"""Languages, payers and contacts: what follows from what is recorded, and what cannot be."""

from datetime import date

import pytest

from clinicdesk.contacts.coverage import coverage_policy
from clinicdesk.contacts.rules import (
    Contact,
    Interpreter,
    Payer,
    Reach,
    contact_objections,
    coverage_warning,
    interpreter,
    language_notes,
    payer_objections,
    phone_line,
    reach_objections,
    read_trial_number,
)
from clinicdesk.messages import sentence
from clinicdesk.patients.rules import NewPhone, PayerKind, PhoneKind

TODAY = date(2026, 11, 23)
NEEDED, NOT_NEEDED, NOT_ASKED, NOT_APPLICABLE = Interpreter


@pytest.mark.parametrize(
    ("language", "needs", "state"),
    [
        ("", None, NOT_APPLICABLE),
        ("", False, NOT_APPLICABLE),
        ("", True, NEEDED),
        ("en", None, NOT_APPLICABLE),
        ("en-US", None, NOT_APPLICABLE),
        ("en", True, NEEDED),
        ("es", None, NOT_ASKED),
        ("es", False, NOT_NEEDED),
        ("es", True, NEEDED),
        ("ase", None, NOT_ASKED),
        ("enm", None, NOT_ASKED),
    ],
)
def test_interpreter(language: str, needs: bool | None, state: Interpreter):
    """RULE-07: not asked is never no."""
    assert interpreter(language, needs) is state


@pytest.mark.parametrize(
    ("needs", "said"),
    [
        (None, "Interpreter needed: not asked (Spanish)."),
        (True, "Interpreter needed: yes (Spanish)."),
        (False, "Interpreter needed: no (Spanish)."),
    ],
)
def test_another_language_is_told_with_the_sheets(needs: bool | None, said: str):
    """RULE-07: no translation is in the program yet, and it says so."""
    notes = [sentence(one) for one in language_notes("es", "Spanish", needs)]

    assert notes == [said, "Sheets come in English only; there is no translation yet."]
    assert language_notes("en", "English", needs) == () or needs


MEDICARE, ADVANTAGE = PayerKind.MEDICARE, PayerKind.MEDICARE_ADVANTAGE
OTHERS = [kind for kind in PayerKind if kind not in (MEDICARE, ADVANTAGE)]


@pytest.mark.parametrize(
    ("payer", "warned"),
    [
        (None, False),
        (Payer(kind=MEDICARE), True),
        (Payer(kind=ADVANTAGE), True),
        (Payer(kind=MEDICARE, study="A registry"), True),
        (Payer(kind=MEDICARE, enrolled_on=TODAY), True),
        (Payer(kind=MEDICARE, trial_number="NCT03610737"), False),
        (Payer(kind=ADVANTAGE, study="A registry", trial_number="NCT03610737"), False),
        *((Payer(kind=kind), False) for kind in OTHERS),
    ],
)
def test_medicare_pays_within_a_study(payer: Payer | None, warned: bool):
    """RULE-14; NCD 150.13. Nobody recorded is another open item, and no warning."""
    assert (coverage_warning(payer, coverage_policy()) is not None) is warned


def test_the_warning_and_its_source_are_data():
    """RULE-14; NCD 150.13."""
    policy = coverage_policy()
    warning = coverage_warning(Payer(kind=MEDICARE), policy)

    assert warning is not None
    assert sentence(warning) == policy.message
    assert "150.13" in str(warning.facts["source"])
    assert policy.reviewer == "default, awaiting the clinic's physician"


@pytest.mark.parametrize(
    ("typed", "read", "objection"),
    [
        ("", "", ""),
        ("NCT03610737", "NCT03610737", ""),
        ("nct 0361-0737", "NCT03610737", ""),
        ("03610737", "NCT03610737", ""),
        ("2027-02-28", "2027-02-28", "You entered 8."),
        ("NCT0361073", "NCT0361073", "You entered 7."),
        ("NCT036107370", "NCT036107370", "You entered 9."),
        ("ISRCTN12345678", "ISRCTN12345678", "You entered 8."),
        ("NCT٠٣٦١٠٧٣٧", "NCT٠٣٦١٠٧٣٧", "You entered 8."),
    ],
)
def test_trial_number(typed: str, read: str, objection: str):
    """NCT and 8 digits, as ClinicalTrials.gov writes it."""
    number = read_trial_number(typed)
    reasons = payer_objections(Payer(kind=MEDICARE, trial_number=number), TODAY)

    assert number == read
    assert " ".join(map(sentence, reasons)).endswith(objection)
    assert bool(reasons) is bool(objection)


@pytest.mark.parametrize(
    ("day", "codes"),
    [(None, []), (TODAY, []), (date(2026, 11, 24), ["contacts.enrolled_later"])],
)
def test_the_day_of_enrollment(day: date | None, codes: list[str]):
    found = payer_objections(Payer(kind=MEDICARE, enrolled_on=day), TODAY)

    assert [one.code for one in found] == codes


@pytest.mark.parametrize(
    ("contact", "codes"),
    [
        (Contact(name="Ana"), []),
        (Contact(name=" "), ["contacts.name_missing"]),
        (Contact(name="Ana", is_emergency=True), ["contacts.emergency_phone"]),
        (Contact(name="Ana", is_emergency=True, phone="707 555 0172"), []),
        (Contact(name="Ana", phone="555 0172"), ["patients.phone_short"]),
        (Contact(name="", phone="555"), ["contacts.name_missing", "patients.phone_short"]),
    ],
)
def test_contacts(contact: Contact, codes: list[str]):
    assert [one.code for one in contact_objections(contact)] == codes


HOME = NewPhone(typed="707 555 0171", kind=PhoneKind.HOME, preferred=True)
ALSO_PREFERRED = NewPhone(typed="707 555 0172", preferred=True)


@pytest.mark.parametrize(
    ("reach", "codes"),
    [
        (Reach(), []),
        (Reach(phones=(HOME, NewPhone(typed="707 555 0172"))), []),
        (Reach(phones=(HOME, NewPhone(typed="(707) 555-0171"))), ["contacts.phone_twice"]),
        (Reach(phones=(HOME, ALSO_PREFERRED)), ["contacts.one_preferred"]),
        (Reach(phones=(NewPhone(typed="555"),)), ["patients.phone_short"]),
        (Reach(email="rosa"), ["patients.email_unread"]),
        (Reach(postal_code="9455"), ["patients.postal_code_digits"]),
    ],
)
def test_reach(reach: Reach, codes: list[str]):
    assert [one.code for one in reach_objections(reach)] == codes


def test_a_phone_in_a_line():
    assert phone_line(HOME) == "(707) 555-0171, home, preferred"
    assert phone_line(NewPhone(typed="ask Ana")) == "ask Ana"
