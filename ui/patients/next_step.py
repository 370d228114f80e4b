"""What comes next on a patient's way, as the one sentence under the pathway."""

from datetime import datetime
from zoneinfo import ZoneInfo

from clinicdesk.cases.queries import CaseFacts
from clinicdesk.cases.rules import CaseStatus
from clinicdesk.errors import Reason
from clinicdesk.readiness.queries import BookingReadiness
from clinicdesk.readiness.rules import GateState
from ui.patients.open_items import waiting_gate


def next_step(
    case: CaseFacts | None,
    ready: BookingReadiness | None,
    *,
    intake_closed: bool,
    now: datetime,
    zone: ZoneInfo,
) -> Reason:
    """Nothing is left to settle where all that is due by `now` is ready."""
    if case is None:
        return Reason("patients.next_none")
    if case.status is CaseStatus.INTAKE and intake_closed:
        return Reason("patients.next_intake_done")
    is_ready = ready is not None and ready.overall.state is GateState.READY
    if ready is None or not is_ready or case.status is not CaseStatus.SCHEDULED:
        return Reason(f"patients.next_{case.status}")
    waiting = waiting_gate(ready, now, zone)
    if waiting is None:
        return Reason("patients.next_all_ready")
    what, day = waiting
    return Reason("patients.next_ready_so_far", {"what": what.lower(), "day": day})
