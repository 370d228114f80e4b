"""A short notice at the bottom left of the pages: one at a time, with Undo where possible."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtGui import QEnterEvent, QKeySequence, QPaintEvent, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QWidget

from ui.kit import theme, tokens
from ui.kit.announce import announce
from ui.kit.buttons import Button, Kind
from ui.kit.icons import Icon
from ui.kit.labels import Label, Look
from ui.kit.painting import canvas, plate

UNDO = "Undo"
_SHOWN_FOR_MS = 10_000
_MARGIN = tokens.SPACE_XL
_WIDEST = 640


class Toast(QWidget):
    """Floats over `window`; a new notice replaces the old one, the pointer or focus holds it.

    `left` is where the pages begin, px at 100 %. The panel at the right, with its buttons, stays
    free.
    """

    def __init__(self, window: QWidget, left: int = 0) -> None:
        super().__init__(window)
        self._rail = left
        self._undo: Callable[[], object] | None = None
        self.timer = QTimer(self)
        self.timer.setSingleShot(True)
        self.timer.setInterval(_SHOWN_FOR_MS)
        self.timer.timeout.connect(self.dismiss)
        self._icon = Icon("check", "on_toast")
        self._text = Label("", Look.BODY)
        self._text.setProperty("tone", "on_toast")
        self.undo_button = Button(UNDO, Kind.ON_TOAST, "arrow-back-up")
        self.undo_button.clicked.connect(self._undo_it)
        self.undo_button.installEventFilter(self)
        self._key = QShortcut(QKeySequence.StandardKey.Undo, self)
        self._key.activated.connect(self._undo_it)
        row = QHBoxLayout(self)
        row.setContentsMargins(tokens.SPACE_L, tokens.SPACE_S, tokens.SPACE_M, tokens.SPACE_S)
        row.setSpacing(tokens.SPACE_M)
        row.addWidget(self._icon)
        row.addWidget(self._text, 1)
        row.addWidget(self.undo_button)
        window.installEventFilter(self)
        self.hide()
        theme.follow(self, Toast._dress)

    @property
    def text(self) -> str:
        return self._text.text()

    def show_toast(
        self,
        text: str,
        undo: Callable[[], object] | None = None,
        label: str = UNDO,
        *,
        urgent: bool = False,
    ) -> None:
        """Show and announce `text` for ten seconds; `undo` adds the Undo button and Ctrl+Z.

        Under another label it is a button alone, such as "Redo".
        """
        self._undo = undo
        self.undo_button.setText(label)
        self.undo_button.setAccessibleName(label)
        self.undo_button.show_icon("arrow-back-up" if label == UNDO else "refresh")
        self._icon.show_icon("alert-triangle" if urgent else "check", "on_toast")
        self._text.setText(text)
        self.undo_button.setVisible(undo is not None)
        self._key.setEnabled(undo is not None and label == UNDO)
        self._place()
        self.show()
        self.raise_()
        self.timer.start()
        announce(self, text, urgent=urgent)

    def dismiss(self) -> None:
        """Take the notice away; it can no longer be undone from here."""
        self._undo = None
        self._key.setEnabled(False)
        self.timer.stop()
        self.hide()

    def enterEvent(self, event: QEnterEvent) -> None:
        self.timer.stop()

    def leaveEvent(self, event: QEvent) -> None:
        if self.isVisible() and not self.undo_button.hasFocus():
            self.timer.start()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.undo_button:
            self._hold(event)
        elif event.type() == QEvent.Type.Resize and self.isVisible():
            self._place()
        return super().eventFilter(watched, event)

    def paintEvent(self, event: QPaintEvent) -> None:
        with canvas(self) as painter:
            plate(painter, self.rect(), "toast", radius=tokens.RADIUS_CARD)

    def _hold(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.FocusIn:
            self.timer.stop()
        elif event.type() == QEvent.Type.FocusOut and self.isVisible():
            self.timer.start()

    def _undo_it(self) -> None:
        undo = self._undo
        self.dismiss()
        if undo:
            undo()

    def _dress(self) -> None:
        if self.isVisible():
            self._place()

    def _place(self) -> None:
        window = self.parentWidget()
        left = theme.scaled(self._rail) + _MARGIN
        room = min(window.width() - left - _MARGIN, theme.scaled(_WIDEST))
        words = self._text.fontMetrics().horizontalAdvance(self._text.text())
        around = self.sizeHint().width() - self._text.sizeHint().width()
        self._text.setWordWrap(words + around > room)
        self.resize(min(words + around + 4, room), 0)
        height = self.heightForWidth(self.width()) if self._text.wordWrap() else -1
        self.resize(self.width(), max(height, self.sizeHint().height(), theme.scaled(44)))
        self.move(left, window.height() - self.height() - _MARGIN)
