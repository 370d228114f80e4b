import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QHBoxLayout, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from tests.screens.checks import name, unnamed
from ui.kit.buttons import Button
from ui.kit.forms import TextArea, TextField
from ui.kit.panel import DetailPanel
from ui.kit.regions import mark_region, step_region


@pytest.fixture
def window(qtbot: QtBot) -> QWidget:
    """A content region with a panel region inside it, beside a rail region."""
    window = QWidget()
    qtbot.addWidget(window)
    rail, content, panel = QWidget(), QWidget(), DetailPanel("Driver home")
    for region in (rail, content):
        mark_region(region)
    QHBoxLayout(rail).addWidget(QPushButton("Schedule"))
    row = QHBoxLayout(content)
    row.addWidget(QPushButton("Content"))
    row.addWidget(panel)
    panel.body.addWidget(TextField("Driver"))
    whole = QHBoxLayout(window)
    whole.addWidget(rail)
    whole.addWidget(content)
    window.panel = panel
    window.resize(900, 500)
    window.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    return window


def focused() -> str:
    return name(QApplication.focusWidget())


def test_the_cross_and_escape_ask_to_close(window: QWidget, qtbot: QtBot):
    panel = window.panel
    with qtbot.waitSignal(panel.closed):
        qtbot.mouseClick(panel.findChild(Button), Qt.MouseButton.LeftButton)
    field = panel.findChild(TextField)
    field.setFocus()
    with qtbot.waitSignal(panel.closed):
        qtbot.keyClick(field.input, Qt.Key.Key_Escape)

    assert panel.isVisible()


def test_escape_elsewhere_is_not_for_the_panel(window: QWidget, qtbot: QtBot):
    outside = window.findChild(QPushButton)
    outside.setFocus()
    with qtbot.assertNotEmitted(window.panel.closed):
        qtbot.keyClick(outside, Qt.Key.Key_Escape)


def test_its_title_is_its_name(window: QWidget):
    window.panel.set_title("Blood thinner")

    assert window.panel.accessibleName() == "Blood thinner"
    assert unnamed(window.panel) == []


def test_contents_that_do_not_fit_scroll(window: QWidget):
    for _ in range(9):
        window.panel.body.addWidget(TextArea("Note"))
    window.panel.layout().activate()

    assert window.panel.width() == 340
    assert window.height() == 500


def test_f6_steps_through_the_regions(window: QWidget):
    window.findChild(QPushButton).setFocus()
    seen = []
    for _ in range(3):
        step_region(window, 1)
        seen.append(focused())

    assert seen == ["Content", "Driver", "Schedule"]


def test_f6_does_not_stay_where_work_begins_in_an_inner_region(window: QWidget):
    content, panel = window.panel.parentWidget(), window.panel
    content.setFocusProxy(panel.findChild(TextField).input)
    panel.findChild(TextField).setFocus()
    step_region(window, -1)

    assert focused() == "Schedule"


def test_a_panel_without_contents_is_entered_at_its_cross(window: QWidget):
    window.panel.findChild(TextField).hide()
    window.findChild(QPushButton).setFocus()
    step_region(window, -1)

    assert focused() == "Close panel"


def test_shift_f6_steps_back(window: QWidget):
    window.panel.findChild(TextField).setFocus()
    step_region(window, -1)

    assert focused() == "Content"


def test_a_hidden_region_is_passed_over(window: QWidget):
    window.panel.hide()
    window.findChild(QPushButton).setFocus()
    step_region(window, 1)
    step_region(window, 1)

    assert focused() == "Schedule"


def test_a_window_without_regions_keeps_its_focus(qtbot: QtBot):
    window = QWidget()
    qtbot.addWidget(window)
    step_region(window, 1)

    assert not window.hasFocus()
