"""What both databases are asked: schema, clocks, the site's zone, the history."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from sqlalchemy import Connection, func, select
from sqlalchemy.orm import Session

from clinicdesk import upgrade
from clinicdesk.audit.queries import reason_of
from clinicdesk.doctor.findings import Finding, Weight, attention, danger, fine
from clinicdesk.history import Break, Change, Fault, Link, head, link_before, stored, verify
from clinicdesk.staff.tables import Site

_CLOCKS_APART = timedelta(seconds=5)
_LAST = 1_000


def schema(connection: Connection) -> Finding:
    """The two numbers of the start gate, which the database has passed."""
    found, own = upgrade.version(connection), upgrade.own_version()
    assert found
    return fine("schema", found=found.current, compatible=found.compatible, own=own.current)


def clocks(connection: Connection, now: datetime) -> Finding:
    """This machine's clock against the server's, and against the last change made."""
    if connection.dialect.name == "postgresql":
        there = connection.scalar(select(func.clock_timestamp())) or now
        if abs(there - now) > _CLOCKS_APART:
            return attention("clocks_apart", seconds=round(abs(there - now).total_seconds()))
        now = there
    last = connection.scalar(select(Change.at).order_by(Change.id.desc()).limit(1))
    if last and last > now + _CLOCKS_APART:
        return danger("clock_behind", last=last)
    return fine("clock")


def zones(connection: Connection) -> Finding:
    """Every site's time zone is one that this machine knows."""
    try:
        for zone in connection.scalars(select(Site.time_zone)):
            ZoneInfo(zone)
    except (ZoneInfoNotFoundError, ValueError):
        return danger("zone_unknown")
    return fine("zones")


def history(session: Session, anchor: Link | None, *, deep: bool) -> Finding:
    """The chain of changes holds, the last thousand or all, and it is what was seen before."""
    newest = head(session)
    if anchor and link_before(session, anchor.id + 1) != anchor:
        fault = Fault.SHORT if newest is None or newest.id < anchor.id else Fault.OTHER
        return Finding(Weight.DANGER, reason_of(Break(anchor.id, fault)))
    first = 1 if deep or newest is None else max(1, newest.id - _LAST + 1)
    seen = verify(stored(session, first), link_before(session, first))
    if seen.broken:
        return Finding(Weight.DANGER, reason_of(seen.broken))
    return fine("history" if anchor else "history_unanchored", rows=seen.rows)
