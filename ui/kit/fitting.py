"""Lets a strip that is too narrow say less: its parts give way one after the other."""

from collections.abc import Sequence
from typing import Protocol

from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QWidget

_PLAY = 8  # px to spare before anything comes back, so that no measure a pixel off makes it flicker


class Yielding(Protocol):
    """A part that can be smaller; it still says everything to a screen reader."""

    def is_shown(self) -> bool:
        """Whether it takes room at all."""

    def spare(self) -> int:
        """How much narrower it gets when it yields, px."""

    def give_way(self, on: bool) -> None:
        """Be smaller, or whole again."""


class Fitting(QObject):
    """One per strip. `parts` give way in this order, as many as it takes, and come back again."""

    def __init__(self, strip: QWidget, parts: Sequence[Yielding] = ()) -> None:
        super().__init__(strip)
        self._strip = strip
        self._yielding = 0
        self._parts: list[Yielding] = list(parts)
        strip.installEventFilter(self)

    def add(self, part: Yielding) -> None:
        """Let another part give way, after those there are."""
        self._parts.append(part)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.Resize, QEvent.Type.LayoutRequest):
            self._fit()
        return False

    def _fit(self) -> None:
        missing = self._strip.layout().sizeHint().width() - self._strip.width()
        if self._yielding:
            missing += _PLAY + sum(self._gained(part) for part in self._parts[: self._yielding])
        wanted = 0
        while missing > 0 and wanted < len(self._parts):
            missing -= self._gained(self._parts[wanted])
            wanted += 1
        if wanted != self._yielding:
            self._yielding = wanted
            for place, part in enumerate(self._parts):
                part.give_way(place < wanted)

    @staticmethod
    def _gained(part: Yielding) -> int:
        return part.spare() if part.is_shown() else 0
