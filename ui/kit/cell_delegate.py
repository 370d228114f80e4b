"""Draws a table cell: one or two lines of plain text, an icon or chip for a status."""

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF, QSize
from PySide6.QtGui import QFont, QFontMetrics, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from ui.kit import chips, fonts, icons, theme, tokens
from ui.kit.painting import LEVEL, fitted, plate, write
from ui.kit.rows_model import CellRole
from ui.kit.theme import scaled
from ui.kit.tokens import Status

_EDGE = tokens.SPACE_M
_LOUD = (Status.ATTN, Status.BLOCK)
_CHIP_LINE = 22
_LEADING = 2
Index = QModelIndex | QPersistentModelIndex


class CellDelegate(QStyledItemDelegate):
    """Only a status that needs someone is drawn as a chip; the others stay quiet."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        lead = scaled(tokens.ICON_SMALL) + 8 if index.data(CellRole.STATUS) else 0
        first = QFontMetrics(_first_font(index)).horizontalAdvance(_text(index))
        second = QFontMetrics(_second_font()).horizontalAdvance(index.data(CellRole.SECOND) or "")
        return QSize(
            max(first, second) + lead + _left(index) + _EDGE + 4, scaled(tokens.ROW_HEIGHT)
        )

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        cell = QRectF(option.rect)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        _paint_ground(painter, cell, option.state)
        _paint_lines(painter, cell.adjusted(_left(index), 0, 2 - _EDGE, -1), index)
        paint_frame(painter, option, index)


def paint_frame(painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
    """This cell's part of the frame around the whole row that has the cursor."""
    table, cell = option.widget, QRectF(option.rect)
    if not table.hasFocus() or table.currentIndex().row() != index.row():
        return
    row = QRectF(1, cell.y() + 1, table.viewport().width() - 2, cell.height() - 3)
    painter.save()
    painter.setClipRect(cell)
    plate(painter, row, "", "focus", radius=tokens.RADIUS_CHIP, width=2)
    painter.restore()


def _paint_ground(painter: QPainter, cell: QRectF, state: QStyle.StateFlag) -> None:
    if state & QStyle.StateFlag.State_Selected:
        painter.fillRect(cell, theme.color("accent_soft"))
    elif state & QStyle.StateFlag.State_MouseOver:
        painter.fillRect(cell, theme.color("bg"))
    line = QRectF(cell.x(), cell.bottom() - 1, cell.width(), 1)
    painter.fillRect(line, theme.color("grid"))


def _paint_lines(painter: QPainter, room: QRectF, index: Index) -> None:
    status, second = _status(index), index.data(CellRole.SECOND)
    first_font = _first_font(index)
    height = QFontMetrics(first_font).height()
    below = QFontMetrics(_second_font()).height() + _LEADING if second else 0
    first = QRectF(room.x(), room.center().y() - (height + below) / 2, room.width(), height)
    indent = _paint_status(painter, first, status, index) if status else 0
    if status not in _LOUD:
        painter.setFont(first_font)
        _write(painter, first.adjusted(indent, 0, 0, 0), _text(index), "text")
    if second:
        line = QRectF(room.x(), first.bottom() + _LEADING, room.width(), below - _LEADING)
        painter.setFont(_second_font())
        _write(painter, line.adjusted(indent, 0, 0, 0), second, "text2")


def _paint_status(painter: QPainter, line: QRectF, status: Status, index: Index) -> float:
    """Draw the status before (or, as a chip, around) the text; returns the text's indent."""
    icon, middle = index.data(CellRole.ICON) or status.icon, line.center().y()
    picture = scaled(tokens.ICON_SMALL)
    if status in _LOUD:
        width = min(chips.chip_width(_text(index)), line.width() + tokens.SPACE_S)
        high = scaled(_CHIP_LINE)
        chip = QRectF(line.x() - tokens.SPACE_S, middle - high / 2, width, high)
        chips.paint_chip(painter, chip, status, _text(index), icon)
    else:
        icons.paint(painter, icon, line.x(), middle, f"{status}_fg", picture)
    return picture + 6


def _write(painter: QPainter, line: QRectF, words: str, ink: str) -> None:
    write(painter, line, fitted(painter, words, line.width()), ink, LEVEL)


def _left(index: Index) -> int:
    """The first column stands in line with the page's title."""
    return _EDGE if index.column() else tokens.SPACE_XL


def _text(index: Index) -> str:
    return str(index.data() or "")


def _status(index: Index) -> Status | None:
    """Qt hands a StrEnum back as a plain string."""
    status = index.data(CellRole.STATUS)
    return Status(status) if status else None


def _first_font(index: Index) -> QFont:
    weight = QFont.Weight.DemiBold if index.data(CellRole.STRONG) else QFont.Weight.Medium
    font = fonts.font(tokens.SIZE_BODY, weight, numbers=bool(index.data(CellRole.NUMBERS)))
    font.setStrikeOut(bool(index.data(CellRole.STRUCK)))
    return font


def _second_font() -> QFont:
    return fonts.font(tokens.SIZE_SMALL)
