"""Icons: Tabler outlines from `resources/icons`, drawn in any colour and sharp at any scale."""

from functools import cache
from math import ceil

from PySide6.QtCore import QByteArray, QRectF, Qt
from PySide6.QtGui import QIcon, QPainter, QPaintEvent, QPixmap, QPixmapCache
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QWidget

from clinicdesk import paths
from ui.kit import theme, tokens

_SCALES = (1.0, 1.5, 2.0, 3.0)
_STROKE = 'stroke-width="1.75"'


def icon(name: str, ink: str = "text2", size: int = tokens.ICON) -> QIcon:
    """The icon in the token colour `ink`, px now; raises FileNotFoundError for an unknown name."""
    drawn = QIcon()
    for scale in _SCALES:
        drawn.addPixmap(pixmap(name, ink, size, scale))
    return drawn


def pixmap(name: str, ink: str = "text2", size: int = tokens.ICON, scale: float = 1.0) -> QPixmap:
    """The icon as a pixmap, `size` logical pixels square at the given device pixel ratio."""
    colour = theme.color(ink).name()
    key = f"clinicdesk:{name}:{colour}:{size}:{scale}"
    kept = QPixmap()
    if not QPixmapCache.find(key, kept):
        kept = _render(name, colour, size, scale)
        QPixmapCache.insert(key, kept)
    return kept


def paint(painter: QPainter, name: str, left: float, middle: float, ink: str, size: int) -> None:
    """Draw the icon with its left edge at `left` and its centre line at `middle`."""
    scale = painter.device().devicePixelRatioF()
    painter.drawPixmap(round(left), round(middle - size / 2), pixmap(name, ink, size, scale))


def _render(name: str, colour: str, size: int, scale: float) -> QPixmap:
    side = ceil(size * scale)
    drawn = QPixmap(side, side)
    drawn.fill(Qt.GlobalColor.transparent)
    outline = _source(name).replace("currentColor", colour)
    with QPainter(drawn) as painter:
        QSvgRenderer(QByteArray(outline.encode())).render(painter, QRectF(0, 0, side, side))
    drawn.setDevicePixelRatio(scale)
    return drawn


@cache
def _source(name: str) -> str:
    drawing = (paths.resources() / "icons" / f"{name}.svg").read_text(encoding="utf-8")
    return drawing.replace('stroke-width="2"', _STROKE)


class Icon(QWidget):
    """An icon beside text, which it grows with; it says nothing by itself, the text does.

    `size` is px at 100 %.
    """

    def __init__(
        self,
        name: str,
        ink: str = "text2",
        size: int = tokens.ICON,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._drawing = (name, ink)
        theme.fix(self, width=size, height=size)

    def show_icon(self, name: str, ink: str) -> None:
        """Show another icon, or the same in another colour."""
        self._drawing = (name, ink)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        name, ink = self._drawing
        with QPainter(self) as painter:
            paint(painter, name, 0, self.height() / 2, ink, self.width())
