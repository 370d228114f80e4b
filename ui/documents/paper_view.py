"""One page of a document at a time, as large as somebody wants to see it."""

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QImage, QKeyEvent, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QWidget

from clinicdesk.errors import Reason
from ui.background import PAPERS
from ui.documents.papers import Drawn, Paper, draw
from ui.kit import tokens
from ui.kit.painting import canvas, plate
from ui.session import Session

_GAP = tokens.SPACE_M
_WIDEST, _NARROWEST = 816, 200
_ZOOMS = (1.0, 1.5, 2.0, 3.0)
_PAGES = {Qt.Key.Key_PageDown: 1, Qt.Key.Key_PageUp: -1}
_STEPS = {Qt.Key.Key_Plus: 1, Qt.Key.Key_Equal: 1, Qt.Key.Key_Minus: -1}


class PaperView(QScrollArea):
    """Page Up and Page Down turn pages, + and - zoom, 0 fits the width, arrows scroll.

    `turned` carries (page, of), from 1, and (0, 0) while there is none; `unseen` the reasons why
    a page cannot be shown. Nothing but the page on screen is kept.
    """

    turned = Signal(int, int)
    unseen = Signal(object)

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._paper: Paper | None = None
        self._page = self._zoom = 0
        self._drawing: tuple[Paper, int, int] | None = None
        self._sheet = _Sheet()
        self.setWidget(self._sheet)
        self.setWidgetResizable(False)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setCornerWidget(QWidget())
        self.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self.setAccessibleName("Document")

    @property
    def image(self) -> QImage:
        """The page on screen."""
        return self._sheet.image

    @property
    def zoom(self) -> float:
        """1 fits the width."""
        return _ZOOMS[self._zoom]

    def show_paper(self, paper: Paper, title: str) -> None:
        """Show the first page of a document in the width of the view."""
        self._paper, self._page, self._zoom = paper, 0, 0
        self.setAccessibleName(f"Document: {title}")
        self._empty()
        self._render()

    def clear(self) -> None:
        """Show nothing, and keep nothing."""
        self._paper = None
        self._empty()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        if key in _PAGES:
            self._turn(_PAGES[key])
        elif key in _STEPS:
            self._show_zoom(self._zoom + _STEPS[key])
        elif key == Qt.Key.Key_0:
            self._show_zoom(0)
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._render()

    def _turn(self, step: int) -> None:
        """The next page in the direction, if there is one."""
        page = min(max(self._page + step, 0), self._sheet.of - 1)
        if self._sheet.of and page != self._page:
            self._page = page
            self.verticalScrollBar().setValue(0)
            self._render()

    def _show_zoom(self, zoom: int) -> None:
        self._zoom = min(max(zoom, 0), len(_ZOOMS) - 1)
        self._render()

    def _wanted(self) -> tuple[Paper, int, int] | None:
        """What should be on screen: the document, the page, and its width in device pixels."""
        if self._paper is None:
            return None
        room = min(max(self.viewport().width() - 2 * _GAP, _NARROWEST), _WIDEST)
        return self._paper, self._page, round(room * self.zoom * self.devicePixelRatioF())

    def _render(self) -> None:
        """Draw what should be on screen, one drawing at a time."""
        wanted = self._wanted()
        if wanted is None or self._drawing or wanted == self._sheet.shows:
            return
        self._drawing = wanted
        self._session.background.press(
            self, draw, *wanted, then=self._show, refused=self._refuse, thread=PAPERS
        )

    def _show(self, drawn: Drawn) -> None:
        shown, self._drawing = self._drawing, None
        if shown and shown[0] is self._paper:
            self._sheet.show_page(drawn, shown, self.devicePixelRatioF())
            self.turned.emit(drawn.page + 1, drawn.of)
        self._render()

    def _refuse(self, reasons: tuple[Reason, ...]) -> None:
        failed, self._drawing = self._drawing, None
        if failed and failed[0] is self._paper:
            self.clear()
            self.unseen.emit(reasons)
        else:
            self._render()

    def _empty(self) -> None:
        self._sheet.empty()
        self.turned.emit(0, 0)


class _Sheet(QWidget):
    """The page, on nothing."""

    def __init__(self) -> None:
        super().__init__()
        self.image = QImage()
        self.of = 0
        self.shows: object = None

    def show_page(self, drawn: Drawn, shows: object, ratio: float) -> None:
        drawn.image.setDevicePixelRatio(ratio)
        self.image, self.of, self.shows = drawn.image, drawn.of, shows
        size = self.image.deviceIndependentSize().toSize()
        self.resize(size.width() + 2 * _GAP, size.height() + 2 * _GAP)
        self.update()

    def empty(self) -> None:
        self.image, self.of, self.shows = QImage(), 0, None
        self.resize(0, 0)

    def paintEvent(self, event: QPaintEvent) -> None:
        if self.image.isNull():
            return
        with canvas(self) as painter:
            painter.drawImage(QPoint(_GAP, _GAP), self.image)
            page = self.rect().adjusted(_GAP - 1, _GAP - 1, 1 - _GAP, 1 - _GAP)
            plate(painter, page, "", "border", radius=0)
