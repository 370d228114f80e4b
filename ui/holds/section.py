"""One kind of evidence of a drug: what is recorded, and the form to record it."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from clinicdesk.holds.queries import HoldFacts
from clinicdesk.rights import who_may
from ui.holds.hold_form import HoldForm
from ui.kit import tokens
from ui.kit.buttons import Button, Kind
from ui.kit.labels import Label, Look


class Section(QWidget):
    """`wanted` is emitted when a person wants to open or close the form."""

    wanted = Signal()

    def __init__(self, form: HoldForm) -> None:
        super().__init__()
        self.form = form
        self.allowed = form.session.may(form.action)
        self.is_asked = False
        self._who = "" if self.allowed else f" · {_capital(who_may(form.action))} records this."
        self._summary = Label("", Look.SMALL, wrap=True)
        self.link = Button("", Kind.QUIET)
        self.link.clicked.connect(self.wanted)
        words = QVBoxLayout()
        words.setSpacing(1)
        words.addWidget(Label(form.title, Look.SMALL_STRONG))
        words.addWidget(self._summary)
        head = QHBoxLayout()
        head.addLayout(words, 1)
        head.addWidget(self.link, 0, Qt.AlignmentFlag.AlignVCenter)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(tokens.SPACE_XS)
        column.addLayout(head)
        column.addWidget(form)
        self.link.setVisible(self.allowed)
        form.hide()

    @property
    def summary(self) -> str:
        return self._summary.text()

    @property
    def is_open(self) -> bool:
        return not self.form.isHidden()

    def show_hold(self, hold: HoldFacts) -> None:
        """Show what is recorded; the link stands out when a reason asks for this."""
        self._hold = hold
        recorded = self.form.summary(hold)
        asked_by = {reason.code for reason in hold.clock.reasons}
        self.is_asked = bool(asked_by.intersection(self.form.asked_by))
        self._summary.setText(recorded or f"Not recorded{self._who}")
        self._link_words = "Change" if recorded else "Record"
        self.link.kind = Kind.LINK if self.is_asked else Kind.QUIET
        self.form.show_hold(hold)
        self._name_link()

    def stops(self) -> list[QWidget]:
        """What Tab visits, in reading order."""
        return [self.link, *self.form.stops()]

    def open(self, on: bool) -> None:
        """Show or hide the form, with its defaults as of now."""
        if on:
            self.form.show_hold(self._hold)
        self.form.setVisible(on)
        self._name_link()

    def _name_link(self) -> None:
        self.link.setText("Close" if self.is_open else self._link_words)
        self.link.setAccessibleName(f"{self.form.title}: {self.link.text()}")
        self.link.updateGeometry()
        self.link.update()


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]
