"""A panel at the right of a page's contents: docked in a wide window, over them in a narrow one."""

from PySide6.QtCore import QEvent, QObject, QRect, QRectF, QSize, Qt, QTimer
from PySide6.QtGui import QColor, QFont, QLinearGradient, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractButton, QApplication, QHBoxLayout, QWidget

from ui.kit import fonts, icons, theme, tokens
from ui.kit.painting import LEVEL, canvas, write
from ui.kit.regions import mark_region
from ui.kit.stops import enter

DOCKS_FROM = 1360
"""Width of the window in px from which a panel takes its own room."""
_HANDLE, _SHADOW, _DARK = 32, 14, 56
_CHANGES = (QEvent.Type.ShowToParent, QEvent.Type.HideToParent, QEvent.Type.LayoutRequest)


class Beside(QWidget):
    """Over the contents the panel can be folded away to a handle at the edge, and folds itself
    when the focus goes to something that lies wholly behind it.

    One that `rests` is folded until something is put into it: the page says so with `open`.
    `docks_from` is for contents that are still of use beside it in a narrower window.
    """

    def __init__(
        self,
        contents: QWidget,
        panel: QWidget,
        *,
        rests: bool = False,
        docks_from: int = DOCKS_FROM,
    ) -> None:
        super().__init__()
        self._docks_from = docks_from
        self._contents, self._panel = contents, panel
        self.is_folded = self._rests = rests
        self.handle = Handle(panel)
        self._holder = QWidget()
        row = QHBoxLayout(self._holder)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(panel)
        self._shadow = Shadow()
        for part in (contents, self._shadow, self.handle, self._holder):
            part.setParent(self)
        panel.installEventFilter(self)
        self.handle.clicked.connect(self._toggle)
        QApplication.instance().focusChanged.connect(self._follow)

    @property
    def is_over(self) -> bool:
        """Whether the window is too narrow for both side by side."""
        return self.window().width() < self._docks_from

    def open(self) -> None:
        """Show the panel; what has the focus is not left behind it."""
        self.is_folded = False
        self._place()
        self._leave_nothing_behind()

    def fold(self) -> None:
        """Put the panel away in a narrow window."""
        self.is_folded = True
        self._place()

    def keep_clear(self, area: QRect) -> None:
        """The cursor of a painted part of the contents went there; its own coordinates."""
        painted = self.sender()
        if isinstance(painted, QWidget) and painted.hasFocus() and self._covers(painted, area):
            self.fold()

    def sizeHint(self) -> QSize:
        return self._contents.sizeHint()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self._panel and event.type() in _CHANGES:
            if event.type() == QEvent.Type.ShowToParent and not self._rests:
                self.is_folded = False
                QTimer.singleShot(0, self, self._leave_nothing_behind)
            self._place()
        return False

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place()

    def _leave_nothing_behind(self) -> None:
        if self._hides(QApplication.focusWidget()):
            enter(self._panel)

    def _toggle(self) -> None:
        if self.is_folded:
            self.is_folded = False
            self._place()
            enter(self._panel)
        else:
            self.fold()

    def _place(self) -> None:
        """Give every part its room."""
        wanted, over = not self._panel.isHidden(), self.is_over
        width = self._panel.minimumWidth() or self._panel.sizeHint().width()
        handle = theme.scaled(_HANDLE) if wanted and over else 0
        shown = wanted and not (over and self.is_folded)
        taken = handle if over else (width if shown else 0)
        left, high = self.width() - (width if shown else 0), self.height()
        self._contents.setGeometry(0, 0, self.width() - taken, high)
        self._holder.setGeometry(left, 0, width, high)
        self.handle.setGeometry(left - handle, 0, handle, high)
        self._shadow.setGeometry(left - handle - _SHADOW, 0, _SHADOW, high)
        self._shadow.setVisible(bool(shown and over))
        self.handle.show_folded(self.is_folded)
        self.handle.setVisible(bool(handle))
        self._holder.setVisible(shown)

    def _follow(self, _old: QWidget | None, new: QWidget | None) -> None:
        if self._hides(new):
            self.fold()

    def _hides(self, focus: QWidget | None) -> bool:
        """Whether what has the focus in the contents is wholly behind the panel."""
        if focus is None or not self._holder.isVisible() or not self.is_over:
            return False
        if not self._contents.isAncestorOf(focus):
            return False
        cursor = focus.inputMethodQuery(Qt.InputMethodQuery.ImCursorRectangle)
        known = isinstance(cursor, QRect) and not cursor.isEmpty()
        return self._covers(focus, cursor if known else focus.rect())

    def _covers(self, part: QWidget, area: QRect) -> bool:
        at = QRect(part.mapTo(self, area.topLeft()), area.size())
        return self._holder.geometry().united(self.handle.geometry()).contains(at)


class Handle(QAbstractButton):
    """The edge of a panel: what is in it when it is folded away, and the way back."""

    def __init__(self, panel: QWidget) -> None:
        super().__init__()
        self._panel = panel
        self._is_folded = False
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)

    def show_folded(self, is_folded: bool) -> None:
        """Point the way that a press moves the panel."""
        self._is_folded = is_folded
        verb = "Show" if is_folded else "Fold"
        words = f"{verb} {self._panel.accessibleName() or 'panel'}"
        self.setAccessibleName(words)
        self.setToolTip(words)
        mark_region(self, is_folded)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        size = theme.scaled(tokens.ICON)
        with canvas(self) as painter:
            painter.fillRect(self.rect(), theme.color("sunken" if self.underMouse() else "surface"))
            painter.fillRect(0, 0, 1, self.height(), theme.color("border"))
            icon = "chevron-left" if self._is_folded else "chevron-right"
            icons.paint(painter, icon, (self.width() - size) / 2, size + 4, "text2", size)
            if self._is_folded:
                painter.setFont(fonts.font(tokens.SIZE_SMALL, QFont.Weight.DemiBold))
                painter.rotate(90)
                area = QRectF(2 * size + 8, -self.width(), self.height(), self.width())
                write(painter, area, self._panel.accessibleName(), "text2", LEVEL)


class Shadow(QWidget):
    """The edge that tells a panel from what it lies over; clicks go through it."""

    def __init__(self) -> None:
        super().__init__()
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    def paintEvent(self, event: QPaintEvent) -> None:
        shade = QLinearGradient(0, 0, self.width(), 0)
        shade.setColorAt(0, QColor(0, 0, 0, 0))
        shade.setColorAt(1, QColor(0, 0, 0, _DARK))
        with canvas(self) as painter:
            painter.fillRect(self.rect(), shade)
