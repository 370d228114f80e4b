"""The guide: read as plain words, complete, and true about its keys."""

import ast
import re
from itertools import chain
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from clinicdesk import paths
from tests.guide_pictures import PICTURES
from tests.screens.checks import name, rich_labels, tab_stops, unnamed
from ui.kit.labels import Label
from ui.kit.picture import Picture
from ui.shell.guide import INDEX, Guide
from ui.shell.guide_text import Heading, Item, Link, Shown, Text, blocks
from ui.shell.main_window import MainWindow
from ui.shell.pages import PageEntry
from ui.shell.person_button import Person
from ui.shell.shortcut_sheet import _ANYWHERE
from ui.staff.words import GUIDE

ROOT = Path(__file__).parents[3]
PAGES = sorted(page.name for page in paths.guide().glob("*.md"))
MOST_BYTES, MOST_PICTURES = 100_000, 12


def source(page: str) -> str:
    return (paths.guide() / page).read_text(encoding="utf-8")


def known_keys() -> set[str]:
    """Every string in the windows' code, every key bound there, and the usual ones."""
    trees = (ast.parse(file.read_text(encoding="utf-8")) for file in (ROOT / "ui").rglob("*.py"))
    nodes = list(chain.from_iterable(map(ast.walk, trees)))
    words = {one.value for one in nodes if isinstance(one, ast.Constant)}
    bound = {one.attr.removeprefix("Key_") for one in nodes if isinstance(one, ast.Attribute)}
    usual = {one for _, keys in _ANYWHERE for one in keys.split(", ")}
    return {one for one in words if isinstance(one, str)} | bound | usual


def test_a_page_is_read_as_plain_words():
    page = """# Front desk

Press `Ctrl+K` and **type**
a name.

- One `B`
  goes on
2. Two
![The day](pictures/day.png)
- [Nurse](nurse.md)
"""
    assert blocks(page) == [
        Heading("Front desk", 1),
        Text("Press Ctrl+K and type a name."),
        Item("One B goes on", "•"),
        Item("Two", "2."),
        Shown("The day", "pictures/day.png"),
        Link("Nurse", "nurse.md"),
    ]


def test_there_is_a_page_for_every_role_and_the_first_leads_to_all():
    leads = [block.page for block in blocks(source(INDEX)) if isinstance(block, Link)]
    assert sorted([INDEX, *leads]) == PAGES
    assert set(GUIDE.values()) <= set(leads)


@pytest.mark.parametrize("page", PAGES)
def test_what_a_page_names_exists_and_no_mark_is_left(page: str):
    shown = blocks(source(page))
    named = [paths.guide() / block.file for block in shown if isinstance(block, Shown)]
    named += [paths.guide() / block.page for block in shown if isinstance(block, Link)]
    marks = re.compile(r"[`*\[\]<>|]|^#")

    assert [file for file in named if not file.is_file()] == []
    assert [block for block in shown if marks.search(block.words)] == []
    assert [type(block) for block in shown if isinstance(block, Heading) and block.level == 1] == [
        Heading
    ]


def test_the_pictures_are_few_small_used_and_can_be_made_again():
    files = list((paths.guide() / "pictures").iterdir())
    used = [
        block.file for page in PAGES for block in blocks(source(page)) if hasattr(block, "file")
    ]

    assert {f"pictures/{file.name}" for file in files} == set(used)
    assert {file.stem for file in files} == set(PICTURES)
    assert len(files) <= MOST_PICTURES
    assert max(file.stat().st_size for file in files) < MOST_BYTES


def test_every_key_the_guide_names_does_something():
    named = {key for page in PAGES for key in re.findall(r"`(.+?)`", source(page))}

    assert len(named) > 20
    assert named - known_keys() == set()


@pytest.fixture
def window(qtbot: QtBot) -> MainWindow:
    entries = [PageEntry("patients", "Patients", "users", QWidget, "Ctrl+4")]
    window = MainWindow(entries, clinic="", person=Person("Dana Mills", "Front desk"))
    qtbot.addWidget(window)
    window.let_read("front-desk.md")
    window.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    return window


def guide_of(qtbot: QtBot, window: MainWindow) -> Guide:
    QTest.keyClick(window, Qt.Key.Key_F1)
    assert window.guide is not None
    qtbot.waitUntil(window.guide.isActiveWindow)
    return window.guide


def test_f1_opens_the_page_of_the_role_at_the_screen_at_hand(qtbot: QtBot, window: MainWindow):
    guide = guide_of(qtbot, window)
    heading = next(h for h in guide.findChildren(Label) if h.text().startswith("Patients"))

    assert guide.page == "front-desk.md"
    top = heading.mapTo(guide, heading.rect().topLeft()).y()
    assert 0 < top < guide.height() - heading.height()
    assert (rich_labels(guide), unnamed(guide)) == ([], [])
    assert all(picture.pixmap.width() for picture in guide.findChildren(Picture))

    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Escape)
    assert not guide.isVisible()


def test_links_lead_to_the_other_pages_by_keyboard(qtbot: QtBot, window: MainWindow):
    guide = guide_of(qtbot, window)
    [nurse] = [stop for stop in tab_stops(guide) if name(stop) == "Nurse"]
    nurse.setFocus()
    QTest.keyClick(nurse, Qt.Key.Key_Return)

    assert guide.page == "nurse.md"
    assert nurse.hasFocus()
    assert name(guide.area) == "Nurse"
