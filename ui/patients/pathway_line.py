"""The pathway as a painted line of steps."""

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui.kit import fonts, icons, theme, tokens
from ui.kit.painting import CENTERED, canvas, plate, write
from ui.kit.theme import scaled
from ui.patients.pathway import STEPS, Place

_DISC = 20
_LEAST_STEP = 84


class PathwayLine(QWidget):
    """Steps behind have a tick, the present one a filled disc and a bold word, the rest a ring."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.show_place(Place(-1))

    def show_place(self, place: Place) -> None:
        """Show where the case is."""
        self.place = place
        self.setAccessibleName(place.spoken())
        self.update()

    def sizeHint(self) -> QSize:
        words = QFontMetrics(_font(now=True)).height()
        return QSize(len(STEPS) * scaled(_LEAST_STEP), _disc() + tokens.SPACE_S + words)

    def paintEvent(self, event: QPaintEvent) -> None:
        step = self.width() / len(STEPS)
        with canvas(self) as painter:
            for at in range(1, len(STEPS)):
                self._paint_way(painter, at, step)
            for at, word in enumerate(STEPS):
                self._paint_step(painter, at, word, step)

    def _paint_way(self, painter: QPainter, at: int, step: float) -> None:
        walked = at <= self.place.at
        painter.setPen(QPen(theme.color("accent" if walked else "border"), 2))
        middle = _disc() / 2
        painter.drawLine(
            QPointF((at - 0.5) * step + middle + 4, middle),
            QPointF((at + 0.5) * step - middle - 4, middle),
        )

    def _paint_step(self, painter: QPainter, at: int, word: str, step: float) -> None:
        behind, now = at < self.place.at, at == self.place.at
        side, picture = _disc(), scaled(tokens.ICON_SMALL)
        disc = QRectF((at + 0.5) * step - side / 2, 0, side, side)
        fill = "accent_soft" if behind else "accent" if now else "surface"
        outline = "accent" if behind or now else "border_strong"
        plate(painter, disc, fill, outline, radius=side / 2, width=1.5)
        if behind:
            left = disc.center().x() - picture / 2
            icons.paint(painter, "check", left, side / 2, "accent_text", picture)
        elif now:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.color("on_accent"))
            painter.drawEllipse(disc.center(), 3.5, 3.5)
        below = QRectF(at * step, side, step, self.height() - side)
        painter.setFont(_font(now=now))
        write(painter, below, word, "text" if now or behind else "text2", CENTERED)


def _disc() -> int:
    return scaled(_DISC)


def _font(*, now: bool) -> QFont:
    weight = QFont.Weight.Bold if now else QFont.Weight.Normal
    return fonts.font(tokens.SIZE_SMALL, weight)
