"""Papers of a patient through the real tab: attaching, reading, striking out, saving a copy."""

from pathlib import Path

from PySide6.QtCore import QEvent, QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QStackedWidget, QWidget
from pytestqt.qtbot import QtBot

from clinicdesk.desk import Desk
from clinicdesk.documents.actions import attach_document
from clinicdesk.documents.rules import DocumentKind
from tests.builders.clinic import COORDINATOR
from tests.builders.documents import a_paper, a_pdf, a_png
from tests.builders.gestures import do
from tests.builders.rows import history
from tests.screens import keys
from tests.screens.seat import not_answered_yet
from tests.ui.documents.conftest import Open


def write(folder: Path, name: str, content: bytes) -> Path:
    file = folder / name
    file.write_bytes(content)
    return file


def test_a_letter_is_looked_at_attached_and_read_page_by_page(
    open_panel: Open, tmp_path: Path, sqlite_url: str
):
    letter = write(tmp_path, "referral_of_Dr_Ng.pdf", a_pdf("one", "two"))
    screen = open_panel(threads=True)
    assert screen.titles == []

    screen.name_file(letter)
    assert screen.panel.form.file.note == f"PDF, 2 pages, {letter.stat().st_size // 1024} KB"
    assert screen.panel.form.title.value() == "referral of Dr Ng"
    assert (screen.page, screen.panel.card.about[:17]) == ("Page 1 of 2", "Not attached yet.")
    screen.attach("Referral", DocumentKind.REFERRAL, "11/20/2026")
    assert (screen.problem, screen.titles, screen.page) == ("", ["Referral"], "")

    screen.open("Referral")
    fitted = screen.width
    screen.press(Qt.Key.Key_PageDown)
    assert screen.page == "Page 2 of 2"
    screen.press(Qt.Key.Key_PageDown)
    screen.press(Qt.Key.Key_Plus)
    assert (screen.page, screen.width) == ("Page 2 of 2", round(fitted * 1.5))
    screen.press(Qt.Key.Key_0)
    screen.press(Qt.Key.Key_PageUp)
    assert (screen.page, screen.width) == ("Page 1 of 2", fitted)
    assert [row.action for row in history(sqlite_url)[-2:]] == [
        "documents.attach_document",
        "documents.open_document",
    ]


def test_a_wrong_paper_is_struck_out_and_can_still_be_read(open_panel: Open, desk: Desk, rosa: int):
    for title in ("Right", "Wrong"):
        do(desk, COORDINATOR, attach_document, a_paper(rosa, title=title))
    screen = open_panel()
    screen.open("Wrong")

    screen.strike("")
    assert screen.panel.card.strike.errors.sentences == (
        "Say why this document was entered in error.",
    )
    screen.strike("Another patient's")

    assert screen.titles == ["Right", "[Wrong]"]
    cell = screen.panel.table.model().index(1, 0)
    assert cell.data(Qt.ItemDataRole.AccessibleTextRole).endswith("Referral, struck out")
    screen.open("Wrong")
    assert screen.page == "Page 1 of 1"
    assert screen.panel.card._struck.text == "Entered in error: Another patient's"
    assert not screen.panel.card.strike_link.isVisible()


def test_a_copy_is_recorded_before_it_is_written(
    open_panel: Open, desk: Desk, rosa: int, tmp_path: Path, sqlite_url: str
):
    picture = a_png(30, 20)
    paper = a_paper(rosa, title="Card: front/back", content=picture)
    do(desk, COORDINATOR, attach_document, paper)
    screen = open_panel()
    screen.open("Card: front/back")

    screen.save_copy()

    saved = tmp_path / "Card front back.png"
    assert saved.read_bytes() == picture
    assert saved.stat().st_mode & 0o777 == 0o600
    assert history(sqlite_url)[-1].action == "documents.copy_document"


def test_a_dropped_file_is_looked_at(open_panel: Open, tmp_path: Path):
    screen = open_panel()
    dragged = QMimeData()
    dragged.setUrls([QUrl.fromLocalFile(str(write(tmp_path, "mri.png", a_png(40, 30))))])
    none = Qt.KeyboardModifier.NoModifier
    about = (QPointF(9, 9), Qt.DropAction.CopyAction, dragged, Qt.MouseButton.LeftButton, none)

    screen.panel.dropEvent(QDropEvent(*about, QEvent.Type.Drop))
    screen.settle()

    assert screen.panel.form.title.value() == "mri"
    assert screen.page == "Page 1 of 1"


def test_what_is_missing_is_said_in_the_words_of_the_labels(open_panel: Open, tmp_path: Path):
    letter = write(tmp_path, "x.pdf", a_pdf())
    screen = open_panel(chosen=letter)
    keys.press(screen.panel.attach)
    keys.commit(screen.panel.form.title.control)
    assert screen.problem == "Choose a file, drop one here, or type where it lies."

    keys.press(screen.panel.form.choose)
    screen.settle()
    screen.attach("", None, "soon")
    assert screen.problem == "Date on the paper needs a date like Jan 12, 2027 or 1/12/2027."
    screen.attach("", None, "11/25/2026")
    assert screen.problem == (
        "Write a title, as others will look for it. Choose the kind of document."
        " Enter the date on the paper; Wed, Nov 25, 2026 has not come yet."
    )
    form = screen.panel.form
    assert [field.error for field in form._fields if field.error] == [*form.errors.sentences]
    screen.attach("Letter", None, "11/20/2026")
    assert form.kind.error == screen.problem == "Choose the kind of document."
    keys.choose(form.kind, DocumentKind.OTHER)
    assert (form.kind.error, screen.problem) == ("", "")
    assert screen.titles == []


def test_what_was_read_is_put_away_with_its_tab_and_not_with_the_window(
    open_panel: Open, desk: Desk, rosa: int, qtbot: QtBot
):
    do(desk, COORDINATOR, attach_document, a_paper(rosa, title="Letter"))
    screen = open_panel()
    tabs = QStackedWidget()
    tabs.addWidget(screen.panel)
    tabs.addWidget(QWidget())
    keys.show(qtbot, tabs)
    screen.open("Letter")
    tabs.hide()
    tabs.show()
    assert screen.page == "Page 1 of 1"

    tabs.setCurrentIndex(1)

    assert (screen.page, screen.width, screen.panel.card.view._paper) == ("", 0, None)


def test_what_comes_after_somebody_left_is_not_shown(
    open_panel: Open, desk: Desk, rosa: int, qtbot: QtBot, tmp_path: Path
):
    do(desk, COORDINATOR, attach_document, a_paper(rosa, title="Letter"))
    screen = open_panel()
    panel, tabs = screen.panel, QStackedWidget()
    tabs.addWidget(panel)
    tabs.addWidget(QWidget())
    keys.show(qtbot, tabs)
    with not_answered_yet(panel._session):
        keys.press(panel.attach)
        keys.type_into(panel.form.file, str(write(tmp_path, "x.png", a_png(9, 9))))
        keys.press(panel.form.cancel)
    assert panel.card.isHidden()

    with not_answered_yet(panel._session):
        panel.table.opened.emit(panel.table.rows[0])
        tabs.setCurrentIndex(1)
    assert (panel.card.isHidden(), panel.card.view._paper) == (True, None)
