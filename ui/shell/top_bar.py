"""The bar above the pages: where we are, whether work is saved, who is at work."""

from itertools import pairwise

from PySide6.QtCore import QEvent
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from ui.kit import theme, tokens
from ui.kit.announce import announce
from ui.kit.buttons import Button, Kind, icon_only, secondary
from ui.kit.command import Command, tell_command, with_keys
from ui.kit.icons import Icon
from ui.kit.labels import Label, Look
from ui.kit.painting import canvas
from ui.kit.regions import mark_region
from ui.shell.finder_button import FinderButton
from ui.shell.person_button import Person, PersonButton


class TopBar(QWidget):
    """`person` is the button of who is at work, with what they can do about it; `lock`, and what
    is in `offered` by the keys of their commands, are done at once.
    """

    def __init__(self, clinic: str, person: Person, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        theme.fix(self, height=tokens.TOP_BAR_HEIGHT)
        self.setAccessibleName("Top bar")
        mark_region(self)
        self._saved_icon = Icon("circle-check", "ready_fg", tokens.ICON)
        self._saved_text = Label("", Look.SMALL)
        self.person = PersonButton(person)
        self.lock = Button("Lock", Kind.QUIET, "lock")
        self.lock.setToolTip(with_keys("Lock", "Ctrl+L"))
        self.privacy = secondary("Privacy view", "eye-off")
        self.privacy.setAccessibleName("Privacy view is on: turn it off")
        self.privacy.setToolTip(with_keys("Turn the privacy view off", "F9"))
        self.privacy.hide()
        self.offered: dict[str, Button] = {}
        self._finder: FinderButton | None = None
        self._commands = QHBoxLayout()
        self._row = row = QHBoxLayout(self)
        row.setContentsMargins(tokens.SPACE_XL, 0, tokens.SPACE_M, 0)
        row.setSpacing(6)
        self._clinic = Label(clinic, Look.QUIET)
        row.addWidget(self._clinic)
        row.addStretch(1)
        row.addSpacing(tokens.SPACE_M)
        row.addWidget(self.privacy)
        row.addSpacing(tokens.SPACE_S)
        row.addWidget(self._saved_icon)
        row.addWidget(self._saved_text)
        row.addSpacing(tokens.SPACE_L)
        row.addLayout(self._commands)
        row.addWidget(self.lock)
        row.addWidget(self.person)
        self._saving, self._connected, self._unfinished = False, True, 0
        self._show_state()

    def let_find(self, words: str, keys: str) -> FinderButton:
        """Show where to find what `words` say; the button that opens it."""
        button = FinderButton(words, keys)
        self._row.insertWidget(0, button)
        self._row.insertSpacing(1, tokens.SPACE_L)
        self._finder = button
        self._order_stops()
        return button

    def offer(self, command: Command, icon: str) -> None:
        """Show a button that does this."""
        button = self.offered[command.key] = icon_only(icon, command.words)
        tell_command(button, command)
        button.clicked.connect(lambda _: command.act())
        self._commands.addWidget(button)
        self._order_stops()

    def _order_stops(self) -> None:
        """Tab goes from the left, also to what came later."""
        stops = (self._finder, self.privacy, *self.offered.values(), self.lock, self.person)
        for one, other in pairwise(filter(None, stops)):
            self.setTabOrder(one, other)

    @property
    def state(self) -> str:
        """What the bar says of the connection and what is being saved."""
        return self._saved_text.text()

    def show_saving(self, under_way: bool) -> None:
        """Say whether a change is on its way to the database."""
        self._saving = under_way
        self._show_state()

    def show_connected(self, answers: bool) -> None:
        """Say whether the database answers; as long as it does not, only what is typed counts."""
        if answers != self._connected:
            announce(self, "Connected" if answers else "Not connected", urgent=not answers)
        self._connected = answers
        self._show_state()

    def show_unfinished(self, count: int) -> None:
        """Say in how many forms there is typing that is not saved."""
        self._unfinished = count
        self._show_state()

    def _show_state(self) -> None:
        if not self._connected:
            icon, ink = "alert-triangle", "block_fg"
            unsaved = [_unsaved(self._unfinished)] if self._unfinished else []
            words = " · ".join(["Not connected", *unsaved])
        elif self._saving:
            icon, ink, words = "refresh", "text3", "Saving"
        elif self._unfinished:
            icon, ink, words = "pencil", "text2", _unsaved(self._unfinished)
        else:
            icon, ink, words = "circle-check", "ready_fg", "All changes saved"
        self._saved_icon.show_icon(icon, ink)
        self._saved_text.setText(words)

    def event(self, event: QEvent) -> bool:
        """The clinic's name goes where the rest needs its room, as with large text."""
        if event.type() in (QEvent.Type.Resize, QEvent.Type.LayoutRequest):
            name = self._clinic.sizeHint().width() if self._clinic.isHidden() else 0
            fits = self._row.minimumSize().width() + name <= self.width()
            self._clinic.setVisible(fits)
        return super().event(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        with canvas(self) as painter:
            painter.fillRect(self.rect(), theme.color("surface"))
            painter.fillRect(0, self.height() - 1, self.width(), 1, theme.color("border"))


def _unsaved(forms: int) -> str:
    return "1 form not saved yet" if forms == 1 else f"{forms} forms not saved yet"
