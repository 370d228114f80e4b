"""Made-up clinics to measure on. Embedded ones are kept in build/bench from run to run."""

from contextlib import ExitStack
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from time import perf_counter
from typing import Self

from clinicdesk import opening, upgrade, wiring
from clinicdesk.database import open_engine
from clinicdesk.desk import Actor, Desk
from clinicdesk.seed.making import Size, make
from clinicdesk.settings import embedded_url
from clinicdesk.staff.actions import NOBODY
from clinicdesk.staff.queries import credentials
from tests.postgres import private_cluster

SIZES = (10_000, 100_000, 250_000)
SERVER_SIZE = 100_000
NOW = datetime(2026, 11, 20, 17, tzinfo=UTC)
_ROOT = Path(__file__).parents[1]
_FOLDER = _ROOT / "build" / "bench"
_LOGIN = "dana"


class Clinics:
    """The clinics of one run. `sizes` count patients; there is one booking for ten of them."""

    def __init__(self, sizes: tuple[int, ...], *, server: bool) -> None:
        self.sizes = sizes
        self.wants_server = server
        self._server = ""
        self._kept = ExitStack()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._kept.close()

    def embedded(self, patients: int) -> str:
        """The URL of an embedded database of that size, made if it is not there."""
        folder = _FOLDER / f"{patients}-{_schema()}"
        url = embedded_url(folder / "clinic.db")
        if not (folder / "clinic.db").exists():
            folder.mkdir(parents=True, exist_ok=True)
            _make(url, patients)
        return url

    def server(self) -> str:
        """The URL of a database on a private PostgreSQL, "" when none is installed or wanted."""
        if self.wants_server and not self._server:
            try:
                cluster = self._kept.enter_context(private_cluster())
            except RuntimeError as missing:
                print(missing)
                self.wants_server = False
                return ""
            cluster.create_database("bench")
            wiring.load_tables()
            owner = open_engine(cluster.owner_url("bench"))
            upgrade.upgrade(owner)
            owner.dispose()
            self._server = cluster.owner_url("bench")
            _make(self._server, SERVER_SIZE)
            _analyze(self._server)
        return self._server


def opened(url: str) -> tuple[Desk, Actor]:
    """A desk on the clinic, and the coordinator who works there."""
    desk = opening.open_desk(url, clock=lambda: NOW)
    found = desk.read(NOBODY, credentials, _LOGIN)
    assert found is not None
    return desk, found.actor


def _make(url: str, patients: int) -> None:
    print(f"Making a clinic of {patients:,} patients ...", end=" ", flush=True)
    begun = perf_counter()
    make(url, Size(patients=patients, bookings=patients // 10, seed=1), NOW, lambda *_: None)
    print(f"{perf_counter() - begun:.0f} s")


def _analyze(url: str) -> None:
    engine = open_engine(url)
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.exec_driver_sql("VACUUM ANALYZE")
    engine.dispose()


def _schema() -> str:
    """What the databases are made with: another schema or other words need new ones."""
    files = [
        *(_ROOT / "migrations" / "versions").glob("*.py"),
        *(_ROOT / "clinicdesk" / "seed").glob("*.py"),
        _ROOT / "clinicdesk" / "patients" / "words.py",
        _ROOT / "clinicdesk" / "patients" / "derived.py",
    ]
    digest = sha256(b"".join(file.read_bytes() for file in sorted(files)))
    return digest.hexdigest()[:8]
