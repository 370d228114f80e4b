"""Patients and cases at any point of their way, made through the program's own actions."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from decimal import Decimal
from itertools import count
from typing import Any
from uuid import uuid4

from sqlalchemy import select
from sqlalchemy.orm import Session

from clinicdesk.cases.queries import current_case
from clinicdesk.cases.tables import Case
from clinicdesk.desk import Desk
from clinicdesk.evaluations.actions import SignEvaluation, sign_evaluation
from clinicdesk.evaluations.rules import Decision, Level, Modality, Note, Side
from clinicdesk.intake.actions import SaveIntake, save_intake
from clinicdesk.intake.queries import intake
from clinicdesk.intake.rules import RED_FLAGS, Answer, AnswerState
from clinicdesk.patients.actions import NewPhone, RegisterPatient, register_patient
from clinicdesk.patients.queries import PatientFacts
from clinicdesk.patients.rules import Sex
from clinicdesk.patients.tables import Patient
from clinicdesk.patients.verification import Verification
from clinicdesk.record.actions import SetDoseTimes, set_dose_times
from clinicdesk.record.queries import chart
from clinicdesk.scheduling.actions.book import BookSlot, MoveBooking, book_slot, move_booking
from clinicdesk.scheduling.queries import booking
from clinicdesk.scheduling.rules import Sedation
from tests.builders.clinic import COORDINATOR, PHYSICIAN, actor, proof

_serial = count(1)


@dataclass(frozen=True)
class Made:
    """The ids of what a builder made."""

    patient_id: int
    case_id: int = 0
    booking_id: int = 0
    verified: Verification | None = None


def a_patient(desk: Desk, **given: Any) -> int:
    """A registered patient, by default Rosa Martinez; aged 75 in the tests' autumn of 2026."""
    request = {
        "family": "Martinez",
        "given": "Rosa",
        "birth_date": _another_birth_date(),
        "sex": Sex.FEMALE,
        "phones": (NewPhone(typed="707 555 0171"),),
        # Birth dates come again after a while.
        "namesake_is_another": "birth_date" not in given,
    }
    coordinator = actor(desk, COORDINATOR)
    return desk.change(
        coordinator, register_patient, RegisterPatient(**{**request, **given}), uuid4()
    ).answer


def _another_birth_date() -> date:
    """One of 160 in 1951 of which none is another with day and month swapped."""
    serial = next(_serial)
    return date(1951, 1 + serial % 10, 13 + serial // 10 % 16)


def answers(
    *, medicines: Sequence[str] = (), thinner: bool | None = False, allergies: Sequence[str] = ()
) -> tuple[Answer, ...]:
    """A complete intake without a red flag."""
    asked = AnswerState.ANSWERED
    given = [Answer(key, asked, value=False) for key in RED_FLAGS]
    given.append(Answer("reason_for_visit", asked, "Legs go numb after five minutes of walking"))
    given.append(Answer("allergies", asked, tuple(allergies)))
    given.append(Answer("medicines", asked, tuple(medicines)))
    if thinner is not None:
        given.append(Answer("blood_thinner", asked, thinner))
    return tuple(given)


def as_loaded(desk: Desk, request: SaveIntake) -> SaveIntake:
    """The request as a form sends it that was loaded just now."""
    facts = desk.read(actor(desk, COORDINATOR), intake, request.patient_id)
    return replace(request, lock_version=facts.lock_version if facts else None)


def a_note(**given: Any) -> Note:
    """A note that makes a candidate: L4-L5 both sides, MRI of Nov 2, 2026, 4.6 mm."""
    note = {
        "levels": ((Level.L4_L5, Side.BOTH),),
        "modality": Modality.MRI,
        "imaging_date": date(2026, 11, 2),
        "flavum_mm": Decimal("4.6"),
        "claudication": True,
        "impression": "Lumbar stenosis with neurogenic claudication.",
        "decision": Decision.CANDIDATE,
    }
    return Note(**{**note, **given})


def an_evaluable_case(desk: Desk, medicines: Sequence[str] = (), **given: Any) -> Made:
    """A patient whose intake is closed. With medicines, the blood-thinner answer is yes."""
    patient_id = a_patient(desk, **given)
    coordinator = actor(desk, COORDINATOR)
    request = SaveIntake(
        patient_id=patient_id,
        answers=answers(medicines=medicines, thinner=bool(medicines)),
        close=True,
    )
    desk.change(coordinator, save_intake, request, uuid4())
    case = desk.read(coordinator, current_case, patient_id)
    assert case is not None
    return Made(patient_id, case.id, verified=of_case(desk, case.id))


def an_approved_case(
    desk: Desk, medicines: Sequence[str] = (), *, note: Note | None = None, **given: Any
) -> Made:
    """A case whose signed note says candidate."""
    made = an_evaluable_case(desk, medicines, **given)
    sign_note(desk, made.case_id, note or a_note())
    return made


def sign_note(desk: Desk, case_id: int, note: Note) -> None:
    """The physician signs a note."""
    physician = actor(desk, PHYSICIAN)
    desk.change(physician, sign_evaluation, a_signature(desk, case_id, note), uuid4())


def a_signature(desk: Desk, case_id: int, note: Note) -> SignEvaluation:
    """The request to sign a note."""
    return SignEvaluation(
        case_id=case_id,
        verified=of_case(desk, case_id),
        note=note,
        proof=proof(actor(desk, PHYSICIAN)),
    )


def sure_of(who: PatientFacts) -> Verification:
    """That somebody asked for the birth date and typed its year, as a name alert wants it."""
    return Verification(who.id, who.birth_date.year)


def of_case(desk: Desk, case_id: int) -> Verification:
    """The same of the patient whose case it is."""
    with Session(desk._engine) as session:
        whose = select(Patient).join(Case, Case.patient_id == Patient.id)
        row = session.scalars(whose.where(Case.id == case_id)).one()
    return Verification(row.id, row.birth_date.year)


def a_slot(made: Made, starts_at: datetime, **chosen: Any) -> BookSlot:
    """The request to book a case: an hour with moderate sedation unless chosen otherwise."""
    sure = made.verified or Verification(made.patient_id)
    slot = {"verified": sure, "minutes": 60, "sedation": Sedation.MODERATE}
    return BookSlot(case_id=made.case_id, starts_at=starts_at, **{**slot, **chosen})


def a_booked_case(
    desk: Desk,
    starts_at: datetime,
    medicines: Sequence[str] = (),
    *,
    minutes: int = 60,
    dose_times: Sequence[time] = (),
    **given: Any,
) -> Made:
    """A case booked for that instant, in any room."""
    made = an_approved_case(desk, medicines, **given)
    coordinator = actor(desk, COORDINATOR)
    for medicine in desk.read(coordinator, chart, made.patient_id).thinners:
        request = SetDoseTimes(medication_ids=(medicine.id,), dose_times=tuple(dose_times))
        desk.change(coordinator, set_dose_times, request, uuid4())
    slot = a_slot(made, starts_at, minutes=minutes)
    booked = desk.change(coordinator, book_slot, slot, uuid4()).answer
    return replace(made, booking_id=booked.booking_id)


def move_to(desk: Desk, booking_id: int, starts_at: datetime) -> int:
    """Give a booking another start; the id of the booking that takes its place."""
    coordinator = actor(desk, COORDINATOR)
    old = desk.read(coordinator, booking, booking_id)
    request = MoveBooking(
        booking_id=booking_id,
        verified=sure_of(old.patient),
        lock_version=old.lock_version,
        starts_at=starts_at,
        minutes=old.minutes,
        sedation=old.sedation,
    )
    return desk.change(coordinator, move_booking, request, uuid4()).answer.booking_id
