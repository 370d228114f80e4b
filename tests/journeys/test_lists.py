"""A practice brings its patients along in a list; the clinic takes its own list to a table."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt

from clinicdesk.demo import PASSWORD
from clinicdesk.exchange.csv_columns import ListField
from clinicdesk.exchange.csv_dates import DateOrder
from clinicdesk.exchange.csv_reading import read_list
from tests.builders.lists import a_list
from tests.journeys.playing import Play
from tests.screens.imports import ImportScreen
from tests.screens.keys import Keys
from tests.screens.lists import ColumnsScreen, ExportScreen
from ui.pages import PATIENTS, SETTINGS, PatientsArea
from ui.staff.settings_page import SettingsPage

HEADER = ("Last name", "First name", "Birthday", "Cell", "Patient no", "Referred for")
ROWS = (
    ("Quintero", "Luz", "4/3/1949", "+1 707 555 0188", "P-17", "stenosis"),
    ("Delacroix", "Odette", "6/2/1950", "", "P-18", "stenosis"),
    ("Delacroiz", "Odette", "6/2/1950", "", "P-19", "stenosis"),
    ("Ashgrove", "Pat", "late forties", "", "P-20", ""),
)


@pytest.fixture
def demo_url(sqlite_demo: str) -> str:
    """One database: the two are compared where lists are read and written."""
    return sqlite_demo


def test_lists(play: Play, tmp_path: Path) -> None:
    play.sign_in("dana", PASSWORD)
    bring_in(play, tmp_path / "practice.csv")
    take_along(play, tmp_path / "patients.csv")


def bring_in(play: Play, file: Path) -> None:
    file.write_bytes(a_list(*ROWS, header=HEADER))
    area, keys = play.page(PATIENTS, PatientsArea), Keys()
    keys.tab_to(area.list.bring)
    keys.press(Qt.Key.Key_Space)
    screen = ImportScreen(play._qtbot, area.imports)
    screen.bring(file)
    play.settle()
    columns = ColumnsScreen(area.imports.columns)
    assert columns.chosen["Birthday"] == ListField.BORN
    columns.go_on()
    play.settle()
    assert "can be read in two ways" in columns.problem
    play.step("Columns: what each holds, and the order of the dates")

    columns.dates(DateOrder.MONTH_FIRST)
    columns.numbers_from("Practice of Dr. Ng")
    columns.go_on()
    play._qtbot.waitUntil(area.imports.do_import.isVisible)
    play.settle()
    assert [verdict for _, verdict in screen.rows] == (
        ["Left out", "Left out", "New", "Already here"]
    )
    play.step("Preview: one new, one already here, one much alike, one unreadable")

    screen.carry_out()
    assert screen.summary.startswith("Done. 4 patients: ")
    keys.tab_to(area.imports.back)
    keys.press(Qt.Key.Key_Space)
    play.open_chart("quint")
    assert "(707) 555-0188" in play.chart.banner
    play.step("Chart: the patient from the list")


def take_along(play: Play, file: Path) -> None:
    page = play.page(SETTINGS, SettingsPage).open("Lists")
    play._file = file
    ExportScreen(page).save("quint", PASSWORD)
    play.settle()
    assert read_list(file.read_bytes()).rows[0].cells[1:3] == ("Quintero", "Luz")
    play.step("List saved: with proof of who takes it")
