"""The core's only composition root: what high features hand to low ones."""

from importlib import import_module

from clinicdesk.desk import Wiring
from clinicdesk.holds.queries import hold_undone
from clinicdesk.readiness.queries import driver_undone
from clinicdesk.scheduling.queries import name_alerts
from clinicdesk.sheets.queries import packet_gates, sheet_undone
from clinicdesk.staff.queries import standing

GATES = (packet_gates,)
CONSEQUENCES = (hold_undone, driver_undone, sheet_undone)
NAME_ALERTS = (name_alerts,)

_FEATURES = (
    "staff patients documents record cases intake evaluations scheduling holds readiness "
    "procedure_day sheets"
).split()


def load_tables() -> None:
    """Make every table known to the metadata."""
    for feature in _FEATURES:
        import_module(f"clinicdesk.{feature}.tables")


def wired() -> Wiring:
    """What the desk asks itself, and carries to readiness, to a move, and to who verifies."""
    return Wiring(
        standing=standing(), gates=GATES, consequences=CONSEQUENCES, name_alerts=NAME_ALERTS
    )
