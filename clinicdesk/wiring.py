"""The core's only composition root: what high features hand to low ones."""

from importlib import import_module

from clinicdesk.desk import Wiring
from clinicdesk.holds.queries import hold_undone, restart_missing
from clinicdesk.readiness.queries import driver_undone, override_undone
from clinicdesk.scheduling.queries import name_alerts
from clinicdesk.sheets.queries import discharge_sheets, packet_gates, sheet_undone
from clinicdesk.staff.queries import standing

GATES = (packet_gates,)
CONSEQUENCES = (hold_undone, driver_undone, override_undone, sheet_undone)
CANCEL_GUARDS = (restart_missing,)
# Actions that write a booking and nothing that somebody may act on elsewhere.
UNDOABLE = (
    "readiness.book_procedure",
    "scheduling.book_slot",
    "scheduling.cancel_booking",
    "scheduling.move_booking",
    "scheduling.undo_change",
)
# Tables whose rows speak of one booking: with a newer one, a change of it is not undone any more.
EVIDENCE = (
    "clearance",
    "day_step",
    "escort",
    "gate_override",
    "issued_sheet",
    "last_dose",
    "procedure_record",
    "restart_order",
)
NAME_ALERTS = (name_alerts,)
DISCHARGE_SHEETS = (discharge_sheets,)

_FEATURES = (
    "staff patients documents record cases intake evaluations scheduling holds readiness "
    "procedure_day sheets"
).split()


def load_tables() -> None:
    """Make every table known to the metadata."""
    for feature in _FEATURES:
        import_module(f"clinicdesk.{feature}.tables")


def wired() -> Wiring:
    """What the desk asks itself, and carries to readiness, moves, verifying and discharging."""
    return Wiring(
        standing=standing(),
        gates=GATES,
        consequences=CONSEQUENCES,
        cancel_guards=CANCEL_GUARDS,
        undoable=UNDOABLE,
        evidence=EVIDENCE,
        name_alerts=NAME_ALERTS,
        discharge_sheets=DISCHARGE_SHEETS,
    )
