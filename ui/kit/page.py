"""What all pages share: reload when something they show has changed, but only while seen."""

from collections.abc import Callable, Iterable
from datetime import datetime
from functools import cached_property
from typing import Any, Protocol

from PySide6.QtCore import SignalInstance
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QLayout, QVBoxLayout, QWidget

from clinicdesk import messages
from ui.kit import privacy
from ui.kit.away import NOTHING_YET, Away, last_updated
from ui.kit.reading import Reading


class Changes(Protocol):
    """Where news of changes comes from, and what is read with `read`."""

    changed: SignalInstance

    def read(self, owner: Any, query: Any, *args: Any, **told: Any) -> None:
        """Answer a query: `then` gets the answer, `failed` an error."""


class Clinic(Protocol):
    """What knows the clinic's clock, and whether the database answers."""

    background: Any

    def now(self) -> datetime:
        """The present instant, aware."""

    def local(self, instant: datetime) -> datetime:
        """An instant on the clinic's wall clock."""


class Page(QWidget):
    """Subclasses say in `reload` how to read again what they show, and ask with `read`.

    The page reloads when it is shown first, when a change touches one of its `topics` (strings,
    see `clinicdesk.topics`), and, if it was hidden meanwhile, when it is shown again. `doing` names
    what it reads; a page that can go back to what it showed says so with `can_cancel`.
    """

    doing = "Reading this page"
    can_cancel = False

    def __init__(
        self, changes: Changes, topics: Iterable[str], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.topics = frozenset(topics)
        self._stale = True
        self._changes = changes
        self._wanted = 0
        changes.changed.connect(self._notice)
        privacy.follow(self.show_names)

    @cached_property
    def reading(self) -> Reading:
        """What the page says of its own reading."""
        made = Reading(self, self.doing, can_cancel=self.can_cancel)
        made.retry_wanted.connect(self.reload)
        made.cancelled.connect(self.cancel)
        return made

    def reload(self) -> None:
        """Read again what the page shows."""
        raise NotImplementedError

    def read(self, query: Any, *args: Any, then: Callable[[Any], object]) -> None:
        """Answer a query to `then`; the page says itself when that takes long or fails."""
        wanted = self._wanted
        self.reading.begin()

        def take(answer: Any) -> None:
            if wanted == self._wanted:
                try:
                    then(answer)
                finally:
                    self.reading.end(query)

        def fail(error: Exception) -> None:
            if wanted == self._wanted:
                self.reading.end(query, error)

        self._changes.read(self, query, *args, then=take, failed=fail)

    def age_strip(self, clinic: Clinic) -> Away:
        """A strip that says, while the database does not answer, from when the page is.

        Belongs under the page's header; its words follow every reading.
        """
        strip = self.away = Away(clinic.background)
        strip.say(NOTHING_YET)

        def note() -> None:
            strip.say(last_updated(messages.clock(clinic.local(clinic.now()))))

        self.reading.finished.connect(note)
        return strip

    def fill(self, clinic: Clinic, contents: QLayout) -> None:
        """Lay the page out: the strip that tells how old it is, and below it the contents."""
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.age_strip(clinic))
        column.addLayout(contents, 1)

    def cancel(self) -> None:
        """Nobody waits for what is under way; a page goes back to what it shows."""
        self._wanted += 1
        self.reading.drop()

    def show_names(self) -> None:
        """Names are to be shown otherwise from now on: the page words again what it shows."""

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
