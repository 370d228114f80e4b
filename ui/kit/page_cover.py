"""What stands in the place of a page's contents: bars while they are read, or why they are not."""

import shiboken6
from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QApplication, QStackedWidget, QWidget

from clinicdesk.errors import Refused
from ui.kit import theme
from ui.kit.announce import announce
from ui.kit.floating import Floating
from ui.kit.not_read import NOT_ALLOWED, NotRead
from ui.kit.painting import canvas
from ui.kit.skeleton import Skeleton
from ui.kit.stops import is_above


class Cover(Floating):
    """Stands in the place of the contents. Over an error they take neither keys nor clicks."""

    def __init__(self, page: QWidget) -> None:
        super().__init__(page)
        self.skeleton, self.not_read = Skeleton(), NotRead()
        self._views = QStackedWidget(self)
        for view in (self.skeleton, self.not_read):
            self._views.addWidget(view)
        self._held: list[QWidget] = []
        self._back: QWidget | None = None

    @property
    def is_skeleton(self) -> bool:
        return not self.isHidden() and self._views.currentWidget() is self.skeleton

    @property
    def is_problem(self) -> bool:
        return not self.isHidden() and self._views.currentWidget() is self.not_read

    def show_skeleton(self) -> None:
        """Bars, behind which the focus stays where work will begin."""
        self._views.setCurrentWidget(self.skeleton)
        self.come()
        announce(self.skeleton, "Loading")

    def show_problem(self, doing: str, error: Exception) -> None:
        """Say what failed, and let nothing behind it be worked meanwhile."""
        self._views.setCurrentWidget(self.not_read)
        self._hold()
        self.come()
        if isinstance(error, Refused) and error.reasons[0].code in NOT_ALLOWED:
            self.not_read.show_not_allowed(error)
        else:
            self.not_read.show_error(doing, error)
        if self._back is not None and self.not_read.retry.isVisible():
            self.not_read.retry.setFocus(Qt.FocusReason.OtherFocusReason)

    def place(self, room: QRect) -> None:
        self.setGeometry(room)
        self._views.setGeometry(self.rect())

    def leave(self) -> None:
        super().leave()
        for part in self._held:
            if shiboken6.isValid(part):
                part.setEnabled(True)
        self._held = []
        back, self._back = self._back, None
        if back is not None and shiboken6.isValid(back):
            back.setFocus(Qt.FocusReason.OtherFocusReason)

    def paintEvent(self, event: QPaintEvent) -> None:
        with canvas(self) as painter:
            painter.fillRect(self.rect(), theme.color("bg"))

    def _hold(self) -> None:
        focus = QApplication.focusWidget()
        inside = focus is not None and self.parentWidget().isAncestorOf(focus)
        if inside and not self.isAncestorOf(focus):
            self._back = focus
        inside = [part for part in self.parentWidget().children() if isinstance(part, QWidget)]
        for part in inside:
            if part.isEnabled() and not is_above(part) and not isinstance(part, Floating):
                part.setEnabled(False)
                self._held.append(part)
