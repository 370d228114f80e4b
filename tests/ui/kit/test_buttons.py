from collections.abc import Callable

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QLineEdit, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from tests.screens.checks import name
from ui.kit import buttons
from ui.kit.buttons import Button, Kind


@pytest.fixture
def form(qtbot: QtBot) -> QWidget:
    window = QWidget()
    qtbot.addWidget(window)
    column = QVBoxLayout(window)
    column.addWidget(QLineEdit())
    column.addWidget(buttons.primary("&Save"))
    window.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    return window


def test_the_key_presses_the_button_from_inside_its_form(form: QWidget, qtbot: QtBot):
    save = form.findChild(Button)
    buttons.bind(save, "Ctrl+Return", form)
    field = form.findChild(QLineEdit)
    field.setFocus()
    with qtbot.waitSignal(save.clicked):
        qtbot.keyClick(field, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)

    assert save.toolTip() == "Save (Ctrl+Enter)"


@pytest.mark.parametrize("put_away", [Button.setDisabled, Button.setHidden])
def test_a_button_that_cannot_be_pressed_stays_quiet(
    form: QWidget, qtbot: QtBot, put_away: Callable[[Button, bool], None]
):
    save = form.findChild(Button)
    buttons.bind(save, "Ctrl+Return", form)
    put_away(save, True)
    with qtbot.assertNotEmitted(save.clicked):
        qtbot.keyClick(
            form.findChild(QLineEdit), Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier
        )


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space])
def test_a_key_presses_the_focused_button(form: QWidget, qtbot: QtBot, key: Qt.Key):
    save = form.findChild(Button)
    save.setFocus()
    with qtbot.waitSignal(save.clicked, timeout=500):
        qtbot.keyClick(save, key)


@pytest.mark.parametrize(
    ("held", "repeated"),
    [
        (Qt.KeyboardModifier.ControlModifier, False),
        (Qt.KeyboardModifier.ShiftModifier, False),
        (Qt.KeyboardModifier.NoModifier, True),
    ],
)
def test_an_enter_that_is_meant_for_something_else_does_not(
    form: QWidget, qtbot: QtBot, held: Qt.KeyboardModifier, repeated: bool
):
    save = form.findChild(Button)
    save.setFocus()
    with qtbot.assertNotEmitted(save.clicked):
        press = QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_Return, held, "", repeated)
        QApplication.sendEvent(save, press)


@pytest.mark.parametrize("kind", Kind)
@pytest.mark.parametrize("enabled", [True, False])
def test_every_kind_draws_its_words(qtbot: QtBot, kind: Kind, enabled: bool):
    button = Button("Book", kind, "plus")
    qtbot.addWidget(button)
    button.setEnabled(enabled)
    wordless = Button("", kind)
    qtbot.addWidget(wordless)
    wordless.setEnabled(enabled)
    wordless.resize(button.sizeHint())
    button.resize(button.sizeHint())

    assert button.height() == 32
    assert button.grab().toImage() != wordless.grab().toImage()


def test_a_button_without_words_has_a_name(qtbot: QtBot):
    button = buttons.icon_only("x", "Close panel")
    qtbot.addWidget(button)

    assert name(button) == button.toolTip() == "Close panel"
