"""R-21: whatever is pressed, typed, clicked and drawn in whatever order, the windows go on."""

from collections.abc import Callable

import pytest
from PySide6.QtWidgets import QWidget

from clinicdesk.opening import open_desk
from tests.builders.marked_up import live_today
from tests.conftest import Clock
from tests.monkey import MOST_GROWTH, PEOPLE, Monkey, let_loose, told
from tests.promises import promise
from tests.ui.conftest import collected_here, fresh_workstation, look
from ui.shell.main_window import MainWindow

__all__ = ["collected_here", "fresh_workstation", "look"]


@promise(
    "R-21",
    "seeded gestures of every kind, for every role: nothing is left uncaught, Qt warns of nothing, "
    "the work under way comes to rest, one window is left, and widgets are back within 5 %",
    every={"gestures": 40},
    stress={"gestures": 20_000},
    mutant="a page that leaves a widget behind at each visit",
)
@pytest.mark.parametrize("role", PEOPLE)
def test_the_windows_go_on(
    sqlite_url: str,
    clock: Clock,
    role: str,
    sizes: dict[str, int],
    seed: int,
    shown: Callable[[str], None],
) -> None:
    """Mutant: `pytest tests/reliability/test_monkey.py -k left_behind`."""
    desk = open_desk(sqlite_url, clock=clock)
    live_today(desk)
    seen = let_loose(desk, clock, role, seed, sizes["gestures"])
    desk.close()

    shown(told(seen))
    assert seen.troubles == []
    assert seen.windows == 1
    assert abs(seen.grew) <= MOST_GROWTH


def test_a_widget_that_is_left_behind_is_noticed(
    sqlite_url: str, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    go = MainWindow.go

    def leaking(self: MainWindow, key: str) -> QWidget:
        for _ in range(3):
            QWidget(self)
        return go(self, key)

    monkeypatch.setattr(MainWindow, "go", leaking)
    monkeypatch.setattr(Monkey, "_weights", (0,) * 9 + (1, 0))  # from page to page
    desk = open_desk(sqlite_url, clock=clock)
    live_today(desk)

    seen = let_loose(desk, clock, "administrator", seed=1, events=25)
    desk.close()

    assert seen.troubles == []
    assert seen.grew > MOST_GROWTH
