"""What the booking panel says about a patient, and how long it says that something was refused."""

from collections.abc import Callable

import pytest
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from clinicdesk.desk import Desk
from clinicdesk.policy import drug_table
from clinicdesk.record.queries import Chart, Medicine
from clinicdesk.record.rules import AllergyState, ThinnerAnswer
from clinicdesk.scheduling.rules import Sedation
from tests.builders.patients import a_booked_case, an_approved_case
from tests.builders.times import at
from tests.screens.schedule import BookingScreen
from tests.ui.scheduling.panels import DAY, Open, fill
from ui.kit.labels import Label, Look
from ui.scheduling.patient_lines import PatientLines
from ui.scheduling.wording import thinner


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


# --------------------------------------------------------------------------------- blood thinners


def a_chart(answer: ThinnerAnswer, *drugs: str) -> Chart:
    taken = tuple(
        Medicine(place, key, (key,), ())
        for place, key in enumerate(row.key for row in drug_table().rows if row.name in drugs)
    )
    return Chart(AllergyState.NOT_RECORDED, (), answer, taken, ())


@pytest.mark.parametrize(
    ("answer", "drugs", "words", "loud"),
    [
        (
            ThinnerAnswer.YES,
            ["warfarin"],
            "Blood thinner: warfarin. The hold must fit before this date.",
            True,
        ),
        (
            ThinnerAnswer.YES,
            [],
            "Blood thinner: not named. The hold must fit before this date.",
            True,
        ),
        (
            ThinnerAnswer.NOT_ASKED,
            [],
            "Blood thinner: not asked. Ask the patient before this date.",
            True,
        ),
        (ThinnerAnswer.NO, ["ibuprofen"], "No blood thinner", False),
        (ThinnerAnswer.NO, [], "No blood thinner", False),
    ],
)
def test_what_the_chart_says_of_blood_thinners(
    answer: ThinnerAnswer, drugs: list[str], words: str, loud: bool
):
    assert thinner(a_chart(answer, *drugs)) == (words, loud)


@pytest.mark.parametrize(
    ("medicines", "words", "look"),
    [
        (
            ["Warfarin Sodium 5 MG"],
            "Blood thinner: warfarin. The hold must fit before this date.",
            Look.WARNING,
        ),
        ([], "No blood thinner", Look.SMALL),
    ],
)
def test_a_blood_thinner_is_named_under_the_patient(
    desk: Desk, open_panel: Open, medicines: list[str], words: str, look: Look
):
    panel = open_panel(an_approved_case(desk, medicines).case_id).panel
    labels = panel.findChild(PatientLines).findChildren(Label)
    [line] = [label for label in labels if label.text() == words]

    assert line.isVisible()
    assert line.property("tone") == look.value.tone


def test_a_moved_patient_s_blood_thinner_is_named_too(desk: Desk, open_panel: Open):
    made = a_booked_case(desk, at(f"{DAY} 09:00"), ["Warfarin"])
    panel = open_panel(moving=made.booking_id).panel

    labels = panel.findChild(PatientLines).findChildren(Label)
    assert any(label.text().startswith("Blood thinner: warfarin.") for label in labels)


def test_no_line_breaks_inside_a_number_or_a_date(desk: Desk, open_panel: Open):
    panel = open_panel(an_approved_case(desk).case_id).panel
    labels = panel.findChild(PatientLines).findChildren(Label)
    [identity] = [label.text() for label in labels if "MRN" in label.text()]

    assert [len(part.split(" ")) for part in identity.split(" · ")] == [1, 1]
    assert "-" not in identity
