"""What all pages share: reload when something they show has changed, but only while seen."""

from collections.abc import Iterable
from typing import Protocol

from PySide6.QtCore import SignalInstance
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QWidget


class Changes(Protocol):
    """Where news of changes comes from."""

    changed: SignalInstance


class Page(QWidget):
    """Subclasses say in `reload` how to read again what they show.

    The page reloads when it is shown first, when a change touches one of its `topics` (strings,
    see `clinicdesk.topics`), and, if it was hidden meanwhile, when it is shown again.
    """

    def __init__(
        self, changes: Changes, topics: Iterable[str], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.topics = frozenset(topics)
        self._stale = True
        changes.changed.connect(self._notice)

    def reload(self) -> None:
        """Read again what the page shows."""
        raise NotImplementedError

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._refresh()

    def _notice(self, topics: frozenset[str]) -> None:
        if self.topics & topics:
            self._stale = True
            self._refresh()

    def _refresh(self) -> None:
        if self._stale and self.isVisible():
            self._stale = False
            self.reload()
