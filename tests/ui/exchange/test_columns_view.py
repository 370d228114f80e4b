"""A list of patients through the real page: its columns first, then what would be imported."""

from datetime import date
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from clinicdesk.desk import Desk
from clinicdesk.exchange.csv_columns import ListField
from clinicdesk.exchange.csv_dates import DateOrder
from tests.builders.lists import a_list
from tests.builders.patients import a_patient
from tests.builders.rows import history
from tests.screens import keys
from tests.screens.seat import SignIn, not_answered_yet
from ui.exchange.import_page import ImportPage

LIST = a_list(
    ("Li", "Bo", "3/4/1951", "x9", "707 555 0123", "A1"),
    ("Ng", "An", "12/25/1949", "x8", "", "A2"),
    ("Martinez", "Rosa", "3/14/1951", "", "", "A3"),
    header=("Patient", "First", "DOB", "Code", "Cell", "Chart"),
)


@pytest.fixture
def page(qtbot: QtBot, sign_in: SignIn, tmp_path: Path) -> ImportPage:
    made = ImportPage(sign_in("dana"), choose_file=lambda name: tmp_path / name)
    keys.show(qtbot, made, 1196, 640)
    return made


def read(page: ImportPage, file: Path) -> None:
    keys.type_into(page.start.path, str(file))
    keys.press(page.start.read)


def column(page: ImportPage, name: str) -> object:
    return next(one for one in page.columns.columns if one.name == name)


def test_columns_and_dates_are_decided_before_anything_is_compared(
    page: ImportPage, desk: Desk, tmp_path: Path, sqlite_url: str
):

    a_patient(desk, family="Martinez", given="Rosa", birth_date=date(1951, 3, 14))
    before = len(history(sqlite_url))
    file = tmp_path / "list.csv"
    file.write_bytes(LIST)

    read(page, file)
    assert [one.value() for one in page.columns.columns] == (
        ["name", "given", "born", "", "mobile", "number"]
    )
    assert column(page, "Patient").note == "Li · Ng · Martinez"
    keys.choose(column(page, "Patient"), ListField.FAMILY)
    keys.commit(page.columns.order)
    [problem] = page.columns.errors.sentences
    assert problem.startswith("“3/4/1951” can be read in two ways.")
    keys.choose(page.columns.order, DateOrder.DAY_FIRST)
    keys.choose(page.columns.order, DateOrder.MONTH_FIRST)
    keys.type_into(page.columns.numbers_from, "Old EMR")
    keys.commit(page.columns.numbers_from.control)

    assert page.summary.text() == ("Nothing is written yet. 3 patients: 2 new, 1 already here.")
    assert len(history(sqlite_url)) == before
    keys.commit(page.table)
    assert page.summary.text().startswith("Done. 3 patients: 2 imported, 1 already here.")
    assert [row.action for row in history(sqlite_url)[before:]] == ["exchange.import_row"] * 2


def test_a_file_that_is_no_list_is_one_line(page: ImportPage, tmp_path: Path):
    file = tmp_path / "list.csv"
    file.write_bytes(b"\0\0")

    read(page, file)

    assert page.start.errors.sentences == (
        "The file is no text. Save the list as CSV, then choose that file.",
    )


def test_another_list_is_never_read_with_the_columns_of_the_last_one(
    page: ImportPage, tmp_path: Path
):
    for name, other in (("one.csv", "Cat & dog"), ("two.csv", "Cell")):
        cells = a_list(("Li", "3/14/1951", "x"), header=("Name", "DOB", other))
        (tmp_path / name).write_bytes(cells)
    read(page, tmp_path / "one.csv")
    assert [one.name for one in page.columns.columns] == ["Name", "DOB", "Cat & dog"]
    keys.press(page.again)

    with not_answered_yet(page._session):
        read(page, tmp_path / "two.csv")
        keys.commit(page.columns.go_on)
        assert page.columns.columns == []
    assert page.columns.isVisible()
    assert [one.name for one in page.columns.columns] == ["Name", "DOB", "Cell"]
