"""Verifying the history at a console, and accepting it after a restore."""

from uuid import uuid4

from clinicdesk.audit.actions import AcceptHistory, accept_history
from clinicdesk.audit.queries import reason_of, verify_history
from clinicdesk.desk import Actor, Desk
from clinicdesk.errors import Reason, Refused
from clinicdesk.messages import sentence


def verified(
    desk: Desk, console: Actor, first: int | None = None, *, since_anchor: bool = False
) -> tuple[Reason, bool]:
    """What was found, and whether the history is whole; from the first change on unless told.

    Refused without an anchor to begin at.
    """
    anchor = desk.anchor
    if since_anchor and anchor is None:
        raise Refused(Reason("audit.no_anchor"))
    start = anchor.id if since_anchor and anchor else first or 1
    seen = desk.read(console, verify_history, start, anchor)
    if seen.broken:
        what = sentence(reason_of(seen.broken))
        return Reason("audit.found", {"rows": seen.rows, "what": what}), False
    facts = {"rows": seen.rows, "first": start, "last": seen.end.id}
    is_anchored = anchor is not None and start <= anchor.id
    return Reason("audit.kept_up" if is_anchored else "audit.intact", facts), True


def alarm(desk: Desk) -> str:
    """What does not fit what this workstation saw, and what to do; "" while all fits."""
    return sentence(reason_of(desk.alarm)) if desk.alarm else ""


def accept(desk: Desk, console: Actor) -> Reason:
    """Record that the history is taken as it is, and go by it from now on."""
    if desk.alarm is None:
        return Reason("audit.nothing_to_accept")
    desk.change(console, accept_history, AcceptHistory(desk.alarm.id), uuid4())
    desk.take_history_as_it_is()
    return Reason("audit.accepted", {"last": desk.anchor.id if desk.anchor else 0})
