"""Importing from the window: nothing before it was seen, nothing half."""

from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from clinicdesk.desk import Desk
from clinicdesk.errors import Unanswered
from clinicdesk.patients.queries import find_patients
from tests.builders import fhir
from tests.builders.clinic import COORDINATOR
from tests.builders.gestures import ask
from tests.builders.rows import contents
from tests.screens import checks, keys
from tests.screens.imports import ImportScreen
from tests.screens.seat import SignIn
from ui.exchange.import_page import ImportPage
from ui.exchange.import_run import COMPARING, IMPORTING, READING
from ui.kit.focus_keeper import FocusKeeper

NEEDS_ALL = ("fhir-1.json", "fhir-2.json", "fhir-3.json")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Three patients in three files; the second takes a blood thinner."""
    inside = tmp_path / "referrals"
    inside.mkdir()
    for number, name in enumerate(NEEDS_ALL, 1):
        key = f"p{number}"
        person = fhir.person(
            key,
            name=[{"family": f"Okoye {number}", "given": ["Ada"]}],
            birthDate=f"195{number}-01-01",
        )
        order = fhir.order(
            f"m{number}",
            "Warfarin 5 MG" if number == 2 else "Simvastatin",
            subject={"reference": f"Patient/{key}"},
        )
        fhir.write(inside, name, fhir.bundle(person, order))
    return inside


def opened(qtbot: QtBot, sign_in: SignIn, saved: Path | None = None) -> ImportScreen:
    page = ImportPage(sign_in(COORDINATOR, threads=True), choose_file=lambda _: saved)
    keys.show(qtbot, page, 1196, 664)
    FocusKeeper(page)
    page.enter()
    return ImportScreen(qtbot, page)


def here(desk: Desk) -> list[str]:
    found = ask(desk, COORDINATOR, find_patients, "okoye").matches
    return sorted(one.patient.name.family for one in found)


def test_nothing_is_written_before_it_was_seen(
    qtbot: QtBot, desk: Desk, sign_in: SignIn, folder: Path, sqlite_url: str
):
    screen = opened(qtbot, sign_in)

    screen.bring(folder)

    assert screen.rows == [(f"OKOYE {n}, Ada", "New") for n in (1, 2, 3)]
    assert screen.summary == "Nothing is written yet. 3 patients: 3 new, 1 on a blood thinner."
    assert screen.page.do_import.accessibleName() == "Import 3 patients"
    assert screen.page.table.hasFocus(), "one Enter only looks closer"
    assert "Warfarin 5 MG" in screen.look_at(1)
    assert here(desk) == []

    screen.carry_out()

    assert {verdict for _, verdict in screen.rows} == {"Imported"}
    assert here(desk) == ["Okoye 1", "Okoye 2", "Okoye 3"]
    assert not screen.page.do_import.isVisible()
    assert checks.unnamed(screen.page) == []
    assert checks.too_small(screen.page) == []


def test_what_differs_and_what_cannot_be_taken_stands_first_with_its_reason(
    qtbot: QtBot, sign_in: SignIn, folder: Path
):
    screen = opened(qtbot, sign_in)
    screen.bring(folder)
    screen.carry_out()
    screen.choose_others()
    QApplication.processEvents()  # the window has kept the focus where the button was
    assert screen.page.start.files.hasFocus()
    moved = fhir.person(
        "p3",
        name=[{"family": "Okoye 3", "given": ["Ada"]}],
        birthDate="1953-01-01",
        address=[{"line": ["9 Elm St"], "city": "Napa"}],
    )
    fhir.write(folder, "fhir-3.json", fhir.bundle(moved))
    fhir.write(folder, "broken.json", "{")

    screen.bring(folder)

    assert screen.rows == [
        ("broken.json", "Left out"),
        ("OKOYE 3, Ada", "Already here"),
        ("OKOYE 1, Ada", "Already here"),
        ("OKOYE 2, Ada", "Already here"),
    ]
    assert not screen.page.do_import.isVisible(), "there is nothing to import"
    assert any("not readable FHIR" in line for line in screen.look_at(0))
    assert any("9 Elm St" in line for line in screen.look_at(1))
    assert "3 patients and 1 file without one" in screen.summary


def test_cancel_keeps_who_is_in_and_says_so(
    qtbot: QtBot, desk: Desk, sign_in: SignIn, folder: Path, tmp_path: Path
):
    saved = tmp_path / "report.txt"
    screen = opened(qtbot, sign_in, saved)
    screen.bring(folder)
    page = screen.page
    page._run.moved.connect(
        lambda doing, done, _: (
            page.progress.cancel.click() if (doing, done) == (IMPORTING, 0) else 0
        )
    )

    screen.carry_out()

    assert screen.summary.startswith("Stopped: what is imported stays.")
    assert [verdict for _, verdict in screen.rows] == ["Not imported", "Not imported", "Imported"]
    assert here(desk) == ["Okoye 1"]
    with qtbot.waitSignal(page.told):
        screen.save_report()
    assert "not imported, because the import was stopped before" in saved.read_text()


@pytest.mark.parametrize("stage", [READING, COMPARING])
def test_cancel_before_the_end_of_reading_goes_back(
    qtbot: QtBot, sign_in: SignIn, folder: Path, sqlite_url: str, stage: str
):
    screen = opened(qtbot, sign_in)
    page = screen.page
    before = contents(sqlite_url)

    def stop(doing: str, *_: object) -> None:
        if doing == stage:
            page.progress.cancel.click()

    make = page._new_run

    def watched():
        run = make()
        run.moved.connect(stop)
        return run

    page._new_run = watched
    with qtbot.waitSignal(page.progress.stopped):
        screen.name(folder)
    qtbot.waitUntil(lambda: page.start.isVisible() and not page.progress.isVisible())

    assert contents(sqlite_url) == before


def test_what_is_not_there_is_said_in_words(qtbot: QtBot, sign_in: SignIn, tmp_path: Path):
    screen = opened(qtbot, sign_in)

    screen.name(tmp_path)
    qtbot.waitUntil(lambda: screen.problem != "")
    assert screen.problem.startswith("No .json or .ndjson file is there.")

    screen.bring(tmp_path / "gone.json")
    assert screen.rows == [("gone.json", "Left out")]


def test_files_are_dragged_here(qtbot: QtBot, sign_in: SignIn, folder: Path):
    screen = opened(qtbot, sign_in)
    what = QMimeData()
    what.setUrls([QUrl.fromLocalFile(str(folder))])
    drop = QDropEvent(
        QPointF(9, 9),
        Qt.DropAction.CopyAction,
        what,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )

    screen.page.start.dropEvent(drop)

    qtbot.waitUntil(screen.page.again.isVisible)
    assert len(screen.rows) == 3


def test_without_an_answer_it_stops_and_goes_on_later(
    qtbot: QtBot, desk: Desk, sign_in: SignIn, folder: Path
):
    screen = opened(qtbot, sign_in)
    screen.bring(folder)

    def lose(*_: object) -> None:
        raise Unanswered

    desk.change = lose
    screen.carry_out()
    del desk.change

    assert {verdict for _, verdict in screen.rows} == {"Not imported"}
    screen.choose_others()
    screen.bring(folder)
    screen.carry_out()
    assert here(desk) == ["Okoye 1", "Okoye 2", "Okoye 3"]
