"""Driving the intake, by keyboard."""

from collections.abc import Collection, Sequence

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from clinicdesk.intake.rules import RED_FLAGS
from tests.screens.keys import Keys
from ui.intake.choices_question import ChoicesQuestion
from ui.intake.intake_panel import IntakePanel
from ui.intake.lines_question import LinesQuestion
from ui.intake.text_question import TextQuestion
from ui.intake.yes_no_question import YesNoQuestion

Key = Qt.Key
_LETTERS = {True: Key.Key_Y, False: Key.Key_N, None: Key.Key_U}


class IntakeScreen:
    """The intake tab of a chart."""

    def __init__(self, qtbot: QtBot, panel: IntakePanel) -> None:
        self._qtbot = qtbot
        self._keys = Keys()
        self.panel = panel

    def write(self, key: str, text: str) -> None:
        """Type an answer, such as that to `reason_for_visit`."""
        field = self.panel.form.fields[key]
        assert isinstance(field, TextQuestion)
        self._keys.fill(field.area, text)

    def tick(self, key: str, *options: str) -> None:
        """Tick some options."""
        field = self.panel.form.fields[key]
        assert isinstance(field, ChoicesQuestion)
        for option in options:
            self._keys.tab_to(field.ticks[option])
            self._keys.press(Key.Key_Space)

    def answer(self, key: str, value: bool | None) -> None:
        """Y, N, or U for unknown."""
        field = self.panel.form.fields[key]
        assert isinstance(field, YesNoQuestion)
        self._keys.tab_to(field.choice)
        self._keys.press(_LETTERS[value])

    def answer_red_flags(self, yes: Collection[str] = ()) -> None:
        """Answer all red flags, "no" to those not named."""
        for key in RED_FLAGS:
            self.answer(key, key in yes)

    def list(self, key: str, lines: Sequence[str]) -> None:
        """Type allergies or medicines, one per line; none is N."""
        field = self.panel.form.fields[key]
        assert isinstance(field, LinesQuestion)
        if not lines:
            self._keys.tab_to(field.choice)
            self._keys.press(Key.Key_N)
            return
        self._keys.tab_to(field.area)
        for line in lines:
            self._keys.type(line)
            self._keys.press(Key.Key_Return)

    def save(self) -> None:
        """Ctrl+S."""
        self._keys.press(Key.Key_S, ctrl=True)

    def complete(self) -> None:
        """Ctrl+Enter."""
        self._keys.press(Key.Key_Return, ctrl=True)

    def acknowledge(self) -> None:
        """A clinician has seen the red flags, and it is on record."""
        self._keys.tab_to(self.panel.box.seen)
        self._keys.press(Key.Key_Space)
        self._qtbot.waitUntil(lambda: not self.panel.box.seen.isVisible())

    def decide(self, key: str, *, mine: bool) -> None:
        """After somebody else saved: whose answer counts."""
        self._keys.tab_to(self.panel.conflict.rows[key].choice)
        self._keys.press(Key.Key_Right if mine else Key.Key_Left)

    def text(self, key: str) -> str:
        """What stands in an answer in words."""
        return str(self.panel.form.fields[key].answer().value)

    def wait_until_complete(self) -> None:
        self._qtbot.waitUntil(lambda: self.is_complete)

    @property
    def is_complete(self) -> bool:
        """Whether the read-only view is on screen."""
        return self.panel.closed.isVisible()

    @property
    def alarm(self) -> str:
        """The words of the emergency box; "" when it is not there."""
        return self.panel.box.text

    @property
    def problem(self) -> str:
        return " ".join(self.panel.summary.sentences)
