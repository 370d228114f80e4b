"""All checks, one after the other; nothing is written anywhere."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from sqlalchemy import Engine
from sqlalchemy.exc import DatabaseError
from sqlalchemy.orm import Session

from clinicdesk import opening, settings
from clinicdesk.anchors import Witness, anchor_file
from clinicdesk.database import embedded_file
from clinicdesk.doctor import clinic, embedded, machine, server
from clinicdesk.doctor.findings import Finding, Weight, danger
from clinicdesk.errors import Refused


def examine(url: str, now: datetime, *, deep: bool = False) -> Iterator[Finding]:
    """What is found on this machine and in the database; `deep` reads every page and change.

    A database that does not open ends it, with the sentence that the program would show.
    """
    yield machine.program()
    yield machine.libraries()
    yield machine.sqlite()
    yield machine.time_zones()
    yield machine.settings_file()
    yield machine.drafts()
    yield machine.printers()
    try:
        engine = opening.fitting_engine(url)
    except Refused as refusal:
        yield from (Finding(Weight.DANGER, reason) for reason in refusal.reasons)
        return
    try:
        yield from _database(engine, url, now, deep=deep)
    except (DatabaseError, OverflowError) as error:
        yield danger("unreadable", kind=type(error).__name__)
    finally:
        engine.dispose()


def _database(engine: Engine, url: str, now: datetime, *, deep: bool) -> Iterator[Finding]:
    file = embedded_file(url)
    about = _embedded(engine, file, now, deep=deep) if file else _server(engine, now, deep=deep)
    yield from about
    with engine.connect() as connection:
        yield clinic.schema(connection)
        yield clinic.zones(connection)
    anchor = Witness(anchor_file(settings.anchors(), url)).anchor
    with Session(engine) as session:
        yield clinic.history(session, anchor, deep=deep)
    # Last, for an edited history may hold an instant that no clock ever shows.
    with engine.connect() as connection:
        yield clinic.clocks(connection, now)


def _embedded(engine: Engine, file: Path, now: datetime, *, deep: bool) -> Iterator[Finding]:
    yield embedded.header(file)
    yield from embedded.key_file(file)
    with engine.connect() as connection:
        yield embedded.in_force(connection)
        yield embedded.pages(connection, deep=deep)
    yield machine.room(file.parent, size=file.stat().st_size)
    yield embedded.copies(file, now, deep=deep)


def _server(engine: Engine, now: datetime, *, deep: bool) -> Iterator[Finding]:
    with engine.connect() as connection:
        yield server.version(connection)
        yield from server.settings_in_force(connection)
        yield server.transport(connection)
        yield server.role(connection)
    yield server.dumps(settings.dumps(), now, deep=deep)
