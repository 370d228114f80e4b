"""Booking and moving through the real panel, by keyboard, on a real desk."""

from collections.abc import Callable
from datetime import date
from uuid import uuid4

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from clinicdesk.desk import Desk
from clinicdesk.errors import Reason
from clinicdesk.scheduling.actions.book import book_slot
from clinicdesk.scheduling.queries import current_booking, day
from clinicdesk.scheduling.rules import Sedation
from tests.builders.clinic import COORDINATOR, actor
from tests.builders.evidence import name_driver
from tests.builders.gestures import ask
from tests.builders.patients import Made, a_booked_case, a_slot, an_approved_case
from tests.builders.times import at
from tests.conftest import Clock
from tests.screens import checks, keys
from tests.screens.seat import SignIn, session_of
from tests.ui.scheduling.panels import DAY, Open, fill
from ui.background import Inline

Key = Qt.Key


def booked(desk: Desk, made: Made):
    return ask(desk, COORDINATOR, current_booking, made.case_id)


# -------------------------------------------------------------------------------------- booking


def test_a_patient_is_booked_with_the_keyboard_alone(qtbot: QtBot, desk: Desk, open_panel: Open):
    an_approved_case(desk, family="Martin", given="Rose")
    made = an_approved_case(desk)
    screen = open_panel()
    screen.choose_patient("martinez r")
    screen.choose_length(45)
    screen.set_date("12/1/2026")
    screen.set_time("945")
    screen.choose_room("Procedure Room 2")
    screen.choose_physician("Dr. N. Okafor")
    screen.choose_sedation(Sedation.MINIMAL)
    assert screen.arrival == "Arrive 8:45 AM (60 min before)"
    with qtbot.waitSignals([screen.panel.done, screen.panel.booked]):
        screen.commit()

    found = booked(desk, made)
    assert (found.starts_at, found.minutes) == (at(f"{DAY} 09:45"), 45)
    assert (found.room, found.physician) == ("Procedure Room 2", "Dr. N. Okafor")
    assert found.sedation is Sedation.MINIMAL


def test_it_says_who_was_booked_and_when(qtbot: QtBot, desk: Desk, open_panel: Open):
    screen = open_panel(an_approved_case(desk).case_id)
    fill(screen, "1p")
    with qtbot.waitSignal(screen.panel.done) as said:
        screen.commit()

    assert said.args[0].words == "Booked MARTINEZ, Rosa for Tue, Dec 1, 2026, 1:00 PM"


def test_an_opening_is_booked_with_three_keys(desk: Desk, open_panel: Open):
    made = an_approved_case(desk)
    screen = open_panel(made.case_id)
    assert len(screen.openings) == 9
    third = screen.openings[2]
    screen.pick(3)
    assert screen.panel.verify.read_back.hasFocus()
    QTest.keyClick(QApplication.focusWidget(), Key.Key_Space)
    screen.press_commit()

    found = booked(desk, made)
    assert third.startswith("Mon, Nov 23, ")
    assert f"{found.room} · {found.physician}" in third


def test_openings_follow_length_and_date(desk: Desk, open_panel: Open):
    a_booked_case(desk, at(f"{DAY} 08:00"), family="Brandt")
    a_booked_case(desk, at(f"{DAY} 08:00"), family="Oyelaran")
    screen = open_panel(an_approved_case(desk).case_id)
    screen.set_date(DAY)
    assert screen.openings[0].startswith("Tue, Dec 1, 9:15 AM, Procedure Room 1")
    screen.choose_length(45)

    assert screen.openings[0].startswith("Tue, Dec 1, 7:00 AM, Procedure Room 1")


def test_digits_are_text_in_fields_and_a_length_at_the_length(desk: Desk, open_panel: Open):
    screen = open_panel(an_approved_case(desk).case_id)
    form = screen.panel.form
    keys.type_into(form.slot.date, "12/1/2026")
    assert screen.typed[1] == "Dec 1, 2026"
    assert screen.typed[2] == ""
    form.length.setFocus()
    QTest.keyClicks(QApplication.focusWidget(), "4")
    assert screen.typed[0] == 45
    assert screen.typed[2] == ""
    form.slot.room.input.setFocus()
    QTest.keyClicks(QApplication.focusWidget(), "1")
    assert screen.typed[2] == ""
    screen.panel.openings.list.setFocus()
    QTest.keyClicks(QApplication.focusWidget(), "1")
    assert screen.typed[2] == "7:00 AM"


# ------------------------------------------------------------------------------------- refusals


@pytest.mark.parametrize(("time", "fits"), [("10:15 AM", True), ("10:14 AM", False)])
def test_back_to_back_with_turnover_fits_and_a_minute_less_does_not(
    desk: Desk, open_panel: Open, time: str, fits: bool
):
    first = a_booked_case(desk, at(f"{DAY} 09:00"), family="Brandt", given="Harold")
    made = an_approved_case(desk)
    screen = open_panel(made.case_id)
    fill(screen, time, room=booked(desk, first).room)
    screen.commit()

    assert (booked(desk, made) is not None) is fits
    taken = "Procedure Room 1 is taken from 9:00 AM to 10:15 AM by BRANDT, Harold."
    assert screen.problem.startswith("" if fits else taken)
    assert bool(screen.problem) is not fits


def test_a_taken_place_keeps_what_was_typed_and_offers_two_others(desk: Desk, open_panel: Open):
    a_booked_case(desk, at(f"{DAY} 09:00"), family="Brandt", given="Harold")
    made = an_approved_case(desk)
    screen = open_panel(made.case_id)
    fill(screen, "9:30 AM", 45)
    screen.choose_physician("Dr. N. Okafor")
    screen.commit()

    assert screen.problem == (
        "Procedure Room 1 is taken from 9:00 AM to 10:15 AM by BRANDT, Harold. The next openings"
        " are Tue, Dec 1, 2026, 9:30 AM in Procedure Room 2 and Tue, Dec 1, 2026, 9:45 AM in"
        " Procedure Room 2."
    )
    assert screen.typed == (45, "Dec 1, 2026", "9:30 AM", "Procedure Room 1", "Dr. N. Okafor")
    assert screen.openings == [
        "Tue, Dec 1, 9:30 AM, Procedure Room 2 · any physician",
        "Tue, Dec 1, 9:45 AM, Procedure Room 2 · any physician",
    ]


def test_after_a_refusal_one_key_takes_the_alternative(desk: Desk, open_panel: Open):
    a_booked_case(desk, at(f"{DAY} 09:00"), family="Brandt")
    made = an_approved_case(desk)
    screen = open_panel(made.case_id)
    fill(screen, "9:30 AM", 45)
    screen.commit()
    QTest.keyClicks(QApplication.focusWidget(), "2")
    screen.commit()

    found = booked(desk, made)
    assert (found.starts_at, found.room) == (at(f"{DAY} 09:45"), "Procedure Room 2")


def test_somebody_faster_is_named(desk: Desk, open_panel: Open):
    made, other = an_approved_case(desk), an_approved_case(desk, family="Brandt", given="Harold")
    screen = open_panel(made.case_id)
    screen.pick(1)
    start = screen.panel.form.slot.start()
    room = screen.panel.form.slot.room_id
    slot = a_slot(other, start, room_id=room)
    desk.change(actor(desk, COORDINATOR), book_slot, slot, uuid4())
    screen.commit()

    assert "by BRANDT, Harold." in screen.problem
    screen.pick(1)
    screen.commit()
    assert booked(desk, made) is not None


def test_a_place_that_was_just_taken_leads_to_new_openings(desk: Desk, open_panel: Open):
    screen = open_panel(an_approved_case(desk).case_id)
    before = screen.openings
    a_booked_case(desk, at("2026-11-23 09:00"), family="Brandt")
    screen.panel.refuse((Reason("scheduling.just_taken"),))

    assert screen.problem.startswith("Somebody was faster: this time was just taken.")
    assert screen.openings != before


@pytest.mark.parametrize(
    ("typed_date", "typed_time", "problem"),
    [
        ("", "9a", "Enter the date."),
        ("12/1", "", "Enter the time."),
        ("", "", "Enter the date. Enter the time."),
        ("somewhen", "9a", "Date needs a date like Jan 12, 2027 or 1/12/2027."),
        ("12/1", "soon", "Time needs a time like 9:45 AM."),
        ("12/5/2026", "9a", "The clinic is closed on Sat, Dec 5, 2026. Choose another day."),
        ("3/14/2027", "2:30 AM", "On Sun, Mar 14, 2027 the clocks skip 2:30 AM."),
        ("11/20/2026", "9a", "Fri, Nov 20, 2026, 9:00 AM has passed. Choose a later time."),
    ],
)
def test_what_cannot_be_booked_says_what_to_do(
    desk: Desk, open_panel: Open, typed_date: str, typed_time: str, problem: str
):
    made = an_approved_case(desk)
    screen = open_panel(made.case_id)
    screen.set_date(typed_date)
    screen.set_time(typed_time)
    screen.commit()

    assert screen.problem.startswith(problem)
    assert booked(desk, made) is None


def test_a_time_that_comes_twice_asks_which_one(desk: Desk, open_panel: Open, clock: Clock):
    screen = open_panel(an_approved_case(desk).case_id)
    slot = screen.panel.form.slot
    screen.set_date("11/7/2027")
    screen.set_time("1:30 AM")
    assert slot.which.isVisible()
    keys.choose(slot.which, False)

    assert slot.start() == at("2027-11-07 01:30", fold=1)
    screen.set_time("9 AM")
    assert not slot.which.isVisible()


# -------------------------------------------------------------------------------------- lengths


def test_an_unusual_length_warns_and_is_booked_on_the_second_ctrl_enter(
    desk: Desk, open_panel: Open
):
    made = an_approved_case(desk)
    screen = open_panel(made.case_id)
    fill(screen, "9:00 AM", 75)
    warning = "75 minutes is unusual. The clinic's range is 45 to 60 minutes."
    assert screen.panel.form.length.minutes.note == warning
    screen.commit()
    assert screen.problem.startswith(warning)
    assert booked(desk, made) is None
    screen.commit()

    assert booked(desk, made).minutes == 75


def test_a_tick_says_that_the_length_is_meant(desk: Desk, open_panel: Open):
    made = an_approved_case(desk)
    screen = open_panel(made.case_id)
    fill(screen, "9:00 AM", 90)
    keys.tick(screen.panel.form.length.meant)
    screen.commit()

    assert booked(desk, made).minutes == 90


def test_a_warning_counts_for_its_own_length_only(desk: Desk, open_panel: Open):
    made = an_approved_case(desk)
    screen = open_panel(made.case_id)
    fill(screen, "9:00 AM", 75)
    screen.commit()
    keys.type_into(screen.panel.form.length.minutes, "90")
    screen.commit()

    assert screen.problem.startswith("90 minutes is unusual.")
    assert booked(desk, made) is None


@pytest.mark.parametrize(
    ("minutes", "problem"),
    [
        ("20", "Choose a length from 30 to 180 minutes."),
        ("181", "Choose a length from 30 to 180 minutes."),
        ("", "Enter the minutes."),
        ("soon", "Minutes needs a whole number from 1 to 999."),
    ],
)
def test_an_impossible_length_is_refused(desk: Desk, open_panel: Open, minutes: str, problem: str):
    made = an_approved_case(desk)
    screen = open_panel(made.case_id)
    fill(screen, "9:00 AM", 75)
    keys.type_into(screen.panel.form.length.minutes, minutes)
    screen.commit()

    assert screen.problem == problem
    assert booked(desk, made) is None


# --------------------------------------------------------------------------------------- moving


def test_a_move_starts_from_where_the_booking_is(desk: Desk, open_panel: Open):
    made = a_booked_case(desk, at(f"{DAY} 09:00"), minutes=45)
    screen = open_panel(moving=made.booking_id)
    where = booked(desk, made)

    assert screen.typed == (45, "Dec 1, 2026", "9:00 AM", where.room, where.physician)
    screen.commit()
    assert screen.problem.startswith("Choose another time, room, physician, length or sedation")


def test_a_move_says_what_it_undid(qtbot: QtBot, desk: Desk, open_panel: Open):
    made = a_booked_case(desk, at(f"{DAY} 09:00"))
    name_driver(desk, made.booking_id)
    screen = open_panel(moving=made.booking_id)
    screen.set_time("11:00 AM")
    with (
        qtbot.waitSignal(screen.panel.done) as said,
        qtbot.waitSignal(screen.panel.booked) as placed,
    ):
        screen.commit()

    assert said.args[0].words == "Moved MARTINEZ, Rosa to Tue, Dec 1, 2026, 11:00 AM"
    assert said.args[0].undone == ("Ask the driver again; the answer was for the earlier booking.",)
    assert placed.args == [booked(desk, made).id, at(f"{DAY} 11:00")]
    assert booked(desk, made).id != made.booking_id


def test_a_booking_that_somebody_moved_meanwhile_is_not_moved_again(
    qtbot: QtBot, desk: Desk, open_panel: Open
):
    made = a_booked_case(desk, at(f"{DAY} 09:00"))
    mine, theirs = open_panel(moving=made.booking_id), open_panel(moving=made.booking_id)
    theirs.set_time("11:00 AM")
    theirs.commit()
    mine.panel.activateWindow()
    qtbot.waitUntil(mine.panel.isActiveWindow)
    mine.set_time("1:00 PM")
    mine.commit()

    assert mine.panel.conflict.sentence.startswith("Dana Mills saved this too")
    assert [*mine.panel.conflict.rows] == ["start"]
    assert booked(desk, made).starts_at == at(f"{DAY} 11:00")


# ----------------------------------------------------------------------------------- the picker


@pytest.mark.parametrize(
    ("letters", "first"),
    [
        ("na", "NAKAGAWA, Ken"),
        ("zoe", "O'BRIEN, Zoë"),
        ("obrien", "O'BRIEN, Zoë"),
        ("ken", "NAKAGAWA, Ken"),
    ],
)
def test_a_few_letters_find_the_patient(desk: Desk, open_panel: Open, letters: str, first: str):
    an_approved_case(desk, family="Brandt", given="Harold")
    an_approved_case(desk, family="Nakagawa", given="Ken")
    an_approved_case(desk, family="O'Brien", given="Zoë")
    screen = open_panel()
    screen.choose_patient(letters)

    assert screen.panel._patient.name.on_screen == first


def test_nobody_found_books_nobody(desk: Desk, open_panel: Open):
    an_approved_case(desk)
    screen = open_panel()
    screen.choose_patient("xyz")

    assert screen.panel.picker._nobody.text() == "No waiting patient matches “xyz”."
    assert not screen.panel.book.isEnabled()
    screen.commit()
    assert screen.problem == ""


def test_down_goes_to_the_list_and_enter_takes_the_row(desk: Desk, open_panel: Open):
    an_approved_case(desk)
    an_approved_case(desk, family="Brandt", given="Harold")
    screen = open_panel()
    QTest.keyClick(QApplication.focusWidget(), Key.Key_Down)
    QTest.keyClick(QApplication.focusWidget(), Key.Key_Down)
    QTest.keyClick(QApplication.focusWidget(), Key.Key_Return)

    assert screen.panel._patient.name.on_screen == "BRANDT, Harold"


# ------------------------------------------------------------------------------------ the frame


def test_escape_closes_and_keeps_the_panel_for_its_page(qtbot: QtBot, desk: Desk, open_panel: Open):
    screen = open_panel(an_approved_case(desk).case_id)
    with qtbot.waitSignal(screen.panel.closed):
        QTest.keyClick(QApplication.focusWidget(), Key.Key_Escape)


def test_an_answer_that_got_lost_is_asked_for_again_and_books_once(
    qtbot: QtBot, desk: Desk, clock: Clock, open_panel: Open, monkeypatch: pytest.MonkeyPatch
):
    who = actor(desk, COORDINATOR)
    session = session_of(desk, Inline(desk, who), who, clock)
    screen = open_panel(an_approved_case(desk).case_id, session=session)
    fill(screen, "9:00 AM")
    with monkeypatch.context() as patched, qtbot.waitSignal(session.background.failed):
        patched.setattr(desk, "change", _losing_the_answer(desk))
        screen.commit()
    with qtbot.waitSignal(screen.panel.done):
        screen.commit()

    assert len(ask(desk, COORDINATOR, day, date.fromisoformat(DAY)).bookings) == 1


def _losing_the_answer(desk: Desk) -> Callable[..., None]:
    change = desk.change

    def lost(*request: object) -> None:
        change(*request)
        raise ConnectionError

    return lost


def test_with_real_threads(qtbot: QtBot, desk: Desk, open_panel: Open):
    made = an_approved_case(desk)
    screen = open_panel(made.case_id, threads=True)
    screen.pick(1)
    with qtbot.waitSignal(screen.panel.booked):
        screen.commit()

    assert booked(desk, made) is not None


def test_everything_can_be_named_hit_and_reached(desk: Desk, open_panel: Open):
    screen = open_panel(an_approved_case(desk).case_id)
    screen.choose_length(75)
    panel: QWidget = screen.panel

    assert checks.unnamed(panel) == []
    assert checks.too_small(panel) == []
    assert checks.rich_labels(panel) == []
    assert set(checks.tab_cycle(panel)) == set(checks.tab_stops(panel))


def test_a_move_without_a_length_asks_nothing_of_the_core_yet(
    desk: Desk, open_panel: Open, sign_in: SignIn
):
    made, session = a_booked_case(desk, at("2026-12-01 10:00")), sign_in(COORDINATOR)
    screen, failures = open_panel(moving=made.booking_id, session=session), []
    session.background.failed.connect(failures.append)

    screen.panel.form.length.choice.set_value(0)
    screen.panel.follow()
    screen.settle()

    assert (screen.panel.form.length.value(), failures) == (None, [])
