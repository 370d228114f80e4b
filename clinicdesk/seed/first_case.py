"""Case 1 of a made-up clinic: a planned MILD with every gate, made by the program's actions."""

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from typing import Any, TypeVar
from uuid import uuid4
from zoneinfo import ZoneInfo

from clinicdesk.cases.queries import current_case
from clinicdesk.desk import Actor, Desk
from clinicdesk.evaluations.actions import SignEvaluation, sign_evaluation
from clinicdesk.evaluations.rules import Decision, Level, Modality, Note, Side
from clinicdesk.holds.actions import (
    OfDrug,
    RecordClearance,
    SignPolicy,
    record_clearance,
    sign_policy,
)
from clinicdesk.holds.queries import hold_clocks, policy_in_force
from clinicdesk.holds.rules import ClearanceDecision
from clinicdesk.intake.actions import SaveIntake, save_intake
from clinicdesk.intake.rules import RED_FLAGS, Answer, AnswerState
from clinicdesk.patients.actions import NewPhone, RegisterPatient, register_patient
from clinicdesk.patients.rules import Sex
from clinicdesk.readiness.actions import NameEscort, name_escort
from clinicdesk.readiness.rules import Escort, EscortKind
from clinicdesk.scheduling.actions.book import BookSlot, book_slot
from clinicdesk.scheduling.queries import free_openings
from clinicdesk.scheduling.rules import Sedation
from clinicdesk.staff.actions import NOBODY
from clinicdesk.staff.passwords import Proof
from clinicdesk.staff.queries import credentials

_DAYS_AHEAD, _MINUTES = 21, 45

Request = TypeVar("Request")
Answered = TypeVar("Answered")


class FirstCase:
    """Rosa Martinez, who takes warfarin, from her referral to the prescriber's answer."""

    def __init__(self, desk: Desk, zone: ZoneInfo, today: date) -> None:
        self._desk, self._zone, self._today = desk, zone, today

    def admit(self) -> None:
        """Register, take the intake and sign the note: before any other case is made."""
        dana, okafor = self._actor("dana"), self._actor("okafor")
        registration = RegisterPatient(
            family="Martinez",
            given="Rosa",
            birth_date=date(1951, 3, 14),
            sex=Sex.FEMALE,
            phones=(NewPhone(typed="707 555 0171"),),
        )
        patient_id = self._do(dana, register_patient, registration)
        intake = SaveIntake(patient_id=patient_id, answers=_answers(), close=True)
        self._do(dana, save_intake, intake)
        case = self._desk.read(dana, current_case, patient_id)
        assert case is not None
        self._case_id = case.id
        note = SignEvaluation(case_id=case.id, note=self._note(), proof=Proof(okafor.id))
        self._do(okafor, sign_evaluation, note)

    def plan(self) -> None:
        """Book the first opening in three weeks, hear the prescriber, name the driver."""
        dana, okafor = self._actor("dana"), self._actor("okafor")
        table = self._desk.read(okafor, policy_in_force)
        self._do(okafor, sign_policy, SignPolicy(sha256=table.sha256, proof=Proof(okafor.id)))
        booking_id = self._do(dana, book_slot, self._opening(dana)).booking_id
        [drug] = self._desk.read(dana, hold_clocks, booking_id)
        answer = RecordClearance(
            drug=OfDrug(booking_id=booking_id, drug_key=drug.drug_key),
            prescriber="Dr. A. Reyes",
            method="phone",
            spoke_with="nurse Lee",
            decision=ClearanceDecision.HOLD,
            decided_at=drug.plan.now,
        )
        self._do(dana, record_clearance, answer)
        self._do(dana, name_escort, NameEscort(booking_id=booking_id, escort=_DRIVER))

    def _opening(self, dana: Actor) -> BookSlot:
        from_day = self._today + timedelta(days=_DAYS_AHEAD)
        [free] = self._desk.read(dana, free_openings, self._case_id, _MINUTES, from_day, 1)
        return BookSlot(
            case_id=self._case_id,
            starts_at=free.starts_at,
            minutes=_MINUTES,
            sedation=Sedation.MODERATE,
        )

    def _note(self) -> Note:
        return Note(
            levels=((Level.L4_L5, Side.BOTH),),
            modality=Modality.MRI,
            imaging_date=self._today - timedelta(days=40),
            flavum_mm=Decimal("4.6"),
            claudication=True,
            impression="Lumbar stenosis with neurogenic claudication; wishes to proceed.",
            decision=Decision.CANDIDATE,
        )

    def _actor(self, login: str) -> Actor:
        found = self._desk.read(NOBODY, credentials, login)
        assert found is not None
        return found.actor

    def _do(
        self, actor: Actor, action: Callable[[Any, Request], Answered], it: Request
    ) -> Answered:
        return self._desk.change(actor, action, it, uuid4()).answer


_DRIVER = Escort(
    kind=EscortKind.RESPONSIBLE_ADULT,
    name="Ana Martinez",
    relationship="daughter",
    phone="(707) 555-0172",
    is_adult=True,
    has_agreed=True,
)


def _answers() -> tuple[Answer, ...]:
    given = AnswerState.ANSWERED
    return (
        Answer("reason_for_visit", given, "Legs go numb after five minutes of walking"),
        *(Answer(key, given, value=False) for key in RED_FLAGS),
        Answer("allergies", given, ()),
        Answer("medicines", given, ("Warfarin Sodium 5 MG Oral Tablet",)),
        Answer("blood_thinner", given, value=True),
    )
