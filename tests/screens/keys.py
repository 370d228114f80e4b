"""The keyboard, as every screen driver uses it."""

from datetime import date, time
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QWidget
from pytestqt.qtbot import QtBot

from ui.background import Background
from ui.kit.forms import (
    CheckField,
    ChoiceField,
    ChoicesField,
    ComboField,
    LabelledField,
    TextArea,
    TextField,
)
from ui.kit.verify_strip import VerifyStrip

_MOST_STEPS = 40
_MOST_STOPS = 150
_LAYOUT_ROUNDS = 5  # one for each layout around the innermost


def show(qtbot: QtBot, widget: QWidget, width: int = 1196, height: int = 600) -> None:
    """Put a panel on the screen, with the keyboard on it."""
    qtbot.addWidget(widget)
    widget.resize(width, height)
    widget.show()
    widget.activateWindow()
    qtbot.waitUntil(widget.isActiveWindow)


class Keys:
    """A keyboard on the active window."""

    def press(self, key: Qt.Key, *, ctrl: bool = False) -> None:
        held = Qt.KeyboardModifier.ControlModifier if ctrl else Qt.KeyboardModifier.NoModifier
        QTest.keyClick(self.focus, key, held)

    def type(self, text: str) -> None:
        """Latin letters only: QTest aborts on others."""
        QTest.keyClicks(self.focus, text)

    def retype(self, text: str) -> None:
        """Replace what the focused field holds."""
        self.press(Qt.Key.Key_A, ctrl=True)
        self.press(Qt.Key.Key_Delete)
        self.type(text)

    def tab_to(self, target: QWidget) -> None:
        """Tab until the focus is on or in the target."""
        for _ in range(_MOST_STOPS):
            if target is self.focus or target.isAncestorOf(self.focus):
                return
            self.press(Qt.Key.Key_Tab)
        raise AssertionError(f"Tab does not reach {target.accessibleName() or target}")

    def fill(self, field: TextField | TextArea, text: str) -> None:
        """Tab to a field and type; text beyond Latin letters is set."""
        self.tab_to(field)
        if text.isascii():
            self.retype(text)
        else:
            field.set_value(text)
            field.edited.emit()

    def choose(self, field: ChoiceField, value: object) -> None:
        """Tab to a choice and move to a value with Space and the arrows."""
        self.tab_to(field)
        if field.value() is None:
            self.press(Qt.Key.Key_Space)
        while field.value() != value:
            self.press(Qt.Key.Key_Right)

    def pick(self, field: ComboField, value: object) -> None:
        """Tab to a list and type the first letter of a value until it is chosen."""
        self.tab_to(field)
        words = dict(zip(field._values, map(field.input.itemText, range(99)), strict=False))
        for _ in range(_MOST_STOPS):
            if field.value() == value:
                return
            self.type(words[value][0].lower())
        raise AssertionError(f"{field.name} has no {value}")

    @property
    def focus(self) -> QWidget:
        """The focused widget; a window without one takes the keys itself."""
        return QApplication.focusWidget() or QApplication.activeWindow()


def type_into(field: LabelledField, text: str) -> None:
    """Replace what a field holds, and leave it with Tab."""
    field.setFocus()
    field.control.selectAll()
    QTest.keyClick(field.control, Qt.Key.Key_Delete)
    QTest.keyClicks(field.control, text)
    QTest.keyClick(field.control, Qt.Key.Key_Tab)


def choose(field: ChoiceField[Any] | ComboField[Any], value: object) -> None:
    """Go through the choices with the arrows until the wanted one is chosen."""
    field.setFocus()
    key = Qt.Key.Key_Down if isinstance(field, ComboField) else Qt.Key.Key_Right
    for _ in range(_MOST_STEPS):
        if field.value() == value:
            return
        inside = QApplication.focusWidget()
        assert inside is not None, f"{field.name} does not take the focus"
        QTest.keyClick(inside, key)
    raise AssertionError(f"{field.name} has no {value}")


def pick(field: ChoicesField[Any], *values: object) -> None:
    """Choose several values: arrows to each, Space."""
    for value in values:
        field.setFocus()
        while value not in field.value():
            QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Space)
            if value in field.value():
                break
            QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Space)
            QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Right)


def tick(field: CheckField, on: bool = True) -> None:
    """Make a tick say yes or no with Space."""
    field.setFocus()
    if field.value() != on:
        QTest.keyClick(field, Qt.Key.Key_Space)


def press(button: QAbstractButton) -> None:
    """Press a button with Space."""
    assert button.isVisible(), f"{button.accessibleName()} is not on screen"
    button.setFocus()
    QTest.keyClick(button, Qt.Key.Key_Space)


def verify(strip: VerifyStrip) -> None:
    """Make sure whose patient it is: Space, or the birth year that the strip shows and Enter."""
    strip.setFocus()
    if not strip.asks_year:
        QTest.keyClick(strip.read_back, Qt.Key.Key_Space)
        return
    type_year(strip, strip._whose.born)
    QTest.keyClick(strip.year, Qt.Key.Key_Return)


def type_year(strip: VerifyStrip, born: date) -> None:
    """Type the year of a birth date in place of what stands there."""
    strip.year.selectAll()
    QTest.keyClicks(strip.year, str(born.year))


def commit(widget: QWidget) -> None:
    """Ctrl+Enter in the form around this widget."""
    widget.setFocus()
    QTest.keyClick(widget, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)


def ctrl(widget: QWidget, key: Qt.Key) -> None:
    """A key with Ctrl, wherever the focus is inside the window."""
    QTest.keyClick(widget, key, Qt.KeyboardModifier.ControlModifier)


def settle(qtbot: QtBot, background: Background) -> None:
    """Wait until every answer has arrived and the layouts have followed."""
    if background.pending:
        with qtbot.waitSignal(background.settled, timeout=30_000):
            pass
    for _ in range(_LAYOUT_ROUNDS):
        QApplication.processEvents()


def typed(moment: date | time) -> str:
    """A day or time as somebody types it: `11/27/2026`, `8:00 PM`."""
    if isinstance(moment, time):
        return f"{moment.hour % 12 or 12}:{moment:%M} {'AM' if moment.hour < 12 else 'PM'}"
    return f"{moment.month}/{moment.day}/{moment.year}"
