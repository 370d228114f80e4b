"""How long the procedure takes: a usual length by one key, or any other that is meant."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from clinicdesk import messages
from clinicdesk.scheduling.rules import length_objection
from ui.kit import tokens
from ui.kit.forms import CheckField, ChoiceField, NumberField

_OTHER = 0


class LengthField(QWidget):
    """While the choice has the focus, the first digit of a usual length chooses it, 0 another."""

    edited = Signal()

    def __init__(self, usual: Sequence[int], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._usual = tuple(usual)
        self._warned: int | None = None
        self._keys = {str(minutes)[0]: minutes for minutes in reversed(self._usual)}
        self._keys[str(_OTHER)] = _OTHER
        lengths = [(minutes, str(minutes)) for minutes in self._usual]
        self.choice = ChoiceField(
            "&Length in minutes", [*lengths, (_OTHER, "Other")], clearable=False
        )
        self.choice.setToolTip(f"Keys {', '.join(self._keys)}")
        self.minutes = NumberField("&Minutes", least=1, most=999, hint="Whole minutes")
        self.meant = CheckField("This length is m&eant")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(tokens.SPACE_S)
        for part in (self.choice, self.minutes, self.meant):
            column.addWidget(part)
            part.edited.connect(self._tell)
        self.setFocusProxy(self.choice)
        self.set_value(max(self._usual))

    def value(self) -> int | None:
        """Minutes; None while another length is not typed in full."""
        typed = self.minutes.value()
        return self.choice.value() or (int(typed) if typed is not None else None)

    def set_value(self, minutes: int) -> None:
        usual = minutes in self._usual
        self.choice.set_value(minutes if usual else _OTHER)
        self.minutes.set_value(None if usual else minutes)
        self._show()

    @property
    def is_meant(self) -> bool:
        """Whether the person ticked an unusual length, or saved it again after the warning."""
        return self.meant.value() or (self._warned is not None and self._warned == self.value())

    def warn(self) -> None:
        """The core pointed out this length; the next attempt with the same one means it."""
        self._warned = self.value()

    def objection(self) -> str:
        """What to do before this length can be used, or ""."""
        return "" if self.value() else self.minutes.objection() or "Enter the minutes."

    def event(self, event: QEvent) -> bool:
        """A digit here is a length, before it can be the number of an opening."""
        is_early = event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent)
        if is_early and self._digit(event) is not None:
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        minutes = self._digit(event)
        if minutes is None:
            super().keyPressEvent(event)
            return
        self.choice.set_value(minutes)
        self._tell()
        if minutes == _OTHER:
            self.minutes.setFocus(Qt.FocusReason.OtherFocusReason)

    def _digit(self, event: QKeyEvent) -> int | None:
        plain = event.modifiers() in (
            Qt.KeyboardModifier.NoModifier,
            Qt.KeyboardModifier.KeypadModifier,
        )
        return self._keys.get(event.text()) if plain else None

    def _tell(self) -> None:
        self._show()
        self.edited.emit()

    def _show(self) -> None:
        other, minutes = self.choice.value() == _OTHER, self.value()
        # Limits as wide as the value itself: what is impossible here, the core says.
        unusual = other and minutes and length_objection(minutes, self._usual, (minutes, minutes))
        self.minutes.setVisible(other)
        self.minutes.set_hint(messages.sentence(unusual) if unusual else "Whole minutes")
        self.meant.setVisible(bool(unusual))
        if not unusual:
            self.meant.set_value(False)
