"""What the database itself refuses, whoever asks: overlaps, edits of signed notes and of evidence,
and anything more on a record that was merged into another.

A migration runs between `remove` and `install`: rebuilding a table on SQLite silently loses its
triggers and fails on triggers of other tables that name it. PostgreSQL's overlap guard is the
exclusion constraint in scheduling/tables.py.
"""

from collections.abc import Iterator

from sqlalchemy import Connection, text
from sqlalchemy.exc import DBAPIError

from clinicdesk.errors import Reason

APPEND_ONLY = (
    "change",
    "clearance",
    "document_file",
    "escort",
    "gate_override",
    "issued_sheet",
    "last_dose",
    "level_done",
    "procedure_record",
    "restart_order",
    "sheet_file",
)
_NOTE_SIGNED = """EXISTS (SELECT 1 FROM evaluation e
 WHERE e.id = {row}.evaluation_id AND e.signed_at IS NOT NULL)"""
SIGNED = {
    "evaluation": ("{row}.signed_at IS NOT NULL", "signed note"),
    "evaluation_level": (_NOTE_SIGNED, "signed note"),
    "policy_version": ("{row}.signed_at IS NOT NULL", "signed policy"),
}
# INSERT OR REPLACE removes the row in its way without asking SQLite's DELETE trigger.
_UNIQUE = {
    "change": "o.id = NEW.id OR o.request_id = NEW.request_id",
    "document_file": "o.document_id = NEW.document_id",
    "level_done": (
        "o.id = NEW.id OR (o.procedure_record_id = NEW.procedure_record_id AND o.level = NEW.level)"
    ),
    "policy_version": "o.id = NEW.id OR o.sha256 = NEW.sha256",
    "procedure_record": "o.id = NEW.id OR o.booking_id = NEW.booking_id",
    "sheet_file": "o.issued_sheet_id = NEW.issued_sheet_id",
}
# The look-back is exact: a CHECK keeps every occupancy within twelve hours.
_TAKEN = """NEW.active = 1 AND EXISTS (SELECT 1 FROM occupancy o
 WHERE o.resource_id = NEW.resource_id AND o.active = 1
 AND o.starts_at < NEW.ends_at AND o.ends_at > NEW.starts_at
 AND o.starts_at > NEW.starts_at - 43200000000"""

# What names a patient; a chart that is still open elsewhere must not write to a merged record.
OF_A_PATIENT = (
    "allergy",
    "chart_facts",
    "condition",
    "contact_person",
    "coverage",
    "document",
    "lab",
    "medication",
    "mild_case",
    "patient_alert",
    "patient_identifier",
    "patient_name",
    "patient_phone",
    "resource",
)
MERGED = "merged record"
_IS_MERGED = """EXISTS (SELECT 1 FROM patient p
 WHERE p.id = NEW.patient_id AND p.merged_into_id IS NOT NULL)"""
_STAYS_MERGED = "OLD.merged_into_id IS NOT NULL AND NEW.merged_into_id = OLD.merged_into_id"

_INSTALLED = {
    "sqlite": "SELECT name, tbl_name FROM sqlite_master WHERE type = 'trigger'",
    "postgresql": """SELECT tgname, tgrelid::regclass::text FROM pg_trigger t
 JOIN pg_class c ON c.oid = t.tgrelid
 WHERE NOT tgisinternal AND c.relnamespace = 'public'::regnamespace""",
}

# A workstation that stayed open while its server was upgraded; psql says no number and may pass.
TOO_OLD = "program too old"
_LEFT_BEHIND = """nullif(current_setting('clinicdesk.schema', true), '')::int
 < (SELECT compatible FROM schema_version)"""


def install(connection: Connection) -> None:
    """Put every guard in place, on either database; safe to repeat."""
    sqlite = connection.dialect.name == "sqlite"
    for statement in _sqlite() if sqlite else _postgresql():
        connection.exec_driver_sql(statement)


def remove(connection: Connection) -> None:
    """Take away every trigger, whichever release put it there. Only inside an upgrade."""
    for name, table in connection.execute(text(_INSTALLED[connection.dialect.name])).all():
        on = f" ON {table}" if connection.dialect.name == "postgresql" else ""
        connection.exec_driver_sql(f"DROP TRIGGER {name}{on}")


def refusal(error: DBAPIError) -> Reason | None:
    """What a guard says that somebody can run into who did nothing wrong."""
    return Reason("desk.merged_meanwhile") if f"guard: {MERGED}" in str(error.orig) else None


def _sqlite() -> Iterator[str]:
    yield from _sqlite_trigger("occupancy", "INSERT", f"{_TAKEN})", "taken")
    yield from _sqlite_trigger("occupancy", "UPDATE", f"{_TAKEN} AND o.id <> OLD.id)", "taken")
    for table in APPEND_ONLY:
        for event in ("UPDATE", "DELETE"):
            yield from _sqlite_trigger(table, event, "1", "append only")
    for table, (condition, message) in SIGNED.items():
        for event in ("UPDATE", "DELETE"):
            yield from _sqlite_trigger(table, event, condition.format(row="OLD"), message)
    for table in (*APPEND_ONLY, *SIGNED):
        kept, message = SIGNED.get(table, ("1", "append only"))
        there = _UNIQUE.get(table, "o.id = NEW.id")
        rows = f"SELECT 1 FROM {table} o WHERE ({there}) AND {kept.format(row='o')}"  # noqa: S608
        yield from _sqlite_trigger(table, "INSERT", f"EXISTS ({rows})", message, "replace")
    for table in OF_A_PATIENT:
        for event in ("INSERT", "UPDATE"):
            yield from _sqlite_trigger(table, event, _IS_MERGED, MERGED, "merged")
    yield from _sqlite_trigger("patient", "UPDATE", _STAYS_MERGED, MERGED, "merged")
    signed, message = SIGNED["evaluation_level"]
    for event in ("INSERT", "UPDATE"):
        yield from _sqlite_trigger(
            "evaluation_level", event, signed.format(row="NEW"), message, "new"
        )


def _sqlite_trigger(
    table: str, event: str, condition: str, message: str, suffix: str = "guard"
) -> Iterator[str]:
    name = f"{table}_{event.lower()}_{suffix}"
    yield f"DROP TRIGGER IF EXISTS {name}"
    yield (
        f"CREATE TRIGGER {name} BEFORE {event} ON {table} WHEN {condition}"
        f" BEGIN SELECT RAISE(ABORT, 'guard: {message}'); END"
    )


def _postgresql() -> Iterator[str]:
    for table in APPEND_ONLY:
        yield from _postgresql_trigger(table, "UPDATE OR DELETE", "true", "append only")
    for table, (condition, message) in SIGNED.items():
        old = condition.format(row="OLD")
        yield from _postgresql_trigger(table, "UPDATE OR DELETE", old, message)
    for table in OF_A_PATIENT:
        yield from _postgresql_trigger(table, "INSERT OR UPDATE", _IS_MERGED, MERGED, "merged")
    yield from _postgresql_trigger("patient", "UPDATE", _STAYS_MERGED, MERGED, "merged")
    signed, message = SIGNED["evaluation_level"]
    new = signed.format(row="NEW")
    yield from _postgresql_trigger("evaluation_level", "INSERT OR UPDATE", new, message, "new")
    yield from _postgresql_trigger("change", "INSERT", _LEFT_BEHIND, TOO_OLD, "program")


def _postgresql_trigger(
    table: str, events: str, condition: str, message: str, suffix: str = "guard"
) -> Iterator[str]:
    name = f"{table}_{suffix}"
    yield f"""CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql
 SET search_path = pg_catalog, public AS $$
BEGIN
  IF {condition} THEN RAISE EXCEPTION 'guard: {message}'; END IF;
  IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
  RETURN NEW;
END $$"""
    yield f"DROP TRIGGER IF EXISTS {name} ON {table}"
    yield f"CREATE TRIGGER {name} BEFORE {events} ON {table} FOR EACH ROW EXECUTE FUNCTION {name}()"
