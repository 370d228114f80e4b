"""R-09: one patient whose every word looks like markup: each screen shows it as plain text."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import Qt as TextKind
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QTextEdit,
    QWidget,
)
from pytestqt.qtbot import QtBot

from clinicdesk.desk import Desk
from clinicdesk.documents.actions import attach_document
from clinicdesk.opening import open_desk
from clinicdesk.patients.actions import NewPhone
from clinicdesk.scheduling.actions.book import book_slot
from clinicdesk.scheduling.actions.people import add_person
from clinicdesk.sheets.rules import SheetKind
from clinicdesk.staff.rules import Role
from tests.builders.clinic import ADMINISTRATOR, COORDINATOR, PASSWORD, PHYSICIAN, person
from tests.builders.contacts import has_alert, has_contact
from tests.builders.documents import a_paper
from tests.builders.evidence import name_driver, sign_hold_table
from tests.builders.gestures import do
from tests.builders.patients import a_note, a_slot, an_approved_case
from tests.builders.times import at
from tests.conftest import Clock
from tests.journeys.playing import KeyCount, Play
from tests.screens.history import HistoryScreen
from ui.kit.labels import Label
from ui.pages import PATIENTS, SETTINGS, PatientsArea
from ui.staff.settings_page import SettingsPage

FAMILY = "Zetmark <b>&amp;</b><img src=file:///x.png> %s{0}"
GIVEN = "<a href='http://192.0.2.1/'>R\u00f3sa</a> &Q ${x}"
DRUG = "Eliquis <table><tr><td>5 mg</td></tr></table>"
NOTE = "<h1>Stenosis</h1>\n<script>x()</script>\t& <img src=http://192.0.2.1/n.png>\n=1+1"
DRIVER = "Ana <font size=99>M\u00e1rtinez</font> &"
PRESCRIBER = "<qt>Dr. Reyes</qt>"
CONTACT = "Ben <s>Mart\u00ednez</s> &Q"
ALERT = "Latex <b>&amp;</b><img src=http://192.0.2.1/a.png>"
TITLE = "<b>Referral</b> & <img src=http://192.0.2.1/t.png> =1+1"
NURSE_NAME = "<u>Noa</u> & <img src=x>"


@pytest.fixture
def desk(sqlite_url: str, clock: Clock) -> Iterator[Desk]:
    opened = open_desk(sqlite_url, clock=clock)
    live(opened)
    yield opened
    opened.close()


def live(desk: Desk) -> None:
    """The patient's way to a booked procedure, through the program's own actions."""
    do(desk, ADMINISTRATOR, add_person, person("noa", NURSE_NAME, Role.NURSE))
    sign_hold_table(desk)
    made = an_approved_case(
        desk,
        [DRUG],
        note=a_note(impression=NOTE, exception_reason=NOTE),
        family=FAMILY,
        given=GIVEN,
        preferred=GIVEN,
        phones=(NewPhone(typed="<i>707 555 0171</i>"),),
    )
    has_contact(desk, made.patient_id, name=CONTACT, relation=CONTACT)
    has_alert(desk, made.patient_id, ALERT, at_booking=True)
    do(desk, COORDINATOR, attach_document, a_paper(made.patient_id, title=TITLE))
    booked = do(desk, COORDINATOR, book_slot, a_slot(made, at("2026-11-30 10:00")))
    name_driver(desk, booked.booking_id, name=DRIVER, relationship=DRIVER)


@pytest.fixture
def play(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, desk: Desk, clock: Clock, tmp_path: Path
) -> Iterator[Play]:
    playing = Play(qtbot, KeyCount(monkeypatch), desk, clock, tmp_path)
    failures: list[Exception] = []
    playing.app.background.failed.connect(failures.append)
    yield playing
    playing.close()
    assert failures == []


def everything(window: QWidget) -> list[QWidget]:
    return [window, *window.findChildren(QWidget)]


def read_as_markup(window: QWidget) -> list[str]:
    """What on a window would be shown as anything else than its letters."""
    found = []
    for one in everything(window):
        if isinstance(one, QLabel) and one.textFormat() is not Qt.TextFormat.PlainText:
            found.append(f"label {QLabel.text(one)!r}")
        if isinstance(one, QTextEdit):
            found.append(f"rich text {one.toPlainText()!r}")
        found += [
            f"tip {tip!r}"
            for tip in (one.toolTip(), one.whatsThis(), one.statusTip())
            if TextKind.mightBeRichText(tip)
        ]
    return found


def words(window: QWidget) -> str:
    """All that a window says."""
    said = []
    for one in everything(window):
        said.append(one.accessibleName())
        if isinstance(one, QLabel | QAbstractButton | QLineEdit):
            said.append(one.text())
        elif isinstance(one, QPlainTextEdit):
            said.append(one.toPlainText())
    return "\n".join(said)


def seen(play: Play, *needles: str) -> None:
    """The screen in front says these words to the letter, reads none as markup, names nobody."""
    play.settle()
    play.settle()  # what was just painted for the first time may have asked for more
    window = play.app.window
    assert window is not None
    assert read_as_markup(window) == []
    told = words(window)
    assert [needle for needle in needles if needle not in told] == []
    titles = [one.windowTitle() for one in QApplication.topLevelWidgets()]
    assert [title for title in titles if "etmark" in title or "192.0" in title] == []


def test_every_screen_shows_letters(play: Play) -> None:
    play.sign_in(PHYSICIAN, PASSWORD)
    shown = f"{FAMILY.upper()}, {GIVEN}"
    schedule = play.schedule()
    schedule.go_to("11/30/2026")
    assert any(shown in spoken for spoken in schedule.spoken)
    schedule.open(shown)
    seen(play, DRIVER)
    schedule.move(shown)
    seen(play)
    area = play.page(PATIENTS, PatientsArea)
    area.list.search.setText("zetmark")
    play.settle()
    assert [row.patient.name.on_screen for row in area.list.table.rows] == [shown]
    seen(play)
    play.open_chart("zetmark")
    seen(play, shown, DRUG, CONTACT, ALERT)
    for tab, needles in {
        "Details": (CONTACT, ALERT),
        "Intake": (DRUG,),
        "Evaluation": (NOTE,),
        "Readiness": (DRIVER,),
        "Procedure": (),
    }.items():
        play.chart.go(tab)
        seen(play, shown, *needles)
    play.documents().open(TITLE)
    seen(play, shown, TITLE)


def test_the_history_shows_letters(play: Play, qtbot: QtBot) -> None:
    play.sign_in(PHYSICIAN, PASSWORD)
    play.open_chart("zetmark")
    history = HistoryScreen(qtbot, play.chart.go("History"))
    play.settle()
    for done, typed in {
        "Registered the patient": FAMILY,
        "Signed the evaluation": NOTE,
        "Recorded who takes the patient home": DRIVER,
        "Saved the intake": DRUG,
    }.items():
        history.go_to(done)
        seen(play)
        assert typed in "\n".join([history.details, *history.words]), done


def test_sheets_show_letters(play: Play) -> None:
    play.sign_in(PHYSICIAN, PASSWORD)
    sheets = play.sheets("zetmark")
    sheets.preview(SheetKind.PRE_OP)
    seen(play, f"{FAMILY.upper()}, {GIVEN}")
    sheets.verify()
    text = "".join(play.saved(sheets, "pre-op.pdf").split())
    for name in (FAMILY, GIVEN, DRIVER):
        assert "".join(name.split()) in text


def test_settings_show_letters(play: Play) -> None:
    play.sign_in(ADMINISTRATOR, PASSWORD)
    settings = play.page(SETTINGS, SettingsPage)
    settings.open("People")
    seen(play)


def test_a_label_that_reads_markup_is_noticed(qtbot: QtBot) -> None:
    label = Label(FAMILY)
    qtbot.addWidget(label)
    assert read_as_markup(label) == []

    label.setTextFormat(Qt.TextFormat.AutoText)
    label.setToolTip(FAMILY)

    assert len(read_as_markup(label)) == 2
