"""R-06: the network fails in every way while somebody saves at the real panel.

The window never stands still, the person is told and keeps what was typed, and what is confirmed is
there exactly once. The mutants: nobody's patience ends, and a repeated request gets a new id.
"""

import random
from collections.abc import Callable, Iterator
from uuid import uuid4

import pytest
from PySide6.QtCore import QTimer
from pytestqt.qtbot import QtBot

from clinicdesk.opening import open_desk
from clinicdesk.patients.tables import Patient
from tests.builders.clinic import COORDINATOR, actor
from tests.builders.rows import rows
from tests.conftest import Clock
from tests.promises import promise
from tests.reliability.proxy import Mode, Network, network
from tests.screens.patients import RegisterScreen
from tests.screens.seat import session_of
from tests.ui.conftest import collected_here
from ui.background import Background
from ui.patients.register_panel import RegisterPanel

__all__ = ["collected_here"]

PATIENCE = 200  # milliseconds instead of ten seconds
BEATS = 20


class Heart:
    """Beats as long as the window's event loop does."""

    def __init__(self, qtbot: QtBot) -> None:
        self._qtbot = qtbot
        self._beats = 0
        self._timer = QTimer(interval=1)
        self._timer.timeout.connect(self._beat)
        self._timer.start()

    def beat(self, times: int = BEATS) -> None:
        """Wait for that many more."""
        wanted = self._beats + times
        self._qtbot.waitUntil(lambda: self._beats >= wanted)

    def _beat(self) -> None:
        self._beats += 1


class Seat:
    """Somebody who registers patients behind a network that fails."""

    def __init__(self, qtbot: QtBot, between: Network, clock: Clock, patience: int) -> None:
        self.desk = open_desk(between.url, clock=clock)
        who = actor(self.desk, COORDINATOR)
        self.background = Background(self.desk, who, patience=patience)
        self.panel = RegisterPanel(session_of(self.desk, self.background, who, clock))
        self.registered: list[int] = []
        self.failures: list[Exception] = []
        self.panel.registered.connect(self.registered.append)
        self.background.failed.connect(self.failures.append)
        self.background.shown.connect(self.failures.append)
        qtbot.addWidget(self.panel)
        self.panel.show()
        self.panel.activateWindow()
        qtbot.waitUntil(self.panel.isActiveWindow)
        self.panel.begin()
        self.screen = RegisterScreen(qtbot, self.panel)
        self.heart = Heart(qtbot)
        self._qtbot, self._between = qtbot, between

    def close(self) -> None:
        self._between.mode = Mode.PASS
        self._between.cut()
        self.background.close()
        self.desk.close()

    def save(self, family: str, mode: Mode) -> bool:
        """Type somebody in and save while the network fails; whether no answer came."""
        self.registered.clear()
        self.screen.fill(family=family, born="3/14/51")
        self._between.mode = mode
        self.screen.save()
        if mode is Mode.BLACKHOLE:
            self.heart.beat()
            assert self.background.pending
        self._qtbot.waitUntil(lambda: bool(self.registered or self.screen.problem))
        return not self.registered

    def go_on(self, family: str) -> None:
        """The network is back: what was typed is still there, and is saved unless it was."""
        assert self.panel.family.value() == family
        assert "does not answer" in self.screen.problem
        self._between.mode = Mode.PASS
        self._between.cut()
        self._qtbot.waitUntil(lambda: not self.background.pending)
        if not self.registered:
            self.screen.save()
            self._qtbot.waitUntil(lambda: not self.background.pending)

    @property
    def untold(self) -> bool:
        return not self.screen.problem


@pytest.fixture
def between(postgresql_url: str) -> Iterator[Network]:
    with network(postgresql_url) as made:
        made.delay = 0.01
        yield made


@pytest.fixture
def take_seat(qtbot: QtBot, between: Network, clock: Clock) -> Iterator[Callable[[int], Seat]]:
    seats: list[Seat] = []

    def sit(patience: int) -> Seat:
        seats.append(Seat(qtbot, between, clock, patience))
        return seats[-1]

    yield sit
    for seat in seats:
        seat.close()


def registered_as(url: str, family: str) -> int:
    """How many patients have this name."""
    with rows(url) as session:
        return session.query(Patient).filter_by(family=family).count()


@promise(
    "R-06",
    "A network that fails never stops the window; what is confirmed is there exactly once",
    every={"cycles": 10},
    stress={"cycles": 200},
    mutant="waiting has no end; a repeated request gets a new id",
)
def test_a_failing_network_never_stops_the_window_or_doubles(
    take_seat: Callable[[int], Seat],
    between: Network,
    postgresql_url: str,
    sizes: dict[str, int],
    seed: int,
    shown: Callable[[str], None],
):
    choice, seat, told = random.Random(seed), take_seat(PATIENCE), 0
    modes = list(Mode)
    for number in range(sizes["cycles"]):
        family = "".join(choice.choices("abcdefghijklmnop", k=12))
        between.after_cut = choice.choice([Mode.PASS, Mode.RESET])
        if seat.save(family, modes[number % len(modes)]):
            told += 1
            seat.go_on(family)
        assert len(seat.registered) == 1
        assert registered_as(postgresql_url, family) == 1

    assert seat.failures == []
    assert told >= sizes["cycles"] // len(modes)
    shown(f"{sizes['cycles']} cycles in {len(modes)} ways, {told} times told, 1 row each, 0 stops")


def test_waiting_without_end_is_caught(take_seat: Callable[[int], Seat], between: Network):
    """As long as nothing ends the waiting, the window lives on and the person is never told."""
    seat = take_seat(10**8)
    seat.screen.fill(family="endless", born="3/14/51")
    between.mode = Mode.BLACKHOLE
    seat.screen.save()

    seat.heart.beat(2 * PATIENCE)
    assert seat.untold
    assert not seat.registered


def test_a_new_id_for_a_repeated_request_is_caught(
    take_seat: Callable[[int], Seat],
    between: Network,
    monkeypatch: pytest.MonkeyPatch,
):
    """The second request meets the row of the first and takes it for somebody else's."""
    seat = take_seat(PATIENCE)
    monkeypatch.setattr(seat.background._asked, "id_of", lambda _: uuid4())
    between.after_cut = Mode.RESET
    assert seat.save("twice", Mode.CUT_COMMIT)
    seat.go_on("twice")

    assert not seat.registered
    assert seat.panel.another.isVisible()
