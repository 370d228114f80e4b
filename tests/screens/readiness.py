"""Driving the readiness panel and the blood-thinner editor, by keyboard."""

from datetime import datetime, time

from pytestqt.qtbot import QtBot

from clinicdesk.holds.rules import ClearanceDecision
from clinicdesk.policy import HoldUnit, Indication
from clinicdesk.readiness.rules import EscortKind, GateKey
from tests.builders.times import ZONE
from tests.screens import keys
from ui.holds.clinical_forms import CreatinineForm, InrForm, LabForm, TermsForm
from ui.holds.drug_block import DrugBlock
from ui.holds.evidence_forms import ClearanceForm, DoseTimesForm, LastDoseForm
from ui.holds.hold_editor import HoldEditor
from ui.holds.hold_form import HoldForm
from ui.holds.moment_field import MomentField
from ui.holds.section import Section
from ui.readiness.driver_editor import DriverEditor
from ui.readiness.readiness_panel import ReadinessPanel


class ReadinessScreen:
    """The gates of one booking."""

    def __init__(self, qtbot: QtBot, panel: ReadinessPanel) -> None:
        self._qtbot = qtbot
        self.panel = panel
        self._settle()

    def line(self, key: GateKey) -> str:
        """What a gate's row says."""
        return self.panel.rows[key].line

    def why(self, key: GateKey) -> str:
        """The sentences under a gate's row."""
        return self.panel.drawers[key].why

    @property
    def count(self) -> str:
        return self.panel.count

    def press(self, key: GateKey) -> None:
        """Press the link of a gate."""
        keys.press(self.panel.rows[key].link)
        self._settle()

    def open(self, key: GateKey) -> None:
        """Open a gate's editor if it is not open."""
        if not self.panel.drawers[key].is_open:
            self.press(key)

    def name_driver(
        self, name: str, relationship: str, phone: str, *, adult: bool = True, agreed: bool = True
    ) -> None:
        """Type in who takes the patient home, and save it."""
        editor = self.driver
        keys.choose(editor.kind, EscortKind.RESPONSIBLE_ADULT)
        keys.type_into(editor.name, name)
        keys.type_into(editor.relationship, relationship)
        keys.type_into(editor.phone, phone)
        keys.tick(editor.is_adult, adult)
        keys.tick(editor.has_agreed, agreed)
        keys.commit(editor.has_agreed)
        self._settle()

    def say_kind(self, kind: EscortKind) -> None:
        """Record a mere ride, or that there is nobody yet."""
        editor = self.driver
        keys.choose(editor.kind, kind)
        keys.commit(editor.kind)
        self._settle()

    @property
    def driver(self) -> DriverEditor:
        self.open(GateKey.DRIVER)
        editor = self.panel.drawers[GateKey.DRIVER].editor
        assert isinstance(editor, DriverEditor)
        return editor

    @property
    def problem(self) -> str:
        """What the driver editor says is to do."""
        return " ".join(self.driver.errors.sentences)

    def drug(self, name: str) -> "HoldScreen":
        """The block of a drug, by its generic name."""
        self.open(GateKey.BLOOD_THINNER)
        editor = self.panel.drawers[GateKey.BLOOD_THINNER].editor
        assert isinstance(editor, HoldEditor)
        return HoldScreen(self._qtbot, editor, name)

    def _settle(self) -> None:
        keys.settle(self._qtbot, self.panel._session.background)


class HoldScreen:
    """One drug of the blood-thinner editor."""

    def __init__(self, qtbot: QtBot, editor: HoldEditor, name: str) -> None:
        self._qtbot = qtbot
        self.editor, self.name = editor, name

    @property
    def block(self) -> DrugBlock:
        blocks = self.editor.blocks
        return next(block for drug, block in blocks.items() if drug.drug_key == self.name)

    def section(self, form: type[HoldForm]) -> Section:
        """One kind of evidence, by its form."""
        return next(one for one in self.block.sections if type(one.form) is form)

    @property
    def open_form(self) -> type[HoldForm] | None:
        """The form that is open, by its class."""
        return next((type(one.form) for one in self.block.sections if one.is_open), None)

    @property
    def problem(self) -> str:
        """What the open form says is to do."""
        [sentences] = [one.form.errors.sentences for one in self.block.sections if one.is_open]
        return " ".join(sentences)

    def take_at(self, times: str) -> None:
        """`8 AM, 8 PM`."""
        form = self._open(DoseTimesForm)
        keys.type_into(form.times, times)
        self._commit(form)

    def record_lab(self, kind: type[LabForm], value: str, taken_at: datetime) -> None:
        """CreatinineForm or InrForm."""
        form = self._open(kind)
        keys.type_into(form.value, value)
        self._type_moment(form.taken, taken_at)
        self._commit(form)

    def set_terms(
        self,
        indication: Indication | None = None,
        interval: tuple[str, HoldUnit] | None = None,
    ) -> None:
        form = self._open(TermsForm)
        if indication:
            keys.choose(form.indication, indication)
        if interval:
            keys.type_into(form.value, interval[0])
            keys.choose(form.unit, interval[1])
        self._commit(form)

    def record_clearance(
        self,
        decision: ClearanceDecision = ClearanceDecision.HOLD,
        *,
        prescriber: str = "Dr. A. Reyes",
        method: str = "Phone",
        spoke_with: str = "nurse Lee",
    ) -> None:
        """The prescriber's answer, given just now."""
        form = self._open(ClearanceForm)
        keys.type_into(form.prescriber, prescriber)
        keys.choose(form.method, method)
        keys.type_into(form.spoke_with, spoke_with)
        keys.choose(form.decision, decision)
        self._commit(form)

    def tell_last_dose(self, taken_at: datetime, stated_by: str = "Patient") -> None:
        form = self._open(LastDoseForm)
        self._type_moment(form.taken, taken_at)
        keys.choose(form.stated_by, stated_by)
        self._commit(form)

    def _open(self, kind: type[HoldForm]) -> HoldForm:
        section = self.section(kind)
        if not section.is_open:
            keys.press(section.link)
        return section.form

    def _type_moment(self, field: MomentField, instant: datetime) -> None:
        local = instant.astimezone(ZONE)
        keys.type_into(field.day, keys.typed(local.date()))
        keys.type_into(field.time, keys.typed(time(local.hour, local.minute)))

    def _commit(self, form: HoldForm) -> None:
        keys.commit(form.save)
        keys.settle(self._qtbot, form.session.background)


__all__ = ["CreatinineForm", "HoldScreen", "InrForm", "ReadinessScreen"]
