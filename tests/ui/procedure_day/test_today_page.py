"""Today's board, worked by keys: checking in, moving on, the gate in the way, going home."""

from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from clinicdesk.desk import Desk
from clinicdesk.procedure_day.actions import record_procedure
from clinicdesk.procedure_day.rules import Step
from clinicdesk.procedure_day.stages import Stage
from clinicdesk.readiness.rules import EscortKind, GateKey, GateState, PacketState
from clinicdesk.sheets.rules import SheetKind
from tests.builders.clinic import COORDINATOR, NURSE, PASSWORD, PHYSICIAN
from tests.builders.evidence import gate, name_driver, print_sheet, sheet
from tests.builders.gestures import do
from tests.builders.patients import a_booked_case
from tests.builders.procedures import as_done
from tests.builders.the_day import on_the_board, ready_for, take
from tests.builders.times import at
from tests.conftest import Clock
from tests.screens import checks, keys
from tests.screens.seat import SignIn
from tests.screens.today import TodayScreen
from ui.kit import privacy
from ui.procedure_day.today_page import TodayPage
from ui.sheets.sheets_panel import SheetsPanel

Key = Qt.Key
ROSA, ROSE, KEN = "MARTINEZ, Rosa", "MARTINES, Rose", "NAKAGAWA, Ken"


Seen = Callable[..., TodayScreen]


@pytest.fixture
def seen(qtbot: QtBot, sign_in: SignIn, clock: Clock) -> Seen:
    """Somebody at the board at 9 AM, unless it is later already."""

    def at_the_board(login: str = NURSE) -> TodayScreen:
        clock.now = max(clock.now, at("2027-01-12 09:00"))
        page = TodayPage(sign_in(login), SheetsPanel)
        keys.show(qtbot, page, 1280, 720)
        screen = TodayScreen(qtbot, page)
        page.enter()
        return screen

    return at_the_board


def test_a_patient_goes_through_the_day_by_enter(
    seen: Seen, desk: Desk, clock: Clock, qtbot: QtBot
) -> None:
    made = ready_for(desk, at("2027-01-12 10:00"))
    screen = seen()
    assert screen.lanes == {Stage.EXPECTED: [ROSA]}
    assert screen.marks(ROSA) == ["Ready"]

    screen.press(Key.Key_A)
    assert (screen.panel, screen.page.panel.verify.words[:14]) == ("Check in", ROSA)
    screen.press(Key.Key_Space, Key.Key_Return)
    assert (screen.lanes, screen.told) == ({Stage.ARRIVED: [ROSA]}, [f"Checked in: {ROSA}."])
    assert screen.has_focus

    screen.press(Key.Key_D, Key.Key_Return, Key.Key_Return)
    assert screen.lanes == {Stage.RECOVERY: [ROSA]}
    assert screen.marks(ROSA) == ["0 min", "Driver here", "Not recorded"]
    screen.press(Key.Key_P)
    assert screen.problems[0].startswith("Ask the physician to record the procedure")
    clock.now = at("2027-01-12 11:30")
    do(desk, PHYSICIAN, record_procedure, as_done(desk, made.booking_id))
    print_sheet(desk, made.booking_id, SheetKind.DISCHARGE)
    screen.refresh()
    screen.press(Key.Key_Escape, Key.Key_Return)
    assert screen.page.panel.home.text() == "Goes home with Ana Martinez, daughter, (707) 555-0172."
    screen.press(Key.Key_Space, Key.Key_Return)
    assert (screen.lanes, screen.marks(ROSA)) == (
        {Stage.DISCHARGED: [ROSA]},
        ["Driver here", "Sheet printed"],
    )
    screen.press(Key.Key_Return)
    assert screen.told[-1] == f"{ROSA}: discharged."


def test_with_a_similar_name_today_the_birth_year_is_typed(seen: Seen, desk: Desk) -> None:
    """And the one whose card is in hand is checked in, not the other."""
    ready_for(desk, at("2027-01-12 10:00"))
    ready_for(desk, at("2027-01-12 13:00"), family="Martines", given="Rose")
    screen = seen(COORDINATOR)
    assert "Name alert" in screen.marks(ROSA)
    screen.stand_on(ROSE)
    screen.press(Key.Key_A)
    verify = screen.page.panel.verify
    assert verify.asks_year
    assert "MARTINEZ, Rosa" in verify.names[0]
    screen.press(Key.Key_Return)
    assert verify.problem
    QTest.keyClicks(verify.year, "1899")
    screen.press(Key.Key_Return)
    assert screen.lanes == {Stage.EXPECTED: [ROSA, ROSE]}
    screen.make_sure()
    screen.press(Key.Key_Return)
    assert screen.lanes == {Stage.EXPECTED: [ROSA], Stage.ARRIVED: [ROSE]}


def test_another_card_in_hand_puts_the_panel_away(seen: Seen, desk: Desk) -> None:
    """Whoever was made sure of is not the one whose card is in hand now."""
    ready_for(desk, at("2027-01-12 10:00"))
    ready_for(desk, at("2027-01-12 13:00"), family="Nakagawa", given="Ken")
    screen = seen()
    screen.press(Key.Key_A, Key.Key_Space)
    screen.page.board.enter()
    screen.press(Key.Key_Down)

    assert (screen.in_hand, screen.panel) == (KEN, "")
    screen.press(Key.Key_A)
    assert screen.page.panel.verify.verification is None


def test_a_stop_is_named_and_nobody_lets_it_pass(seen: Seen, desk: Desk) -> None:
    a_booked_case(desk, at("2027-01-12 10:00"), ["Eliquis 5 mg"])
    screen = seen(PHYSICIAN)
    screen.press(Key.Key_A)
    dialog = screen.interruption
    assert dialog is not None
    assert "RULE-24" in dialog.words[1]
    assert not dialog.button.isVisible()
    wanted = []
    screen.page.chart_wanted.connect(lambda *where: wanted.append(where[1]))
    screen.press(Key.Key_Return)
    assert (wanted, screen.lanes) == (["Readiness"], {Stage.EXPECTED: [ROSA]})


def test_a_physician_lets_a_gate_pass_at_a_nurses_board(seen: Seen, desk: Desk) -> None:
    made = a_booked_case(desk, at("2027-01-12 10:00"))
    name_driver(desk, made.booking_id)
    screen = seen(NURSE)
    screen.press(Key.Key_Return)
    dialog = screen.interruption
    assert dialog is not None
    screen.release("", "", PASSWORD)
    assert len(dialog.errors.sentences) == 2
    screen.release("The printer is broken", NURSE, PASSWORD)
    assert "Ask a physician to do it." in dialog.errors.sentences[0]
    screen.release("", PHYSICIAN, "not the password")
    assert dialog.errors.sentences
    assert screen.lanes == {Stage.EXPECTED: [ROSA]}

    screen.release("", "", PASSWORD)

    assert (screen.interruption, screen.panel) == (None, "Check in")
    passed = gate(desk, made.booking_id, GateKey.PACKET)
    assert passed.state is GateState.OVERRIDDEN
    assert (passed.override.physician, passed.override.reason) == (
        "Dr. N. Okafor",
        "The printer is broken",
    )
    screen.make_sure()
    screen.press(Key.Key_Return)
    assert screen.lanes == {Stage.ARRIVED: [ROSA]}
    assert "1 let pass" in screen.marks(ROSA)
    # The nurse is at work again.
    assert on_the_board(desk, made.booking_id).steps[Step.ARRIVED].by == "Noor Haddad"


def test_nobody_leaves_alone_unless_a_physician_says_so(
    seen: Seen, desk: Desk, clock: Clock
) -> None:
    made = ready_for(desk, at("2027-01-12 08:00"))
    clock.now = at("2027-01-12 09:30")
    do(desk, PHYSICIAN, record_procedure, as_done(desk, made.booking_id))
    name_driver(desk, made.booking_id, kind=EscortKind.NOBODY_YET, name="", phone="")
    print_sheet(desk, made.booking_id, SheetKind.DISCHARGE)
    screen = seen(PHYSICIAN)
    screen.press(Key.Key_Return)
    assert screen.problems[0] == "The patient must not leave alone (RULE-44)."
    assert screen.lanes == {Stage.RECOVERY: [ROSA]}

    screen.page.panel.exemption_wanted.emit()
    screen.settle()
    dialog = screen.interruption
    assert dialog is not None
    assert dialog.login.value() == PHYSICIAN
    screen.release("Lives next door, no sedation left", "", PASSWORD)
    screen.make_sure()
    screen.press(Key.Key_Return)
    assert screen.lanes == {Stage.DISCHARGED: [ROSA]}


def test_a_step_is_taken_back_by_key_and_by_undo(seen: Seen, desk: Desk) -> None:
    made = ready_for(desk, at("2027-01-12 10:00"))
    screen = seen()
    screen.press(Key.Key_U)
    assert screen.told == ["There is no step to take back."]
    screen.press(Key.Key_A, Key.Key_Space, Key.Key_Return, Key.Key_Return)
    screen.press(Key.Key_Backspace)
    assert (screen.lanes, screen.told[-1]) == (
        {Stage.ARRIVED: [ROSA]},
        "Taken back: in procedure.",
    )
    screen.undoing.undo()
    assert screen.told[-1] == "This step was not taken, or somebody took it back already."
    screen.undoing.undo()
    assert screen.lanes == {Stage.EXPECTED: [ROSA]}
    assert not on_the_board(desk, made.booking_id).steps
    screen.undoing.redo()
    assert screen.lanes == {Stage.ARRIVED: [ROSA]}


def test_the_front_desk_is_told_who_takes_the_patient_in(seen: Seen, desk: Desk) -> None:
    ready_for(desk, at("2027-01-12 10:00"))
    screen = seen(COORDINATOR)
    screen.press(Key.Key_A, Key.Key_Space, Key.Key_Return, Key.Key_Return)

    assert screen.lanes == {Stage.ARRIVED: [ROSA]}
    assert screen.problems[0].startswith("Ask a nurse or a physician")


def test_the_board_is_one_stop_of_tab_and_reads_as_lists(seen: Seen, desk: Desk) -> None:
    ready_for(desk, at("2027-01-12 10:00"))
    ready_for(desk, at("2027-01-12 13:00"), family="Nakagawa", given="Ken")
    screen = seen()
    board = screen.page.board
    assert len(checks.tab_stops(board)) == 1
    assert [lane.accessibleName() for lane in board.lanes.values()][:2] == [
        "Expected, 2",
        "Arrived, 0",
    ]
    named = [card.accessibleName() for card in board.cards.values()]
    assert named[0].startswith(f"Expected, {ROSA}, Born ")
    what = "10:00 AM, MILD L4–L5 both sides"
    assert named[0].endswith(f"{what}, Procedure Room 1 · Arrives 9:00 AM, Ready")
    assert [one.keys for one in screen.page.commands()] == ["A", "D", "C"]
    privacy.turn(True)
    assert screen.lanes == {Stage.EXPECTED: ["R. M.", "K. N."]}
    privacy.turn(False)


def test_a_day_without_procedures_names_the_next_one(
    qtbot: QtBot, sign_in: SignIn, desk: Desk
) -> None:
    page = TodayPage(sign_in(NURSE), SheetsPanel)
    keys.show(qtbot, page)
    assert page.empty.sentence == "No procedures today, and none booked after it."
    ready_for(desk, at("2027-01-12 10:00"))
    TodayScreen(qtbot, page).refresh()
    assert page.empty.sentence == "No procedures today. Next booked day: Tue, Jan 12, 2027."


def test_minutes_grow_and_turn_amber(seen: Seen, desk: Desk, clock: Clock) -> None:
    ready_for(desk, at("2027-01-12 10:00"))
    screen = seen()
    assert screen.marks(ROSA) == ["Ready"]
    clock.advance(minutes=15)
    screen.page._minute.timeout.emit()
    assert screen.marks(ROSA) == ["Ready"]
    screen.press(Key.Key_Down)
    clock.advance(minutes=1)
    screen.page._minute.timeout.emit()
    assert screen.marks(ROSA) == ["16 min late", "Ready"]
    assert (screen.page.late.text, screen.page.over.isVisible()) == ("1 late", False)
    assert screen.has_focus


def test_a_discharge_sheet_is_printed_in_four_keys_and_never_unread(
    qtbot: QtBot, sign_in: SignIn, desk: Desk, clock: Clock, tmp_path: Path
) -> None:
    ready_for(desk, at("2027-01-12 13:00"), family="Nakagawa", given="Ken")
    made = ready_for(desk, at("2027-01-12 08:00"))
    clock.now = at("2027-01-12 09:30")
    do(desk, PHYSICIAN, record_procedure, as_done(desk, made.booking_id))
    printed: list[Path] = []

    def to_file() -> QPrinter:
        printed.append(tmp_path / "printed.pdf")
        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        printer.setOutputFileName(str(printed[-1]))
        return printer

    page = TodayPage(sign_in(NURSE), partial(SheetsPanel, printer=to_file))
    keys.show(qtbot, page, 1280, 720)
    screen = TodayScreen(qtbot, page)
    page.board.take_in_hand(page.board.lanes[Stage.EXPECTED].cards[0].words.booking_id)
    page.enter()

    screen.press(Key.Key_Right, Key.Key_P, Key.Key_Return)
    assert printed == []
    assert page.sheet.panel.sheet.verify.words.startswith("Rosa Martinez")
    screen.press(Key.Key_Space, Key.Key_Return)

    assert sheet(desk, made.booking_id, SheetKind.DISCHARGE).state is PacketState.CURRENT
    assert printed[0].exists()
    screen.press(Key.Key_Escape)
    assert screen.has_focus
    assert screen.marks(ROSA)[-1] == "Sheet printed"


def test_who_is_still_here_from_yesterday_stands_on_the_board_with_the_day(
    seen: Seen, desk: Desk, clock: Clock
) -> None:
    made = ready_for(desk, at("2027-01-12 10:00"))
    clock.now = at("2027-01-12 09:00")
    take(desk, made.booking_id, Step.ARRIVED, Step.IN_PROCEDURE)
    clock.now = at("2027-01-13 08:00")

    screen = seen()

    assert screen.lanes == {Stage.IN_PROCEDURE: [ROSA]}
    assert screen.page.board.cards[made.booking_id].words.time == "Tue, Jan 12, 10:00 AM"
