"""R-16: whoever is ended loses an untouched window within a minute."""

import pytest
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from clinicdesk.desk import Desk
from tests.builders.clinic import COORDINATOR
from tests.builders.staff import end, lock
from tests.screens.seat import SignIn, desk, sign_in
from ui.shell.presence import Presence

__all__ = ["desk", "sign_in"]


@pytest.mark.parametrize(("leave", "code"), [(end, "access_ended"), (lock, "access_locked")])
def test_an_untouched_window_asks_whether_its_person_still_has_access(
    qtbot: QtBot, desk: Desk, sign_in: SignIn, leave, code: str
) -> None:
    window, background = QObject(), sign_in(COORDINATOR).background
    presence, out = Presence(background, window), []
    background.turned_out.connect(out.append)

    presence.clock.timeout.emit()
    assert out == []
    leave(desk, COORDINATOR)
    presence.clock.timeout.emit()

    assert [reasons[0].code for reasons in out] == [f"desk.{code}"]
    assert presence.clock.isActive()
    assert presence.clock.interval() <= 60_000 / 2


def test_nothing_is_asked_after_the_end(sign_in: SignIn):
    window, background = QObject(), sign_in(COORDINATOR).background
    presence = Presence(background, window)
    background.close()

    assert not presence.clock.isActive()
