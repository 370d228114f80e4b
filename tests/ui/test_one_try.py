"""Pressing twice while a secret is being proved is one try, wherever it is asked for."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from clinicdesk.desk import Desk
from clinicdesk.evaluations.rules import Decision
from clinicdesk.staff.actions import NOBODY
from clinicdesk.staff.queries import credentials
from tests.builders.clinic import PHYSICIAN
from tests.builders.patients import a_booked_case, an_evaluable_case
from tests.builders.times import at
from tests.conftest import Clock
from tests.screens import keys
from tests.screens.evaluation import EvaluationScreen
from tests.screens.policy import PolicyScreen
from tests.screens.procedure import ProcedureScreen
from tests.screens.seat import SignIn, desk, not_answered_yet, sign_in
from ui.evaluations.evaluation_panel import EvaluationPanel
from ui.holds.policy_page import PolicyPage
from ui.kit.buttons import Button
from ui.kit.forms import TextField
from ui.procedure_day.procedure_panel import ProcedurePanel
from ui.session import Session
from ui.shell.secret_form import PIN, SecretForm

__all__ = ["desk", "sign_in"]

WRONG = "wrong horse battery"
Asked = tuple[QWidget, TextField, Button]


def a_new_pin(qtbot: QtBot, desk: Desk, clock: Clock, session: Session) -> Asked:
    form = SecretForm(session, PIN)
    keys.show(qtbot, form, 420, 400)
    for field in (form.new, form.again):
        keys.type_into(field, "493827")
    return form, form.old, form.button


def the_hold_table(qtbot: QtBot, desk: Desk, clock: Clock, session: Session) -> Asked:
    page = PolicyPage(session)
    keys.show(qtbot, page)
    keys.press(PolicyScreen(qtbot, page).page.sign)
    return page, page.card.password, page.card.sign


def a_note(qtbot: QtBot, desk: Desk, clock: Clock, session: Session) -> Asked:
    panel = EvaluationPanel(session, an_evaluable_case(desk).patient_id)
    keys.show(qtbot, panel)
    screen = EvaluationScreen(qtbot, panel)
    screen.impression("Pain of the hip")
    screen.decide(Decision.MORE_WORK_UP)
    screen.press_sign()
    keys.verify(panel.bar.verify)
    return panel, panel.bar.password, panel.bar.sign


def an_order(qtbot: QtBot, desk: Desk, clock: Clock, session: Session) -> Asked:
    made = a_booked_case(desk, at("2026-12-01 09:45"))
    clock.now = at("2026-12-01 11:30")
    panel = ProcedurePanel(session, made.booking_id)
    keys.show(qtbot, panel)
    ProcedureScreen(qtbot, panel).fill("9:50 AM", "10:40 AM")
    keys.verify(panel.order.verify)
    return panel, panel.order.password, panel.order.sign


@pytest.mark.parametrize("opened", [a_new_pin, the_hold_table, a_note, an_order])
@pytest.mark.parametrize(
    ("key", "modifier"),
    [
        (Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier),
        (Qt.Key.Key_Space, Qt.KeyboardModifier.NoModifier),
    ],
)
def test_two_presses_are_one_try(
    qtbot: QtBot,
    sign_in: SignIn,
    desk: Desk,
    opened: Callable[..., Asked],
    clock: Clock,
    key: Qt.Key,
    modifier: Qt.KeyboardModifier,
) -> None:
    session = sign_in(PHYSICIAN)
    shown, secret, button = opened(qtbot, desk, clock, session)
    keys.type_into(secret, WRONG)
    (button if key == Qt.Key.Key_Space else secret).setFocus()
    with not_answered_yet(session):
        for _ in range(2):
            QTest.keyClick(QApplication.focusWidget(), key, modifier)

    assert shown.isVisible()
    assert secret.error.startswith("That is not your password")
    assert button.isEnabled()
    assert desk.read(NOBODY, credentials, PHYSICIAN).wrong_tries == 1
