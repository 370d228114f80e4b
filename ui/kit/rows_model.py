"""A table's contents from a tuple of dataclasses: columns say how a row is worded."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import IntEnum
from typing import Any, Generic, TypeVar

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from ui.kit.tokens import Status

Row = TypeVar("Row")
Index = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()


class CellRole(IntEnum):
    """What the delegate asks for besides the text."""

    SECOND = Qt.ItemDataRole.UserRole + 1
    STATUS = Qt.ItemDataRole.UserRole + 2
    ICON = Qt.ItemDataRole.UserRole + 3
    STRONG = Qt.ItemDataRole.UserRole + 4
    NUMBERS = Qt.ItemDataRole.UserRole + 5
    STRUCK = Qt.ItemDataRole.UserRole + 6


@dataclass(frozen=True)
class Column(Generic[Row]):
    """One column: its title, its text for a row, and what goes with the text.

    `second` is a quieter line below; `status` puts an icon before the text (a chip when someone
    must act); `icon` replaces that icon; `struck` strikes the text through; `width` in px, 0 shares
    what is left.
    """

    title: str
    text: Callable[[Row], str]
    second: Callable[[Row], str] | None = None
    status: Callable[[Row], Status | None] | None = None
    icon: Callable[[Row], str] | None = None
    strong: bool = False
    numbers: bool = False
    struck: Callable[[Row], bool] | None = None
    width: int = 0

    def spoken(self, row: Row) -> str:
        """The cell read out: title, text and second line."""
        second = f", {self.second(row)}" if self.second and self.second(row) else ""
        struck = ", struck out" if self.struck and self.struck(row) else ""
        return f"{self.title}: {self.text(row) or 'empty'}{second}{struck}"


class RowsModel(QAbstractTableModel, Generic[Row]):
    """Rows are replaced as a whole; the model never asks the database for anything."""

    def __init__(self, columns: Sequence[Column[Row]], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.columns = tuple(columns)
        self._rows: tuple[Row, ...] = ()

    @property
    def rows(self) -> tuple[Row, ...]:
        return self._rows

    def show_rows(self, rows: Sequence[Row]) -> None:
        """Replace all rows."""
        self.beginResetModel()
        self._rows = tuple(rows)
        self.endResetModel()

    def word_again(self) -> None:
        """The rows are the same, their words are not."""
        if self._rows:
            last = self.index(len(self._rows) - 1, len(self.columns) - 1)
            self.dataChanged.emit(self.index(0, 0), last)

    def row_at(self, index: Index) -> Row | None:
        """The row behind an index; None outside the table."""
        return self._rows[index.row()] if 0 <= index.row() < len(self._rows) else None

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self.columns)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        row = self.row_at(index)
        if row is None:
            return None
        answer = _ANSWERS.get(role)
        return answer(self.columns[index.column()], row) if answer else None

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return self.columns[section].title
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.TextAlignmentRole:
            return Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        return None


_ANSWERS: dict[int, Callable[[Column[Any], Any], Any]] = {
    Qt.ItemDataRole.DisplayRole: lambda column, row: column.text(row),
    Qt.ItemDataRole.AccessibleTextRole: lambda column, row: column.spoken(row),
    CellRole.SECOND: lambda column, row: column.second(row) if column.second else "",
    CellRole.STATUS: lambda column, row: column.status(row) if column.status else None,
    CellRole.ICON: lambda column, row: column.icon(row) if column.icon else "",
    CellRole.STRONG: lambda column, _: column.strong,
    CellRole.NUMBERS: lambda column, _: column.numbers,
    CellRole.STRUCK: lambda column, row: bool(column.struck and column.struck(row)),
}
