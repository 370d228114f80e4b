"""A small card in which a day is typed to go there."""

from collections.abc import Callable
from datetime import date

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget

from ui.kit import theme, tokens
from ui.kit.buttons import secondary
from ui.kit.card import Card
from ui.kit.forms import DateField

_WIDTH = 280


class GoToDate(Card):
    """Floats over its parent. `chosen` carries the day, `left` says that nobody wants one."""

    chosen = Signal(object)
    left = Signal()

    def __init__(self, today: Callable[[], date], parent: QWidget) -> None:
        super().__init__(parent=parent)
        theme.fix(self, width=_WIDTH)
        self.field = DateField("Go to date", today=today, hint="jan 12, tue, +2w", width=0)
        self.field.input.installEventFilter(self)
        button = secondary("Go", "arrow-right")
        button.clicked.connect(self._go)
        self.body.addWidget(self.field)
        self.body.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)
        escape = QShortcut(QKeySequence(Qt.Key.Key_Escape), self)
        escape.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        escape.activated.connect(self._leave)
        self.hide()

    def open_below(self, part: QWidget) -> None:
        """Show the card right below a part of its parent, empty, ready for typing."""
        self.field.set_value(None)
        self.field.set_error("")
        self.adjustSize()
        self.move(part.mapTo(self.parentWidget(), QPoint(0, part.height() + tokens.SPACE_XS)))
        self.show()
        self.raise_()
        self.field.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        is_key = event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent)
        if is_key and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._go()
            return True
        return super().eventFilter(watched, event)

    def _go(self) -> None:
        day = self.field.value()
        if day is None:
            self.field.set_error(self.field.objection() or "Enter the date.")
            return
        self.hide()
        self.chosen.emit(day)

    def _leave(self) -> None:
        self.hide()
        self.left.emit()
