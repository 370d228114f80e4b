"""The stored databases of every release, and how this release's are made: `make release-fixture`.

Each release leaves an embedded database with its key, and a server's as SQL. Both hold made-up
people and a row in every table. They are never made again after the release.
"""

import gzip
import re
import shutil
import subprocess
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import psycopg
from sqlalchemy import inspect, make_url

from clinicdesk import __version__, dump, opening
from clinicdesk.database import open_engine
from clinicdesk.desk import Desk
from clinicdesk.procedure_day.actions import record_procedure
from clinicdesk.record.rules import LabKind
from clinicdesk.settings import embedded_url
from clinicdesk.sheets.actions import IssueSheet, PreviewSheet, issue_sheet, preview_sheet
from clinicdesk.sheets.press import RENDERER, draw
from clinicdesk.sheets.rules import SheetKind
from tests.builders import clinic
from tests.builders.clinic import COORDINATOR, PHYSICIAN
from tests.builders.every_action import MAKERS, WITHOUT_CLINIC, prepared
from tests.builders.evidence import a_lab, clear, name_driver, tell_last_dose
from tests.builders.gestures import do
from tests.builders.patients import a_booked_case, a_patient
from tests.builders.procedures import as_done
from tests.builders.times import at
from tests.postgres import Cluster, private_cluster

RELEASES = Path(__file__).parent / "releases"
_NAMES = (
    ("Nguyễn", "Thị Hoa"),
    ("Żółć", "Bożena"),
    ("O'Brien-Łukasik", "Seán"),
    ("Petrakis", "Σταύρος"),
    ("Иванова", "Мария"),
    ("محمد", "ليلى"),
    ("李", "小龙"),
    ("Ōtani", "Shōhei"),
    ("de la Cruz y Fernández", "María José"),
    ("Oyelaran", "Samuel"),
    ("D’Angelo", "Zoë"),
    ("Sørensen", "Inga"),
)


class Clock:
    """Stands still until something moves it."""

    def __init__(self) -> None:
        self.now = datetime(2026, 11, 23, 16, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now

    def advance(self, **by: float) -> None:
        self.now += timedelta(**by)


def fill(url: str) -> None:
    """A clinic in which everything was done that can be done."""
    clock = Clock()
    desk = opening.open_desk(url, create=True, clock=clock)
    clinic.open_for_tests(desk)
    for number, (family, given) in enumerate(_NAMES):
        a_patient(desk, family=family, given=given, birth_date=date(1940 + number, 3, 14))
    for key in sorted(MAKERS.keys() - WITHOUT_CLINIC):
        prepared(key, desk, clock).carry_out(desk)
    _lead_through(desk, clock)
    desk.close()


def _lead_through(desk: Desk, clock: Clock) -> None:
    """One patient from the booking to the discharge sheet, with a held drug and printed paper."""
    clock.now = at("2027-02-15 08:00")
    made = a_booked_case(desk, at("2027-02-16 10:00"), ["Eliquis 5 mg"])
    a_lab(desk, made.patient_id, LabKind.CREATININE_CLEARANCE, "70", clock.now)
    clear(desk, made.booking_id)
    tell_last_dose(desk, made.booking_id, at("2027-02-13 08:00"))
    name_driver(desk, made.booking_id)
    clock.now = at("2027-02-16 12:00")
    do(desk, PHYSICIAN, record_procedure, as_done(desk, made.booking_id))
    wanted = PreviewSheet(booking_id=made.booking_id, kind=SheetKind.DISCHARGE)
    content = do(desk, COORDINATOR, preview_sheet, wanted)
    paper = IssueSheet(
        booking_id=made.booking_id,
        verified=made.verified,
        kind=SheetKind.DISCHARGE,
        paper_code=content.paper_code,
        renderer=RENDERER,
        pdf=draw(content),
    )
    do(desk, COORDINATOR, issue_sheet, paper)


def empty_tables(url: str) -> list[str]:
    """The tables without a row."""
    engine = open_engine(url)
    with engine.connect() as connection:
        names = inspect(connection).get_table_names()
        found = [
            name
            for name in names
            if connection.exec_driver_sql(f"SELECT 1 FROM {name} LIMIT 1").first() is None  # noqa: S608
        ]
    engine.dispose()
    return found


def load(release: Path, cluster: Cluster, name: str) -> str:
    """Put a release's server database into this server; its URL, as its owner."""
    cluster.create_database(name)
    script = gzip.decompress((release / "clinic.sql.gz").read_bytes()).decode()
    url = cluster.owner_url(name)
    with psycopg.connect(make_url(url).set(drivername="postgresql").render_as_string()) as server:
        server.execute(script)
    return url


def copy(release: Path, folder: Path) -> str:
    """A copy of a release's embedded database; its URL."""
    for name in ("clinic.db", "clinic.db.keys"):
        shutil.copy(release / name, folder / name)
    return embedded_url(folder / "clinic.db")


def make() -> None:
    """Make the two databases of this release."""
    folder = RELEASES / __version__
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    embedded = embedded_url(folder / "clinic.db")
    fill(embedded)
    with private_cluster() as cluster:
        cluster.create_database("release")
        url = cluster.owner_url("release")
        opening.upgrade_database(url)
        fill(url)
        assert [*empty_tables(embedded), *empty_tables(url)] == []
        (folder / "clinic.sql.gz").write_bytes(_script(cluster))


def _script(cluster: Cluster) -> bytes:
    """The database as SQL that any client can run: rows as INSERT, no commands of psql."""
    options = "--no-owner --no-privileges --inserts --rows-per-insert=500 --dbname=release".split()
    where = [f"--host={cluster.directory}", "--username=clinicdesk_owner"]
    done = subprocess.run(
        [dump._program("pg_dump"), *options, *where], check=True, capture_output=True
    )
    script = re.sub(rb"^\\(un)?restrict .*$", b"", done.stdout, flags=re.MULTILINE)
    return gzip.compress(script, mtime=0)


if __name__ == "__main__":
    make()
