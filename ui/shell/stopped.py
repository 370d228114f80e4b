"""The window of a program that cannot start: why, and what to do about it."""

from collections.abc import Sequence

from ui.kit.buttons import bind, primary
from ui.kit.labels import Label, Look
from ui.shell.gate import Gate

_SIZE = (560, 360)


class Stopped(Gate):
    """Closed once the person has read the sentences."""

    def __init__(self, sentences: Sequence[str]) -> None:
        super().__init__(
            "ClinicDesk did not open", "Here is why, and what to do about it.", least_size=_SIZE
        )
        self.resize(*_SIZE)
        self.setAccessibleDescription(" ".join(sentences))
        for sentence in sentences:
            self.card.body.addWidget(Label(sentence, Look.STRONG, wrap=True))
        self.button = primary("&Close", "x")
        self.button.setAccessibleDescription(" ".join(sentences))
        self.card.body.addWidget(self.button)
        self.button.clicked.connect(self.close)
        bind(self.button, "Esc", self)
        self.button.setFocus()
