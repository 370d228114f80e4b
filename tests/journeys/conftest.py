"""The demo clinic on either database, and the program running on it."""

import os
from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import pytest
from pytestqt.qtbot import QtBot

from clinicdesk import demo, opening
from clinicdesk.desk import Desk
from clinicdesk.settings import embedded_url
from tests.conftest import LOGIN, Clock
from tests.journeys.playing import KeyCount, Play
from tests.postgres import Cluster
from tests.ui.conftest import collected_here, look

__all__ = ["collected_here", "look"]


@pytest.fixture
def sqlite_demo(tmp_path: Path) -> str:
    return embedded_url(tmp_path / "demo.db")


@pytest.fixture
def postgresql_demo(cluster: Cluster, postgresql_clinic: str) -> Iterator[str]:
    name = f"demo_{uuid4().hex}"
    cluster.create_database(name)
    opening.upgrade_database(cluster.owner_url(name))
    yield cluster.url(name, LOGIN)
    cluster.drop_database(name)


@pytest.fixture(params=["sqlite", "postgresql"])
def demo_url(request: pytest.FixtureRequest) -> str:
    chosen: str = request.getfixturevalue(f"{request.param}_demo")
    return chosen


@pytest.fixture
def desk(demo_url: str, clock: Clock) -> Iterator[Desk]:
    opened = opening.open_desk(demo_url, create=True, clock=clock)
    day = clock().date()
    clock.advance(days=-1)
    demo.furnish(opened, day)
    clock.advance(days=1)
    yield opened
    opened.close()


@pytest.fixture
def output(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """Where pictures and PDFs go: where `make` wants them, a folder for each but the main job."""
    folder = Path(os.environ.get("CLINICDESK_DEMO_OUTPUT", tmp_path / "output"))
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
    yield playing
    playing.close()
    assert failures == []
