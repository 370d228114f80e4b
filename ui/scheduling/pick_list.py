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
from PySide6.QtGui import QFocusEvent, QFont, QFontMetrics, QKeyEvent, QPainter, QResizeEvent
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

from ui.kit import fonts, icons, theme, tokens
from ui.kit.chips import chip_font, chip_width, paint_chip
from ui.kit.finder_row import Mark
from ui.kit.name_alert import NAME_ALERT, tooltip
from ui.kit.painting import CENTERED, LEVEL, plate, wrapping, write
from ui.kit.scrolling import reveal_all, reveal_row
from ui.kit.tokens import Status

_PAD = 7
_GAP = 2
_KEY = 22
_LINK_GAP = tokens.SPACE_S
_LAID_OUT_MS = 30  # what lies around new rows is laid out in several rounds
_NOTE = Qt.ItemDataRole.UserRole
_NAMESAKES = Qt.ItemDataRole.UserRole + 1
_MARK = Qt.ItemDataRole.UserRole + 2
_PALE = 0.45
_RIGHT = int(Qt.AlignmentFlag.AlignRight)
Index = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True)
class Row:
    """One choice: what it is, and a quieter line below.

    `namesakes` make a patient's name alert, `mark` a chip at the end of the first line.
    """

    text: str
    note: str
    namesakes: tuple[str, ...] = ()
    mark: Mark | None = None


class PickList(QListWidget):
    """`picked` carries the place of the row. As tall as its rows: it never scrolls by itself.

    `missed` carries a place that was wanted and is not there. `numbered` shows the key of each row,
    `link` a word at its end. With `armed` the current row is marked also while another field has
    the focus.
    """

    picked = Signal(int)
    missed = Signal(int)

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
        self.is_stale = False
        self.setAccessibleName(name)
        self.setItemDelegate(_RowDelegate(numbered, link, self))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setMouseTracking(True)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.itemClicked.connect(lambda item: self.pick(self.row(item)))
        self.currentRowChanged.connect(lambda _: self._reveal())
        self._laid_out = QTimer(self, singleShot=True, interval=_LAID_OUT_MS)
        self._laid_out.timeout.connect(lambda: reveal_all(self) if self.hasFocus() else None)
        self.show_rows(())
        theme.follow(self, PickList._fit)

    def show_rows(self, rows: Sequence[Row]) -> None:
        """Replace the rows; the first becomes current."""
        self.is_stale = False
        self.clear()
        for row in rows:
            item = QListWidgetItem(row.text)
            item.setData(_NOTE, row.note)
            item.setData(_NAMESAKES, row.namesakes)
            item.setToolTip(tooltip(row.namesakes))
            item.setData(_MARK, row.mark)
            marked = [NAME_ALERT] if row.namesakes else []
            marked += [row.mark.words] if row.mark else []
            said = ", ".join([row.text, *marked, row.note])
            item.setData(Qt.ItemDataRole.AccessibleTextRole, said)
            self.addItem(item)
        self.setCurrentRow(0)
        self._fit()
        self._laid_out.start()

    def pick(self, place: int) -> None:
        """As if a person had picked this row; a place without a row, or a stale one, is missed."""
        if 0 <= place < self.count() and not self.is_stale:
            self.setCurrentRow(place)
            self.picked.emit(place)
        else:
            self.missed.emit(place)

    def set_stale(self, on: bool) -> None:
        """Other rows are on their way: these are pale, and cannot be picked."""
        self.is_stale = on
        self.viewport().update()

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

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Qt would go to the first row: where none is current, Enter alone chooses none."""
        none = self.currentRow() < 0
        super().focusInEvent(event)
        if none:
            self.setCurrentRow(-1)

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
        painter.setOpacity(_PALE if self._owner.is_stale else 1)
        self._paint_ground(painter, option, index)
        first, second = self._lines(self._room(option.rect), index)
        painter.setFont(_strong())
        _write_whole(painter, first, str(index.data()), "text")
        if self._link:
            end = QRectF(option.rect).adjusted(0, _PAD, -_PAD, 0)
            write(painter, end, self._link, "accent_text", _RIGHT)
        if mark := index.data(_MARK):
            self._paint_mark(painter, QRectF(first), mark)
        painter.setFont(_quiet())
        _write_whole(painter, second, str(index.data(_NOTE)), "text2")
        if index.data(_NAMESAKES):
            top = first.y() + first.height() + _GAP
            chip = QRectF(first.x(), top, chip_width(NAME_ALERT), theme.scaled(tokens.CHIP_HEIGHT))
            paint_chip(painter, chip, Status.ATTN, NAME_ALERT)

    def _paint_mark(self, painter: QPainter, first: QRectF, mark: Mark) -> None:
        """Beside the first line, as quiet as on a card: a plate would cover the second."""
        ink, size = f"{mark.status}_fg", theme.scaled(tokens.ICON_SMALL)
        left, line = first.right() + _LINK_GAP, QFontMetrics(_strong()).height()
        icons.paint(painter, mark.icon or mark.status.icon, left, first.y() + line / 2, ink, size)
        painter.setFont(chip_font())
        words = QRectF(left + size + 6, first.y(), chip_width(mark.words), line)
        write(painter, words, mark.words, ink, LEVEL)

    def _paint_ground(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        area = QRectF(option.rect).adjusted(0, 1, 0, -1)
        focused = self._owner.hasFocus()
        current = option.state & QStyle.StateFlag.State_Selected
        hovered = option.state & QStyle.StateFlag.State_MouseOver
        plate(painter, area, "bg" if hovered else "surface", "border")
        if current and (focused or self._owner.armed):
            plate(painter, area, "accent_soft", "focus" if focused else "border", width=2)
        if self._numbered:
            side = theme.scaled(20)
            key = QRectF(area.x() + _PAD, area.center().y() - side / 2, side, side)
            plate(painter, key, "surface", "border_strong", radius=tokens.RADIUS_CHIP)
            painter.setFont(_quiet())
            write(painter, key, str(index.row() + 1), "text2", CENTERED)

    def _room(self, cell: QRect) -> QRect:
        """Where the two lines may stand."""
        left = _PAD + 2 + (theme.scaled(_KEY) + 6 if self._numbered else 0)
        right = _PAD
        if self._link:
            right += QFontMetrics(_strong()).horizontalAdvance(self._link) + _LINK_GAP
        return cell.adjusted(left, _PAD, -right, -_PAD)

    def _lines(self, room: QRect, index: Index) -> tuple[QRect, QRect]:
        mark = index.data(_MARK)
        beside = chip_width(mark.words) + _LINK_GAP if mark else 0
        head = room.adjusted(0, 0, -beside, 0)
        first = _bounds(_strong(), head, str(index.data()))
        alert = theme.scaled(tokens.CHIP_HEIGHT) + _GAP if index.data(_NAMESAKES) else 0
        below = room.adjusted(0, first.height() + _GAP + alert, 0, 0)
        note = str(index.data(_NOTE))
        if not note:
            return _as_wide(first, head), QRect(room.x(), below.y() - _GAP, room.width(), 0)
        second = _bounds(_quiet(), below, note)
        return _as_wide(first, head), _as_wide(second, room)


def _bounds(font: QFont, room: QRect, words: str) -> QRect:
    metrics = QFontMetrics(font)
    return metrics.boundingRect(room, wrapping(words, metrics, room.width()), words)


def _write_whole(painter: QPainter, room: QRect, words: str, ink: str) -> None:
    write(painter, room, words, ink, wrapping(words, painter.fontMetrics(), room.width()))


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
