"""The booking typed as one line, with what was read of it below."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from clinicdesk.patients.queries import PatientFacts
from clinicdesk.scheduling.one_line import Kind, Part, Reading, read_line
from clinicdesk.scheduling.queries import Choices, Waiting
from ui.kit import tokens
from ui.kit.announce import announce
from ui.kit.chips import Chip
from ui.kit.emptying import empty
from ui.kit.flow import Flow
from ui.kit.forms import TextField
from ui.kit.labels import Label, Look
from ui.kit.tokens import Status
from ui.scheduling.line_wording import (
    EXAMPLE,
    ICONS,
    born,
    offered,
    part_words,
    questions,
    spelled,
)
from ui.session import Session

_HINT = f"For example {EXAMPLE}, then Enter"
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class LineField(QWidget):
    """`taken` carries the Reading when Enter or Ctrl+Enter is pressed on a line that is clear."""

    taken = Signal(object)

    def __init__(
        self,
        session: Session,
        choices: Choices,
        minutes: Callable[[], int | None],
        parent: QWidget | None = None,
    ) -> None:
        """`minutes` answers how long it takes where the line does not say."""
        super().__init__(parent)
        self._session, self._choices, self._minutes = session, choices, minutes
        self._waiting: tuple[Waiting, ...] = ()
        self._chosen: PatientFacts | None = None
        self.reading = Reading()
        self.field = TextField("On&e line", hint=_HINT)
        self.chips: list[Chip] = []
        self._chips = QWidget()
        self._flow = Flow(tokens.SPACE_XS, tokens.SPACE_XS, self._chips)
        self._whole = Label("", Look.SMALL_STRONG, wrap=True)
        self._problem = Label("", Look.WARNING, wrap=True)
        self.field.edited.connect(self._read)
        self.field.input.returnPressed.connect(self.take)
        self.field.input.installEventFilter(self)
        self.setFocusProxy(self.field)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(tokens.SPACE_XS)
        for part in (self.field, self._chips, self._whole, self._problem):
            column.addWidget(part)
        self._show()

    @property
    def whole(self) -> str:
        """The booking as it was read, in full."""
        return self._whole.text()

    @property
    def problem(self) -> str:
        """What of the line is not clear, or ""."""
        return self._problem.text()

    def offer(self, waiting: Sequence[Waiting], chosen: PatientFacts | None = None) -> None:
        """Who may be named; whoever is chosen already need not be."""
        self._waiting, self._chosen = tuple(waiting), chosen
        self._read()

    def show_line(self, text: str) -> None:
        """Put in a line that is taken already, in place of the one that stood there."""
        self.field.set_value(text)
        self._read()

    def type(self, text: str) -> None:
        """Put a line in as if it was typed, and take it."""
        self.field.set_value(text)
        self.field.edited.emit()
        self.take()

    def take(self) -> None:
        """Hand on what was read; a line that is not clear, or empty, stays where it is."""
        if not self.field.value():
            self.focusNextChild()
        elif self._problem.text():
            announce(self.field.input, self._problem.text(), urgent=True)
        else:
            self.taken.emit(self.reading)

    def fold(self) -> None:
        """The fields say it now: what was read takes less room."""
        self._chips.hide()
        self.field.set_hint("")

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Ctrl+Enter on the line is the line's, not the panel's."""
        if isinstance(event, QKeyEvent) and event.key() in _ENTER:
            held = event.modifiers() & Qt.KeyboardModifier.ControlModifier
            if held and event.type() == QEvent.Type.ShortcutOverride and self.field.value():
                event.accept()
                return True
            if held and event.type() == QEvent.Type.KeyPress and self.field.value():
                self.take()
                return True
        return super().eventFilter(watched, event)

    def _read(self) -> None:
        self.field.set_hint(_HINT)
        today = self._session.today()
        about = offered(today, self._waiting, self._choices)
        self.reading = read_line(self.field.value(), about)
        self._show()

    def _show(self) -> None:
        empty(self._flow)
        parts = [part for part in self.reading.parts if part.kind is not Kind.UNREAD]
        self.chips = [_chip(part) for part in parts]
        for chip in self.chips:
            self._flow.addWidget(chip)
        self._chips.setVisible(bool(self.chips))
        who = self._patient()
        whose = (who.name.on_screen, born(who)) if who else ()
        for label, words in (
            (self._whole, spelled(self.reading, whose, self._minutes())),
            (self._problem, " ".join(questions(self.reading))),
        ):
            label.setText(words if self.field.value() else "")
            label.setVisible(bool(label.text()))
        self.field.input.setAccessibleDescription(f"{self.whole} {self.problem}".strip())

    def _patient(self) -> PatientFacts | None:
        """Whom the line is about, once that is one person."""
        named = {one.id for one in self.reading.patients}
        found = [one.patient for one in self._waiting if one.case_id in named]
        return found[0] if len(found) == 1 else self._chosen


def _chip(part: Part) -> Chip:
    return Chip(Status.FLOW, part_words(part), ICONS[part.kind])
