"""What a red flag puts on screen at once: the same-day emergency evaluation (RULE-01)."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ui.kit import tokens
from ui.kit.announce import announce
from ui.kit.buttons import primary
from ui.kit.icons import Icon
from ui.kit.labels import Label, Look
from ui.kit.painting import canvas, plate

_SIDE, _ABOVE = tokens.SPACE_XL, tokens.SPACE_L


@dataclass(frozen=True)
class Alarm:
    """The words of the box; with `acknowledged` empty, somebody still has to see it."""

    heading: str
    sentences: tuple[str, ...]
    acknowledged: str = ""


class EmergencyBox(QWidget):
    """Brings its own margins, so that it takes no room when it is hidden.

    `seen` is the button for those who may acknowledge; `who` says who may, to the others."""

    def __init__(self, *, may_acknowledge: bool, who: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._may, self._who = may_acknowledge, who
        self._alarm: Alarm | None = None
        self._heading = Label("", Look.SUBTITLE, wrap=True)
        self._sentences = Label("", wrap=True)
        self._answer = Label("", Look.STRONG, wrap=True)
        self.seen = primary("&I have seen this", "eye")
        self.setAccessibleName("Red flags")
        self._arrange()
        self.hide()

    @property
    def text(self) -> str:
        """Everything the box says; "" when it says nothing."""
        return "\n".join(filter(None, self._texts())) if self._alarm else ""

    def show_alarm(self, alarm: Alarm | None) -> None:
        """Show or hide the box; new words are spoken at once."""
        if alarm == self._alarm:
            return
        self._alarm = alarm
        self.setVisible(alarm is not None)
        if alarm:
            open_alarm = not alarm.acknowledged
            self._heading.setText(alarm.heading)
            self._sentences.setText("\n".join(alarm.sentences))
            self._answer.setText(alarm.acknowledged or ("" if self._may else self._who))
            self._answer.setVisible(bool(self._answer.text()))
            self.seen.setVisible(open_alarm and self._may)
            announce(self, self.text, urgent=open_alarm)

    def paintEvent(self, event: QPaintEvent) -> None:
        with canvas(self) as painter:
            shown = self.rect().adjusted(_SIDE, _ABOVE, -_SIDE, 0)
            plate(painter, shown, "block_bg", "block_bar", radius=tokens.RADIUS_CARD)

    def _texts(self) -> Sequence[str]:
        return (self._heading.text(), self._sentences.text(), self._answer.text())

    def _arrange(self) -> None:
        column = QVBoxLayout()
        column.setSpacing(tokens.SPACE_XS)
        for label in (self._heading, self._sentences, self._answer):
            label.setProperty("tone", "block_fg")
            column.addWidget(label)
        row = QHBoxLayout(self)
        row.setContentsMargins(_SIDE + 20, _ABOVE + tokens.SPACE_M, _SIDE + 20, tokens.SPACE_M)
        row.setSpacing(tokens.SPACE_M)
        row.addWidget(Icon("alert-triangle", "block_fg", 24), 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(column, 1)
        row.addWidget(self.seen, 0, Qt.AlignmentFlag.AlignVCenter)
