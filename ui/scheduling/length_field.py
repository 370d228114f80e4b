"""How long the procedure takes: a usual length by one key, or any other that is meant."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget

from clinicdesk import messages
from clinicdesk.scheduling.rules import length_objection
from ui.kit import tokens
from ui.kit.forms import CheckField, ChoiceField, NumberField
from ui.scheduling.pick_list import typed_digit

_OTHER = 0


class LengthField(QWidget):
    """While the choice has the focus, digits are a length and nothing else.

    With 45 and 60 as usual lengths, 4 or 45 is 45, 6 or 60 is 60; what begins no usual length goes
    into the field for another one.
    """

    edited = Signal()

    def __init__(self, usual: Sequence[int], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._usual = tuple(usual)
        self._warned: int | None = None
        self._typed = ""
        lengths = [(minutes, str(minutes)) for minutes in self._usual]
        self.choice = ChoiceField(
            "&Length in minutes", [*lengths, (_OTHER, "Other")], clearable=False
        )
        self.choice.setToolTip("Type the minutes; the first digit of a usual length is enough")
        self.minutes = NumberField("&Minutes", least=1, most=999, hint="Whole minutes")
        self.meant = CheckField("This length is m&eant")
        self.fields = (self.choice, self.minutes, self.meant)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(tokens.SPACE_S)
        for part in self.fields:
            column.addWidget(part)
            part.edited.connect(self._by_hand)
        QApplication.instance().focusChanged.connect(self._follow_focus)
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

    def keyPressEvent(self, event: QKeyEvent) -> None:
        digit = typed_digit(event)
        if digit:
            self._type(digit)
        else:
            super().keyPressEvent(event)

    def _type(self, digit: str) -> None:
        """Go on with the length that was begun, or begin with this digit."""
        for typed in (self._typed + digit, digit):
            minutes = next((one for one in self._usual if str(one).startswith(typed)), None)
            if minutes:
                self.choice.set_value(minutes)
                self._typed = "" if typed == str(minutes) else typed
                self._tell()
                return
        self._begin_other(self._typed + digit)

    def _begin_other(self, typed: str) -> None:
        self._typed = ""
        self.choice.set_value(_OTHER)
        self.minutes.input.setText(typed.lstrip("0"))
        self._tell()
        self.minutes.setFocus(Qt.FocusReason.OtherFocusReason)

    def _follow_focus(self, _: QWidget | None, now: QWidget | None) -> None:
        """A length that was begun is not gone on with after the focus was elsewhere."""
        if now is None or not self.isAncestorOf(now):
            self._typed = ""

    def _by_hand(self) -> None:
        self._typed = ""
        self._tell()

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
