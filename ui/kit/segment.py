"""One painted part of a segmented choice."""

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QFont, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from ui.kit import fonts, theme, tokens
from ui.kit.operable import Operable
from ui.kit.painting import CENTERED, canvas, plate, write

_BEYOND = 12


class Segment(Operable, QAbstractButton):
    """A checkable part; `first` and `last` say which ends are round."""

    focused = Signal()

    def __init__(
        self, text: str, group: str, *, first: bool, last: bool, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._first, self._last = first, last
        self.setText(text)
        self.setCheckable(True)
        self.listen()
        self.setAccessibleName(f"{group}: {text}")
        fonts.wear(self, tokens.SIZE_BODY, QFont.Weight.DemiBold)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)

    def sizeHint(self) -> QSize:
        words = self.fontMetrics().horizontalAdvance(self.text())
        return QSize(words + 2 * tokens.SPACE_M + 2, theme.scaled(tokens.CONTROL_HEIGHT))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.focused.emit()

    def paintEvent(self, event: QPaintEvent) -> None:
        outline = "border_strong" if self.isEnabled() else "border"
        with canvas(self) as painter:
            plate(painter, self._frame(), self._fill(), outline)
            if not self._first:
                painter.fillRect(0, 0, 1, self.height(), theme.color(outline))
            write(painter, self.rect(), self.text(), self._ink(), CENTERED)

    def _frame(self) -> QRect:
        """The outline, running on under the neighbours on every side that is not an end."""
        left = 0 if self._first else -_BEYOND
        right = 0 if self._last else _BEYOND
        return self.rect().adjusted(left, 0, right, 0)

    def _fill(self) -> str:
        if not self.isEnabled():
            return "sunken"
        if self.isChecked():
            return "accent_soft"
        return "bg" if self.underMouse() else "surface"

    def _ink(self) -> str:
        if not self.isEnabled():
            return "text3"
        return "accent_text" if self.isChecked() else "text"
