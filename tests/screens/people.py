"""Driving the list of people, by keyboard."""

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from clinicdesk.staff.rules import Role
from tests.screens import keys
from ui.kit.buttons import Button
from ui.staff.people_page import PeoplePage


class PeopleScreen:
    """The clinic's people, adding one, and changing one."""

    def __init__(self, qtbot: QtBot, page: PeoplePage) -> None:
        self._qtbot = qtbot
        self.page = page
        self.card = page.person
        self._settle()

    def add(self, name: str, login: str, password: str, *roles: Role) -> None:
        """Type everything and press Ctrl+Enter."""
        keys.type_into(self.page.name, name)
        keys.type_into(self.page.login, login)
        keys.pick(self.page.roles, *roles)
        keys.type_into(self.page.password, password)
        keys.commit(self.page.password.input)
        self._settle()

    def open(self, login: str) -> None:
        """Go to a person with the arrows and press Enter: the card has the focus."""
        table = self.page.table
        table.setFocus()
        QTest.keyClick(table, Qt.Key.Key_Home, Qt.KeyboardModifier.ControlModifier)
        row = table.current_row()
        while row is None or row.login != login:
            QTest.keyClick(table, Qt.Key.Key_Down)
            assert row != table.current_row(), f"{login} is not on the list"
            row = table.current_row()
        QTest.keyClick(table, Qt.Key.Key_Return)
        self._settle()
        assert QApplication.focusWidget() is self.card.name.input

    def rename(self, name: str) -> None:
        keys.type_into(self.card.name, name)

    def give(self, *roles: Role) -> None:
        keys.pick(self.card.roles, *roles)

    def save(self) -> None:
        keys.commit(self.card.name.input)
        self._settle()

    def press(self, button: Button) -> None:
        """Space on a button that can take the focus."""
        assert button.isVisible()
        assert button.isEnabled()
        button.setFocus()
        QTest.keyClick(button, Qt.Key.Key_Space)
        self._settle()

    def close(self) -> None:
        QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Escape)

    def access(self, login: str) -> str:
        """What the list says of somebody's access."""
        table = self.page.table
        at = [row.login for row in table.rows].index(login)
        shown = table.model().index(at, table.model().columnCount() - 1).data()
        assert isinstance(shown, str)
        return shown

    @property
    def problem(self) -> str:
        return " ".join(self.page.errors.sentences)

    @property
    def objection(self) -> str:
        """What stands against the change."""
        return " ".join(self.card.errors.sentences)

    def _settle(self) -> None:
        keys.settle(self._qtbot, self.page._background)
