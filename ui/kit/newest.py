"""Asks about the newest text only: what was typed on from is neither asked about nor shown."""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject, Signal

Answered = Callable[[Any], object]
Ask = Callable[[str, Answered], object]


class Newest(QObject):
    """`answered` carries a text and its answer, while no newer text is wanted.

    One text at a time is under way; of those that come meanwhile only the last is asked about.
    """

    answered = Signal(str, object)

    def __init__(self, ask: Ask, parent: QObject | None = None) -> None:
        """`ask(text, then)` asks; the answer comes to `then`, on this thread and maybe late."""
        super().__init__(parent)
        self._ask = ask
        self._wanted = ""
        self._under_way: str | None = None
        self._known: str | None = None
        self._after: Callable[[], object] | None = None

    @property
    def is_known(self) -> bool:
        """Whether the answer to the newest text has come."""
        return self._known == self._wanted

    def ask(self, text: str) -> None:
        """Ask about this text, also if it was asked about before; what was to follow is off."""
        self._wanted, self._known, self._after = text, None, None
        if self._under_way is None:
            self._begin()

    def follow(self, act: Callable[[], object]) -> None:
        """Do this once the answer to the newest text is there, unless the text changes first."""
        if self.is_known:
            act()
        else:
            self._after = act

    def forget(self) -> None:
        """Nothing is wanted any more."""
        self._known = self._under_way = self._after = None

    def _begin(self) -> None:
        text = self._under_way = self._wanted
        self._ask(text, lambda answer: self._take(text, answer))

    def _take(self, text: str, answer: Any) -> None:
        if text != self._under_way:
            return
        self._under_way = None
        if text != self._wanted:
            self._begin()
            return
        after, self._after, self._known = self._after, None, text
        self.answered.emit(text, answer)
        if after is not None:
            after()
