"""What a page says when it has nothing to show: one sentence and one thing to do about it."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ui.kit import tokens
from ui.kit.buttons import secondary
from ui.kit.icons import Icon
from ui.kit.labels import Label, Look


class Empty(QWidget):
    """`action` is the words on the button and what it does; None for a page with nothing to do."""

    def __init__(
        self,
        sentence: str,
        icon: str,
        action: tuple[str, Callable[[], object]] | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._sentence = Label(sentence, Look.QUIET, wrap=True)
        self._sentence.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        column = QVBoxLayout(self)
        column.setSpacing(tokens.SPACE_M)
        column.addStretch(2)
        column.addWidget(Icon(icon, "border_strong", 32), 0, Qt.AlignmentFlag.AlignHCenter)
        column.addWidget(self._sentence)
        if action:
            words, act = action
            button = secondary(words)
            button.clicked.connect(lambda _: act())
            column.addWidget(button, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addStretch(3)

    @property
    def sentence(self) -> str:
        return self._sentence.text()

    def set_sentence(self, sentence: str) -> None:
        """Say something else, such as "No one matches 'nakgawa'."."""
        self._sentence.setText(sentence)


def filtered(sentence: str, clear: Callable[[], object], words: str = "Clear filters") -> Empty:
    """The same where a filter leaves nothing: it says so, and takes the filter away."""
    return Empty(sentence, "filter", (words, clear))
