"""Putting name and birth date right beside the chart, by keyboard."""

from dataclasses import replace
from datetime import date

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from clinicdesk.desk import Desk
from clinicdesk.patients.actions import CorrectPatient, correct_patient
from clinicdesk.patients.identity import Identity
from clinicdesk.patients.queries import patient_identity
from clinicdesk.patients.rules import PersonName, Sex
from tests.builders.clinic import COORDINATOR, NURSE
from tests.builders.gestures import ask, do
from tests.builders.patients import a_patient
from tests.screens.keys import Keys, show
from tests.screens.seat import SignIn, not_answered_yet
from ui.patients.correct_panel import CorrectPanel

ROSA = {"family": "Martinez", "given": "Rosa", "birth_date": date(1951, 3, 14), "sex": Sex.FEMALE}


def opened(qtbot: QtBot, sign_in: SignIn, desk: Desk) -> CorrectPanel:
    panel = CorrectPanel(sign_in(COORDINATOR), a_patient(desk, **ROSA))
    show(qtbot, panel, 340, 664)
    panel.begin()
    return panel


def recorded(desk: Desk, panel: CorrectPanel) -> Identity:
    return ask(desk, COORDINATOR, patient_identity, panel._patient_id)


def save() -> None:
    Keys().press(Qt.Key.Key_Return, ctrl=True)


def test_nothing_is_typed_over_what_is_not_known_yet(
    qtbot: QtBot, sign_in: SignIn, desk: Desk
) -> None:
    panel = CorrectPanel(sign_in(COORDINATOR), a_patient(desk, **ROSA))
    show(qtbot, panel, 340, 664)
    with not_answered_yet(panel._session):
        panel.begin()
        assert not any(field.isEnabled() for field in panel._parts.values())

    assert Keys().focus is panel.name.family.input


def test_a_slip_is_put_right(qtbot: QtBot, sign_in: SignIn, desk: Desk) -> None:
    panel, keys = opened(qtbot, sign_in, desk), Keys()
    assert not panel.why.isVisible()
    keys.tab_to(panel.born)
    keys.retype("4/13/51")
    keys.pick(panel.gender, "Woman")
    with qtbot.waitSignal(panel.saved):
        save()

    told = recorded(desk, panel)
    assert (told.birth_date, told.gender) == (date(1951, 4, 13), "Woman")


def test_another_name_asks_why(qtbot: QtBot, sign_in: SignIn, desk: Desk) -> None:
    panel, keys = opened(qtbot, sign_in, desk), Keys()
    keys.fill(panel.name.family, "Okonkwo")
    assert panel.why.isVisible()
    save()
    assert panel.errors.sentences == (panel.why.error,)
    assert panel.why.error == "Say whether the name changed or was mistyped."
    keys.choose(panel.why, True)
    with qtbot.waitSignal(panel.saved):
        save()

    assert recorded(desk, panel).name == PersonName("Okonkwo", "Rosa")
    assert not panel.why.isVisible()


def test_what_cannot_be_saved_is_said_at_its_field(
    qtbot: QtBot, sign_in: SignIn, desk: Desk
) -> None:
    panel, keys = opened(qtbot, sign_in, desk), Keys()
    keys.fill(panel.name.family, "")
    keys.tab_to(panel.born)
    keys.retype("")
    save()

    assert panel.errors.sentences == (
        panel.name.family.error,
        panel.born.error,
        panel.why.error,
    )
    assert "" not in panel.errors.sentences


def test_whoever_saves_second_decides(qtbot: QtBot, sign_in: SignIn, desk: Desk) -> None:
    panel, keys = opened(qtbot, sign_in, desk), Keys()
    keys.tab_to(panel.born)
    keys.retype("4/13/51")
    began = recorded(desk, panel)
    theirs = replace(began, birth_date=date(1951, 3, 15), gender="Woman")
    request = CorrectPatient(patient_id=panel._patient_id, identity=theirs, began=began)
    do(desk, NURSE, correct_patient, request)
    save()

    assert list(panel.conflict.rows) == ["birth_date", "gender"]
    assert panel.gender.text() == "Woman"
    panel.conflict.mine.click()
    panel.conflict.rows["gender"].choose(0)
    with qtbot.waitSignal(panel.saved):
        save()
    told = recorded(desk, panel)
    assert (told.birth_date, told.gender) == (date(1951, 4, 13), "Woman")


def test_whoever_comes_back_is_told_what_is_still_here(
    qtbot: QtBot, sign_in: SignIn, desk: Desk
) -> None:
    panel, keys = opened(qtbot, sign_in, desk), Keys()
    keys.fill(panel.name.family, "Martines")
    panel.begin()

    assert panel._draft.strip.words.endswith("is still here.")
    panel._draft.strip.button.click()
    assert panel.name.family.value() == "Martinez"
