"""Driving the evaluation, by keyboard."""

from decimal import Decimal

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from clinicdesk.evaluations.rules import Decision, Level, Modality, Side
from tests.screens import keys
from tests.screens.keys import Keys
from ui.evaluations.evaluation_panel import EvaluationPanel

Key = Qt.Key


class EvaluationScreen:
    """The evaluation tab of a chart."""

    def __init__(self, qtbot: QtBot, panel: EvaluationPanel) -> None:
        self._qtbot = qtbot
        self._keys = Keys()
        self.panel = panel

    def claudication(self, answer: str) -> None:
        """`yes`, `no` or `unclear`."""
        self._keys.choose(self.panel.form.claudication, answer)

    def imaging(self, study: Modality, day: str) -> None:
        """The study and its date as typed."""
        self._keys.choose(self.panel.form.study, study)
        self._keys.tab_to(self.panel.form.taken)
        self._keys.retype(day)

    def flavum(self, thickness: Decimal | str) -> None:
        """The ligamentum flavum in mm."""
        self._keys.tab_to(self.panel.form.flavum)
        self._keys.retype(str(thickness))

    def level(self, level: Level, side: Side | None) -> None:
        """Choose a level and, unless None, its side."""
        levels = self.panel.form.levels
        self._keys.tab_to(levels.levels)
        while self._keys.focus.text() != level.shown:
            self._keys.press(Key.Key_Right)
        self._keys.press(Key.Key_Space)
        if side:
            self._keys.choose(levels.sides[level], side)

    def impression(self, text: str) -> None:
        self._keys.fill(self.panel.form.impression, text)

    def decide(self, decision: Decision) -> None:
        self._keys.choose(self.panel.form.decision, decision)

    def exception(self, reason: str) -> None:
        self._keys.fill(self.panel.form.exception, reason)

    def write_candidate(self) -> None:
        """A whole note for a candidate: MRI, 4.6 mm, L4-L5 both sides."""
        self.claudication("yes")
        self.imaging(Modality.MRI, "11/2/2026")
        self.flavum("4.6")
        self.level(Level.L4_L5, Side.BOTH)
        self.impression("Lumbar stenosis with neurogenic claudication.")
        self.decide(Decision.CANDIDATE)

    def press_sign(self) -> None:
        """Ctrl+Enter."""
        self._keys.press(Key.Key_Return, ctrl=True)

    def sign(self, password: str) -> None:
        """Ctrl+Enter, making sure whose note it is, the password, Ctrl+Enter."""
        if not self.panel.bar.asks:
            self.press_sign()
        if self.panel.bar.asks and not self.panel.bar.verify.verification:
            keys.verify(self.panel.bar.verify)
        self._keys.tab_to(self.panel.bar.password)
        self._keys.retype(password)
        self.press_sign()

    def wait_until_signed(self) -> None:
        self._qtbot.waitUntil(lambda: self.is_signed)

    @property
    def is_signed(self) -> bool:
        """Whether the signed note is on screen."""
        return self.panel.signed.isVisible()

    @property
    def may_write(self) -> bool:
        """Whether the form is on screen."""
        return self.panel.form.isVisible()

    @property
    def sentence(self) -> str:
        """What stands there instead of a note."""
        shown = (label for label in self.panel.nothing.findChildren(QLabel) if label.isVisible())
        return " ".join(label.text() for label in shown)

    @property
    def criteria(self) -> tuple[str, ...]:
        """The candidacy list as it reads."""
        return self.panel.form.list.lines

    @property
    def problem(self) -> str:
        """What the summary or the password field says."""
        return " ".join((*self.panel.bar.summary.sentences, self.panel.bar.password.error)).strip()
