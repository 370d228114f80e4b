"""Every core test runs its desk on both databases, each test on a fresh copy of one clinic."""

import shutil
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from uuid import uuid4

import pytest
from hypothesis import settings
from psycopg import sql
from pytestqt.qtbot import QtBot

from clinicdesk import opening, upgrade
from clinicdesk.desk import Desk
from clinicdesk.settings import embedded_url
from tests.builders import clinic
from tests.engines import share_compiled
from tests.postgres import Cluster, private_cluster
from tests.promises import (
    pytest_addoption,
    pytest_runtest_makereport,
    seed,
    shown,
    sizes,
)
from tests.sqlwatch import no_sql_from_input

__all__ = [
    "no_sql_from_input",
    "pytest_addoption",
    "pytest_runtest_makereport",
    "seed",
    "shown",
    "sizes",
]

share_compiled()
# Every run draws others, so the suite gains nothing from a hundred at once.
settings.register_profile("suite", max_examples=40)
settings.load_profile("suite")

LOGIN = "workstation"
PATIENCE_MS = 30_000


class Clock:
    """A clock that stands still until a test moves it. 8:00 AM in the clinic, a Monday."""

    def __init__(self) -> None:
        self.now = datetime(2026, 11, 23, 16, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now

    def advance(self, **by: float) -> None:
        self.now += timedelta(**by)


@pytest.fixture(scope="session", autouse=True)
def home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Settings and data of the person at this machine are out of the tests' reach."""
    folder = tmp_path_factory.mktemp("home")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_DATA_HOME", str(folder / "data"))
        patch.setenv("XDG_CONFIG_HOME", str(folder / "config"))
        yield folder


@pytest.fixture
def qtbot(qtbot: QtBot) -> QtBot:
    """What is waited for comes, only later on a busy machine."""
    return patient(qtbot)


def patient(qtbot: QtBot) -> QtBot:
    """The same, waiting as long as a busy machine may need."""
    for name in ("waitUntil", "waitSignal", "waitSignals"):
        setattr(qtbot, name, partial(getattr(qtbot, name), timeout=PATIENCE_MS))
    return qtbot


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture(scope="session")
def sqlite_clinic(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An embedded database with the clinic in it, to be copied."""
    folder = tmp_path_factory.mktemp("template")
    desk = opening.open_desk(embedded_url(folder / "clinic.db"), create=True, clock=Clock())
    clinic.open_for_tests(desk)
    desk.close()
    return folder


@pytest.fixture(scope="session")
def cluster() -> Iterator[Cluster]:
    with private_cluster() as running:
        yield running


@pytest.fixture(scope="session")
def postgresql_upgraded(cluster: Cluster) -> str:
    """The name of a database before anybody set the clinic up, to be used as a template."""
    return template_upgraded(cluster)


@pytest.fixture(scope="session")
def postgresql_clinic(cluster: Cluster, postgresql_upgraded: str) -> str:
    """The name of a database with the clinic in it, to be used as a template."""
    return template_clinic(cluster, postgresql_upgraded)


def template_upgraded(cluster: Cluster) -> str:
    """Make a database of this version on this server, and a login of the app's role; its name."""
    name = "template_upgraded"
    cluster.create_database(name)
    opening.upgrade_database(cluster.owner_url(name))
    cluster.execute(sql.SQL(f"CREATE ROLE {LOGIN} LOGIN IN ROLE {upgrade.APP_ROLE}"))
    return name


def template_clinic(cluster: Cluster, upgraded: str) -> str:
    """Make a database with the clinic in it on this server; its name."""
    name = "template_clinic"
    cluster.create_database(name, template=upgraded)
    desk = opening.open_desk(cluster.url(name, LOGIN), clock=Clock())
    clinic.open_for_tests(desk)
    desk.close()
    return name


@pytest.fixture
def sqlite_url(sqlite_clinic: Path, tmp_path: Path) -> str:
    """The test clinic in an embedded database of this test alone."""
    for file in sqlite_clinic.iterdir():
        shutil.copy(file, tmp_path / file.name)
    return embedded_url(tmp_path / "clinic.db")


@pytest.fixture
def postgresql_url(cluster: Cluster, postgresql_clinic: str) -> Iterator[str]:
    """The test clinic in a server's database of this test alone, as the app's role."""
    name = f"test_{uuid4().hex}"
    cluster.create_database(name, template=postgresql_clinic)
    yield cluster.url(name, LOGIN)
    cluster.drop_database(name)


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest) -> str:
    """The test clinic on either database."""
    chosen: str = request.getfixturevalue(f"{request.param}_url")
    return chosen


@pytest.fixture
def desk(url: str, clock: Clock) -> Iterator[Desk]:
    """A desk on the test clinic, on either database."""
    opened = opening.open_desk(url, clock=clock)
    yield opened
    opened.close()


@pytest.fixture
def desk_without_clinic(
    request: pytest.FixtureRequest, url: str, tmp_path: Path, clock: Clock
) -> Iterator[Desk]:
    """A desk on either database before anybody set the clinic up."""
    if url.startswith("sqlite"):
        opened = opening.open_desk(
            embedded_url(tmp_path / "new" / "clinic.db"), create=True, clock=clock
        )
        yield opened
        opened.close()
        return
    cluster: Cluster = request.getfixturevalue("cluster")
    name = f"test_{uuid4().hex}"
    cluster.create_database(name, template=request.getfixturevalue("postgresql_upgraded"))
    opened = opening.open_desk(cluster.url(name, LOGIN), clock=clock)
    yield opened
    opened.close()
    cluster.drop_database(name)
