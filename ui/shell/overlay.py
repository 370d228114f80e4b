"""A card over the whole window, never a dialog: the page behind it waits, Esc gives it back."""

import shiboken6
from PySide6.QtCore import QEvent, QObject, QRectF, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QKeyEvent,
    QMouseEvent,
    QPainterPath,
    QPaintEvent,
    QRegion,
    QResizeEvent,
)
from PySide6.QtWidgets import QApplication, QWidget

from ui.kit import theme, tokens
from ui.kit.painting import canvas, plate

EDGE = 1  # px of the card's own border, which its contents leave free
_SHADE = 90


class Overlay(QWidget):
    """Lies over `window` while it is open; who opened it gets the focus back.

    `width` is px at 100 %. Subclasses say in `enter` where the keys go.
    """

    def __init__(self, window: QWidget, width: int) -> None:
        super().__init__(window)
        self._widest = width
        self._back: QWidget | None = None
        # Beside the shade, not on it: what lies below the card is not painted with each key.
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self._shade = Shade(window)
        self._shade.pressed.connect(self.leave)
        window.installEventFilter(self)
        QApplication.instance().focusChanged.connect(self._follow_focus)
        self.hide()

    def begin(self) -> None:
        """Open it; what is open already is closed, so that its keys do both."""
        if self.isVisible():
            self.leave()
            return
        leave_overlays(self.window())
        self._back = QApplication.focusWidget()
        self.prepare()
        for part in (self._shade, self):
            part.show()
            part.raise_()
        self.place()
        self.enter()

    def prepare(self) -> None:
        """Fill the card before it is seen."""

    def enter(self) -> None:
        """Put the focus into the card."""
        raise NotImplementedError

    def leave(self) -> None:
        """Close, with the focus where it was."""
        back, self._back = self._back, None
        if back is not None and shiboken6.isValid(back) and back.isVisible():
            back.setFocus()
        elif self.isAncestorOf(inside := QApplication.focusWidget() or self.window()):
            inside.clearFocus()  # what is hidden takes no keys
        self.hide()
        self._shade.hide()

    def fit(self, width: int) -> None:
        """The card is so many px wide now."""

    def wanted(self, width: int) -> int:
        """The height of all there is to see, in px."""
        layout = self.layout()
        flowing = layout.heightForWidth(width) if layout.hasHeightForWidth() else 0
        return max(flowing, layout.sizeHint().height())

    def place(self) -> None:
        """Put the card below the top bar, as high as its contents or the window let it be."""
        window = self.window()
        width = min(theme.scaled(self._widest), window.width() - 2 * tokens.SPACE_XL)
        self.fit(width)
        self.layout().activate()
        top = theme.scaled(tokens.TOP_BAR_HEIGHT) + tokens.SPACE_S
        height = min(self.wanted(width), window.height() - 2 * top)
        self.setGeometry((window.width() - width) // 2, top, width, height)
        self._shade.setGeometry(window.rect())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize and self.isVisible():
            self.place()
        return False

    def event(self, event: QEvent) -> bool:
        """Grow with what comes into the card by itself, as the strip that nothing answers."""
        if event.type() == QEvent.Type.LayoutRequest and self.isVisible():
            self.place()
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc closes; no key goes on to the page behind it."""
        if event.key() == Qt.Key.Key_Escape:
            self.leave()

    def paintEvent(self, event: QPaintEvent) -> None:
        with canvas(self) as painter:
            painter.fillRect(event.rect(), theme.color("raised"))
            plate(painter, self.rect(), "", "border_strong", radius=tokens.RADIUS_CARD)

    def resizeEvent(self, event: QResizeEvent) -> None:
        rounded = QPainterPath()
        rounded.addRoundedRect(QRectF(self.rect()), tokens.RADIUS_CARD, tokens.RADIUS_CARD)
        self.setMask(QRegion(rounded.toFillPolygon().toPolygon()))

    def _follow_focus(self, _old: QWidget | None, new: QWidget | None) -> None:
        """Somebody went to work elsewhere in the window."""
        if new is None or not self.isVisible() or self is new or self.isAncestorOf(new):
            return
        if self.window().isAncestorOf(new):
            self._back = None
            self.leave()


def leave_overlays(window: QWidget) -> None:
    """Close what lies over the window."""
    for overlay in window.findChildren(Overlay, options=Qt.FindChildOption.FindDirectChildrenOnly):
        if overlay.isVisible():
            overlay.leave()


class Shade(QWidget):
    """Dims what cannot be worked meanwhile; `pressed` is a mouse press on it."""

    pressed = Signal()

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self.hide()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.pressed.emit()

    def paintEvent(self, event: QPaintEvent) -> None:
        with canvas(self) as painter:
            painter.fillRect(event.rect(), QColor(0, 0, 0, _SHADE))
