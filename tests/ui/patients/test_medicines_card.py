"""Striking out a medicine that was entered in error, through the summary tab."""

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from clinicdesk.desk import Desk
from clinicdesk.intake.actions import SaveIntake, save_intake
from clinicdesk.record.queries import chart
from clinicdesk.record.rules import ThinnerAnswer
from tests.builders.clinic import COORDINATOR
from tests.builders.gestures import ask, do
from tests.builders.patients import a_patient, an_evaluable_case, answers
from tests.screens import keys
from tests.screens.seat import SignIn
from ui.patients.summary_panel import SummaryPanel


def strike(panel: SummaryPanel, reason: str) -> None:
    card = panel.medicines
    keys.press(next(iter(card.links.values())))
    QTest.keyClicks(card.strike.reason.input, reason)
    QTest.keyClick(card.strike.reason.input, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)


def test_a_struck_thinner_stays_on_the_chart_and_must_be_asked_for_again(
    qtbot: QtBot, sign_in: SignIn, desk: Desk
) -> None:
    made = an_evaluable_case(desk, ["Eliquis 5 mg"])
    panel = SummaryPanel(sign_in(COORDINATOR), made.patient_id)
    keys.show(qtbot, panel)
    strike(panel, "Taken by the husband")
    assert panel.medicines.text == "Not recorded"
    assert panel.medicines.struck == "Eliquis 5 mg: Taken by the husband"
    record = ask(desk, COORDINATOR, chart, made.patient_id)
    assert record.takes_thinner is ThinnerAnswer.NOT_ASKED
    assert record.thinners == ()


def test_a_struck_medicine_that_is_said_again_counts_again(
    qtbot: QtBot, sign_in: SignIn, desk: Desk
) -> None:
    patient_id = a_patient(desk)
    take = SaveIntake(patient_id=patient_id, answers=answers(medicines=["Plavix"], thinner=True))
    do(desk, COORDINATOR, save_intake, take)
    panel = SummaryPanel(sign_in(COORDINATOR), patient_id)
    keys.show(qtbot, panel)
    strike(panel, "Wrong chart")
    do(desk, COORDINATOR, save_intake, take)
    [medicine] = ask(desk, COORDINATOR, chart, patient_id).thinners
    assert medicine.drug_keys == ("clopidogrel",)


def test_a_reason_is_needed(qtbot: QtBot, sign_in: SignIn, desk: Desk) -> None:
    made = an_evaluable_case(desk, ["Eliquis 5 mg"])
    panel = SummaryPanel(sign_in(COORDINATOR), made.patient_id)
    keys.show(qtbot, panel)
    strike(panel, "")
    form = panel.medicines.strike
    assert form.errors.sentences == ("Say why this medicine was entered in error.",)
    assert "Eliquis" in panel.medicines.text
