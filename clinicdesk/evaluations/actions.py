"""Writing and signing the physician's note."""

from dataclasses import dataclass

from clinicdesk import topics
from clinicdesk.cases.actions import move_case
from clinicdesk.cases.rules import CaseStatus
from clinicdesk.cases.tables import Case
from clinicdesk.desk import Work
from clinicdesk.errors import Reason, refuse_if
from clinicdesk.evaluations.rules import Decision, Note, objections_to_sign
from clinicdesk.evaluations.tables import Evaluation, EvaluationLevel
from clinicdesk.intake.queries import is_closed
from clinicdesk.patients.tables import Patient
from clinicdesk.patients.verification import Verification, refuse_unverified
from clinicdesk.policy import candidacy
from clinicdesk.staff.passwords import Proof, check_proof
from clinicdesk.staff.queries import local_day

_OUTCOME = {
    Decision.CANDIDATE: CaseStatus.APPROVED,
    Decision.MORE_WORK_UP: CaseStatus.MORE_WORK_UP,
    Decision.NOT_A_CANDIDATE: CaseStatus.NOT_A_CANDIDATE,
}


@dataclass(frozen=True, kw_only=True)
class SignEvaluation:
    """A complete note, whose it is, and the proof that the signer is the signer."""

    case_id: int
    verified: Verification | None
    note: Note
    proof: Proof


def sign_evaluation(work: Work, request: SignEvaluation) -> int:
    """Store and sign a note and carry out its decision; answers the evaluation's id (RULE-16).

    Refused while the note is incomplete, or its candidate's intake is open (RULE-01, RULE-02).
    Refused too when nobody made sure whose note it is (RULE-18). Afterwards the database itself
    refuses any change.
    """
    check_proof(request.proof, work.actor)
    case = work.session.get_one(Case, request.case_id)
    patient = work.session.get_one(Patient, case.patient_id)
    refuse_unverified(work, request.verified, patient.id, patient.birth_date)
    objections = objections_to_sign(request.note, candidacy(), local_day(work))
    if request.note.decision is Decision.CANDIDATE and not is_closed(work, request.case_id):
        objections.append(Reason("evaluations.intake_open"))
    refuse_if(objections)
    evaluation = _written(work, request)
    # The levels are stored before the signature: a signed note takes no more of them.
    work.session.flush()
    evaluation.signed_at = work.now
    evaluation.signed_by = work.actor.id
    move_case(work, case, CaseStatus.EVALUATED, _OUTCOME[request.note.decision])
    work.touch(topics.READINESS, patient_id=case.patient_id)
    return evaluation.id


def _written(work: Work, request: SignEvaluation) -> Evaluation:
    note = request.note
    evaluation = Evaluation(
        case_id=request.case_id,
        author_id=work.actor.id,
        claudication=note.claudication,
        modality=note.modality,
        imaging_date=note.imaging_date,
        flavum_mm=note.flavum_mm,
        impression=note.impression,
        exception_reason=note.exception_reason,
        decision=note.decision,
        levels=[EvaluationLevel(level=level, side=side) for level, side in note.levels],
    )
    work.session.add(evaluation)
    return evaluation
