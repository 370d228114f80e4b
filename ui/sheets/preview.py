"""The pages of a sheet as they will be printed."""

from PySide6.QtCore import QRect, Qt, Signal
from PySide6.QtGui import QImage, QKeyEvent, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QWidget

from ui.kit import tokens
from ui.kit.painting import canvas, plate
from ui.session import Session
from ui.sheets import paper

_GAP = tokens.SPACE_M
_WIDEST = 816
_KEYS = {Qt.Key.Key_PageDown: 1, Qt.Key.Key_PageUp: -1}


class Preview(QScrollArea):
    """Page Up and Page Down go from page to page; `turned` carries (page, of), from 1."""

    turned = Signal(int, int)

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._pdf = b""
        self._width = 0
        self._pages = _Pages()
        self.setWidget(self._pages)
        self.setWidgetResizable(False)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self.setAccessibleName("Preview")
        self.verticalScrollBar().valueChanged.connect(lambda _: self._tell())

    @property
    def images(self) -> tuple[QImage, ...]:
        """The pages on screen."""
        return self._pages.images

    @property
    def page(self) -> int:
        """The page at the top of the view, from 1; 0 without pages."""
        return self._pages.page_at(self.verticalScrollBar().value())

    def show_pdf(self, pdf: bytes, name: str, text: str) -> None:
        """Show these bytes from their first page; `text` is read out for them."""
        self._pdf = pdf
        self.setAccessibleName(f"Preview of the {name}")
        self.setAccessibleDescription(text)
        self.verticalScrollBar().setValue(0)
        self._render()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = _KEYS.get(Qt.Key(event.key()))
        if step is None:
            super().keyPressEvent(event)
        elif self._pages.images:
            top = self._pages.top_of(min(max(self.page + step, 1), len(self._pages.images)))
            self.verticalScrollBar().setValue(top)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self._pdf and self._fitting() != self._width:
            self._render()

    def _fitting(self) -> int:
        return min(max(self.viewport().width() - 2 * _GAP, 200), _WIDEST)

    def _render(self) -> None:
        self._width = self._fitting()
        pixels = round(self._width * self.devicePixelRatioF())
        asked = (self._pdf, self._width)
        self._session.background.press(
            self, paper.pages, self._pdf, pixels, then=lambda images: self._show(asked, images)
        )

    def _show(self, asked: tuple[bytes, int], images: list[QImage]) -> None:
        if asked == (self._pdf, self._width):
            self._pages.show_images(images, self.devicePixelRatioF())
            self._tell()

    def _tell(self) -> None:
        self.turned.emit(self.page, len(self._pages.images))


class _Pages(QWidget):
    """White sheets one under the other."""

    def __init__(self) -> None:
        super().__init__()
        self.images: tuple[QImage, ...] = ()
        self._places: list[QRect] = []

    def show_images(self, images: list[QImage], ratio: float) -> None:
        self._places, top = [], _GAP
        for image in images:
            image.setDevicePixelRatio(ratio)
            size = image.deviceIndependentSize().toSize()
            self._places.append(QRect(_GAP, top, size.width(), size.height()))
            top += size.height() + _GAP
        self.images = tuple(images)
        width = max((place.width() for place in self._places), default=0)
        self.resize(width + 2 * _GAP, top)
        self.update()

    def top_of(self, page: int) -> int:
        """Where a page begins in px, with the gap above it."""
        return self._places[page - 1].top() - _GAP

    def page_at(self, top: int) -> int:
        """The page in view when the view begins at `top` px: the one that fills most of it."""
        begun = [place for place in self._places if place.center().y() - _GAP <= top]
        return min(len(begun) + 1, len(self._places))

    def paintEvent(self, event: QPaintEvent) -> None:
        with canvas(self) as painter:
            for place, image in zip(self._places, self.images, strict=True):
                if place.intersects(event.rect()):
                    painter.drawImage(place.topLeft(), image)
                    plate(painter, place.adjusted(-1, -1, 1, 1), "", "border", radius=0)
