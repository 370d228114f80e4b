"""An approved patient is on the phone: booked with a key for the place, or with one line."""

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from clinicdesk.demo import PASSWORD
from clinicdesk.readiness.rules import GateKey
from tests.journeys.playing import Play
from tests.screens import keys
from tests.screens.finder import FinderScreen
from tests.screens.schedule import ScheduleScreen
from ui.scheduling.schedule_page import SchedulePage

Key = Qt.Key
ODETTE, CLAUDE = "DELACROIX, Odette", "BEAUMONT, Claude"
KEYS_FOR_A_LINE = 33
TO_VERIFY = 1  # one key more makes sure whose it is
HELD = 1  # Ctrl of Ctrl+K


@pytest.fixture
def demo_url(sqlite_demo: str) -> str:
    """What the core records of a booking is tried on both databases elsewhere."""
    return sqlite_demo


def test_booking(qtbot: QtBot, play: Play) -> None:
    play.sign_in("dana", PASSWORD)
    book_with_the_driver(play)
    take_it_back(play)
    book_on_one_line(qtbot, play)


def book_with_the_driver(play: Play) -> None:
    """The panel: from when it is safe, one key for the place, who drives home, which language."""
    panel = play.schedule().book()
    play.step("Book: the panel asks for a patient, or for one line")
    panel.choose_patient("beau")
    panel.choose_length(45)
    assert panel.panel.safe.text.startswith("Not known yet\nwarfarin: ask the prescriber")
    assert "Needs action" in panel.openings[1]
    play.step("Blood thinner: no date is called safe before the prescriber answered")
    panel.pick(2)
    panel.name_driver("Luc Beaumont", "son", "7075550188")
    panel.choose_language("French")
    play.step("Driver: asked on the same call, with the packet's language")
    panel.commit()
    assert panel.problem == ""
    gates = play.gates()
    assert "18 or older" in gates.why(GateKey.DRIVER)
    play.step("Booked: whether the driver is an adult and agrees is still to be asked")


def take_it_back(play: Play) -> None:
    """One key takes the booking back; the language stays the patient's."""
    keys.ctrl(play.app.window, Key.Key_Z)
    play.settle()
    assert CLAUDE not in " ".join(play.schedule().spoken)
    play.open_chart("beau")
    assert play.details().panel.reach.fields.language.text() == "fr"


def book_on_one_line(qtbot: QtBot, play: Play) -> None:
    """From anywhere: the row spells all of it, and one key makes sure whose it is."""
    finder = FinderScreen(qtbot, play.app.window)
    pressed = play.pressed
    finder.look_for("book delacroix thu 9:45 45m r2")
    spelled = f"Book {ODETTE} · born Jun 2, 1950 · Thu, Nov 26, 2026 · 9:45 – 10:30 AM"
    qtbot.waitUntil(lambda: finder.rows == [("Book", f"{spelled} · Procedure Room 2")])
    typed = play.pressed - pressed
    play.step("One line: the finder spells the whole booking")
    finder.press(Key.Key_Return)
    play.settle()
    panel = ScheduleScreen(qtbot, play.app.window.findChild(SchedulePage)).panel
    strip = panel.panel.verify
    assert strip.words.startswith(f"{ODETTE} · Born Jun 2, 1950")
    assert strip.problem.startswith("Ask for name and birth date")
    assert panel.typed == (45, "Nov 26, 2026", "9:45 AM", "Procedure Room 2", "Any physician")
    assert strip.read_back.hasFocus()
    finder.press(Key.Key_Space)
    play.settle()
    assert typed + play.pressed + HELD == KEYS_FOR_A_LINE + TO_VERIFY
    assert any(ODETTE in card for card in play.schedule().spoken)
    play.step("Booked: one line, and one key that makes sure whose it is")
