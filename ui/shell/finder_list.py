"""The rows of the finder, painted: names wrap instead of being cut, the current row is marked."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPoint, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFont, QFontMetrics, QMouseEvent, QPainter, QPaintEvent, QWheelEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui.kit import chips, fonts, icons, theme, tokens
from ui.kit.finder_row import FinderRow
from ui.kit.key_cap import cap_width, paint_cap
from ui.kit.painting import LEVEL, canvas, plate, wrapping, write
from ui.kit.spoken_list import SpokenItem, SpokenList, install

_RIGHT = tokens.SPACE_L
_AROUND = tokens.SPACE_S
_LEADING = 2
_CHIP = 22
_TOP = int(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
_AT_RIGHT = int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight)


@dataclass(frozen=True)
class Group:
    """Rows under a heading; those that wait answer what was typed before."""

    heading: str
    rows: tuple[FinderRow, ...]
    waits: bool = False


class FinderList(SpokenList):
    """`clicked` carries the row under the pointer. Rows that wait cannot be chosen.

    The keys are those of `line`: the list itself takes no focus.
    """

    clicked = Signal(object)

    def __init__(self, line: QWidget, parent: QWidget | None = None) -> None:
        install()
        super().__init__(parent)
        self.setAccessibleName("Found")
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Maximum)
        self.setMouseTracking(True)
        self.rows: tuple[FinderRow, ...] = ()
        self.current = 0
        self._line = line
        self._headings: dict[int, str] = {}
        self._waiting: set[int] = set()
        self._is_pale = False
        self._heights: list[int] = []
        self._scrolled = 0
        theme.follow(self, FinderList._dress)

    def _dress(self) -> None:
        self._title_font = fonts.font(tokens.SIZE_BODY, QFont.Weight.DemiBold)
        self._about_font = fonts.font(tokens.SIZE_SMALL)
        self._heading_font = fonts.font(tokens.SIZE_SMALL, QFont.Weight.DemiBold)
        self._measure()

    @property
    def is_stale(self) -> bool:
        """Whether rows are shown as those of what was typed before."""
        return self._is_pale and bool(self._waiting)

    def show_groups(self, groups: Sequence[Group], *, keep: bool = False) -> None:
        """Replace the rows; the first is the current one, or with `keep` the one that was."""
        before = self.current_row if keep else None
        self.rows = tuple(row for group in groups for row in group.rows)
        self._headings, self._waiting, place = {}, set(), 0
        for group in groups:
            after = place + len(group.rows)
            if group.heading not in list(self._headings.values())[-1:]:
                self._headings[place] = group.heading
            self._waiting |= set(range(place, after)) if group.waits else set()
            place = after
        titles = [row.title for row in self.rows]
        self.current = titles.index(before.title) if before and before.title in titles else 0
        self._scrolled, self._is_pale = 0, False
        self._measure()
        self._reveal()
        self.updateGeometry()
        self.update()

    def let_wait(self) -> None:
        """Something else was typed: no row can be chosen until its answer comes."""
        self._waiting = set(range(len(self.rows)))

    def show_stale(self) -> None:
        """Say which rows belong to what was typed before."""
        self._is_pale = True
        self.update()

    def step(self, by: int) -> None:
        """Make a row further down (or up) the current one, round the ends."""
        if self.rows:
            self.current = (self.current + by) % len(self.rows)
            self._reveal()
            self.update()
            self.tell_focus(self.current)

    @property
    def current_row(self) -> FinderRow | None:
        """The row that Enter chooses."""
        return self.rows[self.current] if self.rows and self.current not in self._waiting else None

    def heading_of(self, place: int) -> str:
        """What stands over the group of the row in this place."""
        return next(words for at, words in reversed(self._headings.items()) if at <= place)

    def spoken(self) -> list[SpokenItem]:
        areas = [area.toAlignedRect() for area in self._areas()]
        return [
            SpokenItem(row.spoken, areas[place], place == self.current, place == self.current)
            for place, row in enumerate(self.rows)
        ]

    def is_worked(self) -> bool:
        return self._line.hasFocus()

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
        if place is not None and place not in self._waiting:
            self.clicked.emit(self.rows[place])

    def wheelEvent(self, event: QWheelEvent) -> None:
        self._scroll_to(self._scrolled - event.angleDelta().y() // 2)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        with canvas(self) as painter:
            painter.fillRect(event.rect(), theme.color("raised"))
            for place, (row, area) in enumerate(zip(self.rows, self._areas(), strict=True)):
                waits = place in self._waiting
                painter.setOpacity(0.45 if self._is_pale and waits else 1)
                if place in self._headings:
                    self._paint_heading(painter, area, self._headings[place])
                current = place == self.current and not (waits and self._is_pale)
                self._paint_row(painter, area, row, current)

    def _paint_heading(self, painter: QPainter, below: QRectF, words: str) -> None:
        high = self._heading_height()
        painter.setFont(self._heading_font)
        area = QRectF(tokens.SPACE_L, below.y() - high, below.width() - tokens.SPACE_L, high)
        write(painter, area, words, "text2", LEVEL)

    def _paint_row(self, painter: QPainter, area: QRectF, row: FinderRow, current: bool) -> None:
        if current:
            plate(painter, area.adjusted(6, 1, -6, -1), "accent_soft", "focus")
        first = area.y() + _AROUND + QFontMetrics(self._title_font).height() / 2
        icons.paint(painter, row.icon, tokens.SPACE_L, area.center().y(), "text2", _icon())
        right = self._paint_marks(painter, area, row, first)
        words = area.adjusted(_left(), _AROUND, 0, -_AROUND)
        words.setRight(right - tokens.SPACE_S)
        painter.setFont(self._title_font)
        place = _TOP if row.about or row.because else LEVEL
        place |= wrapping(row.title, painter.fontMetrics(), words.width())
        write(painter, words, row.title, "text", place)
        painter.setFont(self._about_font)
        line = painter.fontMetrics().height()
        below = QRectF(words.x(), words.bottom() - line, area.width() - _left() - _RIGHT, line)
        write(painter, below, row.about, "text2", LEVEL)
        if row.because:
            write(painter, below, row.because, "accent_text", _AT_RIGHT)

    def _paint_marks(self, painter: QPainter, area: QRectF, row: FinderRow, middle: float) -> float:
        """Chips at the right end of the first line; where the title must end."""
        right = area.right() - _RIGHT
        if row.keys:
            level = middle if row.about or row.because else area.center().y()
            right = self._paint_keys(painter, row.keys, right, level)
        for mark in reversed(row.marks):
            width = chips.chip_width(mark.words)
            high = theme.scaled(_CHIP)
            chip = QRectF(right - width, middle - high / 2, width, high)
            chips.paint_chip(painter, chip, mark.status, mark.words, mark.icon)
            right -= width + tokens.SPACE_XS
        return right

    def _paint_keys(self, painter: QPainter, keys: str, right: float, middle: float) -> float:
        left = right - cap_width(keys)
        paint_cap(painter, keys, left, middle)
        return left - tokens.SPACE_XS

    def _areas(self) -> Iterator[QRectF]:
        """Where each row lies, without the heading over it."""
        top = -self._scrolled
        for place, height in enumerate(self._heights):
            above = self._heading_height() if place in self._headings else 0
            yield QRectF(0, top + above, self.width(), height - above)
            top += height

    def _heading_height(self) -> int:
        return QFontMetrics(self._heading_font).height() + _AROUND

    def _measure(self) -> None:
        title, about = QFontMetrics(self._title_font), QFontMetrics(self._about_font).height()
        self._heights = []
        for place, row in enumerate(self.rows):
            marks = sum(chips.chip_width(mark.words) + tokens.SPACE_XS for mark in row.marks)
            room = max(self.width() - _left() - _RIGHT - marks - tokens.SPACE_S, 1)
            lines = title.height()
            if title.horizontalAdvance(row.title) > room:
                flags = wrapping(row.title, title, room)
                lines = title.boundingRect(0, 0, room, 10_000, flags, row.title).height()
            below = about + _LEADING if row.about or row.because else 0
            above = self._heading_height() if place in self._headings else 0
            self._heights.append(above + max(lines + below, tokens.LEAST_TARGET) + 2 * _AROUND)

    def _place_at(self, point: QPoint) -> int | None:
        """The row there; None over a heading."""
        areas = enumerate(self._areas())
        return next((at for at, area in areas if area.contains(point.toPointF())), None)

    def _reveal(self) -> None:
        top = sum(self._heights[: self.current])
        bottom = top + (self._heights[self.current] if self._heights else 0)
        self._scroll_to(min(max(self._scrolled, bottom - self.height()), top))

    def _scroll_to(self, offset: int) -> None:
        self._scrolled = min(max(offset, 0), max(0, sum(self._heights) - self.height()))


def _icon() -> int:
    return theme.scaled(tokens.ICON)


def _left() -> int:
    return tokens.SPACE_L + _icon() + tokens.SPACE_M
