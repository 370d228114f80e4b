"""Every page says what it is doing while it reads, why it could not, who may, and how old it is."""

import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from clinicdesk.desk import Desk
from clinicdesk.errors import Reason, Refused, Unanswered
from tests.builders.clinic import ADMINISTRATOR, PHYSICIAN, actor
from tests.builders.patients import Made, a_booked_case
from tests.builders.times import at
from tests.conftest import Clock
from tests.screens import keys
from tests.screens.seat import desk, session_of
from ui.audit.history_tab import HistoryTab
from ui.background import Background, Inline
from ui.contacts.details_panel import DetailsPanel
from ui.documents.documents_panel import DocumentsPanel
from ui.evaluations.evaluation_panel import EvaluationPanel
from ui.evaluations.evaluations_page import EvaluationsPage
from ui.holds.hold_editor import HoldEditor
from ui.holds.policy_page import PolicyPage
from ui.intake.intake_panel import IntakePanel
from ui.kit import reading
from ui.kit.page import Page
from ui.patients.chart_page import _SUMMARY
from ui.patients.duplicates_page import DuplicatesPage
from ui.patients.open_chart import OpenChart
from ui.patients.patients_page import PatientsPage
from ui.patients.summary_panel import SummaryPanel
from ui.procedure_day.procedure_panel import ProcedurePanel
from ui.readiness.readiness_panel import ReadinessPanel
from ui.scheduling.booking_tab import BookingTab
from ui.scheduling.schedule_page import SchedulePage
from ui.session import Session
from ui.sheets.sheets_panel import SheetsPanel
from ui.staff.lock_page import LockPage
from ui.staff.people_page import PeoplePage

__all__ = ["desk"]

Make = Callable[[Session, Made], Page]
NO_FILE: dict[str, Any] = {"choose_file": lambda _: None}
SCREENS: dict[str, Make] = {
    "schedule": lambda session, _: SchedulePage(session, details=lambda *_: Page(session, ())),
    "patients": lambda session, _: PatientsPage(session),
    "evaluations": lambda session, _: EvaluationsPage(session),
    "duplicates": lambda session, _: DuplicatesPage(session),
    "chart": lambda session, made: OpenChart(session, made.patient_id, [_SUMMARY]),
    "people": lambda session, _: PeoplePage(session),
    "lock": lambda session, _: LockPage(session),
    "policy": lambda session, _: PolicyPage(session),
}
"""What stands in the window by itself; the parts below stand in one of these."""
PARTS: dict[str, Make] = {
    "summary": lambda session, made: SummaryPanel(session, made.patient_id),
    "details": lambda session, made: DetailsPanel(session, made.patient_id),
    "intake": lambda session, made: IntakePanel(session, made.patient_id),
    "evaluation": lambda session, made: EvaluationPanel(session, made.patient_id),
    "history": lambda session, made: HistoryTab(session, made.patient_id),
    "documents": lambda session, made: DocumentsPanel(
        session, made.patient_id, choose_paper=lambda: None, **NO_FILE
    ),
    "booking": lambda session, made: BookingTab(
        session, made.patient_id, lambda at_work, one: SheetsPanel(at_work, one, **NO_FILE)
    ),
    "readiness": lambda session, made: ReadinessPanel(
        session, made.booking_id, hold_editor=HoldEditor
    ),
    "holds": lambda session, made: HoldEditor(session, made.booking_id),
    "procedure": lambda session, made: ProcedurePanel(session, made.booking_id),
    "sheets": lambda session, made: SheetsPanel(session, made.booking_id, **NO_FILE),
}
PAGES = {**SCREENS, **PARTS}
BEGUN_ANEW = {"patients", "duplicates"}
"""What is looked for comes once the database answers; nothing of before is on the screen."""
OF_ADMINISTRATORS = {"people", "lock"}


@dataclass
class FakeDesk:
    """The real desk, which can be held, and can be made to fail."""

    desk: Desk
    error: Exception | None = None

    def __post_init__(self) -> None:
        self.answers = threading.Event()
        self.answers.set()

    def read(self, *asked: Any) -> Any:
        assert self.answers.wait(30)
        if self.error is not None:
            raise self.error
        return self.desk.read(*asked)


@pytest.fixture
def made(desk: Desk) -> Made:
    return a_booked_case(desk, at("2026-11-23 13:00"), ["Eliquis 5 mg"])


@pytest.fixture
def fake(desk: Desk) -> FakeDesk:
    return FakeDesk(desk)


Open = Callable[..., Page]


@pytest.fixture
def opened(qtbot: QtBot, fake: FakeDesk, made: Made, clock: Clock) -> Iterator[Open]:
    """`opened(name)` puts a page on the screen; with `threads=True` it reads off the GUI thread."""
    seats: list[Background] = []

    def put(name: str, *, threads: bool = False) -> Page:
        who = actor(fake.desk, ADMINISTRATOR if name in OF_ADMINISTRATORS else PHYSICIAN)
        seats.append(Background(fake, who) if threads else Inline(fake, who))
        page = PAGES[name](session_of(fake.desk, seats[-1], who, clock), made)
        keys.show(qtbot, page)
        return page

    yield put
    fake.answers.set()
    for background in seats:
        background.close()


def test_every_page_of_the_program_is_here() -> None:
    kinds = {kind for kind in Page.__subclasses__() if kind.__module__.startswith("ui.")}
    shown = {type_.__name__ for type_ in kinds if not type_.__subclasses__()}

    assert len(PAGES) >= len(shown)


@pytest.mark.parametrize("name", PAGES)
def test_a_page_that_waits_shows_bars_and_names_what_takes_long(
    name: str, qtbot: QtBot, fake: FakeDesk, opened: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reading, "SKELETON_AFTER_MS", 0)
    monkeypatch.setattr(reading, "NAMED_AFTER_MS", 0)
    fake.answers.clear()
    page = opened(name, threads=True)
    qtbot.waitUntil(lambda: page.reading.is_loading)
    qtbot.waitUntil(lambda: page.reading.strip is not None)
    assert page.reading.strip.words == f"{page.doing}…"
    assert page.doing != Page.doing
    assert page.reading.strip.cancel.isVisible() is page.can_cancel

    fake.answers.set()

    qtbot.waitUntil(lambda: not page.reading.is_loading)
    assert (page.reading.strip.words, page.reading.problem) == ("", "")


@pytest.mark.parametrize("name", PAGES)
def test_a_page_that_could_not_read_says_so_and_reads_again(
    name: str, fake: FakeDesk, opened: Open
) -> None:
    fake.error = ZeroDivisionError("MARTINEZ, Rosa")
    page = opened(name)
    cover = page.reading.cover
    assert page.reading.problem.startswith(f"{page.doing} did not finish. What was saved before")
    assert cover.not_read.copy.isVisible()
    cover.not_read.copy.click()
    copied = QApplication.clipboard().text()
    assert "ZeroDivisionError" in copied
    assert "report " in copied
    assert "MARTINEZ" not in copied

    fake.error = None
    keys.press(cover.not_read.retry)

    assert (page.reading.problem, cover.isVisible()) == ("", False)


@pytest.mark.parametrize("name", SCREENS)
def test_a_screen_that_its_reader_may_not_see_says_who_can(
    name: str, fake: FakeDesk, opened: Open
) -> None:
    fake.error = Refused(Reason("desk.not_allowed", {"who": "a nurse"}))
    page = opened(name)

    assert "Ask a nurse" in page.reading.problem
    assert not page.reading.cover.not_read.retry.isVisible()


@pytest.mark.parametrize("name", SCREENS)
def test_a_screen_keeps_what_it_has_and_says_how_old_it_is(
    name: str, fake: FakeDesk, opened: Open
) -> None:
    page = opened(name)
    fake.error = Unanswered()
    page.reload()
    assert page.away.words
    assert ("8:00 AM" in page.away.words) is (name not in BEGUN_ANEW)
    assert page.reading.problem == ""

    fake.error = None
    page._changes._probe.timeout.emit()

    assert page.away.words == ""
