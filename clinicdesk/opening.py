"""From a database URL to a desk: the start gate, and the creation of what is missing."""

from collections.abc import Callable
from datetime import datetime

from sqlalchemy.exc import OperationalError

from clinicdesk import upgrade, wiring
from clinicdesk.database import embedded, open_engine
from clinicdesk.desk import Desk
from clinicdesk.errors import Reason, Refused


def open_desk(
    url: str, *, create: bool = False, clock: Callable[[], datetime] | None = None
) -> Desk:
    """The desk on this database; with `create`, an empty or absent one is set up first.

    Raises Refused when the database cannot be reached or does not fit this program's version.
    """
    wiring.load_tables()
    engine = open_engine(url)
    try:
        if create and upgrade.is_empty(engine):
            upgrade.upgrade(engine)
        upgrade.check(engine)
    except OperationalError:
        engine.dispose()
        where = "file" if embedded(url) else "server"
        raise Refused(Reason(f"upgrade.{where}_not_reached")) from None
    except Refused:
        engine.dispose()
        raise
    return Desk(engine, wiring.wired(), clock=clock)
