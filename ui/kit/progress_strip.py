"""How far something long has come, and a way to stop it."""

from PySide6.QtCore import QRectF, Signal
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QSizePolicy, QVBoxLayout, QWidget

from ui.kit import theme, tokens
from ui.kit.announce import announce
from ui.kit.buttons import bind, secondary
from ui.kit.labels import Label, Look
from ui.kit.painting import canvas, plate

_HEIGHT = 6
_QUARTERS = 4


class ProgressStrip(QWidget):
    """Hidden until there is progress; each quarter is announced. Cancel and Esc emit `stopped`."""

    stopped = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._words = Label("", Look.STRONG)
        self._bar = _Bar()
        self.cancel = secondary("&Cancel")
        self.cancel.clicked.connect(lambda _: self._stop())
        bind(self.cancel, "Esc", self)
        left = QVBoxLayout()
        left.setSpacing(tokens.SPACE_S)
        left.addWidget(self._words)
        left.addWidget(self._bar)
        row = QHBoxLayout(self)
        row.setContentsMargins(tokens.SPACE_XL, tokens.SPACE_M, 20, tokens.SPACE_M)
        row.setSpacing(tokens.SPACE_XL)
        row.addLayout(left, 1)
        row.addWidget(self.cancel)
        self._told = ("", -1)
        self.hide()

    @property
    def words(self) -> str:
        """What the strip says; "" while it is hidden."""
        return "" if self.isHidden() else self._words.text()

    def show_progress(self, doing: str, done: int, of: int) -> None:
        """Show "Reading files: 12 of 30."; `doing` is what is under way."""
        words = f"{doing}: {done:,} of {of:,}"
        if self.isHidden():
            self.cancel.setEnabled(True)
            self.show()
            self.cancel.setFocus()
        self._words.setText(words)
        self._bar.setAccessibleName(words)
        self._bar.setRange(0, max(of, 1))
        self._bar.setValue(done)
        quarter = _QUARTERS * done // max(of, 1)
        if (doing, quarter) != self._told:
            self._told = (doing, quarter)
            announce(self, words)

    def _stop(self) -> None:
        self.cancel.setEnabled(False)
        self._words.setText("Stopping after what is under way…")
        announce(self, self._words.text())
        self.stopped.emit()

    def paintEvent(self, event: QPaintEvent) -> None:
        with canvas(self) as painter:
            painter.fillRect(self.rect(), theme.color("surface"))
            painter.fillRect(0, self.height() - 1, self.width(), 1, theme.color("border"))


class _Bar(QProgressBar):
    def __init__(self) -> None:
        super().__init__()
        self.setTextVisible(False)
        theme.fix(self, height=_HEIGHT)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def paintEvent(self, event: QPaintEvent) -> None:
        part = (self.value() - self.minimum()) / max(self.maximum() - self.minimum(), 1)
        with canvas(self) as painter:
            plate(painter, self.rect(), "sunken", radius=self.height() / 2)
            done = QRectF(0, 0, max(part * self.width(), self.height()), self.height())
            plate(painter, done, "accent", radius=self.height() / 2)
