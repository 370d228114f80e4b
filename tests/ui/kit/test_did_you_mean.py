"""What may have been meant is offered, whole, right after where it was typed."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from tests.screens.keys import Keys, show
from ui.kit.did_you_mean import DidYouMean


def test_a_suggestion_is_reached_with_tab_and_loses_no_letter(qtbot: QtBot) -> None:
    form, line, meant = QWidget(), QLineEdit(), DidYouMean()
    column = QVBoxLayout(form)
    for part in (line, QLineEdit(), meant):
        column.addWidget(part)
    show(qtbot, form, 400, 200)
    assert meant.isHidden()
    meant.offer(["Smith & Wesson", "Smithe"], after=line)
    qtbot.waitUntil(meant.buttons[1].isVisible)

    line.setFocus()
    Keys().press(Qt.Key.Key_Tab)
    first = Keys().focus
    assert first is meant.buttons[0]
    assert first.accessibleName() == "Did you mean Smith & Wesson?"
    assert first.sizeHint().width() > meant.buttons[1].sizeHint().width()
    assert first.shortcut().isEmpty()
    Keys().press(Qt.Key.Key_Tab)
    with qtbot.waitSignal(meant.chosen) as chosen:
        Keys().press(Qt.Key.Key_Return)
    assert chosen.args == [1]

    meant.offer([], after=line)
    assert meant.isHidden()
