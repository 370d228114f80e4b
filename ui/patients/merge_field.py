"""One field of two records that say different things: a person chooses which one counts."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QKeyEvent, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QButtonGroup, QGridLayout, QSizePolicy, QWidget

from clinicdesk.duplicates.queries.merging import FieldPair
from ui.kit import fonts, tokens
from ui.kit.labels import Label, Look
from ui.kit.not_recorded import NOT_RECORDED
from ui.kit.painting import LEVEL, canvas, plate, wrapping, write
from ui.kit.theme import scaled

_DOT, _ROOM = 16, 10
_LABEL_WIDTH, _VALUE_WIDTH = 170, 300
_TALL = 10_000


class ValueChoice(QAbstractButton):
    """A value with its round mark; it wraps, so that no name is cut."""

    def __init__(self, words: str, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setText(words)
        self.setAccessibleName(name)
        self.setCheckable(True)
        fonts.wear(self)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def sizeHint(self) -> QSize:
        room = _room()
        lines = self.fontMetrics().boundingRect(0, 0, room, _TALL, self._flags(), self.text())
        return QSize(
            scaled(_VALUE_WIDTH), max(scaled(tokens.CONTROL_HEIGHT), lines.height() + _ROOM)
        )

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Left and right go to the other value and choose it, as in a radio group."""
        group = self.group()
        steps = (Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Up, Qt.Key.Key_Down)
        if event.key() in steps and group is not None:
            [other] = [button for button in group.buttons() if button is not self]
            other.setFocus(Qt.FocusReason.TabFocusReason)
            other.click()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        on = self.isChecked()
        middle = self.height() / 2
        with canvas(self) as painter:
            frame = ("accent_soft", "accent") if on else ("surface", "border_strong")
            plate(painter, self.rect(), *frame)
            ring = QRectF(_ROOM, middle - _DOT / 2, _DOT, _DOT)
            plate(painter, ring, "surface", "accent" if on else "border_strong", radius=_DOT // 2)
            if on:
                plate(painter, ring.adjusted(4, 4, -4, -4), "accent", radius=_DOT // 2)
            room = QRectF(self.rect()).adjusted(_DOT + 2 * _ROOM, 0, -_ROOM, 0)
            write(painter, room, self.text(), "text", LEVEL | self._flags())

    def _flags(self) -> int:
        return wrapping(self.text(), self.fontMetrics(), _room())


def _room() -> int:
    """The width that a value's words have, px."""
    return scaled(_VALUE_WIDTH) - _DOT - 3 * _ROOM


class MergeField:
    """A row of the grid: the label, what the kept record says, what the other one says.

    The kept record's value counts unless it is not recorded.
    """

    def __init__(self, pair: FieldPair, grid: QGridLayout, row: int) -> None:
        self.key = pair.key
        self._group: QButtonGroup | None = None
        grid.addWidget(Label(pair.label, Look.FIELD, wrap=True), row, 0)
        if not pair.differs:
            grid.addWidget(Label(pair.kept, Look.BODY, wrap=True), row, 1, 1, 2)
            return
        self.kept = _value(pair, pair.kept, "Keep")
        self.merged = _value(pair, pair.merged, "Take over")
        self._group = QButtonGroup(self.kept)
        for place, button in ((1, self.kept), (2, self.merged)):
            self._group.addButton(button)
            grid.addWidget(button, row, place, Qt.AlignmentFlag.AlignTop)
        (self.merged if not pair.kept else self.kept).setChecked(True)
        self._stop()
        self._group.buttonToggled.connect(lambda *_: self._stop())

    @property
    def buttons(self) -> list[QAbstractButton]:
        """The two values to choose from, none where the records agree."""
        return self._group.buttons() if self._group else []

    @property
    def is_taken(self) -> bool:
        """Whether the value of the other record counts."""
        return self._group is not None and self.merged.isChecked()

    def _stop(self) -> None:
        """One Tab stop: the value that is chosen."""
        for button in (self.kept, self.merged):
            tab = Qt.FocusPolicy.StrongFocus if button.isChecked() else Qt.FocusPolicy.ClickFocus
            button.setFocusPolicy(tab)


def _value(pair: FieldPair, words: str, act: str) -> ValueChoice:
    said = words or NOT_RECORDED
    return ValueChoice(said, f"{act} {pair.label}: {said}")
