"""From a database URL to a desk: the start gate, and the creation of what is missing."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from sqlalchemy import Engine
from sqlalchemy.exc import ArgumentError, DatabaseError, OperationalError, ProgrammingError

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
    with _worded(url):
        engine = _engine(url, create=create)
    try:
        with _worded(url):
            if create and upgrade.is_empty(engine):
                upgrade.upgrade(engine)
            upgrade.check(engine)
    except Refused:
        engine.dispose()
        raise
    return Desk(engine, wiring.wired(), clock=clock)


def upgrade_database(url: str) -> None:
    """Create the database or bring it to this program's version. On a server: as its owner."""
    wiring.load_tables()
    with _worded(url):
        engine = _engine(url, create=True)
        try:
            upgrade.upgrade(engine)
        finally:
            engine.dispose()


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
        raise FileNotFoundError(file)
    return open_engine(url)


@contextmanager
def _worded(url: str) -> Iterator[None]:
    """Say in one sentence what is wrong with a database that cannot be opened."""
    try:
        yield
    except (ArgumentError, ValueError):
        raise Refused(Reason("upgrade.no_such_url")) from None
    except (OSError, OperationalError):
        where = "server" if embedded_file(url) is None else "file"
        raise Refused(Reason(f"upgrade.{where}_not_reached")) from None
    except ProgrammingError:
        raise Refused(Reason("upgrade.not_permitted", {"role": upgrade.APP_ROLE})) from None
    except DatabaseError:
        raise Refused(Reason("upgrade.not_ours")) from None
