"""One kind of evidence of a drug: what is recorded, and the form to record it."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from clinicdesk.holds.queries import HoldFacts
from ui.holds.hold_form import HoldForm
from ui.kit import tokens
from ui.kit.buttons import Button, Kind
from ui.kit.labels import Label, Look


class Section(QWidget):
    """`wanted` is emitted when a person wants to open or close the form.

    `who` says who may record this, when the person at work may not.
    """

    wanted = Signal()

    def __init__(self, title: str, form: HoldForm, who: str = "") -> None:
        super().__init__()
        self.title, self.form, self.allowed = title, form, not who
        self._summary = Label("", Look.SMALL, wrap=True)
        self.link = Button("", Kind.QUIET)
        self.link.clicked.connect(self.wanted)
        self.link.setVisible(self.allowed)
        words = QVBoxLayout()
        words.setSpacing(1)
        words.addWidget(Label(title, Look.SMALL_STRONG))
        words.addWidget(self._summary)
        if who:
            words.addWidget(Label(who, Look.HINT, wrap=True))
        head = QHBoxLayout()
        head.addLayout(words, 1)
        head.addWidget(self.link, 0, Qt.AlignmentFlag.AlignVCenter)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(tokens.SPACE_XS)
        column.addLayout(head)
        column.addWidget(form)
        form.hide()

    @property
    def summary(self) -> str:
        return self._summary.text()

    @property
    def is_open(self) -> bool:
        return not self.form.isHidden()

    def show_hold(self, hold: HoldFacts, summary: str, *, is_wanted: bool) -> None:
        """Show what is recorded; a link that is wanted stands out."""
        self._hold = hold
        self._summary.setText(summary or "Not recorded")
        self._link_words = "Change" if summary else "Record"
        self.link.kind = Kind.LINK if is_wanted else Kind.QUIET
        self.form.show_hold(hold)
        self._name_link()

    def open(self, on: bool) -> None:
        """Show or hide the form, with its defaults as of now."""
        if on:
            self.form.show_hold(self._hold)
        self.form.setVisible(on)
        self._name_link()

    def _name_link(self) -> None:
        self.link.setText("Close" if self.is_open else self._link_words)
        self.link.setAccessibleName(f"{self.title}: {self.link.text()}")
        self.link.updateGeometry()
        self.link.update()
