"""Opening a case and moving it along its way."""

from clinicdesk import topics
from clinicdesk.cases.queries import current_case
from clinicdesk.cases.rules import OVER, CaseStatus, check_move
from clinicdesk.cases.tables import Case
from clinicdesk.desk import Work
from clinicdesk.errors import Reason, Refused


def open_case(work: Work, patient_id: int) -> int:
    """Refer a patient, also once more; answers the case's id. Refused while a case is open."""
    newest = current_case(work, patient_id)
    if newest is not None and newest.status not in OVER:
        raise Refused(Reason("cases.open_already", {"status": newest.status.shown}))
    case = Case(patient_id=patient_id, status=CaseStatus.REFERRED, opened_at=work.now)
    work.session.add(case)
    work.session.flush()
    work.touch(topics.PATIENTS, patient_id=patient_id)
    return case.id


def put_back(work: Work, case: Case, status: CaseStatus) -> None:
    """Return a case to where it stood before a change that is undone: no step on its way.

    Refused when the case was over and the patient has another one meanwhile.
    """
    if case.status in OVER:
        newest = current_case(work, case.patient_id)
        if newest is not None and newest.id != case.id:
            raise Refused(Reason("cases.open_already", {"status": newest.status.shown}))
    case.status = status
    work.touch(topics.PATIENTS, patient_id=case.patient_id)


def move_case(work: Work, case: Case, *way: CaseStatus) -> None:
    """Take a case through one or more statuses. Raises Refused for a move that is not allowed."""
    for status in way:
        check_move(case.status, status)
        case.status = status
    work.touch(topics.PATIENTS, patient_id=case.patient_id)
