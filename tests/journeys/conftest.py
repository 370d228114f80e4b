"""The demo clinic on either database, and the program running on it."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import pytest
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from clinicdesk import demo, opening
from clinicdesk.desk import Desk
from clinicdesk.settings import embedded_url
from tests.conftest import LOGIN, Clock
from tests.journeys.playing import PICTURES, KeyCount, Play
from tests.postgres import Cluster
from tests.ui.conftest import collected_here, fresh_workstation, look

__all__ = ["collected_here", "fresh_workstation", "look"]


@pytest.fixture(autouse=True)
def no_mouse(monkeypatch: pytest.MonkeyPatch) -> None:
    """A journey is made by keyboard alone."""

    def refuse(*_: object) -> None:
        raise AssertionError("a journey used the mouse")

    for gesture in [name for name in dir(QTest) if name.startswith("mouse")]:
        monkeypatch.setattr(QTest, gesture, refuse)


@pytest.fixture(scope="session")
def sqlite_furnished(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An embedded database with the demo clinic in it, to be copied."""
    folder = tmp_path_factory.mktemp("demo")
    furnish(embedded_url(folder / "demo.db"))
    return folder


@pytest.fixture(scope="session")
def postgresql_furnished(cluster: Cluster, postgresql_upgraded: str) -> str:
    """The name of a database with the demo clinic in it, to be used as a template."""
    name = "template_demo"
    cluster.create_database(name, template=postgresql_upgraded)
    furnish(cluster.url(name, LOGIN))
    return name


def furnish(url: str) -> None:
    """Make the demo clinic of the tests' Monday, on the day before."""
    clock = Clock()
    day = clock().date()
    clock.advance(days=-1)
    desk = opening.open_desk(url, create=True, clock=clock)
    demo.furnish(desk, day)
    desk.close()


@pytest.fixture
def sqlite_demo(sqlite_furnished: Path, tmp_path: Path) -> str:
    for file in sqlite_furnished.iterdir():
        shutil.copy(file, tmp_path / file.name)
    return embedded_url(tmp_path / "demo.db")


@pytest.fixture
def postgresql_demo(cluster: Cluster, postgresql_furnished: str) -> Iterator[str]:
    name = f"demo_{uuid4().hex}"
    cluster.create_database(name, template=postgresql_furnished)
    yield cluster.url(name, LOGIN)
    cluster.drop_database(name)


@pytest.fixture(params=["sqlite", "postgresql"])
def demo_url(request: pytest.FixtureRequest) -> str:
    chosen: str = request.getfixturevalue(f"{request.param}_demo")
    return chosen


@pytest.fixture
def desk(demo_url: str, clock: Clock) -> Iterator[Desk]:
    opened = opening.open_desk(demo_url, clock=clock)
    yield opened
    opened.close()


@pytest.fixture
def output(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """Where pictures and PDFs go: where `make` wants them, a folder for each but the main job."""
    folder = Path(os.environ.get(PICTURES, tmp_path / "output"))
    job = request.node.originalname.removeprefix("test_").replace("_", "-")
    folder = folder if job == "main-job" else folder / job
    folder.mkdir(parents=True, exist_ok=True)
    return folder


@pytest.fixture
def play(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, desk: Desk, clock: Clock, output: Path
) -> Iterator[Play]:
    playing = Play(qtbot, KeyCount(monkeypatch), desk, clock, output)
    failures: list[Exception] = []
    playing.app.background.failed.connect(failures.append)
    playing.app.background.shown.connect(failures.append)
    yield playing
    playing.close()
    assert failures == []
