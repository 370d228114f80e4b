"""What all form fields share: a label above, a control, and a line below."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ui.kit.alt_keys import unmarked
from ui.kit.announce import announce
from ui.kit.labels import Label, Look
from ui.kit.note import Note
from ui.kit.typed import Typed


class LabelledField(QWidget):
    """A control with its words around it; `&` in the label marks its Alt key.

    `edited` is emitted for what a person changes, never for `set_value`.
    """

    edited = Signal()

    def __init__(
        self,
        label: str,
        control: QWidget,
        *,
        hint: str = "",
        suffix: str = "",
        echoes: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.name = unmarked(label)
        self.control = control
        self._hint = hint
        self._note = Note(reserved=echoes)
        self._label = Label(label, Look.FIELD)
        self._label.setBuddy(control)
        control.setAccessibleName(self.name)
        self.setFocusProxy(control)
        self._arrange(suffix)
        self._show_hint(hint)
        self.edited.connect(self._forget_error)

    @property
    def note(self) -> str:
        """The hint, echo or error now on screen."""
        return self._note.text

    @property
    def error(self) -> str:
        """The error now on screen, or ""."""
        return self._note.text if self._note.is_error else ""

    def set_hint(self, hint: str) -> None:
        """Replace the hint; an error on screen stays until it is edited away."""
        self._hint = hint
        if not self._note.is_error:
            self._show_hint(self.told())

    def set_error(self, sentence: str) -> None:
        """Say below the control what to do; "" takes the error away. Typed work stays."""
        if sentence:
            self._note.show_error(sentence)
            self.control.setAccessibleDescription(sentence)
            announce(self.control, sentence, urgent=True)
        else:
            self._show_hint(self.told())
        self._mark(bool(sentence))

    @property
    def is_secret(self) -> bool:
        """Whether what is typed here is never written down."""
        return False

    def typed(self) -> Typed:
        """The letters in the line, read or not; other controls answer for themselves."""
        return self.control.text()

    def put_back(self, typed: Typed) -> None:
        """Show again what `typed` answered, as if it were being typed."""
        self.control.setText(typed)
        self.edited.emit()

    def objection(self) -> str:
        """Why what was typed cannot be read, as a sentence; "" when it can."""
        return ""

    def told(self) -> str:
        """What stands below while nothing is wrong: the hint, or an echo of what was read."""
        return self._hint

    def warns(self) -> bool:
        """Whether what stands below is to be looked at, though nothing is wrong."""
        return False

    def remark(self) -> None:
        """Say quietly what cannot be read yet: only saving makes it an error."""
        if not self.error:
            self._show_hint(self.objection() or self.told())

    def _show_hint(self, hint: str) -> None:
        if hint and self.warns():
            self._note.show_warning(hint)
        else:
            self._note.show_hint(hint)
        self.control.setAccessibleDescription(hint)

    def _forget_error(self) -> None:
        if self.error:
            self.set_error("")

    def _mark(self, wrong: bool) -> None:
        if bool(self.control.property("wrong")) == wrong:
            return
        self.control.setProperty("wrong", wrong)
        self.control.style().unpolish(self.control)
        self.control.style().polish(self.control)

    def _arrange(self, suffix: str) -> None:
        row = QHBoxLayout()
        row.setSpacing(8)
        fixed = self.control.minimumWidth() == self.control.maximumWidth()
        row.addWidget(self.control, 0 if fixed else 1)
        if suffix:
            row.addWidget(Label(suffix, Look.QUIET), 0, Qt.AlignmentFlag.AlignVCenter)
        if fixed:
            row.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(self._label)
        column.addLayout(row)
        column.addWidget(self._note)
        column.addStretch(0)
