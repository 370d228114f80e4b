"""What is open on a chart: every status of a case, every gap in what is known."""

from dataclasses import replace

import pytest

from clinicdesk.cases.queries import CaseFacts
from clinicdesk.cases.rules import CaseStatus
from clinicdesk.contacts.coverage import coverage_policy
from clinicdesk.contacts.queries import Contacts, KnownContact
from clinicdesk.contacts.rules import Contact, Payer, Reach, coverage_warning
from clinicdesk.patients.rules import PayerKind
from tests.builders.times import ZONE, at
from ui.patients.open_items import open_items

ANA = KnownContact(1, 1, Contact(name="Ana", phone="7075550172", is_emergency=True))
KNOWN = Contacts(
    patient_id=1,
    lock_version=1,
    reach=Reach(language="en"),
    people=(ANA,),
    payer=Payer(kind=PayerKind.COMMERCIAL),
    payer_lock_version=1,
    alerts=(),
    language_notes=(),
    coverage_warning=None,
)
MEDICARE = Payer(kind=PayerKind.MEDICARE)
NOW = at("2026-11-23 08:00")
INTAKE, EVALUATE, BOOK = (
    "Complete the intake",
    "Write and sign the evaluation",
    "Book the procedure",
)


def words(case: CaseFacts | None, known: Contacts = KNOWN, *, closed: bool = True) -> list[str]:
    found = open_items(case, known, None, intake_closed=closed, now=NOW, zone=ZONE)
    return [item.words for item in found]


@pytest.mark.parametrize(
    ("status", "closed", "open_now"),
    [
        (None, False, [INTAKE]),
        (CaseStatus.REFERRED, False, [INTAKE]),
        (CaseStatus.INTAKE, False, [INTAKE]),
        (CaseStatus.INTAKE, True, [EVALUATE]),
        (CaseStatus.EVALUATED, True, [EVALUATE]),
        (CaseStatus.MORE_WORK_UP, True, [EVALUATE]),
        (CaseStatus.APPROVED, True, [BOOK]),
        (CaseStatus.POSTPONED, True, [BOOK]),
        (CaseStatus.SCHEDULED, True, []),
        (CaseStatus.CLOSED, True, []),
        (CaseStatus.NOT_A_CANDIDATE, True, []),
    ],
)
def test_the_next_step_of_a_case(status: CaseStatus | None, closed: bool, open_now: list[str]):
    case = CaseFacts(1, 1, status, NOW) if status else None

    assert words(case, closed=closed) == open_now


@pytest.mark.parametrize(
    ("known", "open_now"),
    [
        ({"reach": Reach()}, "Language not recorded"),
        ({"reach": Reach(language="es")}, "Interpreter not asked"),
        ({"people": ()}, "Emergency contact missing"),
        ({"people": (KnownContact(1, 1, Contact(name="Ana")),)}, "Emergency contact missing"),
        ({"payer": None}, "Payer not recorded"),
        (
            {"payer": MEDICARE, "coverage_warning": coverage_warning(MEDICARE, coverage_policy())},
            "Medicare study not recorded",
        ),
    ],
)
def test_what_nobody_asked_yet_is_open(known: dict[str, object], open_now: str):
    """RULE-07, RULE-14: unknown is open, never "no"."""
    scheduled = CaseFacts(1, 1, CaseStatus.SCHEDULED, NOW)

    assert words(scheduled, replace(KNOWN, **known)) == [open_now]


@pytest.mark.parametrize("needs", [True, False])
def test_an_interpreter_that_was_asked_for_is_no_open_item(needs: bool):
    spanish = replace(KNOWN, reach=Reach(language="es", needs_interpreter=needs))

    assert words(CaseFacts(1, 1, CaseStatus.SCHEDULED, NOW), spanish) == []
