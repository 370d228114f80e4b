"""However somebody types, nothing stays unsaved for two seconds: a throttle, and no debounce."""

import random
from itertools import accumulate

from PySide6.QtCore import QObject, Signal

from ui.drafting import WAIT_MS
from ui.kit.throttle import Throttle

PROMISED_MS = 2000
A_SECOND = 1000


class Hourglass(QObject):
    """A timer on a clock that a test turns on."""

    timeout = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.now = 0
        self._ends: int | None = None

    def start(self, ms: int) -> None:
        self._ends = self.now + ms

    def stop(self) -> None:
        self._ends = None

    def isActive(self) -> bool:
        return self._ends is not None

    def turn(self, to: int) -> None:
        """Let the time go on, and run out on its way."""
        if self._ends is not None and self._ends <= to:
            self.now, self._ends = self._ends, None
            self.timeout.emit()
        self.now = to


class Debounce(Throttle):
    """What would be wrong: every key puts the writing off."""

    def note(self) -> None:
        self._timer.stop()
        super().note()


def longest_unsaved(kind: type[Throttle], keys: list[int]) -> int:
    """How long, in ms, the oldest unsaved key of all had to wait."""
    glass = Hourglass()
    throttle = kind(WAIT_MS, glass)
    unsaved: list[int] = []
    waits: list[int] = []

    def write() -> None:
        waits.append(glass.now - unsaved[0])
        unsaved.clear()

    throttle.due.connect(write)
    for key in keys:
        glass.turn(key)
        unsaved.append(key)
        throttle.note()
    glass.turn(keys[-1] + 10 * A_SECOND)
    assert unsaved == []
    return max(waits)


def typing(seed: int) -> list[int]:
    """When 400 keys come, in ms: mostly quickly, at times after a pause for thought."""
    choice = random.Random(seed)
    gaps = (choice.choice((30, 120, 250, 250, 1490, 1500, 1510, 6000)) for _ in range(400))
    return list(accumulate(gaps))


def test_no_key_waits_two_seconds():
    assert max(longest_unsaved(Throttle, typing(seed)) for seed in range(50)) <= WAIT_MS
    assert WAIT_MS < PROMISED_MS


def test_a_debounce_would_lose_more():
    """The mutant: with it, somebody who types on and on has nothing saved."""
    on_and_on = list(range(0, 60 * A_SECOND, 250))

    assert longest_unsaved(Throttle, on_and_on) == WAIT_MS
    assert longest_unsaved(Debounce, on_and_on) > 30 * PROMISED_MS - PROMISED_MS


def test_it_can_be_rushed_once():
    told: list[bool] = []
    glass = Hourglass()
    throttle = Throttle(WAIT_MS, glass)
    throttle.due.connect(lambda: told.append(True))
    throttle.rush()
    throttle.note()
    throttle.rush()
    glass.turn(10 * A_SECOND)

    assert told == [True]
