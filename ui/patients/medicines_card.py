"""The medicines on the chart: adding, marking an unknown blood thinner, striking out an error."""

from collections.abc import Sequence

from PySide6.QtCore import Qt

from clinicdesk import messages
from clinicdesk.intake.queries import IntakeFacts
from clinicdesk.record.actions import MarkThinner, StrikeMedicine, mark_thinner, strike_medicine
from clinicdesk.record.queries import Chart, Medicine
from ui.kit.buttons import Button, link
from ui.patients import words
from ui.patients.add_medicine_form import AddMedicineForm
from ui.patients.entries_card import EntriesCard, Entry, entry_link
from ui.session import Session
from ui.strike_form import StrikeForm


class MedicinesCard(EntriesCard):
    """One medicine per line."""

    def __init__(self, session: Session, patient_id: int) -> None:
        strike = StrikeForm(
            session,
            strike_medicine,
            lambda entry_id, reason: StrikeMedicine(medication_id=entry_id, reason=reason),
        )
        may_strike = session.may(strike_medicine)
        super().__init__("Medicines", strike, may_strike=may_strike)
        self._session = session
        self._may_mark = session.may(mark_thinner)
        self._unknown: set[int] = set()
        self.marks: dict[int, Button] = {}
        self.add = link("Add &medicine")
        self.form = AddMedicineForm(session, patient_id)
        self.add.clicked.connect(lambda _: self.form.begin())
        self.form.closed.connect(self.add.setFocus)
        self.body.insertWidget(self.body.count() - 1, self.add, 0, Qt.AlignmentFlag.AlignLeft)
        self.body.insertWidget(self.body.count() - 1, self.form)

    def show_record(self, record: Chart, intake: IntakeFacts | None) -> None:
        """Show what is taken, and what was struck out."""
        self.marks = {}
        self._unknown = {item.id for item in record.medicines if not item.drug_keys}
        entries = [Entry(item.id, item.name, _line(item)) for item in record.medicines]
        self.show_entries(entries, record.struck, words.no_medicines(record, intake))

    def buttons(self, entry: Entry) -> Sequence[Button]:
        if not self._may_mark or entry.id not in self._unknown:
            return ()
        self.marks[entry.id] = entry_link("Blood thinner", entry, self._mark)
        return (self.marks[entry.id],)

    def _mark(self, entry: Entry) -> None:
        request = MarkThinner(medication_id=entry.id)
        self._session.background.change(
            self,
            mark_thinner,
            request,
            then=lambda _: self.errors.clear(),
            refused=self.errors.show_reasons,
        )


def _line(medicine: Medicine) -> str:
    times = ", ".join(messages.clock(at) for at in medicine.dose_times)
    taken = f" · {times}" if times else ""
    what = "blood thinner" if words.is_thinner(medicine) else "held before a procedure"
    known = ", ".join(words.generics(medicine))
    return f"{medicine.name}{taken} · {what}: {known}" if known else f"{medicine.name}{taken}"
