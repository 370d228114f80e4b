"""Who is ready and who is not, seen and settled through the real panel."""

from collections.abc import Callable
from datetime import time
from uuid import uuid4

import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from clinicdesk import topics
from clinicdesk.cases.queries import current_case
from clinicdesk.desk import Desk
from clinicdesk.holds.rules import ClearanceDecision
from clinicdesk.intake.actions import SaveIntake, save_intake
from clinicdesk.procedure_day.actions import record_procedure
from clinicdesk.readiness.actions import override_gate
from clinicdesk.readiness.queries import readiness
from clinicdesk.readiness.rules import EscortKind, GateKey
from clinicdesk.scheduling.actions.book import MoveBooking, book_slot, move_booking
from clinicdesk.scheduling.queries import booking
from clinicdesk.scheduling.rules import Sedation
from tests.builders.clinic import COORDINATOR, PHYSICIAN, actor
from tests.builders.contacts import has_contact
from tests.builders.evidence import name_driver, print_sheet
from tests.builders.gestures import ask, do
from tests.builders.patients import (
    Made,
    a_booked_case,
    a_note,
    a_patient,
    a_slot,
    answers,
    sign_note,
)
from tests.builders.procedures import as_done
from tests.builders.the_day import an_override
from tests.builders.times import at
from tests.conftest import Clock
from tests.screens import checks, keys
from tests.screens.readiness import ReadinessScreen
from tests.screens.seat import SignIn
from ui.holds.hold_editor import HoldEditor
from ui.kit.panel import DetailPanel
from ui.kit.tokens import Status
from ui.readiness.readiness_panel import ReadinessPanel
from ui.readiness.readiness_tab import ReadinessTab

START = at("2026-12-01 09:45")
Open = Callable[..., ReadinessScreen]


@pytest.fixture
def open_panel(qtbot: QtBot, sign_in: SignIn) -> Open:
    """Opens the panel of a booking for somebody, at the side of the schedule."""
    sides: list[DetailPanel] = []

    def open_it(
        booking_id: int, login: str = COORDINATOR, *, threads: bool = False
    ) -> ReadinessScreen:
        session = sign_in(login, threads=threads)
        panel = ReadinessPanel(session, booking_id, hold_editor=HoldEditor)
        side = DetailPanel("Tue, Dec 1 · 9:45 – 10:45 AM", width=350)
        side.body.addWidget(panel)
        keys.show(qtbot, side, 350, 664)
        sides.append(side)
        return ReadinessScreen(qtbot, panel)

    return open_it


def statuses(screen: ReadinessScreen) -> list[Status]:
    return [row.status for row in screen.panel.rows.values()]


def test_every_gate_is_listed_and_only_what_is_due_is_loud(open_panel: Open, desk: Desk) -> None:
    screen = open_panel(a_booked_case(desk, START).booking_id)
    assert [screen.line(key) for key in GateKey] == [
        "Signed",
        "None taken",
        "Not asked · due Sat",
        "To print · due Tue",
    ]
    assert statuses(screen) == [Status.READY, Status.READY, Status.WAIT, Status.WAIT]
    assert screen.count == "2 of 4 ready"


@pytest.mark.parametrize(
    ("now", "driver", "packet"),
    [
        ("2026-11-23 23:59", "Not asked · due Sat", "To print · due Tue"),
        ("2026-11-24 00:00", "Not asked · due Sat", "To print"),
        ("2026-11-28 00:00", "Not asked", "To print"),
    ],
)
def test_a_gate_gets_loud_when_it_is_due(
    open_panel: Open, desk: Desk, clock: Clock, now: str, driver: str, packet: str
) -> None:
    made = a_booked_case(desk, START)
    clock.now = at(now)
    screen = open_panel(made.booking_id)
    assert (screen.line(GateKey.DRIVER), screen.line(GateKey.PACKET)) == (driver, packet)
    loud = [Status.WAIT if "due" in line else Status.ATTN for line in (driver, packet)]
    assert statuses(screen)[2:] == loud


def test_a_far_due_day_has_its_month(open_panel: Open, desk: Desk) -> None:
    screen = open_panel(a_booked_case(desk, at("2026-12-11 09:45")).booking_id)
    assert screen.line(GateKey.DRIVER) == "Not asked · due Dec 8"


def test_no_sedation_needs_no_driver(open_panel: Open, desk: Desk) -> None:
    made = a_booked_case(desk, START)
    moved = _move(desk, made, "2026-12-01 09:45", sedation=Sedation.NONE)
    screen = open_panel(moved)
    assert screen.line(GateKey.DRIVER) == "No sedation"
    assert not screen.panel.rows[GateKey.DRIVER].link.isVisible()
    assert screen.count == "2 of 3 ready"


def test_naming_a_driver_by_keyboard(open_panel: Open, desk: Desk) -> None:
    made = a_booked_case(desk, START)
    screen = open_panel(made.booking_id)
    screen.name_driver("Ana Martinez", "daughter", "7075550172")
    assert screen.line(GateKey.DRIVER) == "Confirmed · Ana Martinez, daughter"
    assert screen.count == "3 of 4 ready"
    assert not screen.panel.drawers[GateKey.DRIVER].is_open
    assert ask(desk, COORDINATOR, readiness, made.booking_id).escort.phone == "(707) 555-0172"


@pytest.mark.parametrize(
    ("kind", "sentence"),
    [
        (EscortKind.RIDE_ALONE, "A taxi, bus or ride service alone is not enough. Name an adult"),
        (EscortKind.NOBODY_YET, "Find a responsible adult to take the patient home."),
    ],
)
def test_a_ride_alone_is_recorded_and_does_not_count(
    open_panel: Open, desk: Desk, clock: Clock, kind: EscortKind, sentence: str
) -> None:
    made = a_booked_case(desk, START)
    clock.now = at("2026-11-30 09:00")
    screen = open_panel(made.booking_id)
    screen.say_kind(kind)
    assert screen.line(GateKey.DRIVER) == "No driver"
    assert screen.panel.rows[GateKey.DRIVER].status is Status.ATTN
    assert screen.why(GateKey.DRIVER).startswith(sentence)
    assert screen.panel.drawers[GateKey.DRIVER].is_open
    assert ask(desk, COORDINATOR, readiness, made.booking_id).escort.kind is kind


def test_what_a_driver_lacks_stands_above_the_editor(open_panel: Open, desk: Desk) -> None:
    screen = open_panel(a_booked_case(desk, START).booking_id)
    screen.name_driver("Ana Martinez", "daughter", "7075550172", agreed=False)
    assert screen.why(GateKey.DRIVER) == "Ask the adult who takes the patient home to agree."
    assert screen.driver.name.value() == "Ana Martinez"


@pytest.mark.parametrize(
    ("phone", "sentence"),
    [
        ("707 555 01", "Phone number needs 10 digits. Enter 2 more."),
        ("ask again", "Phone number needs 10 digits. Enter 10 more."),
    ],
)
def test_a_phone_that_cannot_be_dialled_is_asked_for_again(
    open_panel: Open, desk: Desk, phone: str, sentence: str
) -> None:
    made = a_booked_case(desk, START)
    screen = open_panel(made.booking_id)
    screen.name_driver("Ana Martinez", "daughter", phone)
    assert screen.problem == screen.driver.phone.error == sentence
    assert screen.driver.phone.value() == phone
    assert ask(desk, COORDINATOR, readiness, made.booking_id).escort is None


@pytest.mark.parametrize("name", ["<b>Ana</b> & Co", "Nguyễn Thị Ánh", "O'Brien-Ångström " * 5])
def test_a_drivers_name_loses_no_letter(open_panel: Open, desk: Desk, name: str) -> None:
    made = a_booked_case(desk, START)
    name_driver(desk, made.booking_id, name=name, relationship="friend")
    screen = open_panel(made.booking_id)
    assert screen.line(GateKey.DRIVER) == f"Confirmed · {name.strip()}, friend"
    assert screen.driver.name.value() == name.strip()


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("x" * 101, "Name has room for 100 characters. Take out 1."),
        ("Ana\N{RIGHT-TO-LEFT OVERRIDE}x", "Name has a hidden character (U+202E) at place 4."),
    ],
)
def test_a_name_that_cannot_be_stored_is_refused_and_stays_typed(
    open_panel: Open, desk: Desk, name: str, sentence: str
) -> None:
    made = a_booked_case(desk, START)
    screen = open_panel(made.booking_id)
    keys.choose(screen.driver.kind, EscortKind.RESPONSIBLE_ADULT)
    screen.driver.name.set_value(name)
    keys.commit(screen.driver.save)
    assert screen.problem.startswith(sentence)
    assert screen.driver.name.value() == name
    assert ask(desk, COORDINATOR, readiness, made.booking_id).escort is None


def test_what_is_being_typed_survives_the_news_of_others(open_panel: Open, desk: Desk) -> None:
    made = a_booked_case(desk, START)
    screen = open_panel(made.booking_id)
    keys.choose(screen.driver.kind, EscortKind.RESPONSIBLE_ADULT)
    keys.type_into(screen.driver.name, "Luc Martinez")
    name_driver(desk, made.booking_id)
    screen.panel._session.background.changed.emit(frozenset({topics.READINESS}))
    assert screen.line(GateKey.DRIVER) == "Confirmed · Ana Martinez, daughter"
    assert screen.driver.name.value() == "Luc Martinez"


def test_after_the_driver_the_focus_stays_at_the_saved_gate(open_panel: Open, desk: Desk) -> None:
    made = a_booked_case(desk, START, ["Plavix 75 MG"])
    screen = open_panel(made.booking_id)
    screen.name_driver("Ana Martinez", "daughter", "7075550172")
    assert not any(drawer.is_open for drawer in screen.panel.drawers.values())
    assert screen.panel.rows[GateKey.DRIVER].link.hasFocus()


def test_the_list_does_not_scroll_away_from_the_saved_gate(
    qtbot: QtBot, desk: Desk, sign_in: SignIn
) -> None:
    made = a_booked_case(desk, START, ["Plavix 75 MG"])
    tab = ReadinessTab(
        ReadinessPanel(sign_in(COORDINATOR), made.booking_id, hold_editor=HoldEditor)
    )
    keys.show(qtbot, tab, 600, 300)
    screen = ReadinessScreen(qtbot, tab.panel)
    screen.name_driver("Ana Martinez", "daughter", "7075550172")
    link = tab.panel.rows[GateKey.DRIVER].link
    assert link.hasFocus()
    assert not link.visibleRegion().isEmpty()


def test_an_empty_driver_form_is_not_an_answer(open_panel: Open, desk: Desk) -> None:
    made = a_booked_case(desk, START)
    screen = open_panel(made.booking_id)
    assert screen.driver.kind.value() is None
    keys.commit(screen.driver.save)
    assert screen.problem.startswith("Choose who takes the patient home: an adult,")
    keys.choose(screen.driver.kind, EscortKind.RESPONSIBLE_ADULT)
    keys.commit(screen.driver.save)
    assert screen.problem == "Enter the name of the adult who takes the patient home."
    assert ask(desk, COORDINATOR, readiness, made.booking_id).escort is None


def test_after_a_move_the_earlier_driver_is_offered_without_the_agreement(
    open_panel: Open, desk: Desk
) -> None:
    made = a_booked_case(desk, START)
    name_driver(desk, made.booking_id)
    moved = _move(desk, made, "2026-12-08 09:45")
    screen = open_panel(moved)
    assert screen.line(GateKey.DRIVER) == "Not asked · due Dec 5"
    driver = screen.driver
    shown = (driver.name.value(), driver.relationship.value(), driver.phone.value())
    assert shown == ("Ana Martinez", "daughter", "(707) 555-0172")
    assert (driver.is_adult.value(), driver.has_agreed.value()) == (True, False)
    assert driver.note == "From the earlier booking: ask again"
    keys.tick(driver.has_agreed)
    keys.commit(driver.save)
    assert screen.line(GateKey.DRIVER) == "Confirmed · Ana Martinez, daughter"
    assert driver.note == ""


def test_a_driver_of_this_booking_has_no_note(open_panel: Open, desk: Desk) -> None:
    made = a_booked_case(desk, START)
    name_driver(desk, made.booking_id)
    assert open_panel(made.booking_id).driver.note == ""


def test_after_the_procedure_only_the_way_home_is_asked_for(
    open_panel: Open, desk: Desk, clock: Clock
) -> None:
    made = a_booked_case(desk, START, ["Plavix 75 MG"])
    screen = open_panel(made.booking_id, PHYSICIAN)
    screen.open(GateKey.BLOOD_THINNER)
    assert not screen.panel.is_done
    clock.now = at("2026-12-01 11:30")
    do(desk, PHYSICIAN, record_procedure, as_done(desk, made.booking_id))
    screen.panel._session.background.changed.emit(frozenset({topics.SCHEDULE}))
    assert screen.panel.is_done
    shown = [key for key, row in screen.panel.rows.items() if row.isVisible()]
    assert shown == [GateKey.DRIVER]
    assert checks.tab_stops(screen.panel) == [screen.panel.rows[GateKey.DRIVER].link]


def test_one_editor_at_a_time(open_panel: Open, desk: Desk) -> None:
    made = a_booked_case(desk, START, ["Plavix 75 MG"])
    screen = open_panel(made.booking_id)
    screen.open(GateKey.DRIVER)
    screen.open(GateKey.BLOOD_THINNER)
    is_open = {key for key in GateKey if screen.panel.drawers[key].is_open}
    assert is_open == {GateKey.BLOOD_THINNER}
    screen.press(GateKey.BLOOD_THINNER)
    assert not screen.panel.drawers[GateKey.BLOOD_THINNER].is_open


def test_a_moved_booking_asks_again(open_panel: Open, desk: Desk) -> None:
    made = a_booked_case(desk, START, ["Plavix 75 MG"])
    name_driver(desk, made.booking_id)
    before = open_panel(made.booking_id)
    before.drug("clopidogrel").record_clearance()
    screen = open_panel(_move(desk, made, "2026-12-08 09:45"))
    assert screen.line(GateKey.DRIVER) == "Not asked · due Dec 5"
    assert screen.line(GateKey.BLOOD_THINNER) == "Not cleared · clopidogrel"
    why = screen.drug("clopidogrel").block.why
    assert "the new time lies outside what the prescriber cleared" in why


def test_a_sheet_out_of_date_says_what_changed(open_panel: Open, desk: Desk, clock: Clock) -> None:
    made = a_booked_case(desk, START)
    print_sheet(desk, made.booking_id)
    screen = open_panel(_move(desk, made, "2026-11-25 09:45"))
    assert screen.line(GateKey.PACKET) == "Out of date"
    assert "arrival" in screen.why(GateKey.PACKET)


def test_links_lead_to_chart_and_sheets(qtbot: QtBot, open_panel: Open, desk: Desk) -> None:
    made = a_booked_case(desk, START)
    screen = open_panel(made.booking_id)
    with qtbot.waitSignal(screen.panel.sheets_wanted) as sheets:
        screen.press(GateKey.PACKET)
    with qtbot.waitSignal(screen.panel.chart_wanted) as chart:
        screen.press(GateKey.EVALUATION)
    assert (sheets.args, chart.args) == ([made.patient_id], [made.patient_id])


def test_an_unnamed_blood_thinner_leads_to_the_chart(
    qtbot: QtBot, open_panel: Open, desk: Desk
) -> None:
    made = _a_booking_with_an_unnamed_thinner(desk)
    screen = open_panel(made.booking_id)
    assert screen.line(GateKey.BLOOD_THINNER) == "Not named"
    assert screen.why(GateKey.BLOOD_THINNER).startswith("The patient takes a blood thinner. Add")
    with qtbot.waitSignal(screen.panel.chart_wanted):
        screen.press(GateKey.BLOOD_THINNER)


def test_a_missing_bridge_leads_to_the_chart(qtbot: QtBot, open_panel: Open, desk: Desk) -> None:
    made = a_booked_case(desk, START, ["Plavix 75 MG"], dose_times=(time(8),))
    screen = open_panel(made.booking_id)
    screen.drug("clopidogrel").record_clearance(ClearanceDecision.BRIDGE)
    assert "clopidogrel is bridged. Add the bridging heparin" in screen.why(GateKey.BLOOD_THINNER)
    with qtbot.waitSignal(screen.panel.chart_wanted):
        keys.press(screen.panel.drawers[GateKey.BLOOD_THINNER].chart)


def test_with_real_threads(open_panel: Open, desk: Desk) -> None:
    made = a_booked_case(desk, START)
    screen = open_panel(made.booking_id, threads=True)
    screen.name_driver("Ana Martinez", "daughter", "7075550172")
    assert screen.line(GateKey.DRIVER) == "Confirmed · Ana Martinez, daughter"


def test_everything_can_be_named_hit_and_reached(open_panel: Open, desk: Desk) -> None:
    made = a_booked_case(desk, START, ["Plavix 75 MG", "Aspirin 81 MG"])
    screen = open_panel(made.booking_id, PHYSICIAN)
    for key in (GateKey.DRIVER, GateKey.BLOOD_THINNER):
        screen.open(key)
        window = screen.panel.window()
        assert checks.unnamed(screen.panel) == []
        assert checks.too_small(screen.panel) == []
        assert checks.rich_labels(screen.panel) == []
        visited = checks.tab_cycle(window)
        assert set(visited) == set(checks.tab_stops(window))
        assert _steps_back(window, visited) == 1


def test_as_a_tab_of_the_chart(qtbot: QtBot, desk: Desk, sign_in: SignIn) -> None:
    made = a_booked_case(desk, START)
    session = sign_in(COORDINATOR)
    tab = ReadinessTab(ReadinessPanel(session, made.booking_id, hold_editor=HoldEditor))
    keys.show(qtbot, tab)
    assert ReadinessScreen(qtbot, tab.panel).count == "2 of 4 ready"


def _steps_back(window: QWidget, visited: list[QWidget]) -> int:
    """How often Tab goes up the page; once is back to the top."""
    tops = [stop.mapTo(window, stop.rect().topLeft()).y() for stop in visited]
    return sum(below > above for below, above in zip(tops, [*tops[1:], tops[0]], strict=True))


def _move(desk: Desk, made: Made, wall: str, **chosen: object) -> int:
    """The id of the booking in its new place."""
    old = ask(desk, COORDINATOR, booking, made.booking_id)
    place = {"minutes": old.minutes, "sedation": old.sedation, **chosen}
    request = MoveBooking(
        booking_id=old.id,
        verified=made.verified,
        lock_version=old.lock_version,
        starts_at=at(wall),
        **place,
    )
    return do(desk, COORDINATOR, move_booking, request).booking_id


def _a_booking_with_an_unnamed_thinner(desk: Desk) -> Made:
    patient_id = a_patient(desk)
    said = SaveIntake(patient_id=patient_id, answers=answers(thinner=True), close=True)
    do(desk, COORDINATOR, save_intake, said)
    case_id = ask(desk, COORDINATOR, current_case, patient_id).id
    sign_note(desk, case_id, a_note())
    made = Made(patient_id, case_id)
    booked = desk.change(actor(desk, COORDINATOR), book_slot, a_slot(made, START), uuid4())
    return Made(patient_id, case_id, booked.answer.booking_id)


def test_somebody_on_the_chart_is_taken_as_the_driver(open_panel: Open, desk: Desk) -> None:
    made = a_booked_case(desk, START)
    has_contact(desk, made.patient_id)
    screen = open_panel(made.booking_id)
    screen.open(GateKey.DRIVER)
    editor = screen.driver
    keys.choose(editor.kind, EscortKind.RESPONSIBLE_ADULT)

    keys.press(editor.known.links["Ana Martinez"])

    said = (editor.name.value(), editor.relationship.value(), editor.phone.value())
    assert said == ("Ana Martinez", "daughter", "(707) 555-0172")
    assert not editor.has_agreed.value()
    assert editor.is_adult.hasFocus()


def test_a_gate_that_was_let_pass_says_by_whom_and_why(open_panel: Open, desk: Desk) -> None:
    made = a_booked_case(desk, at("2026-11-24 09:45"))
    do(desk, PHYSICIAN, override_gate, an_override(desk, made.booking_id, GateKey.PACKET))

    screen = open_panel(made.booking_id)

    assert screen.line(GateKey.PACKET) == "Let pass"
    assert screen.panel.rows[GateKey.PACKET].status is Status.FLOW
    assert screen.why(GateKey.PACKET) == (
        "Dr. N. Okafor let this pass on Mon, Nov 23, 2026, 8:00 AM (RULE-19):"
        " Benefit outweighs the risk"
    )
