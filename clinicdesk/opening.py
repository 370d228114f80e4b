"""From a database URL to a desk: the start gate, and the creation of what is missing."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from sqlalchemy import Engine
from sqlalchemy.exc import OperationalError, ProgrammingError

from clinicdesk import upgrade, wiring
from clinicdesk.database import embedded_file, open_engine
from clinicdesk.desk import Desk
from clinicdesk.errors import Reason, Refused


def open_desk(
    url: str, *, create: bool = False, clock: Callable[[], datetime] | None = None
) -> Desk:
    """The desk on this database; with `create`, an empty or absent one is set up first.

    Raises Refused when the database cannot be reached or does not fit this program's version.
    """
    wiring.load_tables()
    engine = _engine(url, create=create)
    try:
        if create and upgrade.is_empty(engine):
            upgrade.upgrade(engine)
        upgrade.check(engine)
    except OperationalError:
        engine.dispose()
        raise _not_reached(url) from None
    except ProgrammingError:
        # An empty database of a server, and not its owner's login.
        engine.dispose()
        raise Refused(Reason("upgrade.empty")) from None
    except Refused:
        engine.dispose()
        raise
    return Desk(engine, wiring.wired(), clock=clock)


def upgrade_database(url: str) -> None:
    """Create the database or bring it to this program's version. On a server: as its owner."""
    wiring.load_tables()
    engine = _engine(url, create=True)
    try:
        upgrade.upgrade(engine)
    except OperationalError:
        raise _not_reached(url) from None
    finally:
        engine.dispose()


def prepared_file(url: str) -> Path | None:
    """The embedded database's file, its folder made if need be; None for a server's.

    Raises Refused when the folder cannot be made.
    """
    file = embedded_file(url)
    try:
        if file is not None:
            file.parent.mkdir(parents=True, exist_ok=True)
    except OSError:
        raise _not_reached(url) from None
    return file


def _engine(url: str, *, create: bool) -> Engine:
    file = prepared_file(url) if create else embedded_file(url)
    if file is not None and not create and not file.exists():
        raise _not_reached(url)
    try:
        return open_engine(url)
    except OSError:
        raise _not_reached(url) from None


def _not_reached(url: str) -> Refused:
    where = "server" if embedded_file(url) is None else "file"
    return Refused(Reason(f"upgrade.{where}_not_reached"))
