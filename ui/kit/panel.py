"""The detail panel docked at the right: a header, contents that scroll, and actions below."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QPaintEvent, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ui.kit import theme, tokens
from ui.kit.buttons import icon_only
from ui.kit.labels import Label, Look
from ui.kit.painting import canvas
from ui.kit.regions import mark_region
from ui.kit.scrolling import scrolled
from ui.kit.stops import mark_above


class DetailPanel(QWidget):
    """Contents go into `body`, buttons into `footer`; Esc and the cross emit `closed`.

    What must stay in sight above the contents, which scroll, goes into `head`.
    The panel never hides itself: its page decides, so that a draft is kept first.
    """

    closed = Signal()

    def __init__(
        self, title: str, *, width: int = tokens.PANEL_WIDTH, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        theme.fix(self, width=width)
        mark_region(self)
        self._title = Label("", Look.SUBTITLE, wrap=True)
        self.head = QVBoxLayout()
        self.head.setContentsMargins(20, 0, 20, 0)
        self.body = QVBoxLayout()
        self.body.setContentsMargins(20, tokens.SPACE_XS, 20, tokens.SPACE_L)
        self.body.setSpacing(tokens.SPACE_M)
        self.footer = QHBoxLayout()
        self.footer.setContentsMargins(20, tokens.SPACE_M, 20, tokens.SPACE_L)
        self.footer.setSpacing(tokens.SPACE_S)
        column = QVBoxLayout(self)
        column.setContentsMargins(1, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(self._header())
        column.addLayout(self.head)
        column.addWidget(scrolled(self.body), 1)
        column.addLayout(self.footer)
        close = QShortcut(QKeySequence(Qt.Key.Key_Escape), self)
        close.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        close.activated.connect(self.closed)
        self.set_title(title)

    def set_title(self, title: str) -> None:
        """Show another title; it is also the panel's accessible name."""
        self._title.setText(title)
        self.setAccessibleName(title)

    def paintEvent(self, event: QPaintEvent) -> None:
        with canvas(self) as painter:
            painter.fillRect(self.rect(), theme.color("surface"))
            painter.fillRect(0, 0, 1, self.height(), theme.color("border"))

    def _header(self) -> QHBoxLayout:
        close = icon_only("x", "Close panel")
        mark_above(close)
        close.clicked.connect(self.closed)
        row = QHBoxLayout()
        row.setContentsMargins(20, tokens.SPACE_M, tokens.SPACE_S, tokens.SPACE_XS)
        row.addWidget(self._title, 1)
        row.addWidget(close, 0, Qt.AlignmentFlag.AlignTop)
        return row
