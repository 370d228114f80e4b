"""Keeps the focus on a control: when the one that has it goes, its nearest neighbour gets it."""

import shiboken6
from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtWidgets import QApplication, QWidget

from ui.kit.stops import beginning


class FocusKeeper(QObject):
    """Works inside `area`, the pages of a window. A place the program chooses is left alone.

    Qt passes the focus on to the next control in the window, which may be on the rail, or to a
    page's bare container, or to nobody when the control was deleted.
    """

    def __init__(self, area: QWidget) -> None:
        super().__init__(area)
        self._area = area
        self._holder: QWidget | None = None
        self._around: list[QWidget] = []
        self._passed_to: QWidget | None = None
        self._filling: QWidget | None = None
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._settle)
        QApplication.instance().focusChanged.connect(self._follow)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """A bare container got contents."""
        if event.type() == QEvent.Type.LayoutRequest:
            self._timer.start()
        return False

    def _follow(self, _old: QWidget | None, new: QWidget | None) -> None:
        self._watch(None)
        lost = _is_gone(self._holder)
        self._holder = new if self._has(new) else None
        if lost or self._is_bare(new):
            self._passed_to = new
            self._timer.start()
        elif self._holder is not None and not self._timer.isActive():
            self._around = _up_to(self._holder, self._area)[1:]

    def _settle(self) -> None:
        if not self._area.isActiveWindow() or QApplication.activePopupWidget():
            return
        now = QApplication.focusWidget()
        if now is self._passed_to or self._is_bare(now):
            self._land(now)
            now = QApplication.focusWidget()
        self._passed_to = None
        if self._is_bare(now):
            self._watch(now)
        elif self._has(now):
            self._around = _up_to(now, self._area)[1:]

    def _land(self, now: QWidget | None) -> None:
        """Stay in the innermost part around the lost control that still has a Tab stop."""
        bare = self._is_bare(now)
        for part in _up_to(now, self._area) if bare else self._around:
            alive = shiboken6.isValid(part) and part.isVisible()
            stop = beginning(part) if alive else None
            if stop is not None:
                if bare or now is None or not part.isAncestorOf(now):
                    stop.setFocus(Qt.FocusReason.OtherFocusReason)
                return

    def _has(self, widget: QWidget | None) -> bool:
        return widget is not None and self._area.isAncestorOf(widget)

    def _is_bare(self, widget: QWidget | None) -> bool:
        """Whether it is a container in the area, which was never meant to have the focus."""
        return self._has(widget) and widget.focusPolicy() == Qt.FocusPolicy.NoFocus

    def _watch(self, container: QWidget | None) -> None:
        if self._filling is not None and shiboken6.isValid(self._filling):
            self._filling.removeEventFilter(self)
        self._filling = container
        if container is not None:
            container.installEventFilter(self)


def _is_gone(widget: QWidget | None) -> bool:
    if widget is None:
        return False
    return not (shiboken6.isValid(widget) and widget.isVisible() and widget.isEnabled())


def _up_to(widget: QWidget | None, area: QWidget) -> list[QWidget]:
    """The widget and what is around it, from the inside, the area last."""
    chain = []
    while widget is not None:
        chain.append(widget)
        widget = widget.parentWidget() if widget is not area else None
    return chain
