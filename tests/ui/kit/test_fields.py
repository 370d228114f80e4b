from collections.abc import Callable
from datetime import date, time
from decimal import Decimal

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QLineEdit, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from tests.screens.checks import name
from ui.kit.date_field import distance
from ui.kit.forms import (
    BirthDateField,
    CheckField,
    ChoiceField,
    ChoicesField,
    ComboField,
    DateField,
    NumberField,
    TextArea,
    TextField,
    TimeField,
    check,
)

TODAY = date(2027, 1, 7)
STUDIES = [("mri", "MRI lumbar"), ("ct", "CT lumbar")]


def today() -> date:
    return TODAY


def date_field(qtbot: QtBot, **options: bool) -> DateField:
    field = DateField("&Study date", today=today, **options)
    qtbot.addWidget(field)
    return field


def type_into(qtbot: QtBot, field: DateField | TimeField | NumberField, text: str) -> None:
    """Type and leave the field."""
    qtbot.keyClicks(field.input, text)
    field.input.editingFinished.emit()


def test_text_is_trimmed_at_its_ends(qtbot: QtBot):
    field = TextField("&Family name")
    qtbot.addWidget(field)
    qtbot.keyClicks(field.input, "  O'Brien  Nunez ")

    assert field.value() == "O'Brien  Nunez"
    assert name(field.input) == field.input.accessibleName() == "Family name"


def test_a_secret_is_hidden_and_kept_to_the_letter(qtbot: QtBot):
    field = TextField("Password", secret=True)
    qtbot.addWidget(field)
    qtbot.keyClicks(field.input, " correct horse ")

    assert field.input.echoMode() == QLineEdit.EchoMode.Password
    assert field.value() == " correct horse "


def test_only_a_person_edits(qtbot: QtBot):
    field = TextField("Phone")
    qtbot.addWidget(field)
    with qtbot.assertNotEmitted(field.edited):
        field.set_value("(707) 555-0138")
    with qtbot.waitSignal(field.edited):
        qtbot.keyClicks(field.input, "1")


def test_an_error_says_what_to_do_and_keeps_what_was_typed(qtbot: QtBot):
    field = TextField("Phone", hint="With area code")
    qtbot.addWidget(field)
    qtbot.keyClicks(field.input, "707 555 01")
    field.set_error("Phone number needs 10 digits. Enter 2 more.")

    assert field.error == "Phone number needs 10 digits. Enter 2 more."
    assert field.input.accessibleDescription() == field.error
    assert field.value() == "707 555 01"

    qtbot.keyClicks(field.input, "3")

    assert field.error == ""
    assert field.note == "With area code"


def test_an_error_has_the_line_below_to_itself(qtbot: QtBot):
    field = TextField("Phone", hint="With area code")
    qtbot.addWidget(field)
    field.show()
    field.set_error("Enter 2 more digits.")
    below = [label.text() for label in field.findChildren(QLabel) if label.isVisible()]

    assert below == ["Phone", "Enter 2 more digits."]


def test_a_new_hint_waits_behind_an_error(qtbot: QtBot):
    field = TextField("Phone")
    qtbot.addWidget(field)
    field.set_error("Enter 2 more digits.")
    field.set_hint("Mobile")

    assert field.note == "Enter 2 more digits."
    field.set_error("")
    assert field.note == "Mobile"


def test_enter_goes_to_the_next_field(qtbot: QtBot):
    form = QWidget()
    qtbot.addWidget(form)
    first, second = TextField("Family name"), TextField("Given name")
    column = QVBoxLayout(form)
    column.addWidget(first)
    column.addWidget(second)
    form.show()
    form.activateWindow()
    qtbot.waitUntil(form.isActiveWindow)
    first.setFocus()
    qtbot.keyClick(first.input, Qt.Key.Key_Return)

    assert second.input.hasFocus()


def test_paragraphs(qtbot: QtBot):
    area = TextArea("Impression", lines=3)
    qtbot.addWidget(area)
    with qtbot.assertNotEmitted(area.edited):
        area.set_value("Stenosis at L4–L5.")
    with qtbot.waitSignal(area.edited):
        qtbot.keyClicks(area.input, "x")

    assert area.value() == "xStenosis at L4–L5."
    assert area.input.tabChangesFocus()


@pytest.mark.parametrize("kind", [TextField, TextArea])
def test_the_cursor_stays_when_a_field_is_set_to_what_it_says(
    qtbot: QtBot, kind: type[TextField | TextArea]
):
    field = kind("Comment")
    qtbot.addWidget(field)
    qtbot.keyClicks(field.input, "Leg pain ")
    field.set_value("Leg pain")
    qtbot.keyClicks(field.input, "when walking")

    assert field.value() == "Leg pain when walking"


def test_a_date_is_echoed_while_it_is_typed(qtbot: QtBot):
    field = date_field(qtbot)
    qtbot.keyClicks(field.input, "jan 12")

    assert field.value() == date(2027, 1, 12)
    assert field.note == "Tue, Jan 12, 2027 · in 5 days"


def test_a_date_is_tidied_when_left(qtbot: QtBot):
    field = date_field(qtbot)
    type_into(qtbot, field, "t+5")

    assert field.input.text() == "Jan 12, 2027"
    assert field.value() == date(2027, 1, 12)


def test_a_past_date_leans_back(qtbot: QtBot):
    field = date_field(qtbot, past=True)
    qtbot.keyClicks(field.input, "11/20")

    assert field.note == "Fri, Nov 20, 2026 · 48 days ago"


def test_a_date_that_cannot_be_read_stays_and_says_what_to_do(qtbot: QtBot):
    field = date_field(qtbot)
    type_into(qtbot, field, "soon")

    assert field.value() is None
    assert field.input.text() == "soon"
    assert field.note == "Study date needs a date like Jan 12, 2027 or 1/12/2027."
    assert field.error == ""  # only saving makes it one
    assert check(field) == [field.error] == [field.note]


def test_an_empty_date_is_no_error(qtbot: QtBot):
    field = date_field(qtbot)
    field.input.editingFinished.emit()

    assert (field.value(), field.error) == (None, "")


def test_a_set_date_is_echoed_too(qtbot: QtBot):
    field = date_field(qtbot)
    field.set_value(TODAY)
    assert field.note == "Thu, Jan 7, 2027 · today"
    field.set_value(None)
    assert (field.note, field.value()) == ("", None)


@pytest.mark.parametrize(
    ("typed", "echo"),
    [
        ("3/14/51", "Mar 14, 1951 (75 y)"),
        ("1/7/1951", "Jan 7, 1951 (76 y)"),
        ("1/8/1951", "Jan 8, 1951 (75 y)"),
        ("2/29/1952", "Feb 29, 1952 (74 y)"),
        ("6/2/2015", "Jun 2, 2015 (11 y) · check the year"),
        ("6/2/1920", "Jun 2, 1920 (106 y) · check the year"),
        ("6/2/2030", "Jun 2, 2030 · after today"),
    ],
)
def test_a_birth_date_is_echoed_with_the_age(qtbot: QtBot, typed: str, echo: str):
    field = BirthDateField("Born", today=today)
    qtbot.addWidget(field)
    qtbot.keyClicks(field.input, typed)

    assert field.note == echo


def test_nobody_is_born_tomorrow(qtbot: QtBot):
    field = BirthDateField("Born", today=today)
    qtbot.addWidget(field)
    field.set_value(date(2030, 6, 2))

    assert check(field) == ["Born is after today. Check the year."]


@pytest.mark.parametrize(
    ("days", "words"),
    [
        (0, "today"),
        (1, "tomorrow"),
        (-1, "yesterday"),
        (2, "in 2 days"),
        (-53, "53 days ago"),
        (119, "in 119 days"),
        (120, "in 3 months"),
        (-365, "12 months ago"),
        (-730, "2 years ago"),
    ],
)
def test_distance_in_words(days: int, words: str):
    assert distance(date.fromordinal(TODAY.toordinal() + days), TODAY) == words


@pytest.mark.parametrize(
    ("typed", "shown", "meant"),
    [("945", "9:45 AM", time(9, 45)), ("2", "2:00 PM", time(14)), ("12a", "12:00 AM", time(0))],
)
def test_a_time_is_echoed_and_tidied(qtbot: QtBot, typed: str, shown: str, meant: time):
    field = TimeField("Arrival")
    qtbot.addWidget(field)
    type_into(qtbot, field, typed)

    assert (field.note, field.input.text(), field.value()) == (shown, shown, meant)


def test_a_time_that_cannot_be_read(qtbot: QtBot):
    field = TimeField("Arrival")
    qtbot.addWidget(field)
    type_into(qtbot, field, "later")

    assert (field.value(), field.note) == (None, "Arrival needs a time like 9:45 AM.")


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("0", 0),
        ("10", 10),
        ("7.5", Decimal("7.5")),
        ("", None),
        ("10.1", None),
        ("-1", None),
        ("7.55", None),
        ("1e1", None),
        ("NaN", None),
        ("seven", None),
    ],
)
def test_a_number_within_its_range(qtbot: QtBot, typed: str, meant: Decimal | None):
    field = NumberField("Leg pain", most=10, places=1)
    qtbot.addWidget(field)
    type_into(qtbot, field, typed)

    assert field.value() == meant
    assert (field.error, bool(field.note)) == ("", bool(typed and meant is None))


def test_a_number_says_its_range(qtbot: QtBot):
    field = NumberField("Leg pain", most=10)
    qtbot.addWidget(field)
    field.set_value(11)

    assert field.objection() == "Leg pain needs a whole number from 0 to 10."


def test_nothing_is_chosen_until_a_person_chooses(qtbot: QtBot):
    field = ComboField("Study", STUDIES)
    qtbot.addWidget(field)

    assert field.value() is None
    with qtbot.waitSignal(field.edited):
        qtbot.keyClick(field.input, Qt.Key.Key_Down)
    assert field.value() == "mri"


def test_a_list_keeps_the_value_that_it_still_has(qtbot: QtBot):
    field = ComboField("Study", STUDIES)
    qtbot.addWidget(field)
    field.set_value("ct")
    field.set_options([("ct", "CT"), ("xr", "X-ray")])
    assert field.value() == "ct"
    field.set_options(STUDIES[:1])
    assert field.value() is None


def test_a_value_outside_the_list_is_a_programming_mistake(qtbot: QtBot):
    field = ComboField("Study", STUDIES)
    qtbot.addWidget(field)

    with pytest.raises(ValueError, match="x-ray"):
        field.set_value("x-ray")


def test_a_tick(qtbot: QtBot):
    field = CheckField("Driver is &18 or older")
    qtbot.addWidget(field)
    field.show()
    with qtbot.assertNotEmitted(field.edited):
        field.set_value(True)
    with qtbot.waitSignal(field.edited):
        qtbot.keyClick(field, Qt.Key.Key_Space)

    assert field.value() is False
    assert name(field) == "Driver is 18 or older"
    assert field.height() >= 28


def test_check_marks_every_field_it_cannot_read(qtbot: QtBot):
    study, arrival, pain = date_field(qtbot), TimeField("Arrival"), NumberField("Pain", most=10)
    for field in (arrival, pain):
        qtbot.addWidget(field)
    study.input.setText("soon")
    pain.input.setText("11")

    assert check(study, arrival, pain) == [study.error, pain.error]
    assert study.error
    assert not arrival.error


@pytest.mark.parametrize(
    ("make", "left"),
    [
        (lambda: TextField("Name"), "  O'Bri"),
        (lambda: DateField("Study date", today=today), "jan 1"),
        (lambda: DateField("Study date", today=today), "3/14/5"),
        (lambda: TimeField("Started"), "9:4"),
        (lambda: NumberField("Ligamentum flavum", most=20, places=1), "4,6 mm"),
        (lambda: TextArea("Impression"), "Stenosis at L4.\n  Both sid"),
        (lambda: ComboField("Study", STUDIES), "CT lumbar"),
        (lambda: ChoiceField("Study", STUDIES), "MRI lumbar"),
        (lambda: ChoicesField("Study", STUDIES), ["MRI lumbar", "CT lumbar"]),
        (lambda: CheckField("Has agreed"), True),
    ],
)
def test_what_was_typed_comes_back_as_it_was(
    qtbot: QtBot, make: Callable[[], QWidget], left: object
):
    before, after = make(), make()
    for field in (before, after):
        qtbot.addWidget(field)
    before.put_back(left)
    with qtbot.waitSignal(after.edited):
        after.put_back(before.typed())

    assert after.typed() == left


def test_what_is_not_offered_any_more_is_left_open(qtbot: QtBot):
    for field in (ChoiceField("Study", STUDIES), ComboField("Study", STUDIES)):
        qtbot.addWidget(field)
        field.put_back("X-ray")
        assert field.value() is None
