"""One phone of several: its number and kind, may a message be left, and is it preferred."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from clinicdesk.patients.rules import NewPhone, PhoneKind
from ui.kit import tokens
from ui.kit.alt_keys import unmarked
from ui.kit.buttons import icon_only
from ui.kit.check_field import CheckField
from ui.kit.combo_field import ComboField
from ui.kit.labels import Label, Look
from ui.kit.phone_field import PhoneField
from ui.kit.typed import Typed

KINDS = (
    (PhoneKind.MOBILE, "Mobile"),
    (PhoneKind.HOME, "Home"),
    (PhoneKind.WORK, "Work"),
)
_KIND_WIDTH = 108


class PhoneRow(QWidget):
    """`edited` tells of every part; `removed` asks to be taken away; `chosen` is "preferred"."""

    edited = Signal()
    removed = Signal()
    chosen = Signal()

    def __init__(self, number: int, label: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        nth = "" if number == 1 else f" {number}"
        keyed = number == 1  # two labels with one Alt key would fight over it
        self.number = PhoneField(label if keyed else f"{unmarked(label)}{nth}")
        label = "&Kind" if keyed else "Kind"
        self.kind: ComboField[PhoneKind] = ComboField(label, KINDS, width=_KIND_WIDTH)
        self.kind.input.setAccessibleName(f"Kind of phone{nth}")
        self.message = CheckField("May leave a message")
        self.preferred = CheckField("Preferred")
        self.remove = icon_only("x", f"Remove phone{nth}")
        # Of a row that is added later only the stops can be put in order, not what stands for them.
        for field in (self.number, self.kind):
            field.setFocusProxy(None)
        self._removal = _below_a_label(self.remove)
        self._arrange()
        for part in (self.number, self.kind, self.message, self.preferred):
            part.edited.connect(self.edited)
        self.preferred.edited.connect(self.chosen)
        self.remove.clicked.connect(self.removed)

    def value(self) -> NewPhone:
        return NewPhone(
            typed=self.number.value(),
            kind=self.kind.value() or PhoneKind.OTHER,
            may_leave_message=self.message.value(),
            preferred=self.preferred.value(),
        )

    def set_value(self, phone: NewPhone) -> None:
        self.number.set_value(phone.typed)
        self.number.tidy()
        asked = phone.kind is not PhoneKind.OTHER  # which a kind that nobody asked is kept as
        self.kind.set_value(phone.kind if asked else None)
        self.message.set_value(phone.may_leave_message)
        self.preferred.set_value(phone.preferred)

    def clear(self) -> None:
        """No phone, and nothing said of it."""
        self.number.set_value("")
        self.kind.set_value(None)
        self.message.set_value(False)
        self.preferred.set_value(False)

    def typed(self) -> list[Typed]:
        parts = (self.number, self.kind, self.message, self.preferred)
        return [part.typed() for part in parts]

    def put_back(self, typed: list[Typed]) -> None:
        parts = (self.number, self.kind, self.message, self.preferred)
        for part, left in zip(parts, typed, strict=True):
            part.put_back(left)

    def show_details(self, on: bool, *, is_one_of_many: bool) -> None:
        """Show the number alone, or all that is asked of a phone."""
        self.kind.setVisible(on)
        self.message.setVisible(on)
        self.preferred.setVisible(on and is_one_of_many)
        self._removal.setVisible(on and is_one_of_many)

    def _arrange(self) -> None:
        first, second = QHBoxLayout(), QHBoxLayout()
        for row in (first, second):
            row.setSpacing(tokens.SPACE_S)
        first.addWidget(self.number, 1, Qt.AlignmentFlag.AlignTop)
        first.addWidget(self.kind, 0, Qt.AlignmentFlag.AlignTop)
        first.addWidget(self._removal, 0, Qt.AlignmentFlag.AlignTop)
        second.addWidget(self.message)
        second.addWidget(self.preferred)
        second.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(tokens.SPACE_XS)
        column.addLayout(first)
        column.addLayout(second)


def _below_a_label(button: QWidget) -> QWidget:
    """Level with the controls beside it, which have a label above."""
    whole = QWidget()
    column = QVBoxLayout(whole)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(tokens.SPACE_XS)
    column.addWidget(Label(" ", Look.FIELD))
    column.addWidget(button)
    return whole
