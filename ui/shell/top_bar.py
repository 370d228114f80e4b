"""The bar above the pages: where we are, whether work is saved, who is at work."""

from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ui.kit import theme, tokens
from ui.kit.buttons import Button, Kind
from ui.kit.icons import Icon
from ui.kit.labels import Label, Look
from ui.kit.painting import canvas
from ui.kit.regions import mark_region
from ui.shell.avatar import Avatar


@dataclass(frozen=True)
class Person:
    """Who is signed in: name as in the staff list, and the role in words."""

    name: str
    role: str


class TopBar(QWidget):
    """`sign_out` is emitted when the person at work wants to leave."""

    sign_out = Signal()

    def __init__(self, clinic: str, person: Person, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFixedHeight(tokens.TOP_BAR_HEIGHT)
        self.setAccessibleName("Top bar")
        mark_region(self)
        self._saved_icon = Icon("circle-check", "ready_fg", tokens.ICON)
        self._saved_text = Label("", Look.SMALL)
        self._leave = Button("Sign out", Kind.QUIET, "logout")
        self._leave.clicked.connect(self.sign_out)
        row = QHBoxLayout(self)
        row.setContentsMargins(tokens.SPACE_XL, 0, tokens.SPACE_M, 0)
        row.setSpacing(6)
        row.addWidget(Label(clinic, Look.SUBTITLE), 1)
        row.addWidget(self._saved_icon)
        row.addWidget(self._saved_text)
        row.addSpacing(tokens.SPACE_XL)
        row.addLayout(_who(person))
        row.addSpacing(tokens.SPACE_M)
        row.addWidget(self._leave)
        self.show_saving(False)

    def show_saving(self, under_way: bool) -> None:
        """Say whether a change is on its way to the database."""
        icon = ("refresh", "text3") if under_way else ("circle-check", "ready_fg")
        self._saved_icon.show_icon(*icon)
        self._saved_text.setText("Saving" if under_way else "All changes saved")

    def paintEvent(self, event: QPaintEvent) -> None:
        with canvas(self) as painter:
            painter.fillRect(self.rect(), theme.color("surface"))
            painter.fillRect(0, self.height() - 1, self.width(), 1, theme.color("border"))


def _who(person: Person) -> QHBoxLayout:
    lines = QVBoxLayout()
    lines.setSpacing(0)
    lines.addStretch(1)
    lines.addWidget(Label(person.name, Look.SMALL_STRONG))
    lines.addWidget(Label(person.role, Look.HINT))
    lines.addStretch(1)
    row = QHBoxLayout()
    row.setSpacing(10)
    row.addWidget(Avatar(person.name))
    row.addLayout(lines)
    return row
