"""Driving the schedule and its booking panel, by keyboard."""

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from clinicdesk import messages
from clinicdesk.scheduling.rules import Sedation
from tests.screens import keys
from ui.scheduling.booking_panel import BookingPanel
from ui.scheduling.cancel_panel import CancelPanel
from ui.scheduling.schedule_page import SchedulePage

Key = Qt.Key
_CTRL = Qt.KeyboardModifier.ControlModifier


class ScheduleScreen:
    """The day by rooms. Patients are named as the cards name them: "MARTINEZ, Rosa"."""

    def __init__(self, qtbot: QtBot, page: SchedulePage) -> None:
        self._qtbot = qtbot
        self.page = page

    @property
    def title(self) -> str:
        """The day on screen, as its header names it."""
        return self.page.header._title.text()

    @property
    def spoken(self) -> list[str]:
        """The bookings of the day as a screen reader says them, by start."""
        return [card.spoken for card in self.page.canvas.contents.cards]

    @property
    def where(self) -> str:
        """The place of the cursor: "9:15 AM, Procedure Room 1"."""
        canvas = self.page.canvas
        place = canvas.cursor_place
        room = canvas.contents.rooms[place.column]
        time = messages.clock(canvas.geometry_now.wall(place.minute, place.column))
        day = f"{messages.near_day(room.day)}, " if canvas.contents.is_week else ""
        return f"{day}{time}, {room.name}"

    @property
    def panel(self) -> "BookingScreen":
        """The booking panel that is open now."""
        assert isinstance(self.page.panel, BookingPanel)
        return BookingScreen(self._qtbot, self.page.panel)

    def press(self, *wanted: Qt.Key) -> None:
        """Keys while the day has the focus."""
        self.page.canvas.setFocus()
        for key in wanted:
            QTest.keyClick(self.page.canvas, key)

    def go_to(self, typed: str) -> None:
        """G, a date as typed, Enter."""
        self.press(Key.Key_G)
        _type(typed)
        _press(Key.Key_Return)
        self.settle()

    def stand_at(self, time: str, room: str) -> None:
        """Walk to a place of the day, such as "9:15 AM" in "Procedure Room 2"."""
        rooms = [column.name for column in self.page.canvas.contents.rooms]
        self._walk_to(rooms.index(room), f"{time}, {room}")

    def stand_on(self, patient: str) -> None:
        """Walk to a patient's booking."""
        canvas = self.page.canvas
        card = next(card for card in canvas.contents.cards if card.name == patient)
        block = canvas.contents.blocks[card.id]
        room = canvas.contents.rooms[block.column]
        start = card.starts_at.astimezone(canvas.contents.zone)
        day = f"{messages.near_day(room.day)}, " if canvas.contents.is_week else ""
        self._walk_to(block.column, f"{day}{messages.clock(start)}, {room.name}")

    def _walk_to(self, column: int, where: str) -> None:
        columns = len(self.page.canvas.contents.rooms)
        self.press(*[Key.Key_Left] * columns, *[Key.Key_Right] * column)
        self.press(Key.Key_Home)
        for _ in range(100):
            if self.where == where:
                return
            self.press(Key.Key_Down)
        raise AssertionError(f"the cursor does not reach {where}")

    def open(self, patient: str) -> None:
        """Walk to a patient's booking and open it with Enter."""
        self.stand_on(patient)
        self.press(Key.Key_Return)
        self.settle()

    def book(self) -> "BookingScreen":
        """B at the cursor."""
        self.press(Key.Key_B)
        self.settle()
        return self.panel

    def move(self, patient: str) -> "BookingScreen":
        """Walk to a patient's booking and press M."""
        self.stand_on(patient)
        self.press(Key.Key_M)
        self.settle()
        return self.panel

    def cancel(self, patient: str) -> "CancelScreen":
        """Walk to a patient's booking and press X."""
        self.stand_on(patient)
        self.press(Key.Key_X)
        self.settle()
        assert isinstance(self.page.panel, CancelPanel)
        return CancelScreen(self._qtbot, self.page.panel)

    def settle(self) -> None:
        """Wait until every answer has arrived."""
        keys.settle(self._qtbot, self.page._session.background)


class CancelScreen:
    """The panel that cancels a booking; keys go to the widget that has the focus."""

    def __init__(self, qtbot: QtBot, panel: CancelPanel) -> None:
        self._qtbot = qtbot
        self.panel = panel

    @property
    def problem(self) -> str:
        """What the panel says to do, or ""."""
        return " ".join(self.panel.summary.sentences)

    def commit(self) -> None:
        """Ctrl+Enter; where nobody made sure whose it is, that first."""
        _press(Key.Key_Return, _CTRL)
        self.settle()
        if self.panel.verify.problem:
            keys.verify(self.panel.verify)
            self.settle()

    def settle(self) -> None:
        keys.settle(self._qtbot, self.panel._session.background)


class BookingScreen:
    """The panel that books or moves; keys go to the widget that has the focus."""

    def __init__(self, qtbot: QtBot, panel: BookingPanel) -> None:
        self._qtbot = qtbot
        self.panel = panel

    @property
    def problem(self) -> str:
        """What the panel says to do, or ""."""
        return " ".join(self.panel.summary.sentences)

    @property
    def impact(self) -> list[str]:
        """What the panel says that the move undoes."""
        return self.panel.impact.text.splitlines()

    @property
    def arrival(self) -> str:
        return self.panel.form.slot.arrival

    @property
    def openings(self) -> list[str]:
        """The numbered places in time, from 1."""
        rows = self.panel.openings.list
        return [
            rows.item(at).data(Qt.ItemDataRole.AccessibleTextRole) for at in range(rows.count())
        ]

    @property
    def typed(self) -> tuple[int | None, str, str, str, str]:
        """Length, date, time, room and physician as they stand in the fields."""
        form, slot = self.panel.form, self.panel.form.slot
        return (
            form.length.value(),
            slot.date.input.text(),
            slot.time.input.text(),
            slot.room.input.currentText(),
            slot.physician.input.currentText(),
        )

    @property
    def chips(self) -> list[str]:
        """What was read of the one line, a chip each."""
        return [chip.text for chip in self.panel.line.chips]

    def type_line(self, typed: str, *, enter: bool = True) -> None:
        """The booking as one line, ended with Enter."""
        self.panel.line.setFocus()
        _type(typed)
        if enter:
            _press(Key.Key_Return)
        self.settle()

    def choose_patient(self, letters: str) -> None:
        """Some letters of the name, then Enter."""
        self.panel.picker.setFocus()
        _type(letters)
        _press(Key.Key_Return)
        self.settle()

    def choose_length(self, minutes: int) -> None:
        """The minutes, digit by digit."""
        self.panel.form.length.setFocus()
        _type(str(minutes))
        self.settle()

    def set_date(self, typed: str) -> None:
        keys.type_into(self.panel.form.slot.date, typed)
        self.settle()

    def set_time(self, typed: str) -> None:
        keys.type_into(self.panel.form.slot.time, typed)

    def choose_room(self, name: str) -> None:
        self._choose(self.panel.form.slot.room.input, name)

    def choose_physician(self, name: str) -> None:
        self._choose(self.panel.form.slot.physician.input, name)

    def choose_sedation(self, sedation: Sedation) -> None:
        self._choose(self.panel.form.slot.sedation.input, sedation.value.capitalize())

    def name_driver(self, name: str, relationship: str, phone: str) -> None:
        """Who drives home, as far as it is known on the telephone."""
        call = self.panel.call
        fields = (call.driver, call.relationship, call.phone)
        for field, typed in zip(fields, (name, relationship, phone), strict=True):
            keys.type_into(field, typed)

    def choose_language(self, name: str) -> None:
        self._choose(self.panel.call.language.input, name)

    def pick(self, number: int) -> None:
        """The key of an opening, outside the text fields."""
        self.panel.openings.list.setFocus()
        _type(str(number))

    def commit(self) -> None:
        """Ctrl+Enter; where nobody made sure whose it is, that first."""
        self.press_commit()
        if self.panel.verify.problem:
            keys.verify(self.panel.verify)
            self.settle()

    def press_commit(self) -> None:
        """Ctrl+Enter and nothing more."""
        _press(Key.Key_Return, _CTRL)
        self.settle()

    def settle(self) -> None:
        keys.settle(self._qtbot, self.panel._session.background)

    def _choose(self, combo: QWidget, text: str) -> None:
        combo.setFocus()
        QTest.keyClick(combo, Key.Key_Home)
        while combo.currentText() != text:
            before = combo.currentIndex()
            QTest.keyClick(combo, Key.Key_Down)
            assert combo.currentIndex() != before, f"there is no {text}"


def _type(text: str) -> None:
    for letter in text:
        QTest.keyClicks(QApplication.focusWidget(), letter)


def _press(key: Qt.Key, held: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    QTest.keyClick(QApplication.focusWidget(), key, held)
