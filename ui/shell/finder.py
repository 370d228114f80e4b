"""Ctrl+K: finds a patient from any page and goes there. A card over the window, never a dialog."""

import shiboken6
from PySide6.QtCore import QEvent, QObject, QRectF, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QMouseEvent, QPainterPath, QPaintEvent, QRegion, QResizeEvent
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget

from ui.kit import theme, tokens
from ui.kit.announce import announce
from ui.kit.away import Away, Line
from ui.kit.finder_row import Answer, FinderRow, Source
from ui.kit.focus_ring import paints_own_focus
from ui.kit.labels import Label, Look
from ui.kit.newest import Newest
from ui.kit.painting import canvas, plate
from ui.kit.search_box import SearchBox
from ui.shell.finder_list import FinderList

KEYS = "Ctrl+K"
_WIDTH, _TOP = 760, tokens.TOP_BAR_HEIGHT + tokens.SPACE_S
_SHADE = 90
_EDGE = 1  # px of the card's own border, which the rows leave free
_LONGEST_ECHO = 60
_SOON_MS = 300  # rows of what was typed before turn pale when their turn to go comes so late
_WAITS = "Not connected. “{}” is looked for once the database answers."
_WAITS_FOR_LAST = "Not connected. The charts you opened last come once the database answers."


class Finder(QWidget):
    """Lies over `window` while somebody looks for something; Esc gives the focus back.

    Enter chooses the row that is marked, but only of the answer to what stands in the line: until
    that has come, it waits for it. `answered` says that the rows are those of what is typed.
    """

    answered = Signal()

    def __init__(self, window: QWidget, source: Source, line: Line) -> None:
        super().__init__(window)
        self._source = source
        self._back: QWidget | None = None
        self.box = SearchBox(source.words, source.placeholder, 0)
        paints_own_focus(self.box)
        self.away = Away(line)
        self.heading = Label("", Look.FIELD)
        self.list = FinderList()
        self.note = Label("", Look.SMALL, wrap=True)
        self._newest = Newest(source.find, self)
        self._late = QTimer(self, singleShot=True)
        # Beside the shade, not on it: what lies below the card is not painted with each key.
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self._shade = Shade(window)
        self._arrange()
        self._connect()
        window.installEventFilter(self)
        self.hide()

    @property
    def is_answered(self) -> bool:
        """Whether the rows are those of what is typed."""
        return self._newest.is_known

    def begin(self) -> None:
        """Open with what was used last, or take a search that is open from its beginning."""
        if self.isVisible():
            self.box.selectAll()
            return
        self._back = QApplication.focusWidget()
        self._newest.forget()
        self.list.show_rows(())
        self._say("", "")
        self.box.clear()
        for part in (self._shade, self):
            part.show()
            part.raise_()
        self.box.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self._look("")

    def leave(self) -> None:
        """Close, with the focus where it was."""
        back, self._back = self._back, None
        self._newest.forget()
        self._late.stop()
        if back is not None and shiboken6.isValid(back) and back.isVisible():
            back.setFocus()
        self.hide()
        self._shade.hide()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize and self.isVisible():
            self._place()
        return False

    def event(self, event: QEvent) -> bool:
        """Grow with what comes into the card by itself, as the strip that nothing answers."""
        if event.type() == QEvent.Type.LayoutRequest and self.isVisible():
            self._place()
        return super().event(event)

    def focusNextPrevChild(self, forward: bool) -> bool:
        """Tab goes through the rows: nothing behind the card can be worked meanwhile."""
        self._step(1 if forward else -1)
        return True

    def paintEvent(self, event: QPaintEvent) -> None:
        with canvas(self) as painter:
            painter.fillRect(event.rect(), theme.color("raised"))
            plate(painter, self.rect(), "", "border_strong", radius=tokens.RADIUS_CARD)

    def resizeEvent(self, event: QResizeEvent) -> None:
        rounded = QPainterPath()
        rounded.addRoundedRect(QRectF(self.rect()), tokens.RADIUS_CARD, tokens.RADIUS_CARD)
        self.setMask(QRegion(rounded.toFillPolygon().toPolygon()))

    def _look(self, typed: str) -> None:
        tidy = " ".join(typed.split())[:_LONGEST_ECHO]
        self.away.say(_WAITS.format(tidy) if tidy else _WAITS_FOR_LAST)
        self._newest.ask(typed)
        if not self._newest.is_known:
            self._late.start(_SOON_MS if self.away.isHidden() else 0)

    def _show(self, _typed: str, answer: Answer) -> None:
        self._late.stop()
        self.list.show_rows(answer.rows)
        self._say(answer.heading, answer.note)
        first = answer.rows[0].spoken if answer.rows else ""
        announce(self.box, ". ".join(filter(None, [answer.heading, answer.note, first])))
        self.answered.emit()

    def _say(self, heading: str, note: str) -> None:
        for label, words in ((self.heading, heading), (self.note, note)):
            label.setText(words)
            label.setVisible(bool(words))
        self._place()

    def _step(self, by: int) -> None:
        self.list.step(by)
        row = self.list.current_row
        if row is not None:
            said = f"{row.spoken}, {self.list.current + 1} of {len(self.list.rows)}"
            self.box.setAccessibleDescription(said)
            announce(self.box, said)

    def _enter(self) -> None:
        self._newest.follow(lambda: self._choose(self.list.current_row))

    def _choose(self, row: FinderRow | None) -> None:
        if row is None or not self.isVisible():  # or somebody locked the window meanwhile
            return
        if row.retype:
            self.box.setText(row.retype)
            return
        self.leave()
        if row.act:
            row.act()

    def _follow_focus(self, _old: QWidget | None, new: QWidget | None) -> None:
        """Somebody went to work elsewhere in the window."""
        if new is None or not self.isVisible() or self.isAncestorOf(new):
            return
        if self.window().isAncestorOf(new):
            self._back = None
            self.leave()

    def _connect(self) -> None:
        self.box.textChanged.connect(lambda typed: self._look(typed) if self.isVisible() else None)
        self.box.entered.connect(self._enter)
        self.box.stepped.connect(self._step)
        self.box.left.connect(self.leave)
        self.list.clicked.connect(self._choose)
        self._shade.pressed.connect(self.leave)
        self._newest.answered.connect(self._show)
        self._late.timeout.connect(self.list.show_stale)
        QApplication.instance().focusChanged.connect(self._follow_focus)

    def _arrange(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, tokens.SPACE_M, 0, tokens.SPACE_S)
        column.setSpacing(tokens.SPACE_XS)
        for part, sides in (
            (self.box, tokens.SPACE_M),
            (self.away, 0),
            (self.heading, tokens.SPACE_L),
            (self.list, _EDGE),
            (self.note, tokens.SPACE_L),
        ):
            row = QVBoxLayout()
            above = tokens.SPACE_XS if part is not self.box else 0
            row.setContentsMargins(sides, above, sides, 0)
            row.addWidget(part)
            column.addLayout(row, 1 if part is self.list else 0)

    def _place(self) -> None:
        window = self.window()
        width = min(_WIDTH, window.width() - 2 * tokens.SPACE_XL)
        self.list.setFixedWidth(width - 2 * _EDGE)
        layout = self.layout()
        layout.activate()
        wanted = layout.heightForWidth(width) if layout.hasHeightForWidth() else 0
        height = min(max(wanted, layout.sizeHint().height()), window.height() - 2 * _TOP)
        self.setGeometry((window.width() - width) // 2, _TOP, width, height)
        self._shade.setGeometry(window.rect())


class Shade(QWidget):
    """Dims what cannot be worked meanwhile; `pressed` is a mouse press on it."""

    pressed = Signal()

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self.hide()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.pressed.emit()

    def paintEvent(self, event: QPaintEvent) -> None:
        with canvas(self) as painter:
            painter.fillRect(event.rect(), QColor(0, 0, 0, _SHADE))
