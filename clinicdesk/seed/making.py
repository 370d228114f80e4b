"""Makes the made-up clinic: people through the program's actions, the crowd in bulk.

In bulk means without foreign keys, indexes and overlap guards while rows go in. Everything is put
back and looked at afterwards, so that a wrong row stops the seed and not somebody's measurement.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from random import Random
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Engine, event, func, select, text

from clinicdesk import guards, upgrade, wiring
from clinicdesk.audit.verifying import verified
from clinicdesk.database import open_engine
from clinicdesk.demo import PASSWORD, SITE, Furnisher
from clinicdesk.desk import Desk
from clinicdesk.errors import Reason, Refused
from clinicdesk.opening import console, made_apart, prepared_file
from clinicdesk.scheduling.actions.people import add_person
from clinicdesk.scheduling.actions.setup import OpenClinic, open_clinic
from clinicdesk.seed import first_case
from clinicdesk.seed.actions import LoadRows, load_rows
from clinicdesk.seed.calendar import lanes_for, slots
from clinicdesk.seed.people import person
from clinicdesk.seed.queries import clinic_to_fill
from clinicdesk.seed.rows import Rows, add_booking, add_patient, tables
from clinicdesk.settings import embedded_url
from clinicdesk.staff.actions import NOBODY, NewPerson
from clinicdesk.staff.passwords import hash_password
from clinicdesk.staff.rules import Role

LEAST_PATIENTS = 100
_BATCH = 100_000
_FIRST_SERIAL = 300_000
_OPEN_SINCE = date(2000, 1, 1)
_OVERLAPS = text("""SELECT count(*) FROM (SELECT starts_at, lag(ends_at) OVER
 (PARTITION BY resource_id ORDER BY starts_at) AS before FROM occupancy WHERE active) AS taken
 WHERE before > starts_at""")

Progress = Callable[[int, int], None]


@dataclass(frozen=True, kw_only=True)
class Size:
    """How many patients and bookings, and which of the possible clinics."""

    patients: int
    bookings: int
    seed: int


def make(url: str, size: Size, now: datetime, tell: Progress) -> Reason:
    """Make the clinic in a database that has none; answers what verifying its history found.

    `tell(done, all)` counts patients and bookings. Raises Refused when the size makes no clinic,
    or the database holds one already.
    """
    if size.patients < LEAST_PATIENTS or size.bookings < 1:
        raise Refused(Reason("seed.too_small", {"least": LEAST_PATIENTS}))
    file = prepared_file(url)
    if file is None:
        return _filled(url, size, now, tell)
    if file.exists():
        raise Refused(Reason("seed.file_exists", {"file": file.name}))
    with made_apart(file) as making:
        return _filled(embedded_url(making), size, now, tell)


def _filled(url: str, size: Size, now: datetime, tell: Progress) -> Reason:
    wiring.load_tables()
    engine = open_engine(url)
    desk = Desk(engine, wiring.wired(), clock=lambda: now)
    try:
        if engine.dialect.name == "sqlite":
            event.listen(engine, "connect", _in_a_hurry)
            upgrade.upgrade(engine)
        upgrade.check(engine)
        return _Maker(desk, engine, size, now).make(tell)
    finally:
        desk.close()


class _Maker:
    def __init__(self, desk: Desk, engine: Engine, size: Size, now: datetime) -> None:
        self._desk, self._engine, self._size, self._now = desk, engine, size, now
        self._zone = ZoneInfo(SITE.time_zone)
        self._today = now.astimezone(self._zone).date()
        self._draw = Random(size.seed)
        self._clinic = Furnisher(desk, self._today)
        self._console = console(desk)

    def make(self, tell: Progress) -> Reason:
        self._open()
        case_id = self._clinic.admit(first_case.PATIENT)
        with _unguarded(self._engine):
            self._load(tell)
        _advance_sequences(self._engine)
        _check(self._engine)
        first_case.plan(self._clinic, case_id, self._today)
        found, is_whole = verified(self._desk, self._console)
        if not is_whole:
            raise Refused(found)
        return found

    def _open(self) -> None:
        lanes = lanes_for(self._size.bookings)
        hashed = hash_password(PASSWORD, "alex")
        request = OpenClinic(
            site=SITE,
            administrator=_newcomer("alex", "Alex Moreau", Role.ADMINISTRATOR, hashed),
            rooms=tuple(f"Procedure Room {number + 1}" for number in range(lanes)),
            recovery_bays=lanes,
            open_since=_OPEN_SINCE,
        )
        self._clinic.do(NOBODY, open_clinic, request)
        alex = self._clinic.actor("alex")
        for newcomer in _staff(self._draw, self._today, lanes, hashed):
            self._clinic.do(alex, add_person, newcomer)

    def _load(self, tell: Progress) -> None:
        size, draw = self._size, self._draw
        clinic, rows = self._desk.read(self._console, clinic_to_fill)
        patients = []
        for number in range(size.patients - 1):
            someone = person(draw, self._today)
            patients.append(add_patient(rows, clinic, someone, _FIRST_SERIAL + number))
            self._flush(rows, tell, number)
        # In shuffled turns: nobody is booked again before everybody else was.
        draw.shuffle(patients)
        for number, slot in enumerate(slots(draw, size.bookings - 1, self._today, self._zone)):
            add_booking(rows, clinic, draw, slot, patients[number % len(patients)])
            self._flush(rows, tell, size.patients + number)
        self._flush(rows, tell, size.patients + size.bookings, least=1)

    def _flush(self, rows: Rows, tell: Progress, done: int, least: int = _BATCH) -> None:
        if len(rows) >= least:
            request = LoadRows(rows=rows.take())
            self._clinic.do(self._console, load_rows, request)
            tell(done, self._size.patients + self._size.bookings)


def _staff(draw: Random, today: date, lanes: int, hashed: str) -> Iterator[NewPerson]:
    """One physician and one nurse for each lane, and the front desk."""
    yield _newcomer("dana", "Dana Mills", Role.FRONT_DESK, hashed)
    yield _newcomer("okafor", "Dr. N. Okafor", Role.PHYSICIAN, hashed)
    yield _newcomer("noor", "Noor Haddad", Role.NURSE, hashed)
    for number in range(2, lanes + 1):
        physician, nurse = person(draw, today), person(draw, today)
        name = f"Dr. {physician.given[0]}. {physician.family}"
        yield _newcomer(f"physician{number}", name, Role.PHYSICIAN, hashed)
        yield _newcomer(f"nurse{number}", f"{nurse.given} {nurse.family}", Role.NURSE, hashed)


def _newcomer(login: str, name: str, role: Role, hashed: str) -> NewPerson:
    return NewPerson(login=login, name=name, roles=(role,), password_hash=hashed)


def _in_a_hurry(connection: Any, _record: object) -> None:
    """A seed that is interrupted is thrown away, so it need not wait for the disk."""
    for setting in ("synchronous = OFF", "foreign_keys = OFF", "cache_size = -200000"):
        connection.execute(f"PRAGMA {setting}")


@contextmanager
def _unguarded(engine: Engine) -> Iterator[None]:
    """Rows go in without overlap triggers and indexes; both are put back at the end."""
    if engine.dialect.name != "sqlite":
        yield
        return
    indexes = [index for table in tables() for index in table.indexes]
    with engine.begin() as connection:
        guards.remove(connection)
        for index in indexes:
            index.drop(connection)
    yield
    with engine.begin() as connection:
        for index in indexes:
            index.create(connection)
        guards.install(connection)
        connection.exec_driver_sql("ANALYZE")


def _advance_sequences(engine: Engine) -> None:
    """Rows came with their ids; PostgreSQL's next ones must come after them."""
    if engine.dialect.name != "postgresql":
        return
    with engine.begin() as connection:
        for table in (table for table in tables() if "id" in table.c):
            last = connection.scalar(select(func.max(table.c.id))) or 0
            sequence = func.pg_get_serial_sequence(table.name, "id")
            # The app's role may take numbers from a sequence, not set it.
            connection.execute(
                select(func.nextval(sequence)).select_from(func.generate_series(1, last))
            )


def _check(engine: Engine) -> None:
    with engine.connect() as connection:
        broken = connection.dialect.name == "sqlite" and (
            connection.exec_driver_sql("PRAGMA foreign_key_check").first()
        )
        if broken or connection.scalar(_OVERLAPS):
            raise AssertionError("the seed made rows that the database would have refused")
