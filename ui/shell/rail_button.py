"""One destination on the rail."""

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QFont, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from ui.kit import fonts, icons, tokens
from ui.kit.focus_ring import paints_own_focus
from ui.kit.operable import Operable
from ui.kit.painting import CENTERED, canvas, plate, write
from ui.kit.theme import scaled

_HEIGHT = 58
_PICTURE = 22
_PILL_EDGE = 6
_KEYBOARD = (
    Qt.FocusReason.TabFocusReason,
    Qt.FocusReason.BacktabFocusReason,
    Qt.FocusReason.ShortcutFocusReason,
)


class RailButton(Operable, QAbstractButton):
    """An icon over a word; `checked` is the page on screen, the badge a count of open items."""

    focused = Signal()

    def __init__(self, label: str, icon: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._icon = icon
        self._badge = 0
        self._by_keyboard = False
        self.setText(label)
        self.setAccessibleName(label)
        self.setCheckable(True)
        self.listen()
        fonts.wear(self, tokens.SIZE_NAV, QFont.Weight.Medium)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        paints_own_focus(self)

    def set_badge(self, count: int) -> None:
        """Show how many items wait there; 0 shows none."""
        self._badge = count
        self.setAccessibleDescription(f"{count} to do" if count else "")
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(scaled(tokens.RAIL_WIDTH), scaled(_HEIGHT))

    def nextCheckState(self) -> None:
        """The shell decides which page is on screen; a click alone does not."""

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self._by_keyboard = event.reason() in _KEYBOARD
        self.focused.emit()

    def paintEvent(self, event: QPaintEvent) -> None:
        ink = "rail_on" if self.isChecked() or self.underMouse() else "rail_text"
        side = scaled(_PICTURE)
        left, word = (self.width() - side) / 2, QRectF(0, scaled(35), self.width(), scaled(18))
        with canvas(self) as painter:
            self._paint_pill(painter)
            icons.paint(painter, self._icon, left, scaled(21), ink, side)
            write(painter, word, self.text(), ink, CENTERED)
            if self._badge:
                self._paint_badge(painter)

    def _paint_pill(self, painter: QPainter) -> None:
        pill = self.rect().adjusted(_PILL_EDGE, 1, -_PILL_EDGE, -1)
        fill = "rail_pill" if self.isChecked() else ""
        ring = "rail_on" if self.hasFocus() and self._by_keyboard else ""
        plate(painter, pill, fill, ring, radius=tokens.RADIUS_CARD, width=2)

    def _paint_badge(self, painter: QPainter) -> None:
        words = str(self._badge) if self._badge < 100 else "99+"
        painter.setFont(fonts.font(tokens.SIZE_NAV, QFont.Weight.Bold))
        height = scaled(16)
        width = max(height + 2, painter.fontMetrics().horizontalAdvance(words) + 10)
        disc = QRectF(self.width() / 2 + 4, 4, width, height)
        plate(painter, disc, "badge", radius=height / 2)
        write(painter, disc, words, "on_badge", CENTERED)
