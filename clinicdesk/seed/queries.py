"""What made-up rows refer to."""

from sqlalchemy import Table, func, select

from clinicdesk.desk import Work
from clinicdesk.scheduling.availability import supply
from clinicdesk.scheduling.rules import Part
from clinicdesk.seed.rows import Clinic, Rows, tables
from clinicdesk.staff.queries import clinic, people
from clinicdesk.staff.rules import Role


def clinic_to_fill(work: Work) -> tuple[Clinic, Rows]:
    """The clinic that was just opened, and rows whose ids go on from what is there."""
    stock = supply(work)
    parts = [part for part in Part if stock.pools[part]]
    lanes = zip(*(stock.pools[part] for part in parts), strict=False)
    return (
        Clinic(
            site_id=clinic(work).id,
            procedure_type_id=stock.procedure_type_id,
            physician_id=people(work, Role.PHYSICIAN)[0].id,
            lanes=[dict(zip(parts, lane, strict=True)) for lane in lanes],
            requirements=stock.requirements,
            now=work.now,
        ),
        Rows({table.name: _last_id(work, table) for table in tables() if "id" in table.c}),
    )


def _last_id(work: Work, table: Table) -> int:
    return work.session.scalar(select(func.max(table.c.id))) or 0
