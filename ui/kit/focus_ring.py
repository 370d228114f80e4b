"""The focus ring: drawn over the window around the focused control, and only for keyboard users."""

import shiboken6
from PySide6.QtCore import QEvent, QObject, QRect, Qt
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QAbstractItemView, QAbstractScrollArea, QApplication, QWidget

from ui.kit import tokens
from ui.kit.painting import canvas, plate

_WIDTH = 2
_AWAY = 2
_MARGIN = _WIDTH + _AWAY
_OWN_FOCUS = "paints_own_focus"
_INPUT = (
    QEvent.Type.KeyPress,
    QEvent.Type.ShortcutOverride,
    QEvent.Type.MouseButtonPress,
)
_MOVES = (QEvent.Type.Move, QEvent.Type.Resize, QEvent.Type.Show, QEvent.Type.Hide)


def paints_own_focus(widget: QWidget) -> None:
    """Keep the ring away from a widget that draws its own."""
    widget.setProperty(_OWN_FOCUS, True)


class FocusRing(QWidget):
    """One per window. Appears with the first key pressed, goes with the next mouse press."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._keyboard = False
        self._watched: list[QWidget] = []
        self._target: QWidget | None = None
        self.hide()
        window.installEventFilter(self)
        QApplication.instance().focusChanged.connect(self._follow)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        kind = event.type()
        if kind in _INPUT:
            self._keyboard = kind != QEvent.Type.MouseButtonPress
        if kind in _INPUT or kind in _MOVES:
            self._place()
        return False

    def paintEvent(self, event: QPaintEvent) -> None:
        with canvas(self) as painter:
            plate(painter, self.rect(), "", "focus", radius=tokens.RADIUS_CARD, width=_WIDTH)

    def _follow(self, _old: QWidget | None, new: QWidget | None) -> None:
        for widget in self._watched:
            if shiboken6.isValid(widget):
                widget.removeEventFilter(self)
        inside = new is not None and self.window().isAncestorOf(new)
        self._target = new if inside and _wants_ring(new) else None
        self._watched = _up_to(self._target, self.window())
        for widget in self._watched:
            widget.installEventFilter(self)
        self._place()

    def _place(self) -> None:
        target = self._target
        there = target is not None and shiboken6.isValid(target) and target.isVisible()
        if not there or not self._keyboard:
            self.hide()
            return
        around = QRect(target.mapTo(self.window(), target.rect().topLeft()), target.size())
        around.adjust(-_MARGIN, -_MARGIN, _MARGIN, _MARGIN)
        # Asked anew: Qt's own viewports outlive what Python once held of them.
        chain = _up_to(target, self.window())
        self.setGeometry(_seen(around, chain, self.window()))
        self.show()
        self.raise_()


def _wants_ring(widget: QWidget) -> bool:
    """Whether it is a control, and one that does not draw its own focus."""
    draws_itself = isinstance(widget, QAbstractItemView) or bool(widget.property(_OWN_FOCUS))
    return not draws_itself and widget.focusPolicy() != Qt.FocusPolicy.NoFocus


def _up_to(widget: QWidget | None, window: QWidget) -> list[QWidget]:
    """The widget and everything around it that could move it, without the window."""
    chain = []
    while widget is not None and widget is not window:
        chain.append(widget)
        widget = widget.parentWidget()
    return chain


def _seen(around: QRect, chain: list[QWidget], window: QWidget) -> QRect:
    """The ring cut to what the scroll areas around it show."""
    for widget in chain:
        area = widget.parentWidget()
        if isinstance(area, QAbstractScrollArea) and area.viewport() is widget:
            shown = QRect(widget.mapTo(window, widget.rect().topLeft()), widget.size())
            around = around.intersected(shown.adjusted(-_MARGIN, -_MARGIN, _MARGIN, _MARGIN))
    return around
