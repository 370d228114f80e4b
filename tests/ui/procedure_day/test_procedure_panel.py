"""Recording what was done, and ordering the discharge, through the real panel."""

from collections.abc import Callable
from datetime import time

import pytest
from pytestqt.qtbot import QtBot

from clinicdesk.desk import Desk
from clinicdesk.evaluations.rules import Level, Side
from clinicdesk.procedure_day.queries import procedure_form
from clinicdesk.procedure_day.rules import Restart
from clinicdesk.record.rules import LabKind
from tests.builders.clinic import COORDINATOR, NURSE, PASSWORD, PHYSICIAN
from tests.builders.evidence import a_lab, clear, name_driver, print_sheet
from tests.builders.gestures import ask
from tests.builders.patients import Made, a_booked_case
from tests.builders.times import at
from tests.conftest import Clock
from tests.screens import checks, keys
from tests.screens.procedure import ProcedureScreen
from tests.screens.seat import SignIn
from ui.procedure_day.procedure_panel import ProcedurePanel

START, AFTER = at("2026-12-01 09:45"), at("2026-12-01 11:30")
Open = Callable[..., ProcedureScreen]


@pytest.fixture
def open_panel(qtbot: QtBot, sign_in: SignIn, clock: Clock) -> Open:
    """Opens the tab of a booking for somebody, after the procedure."""
    kept: list[ProcedurePanel] = []

    def open_it(made: Made, login: str = PHYSICIAN, *, threads: bool = False) -> ProcedureScreen:
        clock.now = AFTER
        panel = ProcedurePanel(sign_in(login, threads=threads), made.booking_id)
        kept.append(panel)
        keys.show(qtbot, panel, 1196, 600)
        return ProcedureScreen(qtbot, panel)

    return open_it


@pytest.fixture
def held(desk: Desk, clock: Clock) -> Made:
    """A booked case whose apixaban is held."""
    made = a_booked_case(desk, START, ["Eliquis 5 MG"], dose_times=(time(8), time(20)))
    a_lab(desk, made.patient_id, LabKind.CREATININE_CLEARANCE, "62", clock.now)
    clear(desk, made.booking_id)
    return made


def test_a_day_recorded_by_keyboard(open_panel: Open, desk: Desk, held: Made) -> None:
    screen = open_panel(held)
    screen.fill("950", "10:40")
    screen.take_suggestion("apixaban")
    screen.sign(PASSWORD)
    assert screen.recorded == {
        "Time": "Tue, Dec 1, 2026, 9:50 AM – 10:40 AM · 50 minutes",
        "Levels done": "L4–L5 (both)",
        "Sedation given": "Moderate",
        "Skin closed with": "Glue",
        "Bleeding stopped": "Yes",
        "Restart apixaban": "Wed, Dec 2, 2026, 10:40 AM",
        "Ordered by": "Dr. N. Okafor · Tue, Dec 1, 2026, 11:30 AM",
    }
    assert not screen.panel.order.isVisible()
    assert ask(desk, PHYSICIAN, procedure_form, held.booking_id).done.hemostasis is True


def test_the_plan_is_preset_and_nothing_else(open_panel: Open, desk: Desk) -> None:
    done = open_panel(a_booked_case(desk, START)).panel.done
    assert done.levels_done() == ((Level.L4_L5, Side.BOTH),)
    answers = (done.start(), done.end(), done.sedation, done.closure, done.bleeding_stopped)
    assert [getattr(one, "value", lambda: None)() for one in answers] == [None] * 5


def test_other_levels_than_planned(open_panel: Open, desk: Desk) -> None:
    screen = open_panel(a_booked_case(desk, START))
    screen.fill("9:50 AM", "10:40 AM", levels={Level.L3_L4: Side.LEFT, Level.L4_L5: Side.RIGHT})
    screen.sign(PASSWORD)
    assert screen.recorded["Levels done"] == "L3–L4 (left), L4–L5 (right)"


def test_the_suggestion_waits_for_the_end_and_the_bleeding(open_panel: Open, held: Made) -> None:
    screen = open_panel(held)
    row, done = screen.row("apixaban"), screen.panel.done
    keys.choose(row.decision, Restart.RESTART_AT)
    assert not row.suggestion.isVisible()
    keys.type_into(done.ended, "10:40 AM")
    keys.choose(done.bleeding_stopped, False)
    assert not row.suggestion.isVisible()
    keys.choose(done.bleeding_stopped, True)
    assert row.suggestion.isVisible()
    assert row.suggestion.text() == "Use the table’s Wed, Dec 2, 2026, 10:40 AM"
    assert (row.day.value(), row.time.value()) == (None, None)


@pytest.mark.parametrize(
    ("decision", "shown"), [(Restart.WHEN_TOLD, "When told"), (Restart.STAY_OFF, "Stay off")]
)
def test_a_drug_may_stay_off(open_panel: Open, held: Made, decision: Restart, shown: str) -> None:
    screen = open_panel(held)
    screen.fill("9:50 AM", "10:40 AM", bleeding_stopped=False)
    screen.restart("apixaban", decision)
    screen.sign(PASSWORD)
    assert screen.recorded["Restart apixaban"] == shown


def test_what_is_missing_is_listed_and_what_is_typed_stays(open_panel: Open, held: Made) -> None:
    screen = open_panel(held)
    keys.type_into(screen.panel.done.started, "9:50 AM")
    screen.sign(PASSWORD)
    for sentence in (
        "Enter when the procedure started and ended.",
        "Choose the sedation that was given.",
        "Choose how the skin was closed.",
        "Answer whether the bleeding has stopped.",
        "apixaban: the physician decides when it restarts.",
    ):
        assert sentence in screen.problem
    assert screen.panel.done.started.value() == time(9, 50)
    assert screen.recorded == {}


@pytest.mark.parametrize(
    ("started", "ended", "sentence"),
    [
        ("10:40 AM", "9:50 AM", "Enter an end after Tue, Dec 1, 2026, 10:40 AM."),
        ("9:50 AM", "11:31 AM", "Enter when the procedure ended; Tue, Dec 1, 2026, 11:31 AM has"),
        ("nine", "10:40 AM", "Started needs a time like 9:45 AM."),
    ],
)
def test_times_that_cannot_be(
    open_panel: Open, desk: Desk, started: str, ended: str, sentence: str
) -> None:
    screen = open_panel(a_booked_case(desk, START))
    screen.fill(started, ended)
    screen.sign(PASSWORD)
    assert screen.problem.startswith(sentence)
    assert screen.recorded == {}


def test_a_restart_needs_the_bleeding_to_have_stopped(open_panel: Open, held: Made) -> None:
    screen = open_panel(held)
    screen.fill("9:50 AM", "10:40 AM", bleeding_stopped=False)
    screen.restart("apixaban", Restart.RESTART_AT, at("2026-12-02 10:40"))
    screen.sign(PASSWORD)
    assert screen.problem.startswith("apixaban: a restart time needs the bleeding to have stopped.")


def test_a_wrong_password_keeps_everything_typed(open_panel: Open, held: Made) -> None:
    screen = open_panel(held)
    screen.fill("9:50 AM", "10:40 AM")
    screen.restart("apixaban", Restart.RESTART_AT, at("2026-12-03 08:00"))
    screen.sign("wrong horse battery")
    assert screen.problem == "That is not your password or PIN. Type it again; all else is kept."
    assert screen.panel.order.password.control.hasFocus()
    assert screen.panel.order.password.value() == ""
    screen.sign(PASSWORD)
    assert screen.recorded["Restart apixaban"] == "Thu, Dec 3, 2026, 8:00 AM"


def test_what_is_missing_comes_before_the_password(open_panel: Open, held: Made) -> None:
    screen = open_panel(held)
    screen.fill("9:50 AM", "10:40 AM")
    screen.sign("")
    assert screen.problem == "apixaban: the physician decides when it restarts."
    screen.restart("apixaban", Restart.WHEN_TOLD)
    screen.sign("")
    assert screen.problem == "Type your PIN or password."
    assert screen.panel.order.password.control.hasFocus()
    screen.sign(PASSWORD)
    assert screen.recorded["Restart apixaban"] == "When told"


def test_a_refusal_clears_the_password(open_panel: Open, held: Made) -> None:
    screen = open_panel(held)
    screen.sign(PASSWORD)
    assert "Choose how the skin was closed." in screen.problem
    assert screen.panel.order.password.value() == ""


def test_a_listed_thinner_that_nobody_held_is_asked_about(open_panel: Open, desk: Desk) -> None:
    screen = open_panel(a_booked_case(desk, START, ["Plavix 75 MG"]))
    screen.fill("9:50 AM", "10:40 AM")
    screen.restart("clopidogrel", Restart.STAY_OFF)
    screen.sign(PASSWORD)
    assert screen.recorded["Restart clopidogrel"] == "Stay off"


def test_open_gates_are_named_before_signing(open_panel: Open, desk: Desk) -> None:
    screen = open_panel(a_booked_case(desk, START))
    assert screen.panel.order.open_gates.words == (
        "Readiness is still open:\nDriver: Not asked\nPacket: To print"
    )


def test_without_open_gates_there_is_no_warning(open_panel: Open, desk: Desk) -> None:
    made = a_booked_case(desk, START)
    name_driver(desk, made.booking_id)
    print_sheet(desk, made.booking_id)
    assert not open_panel(made).panel.order.open_gates.isVisible()


def test_whose_procedure_stands_above_the_signature(open_panel: Open, desk: Desk) -> None:
    whose = open_panel(a_booked_case(desk, START)).panel.order.verify.words
    assert whose.startswith("MARTINEZ, Rosa · Born ")
    assert whose.endswith("Tue, Dec 1, 2026, 9:45 AM")


@pytest.mark.parametrize("login", [COORDINATOR, NURSE])
def test_others_read_who_records(open_panel: Open, desk: Desk, login: str) -> None:
    screen = open_panel(a_booked_case(desk, START), login)
    assert screen.panel.who.endswith("Dr. E. Lindqvist, Dr. N. Okafor.")
    assert not screen.panel.done.isVisible()
    assert not screen.panel.order.isVisible()


def test_others_read_the_record(open_panel: Open, desk: Desk) -> None:
    made = a_booked_case(desk, START)
    physician = open_panel(made)
    physician.fill("9:50 AM", "10:40 AM")
    physician.sign(PASSWORD)
    nurse = open_panel(made, NURSE)
    assert nurse.recorded["Ordered by"].startswith("Dr. N. Okafor")
    assert nurse.panel.who == ""


def test_with_real_threads(open_panel: Open, desk: Desk) -> None:
    screen = open_panel(a_booked_case(desk, START), threads=True)
    screen.fill("9:50 AM", "10:40 AM")
    screen.sign(PASSWORD)
    assert screen.recorded["Sedation given"] == "Moderate"


def test_everything_can_be_named_hit_and_reached(open_panel: Open, held: Made) -> None:
    screen = open_panel(held)
    keys.choose(screen.row("apixaban").decision, Restart.RESTART_AT)
    assert checks.unnamed(screen.panel) == []
    assert checks.too_small(screen.panel) == []
    assert checks.rich_labels(screen.panel) == []
    visited = checks.tab_cycle(screen.panel)
    assert set(visited) == set(checks.tab_stops(screen.panel))
    last = visited.index(screen.panel.done.closure.focusProxy().focusProxy())
    assert visited[(last + 1) % len(visited)].window() is screen.panel
    assert checks.name(visited[(last + 1) % len(visited)]) == "apixaban (Eliquis): Restart at"
