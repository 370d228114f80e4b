"""A field for paragraphs."""

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QPlainTextEdit, QWidget

from ui.kit import theme
from ui.kit.field import LabelledField
from ui.kit.typed import Typed

_AROUND = 24


class _Paragraphs(QPlainTextEdit):
    def __init__(self, lines: int) -> None:
        super().__init__()
        self._lines = lines
        theme.follow(self, _Paragraphs._dress)
        self.setTabChangesFocus(True)

    def sizeHint(self) -> QSize:
        return QSize(super().sizeHint().width(), self.minimumHeight())

    def _dress(self) -> None:
        self.setMinimumHeight(self.fontMetrics().lineSpacing() * self._lines + _AROUND)


class TextArea(LabelledField):
    """Several lines of plain text; Tab leaves it. `lines` is its least height in lines."""

    def __init__(
        self, label: str, *, hint: str = "", lines: int = 4, parent: QWidget | None = None
    ) -> None:
        self.input = _Paragraphs(lines)
        self._silent = False
        super().__init__(label, self.input, hint=hint, parent=parent)
        self.input.textChanged.connect(self._changed)

    def value(self) -> str:
        """What was typed, without the outer space."""
        return self.input.toPlainText().strip()

    def set_value(self, text: str) -> None:
        """What reads so already stays as it is, with the cursor where somebody types."""
        if text and text == self.value():
            return
        self._silent = True
        self.input.setPlainText(text)
        self._silent = False

    def typed(self) -> Typed:
        return self.input.toPlainText()

    def put_back(self, typed: Typed) -> None:
        self.input.setPlainText(typed)

    def _changed(self) -> None:
        if not self._silent:
            self.edited.emit()
