"""One key makes sure whose patient it is; a name alert asks for the birth year instead."""

from dataclasses import replace
from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from clinicdesk.errors import Reason
from clinicdesk.patients.verification import Verification
from tests.screens import checks, keys
from ui.kit.verify_strip import VerifyStrip, Whose

ROSA = Whose(
    patient_id=7,
    name="MARTINEZ, Rosa",
    born=date(1951, 3, 14),
    age=75,
    about=("MILD L4–L5", "Tue, Jan 12, 2027, 9:00 AM"),
)
ROSE = ("Similar name: MARTIN, Rose, born Jun 2, 1950, waits for a date",)
Key = Qt.Key


@pytest.fixture
def page() -> QWidget:
    return QWidget()


@pytest.fixture
def strip(qtbot: QtBot, page: QWidget) -> VerifyStrip:
    """Over a button that commits; the strip shows Rosa."""
    column = QVBoxLayout(page)
    strip = VerifyStrip()
    strip.show_whose(ROSA)
    column.addWidget(strip)
    column.addWidget(QPushButton("Book", page))
    keys.show(qtbot, page, 380, 300)
    return strip


def press(strip: VerifyStrip, key: Qt.Key) -> None:
    QTest.keyClick(strip.window().focusWidget(), key)


def test_one_key_makes_sure_and_goes_on_to_the_commit(strip: VerifyStrip):
    assert strip.words == (
        "MARTINEZ, Rosa · Born Mar 14, 1951 (75 y) · MILD L4–L5 · Tue, Jan 12, 2027, 9:00 AM"
    )
    strip.setFocus()
    press(strip, Key.Key_Space)

    assert strip.verification == Verification(7)
    assert strip.window().focusWidget().text() == "Book"
    assert not strip.is_missing()


def test_a_commit_that_came_first_waits_for_the_key(qtbot: QtBot, strip: VerifyStrip):
    with qtbot.assertNotEmitted(strip.went_on):
        assert strip.is_missing()
    assert strip.problem.startswith("Ask for name and birth date and compare them")
    assert strip.read_back.hasFocus()
    with qtbot.waitSignal(strip.went_on):
        press(strip, Key.Key_Space)

    assert (strip.problem, strip.verification) == ("", Verification(7))


def test_whoever_goes_elsewhere_first_commits_anew(qtbot: QtBot, strip: VerifyStrip):
    assert strip.is_missing()
    press(strip, Key.Key_Tab)
    with qtbot.assertNotEmitted(strip.went_on):
        keys.verify(strip)

    assert strip.verification == Verification(7)


@pytest.mark.parametrize(
    "change",
    [
        {"patient_id": 8},
        {"about": ("MILD L4–L5", "Tue, Jan 12, 2027, 10:15 AM")},
        {"born": date(1952, 3, 14)},
    ],
)
def test_another_patient_or_time_is_made_sure_of_anew(
    strip: VerifyStrip, change: dict[str, object]
):
    keys.verify(strip)
    strip.show_whose(replace(ROSA))
    assert strip.verification
    strip.show_whose(replace(ROSA, **change))

    assert strip.verification is None


def test_it_counts_once(strip: VerifyStrip):
    keys.verify(strip)
    strip.forget()

    assert strip.is_missing()


def test_a_name_alert_asks_for_the_year(qtbot: QtBot, strip: VerifyStrip):
    keys.verify(strip)
    strip.show_whose(ROSA, ROSE)
    assert (strip.asks_year, strip.verification, strip.names) == (True, None, ROSE)
    assert strip.is_missing()
    QTest.keyClicks(strip.year, "1950")
    assert strip.problem.startswith("This is not the birth year of this patient.")
    press(strip, Key.Key_Return)
    assert strip.is_missing()
    strip.year.selectAll()
    with qtbot.assertNotEmitted(strip.went_on):
        QTest.keyClicks(strip.year, "1951")
    assert strip.problem == ""
    with qtbot.waitSignal(strip.went_on):
        press(strip, Key.Key_Return)

    assert strip.verification == Verification(7, 1951)


@pytest.mark.parametrize("typed", ["", "195", "19 5", "195l"])
def test_what_is_no_year_is_asked_for(strip: VerifyStrip, typed: str):
    strip.show_whose(ROSA, ROSE)
    QTest.keyClicks(strip.year, typed)

    assert strip.is_missing()
    assert strip.problem.startswith("Ask for the birth date and type its year")


def test_the_core_may_know_of_a_similar_name_first(strip: VerifyStrip):
    keys.verify(strip)
    assert not strip.refused((Reason("scheduling.closed", {"day": date(2027, 1, 16)}),))
    assert strip.refused((Reason("patients.birth_year_needed"),))

    assert strip.year.hasFocus()
    assert strip.problem.startswith("Ask for the birth date and type its year")


def test_a_click_anywhere_on_it_is_enough(strip: VerifyStrip):
    QTest.mouseClick(strip, Qt.MouseButton.LeftButton)

    assert strip.verification


@pytest.mark.parametrize("similar", [(), ROSE])
def test_it_can_be_read_and_reached(strip: VerifyStrip, similar: tuple[str, ...]):
    strip.show_whose(replace(ROSA, name="<b>O'BRIEN</b> & Sons"), similar)

    assert checks.unnamed(strip) == []
    assert checks.rich_labels(strip) == []
    assert checks.too_small(strip) == []
