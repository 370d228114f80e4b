"""Case 1 of a made-up clinic: a planned MILD with every gate, made by the program's actions."""

from datetime import date, timedelta

from clinicdesk.demo import Furnisher, MadeUp
from clinicdesk.desk import Actor
from clinicdesk.holds.actions import (
    OfDrug,
    RecordClearance,
    SignPolicy,
    record_clearance,
    sign_policy,
)
from clinicdesk.holds.queries import hold_clocks, policy_in_force
from clinicdesk.holds.rules import ClearanceDecision
from clinicdesk.patients.rules import Sex
from clinicdesk.readiness.actions import NameEscort, name_escort
from clinicdesk.readiness.rules import Escort, EscortKind
from clinicdesk.scheduling.actions.book import BookSlot, book_slot
from clinicdesk.scheduling.queries import free_openings
from clinicdesk.scheduling.rules import Sedation
from clinicdesk.staff.passwords import Proof

_DAYS_AHEAD, _MINUTES = 21, 45
PATIENT = MadeUp(
    family="Martinez",
    given="Rosa",
    born=date(1951, 3, 14),
    sex=Sex.FEMALE,
    phone="707 555 0171",
    medicines=("Warfarin Sodium 5 MG Oral Tablet",),
)
_DRIVER = Escort(
    kind=EscortKind.RESPONSIBLE_ADULT,
    name="Ana Martinez",
    relationship="daughter",
    phone="(707) 555-0172",
    is_adult=True,
    has_agreed=True,
)


def plan(clinic: Furnisher, case_id: int, today: date) -> None:
    """Book the first opening in three weeks, hear the prescriber, name the driver."""
    dana, okafor = clinic.actor("dana"), clinic.actor("okafor")
    table = clinic.desk.read(okafor, policy_in_force)
    clinic.do(okafor, sign_policy, SignPolicy(sha256=table.sha256, proof=Proof(okafor.id)))
    slot = _opening(clinic, dana, case_id, today)
    booking_id = clinic.do(dana, book_slot, slot).booking_id
    [drug] = clinic.desk.read(dana, hold_clocks, booking_id)
    answer = RecordClearance(
        drug=OfDrug(booking_id=booking_id, drug_key=drug.drug_key),
        prescriber="Dr. A. Reyes",
        method="phone",
        spoke_with="nurse Lee",
        decision=ClearanceDecision.HOLD,
        decided_at=drug.plan.now,
    )
    clinic.do(dana, record_clearance, answer)
    clinic.do(dana, name_escort, NameEscort(booking_id=booking_id, escort=_DRIVER))


def _opening(clinic: Furnisher, dana: Actor, case_id: int, today: date) -> BookSlot:
    from_day = today + timedelta(days=_DAYS_AHEAD)
    [free] = clinic.desk.read(dana, free_openings, case_id, _MINUTES, from_day, 1)
    return BookSlot(
        case_id=case_id,
        verified=clinic.verified(case_id, PATIENT),
        starts_at=free.starts_at,
        minutes=_MINUTES,
        sedation=Sedation.MODERATE,
    )
