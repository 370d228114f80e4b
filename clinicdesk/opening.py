"""From a database URL to a desk: the start gate, and the creation of what is missing."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import ArgumentError, DatabaseError, OperationalError, ProgrammingError
from sqlalchemy.orm import Session

from clinicdesk import backup, disk, dump, settings, upgrade, wiring
from clinicdesk.anchors import Witness, anchor_file
from clinicdesk.database import embedded_file, open_engine, reading
from clinicdesk.desk import Actor, Desk, system_clock
from clinicdesk.errors import Reason, Refused
from clinicdesk.patients.derived import renew_all
from clinicdesk.staff.actions import NOBODY
from clinicdesk.staff.queries import credentials
from clinicdesk.text import on_one_line


def open_desk(
    url: str,
    *,
    create: bool = False,
    clock: Callable[[], datetime] | None = None,
    anchors: Path | None = None,
) -> Desk:
    """The desk on this database; with `create`, an empty or absent one is set up first.

    `anchors` is the folder in which this workstation remembers the history it saw: `desk.alarm`
    says when the database does not fit it. Without the folder nothing is remembered.

    Raises Refused when the database cannot be reached or does not fit this program's version.
    """
    engine = fitting_engine(url, create=create)
    with _worded(url):
        witness = _witness(engine, anchor_file(anchors, url)) if anchors else None
        return Desk(engine, wiring.wired(), clock=clock, witness=witness)


def fitting_engine(url: str, *, create: bool = False) -> Engine:
    """The engine of a database that passed the start gate; raises Refused as `open_desk` does."""
    wiring.load_tables()
    with _worded(url):
        engine = _engine(url, create=create)
    upgrade.announce(engine)
    try:
        with _worded(url):
            if create and upgrade.is_empty(engine):
                upgrade.upgrade(engine)
            upgrade.check(engine)
    except Refused:
        engine.dispose()
        raise
    return engine


def _witness(engine: Engine, file: Path) -> Witness:
    witness = Witness(file)
    with Session(engine) as session:
        witness.look(session)
    return witness


def console(desk: Desk) -> Actor:
    """Who acts for the command line. Raises Refused when the database lacks its row."""
    found = desk.read(NOBODY, credentials, "console")
    if found is None:
        raise Refused(Reason("upgrade.no_console"))
    return Actor(found.actor.id, found.actor.login, found.actor.name, frozenset({"console"}))


@contextmanager
def made_apart(file: Path) -> Iterator[Path]:
    """Make a whole database beside `file`; it gets its name only when nothing went wrong."""
    making = file.with_name("making.db")
    for leftover in file.parent.glob("making.db*"):
        leftover.unlink()
    yield making
    for suffix in (".keys", ""):
        making.with_name(f"making.db{suffix}").rename(file.with_name(f"{file.name}{suffix}"))


def upgrade_database(url: str, *, backup_taken: bool = False) -> Path | None:
    """Create the database or bring it to this program's version. On a server: as its owner.

    An older one is copied first, unless its owner has `backup_taken`; answers the copy.
    Raises Refused when it cannot be copied or upgraded; it is then as it was.
    """
    wiring.load_tables()
    kept: list[Path] = []

    def keep_copy(connection: Connection) -> None:
        file, now = embedded_file(url), system_clock()
        made = backup.keep(file, now) if file else dump.keep(connection, settings.dumps(), now)
        kept.append(made)

    with _worded(url):
        engine = _engine(url, create=True)
        upgrade.upgrade(engine, None if backup_taken else keep_copy, renew_all)
    return next(iter(kept), None)


def back_up(url: str) -> Path:
    """Copy an embedded database, or as its owner dump a server's; answers the verified copy."""
    engine = fitting_engine(url)
    file = embedded_file(url)
    try:
        if file:
            return backup.keep(file, system_clock())
        with reading(engine).begin() as connection:
            upgrade.take_your_time(connection)
            return dump.keep(connection, settings.dumps(), system_clock())
    finally:
        engine.dispose()


def bring_up(url: str) -> Path | None:
    """What a program with windows does first: upgrade an embedded database that is older.

    On its one computer nobody else would. A server's is upgraded by its owner. Answers the copy.
    """
    file = prepared_file(url)
    if file is None or not file.exists():
        return None
    with _worded(url):
        engine = _engine(url, create=False)
        try:
            older = upgrade.is_older(engine)
        finally:
            engine.dispose()
    return upgrade_database(url) if older else None


def prepared_file(url: str) -> Path | None:
    """The embedded database's file, its folder made if need be; None for a server's.

    Raises Refused when the folder cannot be made.
    """
    with _worded(url):
        file = embedded_file(url)
        if file is not None:
            file.parent.mkdir(parents=True, exist_ok=True)
    return file


def _engine(url: str, *, create: bool) -> Engine:
    file = prepared_file(url) if create else embedded_file(url)
    if file is not None and not create and not file.exists():
        raise Refused(Reason("upgrade.no_such_file", {"file": on_one_line(str(file))}))
    return open_engine(url)


@contextmanager
def _worded(url: str) -> Iterator[None]:
    """Say in one sentence what is wrong with a database that cannot be opened."""
    try:
        yield
    except (ArgumentError, ValueError):
        raise Refused(Reason("upgrade.no_such_url")) from None
    except (OSError, OperationalError):
        raise Refused(_out_of_reach(embedded_file(url))) from None
    except ProgrammingError:
        raise Refused(Reason("upgrade.not_permitted", {"role": upgrade.APP_ROLE})) from None
    except DatabaseError:
        raise Refused(Reason("upgrade.not_ours")) from None


def _out_of_reach(file: Path | None) -> Reason:
    if file is None:
        return Reason("upgrade.server_not_reached")
    return disk.objection(file) or Reason("upgrade.file_not_reached")
