"""A stored clinic made as large as a real one: what belongs to its patients, many times over."""

from collections.abc import Iterator

from sqlalchemy import Column, Connection, MetaData, Table

from tests.builders.rows import as_owner, plain_sql

_STEP = 10_000  # between the ids of one copy and of the next
_DAYS = 400  # between the appointments of one copy and of the next
_NOT_THEIRS = {"staff_member", "site", "procedure_type", "policy_version"}
_UNIQUE = {"patient.mrn", "patient_identifier.value"}
_COPIES = "WITH RECURSIVE copy(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM copy WHERE n < {})"
_LATER = {
    "sqlite": f"{{}} + copy.n * {_DAYS * 86_400_000_000}",
    "postgresql": f"{{}} + copy.n * interval '{_DAYS} days'",
}


def multiply(url: str, patients: int) -> int:
    """Copy the patients until there are at least so many; answers how many rows there are now.

    Whatever its release's guards ask of a program, these rows have been asked it already.
    """
    with plain_sql(as_owner(url)) as connection:
        tables = MetaData()
        tables.reflect(connection)
        guards = _put_away_guards(connection)
        there = connection.exec_driver_sql("SELECT count(*) FROM patient").scalar_one()
        copies = -(-patients // there) - 1
        for table in _of_patients(tables):
            connection.exec_driver_sql(_copied(table, copies, connection.dialect.name))
            _count_on(connection, table)
        for guard in guards:
            connection.exec_driver_sql(guard)
        return sum(
            connection.exec_driver_sql(f"SELECT count(*) FROM {name}").scalar_one()  # noqa: S608
            for name in tables.tables
        )


def _put_away_guards(connection: Connection) -> list[str]:
    """What puts them back; on a server they are back by themselves at the end."""
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql("SET LOCAL session_replication_role = replica")
        return []
    guards = "SELECT name, sql FROM sqlite_master WHERE type = 'trigger'"
    found = connection.exec_driver_sql(guards).all()
    for name, _ in found:
        connection.exec_driver_sql(f"DROP TRIGGER {name}")
    return [sql for _, sql in found]


def _of_patients(tables: MetaData) -> Iterator[Table]:
    """The patients, and whatever refers to them, by whatever way."""
    found = {"patient"}
    for table in tables.sorted_tables:
        if table.name in found or found & {one.column.table.name for one in table.foreign_keys}:
            found.add(table.name)
            yield table


def _copied(table: Table, copies: int, dialect: str) -> str:
    names = ", ".join(column.name for column in table.columns)
    values = ", ".join(_value(column, dialect) for column in table.columns)
    theirs = "WHERE patient_id IS NOT NULL" if table.name == "resource" else "WHERE true"
    return (
        f"INSERT INTO {table.name} ({names}) {_COPIES.format(copies)}"  # noqa: S608
        f" SELECT {values} FROM {table.name}, copy {theirs}"
    )


def _value(column: Column[object], dialect: str) -> str:
    """A column's value in the copy with the number `copy.n`."""
    name, place = f"{column.table.name}.{column.name}", f" + copy.n * {_STEP}"
    whose = {one.column.table.name for one in column.foreign_keys}
    if name in _UNIQUE:
        return f"{name} || '.' || copy.n"
    if column.name in ("starts_at", "ends_at"):
        return _LATER[dialect].format(name)
    if "resource" in whose:
        theirs = "SELECT id FROM resource WHERE patient_id IS NOT NULL"
        return f"CASE WHEN {name} IN ({theirs}) THEN {name}{place} ELSE {name} END"
    if whose & _NOT_THEIRS or not (whose or column.name == "id"):
        return name
    return name + place


def _count_on(connection: Connection, table: Table) -> None:
    if connection.dialect.name == "postgresql" and "id" in table.columns:
        place = f"pg_get_serial_sequence('{table.name}', 'id')"
        newest = f"(SELECT max(id) FROM {table.name})"  # noqa: S608
        connection.exec_driver_sql(f"SELECT setval({place}, {newest})")
