"""What is still to do on a chart, who does it, and where: each item leads to its place."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from clinicdesk import messages
from clinicdesk.cases.queries import CaseFacts
from clinicdesk.cases.rules import OVER, CaseStatus
from clinicdesk.contacts.queries import Contacts
from clinicdesk.contacts.rules import Interpreter, interpreter
from clinicdesk.policy import Due
from clinicdesk.readiness.queries import BookingReadiness
from clinicdesk.readiness.rules import PASSED, Gate, GateKey, GateState, due_instants
from clinicdesk.scheduling.rules import BookingState
from ui.kit.tokens import Status

DETAILS, READINESS = "Details", "Readiness"
BOOKING = "Booking"  # the one place that is not a tab but the schedule
_BEFORE_EVALUATION = (CaseStatus.EVALUATED, CaseStatus.MORE_WORK_UP)
_DESK, _PHYSICIAN = "Front desk", "Physician"
_GATES = {
    GateKey.EVALUATION: ("Evaluation", _PHYSICIAN, "Evaluation"),
    GateKey.BLOOD_THINNER: ("Blood thinner", _DESK, READINESS),
    GateKey.DRIVER: ("Driver home", _DESK, READINESS),
    GateKey.PACKET: ("Packet", _DESK, "Sheets"),
}


@dataclass(frozen=True)
class OpenItem:
    """`who` does it as a rule; `tab` and `section` are where. Waiting ones count later."""

    words: str
    who: str
    tab: str
    section: str = ""
    status: Status = Status.ATTN


def open_items(
    case: CaseFacts | None,
    known: Contacts,
    ready: BookingReadiness | None,
    *,
    intake_closed: bool,
    now: datetime,
    zone: ZoneInfo,
) -> list[OpenItem]:
    """The next steps of the case first, then what the chart does not know yet."""
    items = [*_of_case(case, intake_closed), *_of_booking(ready, now, zone), *_of_contacts(known)]
    return sorted(items, key=lambda item: item.status is Status.WAIT)


def _of_case(case: CaseFacts | None, intake_closed: bool) -> Iterator[OpenItem]:
    status = case.status if case else CaseStatus.REFERRED
    if status in OVER:
        return
    if not intake_closed and status in (CaseStatus.REFERRED, CaseStatus.INTAKE):
        yield OpenItem("Complete the intake", _DESK, "Intake")
    elif status is CaseStatus.INTAKE or status in _BEFORE_EVALUATION:
        yield OpenItem("Write and sign the evaluation", _PHYSICIAN, "Evaluation")
    elif status is CaseStatus.APPROVED:
        yield OpenItem("Book the procedure", _DESK, BOOKING)
    elif status is CaseStatus.POSTPONED:
        yield OpenItem("Book the procedure", _DESK, READINESS)


def _of_booking(
    ready: BookingReadiness | None, now: datetime, zone: ZoneInfo
) -> Iterator[OpenItem]:
    if ready is None or ready.booking.state is BookingState.DONE:
        return
    due_at = _due_at(ready, zone)
    for gate in _open_gates(ready, due_at):
        yield _of_gate(gate, due_at, now, zone)


def waiting_gate(ready: BookingReadiness, now: datetime, zone: ZoneInfo) -> tuple[str, date] | None:
    """The first open gate that counts later than `now`, and from which day."""
    due_at = _due_at(ready, zone)
    later = (gate for gate in _open_gates(ready, due_at) if due_at[gate.due] > now)
    gate = next(later, None)
    return (_GATES[gate.key][0], due_at[gate.due].astimezone(zone).date()) if gate else None


def _due_at(ready: BookingReadiness, zone: ZoneInfo) -> Mapping[Due, datetime]:
    return due_instants(ready.booking.starts_at, ready.booking.arrives_at, zone)


def _open_gates(ready: BookingReadiness, due_at: Mapping[Due, datetime]) -> list[Gate]:
    """What is not ready yet, by when it counts."""
    gates = [gate for gate in ready.gates if gate.state not in PASSED]
    return sorted(gates, key=lambda gate: due_at[gate.due])


def _of_gate(gate: Gate, due_at: Mapping[Due, datetime], now: datetime, zone: ZoneInfo) -> OpenItem:
    title, who, tab = _GATES[gate.key]
    said = f"{title}: {messages.sentence(gate.summary, zone).lower()}"
    if due_at[gate.due] > now:
        day = messages.near_day(due_at[gate.due].astimezone(zone))
        return OpenItem(f"{said}, counts from {day}", who, tab, status=Status.WAIT)
    blocked = gate.state is GateState.BLOCKED
    return OpenItem(said, who, tab, status=Status.BLOCK if blocked else Status.ATTN)


def _of_contacts(known: Contacts) -> Iterator[OpenItem]:
    reach = known.reach
    if not reach.language:
        yield OpenItem("Language not recorded", _DESK, DETAILS, "reach")
    elif interpreter(reach.language, reach.needs_interpreter) is Interpreter.NOT_ASKED:
        yield OpenItem("Interpreter not asked", _DESK, DETAILS, "reach")
    if not any(one.contact.is_emergency for one in known.people):
        yield OpenItem("Emergency contact missing", _DESK, DETAILS, "people")
    if known.payer is None:
        yield OpenItem("Payer not recorded", _DESK, DETAILS, "payer")
    elif known.coverage_warning:
        yield OpenItem(
            "Medicare study not recorded", f"{_DESK}, {_PHYSICIAN.lower()}", DETAILS, "payer"
        )
