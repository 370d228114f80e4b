"""The engine, the column types and the settings that make SQLite and PostgreSQL behave alike."""

import unicodedata
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    Connection,
    DateTime,
    Dialect,
    Engine,
    Enum,
    Integer,
    MetaData,
    String,
    Table,
    create_engine,
    event,
    make_url,
)
from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError
from sqlalchemy.orm import DeclarativeBase, Mapped, declared_attr, mapped_column
from sqlalchemy.pool import QueuePool
from sqlalchemy.types import TypeDecorator, TypeEngine

from clinicdesk import keys
from clinicdesk.discretion import withhold_rows
from clinicdesk.errors import refuse_if
from clinicdesk.text import text_objections

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)
_SQLITE_IO_ERROR = 10
WRITE = "BEGIN IMMEDIATE"  # how a change begins on SQLite

ID = BigInteger().with_variant(Integer, "sqlite")


class UtcDateTime(TypeDecorator[datetime]):
    """An aware instant: INTEGER microseconds in UTC on SQLite, timestamptz on PostgreSQL."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        return dialect.type_descriptor(
            BigInteger() if dialect.name == "sqlite" else DateTime(timezone=True)
        )

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> Any:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("an instant needs its time zone")
        utc = value.astimezone(UTC)
        return (utc - _EPOCH) // _MICROSECOND if dialect.name == "sqlite" else utc

    def process_result_value(self, value: Any, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if dialect.name == "sqlite":
            return _EPOCH + timedelta(microseconds=value)
        instant: datetime = value
        return instant.astimezone(UTC)


class PlainText(TypeDecorator[str]):
    """Text up to `longest` characters, NFC, without characters that hide or reorder other text."""

    impl = String
    cache_ok = True
    field = "Text"  # what a refusal calls it: the column's name, or the label in its `info`

    def __init__(self, longest: int, *, multiline: bool = False) -> None:
        super().__init__(longest)
        self.longest = longest
        self.multiline = multiline

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        # One order on both databases, whatever the server's locale is.
        collation = "C" if dialect.name == "postgresql" else None
        return dialect.type_descriptor(String(self.longest, collation=collation))

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        if not value or (value.isascii() and value.isprintable() and len(value) <= self.longest):
            return value  # seen at once: nothing can be against it
        refuse_if(text_objections(self.field, value, self.longest, multiline=self.multiline))
        return unicodedata.normalize("NFC", value)


class Scaled(TypeDecorator[Decimal]):
    """A decimal with a fixed number of places, stored as an integer: 2.5 mm is 25 at one place."""

    impl = Integer
    cache_ok = True

    def __init__(self, places: int) -> None:
        super().__init__()
        self.places = places

    def process_bind_param(self, value: Decimal | None, dialect: Dialect) -> int | None:
        if value is None:
            return None
        scaled = value.scaleb(self.places)
        if scaled != scaled.to_integral_value():
            raise ValueError(f"more than {self.places} decimal places")
        return int(scaled)

    def process_result_value(self, value: int | None, dialect: Dialect) -> Decimal | None:
        return None if value is None else Decimal(value).scaleb(-self.places)


@event.listens_for(Column, "after_parent_attach")
def _attach_checks(column: Column[Any], table: Table) -> None:
    """Both databases refuse what a type refuses: SQLite alone would accept anything."""
    if isinstance(column.type, PlainText):
        column.type.field = column.info.get("label", column.name.replace("_", " ").capitalize())
    # A migration writes its checks out: it must not change with these lines.
    for name, rule, dialect in _checks(column) if table.metadata is Base.metadata else ():
        check = CheckConstraint(rule, name=f"{column.name}_{name}")
        table.append_constraint(check.ddl_if(dialect=dialect))


def _checks(column: Column[Any]) -> Iterator[tuple[str, str, str | None]]:
    name = column.name
    match column.type:
        case PlainText(longest=longest):
            yield "length", f"length({name}) <= {longest}", None
            yield "no_nul", f"instr({name}, char(0)) = 0", "sqlite"
        case Enum(enums=values):
            yield "known", f"{name} IN ({', '.join(map(repr, values))})", None
        case Boolean():
            yield "flag", f"{name} IN (0, 1)", "sqlite"
        case Integer() | BigInteger() | UtcDateTime() | Scaled():
            yield "whole", f"typeof({name}) IN ('integer', 'null')", "sqlite"


Key = Annotated[int, mapped_column(ID, primary_key=True)]
Name = Annotated[str, mapped_column(PlainText(100))]
Folded = Annotated[str, mapped_column(PlainText(500))]
Line = Annotated[str, mapped_column(PlainText(200))]
Note = Annotated[str, mapped_column(PlainText(20_000, multiline=True))]
Document = Annotated[str, mapped_column(PlainText(2_000_000, multiline=True))]


class Base(DeclarativeBase):
    """All tables; constraint names are the same on both databases."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(column_0_label)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map = {  # noqa: RUF012 - SQLAlchemy reads it from the class
        int: ID,
        datetime: UtcDateTime(),
        StrEnum: Enum(
            StrEnum,
            native_enum=False,
            length=30,
            values_callable=lambda members: [member.value for member in members],
        ),
    }


class Versioned:
    """A row that people edit: an edit from an older `lock_version` is refused, never merged."""

    lock_version: Mapped[int] = mapped_column(Integer)

    @declared_attr.directive
    def __mapper_args__(cls) -> dict[str, Any]:  # noqa: N805 - called with the class
        return {"version_id_col": cls.lock_version}


def open_engine(url: str) -> Engine:
    """The one engine behind `sqlite:///file` (encrypted) or `postgresql://server/database`.

    Raises Refused when an existing embedded database has no key beside it.
    """
    file = embedded_file(url)
    engine = _shared(url) if file is None else _embedded(file)
    event.listen(engine, "begin", _begin)
    withhold_rows(engine)
    return engine


def embedded_file(url: str) -> Path | None:
    """The file of an embedded database, None for a server's. Raises ValueError for others."""
    parts = make_url(url)
    backend = parts.get_backend_name()
    if backend not in {"sqlite", "postgresql"} or not parts.database:
        raise ValueError("neither sqlite:///file nor postgresql://server/database")
    return Path(parts.database) if backend == "sqlite" else None


def reading(engine: Engine) -> Engine:
    """The engine for reads: a transaction sees one and the same state; a server lets none write."""
    if engine.dialect.name == "sqlite":
        return engine
    return engine.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)


def writing(engine: Engine) -> Engine:
    """The engine for changes: on SQLite each transaction takes the write lock at its start."""
    return engine.execution_options(begin=WRITE)


def is_lost(error: DBAPIError) -> bool:
    """Whether the database went away, so that nobody knows if the last commit counts.

    On SQLite an I/O error (10): the log may hold the commit. On PostgreSQL an error without a code
    (the line broke), or of class 08 (connection), 57P (shutdown, starting up), 25P03 (idle).
    """
    code: int | None = getattr(error.orig, "sqlite_errorcode", None)
    if not hasattr(error.orig, "sqlstate"):
        return (code or 0) & 0xFF == _SQLITE_IO_ERROR
    state: str = getattr(error.orig, "sqlstate", None) or "08"
    if not isinstance(error, OperationalError | InterfaceError):
        return False
    return state.startswith(("08", "57P")) or state == "25P03"


def _begin(connection: Connection) -> None:
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql(connection.get_execution_options().get("begin", "BEGIN"))


_SQLITE_SETTINGS = (
    "journal_mode = WAL",
    "synchronous = FULL",
    "foreign_keys = ON",
    "secure_delete = ON",
    "trusted_schema = OFF",
    # Without it, INSERT OR REPLACE would remove a row without asking its DELETE trigger.
    "recursive_triggers = ON",
    "cell_size_check = ON",
    "temp_store = MEMORY",
    "mmap_size = 0",
)


def open_copy(file: Path) -> Engine:
    """An embedded database to be looked at only: not a byte of the file is written."""
    return _embedded(file, f"{file.resolve().as_uri()}?mode=ro", ())


def _embedded(file: Path, name: str = "", settings: Iterable[str] = _SQLITE_SETTINGS) -> Engine:
    from sqlcipher3 import dbapi2  # noqa: PLC0415 - a server's workstation never loads it

    raw_key = keys.key_of(file)

    def connect() -> Any:
        connection = dbapi2.connect(
            name or file, timeout=5, isolation_level=None, check_same_thread=False, uri=bool(name)
        )
        # Or SQLCipher tells on stderr, page by page, what it cannot decrypt.
        for setting in ("cipher_log_level = NONE", f"key = \"x'{raw_key}'\"", *settings):
            connection.execute(f"PRAGMA {setting}")
        return connection

    place = f"sqlite:///{file}"
    return create_engine(
        place, module=dbapi2, creator=connect, poolclass=QueuePool, hide_parameters=True
    )


def _shared(url: str) -> Engine:
    limits = {
        "lock_timeout": "5s",
        "statement_timeout": "10s",
        "idle_in_transaction_session_timeout": "10s",
        "timezone": "UTC",
    }
    return create_engine(
        make_url(url).set(drivername="postgresql+psycopg"),
        connect_args={
            "connect_timeout": 5,
            "tcp_user_timeout": 5000,
            # A server that vanished after it was asked is noticed too, within about ten seconds.
            "keepalives_idle": 4,
            "keepalives_interval": 2,
            "keepalives_count": 3,
            "options": " ".join(f"-c {name}={value}" for name, value in limits.items()),
        },
        pool_size=2,
        hide_parameters=True,
    )
