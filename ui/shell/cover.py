"""Takes every window from the screen and brings them back as they were."""

import shiboken6
from PySide6.QtCore import QCoreApplication, QEvent, QObject, QTimer
from PySide6.QtWidgets import QApplication, QFileDialog, QToolTip, QWidget


class Cover(QObject):
    """While it is on, nothing but `allowed` is seen, also what opens by itself meanwhile.

    Popups, tooltips and dialogs for files are closed; windows and other dialogs are hidden.
    """

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._allowed: QWidget | None = None
        self._hidden: list[QWidget] = []
        self._active: QWidget | None = None
        self._focus: QWidget | None = None

    def put_on(self, allowed: QWidget) -> None:
        """Show `allowed` alone."""
        self._allowed, self._hidden = allowed, []
        self._active, self._focus = QApplication.activeWindow(), QApplication.focusWidget()
        while popup := QApplication.activePopupWidget():
            popup.close()
        QToolTip.hideText()
        allowed.show()
        for window in QApplication.topLevelWidgets():
            if window.isVisible() and window is not allowed:
                self._hide(window)
        QCoreApplication.instance().installEventFilter(self)

    def take_off(self) -> None:
        """Bring back what was hidden, with the keyboard where it was."""
        hidden, active, focus = self._hidden, self._active, self._focus
        self.drop()
        back = [window for window in hidden if shiboken6.isValid(window)]
        for window in back:
            window.show()
        if active in back:
            active.activateWindow()
        if focus and shiboken6.isValid(focus) and focus.isVisible():
            focus.setFocus()

    def drop(self) -> None:
        """Hide nothing any more; what was hidden stays so, and nothing here keeps it alive."""
        self._allowed = self._active = self._focus = None
        self._hidden = []
        QCoreApplication.instance().removeEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        shown = event.type() == QEvent.Type.Show and _is_window(watched)
        if shown and watched is not self._allowed:
            QTimer.singleShot(0, watched, lambda: self._hide_late(watched))
        return False

    def _hide_late(self, window: QWidget) -> None:
        if self._allowed is not None:
            self._hide(window)
            self._allowed.activateWindow()

    def _hide(self, window: QWidget) -> None:
        if isinstance(window, QFileDialog):
            window.reject()
            return
        window.hide()
        self._hidden.append(window)


def _is_window(watched: QObject) -> bool:
    return isinstance(watched, QWidget) and watched.isWindow()
