"""Driving the Details tab of a chart, by keyboard."""

from dataclasses import replace

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from clinicdesk.contacts.actions import ChangeReach, change_reach
from clinicdesk.desk import Desk
from clinicdesk.patients.rules import ContactWay, NewPhone, PayerKind, PhoneKind
from tests.builders.clinic import NURSE
from tests.builders.contacts import known
from tests.builders.gestures import do
from tests.screens import keys
from ui.contacts.details_panel import DetailsPanel
from ui.contacts.record_form import RecordForm


class DetailsScreen:
    """The four cards of the tab."""

    def __init__(self, qtbot: QtBot, panel: DetailsPanel) -> None:
        self._qtbot = qtbot
        self.panel = panel
        self.settle()

    def settle(self) -> None:
        keys.settle(self._qtbot, self.panel._session.background)

    def reach(
        self,
        *,
        way: ContactWay | None = None,
        language: str = "",
        interpreter: bool | None = None,
        **texts: str,
    ) -> None:
        """Type how the patient is reached; nothing is saved."""
        fields = self.panel.reach.fields
        for name, text in texts.items():
            keys.type_into(getattr(fields if name == "email" else fields.address, name), text)
        if way:
            keys.choose(fields.way, way)
        if language:
            keys.choose(fields.language, language)
        if interpreter is not None:
            keys.choose(fields.interpreter, interpreter)

    def add_phone(self, number: str, kind: PhoneKind, *, preferred: bool = False) -> None:
        """One more phone below the others."""
        phones = self.panel.reach.fields.phones
        keys.press(phones.add)
        row = phones.rows[-1]
        self.settle()
        keys.type_into(row.number, number)
        row.kind.setFocus()
        QTest.keyClicks(row.kind.control, kind.value[0])
        keys.tick(row.preferred, preferred)

    def other_saves_phones(self, desk: Desk, patient_id: int, *phones: NewPhone) -> None:
        """A nurse saves these phones meanwhile."""
        began = known(desk, patient_id).reach
        reach = replace(began, phones=phones)
        request = ChangeReach(patient_id=patient_id, reach=reach, began=began)
        do(desk, NURSE, change_reach, request)

    def pay(
        self,
        *,
        kind: PayerKind | None = None,
        member: str = "",
        trial: str = "",
        enrolled: str = "",
    ) -> None:
        """Type who pays; nothing is saved."""
        fields = self.panel.payer.fields
        if kind:
            keys.choose(fields.kind, kind)
        for field, text in (
            (fields.member, member),
            (fields.trial, trial),
            (fields.enrolled, enrolled),
        ):
            if text:
                keys.type_into(field, text)

    def add_person(self, name: str, *, relation: str = "", phone: str = "", tick: str = "") -> None:
        """Open the form for a new person, type and save."""
        keys.press(self.panel.people.add)
        self.name_person(self.panel.people.adding, name, relation, phone, tick)

    def name_person(
        self, form: RecordForm, name: str, relation: str, phone: str, tick: str
    ) -> None:
        """Type who it is and save."""
        fields = form.fields
        keys.type_into(fields.name, name)
        keys.type_into(fields.relation, relation)
        if phone:
            keys.type_into(fields.phone, phone)
        if tick:
            keys.tick(fields.ticks[tick])
        self.save(form)

    def type_phone(self, form: RecordForm, number: str) -> None:
        keys.type_into(form.fields.phone, number)

    def change_person(self, person_id: int, *, phone: str) -> None:
        """Change the phone of somebody on the list."""
        keys.press(self.panel.people.links[person_id, "Change"])
        self.settle()
        self.type_phone(self.panel.people.changing, phone)
        self.save(self.panel.people.changing)

    def add_alert(self, words: str, *, at_booking: bool = False) -> None:
        form = self.panel.alerts.form
        keys.press(self.panel.alerts.add)
        keys.type_into(form.words, words)
        keys.tick(form.at_booking, at_booking)
        keys.commit(form.words)
        self.settle()

    def end_alert(self, alert_id: int, reason: str) -> None:
        alerts = self.panel.alerts
        if alerts.ending.isHidden():
            keys.press(alerts.links[alert_id])
        self.settle()
        keys.type_into(alerts.ending.reason, reason)
        keys.commit(alerts.ending.reason)
        self.settle()

    def save(self, form: RecordForm) -> None:
        """Ctrl+Enter in one of the forms."""
        form.save.setFocus()
        QTest.keyClick(form.save, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
        self.settle()

    def problem(self, form: RecordForm) -> str:
        """What a form says is to be done before saving."""
        return " ".join(form.errors.sentences)
