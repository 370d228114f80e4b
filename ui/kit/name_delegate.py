"""Draws a patient's name in a list on as many lines as it takes: a name is never cut."""

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QFont, QFontMetrics, QPainter
from PySide6.QtWidgets import QStyle, QStyleOptionViewItem

from ui.kit import fonts, theme, tokens
from ui.kit.cell_delegate import CellDelegate, Index, paint_frame
from ui.kit.painting import LEVEL, wrapping, write

_BESIDE = tokens.SPACE_XL + tokens.SPACE_M
_AROUND = tokens.SPACE_M


class NameDelegate(CellDelegate):
    """A name that fits on its line looks like every other cell; rows grow with longer ones."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        size = super().sizeHint(option, index)
        room = option.rect.width() - _BESIDE
        if room <= 0 or size.width() <= option.rect.width():
            return size
        lines = _metrics().boundingRect(
            0, 0, room, 10_000, _flags(_name(index), room), _name(index)
        )
        return QSize(size.width(), max(size.height(), lines.height() + _AROUND))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        if super().sizeHint(option, index).width() <= option.rect.width():
            super().paint(painter, option, index)
            return
        cell = QRectF(option.rect)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        _paint_ground(painter, cell, option.state)
        room = cell.adjusted(tokens.SPACE_XL, 0, -tokens.SPACE_M, 0)
        painter.setFont(_font())
        write(painter, room, _name(index), "text", LEVEL | _flags(_name(index), int(room.width())))
        paint_frame(painter, option, index)


def _paint_ground(painter: QPainter, cell: QRectF, state: QStyle.StateFlag) -> None:
    if state & QStyle.StateFlag.State_Selected:
        painter.fillRect(cell, theme.color("accent_soft"))
    line = QRectF(cell.x(), cell.bottom() - 1, cell.width(), 1)
    painter.fillRect(line, theme.color("grid"))


def _name(index: Index) -> str:
    return str(index.data() or "")


def _flags(name: str, room: int) -> int:
    return wrapping(name, _metrics(), room)


def _font() -> QFont:
    return fonts.font(tokens.SIZE_BODY, QFont.Weight.DemiBold)


def _metrics() -> QFontMetrics:
    return QFontMetrics(_font())
