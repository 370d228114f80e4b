"""What the patient holds, and printing it anew, through the real panel."""

import hashlib
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot
from sqlalchemy import func, select

from clinicdesk import topics
from clinicdesk.desk import Desk
from clinicdesk.procedure_day.actions import record_procedure
from clinicdesk.scheduling.actions.book import MoveBooking, move_booking
from clinicdesk.scheduling.queries import booking
from clinicdesk.sheets.rules import SheetKind
from clinicdesk.sheets.tables import IssuedSheet, SheetFile
from tests.builders.clinic import COORDINATOR, NURSE, PHYSICIAN, actor
from tests.builders.evidence import clear, name_driver, sheet, sign_hold_table
from tests.builders.gestures import ask, do
from tests.builders.patients import Made, a_booked_case
from tests.builders.procedures import as_done
from tests.builders.rows import rows
from tests.builders.times import at
from tests.conftest import Clock
from tests.screens import checks, keys
from tests.screens.seat import SignIn, session_of
from tests.screens.sheets import SheetsScreen
from ui.background import Inline
from ui.sheets.sheets_panel import SheetsPanel

START = at("2026-12-01 09:45")
PRE_OP, DISCHARGE = SheetKind.PRE_OP, SheetKind.DISCHARGE
Open = Callable[..., SheetsScreen]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Where the sheets go."""
    made = tmp_path / "sheets"
    made.mkdir()
    return made


@pytest.fixture
def open_panel(qtbot: QtBot, sign_in: SignIn, folder: Path) -> Open:
    """Opens the tab of a booking; saving and printing go to files in `folder`."""

    def to_file() -> QPrinter:
        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        printer.setOutputFileName(str(folder / "printed.pdf"))
        return printer

    def open_it(
        booking_id: int,
        login: str = COORDINATOR,
        threads: bool = False,
        **places: Callable[..., object],
    ) -> SheetsScreen:
        places = {"choose_file": lambda name: folder / name, "printer": to_file, **places}
        session = sign_in(login, threads=threads)
        panel = SheetsPanel(session, booking_id, **places)
        keys.show(qtbot, panel, 1196, 480)
        return SheetsScreen(qtbot, panel)

    return open_it


def issued(url: str) -> int:
    with rows(url) as session:
        return session.scalar(select(func.count(IssuedSheet.id))) or 0


def test_preview_save_and_what_was_kept_are_the_same_bytes(
    open_panel: Open, desk: Desk, folder: Path, sqlite_url: str
) -> None:
    made = a_booked_case(desk, START)
    screen = open_panel(made.booking_id)
    assert (screen.state(PRE_OP), screen.state(DISCHARGE)) == ("Not printed", "Not printed")
    screen.preview(PRE_OP)
    screen.verify()
    screen.save()
    status = sheet(desk, made.booking_id)
    [saved] = folder.iterdir()
    with rows(sqlite_url) as session:
        [kept] = session.scalars(select(SheetFile.pdf))
    same = (screen.panel.pdf, saved.read_bytes(), kept)
    assert len({hashlib.sha256(one).hexdigest() for one in same}) == 1
    assert saved.name == f"pre_op {status.paper_code}.pdf"
    assert screen.state(PRE_OP) == "Printed"
    assert screen.lines(PRE_OP) == (
        f"Printed Nov 23, 2026, 8:00 AM by Dana Mills\nPaper code {status.paper_code}"
    )
    assert screen.panel.sheet.about.endswith("Saved")


def test_printing(open_panel: Open, desk: Desk, folder: Path) -> None:
    made = a_booked_case(desk, START)
    screen = open_panel(made.booking_id)
    screen.preview(PRE_OP)
    screen.verify()
    screen.print()
    assert (folder / "printed.pdf").read_bytes().startswith(b"%PDF")
    assert screen.state(PRE_OP) == "Printed"
    assert screen.panel.sheet.about.endswith("Printed")


@pytest.mark.parametrize("way", ["print", "save"])
def test_nothing_leaves_before_somebody_made_sure_whose_it_is(
    open_panel: Open, desk: Desk, folder: Path, sqlite_url: str, way: str
) -> None:
    screen = open_panel(a_booked_case(desk, START).booking_id)
    screen.preview(PRE_OP)
    getattr(screen, way)()
    assert screen.problem.startswith("Ask for name and birth date and compare them")
    assert screen.panel.sheet.verify.read_back.hasFocus()
    assert (list(folder.iterdir()), issued(sqlite_url)) == ([], 0)
    screen.verify()
    assert (len(list(folder.iterdir())), issued(sqlite_url)) == (1, 1)


def test_the_strip_says_whose_sheet_it_is(open_panel: Open, desk: Desk) -> None:
    screen = open_panel(a_booked_case(desk, START).booking_id)
    screen.preview(PRE_OP)
    whose = screen.panel.sheet.verify.words
    assert whose.startswith("Rosa Martinez · Born ")
    assert whose.endswith("Tue, Dec 1, 2026, 9:45 AM")
    assert screen.panel.sheet.verify.read_back.hasFocus()


def test_another_preview_is_made_sure_of_anew(open_panel: Open, desk: Desk) -> None:
    screen = open_panel(a_booked_case(desk, START).booking_id)
    screen.preview(PRE_OP)
    screen.verify()
    screen.preview(PRE_OP)
    assert screen.panel.sheet.verify.verification is None


def test_a_move_makes_the_sheet_out_of_date(open_panel: Open, desk: Desk) -> None:
    made = a_booked_case(desk, START)
    before = open_panel(made.booking_id)
    before.preview(PRE_OP)
    before.verify()
    before.save()
    code = sheet(desk, made.booking_id).paper_code
    screen = open_panel(_moved(desk, made))
    assert screen.state(PRE_OP) == "Out of date"
    lines = screen.lines(PRE_OP).splitlines()
    assert lines[0].startswith("Changed since: ")
    assert "arrival" in lines[0]
    assert lines[1] == "Collect and destroy the copy of Nov 23, 2026, 8:00 AM"
    assert lines[2] == f"Paper code {code}"


def test_a_fact_that_changes_after_the_preview_stops_the_print(
    open_panel: Open, desk: Desk, folder: Path, sqlite_url: str
) -> None:
    made = a_booked_case(desk, START)
    screen = open_panel(made.booking_id)
    screen.preview(PRE_OP)
    screen.verify()
    name_driver(desk, made.booking_id)
    screen.save()
    assert "changed since the preview. Press Preview pre-op, compare it" in screen.problem
    assert (list(folder.iterdir()), issued(sqlite_url)) == ([], 0)
    screen.preview(PRE_OP)
    screen.verify()
    screen.save()
    assert (screen.problem, issued(sqlite_url)) == ("", 1)


def test_dose_dates_wait_for_a_signed_policy(open_panel: Open, desk: Desk) -> None:
    made = a_booked_case(desk, START, ["Plavix 75 MG"])
    clear(desk, made.booking_id)
    screen = open_panel(made.booking_id)
    screen.preview(PRE_OP)
    assert "a physician" in screen.problem.lower()
    assert not screen.panel.sheet.isVisible()
    sign_hold_table(desk)
    screen.preview(PRE_OP)
    assert (screen.problem, screen.panel.sheet.isVisible()) == ("", True)


def test_a_name_that_cannot_be_drawn_is_refused_by_its_character(
    open_panel: Open, desk: Desk
) -> None:
    made = a_booked_case(desk, START, family="\N{CJK UNIFIED IDEOGRAPH-4E2D}")
    screen = open_panel(made.booking_id)
    screen.preview(PRE_OP)
    assert screen.problem.startswith("The sheet cannot print U+4E2D")
    assert not screen.panel.sheet.isVisible()


def test_the_discharge_sheet_waits_for_the_record(
    open_panel: Open, desk: Desk, clock: Clock
) -> None:
    made = a_booked_case(desk, START)
    clock.now = at("2026-12-01 11:30")
    screen = open_panel(made.booking_id, NURSE)
    screen.preview(DISCHARGE)
    assert screen.problem.startswith("Record the procedure first.")
    do(desk, PHYSICIAN, record_procedure, as_done(desk, made.booking_id))
    screen.preview(DISCHARGE)
    screen.verify()
    screen.print()
    assert screen.state(DISCHARGE) == "Printed"


def test_without_a_printer_nothing_is_issued(open_panel: Open, desk: Desk, sqlite_url: str) -> None:
    screen = open_panel(a_booked_case(desk, START).booking_id, printer=lambda: None)
    screen.preview(PRE_OP)
    screen.verify()
    screen.print()
    assert screen.problem.startswith("This computer has no printer.")
    assert issued(sqlite_url) == 0


def test_a_file_that_nobody_chose_issues_nothing(
    open_panel: Open, desk: Desk, sqlite_url: str
) -> None:
    screen = open_panel(a_booked_case(desk, START).booking_id, choose_file=lambda _: None)
    screen.preview(PRE_OP)
    screen.verify()
    screen.save()
    assert (screen.problem, issued(sqlite_url)) == ("", 0)


def test_a_second_try_does_not_issue_twice(
    open_panel: Open, desk: Desk, folder: Path, sqlite_url: str
) -> None:
    places = iter([folder / "no such folder" / "sheet.pdf", folder / "sheet.pdf"])
    screen = open_panel(a_booked_case(desk, START).booking_id, choose_file=lambda _: next(places))
    screen.preview(PRE_OP)
    screen.verify()
    screen.save()
    assert screen.problem.startswith("The file could not be written there.")
    screen.save()
    assert (screen.problem, issued(sqlite_url)) == ("", 1)
    assert (folder / "sheet.pdf").read_bytes() == screen.panel.pdf


def test_what_cannot_be_written_is_not_printed(
    open_panel: Open, desk: Desk, folder: Path, sqlite_url: str
) -> None:
    nowhere = folder / "no such folder" / "sheet.pdf"
    screen = open_panel(a_booked_case(desk, START).booking_id, choose_file=lambda _: nowhere)
    screen.preview(PRE_OP)
    screen.verify()
    screen.save()
    assert screen.problem.startswith("The file could not be written there.")
    assert (screen.state(PRE_OP), issued(sqlite_url)) == ("Not printed", 0)


def test_a_failure_while_issuing_leaves_no_file(
    qtbot: QtBot, desk: Desk, clock: Clock, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*_: object) -> None:
        raise ConnectionError

    who, failures = actor(desk, COORDINATOR), []
    background = Inline(desk, who)
    background.failed.connect(failures.append)
    session = session_of(desk, background, who, clock)
    made = a_booked_case(desk, START)
    panel = SheetsPanel(session, made.booking_id, choose_file=lambda name: folder / name)
    keys.show(qtbot, panel, 1196, 480)
    screen = SheetsScreen(qtbot, panel)
    screen.preview(PRE_OP)
    screen.verify()
    with monkeypatch.context() as broken:
        broken.setattr(type(desk), "change", fails)
        screen.save()
    assert (len(failures), list(folder.iterdir())) == (1, [])
    screen.save()
    assert len(list(folder.iterdir())) == 1


def test_what_could_not_be_put_in_place_is_told_and_put_again(
    open_panel: Open, desk: Desk, folder: Path, sqlite_url: str
) -> None:
    (folder / "taken").mkdir()
    places = iter([folder / "taken", folder / "sheet.pdf"])
    screen = open_panel(a_booked_case(desk, START).booking_id, choose_file=lambda _: next(places))
    screen.preview(PRE_OP)
    screen.verify()
    screen.save()
    assert "recorded as printed already. Choose another place, then save it" in screen.problem
    assert [one.name for one in folder.iterdir()] == ["taken"]
    screen.save()
    assert (screen.problem, issued(sqlite_url)) == ("", 1)
    assert (folder / "sheet.pdf").read_bytes() == screen.panel.pdf


@pytest.mark.qt_log_ignore("QPainter::begin")
def test_a_printer_that_fails_is_told_and_printed_again(
    open_panel: Open, desk: Desk, folder: Path, sqlite_url: str
) -> None:
    outputs = iter([folder / "no such folder" / "printed.pdf", folder / "printed.pdf"])

    def printer() -> QPrinter:
        made = QPrinter(QPrinter.PrinterMode.HighResolution)
        made.setOutputFileName(str(next(outputs)))
        return made

    screen = open_panel(a_booked_case(desk, START).booking_id, printer=printer)
    screen.preview(PRE_OP)
    screen.verify()
    screen.print()
    assert "recorded as printed already. Look after the printer" in screen.problem
    screen.print()
    assert (screen.problem, issued(sqlite_url)) == ("", 1)
    assert (folder / "printed.pdf").exists()


@pytest.mark.parametrize("way", ["print", "save"])
def test_a_preview_that_no_longer_agrees_cannot_go_out(
    open_panel: Open, desk: Desk, folder: Path, sqlite_url: str, way: str
) -> None:
    made = a_booked_case(desk, START)
    screen = open_panel(made.booking_id)
    screen.preview(PRE_OP)
    screen.verify()
    assert not screen.is_out_of_date
    name_driver(desk, made.booking_id)
    screen.panel._session.background.changed.emit(frozenset({topics.READINESS}))
    assert screen.is_out_of_date
    getattr(screen, way)()
    assert (list(folder.iterdir()), issued(sqlite_url)) == ([], 0)
    screen.preview(PRE_OP)
    screen.verify()
    assert not screen.is_out_of_date
    getattr(screen, way)()
    assert issued(sqlite_url) == 1


def test_page_keys_turn_the_pages(open_panel: Open, desk: Desk) -> None:
    screen = open_panel(a_booked_case(desk, START).booking_id)
    screen.preview(PRE_OP)
    preview = screen.panel.sheet.preview
    of = len(preview.images)
    assert of > 1
    preview.setFocus()
    pages = []
    for key in (Qt.Key.Key_PageDown, Qt.Key.Key_PageUp, Qt.Key.Key_PageUp):
        QTest.keyClick(preview, key)
        pages.append(screen.panel.sheet.about.split(" · ")[0])
    assert pages == [f"Page 2 of {of}", f"Page 1 of {of}", f"Page 1 of {of}"]


def test_a_wider_window_shows_larger_pages(open_panel: Open, desk: Desk) -> None:
    screen = open_panel(a_booked_case(desk, START).booking_id)
    screen.preview(PRE_OP)
    narrow = screen.panel.sheet.preview.images[0].width()
    screen.panel.resize(1400, 480)
    screen._settle()
    assert screen.panel.sheet.preview.images[0].width() > narrow


def test_the_preview_can_be_read_out(open_panel: Open, desk: Desk) -> None:
    screen = open_panel(a_booked_case(desk, START).booking_id)
    screen.preview(PRE_OP)
    preview = screen.panel.sheet.preview
    assert preview.accessibleName() == "Preview of the Pre-op sheet"
    assert "Tuesday, December 1, 2026" in preview.accessibleDescription()


def test_with_real_threads(open_panel: Open, desk: Desk, folder: Path) -> None:
    screen = open_panel(a_booked_case(desk, START).booking_id, threads=True)
    screen.preview(PRE_OP)
    screen.verify()
    screen.print()
    screen.verify()
    screen.save()
    assert len(list(folder.iterdir())) == 2


def test_everything_can_be_named_hit_and_reached(open_panel: Open, desk: Desk) -> None:
    screen = open_panel(a_booked_case(desk, START).booking_id)
    screen.preview(PRE_OP)
    assert checks.unnamed(screen.panel) == []
    assert checks.too_small(screen.panel) == []
    assert checks.rich_labels(screen.panel) == []
    assert set(checks.tab_cycle(screen.panel)) == set(checks.tab_stops(screen.panel))


def _moved(desk: Desk, made: Made) -> int:
    """The id of the booking in its new place, a day later."""
    old = ask(desk, COORDINATOR, booking, made.booking_id)
    request = MoveBooking(
        booking_id=old.id,
        verified=made.verified,
        lock_version=old.lock_version,
        starts_at=at("2026-12-02 10:45"),
        minutes=old.minutes,
        sedation=old.sedation,
    )
    return do(desk, COORDINATOR, move_booking, request).booking_id
