"""The navigation at the left: one Tab stop, arrows inside, Enter or Space to go."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, QRectF, Qt, Signal
from PySide6.QtGui import QFont, QKeyEvent, QKeySequence, QPaintEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ui.kit import fonts, theme, tokens
from ui.kit.command import with_keys
from ui.kit.painting import CENTERED, canvas, plate, write
from ui.kit.regions import mark_region
from ui.shell.pages import PageEntry
from ui.shell.rail_button import RailButton

_MARK, _ABOVE = 32, 16
_STEPS = {
    Qt.Key.Key_Up: -1,
    Qt.Key.Key_Left: -1,
    Qt.Key.Key_Down: 1,
    Qt.Key.Key_Right: 1,
}


class Rail(QWidget):
    """`chosen` carries the key of the page that a person wants to see."""

    chosen = Signal(str)

    def __init__(self, entries: Sequence[PageEntry], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        theme.fix(self, width=tokens.RAIL_WIDTH)
        self.setAccessibleName("Pages")
        mark_region(self)
        column = QVBoxLayout(self)
        column.setSpacing(tokens.SPACE_XS)
        ordered = [entry for entry in entries if not entry.at_end]
        at_end = [entry for entry in entries if entry.at_end]
        self._buttons = {entry.key: self._button(entry) for entry in (*ordered, *at_end)}
        for entry in ordered:
            column.addWidget(self._buttons[entry.key])
        column.addStretch(1)
        for entry in at_end:
            column.addWidget(self._buttons[entry.key])
        theme.follow(self, Rail._dress)
        self._make_stop(next(iter(self._buttons)))

    def show_current(self, key: str) -> None:
        """Mark the page on screen."""
        for name, button in self._buttons.items():
            button.setChecked(name == key)
        self._make_stop(key)

    def set_badge(self, key: str, count: int) -> None:
        """Show how many items wait on a page; 0 shows none."""
        self._buttons[key].set_badge(count)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            return self._key(event.key())
        return super().eventFilter(watched, event)

    def paintEvent(self, event: QPaintEvent) -> None:
        with canvas(self) as painter:
            painter.fillRect(self.rect(), theme.color("rail"))
            side = theme.scaled(_MARK)
            mark = QRectF((self.width() - side) / 2, _ABOVE, side, side)
            plate(painter, mark, "rail_mark", radius=tokens.RADIUS_CARD)
            painter.setFont(fonts.font(tokens.SIZE_SUBTITLE, QFont.Weight.Bold))
            write(painter, mark, "Cd", "rail", CENTERED)

    def _dress(self) -> None:
        above = 2 * _ABOVE - tokens.SPACE_HAIR + theme.scaled(_MARK)
        self.layout().setContentsMargins(0, above, 0, tokens.SPACE_S)

    def _button(self, entry: PageEntry) -> RailButton:
        button = RailButton(entry.label, entry.icon, self)
        button.installEventFilter(self)
        button.clicked.connect(lambda: self.chosen.emit(entry.key))
        button.focused.connect(lambda: self._make_stop(entry.key))
        shown = QKeySequence(entry.shortcut).toString(QKeySequence.SequenceFormat.NativeText)
        button.setToolTip(with_keys(entry.label, shown))
        return button

    def _key(self, key: int) -> bool:
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._buttons[self._stop].click()
        elif key in _STEPS:
            self._move(_STEPS[Qt.Key(key)])
        else:
            return False
        return True

    def _move(self, step: int) -> None:
        keys = list(self._buttons)
        place = (keys.index(self._stop) + step) % len(keys)
        self._buttons[keys[place]].setFocus(Qt.FocusReason.TabFocusReason)

    def _make_stop(self, key: str) -> None:
        self._stop = key
        for name, button in self._buttons.items():
            here = name == key
            button.setFocusPolicy(Qt.FocusPolicy.StrongFocus if here else Qt.FocusPolicy.ClickFocus)
