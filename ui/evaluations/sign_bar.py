"""The foot of a note: what is still open, the password, and the button that signs."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ui.kit import tokens
from ui.kit.buttons import bind, hold_off, primary
from ui.kit.forms import ErrorSummary, TextField
from ui.kit.labels import Label, Look
from ui.kit.verify_strip import VerifyStrip

_PASSWORD_WIDTH = 280


class OpenItems(ErrorSummary):
    """What is open; an item goes as soon as it is settled, and the cursor stays where it is."""

    def keep(self, still_open: Sequence[str]) -> None:
        """Take out what is no longer open."""
        for label in self.findChildren(Label):
            label.setVisible(label.text() in still_open)
        self._sentences = tuple(item for item in self._sentences if item in still_open)
        self.setAccessibleDescription(" ".join(self._sentences))
        if not self._sentences:
            self.clear()


class SignBar(QWidget):
    """`pressed` is emitted when somebody wants to sign; whose note it is and the password are asked
    on demand.
    """

    pressed = Signal()

    def __init__(self, scope: QWidget) -> None:
        """`scope` is the widget in which Ctrl+Enter signs."""
        super().__init__()
        self.summary = OpenItems()
        self.sign = primary("&Sign evaluation", "signature")
        self.password = TextField("Your PIN or &password", secret=True, width=_PASSWORD_WIDTH)
        self.verify = VerifyStrip(wide=True)
        self._open = Label("", Look.WARNING)
        self._row = QWidget()
        self.sign.clicked.connect(lambda _: self.pressed.emit())
        self.verify.went_on.connect(self._go_on)
        bind(self.sign, "Ctrl+Return", scope)
        self._arrange()
        self.reset()

    @property
    def asks(self) -> bool:
        """Whether the password row is open."""
        return not self._row.isHidden()

    @property
    def open_items(self) -> str:
        """What the bar says is still open."""
        return self._open.text()

    def ask(self) -> None:
        """Open the row that asks whose note it is, and then for the password."""
        self._row.show()
        (self.password if self.verify.verification else self.verify).setFocus()

    def wait(self) -> None:
        """Signing again has to wait for the answer."""
        hold_off(self.sign, self.password)

    def ready_again(self, *_: object) -> None:
        """An answer came."""
        self.sign.setEnabled(True)

    def refuse(self, sentence: str) -> None:
        """The password was not the right one; everything else stays."""
        self.ready_again()
        self.password.set_error(sentence)
        self.password.setFocus()
        self.password.input.selectAll()

    def reset(self) -> None:
        """Close the row; forget the password, and who was made sure of."""
        self.ready_again()
        self.verify.forget()
        self.password.set_value("")
        self.password.set_error("")
        self._row.hide()

    def show_open(self, problems: Sequence[str]) -> None:
        """Count what is open; what the list above says of anything else is out of date."""
        self.summary.keep(problems)
        count = len(problems)
        items = "1 item" if count == 1 else f"{count} items"
        self._open.setText(f"{items} open before you can sign" if count else "")

    def _go_on(self) -> None:
        """Somebody made sure whose note it is: sign, or ask for the password first."""
        if self.password.value():
            self.pressed.emit()
        else:
            self.password.setFocus()

    def _arrange(self) -> None:
        asked = QVBoxLayout(self._row)
        asked.setContentsMargins(0, 0, 0, 0)
        asked.setSpacing(tokens.SPACE_S)
        asked.addWidget(self.verify)
        asked.addWidget(self.password)
        actions = QHBoxLayout()
        actions.addWidget(self.sign)
        actions.addStretch(1)
        actions.addWidget(self._open)
        column = QVBoxLayout(self)
        column.setContentsMargins(tokens.SPACE_XL, tokens.SPACE_M, tokens.SPACE_XL, tokens.SPACE_L)
        column.setSpacing(tokens.SPACE_M)
        column.addWidget(self.summary)
        column.addWidget(self._row)
        column.addLayout(actions)
