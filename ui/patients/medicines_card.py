"""The medicines on the chart, and striking out one that was entered in error."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from clinicdesk import messages
from clinicdesk.errors import Reason
from clinicdesk.record.actions import StrikeMedicine, strike_medicine
from clinicdesk.record.queries import Chart, Medicine
from ui.kit import tokens
from ui.kit.buttons import Button, bind, link, secondary
from ui.kit.card import Card
from ui.kit.forms import ErrorSummary, TextField
from ui.kit.labels import Label, Look
from ui.patients import words
from ui.session import Session


class MedicinesCard(Card):
    """One medicine per line; those entered in error stay below, struck through, with the reason."""

    def __init__(self, session: Session) -> None:
        super().__init__("Medicines")
        self._lines = QVBoxLayout()
        self._lines.setSpacing(tokens.SPACE_XS)
        self._struck = Label("", Look.HINT, wrap=True)
        font = self._struck.font()
        font.setStrikeOut(True)
        self._struck.setFont(font)
        self._struck.hide()
        self.strike = StrikeForm(session)
        self.links: dict[int, Button] = {}
        self.text = ""
        self.body.addLayout(self._lines)
        self.body.addWidget(self.strike)
        self.body.addWidget(self._struck)

    @property
    def struck(self) -> str:
        """What no longer counts, and why."""
        return self._struck.text()

    def show_record(self, record: Chart) -> None:
        """Show what is taken, and what was struck out."""
        while item := self._lines.takeAt(0):
            item.widget().deleteLater()
        self.links = {}
        for medicine in record.medicines:
            self._lines.addWidget(self._row(medicine))
        if not record.medicines:
            self._lines.addWidget(Label(words.NOT_RECORDED))
        self.text = "\n".join(map(_line, record.medicines)) or words.NOT_RECORDED
        self._struck.setText("\n".join(f"{item.name}: {item.reason}" for item in record.struck))
        self._struck.setVisible(bool(record.struck))

    def _row(self, medicine: Medicine) -> QWidget:
        button = link("Entered in error")
        button.setAccessibleName(f"{medicine.name}: entered in error")
        button.clicked.connect(lambda _: self.strike.ask(medicine))
        self.links[medicine.id] = button
        holder = QWidget()
        row = QHBoxLayout(holder)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(Label(_line(medicine), wrap=True), 1)
        row.addWidget(button, 0, Qt.AlignmentFlag.AlignTop)
        return holder


class StrikeForm(QWidget):
    """Asks why, then strikes the medicine out."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self._medicine: Medicine | None = None
        self._what = Label("", Look.STRONG, wrap=True)
        self.errors = ErrorSummary()
        self.reason = TextField("Why was it entered in &error?")
        self.button = secondary("Strike &out")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        for widget in (self._what, self.errors, self.reason):
            column.addWidget(widget)
        column.addWidget(self.button, 0, Qt.AlignmentFlag.AlignLeft)
        self.button.clicked.connect(self._strike)
        bind(self.button, "Ctrl+Return", self)
        self.hide()

    def ask(self, medicine: Medicine) -> None:
        """Open the form for one medicine."""
        self._medicine = medicine
        self._what.setText(medicine.name)
        self.reason.set_value("")
        self.errors.clear()
        self.show()
        self.reason.setFocus()

    def _strike(self) -> None:
        self.errors.clear()
        request = StrikeMedicine(medication_id=self._medicine.id, reason=self.reason.value())
        self._session.background.change(
            self, strike_medicine, request, then=lambda _: self.hide(), refused=self._refused
        )

    def _refused(self, reasons: Sequence[Reason]) -> None:
        self.errors.show_sentences([messages.sentence(reason) for reason in reasons])


def _line(medicine: Medicine) -> str:
    times = ", ".join(messages.clock(at) for at in medicine.dose_times)
    taken = f" · {times}" if times else ""
    known = words.generics(medicine)
    held = f" · blood thinner: {', '.join(known)}" if known else ""
    return f"{medicine.name}{taken}{held}"
