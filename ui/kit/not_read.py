"""What a page shows instead of contents that it could not read: why, what is safe, what to do."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

import clinicdesk
from clinicdesk import messages
from clinicdesk.errors import Refused
from ui.kit import tokens
from ui.kit.announce import announce
from ui.kit.buttons import primary, secondary
from ui.kit.errors import log, outline
from ui.kit.icons import Icon
from ui.kit.labels import Label, Look

NOT_ALLOWED = frozenset({"desk.not_allowed", "desk.roles_changed"})
_SAFE = "What was saved before is safe."


class NotRead(QWidget):
    """`retry_wanted` asks to read again. The details hold codes alone, nothing of anybody."""

    retry_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._icon = Icon("alert-triangle", "block_fg", 32)
        self._title = Label("", Look.SUBTITLE, wrap=True)
        self._why = Label("", Look.QUIET, wrap=True)
        self.retry = primary("&Retry", "refresh")
        self.copy = secondary("&Copy details", "copy")
        self.retry.clicked.connect(lambda _: self.retry_wanted.emit())
        self.copy.clicked.connect(lambda _: self._copy())
        self._details = ""
        self._arrange()

    @property
    def words(self) -> str:
        """All that is said."""
        return f"{self._title.text()} {self._why.text()}".strip()

    @property
    def details(self) -> str:
        """What Copy details copies."""
        return self._details

    def show_error(self, doing: str, error: Exception) -> None:
        """Say that this could not be done ("Reading the schedule"), and why if the core knows."""
        self._icon.show_icon("alert-triangle", "block_fg")
        if isinstance(error, Refused):
            codes = ", ".join(reason.code for reason in error.reasons)
            why = " ".join(messages.sentence(reason) for reason in error.reasons)
        else:
            number = log(error)
            codes = f"report {number}: {outline(error)}"
            why = f"Give your administrator report number {number} if it happens again."
        self._say(f"{doing} did not finish.", f"{_SAFE} {why}", can_retry=True)
        self._details = f"ClinicDesk {clinicdesk.__version__}\n{doing}\n{codes}"

    def show_not_allowed(self, error: Refused) -> None:
        """Say who can see this."""
        self._icon.show_icon("lock", "text2")
        self._say(messages.sentence(error.reasons[0]), "", can_retry=False)

    def _say(self, title: str, why: str, *, can_retry: bool) -> None:
        self._title.setText(title)
        self._why.setText(why)
        for part in (self._why, self.retry, self.copy):
            part.setVisible(can_retry)
        announce(self, self.words, urgent=can_retry)

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self._details)
        announce(self.copy, "Details copied")

    def _arrange(self) -> None:
        buttons = QHBoxLayout()
        buttons.setSpacing(tokens.SPACE_S)
        for part in (1, self.retry, self.copy, 1):
            buttons.addStretch(part) if isinstance(part, int) else buttons.addWidget(part)
        column = QVBoxLayout(self)
        column.setContentsMargins(*(tokens.SPACE_XL,) * 4)
        column.setSpacing(tokens.SPACE_M)
        column.addStretch(2)
        column.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignHCenter)
        for label in (self._title, self._why):
            label.setAlignment(Qt.AlignmentFlag.AlignHCenter)
            column.addWidget(label)
        column.addLayout(buttons)
        column.addStretch(3)
