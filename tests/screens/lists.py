"""Driving lists of patients: what their columns hold, and the list that leaves."""

from typing import Any

from clinicdesk.exchange.csv_columns import ListField
from clinicdesk.exchange.csv_dates import DateOrder
from tests.screens import keys
from ui.exchange.columns_view import ColumnsView
from ui.exchange.export_page import ExportPage


class ColumnsScreen:
    """The step between choosing a list and seeing what would be imported."""

    def __init__(self, view: ColumnsView) -> None:
        self.view = view

    @property
    def chosen(self) -> dict[str, str]:
        """What each column is taken for, by its name in the file."""
        return {one.name: one.value() for one in self.view.columns}

    def column(self, name: str) -> Any:
        return next(one for one in self.view.columns if one.name == name)

    def take(self, name: str, field: ListField) -> None:
        """Go down the choices of a column."""
        keys.choose(self.column(name), field)

    def dates(self, order: DateOrder) -> None:
        keys.choose(self.view.order, order)

    def numbers_from(self, program: str) -> None:
        keys.type_into(self.view.numbers_from, program)

    def go_on(self) -> None:
        """Ctrl+Enter."""
        keys.commit(self.view.columns[0].control)

    @property
    def problem(self) -> str:
        return " ".join(self.view.errors.sentences)


class ExportScreen:
    """The page that saves the list of patients."""

    def __init__(self, page: ExportPage) -> None:
        self.page = page

    def save(self, typed: str, password: str) -> None:
        """Whom to look for, who asks, Ctrl+Enter."""
        keys.type_into(self.page.search, typed)
        keys.type_into(self.page.password, password)
        keys.commit(self.page.password.control)

    @property
    def problem(self) -> str:
        return " ".join((self.page.password.note, *self.page.errors.sentences)).strip()
