"""Driving the list of evaluations to write, by keyboard."""

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from tests.screens.keys import Keys
from ui.evaluations.evaluations_page import EvaluationsPage


class EvaluationsScreen:
    """Who waits for an evaluation."""

    def __init__(self, qtbot: QtBot, page: EvaluationsPage) -> None:
        self._qtbot = qtbot
        self._keys = Keys()
        self.page = page

    @property
    def names(self) -> list[str]:
        """The names on screen, from the top."""
        return [self._cell(row, "Patient") for row in range(self._model.rowCount())]

    def line(self, name: str) -> dict[str, str]:
        """What is said of a patient, by the column's title."""
        row = self.names.index(name)
        columns = range(self._model.columnCount())
        shown = [at for at in columns if not self.page.table.isColumnHidden(at)]
        titles = [self._model.columns[at].title for at in shown]
        return {title: self._cell(row, title) for title in titles}

    def open(self, name: str) -> None:
        """Arrows to a patient, Enter."""
        self._keys.tab_to(self.page.table)
        while self.names[self.page.table.currentIndex().row()] != name:
            self._keys.press(Qt.Key.Key_Down)
        self._keys.press(Qt.Key.Key_Return)

    def only_mine(self) -> None:
        """Shift the filter to what the person began."""
        self._keys.tab_to(self.page.filter)
        self._keys.press(Qt.Key.Key_Right)

    @property
    def said_instead(self) -> str:
        """What stands in the place of the list; "" while it is there."""
        shown = self.page._views.currentWidget()
        return "" if shown is self.page.table else shown.sentence

    def do_instead(self) -> None:
        """Press what is offered in the place of the list."""
        self._keys.tab_to(self.page._views.currentWidget())
        self._keys.press(Qt.Key.Key_Space)

    @property
    def _model(self):
        return self.page.table.model()

    def _cell(self, row: int, title: str) -> str:
        place = [column.title for column in self._model.columns].index(title)
        return self._model.index(row, place).data()
