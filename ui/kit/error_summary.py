"""The list of what to do before a form can be saved; it takes the focus so that it is read."""

from collections.abc import Sequence
from typing import Any
from zoneinfo import ZoneInfo

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent, QPaintEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from clinicdesk import messages
from clinicdesk.errors import Reason
from ui.kit import tokens
from ui.kit.announce import announce
from ui.kit.emptying import empty
from ui.kit.icons import Icon
from ui.kit.labels import Label, Look
from ui.kit.painting import canvas, plate

_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class ErrorSummary(QWidget):
    """Hidden until there is something to say; the wording is that of the fields."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("To do before saving")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._sentences: tuple[str, ...] = ()
        self._lines = QVBoxLayout()
        self._lines.setSpacing(tokens.SPACE_XS)
        row = QHBoxLayout(self)
        row.setContentsMargins(tokens.SPACE_M, 10, tokens.SPACE_M, 10)
        row.setSpacing(tokens.SPACE_S)
        row.addWidget(Icon("alert-triangle", "block_fg"), 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(self._lines, 1)
        self.hide()

    @property
    def sentences(self) -> tuple[str, ...]:
        return self._sentences

    def show_sentences(self, sentences: Sequence[str]) -> None:
        """List the sentences, take the focus and announce them; none hides the list."""
        self.clear()
        self._sentences = tuple(sentences)
        for sentence in sentences:
            self._lines.addWidget(Label(sentence, Look.ERROR, wrap=True))
        if sentences:
            self.setAccessibleDescription(" ".join(sentences))
            self.show()
            self.setFocus(Qt.FocusReason.OtherFocusReason)
            self._reveal()
            announce(self, " ".join(sentences), urgent=True)

    def show_reasons(self, reasons: Sequence[Reason], zone: ZoneInfo | None = None) -> None:
        """The same for what the core says; its instants are told in `zone`."""
        self.show_sentences([messages.sentence(reason, zone) for reason in reasons])

    def follow(self, fields: Sequence[Any]) -> None:
        """Go once somebody corrects `fields` and none of them shows an error any more."""

        def corrected() -> None:
            if self._sentences and not any(getattr(field, "error", "") for field in fields):
                self.clear()

        for field in fields:
            field.edited.connect(corrected)

    def _reveal(self) -> None:
        around = self.parentWidget()
        while around is not None and not isinstance(around, QScrollArea):
            around = around.parentWidget()
        if around is not None:
            QApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest)
            around.ensureWidgetVisible(self)

    def clear(self) -> None:
        """Forget everything and hide."""
        self._sentences = ()
        empty(self._lines)
        self.hide()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter goes to the first field that shows an error."""
        field = self._first_wrong() if event.key() in _ENTER and not event.modifiers() else None
        if field is None:
            super().keyPressEvent(event)
        else:
            field.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _first_wrong(self) -> QWidget | None:
        around = self.parentWidget()
        while around is not None:
            for part in around.findChildren(QWidget):
                if part.isVisible() and getattr(part, "error", ""):
                    return part
            around = None if around.isWindow() else around.parentWidget()
        return None

    def paintEvent(self, event: QPaintEvent) -> None:
        with canvas(self) as painter:
            plate(painter, self.rect(), "block_bg", "block_bar")
