"""The rows of the finder, painted: names wrap instead of being cut, the current row is marked."""

from collections.abc import Sequence

from PySide6.QtCore import QPoint, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFont, QFontMetrics, QMouseEvent, QPainter, QPaintEvent, QWheelEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui.kit import chips, fonts, icons, theme, tokens
from ui.kit.finder_row import FinderRow
from ui.kit.painting import LEVEL, canvas, plate, write

_LEFT = tokens.SPACE_L + tokens.ICON + tokens.SPACE_M
_RIGHT = tokens.SPACE_L
_AROUND = tokens.SPACE_S
_LEADING = 2
_CHIP = 22
_TOP = int(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
_AT_RIGHT = int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight)


class FinderList(QWidget):
    """`clicked` carries the row under the pointer. While `is_stale` the rows are of another text
    and cannot be chosen."""

    clicked = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Maximum)
        self.setMouseTracking(True)
        self.rows: tuple[FinderRow, ...] = ()
        self.current = 0
        self.is_stale = False
        self._heights: list[int] = []
        self._scrolled = 0
        self._title_font = fonts.font(tokens.SIZE_BODY, QFont.Weight.DemiBold)
        self._about_font = fonts.font(tokens.SIZE_SMALL)

    def show_rows(self, rows: Sequence[FinderRow]) -> None:
        """Replace the rows; the first is the current one."""
        self.rows, self.current, self.is_stale = tuple(rows), 0, False
        self._scrolled = 0
        self._measure()
        self.updateGeometry()
        self.update()

    def show_stale(self) -> None:
        """Say that the rows belong to what was typed before."""
        self.is_stale = True
        self.update()

    def step(self, by: int) -> None:
        """Make a row further down (or up) the current one, round the ends."""
        if self.rows:
            self.current = (self.current + by) % len(self.rows)
            self._reveal()
            self.update()

    @property
    def current_row(self) -> FinderRow | None:
        """The row that Enter chooses."""
        return self.rows[self.current] if self.rows and not self.is_stale else None

    def sizeHint(self) -> QSize:
        return QSize(0, sum(self._heights))

    def minimumSizeHint(self) -> QSize:
        return QSize(0, 0)

    def resizeEvent(self, event: object) -> None:
        self._measure()
        self._reveal()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        place = self._place_at(event.position().toPoint())
        if place is not None and place != self.current:
            self.current = place
            self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        place = self._place_at(event.position().toPoint())
        if place is not None and not self.is_stale:
            self.clicked.emit(self.rows[place])

    def wheelEvent(self, event: QWheelEvent) -> None:
        self._scroll_to(self._scrolled - event.angleDelta().y() // 2)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        with canvas(self) as painter:
            painter.fillRect(event.rect(), theme.color("raised"))
            painter.setOpacity(0.45 if self.is_stale else 1)
            top = -self._scrolled
            for place, row in enumerate(self.rows):
                area = QRectF(0, top, self.width(), self._heights[place])
                self._paint_row(painter, area, row, place == self.current and not self.is_stale)
                top += self._heights[place]

    def _paint_row(self, painter: QPainter, area: QRectF, row: FinderRow, current: bool) -> None:
        if current:
            plate(painter, area.adjusted(6, 1, -6, -1), "accent_soft", "focus")
        first = area.y() + _AROUND + QFontMetrics(self._title_font).height() / 2
        icons.paint(painter, row.icon, tokens.SPACE_L, area.center().y(), "text2", tokens.ICON)
        right = self._paint_marks(painter, area, row, first)
        words = area.adjusted(_LEFT, _AROUND, 0, -_AROUND)
        words.setRight(right - tokens.SPACE_S)
        painter.setFont(self._title_font)
        place = _TOP if row.about or row.because else LEVEL
        write(painter, words, row.title, "text", place | _wrap(row.title, painter, words.width()))
        painter.setFont(self._about_font)
        line = painter.fontMetrics().height()
        below = QRectF(words.x(), words.bottom() - line, area.width() - _LEFT - _RIGHT, line)
        write(painter, below, row.about, "text2", LEVEL)
        if row.because:
            write(painter, below, row.because, "accent_text", _AT_RIGHT)

    def _paint_marks(self, painter: QPainter, area: QRectF, row: FinderRow, middle: float) -> float:
        """Chips at the right end of the first line; where the title must end."""
        right = area.right() - _RIGHT
        for mark in reversed(row.marks):
            width = chips.chip_width(mark.words)
            chip = QRectF(right - width, middle - _CHIP / 2, width, _CHIP)
            chips.paint_chip(painter, chip, mark.status, mark.words, mark.icon)
            right -= width + tokens.SPACE_XS
        return right

    def _measure(self) -> None:
        title, about = QFontMetrics(self._title_font), QFontMetrics(self._about_font).height()
        self._heights = []
        for row in self.rows:
            marks = sum(chips.chip_width(mark.words) + tokens.SPACE_XS for mark in row.marks)
            room = max(self.width() - _LEFT - _RIGHT - marks - tokens.SPACE_S, 1)
            lines = title.height()
            if title.horizontalAdvance(row.title) > room:
                flags = _wrapped(row.title, title, room)
                lines = title.boundingRect(0, 0, room, 10_000, flags, row.title).height()
            below = about + _LEADING if row.about or row.because else 0
            self._heights.append(max(lines + below, tokens.LEAST_TARGET) + 2 * _AROUND)

    def _place_at(self, point: QPoint) -> int | None:
        bottom = -self._scrolled
        for place, height in enumerate(self._heights):
            bottom += height
            if point.y() < bottom:
                return place
        return None

    def _reveal(self) -> None:
        top = sum(self._heights[: self.current])
        bottom = top + (self._heights[self.current] if self._heights else 0)
        self._scroll_to(min(max(self._scrolled, bottom - self.height()), top))

    def _scroll_to(self, offset: int) -> None:
        self._scrolled = min(max(offset, 0), max(0, sum(self._heights) - self.height()))


def _wrap(title: str, painter: QPainter, room: float) -> int:
    return _wrapped(title, painter.fontMetrics(), int(room))


def _wrapped(title: str, metrics: QFontMetrics, room: int) -> int:
    """Between words where that suffices, within a word that is wider than the line."""
    widest = max((metrics.horizontalAdvance(word) for word in title.split()), default=0)
    wrap = Qt.TextFlag.TextWordWrap if widest <= room else Qt.TextFlag.TextWrapAnywhere
    return int(wrap)
