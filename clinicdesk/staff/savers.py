"""Who saved last: a second person's edit of the same thing is answered with the first one's."""

from datetime import datetime

from sqlalchemy import select

from clinicdesk.conflicts import Fields, differences, reason
from clinicdesk.desk import Work
from clinicdesk.errors import refuse_if
from clinicdesk.history import Change
from clinicdesk.staff.tables import StaffMember


def refuse_conflict(
    work: Work, patient_id: int | None, table: str, *, began: Fields, saved: Fields, typed: Fields
) -> None:
    """Refuse an edit that began with other values than are saved now in this table.

    Raises Refused with one `desk.conflict` for each field; nothing is ever merged unseen.
    """
    found = differences(began, saved, typed)
    if found:
        who, at = _last_saver(work, patient_id, table)
        refuse_if([reason(one, who, at) for one in found])


def _last_saver(work: Work, patient_id: int | None, table: str) -> tuple[str, datetime]:
    """The person whose change of this table was the newest on the chart, and when."""
    row = work.session.execute(
        select(StaffMember.name, Change.at)
        .join(StaffMember, StaffMember.id == Change.actor_id)
        .where(Change.patient_id == patient_id, Change.body.contains(f'"table":"{table}"'))
        .order_by(Change.id.desc())
        .limit(1)
    ).first()
    return (row[0], row[1]) if row else ("Somebody", work.now)
