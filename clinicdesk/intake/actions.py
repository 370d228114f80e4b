"""Taking the intake and closing it; a red flag stops it until a clinician has seen it."""

from dataclasses import dataclass, replace

from sqlalchemy import select
from sqlalchemy.orm.attributes import flag_modified

from clinicdesk import topics
from clinicdesk.cases.actions import move_case, open_case
from clinicdesk.cases.queries import newest_case
from clinicdesk.cases.rules import OVER, CaseStatus
from clinicdesk.cases.tables import Case
from clinicdesk.desk import Work
from clinicdesk.errors import Reason, Refused, refuse_if
from clinicdesk.history import canonical
from clinicdesk.intake.queries import answers_of, form
from clinicdesk.intake.rules import (
    Answer,
    answer_fields,
    answer_objections,
    flags_to_see,
    objections_to_close,
    without_blank_lines,
)
from clinicdesk.intake.tables import Intake, IntakeAnswer
from clinicdesk.patients.actions import refuse_if_deceased
from clinicdesk.record.actions import (
    AnswerThinner,
    add_allergies,
    add_medicines,
    answer_allergies,
    answer_thinner,
    ask_allergies_again,
    ask_thinner_again,
    refuse_no_medicines,
)
from clinicdesk.record.entries import NewAllergy, NewMedicine
from clinicdesk.record.rules import AllergyState
from clinicdesk.staff.savers import refuse_conflict


@dataclass(frozen=True, kw_only=True)
class SaveIntake:
    """Answers given so far; with `close`, the intake is complete and must allow it.

    `began` are the answers and `lock_version` is that of the intake they began with, None when
    there was none.
    """

    patient_id: int
    answers: tuple[Answer, ...]
    began: tuple[Answer, ...] = ()
    lock_version: int | None = None
    close: bool = False


@dataclass(frozen=True)
class SavedIntake:
    """The intake as it is now."""

    id: int
    lock_version: int


@dataclass(frozen=True, kw_only=True)
class AcknowledgeFlags:
    """The red flags that a clinician read on an intake."""

    intake_id: int
    flags: tuple[str, ...]


def save_intake(work: Work, request: SaveIntake) -> SavedIntake:
    """Store the answers and copy the reviewed facts to the record.

    The first save of a patient without an open case opens one. Refused: answers that somebody else
    gave otherwise meanwhile, closing over an open red flag (RULE-01) or a question nobody asked
    (RULE-02), an answer that contradicts the record, or a patient who has died.
    """
    refuse_if(answer_objections(form(), request.answers))
    refuse_if_deceased(work, request.patient_id)
    request = replace(request, answers=tuple(map(without_blank_lines, request.answers)))
    case = _case(work, request.patient_id)
    intake = _intake(work, case)
    _refuse_conflict(work, intake, request)
    _store(work, intake, request.answers)
    _copy_to_record(work, request)
    if request.close:
        answers = answers_of(intake)
        flags = intake.acknowledged_flags.split()
        refuse_if(objections_to_close(answers, intake.acknowledged_by, flags))
        intake.closed_at = work.now
    work.session.flush()
    work.touch(topics.READINESS, patient_id=case.patient_id)
    return SavedIntake(intake.id, intake.lock_version)


def acknowledge_red_flags(work: Work, request: AcknowledgeFlags) -> None:
    """A named clinician has seen these red flags of an intake; others stay open (RULE-01)."""
    intake = work.session.get_one(Intake, request.intake_id)
    known = {*request.flags, *intake.acknowledged_flags.split()}
    seen = [flag for flag in flags_to_see(answers_of(intake)) if flag in known]
    intake.acknowledged_by = work.actor.id
    intake.acknowledged_at = work.now
    intake.acknowledged_flags = " ".join(seen)
    case = work.session.get_one(Case, intake.case_id)
    work.touch(topics.READINESS, patient_id=case.patient_id)


def _case(work: Work, patient_id: int) -> Case:
    case = work.session.scalar(newest_case(patient_id))
    if case is None:
        case = work.session.get_one(Case, open_case(work, patient_id))
    if case.status in OVER:
        raise Refused(Reason("intake.case_over", {"status": case.status.shown}))
    return case


def _intake(work: Work, case: Case) -> Intake:
    intake = work.session.scalar(select(Intake).filter_by(case_id=case.id))
    if intake is not None and intake.closed_at is not None:
        raise Refused(Reason("intake.closed"))
    if intake is None:
        move_case(work, case, CaseStatus.INTAKE)
        intake = Intake(case_id=case.id, form_version=form().version, closed_at=None)
        work.session.add(intake)
        work.session.flush()
    return intake


def _refuse_conflict(work: Work, intake: Intake, request: SaveIntake) -> None:
    if intake.lock_version == request.lock_version:
        return
    refuse_conflict(
        work,
        request.patient_id,
        "intake_answer",
        began=answer_fields(request.began),
        saved=answer_fields(answers_of(intake)),
        typed=answer_fields(request.answers),
    )


def _store(work: Work, intake: Intake, answers: tuple[Answer, ...]) -> None:
    stored = {row.question: row for row in intake.answers}
    for answer in answers:
        row = stored.get(answer.key)
        value = canonical(answer.value)
        if row is None:
            intake.answers.append(
                IntakeAnswer(question=answer.key, state=answer.state, value=value)
            )
        elif (row.state, row.value) != (answer.state, value):
            row.state, row.value = answer.state, value
        else:
            continue
        # The version is the intake's: it rises although only an answer changes.
        flag_modified(intake, "closed_at")
    work.session.flush()


def _copy_to_record(work: Work, request: SaveIntake) -> None:
    patient_id, given = request.patient_id, {item.key: item for item in request.answers}
    if (medicines := given.get("medicines")) and isinstance(medicines.value, tuple):
        _copy_medicines(work, patient_id, medicines.value)
    if allergies := given.get("allergies"):
        _copy_allergies(work, patient_id, allergies)
    if thinner := given.get("blood_thinner"):
        _copy_thinner(work, patient_id, thinner)


def _copy_medicines(work: Work, patient_id: int, lines: tuple[str, ...]) -> None:
    if not lines:
        refuse_no_medicines(work, patient_id)
    add_medicines(work, patient_id, [NewMedicine(name=line) for line in lines])


def _copy_allergies(work: Work, patient_id: int, answer: Answer) -> None:
    if not isinstance(answer.value, tuple):
        ask_allergies_again(work, patient_id)
        return
    add_allergies(work, patient_id, [NewAllergy(substance=line) for line in answer.value])
    work.session.flush()
    state = AllergyState.KNOWN if answer.value else AllergyState.NONE_KNOWN
    answer_allergies(work, patient_id, state)


def _copy_thinner(work: Work, patient_id: int, answer: Answer) -> None:
    work.session.flush()
    if isinstance(answer.value, bool):
        taken = AnswerThinner(patient_id=patient_id, takes_thinner=answer.value)
        answer_thinner(work, taken)
    else:
        ask_thinner_again(work, patient_id)
