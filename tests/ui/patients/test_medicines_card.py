"""Marking a blood thinner and striking out an error, through the summary tab."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from clinicdesk.desk import Desk
from clinicdesk.intake.actions import SaveIntake, save_intake
from clinicdesk.record.queries import chart
from clinicdesk.record.rules import ThinnerAnswer
from tests.builders.clinic import COORDINATOR, NURSE, PHYSICIAN
from tests.builders.evidence import mark
from tests.builders.gestures import ask, do
from tests.builders.patients import a_patient, an_evaluable_case, answers, as_loaded
from tests.screens import keys
from tests.screens.seat import SignIn
from ui.kit.scrolling import FocusInView
from ui.patients import words
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
    panel = SummaryPanel(sign_in(NURSE), made.patient_id)
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
    panel = SummaryPanel(sign_in(NURSE), patient_id)
    keys.show(qtbot, panel)
    strike(panel, "Wrong chart")
    do(desk, COORDINATOR, save_intake, as_loaded(desk, take))
    [medicine] = ask(desk, COORDINATOR, chart, patient_id).thinners
    assert medicine.drug_keys == ("clopidogrel",)


def test_the_form_opens_under_its_line_and_closes_without_a_word(
    qtbot: QtBot, sign_in: SignIn, desk: Desk
) -> None:
    made = an_evaluable_case(desk, [f"Medicine {number}" for number in range(12)])
    panel = SummaryPanel(sign_in(NURSE), made.patient_id)
    FocusInView(panel)  # as in the main window
    keys.show(qtbot, panel, height=400)
    card = panel.medicines
    link = list(card.links.values())[5]
    assert link.accessibleName() == "Medicine 5: strike out"
    keys.press(link)
    form = card.strike
    row = link.parentWidget()
    qtbot.waitUntil(lambda: 0 <= form.y() - row.geometry().bottom() < 10)
    control = form.reason.control
    qtbot.waitUntil(lambda: control.visibleRegion().boundingRect() == control.rect())
    panel.reload()
    assert form.isVisible()

    QTest.keyClick(form.reason.input, Qt.Key.Key_Escape)
    assert not form.isVisible()
    link = list(card.links.values())[5]
    qtbot.waitUntil(link.isVisible)
    assert link.hasFocus()
    keys.press(link)
    keys.press(form.cancel)

    assert not form.isVisible()
    assert len(ask(desk, NURSE, chart, made.patient_id).medicines) == 12


def test_a_medicine_is_added_once_the_intake_is_closed(
    qtbot: QtBot, sign_in: SignIn, desk: Desk
) -> None:
    made = an_evaluable_case(desk)
    panel = SummaryPanel(sign_in(COORDINATOR), made.patient_id)
    keys.show(qtbot, panel)
    card = panel.medicines
    assert card.text == "None"
    keys.press(card.add)
    keys.commit(card.form.name.input)
    assert card.form.name.error == "Write the medicine's name."

    QTest.keyClicks(card.form.name.input, "Eliquis 5 mg")
    assert card.form.name.note == "Blood thinner: apixaban"
    keys.commit(card.form.name.input)

    assert card.text == "Eliquis 5 mg · blood thinner: apixaban"
    assert card.form.name.value() == ""
    [taken] = ask(desk, NURSE, chart, made.patient_id).thinners
    assert taken.drug_keys == ("apixaban",)
    QTest.keyClick(card.form.name.input, Qt.Key.Key_Escape)
    assert not card.form.isVisible()


def test_a_medicine_is_added_once_though_the_keys_are_pressed_twice(
    qtbot: QtBot, sign_in: SignIn, desk: Desk
) -> None:
    patient_id = a_patient(desk)
    session = sign_in(NURSE, threads=True)
    panel = SummaryPanel(session, patient_id)
    keys.show(qtbot, panel)
    keys.settle(qtbot, session.background)
    card = panel.medicines
    keys.press(card.add)
    QTest.keyClicks(card.form.name.input, "Zocor")
    keys.commit(card.form.name.input)
    keys.commit(card.form.name.input)
    keys.settle(qtbot, session.background)

    assert card.form.name.error == ""
    assert card.text == "Zocor"


def test_an_allergy_is_struck_out(qtbot: QtBot, sign_in: SignIn, desk: Desk) -> None:
    patient_id = a_patient(desk)
    said = SaveIntake(patient_id=patient_id, answers=answers(allergies=["Latex"]))
    do(desk, COORDINATOR, save_intake, said)
    panel = SummaryPanel(sign_in(NURSE), patient_id)
    keys.show(qtbot, panel)
    card = panel.allergies
    keys.press(next(iter(card.links.values())))
    QTest.keyClicks(card.strike.reason.input, "Wrong chart")
    keys.commit(card.strike.reason.input)

    assert (card.text, card.struck) == ("Allergies not recorded", "Latex: Wrong chart")


def test_a_reason_is_needed(qtbot: QtBot, sign_in: SignIn, desk: Desk) -> None:
    made = an_evaluable_case(desk, ["Eliquis 5 mg"])
    panel = SummaryPanel(sign_in(NURSE), made.patient_id)
    keys.show(qtbot, panel)
    strike(panel, "")
    form = panel.medicines.strike
    assert form.errors.sentences == ("Say why this medicine was entered in error.",)
    assert "Eliquis" in panel.medicines.text


def test_the_front_desk_neither_strikes_nor_marks(
    qtbot: QtBot, sign_in: SignIn, desk: Desk
) -> None:
    made = an_evaluable_case(desk, ["Eliquis 5 mg", "Newthin 5 MG"])
    panel = SummaryPanel(sign_in(COORDINATOR), made.patient_id)
    keys.show(qtbot, panel)
    assert "Newthin 5 MG" in panel.medicines.text
    assert (panel.medicines.links, panel.medicines.marks) == ({}, {})


@pytest.mark.parametrize("login", [NURSE, PHYSICIAN])
def test_a_thinner_that_the_table_does_not_know_is_marked(
    qtbot: QtBot, sign_in: SignIn, desk: Desk, login: str
) -> None:
    made = an_evaluable_case(desk, ["Eliquis 5 mg", "Newthin 5 MG"])
    panel = SummaryPanel(sign_in(login), made.patient_id)
    keys.show(qtbot, panel)
    [link] = panel.medicines.marks.values()
    assert link.accessibleName() == "Newthin 5 MG: blood thinner"
    keys.press(link)
    assert "Newthin 5 MG · blood thinner: Newthin 5 MG" in panel.medicines.text
    assert panel.medicines.marks == {}
    assert [one.name for one in ask(desk, NURSE, chart, made.patient_id).thinners] == [
        "Eliquis 5 mg",
        "Newthin 5 MG",
    ]


def test_a_mark_that_somebody_else_set_meanwhile(qtbot: QtBot, sign_in: SignIn, desk: Desk) -> None:
    made = an_evaluable_case(desk, ["Newthin 5 MG"])
    panel = SummaryPanel(sign_in(NURSE), made.patient_id)
    keys.show(qtbot, panel)
    mark(desk, made.patient_id, "Newthin 5 MG")
    [link] = panel.medicines.marks.values()
    keys.press(link)
    assert panel.medicines.errors.sentences == (
        "Newthin 5 MG is marked as a blood thinner already. Record its hold.",
    )


def test_a_pain_medicine_is_not_called_a_blood_thinner(
    qtbot: QtBot, sign_in: SignIn, desk: Desk
) -> None:
    made = an_evaluable_case(desk, ["Ibuprofen 400 MG"])
    panel = SummaryPanel(sign_in(NURSE), made.patient_id)
    keys.show(qtbot, panel)
    assert panel.medicines.text == "Ibuprofen 400 MG · held before a procedure: ibuprofen"
    chip = words.thinner_chip(ask(desk, NURSE, chart, made.patient_id))
    assert chip.text == "Blood thinner · not named"
