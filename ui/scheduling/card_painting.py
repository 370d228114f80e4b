"""Draws booking cards from prepared texts, which are kept until the card or its size changes."""

from PySide6.QtCore import QPointF, QRect, QRectF, QSizeF, Qt
from PySide6.QtGui import QPainter, QPainterPath, QPixmap

from ui.kit import icons, theme, tokens
from ui.kit.painting import canvas, plate
from ui.kit.tokens import Status
from ui.scheduling.card_brief import lay_out_brief, least_brief
from ui.scheduling.card_layout import (
    CardLayout,
    MarkBox,
    Words,
    lay_out,
    least_height,
    mark_icon,
    tick,
)
from ui.scheduling.cards import BookingCard

_BAR = 4
_QUIET_FILL = (Status.READY, Status.WAIT)
_OUTLINED = (Status.ATTN, Status.BLOCK, Status.FLOW)


class CardPainter:
    """Ready is quiet, white with a green bar; attention, blocked and in clinic have a tint.

    `is_brief` is for the columns of the week.
    """

    def __init__(self) -> None:
        self.is_brief = False
        self._kept: dict[tuple[int, float, float], CardLayout] = {}
        self._drawn: dict[tuple[int, int, int, bool, float], QPixmap] = {}

    def least_height(self, card: BookingCard, width: float) -> float:
        """How high a card of this width must be for what it never leaves out."""
        return least_brief(card, width) if self.is_brief else least_height(card, width)

    def forget(self) -> None:
        """Drop all prepared texts: the cards or the column width have changed."""
        self._kept.clear()
        self._drawn.clear()

    def layout(self, card: BookingCard, size: QSizeF) -> CardLayout:
        key = (card.id, size.width(), size.height())
        if key not in self._kept:
            fit = lay_out_brief if self.is_brief else lay_out
            self._kept[key] = fit(card, size)
        return self._kept[key]

    def paint(
        self, painter: QPainter, card: BookingCard, area: QRectF, *, hovered: bool = False
    ) -> None:
        """Put one card into `area`: drawn once for its size, and kept for the next frames."""
        ratio = painter.device().devicePixelRatioF()
        place = whole(area)
        key = (card.id, place.width(), place.height(), hovered, ratio)
        if key not in self._drawn:
            self._drawn[key] = self._picture(card, place, ratio, hovered)
        painter.drawPixmap(place.topLeft(), self._drawn[key])

    def _picture(self, card: BookingCard, place: QRect, ratio: float, hovered: bool) -> QPixmap:
        picture = QPixmap(place.size() * ratio)
        picture.setDevicePixelRatio(ratio)
        picture.fill(Qt.GlobalColor.transparent)
        with canvas(picture) as painter:
            self._draw(painter, card, QRectF(0, 0, place.width(), place.height()), hovered)
        return picture

    def _draw(self, painter: QPainter, card: BookingCard, area: QRectF, hovered: bool) -> None:
        _paint_plate(painter, card.status, area, hovered)
        layout = self.layout(card, area.size())
        for words in (layout.name, *layout.others):
            _write(painter, words)
        at = layout.icon
        icons.paint(painter, card.icon, at.x(), at.y(), f"{card.status}_fg", mark_icon())
        for box in layout.marks:
            _paint_mark(painter, box)
        if layout.alert:
            _paint_alert(painter, layout.alert)


def whole(area: QRectF) -> QRect:
    """The area on whole pixels, so that nothing drawn in it is blurred."""
    left, top = round(area.left()), round(area.top())
    return QRect(left, top, round(area.right()) - left, round(area.bottom()) - top)


def _paint_plate(painter: QPainter, status: Status, area: QRectF, hovered: bool) -> None:
    fill = "surface" if status in _QUIET_FILL else f"{status}_bg"
    outline = f"{status}_bar" if status in _OUTLINED else "border"
    shape = QPainterPath()
    shape.addRoundedRect(area, tokens.RADIUS_CONTROL, tokens.RADIUS_CONTROL)
    plate(painter, area, fill)
    painter.save()
    painter.setClipPath(shape)
    painter.fillRect(QRectF(area.x(), area.y(), _BAR, area.height()), theme.color(f"{status}_bar"))
    painter.restore()
    plate(painter, area, "", "border_strong" if hovered else outline)


def _paint_mark(painter: QPainter, box: MarkBox) -> None:
    left, middle = box.area.x(), box.area.center().y()
    if box.is_chip:
        plate(painter, box.area, f"{box.mark.status}_fg", radius=tokens.RADIUS_CHIP)
        icons.paint(painter, box.mark.icon, left + 5, middle, "surface", mark_icon())
        if box.words:
            _write(painter, box.words)
        return
    ink = f"{box.mark.status}_fg"
    icons.paint(painter, box.mark.icon, left, middle, ink, mark_icon())
    sign = "check" if box.mark.status is Status.READY else "clock"
    icons.paint(painter, sign, left + mark_icon(), middle + 1, ink, tick())


def _paint_alert(painter: QPainter, box: MarkBox) -> None:
    """Tinted with an edge, where a gate's problem is solid: it lasts, and blocks nothing."""
    plate(painter, box.area, "attn_bg", "attn_bar", radius=tokens.RADIUS_CHIP)
    left, middle = box.area.x() + 5, box.area.center().y()
    icons.paint(painter, box.mark.icon, left, middle, "attn_fg", mark_icon())
    if box.words:
        _write(painter, box.words)


def _write(painter: QPainter, words: Words) -> None:
    painter.setFont(words.font)
    painter.setPen(theme.color(words.ink))
    painter.drawStaticText(QPointF(words.at), words.text)
