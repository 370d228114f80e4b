"""A list of rows, worked with arrows and Enter and left with Tab."""

from collections.abc import Callable, Sequence
from typing import Any, Generic, TypeVar

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QFrame, QHeaderView, QTableView, QWidget

from ui.kit import privacy, theme, tokens
from ui.kit.cell_delegate import CellDelegate
from ui.kit.rows_model import Column, RowsModel

Row = TypeVar("Row")


class Table(QTableView, Generic[Row]):
    """`opened` carries the row on Enter or a double click, `selected` the current row or None.

    `key` tells rows apart, so that a reload keeps the current row under the cursor.
    """

    opened = Signal(object)
    selected = Signal(object)

    def __init__(
        self,
        name: str,
        columns: Sequence[Column[Row]],
        *,
        key: Callable[[Row], Any],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self._key = key
        self._reloading = False
        self._columns = tuple(columns)
        self._model: RowsModel[Row] = RowsModel(columns, self)
        self.setModel(self._model)
        self.setItemDelegate(CellDelegate(self))
        self._set_behaviour()
        theme.follow(self, Table._dress)
        self.doubleClicked.connect(self._open)
        privacy.follow(self.word_again)
        self.selectionModel().currentRowChanged.connect(lambda *_: self._tell())

    @property
    def rows(self) -> tuple[Row, ...]:
        return self._model.rows

    def show_rows(self, rows: Sequence[Row]) -> None:
        """Replace the rows. The current one stays so; `selected` tells if it changed or went."""
        kept = self.current_row()
        self._reloading = True
        self._model.show_rows(rows)
        if kept is not None:
            self._return_to(self._key(kept))
        self._reloading = False
        self._share_room()
        if kept is not None and self.current_row() != kept:
            self.selected.emit(self.current_row())

    def word_again(self) -> None:
        """The same rows read otherwise now."""
        self._model.word_again()

    def current_row(self) -> Row | None:
        return self._model.row_at(self.currentIndex())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._share_room()

    def moveCursor(
        self,
        action: QAbstractItemView.CursorAction,
        modifiers: Qt.KeyboardModifier,
    ) -> QModelIndex:
        """A long way goes to another row, not along it."""
        found = super().moveCursor(action, modifiers)
        far = modifiers & Qt.KeyboardModifier.ControlModifier
        return found.siblingAtColumn(self.currentIndex().column()) if far else found

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers():
            self._open(self.currentIndex())
        else:
            super().keyPressEvent(event)

    def _open(self, index: QModelIndex) -> None:
        row = self._model.row_at(index)
        if row is not None:
            self.opened.emit(row)

    def _return_to(self, key: Any) -> None:
        for place, row in enumerate(self.rows):
            if self._key(row) == key:
                self.setCurrentIndex(self._model.index(place, 0))

    def _tell(self) -> None:
        if not self._reloading:
            self.selected.emit(self.current_row())

    def _set_behaviour(self) -> None:
        self.setTabKeyNavigation(False)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setMouseTracking(True)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.verticalHeader().hide()
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        header.setSectionsClickable(False)
        header.setResizeContentsPrecision(0)
        for place, column in enumerate(self._columns):
            fixed = QHeaderView.ResizeMode.Fixed
            stretch = QHeaderView.ResizeMode.Stretch
            header.setSectionResizeMode(place, fixed if column.width else stretch)

    def _dress(self) -> None:
        two_lines = any(column.second for column in self._columns)
        height = tokens.ROW_HEIGHT_TWO_LINES if two_lines else tokens.ROW_HEIGHT
        self.verticalHeader().setDefaultSectionSize(theme.scaled(height))
        self._share_room()

    def _share_room(self) -> None:
        """Fixed columns as wide as they were made; when that is too much, as their cells need."""
        header = self.horizontalHeader()
        shown = [place for place in range(header.count()) if not header.isSectionHidden(place)]
        widths = {place: theme.scaled(self._columns[place].width) for place in shown}
        if sum(width or self._needed(place) for place, width in widths.items()) > self.width():
            widths = {place: min(width, self._needed(place)) for place, width in widths.items()}
        for place, width in widths.items():
            if width:
                header.resizeSection(place, width)

    def _needed(self, place: int) -> int:
        """What the widest cell on screen and the heading take, px."""
        return max(self.sizeHintForColumn(place), self.horizontalHeader().sectionSizeHint(place))
