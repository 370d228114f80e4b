"""A whole form of every kind of field, worked as a person would."""

from collections.abc import Callable
from datetime import date

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from tests.screens.checks import name, rich_labels, tab_cycle, tab_stops, too_small, unnamed
from ui.kit import buttons
from ui.kit.card import Card
from ui.kit.forms import (
    BirthDateField,
    CheckField,
    ChoiceField,
    ChoicesField,
    ComboField,
    DateField,
    ErrorSummary,
    NumberField,
    TextArea,
    TextField,
    TimeField,
)
from ui.kit.rows_model import Column
from ui.kit.scrolling import scrolled
from ui.kit.table import Table

SIDES = [("left", "Left"), ("right", "Right")]
IN_READING_ORDER = [
    "Family name",
    "Password",
    "Impression",
    "Study date",
    "Born",
    "Arrival",
    "Leg pain",
    "Side: Left",
    "Levels: Left",
    "Study",
    "Driver is 18 or older",
    "Levels on file",
    "Save",
    "More",
]


def today() -> date:
    return date(2027, 1, 7)


FIELDS: list[Callable[[], QWidget]] = [
    lambda: TextField("&Family name"),
    lambda: TextField("Password", secret=True),
    lambda: TextArea("Impression"),
    lambda: DateField("Study date", today=today),
    lambda: BirthDateField("Born", today=today),
    lambda: TimeField("Arrival"),
    lambda: NumberField("Leg pain", most=10, suffix="0 to 10"),
    lambda: ChoiceField("Side", SIDES),
    lambda: ChoicesField("Levels", SIDES),
    lambda: ComboField("Study", SIDES),
    lambda: CheckField("Driver is 18 or older"),
    lambda: Table("Levels on file", [Column[str]("Level", str)], key=str),
    lambda: buttons.primary("&Save"),
    lambda: buttons.icon_only("dots", "More"),
]


@pytest.fixture
def form(qtbot: QtBot) -> QWidget:
    window = QWidget()
    qtbot.addWidget(window)
    card = Card("Every field")
    for make in FIELDS:
        card.body.addWidget(make())
    body = QVBoxLayout()
    body.addWidget(card)
    QVBoxLayout(window).addWidget(scrolled(body))
    window.resize(800, 700)
    window.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    return window


def test_tab_reaches_everything_once_in_reading_order(form: QWidget):
    visited = [name(stop) for stop in tab_cycle(form)]
    start = visited.index(IN_READING_ORDER[0])

    assert visited[start:] + visited[:start] == IN_READING_ORDER
    assert len(tab_stops(form)) == len(IN_READING_ORDER)


def test_everything_has_a_name(form: QWidget):
    assert unnamed(form) == []


def test_everything_can_be_hit(form: QWidget):
    assert too_small(form) == []


def test_no_label_reads_markup(form: QWidget):
    assert rich_labels(form) == []


def test_the_checks_find_what_they_look_for(qtbot: QtBot):
    window = QWidget()
    qtbot.addWidget(window)
    bad = buttons.Button("", parent=window)
    bad.setFixedSize(20, 20)
    window.show()

    assert unnamed(window) == ["Button"]
    assert too_small(window) == [("", 20, 20)]


def test_the_summary_takes_the_focus_and_lists_what_to_do(form: QWidget, qtbot: QtBot):
    summary = ErrorSummary(form)
    summary.show_sentences(["Choose a side.", "Leg pain needs a number."])

    assert summary.hasFocus()
    assert summary.sentences == ("Choose a side.", "Leg pain needs a number.")
    assert summary.accessibleDescription() == "Choose a side. Leg pain needs a number."

    number = form.findChild(NumberField)
    number.set_error("Leg pain needs a number.")
    QTest.keyClick(summary, Qt.Key.Key_Return)
    assert number.isAncestorOf(QApplication.focusWidget())

    summary.show_sentences([])

    assert summary.isHidden()
    assert summary.sentences == ()


def test_the_summary_scrolls_itself_into_view(qtbot: QtBot):
    body = QVBoxLayout()
    for _ in range(12):
        body.addWidget(TextArea("Impression"))
    summary = ErrorSummary()
    body.addWidget(summary)
    area = scrolled(body)
    qtbot.addWidget(area)
    area.resize(400, 300)
    area.show()
    summary.show_sentences(["Choose a side."])

    assert area.verticalScrollBar().value() > 0
    assert not summary.visibleRegion().isEmpty()


def test_the_wheel_changes_no_answer(form: QWidget, qtbot: QtBot):
    field = form.findChild(ComboField)
    field.set_value("left")
    wheel = _wheel_down()

    field.input.wheelEvent(wheel)

    assert field.value() == "left"
    assert not wheel.isAccepted()


def _wheel_down() -> QWheelEvent:
    nowhere = QPointF()
    return QWheelEvent(
        nowhere,
        nowhere,
        QPoint(),
        QPoint(0, -120),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
