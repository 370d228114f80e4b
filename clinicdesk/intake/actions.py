"""Taking the intake and closing it; a red flag stops it until a clinician has seen it."""

from dataclasses import dataclass

import msgspec
from sqlalchemy import select

from clinicdesk import topics
from clinicdesk.cases.actions import move_case, open_case
from clinicdesk.cases.rules import CaseStatus
from clinicdesk.cases.tables import Case
from clinicdesk.desk import Work
from clinicdesk.errors import Reason, Refused, refuse_if
from clinicdesk.intake.queries import answers_of, form
from clinicdesk.intake.rules import (
    Answer,
    AnswerState,
    answer_objections,
    objections_to_close,
    red_flags,
    unclear_flags,
)
from clinicdesk.intake.tables import Intake, IntakeAnswer
from clinicdesk.record.actions import (
    NewAllergy,
    NewMedicine,
    add_allergies,
    add_medicines,
    answer_allergies,
    answer_thinner,
)
from clinicdesk.record.rules import AllergyState, ThinnerAnswer


@dataclass(frozen=True, kw_only=True)
class SaveIntake:
    """Answers given so far; with `close`, the intake is complete and must allow it."""

    patient_id: int
    answers: tuple[Answer, ...]
    close: bool = False


def save_intake(work: Work, request: SaveIntake) -> int:
    """Store the answers and copy the reviewed facts to the record; answers the intake's id.

    The first save of a patient without an open case opens one. Refused: closing over an open red
    flag (RULE-01) or a question nobody asked (RULE-02), or an answer that contradicts the record.
    """
    refuse_if(answer_objections(form(), request.answers))
    intake, case = _intake(work, request.patient_id)
    if intake.closed_at is not None:
        raise Refused(Reason("intake.closed"))
    _store(work, intake, request.answers)
    _copy_to_record(work, request)
    if request.close:
        answers = answers_of(intake)
        flags = intake.acknowledged_flags.split()
        refuse_if(objections_to_close(answers, intake.acknowledged_by, flags))
        intake.closed_at = work.now
    work.touch(topics.READINESS, patient_id=case.patient_id)
    return intake.id


def acknowledge_red_flags(work: Work, intake_id: int) -> None:
    """A named clinician has seen the red flags of an intake (RULE-01)."""
    intake = work.session.get_one(Intake, intake_id)
    answers = answers_of(intake)
    intake.acknowledged_by = work.actor.id
    intake.acknowledged_at = work.now
    intake.acknowledged_flags = " ".join((*red_flags(answers), *unclear_flags(answers)))
    case = work.session.get_one(Case, intake.case_id)
    work.touch(topics.READINESS, patient_id=case.patient_id)


def _intake(work: Work, patient_id: int) -> tuple[Intake, Case]:
    case = work.session.scalar(
        select(Case).filter_by(patient_id=patient_id).order_by(Case.id.desc()).limit(1)
    )
    if case is None or case.status in (CaseStatus.CLOSED, CaseStatus.CANCELLED):
        case = work.session.get_one(Case, open_case(work, patient_id))
    intake = work.session.scalar(select(Intake).filter_by(case_id=case.id))
    if intake is None:
        move_case(work, case, CaseStatus.INTAKE)
        intake = Intake(case_id=case.id, form_version=form().version, acknowledged_flags="")
        work.session.add(intake)
        work.session.flush()
    return intake, case


def _store(work: Work, intake: Intake, answers: tuple[Answer, ...]) -> None:
    stored = {row.question: row for row in intake.answers}
    for answer in answers:
        row = stored.get(answer.key)
        value = msgspec.json.encode(answer.value).decode()
        if row is None:
            intake.answers.append(
                IntakeAnswer(question=answer.key, state=answer.state, value=value)
            )
        elif (row.state, row.value) != (answer.state, value):
            row.state, row.value = answer.state, value
    work.session.flush()


def _copy_to_record(work: Work, request: SaveIntake) -> None:
    patient_id = request.patient_id
    given = {item.key: item.value for item in request.answers if item.state is AnswerState.ANSWERED}
    medicines = given.get("medicines")
    if isinstance(medicines, tuple):
        add_medicines(work, patient_id, [NewMedicine(name=line) for line in medicines])
    allergies = given.get("allergies")
    if isinstance(allergies, tuple):
        add_allergies(work, patient_id, [NewAllergy(substance=line) for line in allergies])
        state = AllergyState.KNOWN if allergies else AllergyState.NONE_KNOWN
        work.session.flush()
        answer_allergies(work, patient_id, state)
    thinner = given.get("blood_thinner")
    if isinstance(thinner, bool):
        work.session.flush()
        answer_thinner(work, patient_id, ThinnerAnswer.YES if thinner else ThinnerAnswer.NO)
