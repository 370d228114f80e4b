"""Draws booking cards from prepared texts, which are kept until the card or its size changes."""

from PySide6.QtCore import QPointF, QRectF, QSizeF
from PySide6.QtGui import QPainter, QPainterPath

from ui.kit import icons, theme, tokens
from ui.kit.painting import plate
from ui.kit.tokens import Status
from ui.scheduling.card_layout import MARK_ICON, TICK, CardLayout, MarkBox, Words, lay_out
from ui.scheduling.cards import BookingCard

_BAR = 4
_QUIET_FILL = (Status.READY, Status.WAIT)
_OUTLINED = (Status.ATTN, Status.BLOCK, Status.FLOW)


class CardPainter:
    """Ready is quiet, white with a green bar; attention, blocked and in clinic have a tint."""

    def __init__(self) -> None:
        self._kept: dict[tuple[int, float, float], CardLayout] = {}

    def forget(self) -> None:
        """Drop all prepared texts: the cards or the column width have changed."""
        self._kept.clear()

    def layout(self, card: BookingCard, size: QSizeF) -> CardLayout:
        key = (card.id, size.width(), size.height())
        if key not in self._kept:
            self._kept[key] = lay_out(card, size)
        return self._kept[key]

    def paint(
        self, painter: QPainter, card: BookingCard, area: QRectF, *, hovered: bool = False
    ) -> None:
        """Draw one card into `area`."""
        _paint_plate(painter, card.status, area, hovered)
        layout = self.layout(card, area.size())
        painter.save()
        painter.translate(area.topLeft())
        for words in (layout.name, *layout.others):
            _write(painter, words)
        at = layout.icon
        icons.paint(painter, card.icon, at.x(), at.y(), f"{card.status}_fg", MARK_ICON)
        for box in layout.marks:
            _paint_mark(painter, box)
        if layout.alert:
            _paint_alert(painter, layout.alert)
        painter.restore()


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
        icons.paint(painter, box.mark.icon, left + 5, middle, "surface", MARK_ICON)
        if box.words:
            _write(painter, box.words)
        return
    ink = f"{box.mark.status}_fg"
    icons.paint(painter, box.mark.icon, left, middle, ink, MARK_ICON)
    sign = "check" if box.mark.status is Status.READY else "clock"
    icons.paint(painter, sign, left + MARK_ICON, middle + 1, ink, TICK)


def _paint_alert(painter: QPainter, box: MarkBox) -> None:
    """Tinted with an edge, where a gate's problem is solid: it lasts, and blocks nothing."""
    plate(painter, box.area, "attn_bg", "attn_bar", radius=tokens.RADIUS_CHIP)
    left, middle = box.area.x() + 5, box.area.center().y()
    icons.paint(painter, box.mark.icon, left, middle, "attn_fg", MARK_ICON)
    if box.words:
        _write(painter, box.words)


def _write(painter: QPainter, words: Words) -> None:
    painter.setFont(words.font)
    painter.setPen(theme.color(words.ink))
    painter.drawStaticText(QPointF(words.at), words.text)
