"""The painted day in another look, and without its letters."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from clinicdesk.readiness.rules import GateState
from tests.ui.scheduling.canvases import a_canvas, picture, two_bookings
from tests.ui.scheduling.days import a_day, facts, gates
from ui import preferences
from ui.kit import theme, tokens
from ui.kit.painting import noting_what_is_cut
from ui.kit.theme import Theme
from ui.scheduling.day_geometry import AXIS, HOUR


@pytest.fixture(autouse=True)
def usual() -> Iterator[None]:
    yield
    preferences.end()


@pytest.mark.parametrize("text", [100, 115, 130])
def test_a_live_change_keeps_every_card_at_its_time_with_its_whole_name(qtbot: QtBot, text: int):
    booked = facts("2027-01-12 09:00", minutes=45)
    canvas = a_canvas(qtbot, a_day(booked, readiness=[gates(booked, GateState.BLOCKED)]))
    picture(canvas)

    preferences.choose(theme=Theme.DARK, text=text)

    hour, x = theme.scaled(HOUR), theme.scaled(AXIS) + 6
    with noting_what_is_cut() as cut:
        image = picture(canvas)
    assert cut == []
    bar = theme.color("block_bar")
    assert bar.name().upper() == tokens.DARK["block_bar"]
    inside = [y for y in range(image.height()) if image.pixelColor(x, y) == bar]
    assert abs(min(inside) - 9 * hour) <= 4
    assert abs(max(inside) - (9 * hour + hour * 3 // 4)) <= 4
    assert image.pixelColor(x + 100, 8 * hour + 10).name().upper() == tokens.DARK["surface"]


def test_without_letters_only_arrows_and_enter_work_the_day(qtbot: QtBot):
    canvas = a_canvas(qtbot, a_day(*two_bookings()))
    preferences.choose(letters=False)
    with qtbot.assertNotEmitted(canvas.book_wanted), qtbot.assertNotEmitted(canvas.today_wanted):
        for key in (Qt.Key.Key_B, Qt.Key.Key_T):
            QTest.keyClick(canvas, key)
    with qtbot.waitSignal(canvas.booking_opened):
        QTest.keyClick(canvas, Qt.Key.Key_Return)

    preferences.choose(letters=True)
    with qtbot.waitSignal(canvas.today_wanted):
        QTest.keyClick(canvas, Qt.Key.Key_T)
