"""Sheets and their state in words."""

from clinicdesk import messages
from clinicdesk.readiness.rules import PacketState
from clinicdesk.sheets.queries import SheetStatus
from clinicdesk.sheets.rules import SheetKind
from ui.kit.tokens import Status
from ui.session import Session

TITLES = {SheetKind.PRE_OP: "Pre-op sheet", SheetKind.DISCHARGE: "Discharge sheet"}
STATUSES = {
    PacketState.NOT_PRINTED: Status.WAIT,
    PacketState.CURRENT: Status.READY,
    PacketState.OUT_OF_DATE: Status.ATTN,
}
STATES = {
    PacketState.NOT_PRINTED: "Not printed",
    PacketState.CURRENT: "Printed",
    PacketState.OUT_OF_DATE: "Out of date",
}


def lines(sheet: SheetStatus, session: Session) -> list[str]:
    """What is known of the copy in the patient's hands, and what to do about it."""
    if sheet.issued_at is None:
        return []
    local = session.local(sheet.issued_at)
    when = f"{messages.short_day(local)}, {messages.clock(local)}"
    known = [f"Printed {when} by {sheet.issued_by}", f"Paper code {sheet.paper_code}"]
    if sheet.state is not PacketState.OUT_OF_DATE:
        return known
    changed = f"Changed since: {', '.join(sheet.stale_fields)}"
    return [changed, f"Collect and destroy the copy of {when}", *known[1:]]
