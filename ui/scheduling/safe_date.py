"""From when a patient may come, and what that rests on; what nobody knows yet is told."""

from zoneinfo import ZoneInfo

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from clinicdesk import messages
from clinicdesk.errors import Reason
from clinicdesk.readiness.window import Window
from ui.kit import tokens
from ui.kit.emptying import empty
from ui.kit.icons import Icon
from ui.kit.labels import Label, Look

_ANY_DAY, _NOT_KNOWN = "Any day", "Not known yet"


class SafeDate(QWidget):
    """The earliest safe date with its reasons; hidden until they are known."""

    def __init__(self, zone: ZoneInfo, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._zone = zone
        self._icon = Icon("alert-triangle", "attn_fg", tokens.ICON_SMALL)
        self._date = Label("", Look.STRONG, wrap=True)
        self._reasons = QVBoxLayout()
        self._reasons.setSpacing(tokens.SPACE_HAIR)
        first = QHBoxLayout()
        first.setSpacing(6)
        first.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignVCenter)
        first.addWidget(self._date, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(tokens.SPACE_HAIR)
        column.addWidget(Label("Earliest safe date", Look.FIELD))
        column.addLayout(first)
        column.addLayout(self._reasons)
        self.text = ""
        self.hide()

    def show_window(self, window: Window) -> None:
        """Say when the case may be booked."""
        empty(self._reasons)
        earliest = [window.earliest.because] if window.earliest else []
        until = [window.until.because] if window.until else []
        loud, quiet = [*window.unknown], [*earliest, *window.known, *until]
        date = self._worded(window)
        self._date.setText(date)
        self._icon.setVisible(bool(loud))
        said = [self._say(reason, Look.WARNING) for reason in loud]
        said += [self._say(reason, Look.SMALL) for reason in quiet]
        self.text = "\n".join([date, *said])
        self.setAccessibleName(f"Earliest safe date: {' '.join([date, *said])}")
        self.show()

    def _worded(self, window: Window) -> str:
        if window.unknown:
            return _NOT_KNOWN
        if window.earliest is None:
            return _ANY_DAY
        at = window.earliest.at.astimezone(self._zone)
        return messages.day(at) if not at.time() else messages.moment(at)

    def _say(self, reason: Reason, look: Look) -> str:
        words = messages.sentence(reason, self._zone)
        self._reasons.addWidget(Label(words, look, wrap=True))
        return words
