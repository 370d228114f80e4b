"""The schedule and its booking panel on a real desk, and how a test fills the panel in."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from clinicdesk.desk import Desk
from clinicdesk.scheduling.queries import booking, choices, to_schedule
from tests.builders.clinic import COORDINATOR
from tests.builders.gestures import ask
from tests.screens import keys
from tests.screens.schedule import BookingScreen, ScheduleScreen
from tests.screens.seat import SignIn
from ui.scheduling.booking_panel import BookingPanel
from ui.scheduling.schedule_page import SchedulePage
from ui.session import Session

DAY = "2026-12-01"
TODAY = "2026-11-23"
Open = Callable[..., BookingScreen]
OpenPage = Callable[..., ScheduleScreen]


class Below(QWidget):
    """What another feature would show under the head of a booking."""

    chart_wanted = Signal(int)

    def __init__(self, session: Session, booking_id: int) -> None:
        super().__init__()
        self.booking_id = booking_id
        button = QPushButton("Chart")
        button.setMinimumHeight(24)
        button.clicked.connect(lambda: self.chart_wanted.emit(7))
        QVBoxLayout(self).addWidget(button)


@pytest.fixture
def open_panel(qtbot: QtBot, desk: Desk, sign_in: SignIn) -> Open:
    """Opens the panel for a waiting case, or with `moving` for a booking."""

    def open_it(
        case: int | None = None,
        *,
        moving: int | None = None,
        session: Session | None = None,
        threads: bool = False,
    ) -> BookingScreen:
        session = session or sign_in(COORDINATOR, threads=threads)
        panel = BookingPanel(
            session,
            ask(desk, COORDINATOR, choices),
            waiting=ask(desk, COORDINATOR, to_schedule),
            moving=ask(desk, COORDINATOR, booking, moving) if moving else None,
        )
        keys.show(qtbot, panel, 380, 600)
        if case:
            panel.choose_case(case)
        panel.enter()
        screen = BookingScreen(qtbot, panel)
        screen.settle()
        return screen

    return open_it


def fill(
    screen: BookingScreen, time: str, minutes: int = 60, room: str = "Procedure Room 1"
) -> None:
    screen.choose_length(minutes)
    screen.set_date(DAY)
    screen.set_time(time)
    screen.choose_room(room)


@pytest.fixture
def open_page(qtbot: QtBot, desk: Desk, sign_in: SignIn) -> OpenPage:
    """Opens the schedule for the coordinator, as large as the main window leaves it at 1280x720."""

    def open_it(*, threads: bool = False) -> ScheduleScreen:
        page = SchedulePage(sign_in(COORDINATOR, threads=threads), Below)
        keys.show(qtbot, page, 1196, 664)
        screen = ScheduleScreen(qtbot, page)
        screen.settle()
        page.canvas.setFocus()
        return screen

    return open_it
