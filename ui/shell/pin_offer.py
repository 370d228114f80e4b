"""The strip that offers a PIN to whoever signed in without one."""

from PySide6.QtCore import Signal
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from ui.kit import theme, tokens
from ui.kit.buttons import link
from ui.kit.icons import Icon
from ui.kit.labels import Label, Look
from ui.kit.painting import canvas


class PinOffer(QWidget):
    """`wanted` is emitted by its button; Not now takes the strip away until the next sign-in.

    `gone` is emitted when it was taken away and the focus has to go elsewhere.
    """

    wanted = Signal()
    gone = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("PIN")
        self.choose, self.later = link("Choose a PIN", "key"), link("Not now")
        self.choose.clicked.connect(lambda _: self.wanted.emit())
        self.later.clicked.connect(self.leave)
        row = QHBoxLayout(self)
        row.setContentsMargins(tokens.SPACE_XL, tokens.SPACE_XS, tokens.SPACE_M, tokens.SPACE_XS)
        row.setSpacing(tokens.SPACE_S)
        row.addWidget(Icon("info-circle", "accent_text"))
        words = "Six digits of your own unlock ClinicDesk and sign notes faster than the password."
        row.addWidget(Label(words, Look.SMALL), 1)
        row.addWidget(self.choose)
        row.addWidget(self.later)

    def leave(self) -> None:
        """Take the strip away, if it is there still."""
        if not self.isHidden():
            self.hide()
            self.gone.emit()

    def paintEvent(self, event: QPaintEvent) -> None:
        with canvas(self) as painter:
            painter.fillRect(self.rect(), theme.color("accent_soft"))
