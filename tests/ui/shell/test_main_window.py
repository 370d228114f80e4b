import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QPushButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from tests.screens.checks import name, rich_labels, tab_cycle, tab_stops, too_small, unnamed
from ui.kit.page_header import PageHeader
from ui.shell.avatar import initials
from ui.shell.main_window import MainWindow
from ui.shell.pages import PageEntry
from ui.shell.top_bar import Person

made: list[str] = []


def page(words: str) -> QWidget:
    """A page with a header that has a button, and a button below."""
    made.append(words)
    page, header = QWidget(), PageHeader(words)
    header.add_action(QPushButton(f"{words} above"))
    column = QVBoxLayout(page)
    column.addWidget(header)
    column.addWidget(QPushButton(words))
    return page


def focused() -> str:
    return name(QApplication.focusWidget())


@pytest.fixture
def window(qtbot: QtBot) -> MainWindow:
    made.clear()
    entries = [
        PageEntry("schedule", "Schedule", "calendar", lambda: page("Book"), "Ctrl+1"),
        PageEntry("patients", "Patients", "users", lambda: page("New patient"), "Ctrl+4"),
        PageEntry("settings", "Settings", "settings", lambda: page("Save"), "Ctrl+,", True),
    ]
    window = MainWindow(entries, clinic="Valley Spine", person=Person("Dana Mills", "Front desk"))
    qtbot.addWidget(window)
    window.resize(1280, 720)
    window.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    return window


def words(window: QWidget) -> list[str]:
    return [label.text() for label in window.findChildren(QLabel) if label.isVisible()]


def key(window: MainWindow, key: Qt.Key, *, ctrl: bool = False, shift: bool = False) -> None:
    held = Qt.KeyboardModifier.NoModifier
    if ctrl:
        held |= Qt.KeyboardModifier.ControlModifier
    if shift:
        held |= Qt.KeyboardModifier.ShiftModifier
    QTest.keyClick(window.windowHandle(), key, held)


def test_the_title_names_no_patient(window: MainWindow):
    assert window.windowTitle() == "ClinicDesk"


def test_pages_are_made_when_first_opened(window: MainWindow, qtbot: QtBot):
    assert made == ["Book"]
    with qtbot.waitSignal(window.page_shown) as shown:
        first = window.go("patients")
    assert shown.args == ["patients"]
    window.go("schedule")

    assert window.go("patients") is first
    assert made == ["Book", "New patient"]


@pytest.mark.parametrize(
    ("pressed", "current"),
    [(Qt.Key.Key_1, "schedule"), (Qt.Key.Key_4, "patients"), (Qt.Key.Key_Comma, "settings")],
)
def test_keys_go_to_pages(window: MainWindow, pressed: Qt.Key, current: str):
    window.go("patients")
    key(window, pressed, ctrl=True)

    assert window.current == current


def test_the_rail_goes_to_pages(window: MainWindow):
    window.rail.chosen.emit("patients")

    assert window.current == "patients"


def test_an_unknown_page_is_a_programming_mistake(window: MainWindow):
    with pytest.raises(KeyError):
        window.go("casino")


def test_it_shows_where_and_who(window: MainWindow):
    assert {"Valley Spine", "All changes saved"} <= set(words(window))
    assert name(window.top_bar.person) == "Dana Mills, Front desk"


def test_it_says_when_a_change_is_under_way(window: MainWindow):
    window.top_bar.show_saving(True)
    assert "Saving" in words(window)
    window.top_bar.show_saving(False)
    assert "All changes saved" in words(window)


def test_the_top_bar_says_that_nothing_answers_before_all_else(window: MainWindow):
    bar = window.top_bar
    bar.show_connected(False)
    assert bar.state == "Not connected"
    bar.show_saving(True)
    assert bar.state == "Not connected"
    bar.show_unfinished(1)
    assert bar.state == "Not connected · 1 form not saved yet"
    bar.show_unfinished(0)
    bar.show_connected(True)
    assert bar.state == "Saving"
    bar.show_saving(False)
    assert bar.state == "All changes saved"


@pytest.mark.parametrize(
    ("forms", "state"),
    [(0, "All changes saved"), (1, "1 form not saved yet"), (2, "2 forms not saved yet")],
)
def test_it_says_what_is_typed_and_not_saved(window: MainWindow, forms: int, state: str):
    window.top_bar.show_unfinished(forms)

    assert window.top_bar.state == state


@pytest.mark.parametrize(
    ("downs", "asked"),
    [(0, "lock"), (1, "switch"), (2, "change_pin"), (3, "change_password"), (5, "sign_out")],
)
def test_the_persons_menu_is_used_by_keyboard(
    window: MainWindow, qtbot: QtBot, downs: int, asked: str
):
    person = window.top_bar.person
    person.setFocus()
    key(window, Qt.Key.Key_Return)
    qtbot.waitUntil(person.menu.isVisible)
    with qtbot.waitSignal(getattr(person, asked).triggered):
        for _ in range(downs):
            QTest.keyClick(person.menu, Qt.Key.Key_Down)
        QTest.keyClick(person.menu, Qt.Key.Key_Return)


def test_work_begins_in_the_page_below_its_header(window: MainWindow):
    assert focused() == "Book"
    key(window, Qt.Key.Key_4, ctrl=True)

    assert focused() == "New patient"


def test_enter_on_the_rail_leads_into_the_page(window: MainWindow):
    tab_stops(window.rail)[0].setFocus()
    key(window, Qt.Key.Key_Down)
    key(window, Qt.Key.Key_Return)

    assert focused() == "New patient"


def test_a_page_may_say_where_its_work_begins(window: MainWindow):
    page = window.go("patients")
    page.enter = lambda: window.rail.findChild(QWidget).setFocus()
    window.go("schedule")
    window.go("patients")

    assert focused() == "Schedule"


def test_a_focus_that_goes_stays_in_the_page(window: MainWindow, qtbot: QtBot):
    button = QApplication.focusWidget()
    button.parentWidget().findChildren(QPushButton)[0].setFocus()
    button.hide()
    QApplication.focusWidget().hide()
    button.show()

    qtbot.waitUntil(lambda: focused() == "Book")


def test_whoever_was_typing_on_a_page_goes_on_there(window: MainWindow):
    first, field = window.go("schedule"), QLineEdit()
    first.layout().addWidget(field)
    field.show()
    field.setFocus()
    QTest.keyClicks(field, "Luc")
    window.go("patients")
    assert focused() == "New patient"
    window.go("schedule")
    QTest.keyClicks(QApplication.focusWidget(), "as")
    assert field.text() == "Lucas"

    window.go("schedule")  # once more: to where work begins
    assert focused() == "Book"


def test_what_was_told_stays_with_its_page(window: MainWindow):
    window.notify("MARTINEZ, Rosa is booked.")
    window.go("patients")
    assert window.toast.isHidden()

    window.notify("MARTINEZ, Rosa is registered.")
    window.go("patients")
    assert window.toast.isHidden()


def test_f6_steps_through_rail_bar_header_and_page(window: MainWindow):
    tab_stops(window.rail)[0].setFocus()
    seen = []
    for _ in range(4):
        key(window, Qt.Key.Key_F6)
        seen.append(name(QApplication.focusWidget()))
    key(window, Qt.Key.Key_F6, shift=True)

    assert seen == ["Keyboard shortcuts", "Book above", "Book", "Schedule"]
    assert name(QApplication.focusWidget()) == "Book"


def test_tab_reaches_everything(window: MainWindow):
    assert {name(stop) for stop in tab_cycle(window)} == {
        "Schedule",
        "Keyboard shortcuts",
        "Lock",
        "Dana Mills, Front desk",
        "Book above",
        "Book",
    }


def test_notices_float_over_the_page(window: MainWindow):
    undone: list[bool] = []
    window.notify("Booked.", lambda: undone.append(True))
    key(window, Qt.Key.Key_Z, ctrl=True)
    assert undone == [True]

    window.warn("The printer does not answer.")
    assert window.toast.text == "The printer does not answer."


def test_every_part_is_named_plain_and_large_enough(window: MainWindow):
    window.notify("Booked.", lambda: None)

    assert unnamed(window) == []
    assert rich_labels(window) == []
    assert too_small(window) == []


@pytest.mark.parametrize(
    ("full", "letters"),
    [
        ("Dana Mills", "DM"),
        ("Dr. N. Okafor", "NO"),
        ("Lee Park, RN", "LP"),
        ("María José Núñez", "MN"),
        ("Suharto", "S"),
        ("Dr.", "D"),
        ("", ""),
    ],
)
def test_initials(full: str, letters: str):
    assert initials(full) == letters
