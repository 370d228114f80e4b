"""How a gate looks and reads: title, icon, status, and from when it counts."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from clinicdesk import messages
from clinicdesk.policy import Due
from clinicdesk.readiness.rules import PASSED, Gate, GateKey, GateState
from ui.kit.tokens import Status
from ui.session import Session

TITLES = {
    GateKey.EVALUATION: "Evaluation",
    GateKey.BLOOD_THINNER: "Blood thinner",
    GateKey.DRIVER: "Driver home",
    GateKey.PACKET: "Packet",
}
ICONS = {
    GateKey.EVALUATION: "stethoscope",
    GateKey.BLOOD_THINNER: "droplet-off",
    GateKey.DRIVER: "car",
    GateKey.PACKET: "printer",
}
LINKS = {
    GateKey.EVALUATION: "Chart",
    GateKey.BLOOD_THINNER: "Record",
    GateKey.DRIVER: "Confirm",
    GateKey.PACKET: "Print",
}
_ON_THE_DAY = {Due.CHECK_IN: "at arrival", Due.IN_ROOM: "in the room"}
_STATUSES = {
    GateState.OVERRIDDEN: Status.FLOW,
    GateState.READY: Status.READY,
    GateState.NOT_APPLICABLE: Status.DONE,
    GateState.BLOCKED: Status.BLOCK,
    GateState.NEEDS_ACTION: Status.ATTN,
    GateState.NOT_ASKED: Status.ATTN,
}


def status_of(gate: Gate, due_at: Mapping[Due, datetime], now: datetime) -> Status:
    """Loud only where someone must act: a gate that does not count yet waits."""
    if gate.state not in PASSED and due_at[gate.due] > now:
        return Status.WAIT
    return _STATUSES[gate.state]


def line(gate: Gate, due_at: Mapping[Due, datetime], session: Session, about: str = "") -> str:
    """One line: the gate's few words, what it is about, and from when it counts."""
    parts = [messages.sentence(gate.summary, session.zone), about]
    if gate.state not in PASSED:
        parts.append(_due(gate, due_at, session))
    return " · ".join(filter(None, parts))


def _due(gate: Gate, due_at: Mapping[Due, datetime], session: Session) -> str:
    instant = due_at[gate.due]
    if instant <= session.now():
        return ""
    if gate.due in _ON_THE_DAY:
        return _ON_THE_DAY[gate.due]
    weekday, month_day, _ = messages.day(session.local(instant)).split(", ")
    soon = session.local(instant).date() - session.today() < timedelta(days=7)
    return f"due {weekday}" if soon else f"due {month_day}"
