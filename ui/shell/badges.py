"""The numbers on the rail: what waits on each page for whoever is at work."""

from collections.abc import Iterable
from functools import partial

from PySide6.QtCore import QObject, QTimer

from ui.background import Background
from ui.shell.pages import PageEntry
from ui.shell.rail import Rail

_MINUTE_MS = 60_000


class Badges(QObject):
    """Belongs to the rail. A number that cannot be read is no number: its page says why."""

    def __init__(self, background: Background, rail: Rail, entries: Iterable[PageEntry]) -> None:
        super().__init__(rail)
        self._background, self._rail = background, rail
        self._whose = background.seat
        self._entries = [entry for entry in entries if entry.badge]
        self.clock = QTimer(self, interval=_MINUTE_MS)
        self.clock.timeout.connect(self._pass_time)
        background.changed.connect(self._notice)
        background.closed.connect(self.clock.stop)
        for entry in self._entries:
            self._ask(entry)
        if any(entry.badge.timed for entry in self._entries):
            self.clock.start()

    def _notice(self, topics: frozenset[str]) -> None:
        for entry in self._entries:
            if entry.badge.topics & topics:
                self._ask(entry)

    def _pass_time(self) -> None:
        for entry in self._entries:
            if entry.badge.timed:
                self._ask(entry)

    def _ask(self, entry: PageEntry) -> None:
        if self._background.seat != self._whose:  # signed out, and the window about to go
            return
        show = partial(self._rail.set_badge, entry.key)
        self._background.read(self, entry.badge.count, then=show, failed=lambda _: show(0))
