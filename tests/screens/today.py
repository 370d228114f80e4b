"""Driving today's board: the keys on the cards, the panel beside it, and the one interruption."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from clinicdesk import topics
from clinicdesk.procedure_day.stages import Stage
from tests.screens import keys
from ui.procedure_day.gate_dialog import GateDialog
from ui.procedure_day.today_page import TodayPage
from ui.scheduling.undoing import Deed, Undoing


class TodayScreen:
    """Today's patients by lane, and what can be done with them."""

    def __init__(self, qtbot: QtBot, page: TodayPage) -> None:
        self._qtbot = qtbot
        self.page = page
        self.told: list[str] = []
        self.undoing = Undoing(page._session, lambda words, *_: self.told.append(words))
        page.told.connect(self.told.append)
        page.did.connect(lambda *deed: self.undoing.did(Deed(*deed)))
        self.settle()

    @property
    def lanes(self) -> dict[Stage, list[str]]:
        """The names in each lane that has any, from the top."""
        found = {
            stage: [card.words.name for card in lane.cards]
            for stage, lane in self.page.board.lanes.items()
        }
        return {stage: names for stage, names in found.items() if names}

    def marks(self, name: str) -> list[str]:
        """The chips on somebody's card."""
        return [mark.word for mark in self._card(name).words.marks]

    def stand_on(self, name: str) -> None:
        """Take somebody's card in hand, by the arrows."""
        while self._lane(self.in_hand) != self._lane(name):
            is_left = self._lane(name) < self._lane(self.in_hand)
            self.press(Qt.Key.Key_Left if is_left else Qt.Key.Key_Right)
        self.press(Qt.Key.Key_Home)
        for _ in range(len(self.page.board.cards)):
            if self.in_hand == name:
                return
            self.press(Qt.Key.Key_Down)
        raise AssertionError(f"no arrows lead to {name}")

    @property
    def in_hand(self) -> str:
        """Whose card has the focus, or would have it."""
        card = self.page.board.cards.get(self.page.board.current)
        return card.words.name if card else ""

    @property
    def has_focus(self) -> bool:
        """Whether the keys go to the card in hand."""
        return QApplication.focusWidget() is self.page.board.cards.get(self.page.board.current)

    def press(self, *pressed: Qt.Key) -> None:
        """Keys, wherever the focus is."""
        for key in pressed:
            self._wait_for_focus()
            QTest.keyClick(QApplication.focusWidget(), key)
            self.settle()

    def make_sure(self) -> None:
        """Read back, or type the birth year that a name alert asks for."""
        keys.verify(self.page.panel.verify)
        self.settle()

    @property
    def panel(self) -> str:
        """The title of the panel beside the board, "" while there is none."""
        return self.page.panel.accessibleName() if self.page.panel.isVisible() else ""

    @property
    def problems(self) -> Sequence[str]:
        """What the panel says has to be done first."""
        return self.page.panel.errors.sentences if self.page.panel.isVisible() else ()

    @property
    def interruption(self) -> GateDialog | None:
        """The dialog over the window, None while there is none."""
        dialog = self.page.panel.dialog
        return dialog if dialog is not None and dialog.isVisible() else None

    def release(self, reason: str, login: str, password: str) -> None:
        """A physician types why, who it is, and the password."""
        dialog = self.interruption
        assert dialog is not None
        for field, typed in ((dialog.reason, reason), (dialog.login, login)):
            if typed:
                keys.type_into(field, typed)
        keys.type_into(dialog.secret, password)
        keys.commit(dialog.secret.input)
        self.settle()

    def refresh(self) -> None:
        """News of the day comes from elsewhere."""
        self.page._session.background.changed.emit(frozenset({topics.SCHEDULE}))
        self.settle()

    def settle(self) -> None:
        """Wait until everything is answered."""
        keys.settle(self._qtbot, self.page._session.background)

    def _lane(self, name: str) -> int:
        return [*Stage].index(self._card(name).words.stage)

    def _wait_for_focus(self) -> None:
        """A dialog that closes gives the keys back to the window below it."""
        if QApplication.focusWidget() is None:
            self.page.window().activateWindow()
            self._qtbot.waitUntil(lambda: QApplication.focusWidget() is not None)

    def _card(self, name: str) -> object:
        return next(card for card in self.page.board.cards.values() if card.words.name == name)
