"""A field for one line of text."""

from PySide6.QtWidgets import QLineEdit, QWidget

from ui.kit.field import LabelledField
from ui.kit.line_edit import LineEdit


class TextField(LabelledField):
    """One line of text; `secret` shows dots (passwords, PINs)."""

    def __init__(
        self,
        label: str,
        *,
        hint: str = "",
        suffix: str = "",
        width: int = 0,
        secret: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        self.input = LineEdit(width)
        super().__init__(label, self.input, hint=hint, suffix=suffix, parent=parent)
        if secret:
            self.input.setEchoMode(QLineEdit.EchoMode.Password)
        self.input.textEdited.connect(self.edited)

    @property
    def is_secret(self) -> bool:
        return self.input.echoMode() == QLineEdit.EchoMode.Password

    def value(self) -> str:
        """What was typed, without the outer space."""
        typed = self.input.text()
        return typed if self.is_secret else typed.strip()

    def set_value(self, text: str) -> None:
        """What reads so already stays as it is, with the cursor where somebody types."""
        if text and text == self.value():
            return
        self.input.setText(text)
        self.input.setCursorPosition(0)
