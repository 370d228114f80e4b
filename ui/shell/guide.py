"""F1: the guide, in a window of its own beside the work. Its pages are the program's, no data."""

from pathlib import Path

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QKeySequence, QPaintEvent, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from clinicdesk import paths
from ui.kit import theme, tokens
from ui.kit.buttons import Button, link
from ui.kit.focus_ring import FocusRing
from ui.kit.labels import Label, Look
from ui.kit.painting import canvas
from ui.kit.picture import Picture
from ui.kit.scrolling import scrolled
from ui.shell.guide_text import Block, Heading, Item, Link, Shown, Text, blocks

INDEX = "index.md"
_SIZE = (980, 720)
_CONTENTS_WIDTH = 210
_MARK_WIDTH = 16
_LOOKS = {1: Look.TITLE, 2: Look.SUBTITLE, 3: Look.STRONG}


class Guide(QWidget):
    """Opened over `window`; `page` is the file of the one on screen. Esc closes it."""

    def __init__(self, window: QWidget, folder: Path | None = None) -> None:
        super().__init__(window, Qt.WindowType.Window)
        self.setWindowTitle("ClinicDesk guide")
        self.page = ""
        self.area: QScrollArea | None = None
        self._folder = folder or paths.guide()
        self._headings: dict[str, Label] = {}
        self._buttons: dict[str, Button] = {}
        self._ring = FocusRing(self)
        self._arrange()
        escape = QShortcut(QKeySequence(Qt.Key.Key_Escape), self)
        escape.activated.connect(self.close)

    def open_at(self, page: str, about: str = "") -> None:
        """Show a page, at the heading that begins with `about` if it has one."""
        self.show_page(page)
        if not self.isVisible():
            self.resize(*map(theme.scaled, _SIZE))
        self.show()
        self.raise_()
        self.activateWindow()
        self.area.setFocus(Qt.FocusReason.ShortcutFocusReason)
        found = (one for words, one in self._headings.items() if about and words.startswith(about))
        if heading := next(found, None):
            self._scroll_to(heading)

    def _scroll_to(self, heading: Label) -> None:
        inside = self.area.widget()
        self.layout().activate()
        width = self.area.viewport().width()
        inside.resize(width, inside.layout().totalHeightForWidth(width))
        inside.layout().activate()
        place = heading.mapTo(inside, QPoint()).y()
        self.area.verticalScrollBar().setValue(place - tokens.SPACE_L)

    def show_page(self, page: str) -> None:
        """Show another page from its top; raises KeyError for one that the guide does not have."""
        for file, button in self._buttons.items():
            button.show_icon("chevron-right" if file == page else "file-text")
        self.page = page
        shown = blocks((self._folder / page).read_text(encoding="utf-8"))
        if self.area is not None:
            self._row.removeWidget(self.area)
            self.area.deleteLater()
        self._headings = {}
        column = QVBoxLayout()
        column.setContentsMargins(*(tokens.SPACE_XL,) * 4)
        column.setSpacing(tokens.SPACE_M)
        for block in shown:
            column.addWidget(self._made(block))
        self.area = scrolled(column)
        self.area.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.area.setAccessibleName(next(one.words for one in shown if isinstance(one, Heading)))
        self._row.addWidget(self.area, 1)

    def paintEvent(self, event: QPaintEvent) -> None:
        with canvas(self) as painter:
            painter.fillRect(self.rect(), theme.color("surface"))

    def _arrange(self) -> None:
        """The contents at the left are the links of the first page."""
        contents = QVBoxLayout()
        contents.setContentsMargins(tokens.SPACE_L, tokens.SPACE_XL, 0, tokens.SPACE_XL)
        contents.setSpacing(tokens.SPACE_XS)
        first = blocks((self._folder / INDEX).read_text(encoding="utf-8"))
        title = next(block.words for block in first if isinstance(block, Heading))
        for block in (Link(title, INDEX), *first):
            if isinstance(block, Link):
                self._buttons[block.page] = self._leading(block, "file-text")
                contents.addWidget(self._buttons[block.page], 0, Qt.AlignmentFlag.AlignLeft)
        contents.addStretch(1)
        side = _Side()
        side.setLayout(contents)
        theme.fix(side, width=_CONTENTS_WIDTH)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(0)
        self._row.addWidget(side)

    def _made(self, block: Block) -> QWidget:
        match block:
            case Heading(words, level):
                label = Label(words, _LOOKS[level], wrap=True)
                self._headings[words] = label
                return label
            case Text(words):
                return Label(words, Look.BODY, wrap=True)
            case Item(words, mark):
                return _item(words, mark)
            case Shown(words, file):
                return Picture(self._folder / file, words)
            case Link():
                return self._leading(block)

    def _leading(self, block: Link, icon: str = "arrow-right") -> Button:
        button = link(block.words, icon)
        button.clicked.connect(lambda: self.show_page(block.page))
        return button


class _Side(QWidget):
    """The ground of the contents."""

    def paintEvent(self, event: QPaintEvent) -> None:
        with canvas(self) as painter:
            painter.fillRect(self.rect(), theme.color("bg"))
            painter.fillRect(self.width() - 1, 0, 1, self.height(), theme.color("border"))


def _item(words: str, mark: str) -> QWidget:
    item = QWidget()
    row = QHBoxLayout(item)
    row.setContentsMargins(tokens.SPACE_S, 0, 0, 0)
    row.setSpacing(tokens.SPACE_S)
    before = Label(mark, Look.BODY)
    theme.fix(before, width=_MARK_WIDTH)
    row.addWidget(before, 0, Qt.AlignmentFlag.AlignTop)
    row.addWidget(Label(words, Look.BODY, wrap=True), 1)
    return item
