"""Driving the hold policy's page, by keyboard."""

from pytestqt.qtbot import QtBot

from tests.screens import keys
from ui.holds.policy_page import PolicyPage


class PolicyScreen:
    """The table, and its signature."""

    def __init__(self, qtbot: QtBot, page: PolicyPage) -> None:
        self._qtbot = qtbot
        self.page = page
        self._settle()

    @property
    def state(self) -> str:
        return self.page.state

    def sign(self, password: str) -> None:
        """Open the signature if it is closed, type the password, Ctrl+Enter."""
        if not self.page.card.isVisible():
            keys.press(self.page.sign)
        keys.type_into(self.page.card.password, password)
        keys.commit(self.page.card.password.input)
        self._settle()

    @property
    def problem(self) -> str:
        card = self.page.card
        return " ".join((*card.errors.sentences, card.password.error)).strip()

    def _settle(self) -> None:
        keys.settle(self._qtbot, self.page._session.background)
