"""Driving the list of people, by keyboard."""

from pytestqt.qtbot import QtBot

from clinicdesk.staff.rules import Role
from tests.screens import keys
from ui.staff.people_page import PeoplePage


class PeopleScreen:
    """The clinic's people, and adding one."""

    def __init__(self, qtbot: QtBot, page: PeoplePage) -> None:
        self._qtbot = qtbot
        self.page = page
        self._settle()

    def add(self, name: str, login: str, password: str, *roles: Role) -> None:
        """Type everything and press Ctrl+Enter."""
        keys.type_into(self.page.name, name)
        keys.type_into(self.page.login, login)
        keys.pick(self.page.roles, *roles)
        keys.type_into(self.page.password, password)
        keys.commit(self.page.password.input)
        self._settle()

    @property
    def problem(self) -> str:
        return " ".join(self.page.errors.sentences)

    def _settle(self) -> None:
        keys.settle(self._qtbot, self.page._background)
