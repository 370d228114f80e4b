"""A list of choices of two lines each: arrows and Enter, or a click, pick one."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import (
    QModelIndex,
    QPersistentModelIndex,
    QRect,
    QRectF,
    QSize,
    Qt,
    QTimer,
    Signal,
)
from PySide6.QtGui import QFont, QFontMetrics, QKeyEvent, QPainter, QResizeEvent
from PySide6.QtWidgets import (
    QFrame,
    QListWidget,
    QListWidgetItem,
    QSizePolicy,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from ui.kit import fonts, tokens
from ui.kit.chips import chip_width, paint_chip
from ui.kit.name_alert import NAME_ALERT, tooltip
from ui.kit.painting import CENTERED, plate, write
from ui.kit.scrolling import reveal_all, reveal_row
from ui.kit.tokens import Status

_PAD = 7
_GAP = 2
_KEY = 22
_LINK_GAP = tokens.SPACE_S
_LAID_OUT_MS = 30  # what lies around new rows is laid out in several rounds
_NOTE = Qt.ItemDataRole.UserRole
_NAMESAKES = Qt.ItemDataRole.UserRole + 1
_WRAP = int(Qt.TextFlag.TextWordWrap | Qt.TextFlag.TextWrapAnywhere)
_RIGHT = int(Qt.AlignmentFlag.AlignRight)
Index = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True)
class Row:
    """One choice: what it is, and a quieter line below; `namesakes` make a patient's name alert."""

    text: str
    note: str
    namesakes: tuple[str, ...] = ()


class PickList(QListWidget):
    """`picked` carries the place of the row. As tall as its rows: it never scrolls by itself.

    `numbered` shows the key of each row, `link` a word at its end. With `armed` the current row is
    marked also while another field has the focus.
    """

    picked = Signal(int)

    def __init__(
        self,
        name: str,
        *,
        numbered: bool = False,
        link: str = "",
        armed: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.armed, self._numbered = armed, numbered
        self.setAccessibleName(name)
        self.setItemDelegate(_RowDelegate(numbered, link, self))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setMouseTracking(True)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.itemClicked.connect(lambda item: self.picked.emit(self.row(item)))
        self.currentRowChanged.connect(lambda _: self._reveal())
        self._laid_out = QTimer(self, singleShot=True, interval=_LAID_OUT_MS)
        self._laid_out.timeout.connect(lambda: reveal_all(self) if self.hasFocus() else None)
        self.show_rows(())

    def show_rows(self, rows: Sequence[Row]) -> None:
        """Replace the rows; the first becomes current."""
        self.clear()
        for row in rows:
            item = QListWidgetItem(row.text)
            item.setData(_NOTE, row.note)
            item.setData(_NAMESAKES, row.namesakes)
            item.setToolTip(tooltip(row.namesakes))
            said = (row.text, NAME_ALERT, row.note) if row.namesakes else (row.text, row.note)
            item.setData(Qt.ItemDataRole.AccessibleTextRole, ", ".join(said))
            self.addItem(item)
        self.setCurrentRow(0)
        self._fit()
        self._laid_out.start()

    def pick(self, place: int) -> None:
        """As if a person had picked this row; a place without a row picks nothing."""
        if 0 <= place < self.count():
            self.setCurrentRow(place)
            self.picked.emit(place)

    def pick_by(self, event: QKeyEvent) -> bool:
        """Pick the row whose number was typed; whether the key was such a number."""
        digit = typed_digit(event) if self._numbered else ""
        if digit:
            self.pick(int(digit) - 1)
        return bool(digit)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers():
            self.pick(self.currentRow())
        elif not self.pick_by(event):
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _reveal(self) -> None:
        """Its arrows scroll what is around: as tall as its rows, it may lie partly out of sight."""
        if self.hasFocus():
            reveal_row(self, self.visualItemRect(self.currentItem()))

    def _fit(self) -> None:
        self.scheduleDelayedItemsLayout()
        height = sum(self.sizeHintForRow(place) for place in range(self.count()))
        if height != self.height():
            self.setFixedHeight(height)


class _RowDelegate(QStyledItemDelegate):
    def __init__(self, numbered: bool, link: str, owner: PickList) -> None:
        super().__init__(owner)
        self._owner, self._numbered, self._link = owner, numbered, link

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        room = self._room(QRect(0, 0, self._owner.viewport().width(), 10_000))
        first, second = self._lines(room, index)
        return QSize(room.width(), second.bottom() + 1 - first.y() + 2 * _PAD)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_ground(painter, option, index)
        first, second = self._lines(self._room(option.rect), index)
        painter.setFont(_strong())
        write(painter, first, str(index.data()), "text", _WRAP)
        if self._link:
            end = QRectF(option.rect).adjusted(0, _PAD, -_PAD, 0)
            write(painter, end, self._link, "accent_text", _RIGHT)
        painter.setFont(_quiet())
        write(painter, second, str(index.data(_NOTE)), "text2", _WRAP)
        if index.data(_NAMESAKES):
            top = first.y() + first.height() + _GAP
            chip = QRectF(first.x(), top, chip_width(NAME_ALERT), tokens.CHIP_HEIGHT)
            paint_chip(painter, chip, Status.ATTN, NAME_ALERT)

    def _paint_ground(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        area = QRectF(option.rect).adjusted(0, 1, 0, -1)
        focused = self._owner.hasFocus()
        current = option.state & QStyle.StateFlag.State_Selected
        hovered = option.state & QStyle.StateFlag.State_MouseOver
        plate(painter, area, "bg" if hovered else "surface", "border")
        if current and (focused or self._owner.armed):
            plate(painter, area, "accent_soft", "focus" if focused else "border", width=2)
        if self._numbered:
            key = QRectF(area.x() + _PAD, area.center().y() - 10, 20, 20)
            plate(painter, key, "surface", "border_strong", radius=tokens.RADIUS_CHIP)
            painter.setFont(_quiet())
            write(painter, key, str(index.row() + 1), "text2", CENTERED)

    def _room(self, cell: QRect) -> QRect:
        """Where the two lines may stand."""
        left = _PAD + 2 + (_KEY + 6 if self._numbered else 0)
        right = _PAD
        if self._link:
            right += QFontMetrics(_strong()).horizontalAdvance(self._link) + _LINK_GAP
        return cell.adjusted(left, _PAD, -right, -_PAD)

    def _lines(self, room: QRect, index: Index) -> tuple[QRect, QRect]:
        first = QFontMetrics(_strong()).boundingRect(room, _WRAP, str(index.data()))
        alert = tokens.CHIP_HEIGHT + _GAP if index.data(_NAMESAKES) else 0
        below = room.adjusted(0, first.height() + _GAP + alert, 0, 0)
        second = QFontMetrics(_quiet()).boundingRect(below, _WRAP, str(index.data(_NOTE)))
        return _as_wide(first, room), _as_wide(second, room)


def typed_digit(event: QKeyEvent) -> str:
    """The digit of a key without Ctrl, Alt or Shift, or ""."""
    plain = (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier)
    text = event.text()
    return text if event.modifiers() in plain and text.isascii() and text.isdigit() else ""


def _as_wide(line: QRect, room: QRect) -> QRect:
    return QRect(room.x(), line.y(), room.width(), line.height())


def _strong() -> QFont:
    return fonts.font(tokens.SIZE_BODY, QFont.Weight.DemiBold)


def _quiet() -> QFont:
    return fonts.font(tokens.SIZE_SMALL)
