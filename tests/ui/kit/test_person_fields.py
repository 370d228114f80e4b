"""The parts of a form about a person: name, sex, gender, phones, address, language."""

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from clinicdesk.patients.rules import NewPhone, PersonName, PhoneKind, Sex, email_objections
from tests.screens.checks import tab_cycle, too_small, unnamed
from ui.kit import tokens
from ui.kit.address_fields import AddressFields
from ui.kit.disclosure import Disclosure
from ui.kit.forms import CheckedField, PhoneField, check
from ui.kit.name_fields import NameFields
from ui.kit.person_fields import GenderField, InterpreterField, LanguageField, SexField
from ui.kit.phones_field import PhonesField

Key = Qt.Key
MOBILE = NewPhone(
    typed="(707) 555-0138", kind=PhoneKind.MOBILE, may_leave_message=True, preferred=True
)
WORK = NewPhone(typed="(707) 555-0199", kind=PhoneKind.WORK)


def on_screen(qtbot: QtBot, part: QWidget) -> QWidget:
    qtbot.addWidget(part)
    part.show()
    part.activateWindow()
    qtbot.waitUntil(part.isActiveWindow)
    return part


@pytest.mark.parametrize("make", [SexField, GenderField, LanguageField, InterpreterField])
def test_not_recorded_is_shown_first_and_can_be_chosen_again(qtbot: QtBot, make: type):
    field = on_screen(qtbot, make())
    assert (field.value(), field.typed()) == (None, "Not recorded")
    field.setFocus()
    key = Key.Key_Right if make is InterpreterField else Key.Key_Down
    back = Key.Key_Left if make is InterpreterField else Key.Key_Up
    with qtbot.waitSignal(field.edited):
        QTest.keyClick(QApplication.focusWidget(), key)
    assert field.value() is not None
    QTest.keyClick(QApplication.focusWidget(), back)
    assert field.value() is None

    field.put_back("of no list" if make is SexField else "Not recorded")
    assert field.value() is None


@pytest.mark.parametrize(
    ("letter", "sex"), [("f", Sex.FEMALE), ("m", Sex.MALE), ("o", Sex.OTHER), ("n", None)]
)
def test_a_letter_chooses_a_sex(qtbot: QtBot, letter: str, sex: Sex | None):
    field = on_screen(qtbot, SexField())
    field.set_value(Sex.OTHER if sex is None else None)
    with qtbot.waitSignal(field.edited):
        QTest.keyClicks(field.input, letter)

    assert field.value() == sex


def test_sex_and_gender_are_two_fields_in_full_words_with_their_meaning(qtbot: QtBot):
    sex, gender = SexField(), GenderField()
    for field in (sex, gender):
        qtbot.addWidget(field)
        assert field.input.toolTip() == field.input.whatsThis() != ""
        words = [field.input.itemText(place) for place in range(field.input.count())]
        assert words[0] == "Not recorded"
        assert all(len(word) > 2 for word in words)


def test_a_value_from_elsewhere_is_shown_and_kept(qtbot: QtBot):
    gender, language = GenderField(), LanguageField()
    for field, value in ((gender, "Two-Spirit"), (language, "sw")):
        qtbot.addWidget(field)
        field.set_value(value)
        assert (field.text(), field.typed()) == (value, value)
    language.set_value("es")
    assert language.typed() == "Spanish"
    language.set_value("")
    assert (language.value(), language.text()) == (None, "")


@pytest.mark.parametrize("typed", ["D'Été-O’Brien", "Nguyễn", "X Æ 12", "Ł" * 100])
def test_a_name_is_taken_letter_by_letter(qtbot: QtBot, typed: str):
    fields = NameFields()
    for field in fields.fields:
        qtbot.addWidget(field)
        assert field.input.inputMethodHints() & Qt.InputMethodHint.ImhNoPredictiveText
    whole = PersonName(typed, typed, "M.", "Jr.", typed)
    fields.set_value(whole)

    assert fields.value() == whole


def test_an_address_in_its_parts(qtbot: QtBot):
    address = AddressFields()
    qtbot.addWidget(address)
    parts = {"street": "12 Oak St", "city": "Napa", "state": "CA", "postal_code": "94558-1234"}
    address.set_value(parts)

    assert address.value() == parts
    assert check(*address.fields) == []


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("9455", "ZIP code needs 5 digits, or 9 with the last four. You entered 4."),
        ("94558 12", "ZIP code needs 5 digits, or 9 with the last four. You entered 7."),
        ("94558", ""),
        ("945581234", ""),
        ("K1A 0B1", ""),
        ("", ""),
    ],
)
def test_a_postal_code_is_checked_forgivingly(qtbot: QtBot, typed: str, said: str):
    address = AddressFields()
    qtbot.addWidget(address)
    address.postal_code.set_value(typed)

    assert check(address.postal_code) == ([said] if said else [])


@pytest.mark.parametrize("make", [lambda: CheckedField("Email", email_objections)])
def test_what_cannot_be_read_is_a_quiet_word_until_saving(qtbot: QtBot, make: object):
    field = on_screen(qtbot, make())
    QTest.keyClicks(field.input, "rosa")
    field.input.editingFinished.emit()
    assert (field.error, field.note) == ("", field.objection())
    QTest.keyClicks(field.input, "@example.com")

    assert field.note == ""
    assert check(field) == []


@pytest.mark.parametrize(
    ("typed", "left", "said"),
    [
        ("707555", "707555", "Phone number needs 10 digits. Enter 4 more."),
        ("7075550138", "(707) 555-0138", ""),
        ("daughter 707 555 0138", "daughter 707 555 0138", ""),
        ("none yet", "none yet", "Phone number needs 10 digits. Enter 10 more."),
        ("", "", ""),
    ],
)
def test_a_phone_is_put_in_order_or_left_as_typed(qtbot: QtBot, typed: str, left: str, said: str):
    field = on_screen(qtbot, PhoneField("Phone"))
    QTest.keyClicks(field.input, typed)
    field.input.editingFinished.emit()

    assert (field.value(), field.note, field.error) == (left, said, "")
    assert check(field) == ([said] if said else [])


def test_phones_come_and_go_and_one_is_preferred(qtbot: QtBot):
    field = on_screen(qtbot, PhonesField())
    assert (len(field.rows), field.value()) == (1, ())
    field.set_value((MOBILE, WORK))
    assert field.value() == (MOBILE, WORK)

    second = field.rows[1].preferred
    second.setFocus()
    with qtbot.waitSignal(field.edited):
        QTest.keyClick(second, Key.Key_Space)
    assert [phone.preferred for phone in field.value()] == [False, True]

    field.rows[0].remove.click()
    assert [phone.typed for phone in field.value()] == ["(707) 555-0199"]
    assert not field.rows[0].remove.isVisible()

    field.add.click()
    assert QApplication.focusWidget() is field.rows[1].number.input
    assert [phone.typed for phone in field.value()] == ["(707) 555-0199"]


def test_phones_are_named_reached_in_order_and_fit_a_panel(qtbot: QtBot):
    field, form = PhonesField(), QWidget()
    column = QVBoxLayout(form)
    column.addWidget(field)
    column.addWidget(PhoneField("After"))
    on_screen(qtbot, form)
    field.set_value((MOBILE, WORK))
    qtbot.waitUntil(field.rows[1].kind.isVisible)
    first = ["Phone", "Kind of phone", "Remove phone", "May leave a message", "Preferred"]
    second = ["Phone 2", "Kind of phone 2", "Remove phone 2", "May leave a message", "Preferred"]
    visited = [stop.accessibleName() for stop in tab_cycle(form)]
    start = visited.index("Phone")

    assert visited[start:] + visited[:start] == [*first, *second, "Add another phone", "After"]
    assert (unnamed(field), too_small(field)) == ([], [])
    scroll_bar = 12
    assert field.minimumSizeHint().width() <= tokens.PANEL_WIDTH - 41 - scroll_bar


def test_phones_without_details_show_numbers_alone_and_keep_the_rest(qtbot: QtBot):
    field = on_screen(qtbot, PhonesField(details=False))
    field.set_value((MOBILE,))
    [row] = field.rows
    hidden = (row.kind, row.message, row.preferred, row.remove, field.add)

    assert not any(part.isVisible() for part in hidden)
    assert field.value() == (MOBILE,)
    field.show_details(True)
    qtbot.waitUntil(row.kind.isVisible)
    assert field.add.isVisible()


def test_a_kind_nobody_asked_for_is_not_named(qtbot: QtBot):
    field, unasked = on_screen(qtbot, PhonesField()), replace(WORK, kind=PhoneKind.OTHER)
    field.set_value((unasked,))

    assert (field.rows[0].kind.typed(), field.value()) == ("", (unasked,))


def test_half_typed_phones_come_back(qtbot: QtBot):
    before, after = PhonesField(), PhonesField()
    for field in (before, after):
        qtbot.addWidget(field)
    before.set_value((MOBILE, WORK))
    before.rows[1].number.input.setText("70755")
    after.put_back(before.typed())

    assert after.typed() == before.typed()
    assert [phone.preferred for phone in after.value()] == [True, False]


def test_more_opens_and_closes_by_keyboard_and_says_so(qtbot: QtBot):
    more = Disclosure("&More about the patient")
    email = PhoneField("Email")
    more.body.addWidget(email)
    on_screen(qtbot, more)
    assert (more.is_open, email.isVisible()) == (False, False)
    more.toggle.setFocus()
    with qtbot.waitSignal(more.opened):
        QTest.keyClick(more.toggle, Key.Key_Return)

    assert (more.is_open, email.isVisible()) == (True, True)
    assert more.toggle.accessibleName() == "More about the patient: shown"
    QTest.keyClick(more.toggle, Key.Key_Space)
    assert (more.is_open, more.toggle.accessibleName()) == (
        False,
        "More about the patient: hidden",
    )
