"""Contents that scroll, and a window that shows the control which has the focus."""

from PySide6.QtCore import QObject, QPoint, QRect, Qt, QTimer
from PySide6.QtWidgets import QApplication, QFrame, QScrollArea, QVBoxLayout, QWidget

_AROUND = 40  # px: enough for the label above a control and the note below it
_ROUNDS = 5  # one for each layout around the innermost


class FocusInView(QObject):
    """One per window. Scrolls to the focus, also in a form that is laid out only afterwards."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self._laid_out = QTimer(self)
        self._laid_out.setSingleShot(True)
        self._laid_out.timeout.connect(self._reveal_again)
        self._rounds = 0
        QApplication.instance().focusChanged.connect(self._follow)

    def _follow(self, _old: QWidget | None, new: QWidget | None) -> None:
        # Under a pressed mouse button nothing may move: the click would land elsewhere.
        pressed = QApplication.mouseButtons() != Qt.MouseButton.NoButton
        if new is not None and not pressed:
            self._reveal()
            self._rounds = _ROUNDS
            self._laid_out.start()

    def _reveal_again(self) -> None:
        self._reveal()
        self._rounds -= 1
        if self._rounds:
            self._laid_out.start()

    def _reveal(self) -> None:
        focus = QApplication.focusWidget()
        if focus is not None and self._window.isAncestorOf(focus):
            area = _area_around(focus)
            if area is not None:
                reveal(area, focus)


def scrolled(contents: QVBoxLayout) -> QScrollArea:
    """A vertical scroll area around a column; it is no Tab stop and shows what is under it."""
    inner = QWidget()
    inner.setObjectName("scrolled")
    column = QVBoxLayout(inner)
    column.setContentsMargins(0, 0, 0, 0)
    column.addLayout(contents)
    column.addStretch(1)
    area = QScrollArea()
    area.setWidgetResizable(True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setWidget(inner)
    area.viewport().setAutoFillBackground(False)
    inner.setAutoFillBackground(False)
    return area


def reveal(area: QScrollArea, widget: QWidget) -> None:
    """Scroll up or down, as little as needed, until the whole widget is seen.

    One taller than the room is shown from its top, unless it fills half of the room already.
    """
    bar, height = area.verticalScrollBar(), area.viewport().height()
    top = widget.mapTo(area.widget(), QPoint()).y()
    bottom = top + widget.height()
    if widget.height() + 2 * _AROUND > height:
        seen = min(bottom, bar.value() + height) - max(top, bar.value())
        if seen < height // 2:
            bar.setValue(top - _AROUND)
    elif bottom > bar.value() + height:
        bar.setValue(bottom + _AROUND - height)
    elif top < bar.value():
        bar.setValue(top - _AROUND)


def reveal_all(widget: QWidget) -> None:
    """The same for a widget that does not know what scrolls it."""
    area = _area_around(widget)
    if area is not None:
        reveal(area, widget)


def reveal_row(widget: QWidget, row: QRect) -> None:
    """The same for a part of a widget, such as the current row of a list."""
    area = _area_around(widget)
    if area is not None:
        at = widget.mapTo(area.widget(), row.center())
        area.ensureVisible(at.x(), at.y(), 0, row.height())


def _area_around(widget: QWidget) -> QScrollArea | None:
    around = widget.parentWidget()
    while around is not None:
        if isinstance(around, QScrollArea):
            return around
        around = around.parentWidget()
    return None
