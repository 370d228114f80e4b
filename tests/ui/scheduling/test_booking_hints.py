"""What the booking panel says about a patient, and how long it says that something was refused."""

from collections.abc import Callable

import pytest
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from clinicdesk.desk import Desk
from clinicdesk.scheduling.rules import Sedation
from tests.builders.evidence import clear, sign_hold_table
from tests.builders.patients import a_booked_case, an_approved_case
from tests.builders.times import at
from tests.screens.schedule import BookingScreen
from tests.ui.scheduling.panels import DAY, Open, fill
from ui.kit.labels import Label
from ui.scheduling.patient_lines import PatientLines


def refused(screen: BookingScreen) -> None:
    """Ask for a place that Harold Brandt has."""
    fill(screen, "9:30 AM", 45)
    screen.commit()
    assert "is taken" in screen.problem


# ------------------------------------------------------------------------------------- refusals


@pytest.mark.parametrize(
    "edit",
    [
        lambda screen: screen.choose_length(60),
        lambda screen: screen.set_date("12/2/2026"),
        lambda screen: screen.set_time("1:00 PM"),
        lambda screen: screen.choose_room("Procedure Room 2"),
        lambda screen: screen.choose_physician("Dr. N. Okafor"),
        lambda screen: screen.choose_sedation(Sedation.MINIMAL),
        lambda screen: screen.pick(1),
        lambda screen: screen.panel.take_slot(at(f"{DAY} 13:00"), None),
    ],
)
def test_a_refusal_goes_with_the_first_edit(
    desk: Desk, open_panel: Open, edit: Callable[[BookingScreen], None]
):
    a_booked_case(desk, at(f"{DAY} 09:00"), family="Brandt", given="Harold")
    screen = open_panel(an_approved_case(desk).case_id)
    refused(screen)
    edit(screen)

    assert screen.problem == ""
    assert screen.panel.summary.isHidden()
    assert len(screen.openings) == 9


def test_a_time_that_has_passed_is_not_held_against_another_one(desk: Desk, open_panel: Open):
    screen = open_panel(an_approved_case(desk).case_id)
    screen.set_date("11/20/2026")
    screen.set_time("9a")
    screen.commit()
    assert "has passed" in screen.problem
    screen.set_date("12/1/2026")

    assert screen.problem == ""


def test_the_alternatives_are_in_sight_right_under_the_refusal(desk: Desk, open_panel: Open):
    a_booked_case(desk, at(f"{DAY} 09:00"), family="Brandt", given="Harold")
    screen = open_panel(an_approved_case(desk, ["Warfarin"]).case_id)
    screen.panel.resize(380, 520)
    refused(screen)
    screen.settle()
    panel = screen.panel

    assert len(screen.openings) == 2
    seen = panel.openings.list.viewport()
    assert seen.visibleRegion().boundingRect() == seen.rect()
    assert top(panel.summary) < top(panel.openings) < top(panel.form)
    QTest.keyClicks(QApplication.focusWidget(), "1")
    assert screen.typed[1:4] == ("Dec 1, 2026", "9:30 AM", "Procedure Room 2")
    assert QApplication.focusWidget() is panel.book
    screen.settle()
    assert top(panel.form) < top(panel.openings)


def top(part: QWidget) -> int:
    return part.y()


# ------------------------------------------------------------------------------- the safe date


def rows(screen: BookingScreen) -> list[str]:
    """The mark of each opening, "" for none."""
    said = (words.split(", ") for words in screen.openings)
    return [next((word for word in one if word in ("Blocked", "Needs action")), "") for one in said]


def test_without_a_blood_thinner_any_day_is_safe(desk: Desk, open_panel: Open):
    screen = open_panel(an_approved_case(desk).case_id)

    assert screen.panel.safe.text == (
        "Any day\nNo blood thinner.\nThe imaging of Nov 2, 2026 counts through Nov 2, 2027."
    )
    assert {*rows(screen)} == {""}


def test_before_the_prescriber_answered_no_date_is_safe(desk: Desk, open_panel: Open):
    """No interval is told, and every opening says that something comes first."""
    screen = open_panel(an_approved_case(desk, ["Warfarin Sodium 5 MG"]).case_id)

    assert screen.panel.safe.text.startswith("Not known yet\nwarfarin: ask the prescriber")
    assert {*rows(screen)} == {"Needs action"}


def test_openings_begin_on_the_safe_date_and_earlier_ones_are_blocked(desk: Desk, open_panel: Open):
    made = a_booked_case(desk, at("2026-12-03 09:00"), ["Clopidogrel 75 MG"])
    sign_hold_table(desk)
    clear(desk, made.booking_id)
    screen = open_panel(moving=made.booking_id)
    assert screen.panel.safe.text.startswith("Thu, Dec 3, 2026, 9:00 AM\nclopidogrel: ")
    screen.set_date("12/2/2026")
    assert {*rows(screen)} == {"Blocked"}
    screen.set_date("12/3/2026")

    assert screen.openings[0].startswith("Thu, Dec 3, 7:00 AM, Blocked, Procedure Room 1 · ")
    assert rows(screen) == ["Blocked"] * 2 + [""] + ["Needs action"] * 6
    screen.set_date("12/4/2026")
    assert {*rows(screen)} == {"Needs action"}  # later than what was cleared


def test_no_line_breaks_inside_a_number_or_a_date(desk: Desk, open_panel: Open):
    panel = open_panel(an_approved_case(desk).case_id).panel
    labels = panel.findChild(PatientLines).findChildren(Label)
    [identity] = [label.text() for label in labels if "MRN" in label.text()]

    assert [len(part.split(" ")) for part in identity.split(" · ")] == [1, 1]
    assert "-" not in identity
