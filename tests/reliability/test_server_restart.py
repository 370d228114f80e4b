"""R-05: the server is killed and started again; what it acknowledged is there, once, and whole.

A server that acknowledges before its log is on the disk is the mutant.
"""

import random
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import count
from queue import Queue
from typing import Any
from uuid import UUID, uuid4

import pytest
from psycopg import sql
from pytestqt.qtbot import QtBot

from clinicdesk.database import open_engine
from clinicdesk.desk import Actor, Done
from clinicdesk.errors import Unanswered
from clinicdesk.opening import open_desk
from clinicdesk.patients.tables import Patient
from tests.builders.clinic import COORDINATOR, PASSWORD
from tests.builders.patients import a_patient
from tests.builders.rows import rows
from tests.conftest import LOGIN, Clock, template_clinic, template_upgraded
from tests.postgres import Cluster, private_cluster
from tests.promises import promise
from tests.reliability.acknowledging import Acknowledging
from tests.reliability.ledger import differences, reopened, requests
from tests.screens.patients import PatientsScreen, RegisterScreen
from tests.screens.sign_in import SignInScreen
from tests.ui.conftest import collected_here
from ui.app import App
from ui.pages import PATIENTS, PatientsArea
from ui.shell.main_window import MainWindow
from ui.shell.sign_in import SignIn

__all__ = ["collected_here"]

WRITERS = 3
PATIENCE = 60


@pytest.fixture(scope="module")
def durable() -> Iterator[Cluster]:
    """A server that waits for the disk, with the clinic in a template."""
    with private_cluster(forgetful=False) as running:
        template_clinic(running, template_upgraded(running))
        yield running


@pytest.fixture
def clinic_url(durable: Cluster) -> Iterator[str]:
    name = f"restart_{uuid4().hex}"
    durable.create_database(name, template="template_clinic")
    yield durable.url(name, LOGIN)
    durable.drop_database(name)


@dataclass
class Shift:
    """Several people at work, each at a desk of their own, while the server comes and goes."""

    url: str
    acknowledged: "Queue[str]" = field(default_factory=Queue)
    over: threading.Event = field(default_factory=threading.Event)
    server: threading.Event = field(default_factory=threading.Event)
    failures: list[Exception] = field(default_factory=list)

    def work(self, letter: str) -> None:
        desk = Insisting(self)
        try:
            for number in count():
                if self.over.is_set():
                    return
                a_patient(desk, family=letter + f"{number}".translate(_LETTERS))
        except Exception as error:  # noqa: BLE001 - shown by the test
            self.failures.append(error)
        finally:
            desk.close()

    def wait_for(self, changes: int) -> list[str]:
        """That many acknowledgements, as they come."""
        return [self.acknowledged.get(timeout=PATIENCE) for _ in range(changes)]

    def rest(self) -> list[str]:
        """Those that came and were not waited for."""
        return [self.acknowledged.get() for _ in range(self.acknowledged.qsize())]


_LETTERS = str.maketrans("0123456789", "abcdefghij")


class Insisting(Acknowledging):
    """Asks again, under the same request id, until the server answers: as the window does."""

    def __init__(self, shift: Shift) -> None:
        super().__init__(shift.url, shift.acknowledged.put)
        self._server, self._over = shift.server, shift.over

    def change(
        self, actor: Actor, action: Callable[..., Any], request: Any, request_id: UUID
    ) -> Done[Any]:
        plain = super().change
        return self._insist(lambda: plain(actor, action, request, request_id))

    def read(self, actor: Actor, query: Callable[..., Any], *args: Any, **kw: Any) -> Any:
        plain = super().read
        return self._insist(lambda: plain(actor, query, *args, **kw))

    def _insist(self, ask: Callable[[], Any]) -> Any:
        while True:
            self._server.wait(PATIENCE)
            try:
                return ask()
            except Unanswered:
                if self._over.is_set():
                    raise


@contextmanager
def at_work(url: str) -> Iterator[Shift]:
    """A shift that works until it is over; nothing may fail in it."""
    shift = Shift(url)
    shift.server.set()
    people = [threading.Thread(target=shift.work, args=(letter,)) for letter in "xyz"[:WRITERS]]
    for person in people:
        person.start()
    try:
        yield shift
    finally:
        shift.over.set()
        shift.server.set()
        for person in people:
            person.join()
    assert shift.failures == []


def killed(durable: Cluster, shift: Shift, choice: random.Random) -> list[str]:
    """Kill the server at a random moment, start it again; what was acknowledged before."""
    seen = shift.wait_for(choice.randrange(5, 60))
    durable.kill()
    shift.server.clear()
    seen += shift.rest()
    durable.start()
    shift.server.set()
    return seen


def lost(url: str, acknowledged: set[str]) -> tuple[set[str], list[str]]:
    """Acknowledged requests that are not there, and what record and history tell differently."""
    with reopened(open_engine(url)) as session:
        return acknowledged - set(requests(session)), differences(session)


def twice(url: str) -> set[str]:
    """Patients who were registered more than once: each was asked for once."""
    with rows(url) as session:
        names = [name for (name,) in session.query(Patient.folded)]
    return {name for name in names if names.count(name) > 1}


@promise(
    "R-05",
    "A server that is killed loses nothing it acknowledged, and work goes on when it is back",
    every={"kills": 3},
    stress={"kills": 50},
    mutant="the server acknowledges before its log is on the disk",
)
def test_a_killed_server_loses_nothing_it_acknowledged(
    durable: Cluster,
    clinic_url: str,
    sizes: dict[str, int],
    seed: int,
    shown: Callable[[str], None],
):
    choice = random.Random(seed)
    kept: set[str] = set()
    with at_work(clinic_url) as shift:
        for _ in range(sizes["kills"]):
            kept.update(killed(durable, shift, choice))
            assert lost(clinic_url, kept) == (set(), [])
        kept.update(shift.wait_for(WRITERS))
    kept.update(shift.rest())

    assert lost(clinic_url, kept) == (set(), [])
    assert twice(clinic_url) == set()
    shown(f"{sizes['kills']} kills, {len(kept)} acknowledged changes, 0 lost, 0 halves, 0 twice")


def test_a_server_that_promises_too_early_is_caught(durable: Cluster, clinic_url: str, seed: int):
    """Without waiting for the log to be on the disk, the last changes before a kill are gone."""
    name = clinic_url.partition("@/")[2].partition("?")[0]
    durable.execute(
        sql.SQL("ALTER DATABASE {} SET synchronous_commit = off").format(sql.Identifier(name))
    )
    choice, kept = random.Random(seed), set[str]()
    with at_work(clinic_url) as shift:
        while not (gone := lost(clinic_url, kept)[0]):
            kept.update(killed(durable, shift, choice))
    assert gone


@pytest.fixture
def app(qtbot: QtBot, clinic_url: str, clock: Clock) -> Iterator[App]:
    """The program on this server, with the coordinator signed in."""
    desk = open_desk(clinic_url, clock=clock)
    running = App(desk, clock)
    running.start()
    qtbot.waitUntil(lambda: isinstance(running.window, SignIn))
    SignInScreen(qtbot, running.window).sign_in(COORDINATOR, PASSWORD)
    qtbot.waitUntil(lambda: isinstance(running.window, MainWindow))
    running.window.activateWindow()
    qtbot.waitUntil(running.window.isActiveWindow)
    yield running
    running.close()
    desk.close()


def new_patient(qtbot: QtBot, app: App) -> RegisterScreen:
    """The panel for somebody who calls for the first time."""
    area = app.window.go(PATIENTS)
    assert isinstance(area, PatientsArea)
    area.setCurrentWidget(area.list)
    qtbot.waitUntil(lambda: not app.background.pending)
    return PatientsScreen(qtbot, area.list).new_patient()


@promise(
    "R-05",
    "Whoever types while the server is killed keeps what was typed, and saves it when it is back",
    every={"kills": 1},
    stress={"kills": 20},
    mutant="a repeated request gets a new id (R-06)",
)
def test_the_open_window_outlives_the_server(
    qtbot: QtBot,
    durable: Cluster,
    app: App,
    clinic_url: str,
    sizes: dict[str, int],
    shown: Callable[[str], None],
):
    for number in range(sizes["kills"]):
        family = "window" + f"{number}".translate(_LETTERS)
        screen = new_patient(qtbot, app)
        # Never the same day: one letter more or less would be the same person.
        screen.fill(family=family, born=f"{1 + number % 12}/{15 + number // 2}/51")
        durable.kill()
        screen.save()
        qtbot.waitUntil(lambda seen=screen: bool(seen.problem))
        assert screen.panel.family.value() == family

        durable.start()
        screen.register()
        qtbot.waitUntil(lambda: not app.background.pending)

        with rows(clinic_url) as session:
            assert session.query(Patient).filter_by(family=family).count() == 1
    shown(f"{sizes['kills']} kills while typing, every text kept, saved once")
