"""Every screen of the real program, for who works by keyboard, sees little, or hears the screen.

One person with every role goes through all of `tests/screens/program.py`; contrast is in
tests/ui/kit/test_tokens.py, another process that reads the screen in tests/access.
"""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QPushButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from clinicdesk.opening import open_desk
from clinicdesk.settings import embedded_url
from tests.builders.marked_up import live_today
from tests.conftest import Clock, patient
from tests.screens import access, checks, keys, markup
from tests.screens.program import SCREENS, Program
from ui.kit.buttons import primary
from ui.kit.forms import TextField
from ui.kit.labels import Label
from ui.shell.main_window import MainWindow

Check = Callable[[QWidget], object]
LETTERS = "abcdgklmnptuwx?/ 0123456789"
"""What does something somewhere on a board, a list or a day."""
CHECKS: tuple[Check, ...] = (
    checks.unnamed,
    checks.too_small,
    checks.clashing_keys,
    markup.read_as_markup,
    access.unnamed_buttons,
    access.wordless,
    access.unlabelled,
    access.silent_cells,
    access.silent_items,
    access.small_text,
    access.loud,
    access.touching,
    access.ambiguous,
)
"""Each answers what is wrong on a window, and nothing when all is well."""


@pytest.fixture(scope="module")
def program(
    request: pytest.FixtureRequest, sqlite_clinic: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Program]:
    """Signed in once for all screens."""
    folder, clock = tmp_path_factory.mktemp("access"), Clock()
    for file in sqlite_clinic.iterdir():
        (folder / file.name).write_bytes(file.read_bytes())
    desk = open_desk(embedded_url(folder / "clinic.db"), clock=clock)
    made = live_today(desk)
    at_work = Program(patient(QtBot(request)), desk, clock, made.patient_id)
    QAccessible.setActive(True)  # as with a screen reader: what it is told follows every change
    yield at_work
    QAccessible.setActive(False)
    at_work.close()
    desk.close()


@pytest.fixture
def bring(program: Program) -> Iterator[Callable[[str], QWidget]]:
    """Brings a screen to the front; no dialog of it is left in the way of the next test."""
    yield program.bring
    program.leave()


@pytest.mark.parametrize("screen", SCREENS)
def test_a_screen_can_be_named_hit_and_gone_through(
    program: Program, bring: Callable[[str], QWidget], screen: str
) -> None:
    window = bring(screen)

    wrong = {check.__name__: found for check in CHECKS if (found := check(window))}
    if isinstance(window, MainWindow):
        unclear = checks.unclear_commands(window.commands())
        wrong |= {"commands": unclear} if unclear else {}
    if screen != "menu":  # the arrows go through it, and Tab leaves
        part, back = program.part, program.meets_new_stops()
        wrong |= {"Tab": lost} if (lost := access.lost_to_tab(window, part, back=back)) else {}
        wrong |= {"arrows": stuck} if (stuck := access.stuck(part)) else {}
        wrong |= {"letters": deaf} if (deaf := access.deaf(part, LETTERS)) else {}

    assert wrong == {}
    assert program.failures == []


def shown(qtbot: QtBot, *parts: QWidget) -> QWidget:
    window = QWidget()
    column = QVBoxLayout(window)
    for part in parts:
        column.addWidget(part)
    keys.show(qtbot, window, 400, 300)
    return window


def a_bare_picture() -> QWidget:
    return QPushButton("")


def a_field_without_its_label() -> QWidget:
    field = TextField("Name")
    field._label.setBuddy(None)
    return field


def two_filled_buttons() -> QWidget:
    both = QWidget()
    row = QHBoxLayout(both)
    for words in ("Save", "Book"):
        row.addWidget(primary(words))
    return both


def buttons_that_touch() -> QWidget:
    both = two_filled_buttons()
    both.layout().setSpacing(1)
    return both


def tiny_words() -> QWidget:
    label = Label("Born Jun 2, 1950")
    face = label.font()
    face.setPixelSize(10)
    label.setFont(face)
    return label


def two_for_one_key() -> QWidget:
    outer = QWidget()
    for scope in (outer, QWidget(outer)):
        QShortcut(QKeySequence("Ctrl+J"), scope)
    return outer


MUTANTS = {
    access.unnamed_buttons: a_bare_picture,
    access.unlabelled: a_field_without_its_label,
    access.loud: two_filled_buttons,
    access.touching: buttons_that_touch,
    access.small_text: tiny_words,
    access.ambiguous: two_for_one_key,
}


@pytest.mark.parametrize("check", MUTANTS, ids=lambda check: check.__name__)
def test_what_is_wrong_is_noticed(qtbot: QtBot, check: Check) -> None:
    assert check(shown(qtbot, MUTANTS[check]())) != []


def test_a_stop_that_cannot_be_seen_is_noticed(qtbot: QtBot) -> None:
    lines = [QLineEdit(), QLineEdit()]
    window = shown(qtbot, *lines)
    lid = QWidget(window)
    lid.setGeometry(lines[1].geometry())
    lid.show()

    lost = access.lost_to_tab(window, window)

    assert sum(words.endswith("is hidden") for words in lost) == 2


class Deaf(QLineEdit):
    """Leaves a letter to the page around it."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_B:
            event.ignore()
        else:
            super().keyPressEvent(event)


def test_a_letter_that_acts_in_a_field_is_noticed(qtbot: QtBot) -> None:
    assert access.deaf(shown(qtbot, Deaf()), "abc") == ["Deaf '': 'ac'"]
