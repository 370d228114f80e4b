"""The list of evaluations to write, and what of it the person at work has begun."""

from datetime import date

import pytest
from pytestqt.qtbot import QtBot

from clinicdesk.desk import Desk
from clinicdesk.drafts import Place
from clinicdesk.evaluations.rules import Decision
from tests.builders.clinic import NURSE, PHYSICIAN
from tests.builders.patients import Made, a_note, an_approved_case, an_evaluable_case
from tests.conftest import Clock
from tests.screens import keys
from tests.screens.evaluations import EvaluationsScreen
from tests.screens.seat import SignIn
from ui.evaluations.evaluation_panel import EvaluationPanel
from ui.evaluations.evaluations_page import EvaluationsPage
from ui.session import Session

ROSA, KEN = "MARTINEZ, Rosa", "NAKAGAWA, Ken"


@pytest.fixture
def waiting(desk: Desk, clock: Clock) -> Made:
    """Ken waits since yesterday, Rosa for more work-up since today; Ken's case."""
    clock.advance(days=-1)
    born = date(1944, 11, 3)
    made = an_evaluable_case(desk, family="Nakagawa", given="Ken", birth_date=born)
    clock.advance(days=1)
    an_approved_case(desk, note=a_note(decision=Decision.MORE_WORK_UP))
    return made


def seen(qtbot: QtBot, session: Session) -> EvaluationsScreen:
    page = EvaluationsPage(session)
    keys.show(qtbot, page)
    page.enter()
    return EvaluationsScreen(qtbot, page)


def begin_a_note(qtbot: QtBot, session: Session, made: Made) -> None:
    """Type into the evaluation and leave it unsigned."""
    panel = EvaluationPanel(session, made.patient_id)
    keys.show(qtbot, panel)
    keys.type_into(panel.form.impression, "Stenosis")
    session.drafts.flush()
    panel.hide()


def test_it_lists_who_waits_and_enter_opens_the_evaluation(
    qtbot: QtBot, sign_in: SignIn, waiting: Made
) -> None:
    screen = seen(qtbot, sign_in(NURSE))

    assert screen.names == [KEN, ROSA]
    assert screen.line(KEN) == {
        "Patient": KEN,
        "Born": "Nov 3, 1944 (82 y)",
        "Waits for": "Evaluation",
        "Since": "Sun, Nov 22 · 1 day",
    }
    assert screen.line(ROSA)["Waits for"] == "More work-up"
    with qtbot.waitSignal(screen.page.evaluation_wanted) as wanted:
        screen.open(KEN)
    assert wanted.args == [waiting.patient_id]
    assert [command.words for command in screen.page.commands()] == ["Open the evaluation"]


def test_a_physician_finds_their_own_drafts(qtbot: QtBot, sign_in: SignIn, waiting: Made) -> None:
    session = sign_in(PHYSICIAN)
    screen = seen(qtbot, session)
    screen.only_mine()
    assert screen.said_instead == "You have begun none of these evaluations."
    screen.do_instead()
    assert screen.names == [KEN, ROSA]

    begin_a_note(qtbot, session, waiting)
    screen.page.activateWindow()
    qtbot.waitUntil(screen.page.isActiveWindow)
    assert [screen.line(name)["Draft"] for name in (KEN, ROSA)] == ["Your draft", ""]
    screen.only_mine()
    assert screen.names == [KEN]

    session.drafts.drop(Place("evaluations.sign_evaluation", waiting.case_id))
    assert screen.said_instead == "You have begun none of these evaluations."


def test_with_nobody_waiting_it_says_so(qtbot: QtBot, sign_in: SignIn) -> None:
    screen = seen(qtbot, sign_in(NURSE))

    assert screen.said_instead.startswith("Nobody waits for an evaluation.")
    with qtbot.waitSignal(screen.page.patients_wanted):
        screen.do_instead()
