"""A row of segments: one Tab stop, arrows inside, Space or a click to choose."""

from collections.abc import Iterable, Sequence

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from ui.kit.segment import Segment

_STEPS = {
    Qt.Key.Key_Left: -1,
    Qt.Key.Key_Up: -1,
    Qt.Key.Key_Right: 1,
    Qt.Key.Key_Down: 1,
}


class Segments(QWidget):
    """`many` lets several be chosen; otherwise arrows choose as they move, as in a radio group.

    `changed` is emitted for what a person chooses, never for `choose`.
    """

    changed = Signal()

    def __init__(
        self,
        texts: Sequence[str],
        group: str,
        *,
        many: bool = False,
        clearable: bool = True,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._many, self._clearable = many, clearable
        self._parts = [
            Segment(text, group, first=place == 0, last=place == len(texts) - 1)
            for place, text in enumerate(texts)
        ]
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        for place, part in enumerate(self._parts):
            row.addWidget(part)
            part.installEventFilter(self)
            part.clicked.connect(lambda _, at=place: self._click(at))
            part.focused.connect(lambda at=place: self._make_stop(at))
        row.addStretch(1)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._make_stop(0)

    def chosen(self) -> tuple[int, ...]:
        """The places of the chosen segments, from the left."""
        return tuple(place for place, part in enumerate(self._parts) if part.isChecked())

    def choose(self, places: Iterable[int]) -> None:
        """Choose exactly these places."""
        wanted = set(places)
        for place, part in enumerate(self._parts):
            part.setChecked(place in wanted)
        self._make_stop(min(wanted, default=0))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            return self._key(event.key())
        return super().eventFilter(watched, event)

    def _key(self, key: int) -> bool:
        if key in _STEPS:
            self._move(_STEPS[Qt.Key(key)])
        elif key in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace) and self._clearable:
            self._choose_by_hand(())
        else:
            return False
        return True

    def _move(self, step: int) -> None:
        place = (self._stop + step) % len(self._parts)
        self._parts[place].setFocus(Qt.FocusReason.TabFocusReason)
        if not self._many:
            self._choose_by_hand((place,))

    def _click(self, place: int) -> None:
        """Qt has already toggled the clicked segment."""
        on = self._parts[place].isChecked()
        if self._many:
            self._make_stop(place)
            self.changed.emit()
        else:
            self._choose_by_hand((place,) if on or not self._clearable else ())

    def _choose_by_hand(self, places: tuple[int, ...]) -> None:
        stop = self._stop
        self.choose(places)
        self._make_stop(places[0] if places else stop)
        self.changed.emit()

    def _make_stop(self, place: int) -> None:
        self._stop = place
        for at, part in enumerate(self._parts):
            here = at == place
            part.setFocusPolicy(Qt.FocusPolicy.StrongFocus if here else Qt.FocusPolicy.ClickFocus)
        self.setFocusProxy(self._parts[place])
