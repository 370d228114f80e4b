"""The phones of one person: as many as there are, one of them preferred."""

from collections.abc import Iterable, Sequence
from itertools import pairwise

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from clinicdesk.patients.rules import NewPhone
from ui.kit import tokens
from ui.kit.buttons import link
from ui.kit.phone_field import PhoneField
from ui.kit.phone_row import PhoneRow
from ui.kit.typed import Typed


class PhonesField(QWidget):
    """One row at least, which may stay empty; rows without a number are no phones.

    With `details` a row asks for the kind, for messages and which phone is preferred, and further
    ones can be added; without, it shows numbers alone. One field of a draft, called "Phones".
    """

    edited = Signal()

    def __init__(
        self, label: str = "P&hone", *, details: bool = True, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.name = "Phones"
        self.rows: list[PhoneRow] = []
        self._label = label
        self._details = details
        self._lines = QVBoxLayout()
        self._lines.setSpacing(tokens.SPACE_M)
        self.add = link("Add an&other phone", "plus")
        self.add.clicked.connect(lambda _: self._add_by_hand())
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(tokens.SPACE_XS)
        column.addLayout(self._lines)
        column.addWidget(self.add, 0, Qt.AlignmentFlag.AlignLeft)
        self.set_value(())

    @property
    def first(self) -> PhoneField:
        """The number that a first call answers."""
        return self.rows[0].number

    @property
    def numbers(self) -> tuple[PhoneField, ...]:
        """The numbers, to be checked before saving."""
        return tuple(row.number for row in self.rows)

    @property
    def error(self) -> str:
        """The first error on screen, or ""."""
        return next(filter(None, (number.error for number in self.numbers)), "")

    def value(self) -> tuple[NewPhone, ...]:
        """The phones that were typed, in their order."""
        return tuple(row.value() for row in self.rows if row.number.value())

    def set_value(self, phones: Sequence[NewPhone]) -> None:
        self._make(max(len(phones), 1))
        for row, phone in zip(self.rows, phones, strict=False):
            row.set_value(phone)

    def tidy(self) -> None:
        """Put the numbers in order, wherever the focus is."""
        for number in self.numbers:
            number.tidy()

    def show_details(self, on: bool) -> None:
        """Ask for all that belongs to a phone, or for the numbers alone."""
        self._details = on
        self._follow()

    def typed(self) -> Typed:
        return [row.typed() for row in self.rows]

    def put_back(self, typed: Typed) -> None:
        self._make(max(len(typed), 1))
        for row, left in zip(self.rows, typed, strict=False):
            row.put_back(left)
        self.edited.emit()

    def _make(self, count: int) -> None:
        """Exactly so many empty rows; the first is never replaced, and so keeps its Tab place."""
        while len(self.rows) > count:
            self._take_out(self.rows.pop())
        while len(self.rows) < count:
            self._append()
        for row in self.rows:
            row.clear()
        self._follow()

    def _append(self) -> None:
        row = PhoneRow(len(self.rows) + 1, self._label)
        row.edited.connect(self.edited)
        row.removed.connect(lambda: self._remove(row))
        row.chosen.connect(lambda: self._prefer(row))
        self.rows.append(row)
        self._lines.addWidget(row)

    def _add_by_hand(self) -> None:
        self._append()
        self._follow()
        self.rows[-1].number.input.setFocus()
        self.edited.emit()

    def _remove(self, row: PhoneRow) -> None:
        kept = [other.typed() for other in self.rows if other is not row]
        self.put_back(kept)
        self.rows[-1].number.input.setFocus()

    def _prefer(self, chosen: PhoneRow) -> None:
        for row in self.rows:
            if row is not chosen and chosen.preferred.value():
                row.preferred.set_value(False)

    def _take_out(self, row: PhoneRow) -> None:
        self._lines.removeWidget(row)
        row.hide()
        row.deleteLater()

    def _follow(self) -> None:
        many = len(self.rows) > 1
        for row in self.rows:
            row.show_details(self._details, is_one_of_many=many)
        self.add.setVisible(self._details)
        for before, after in pairwise([*_stops(self.rows), self.add]):
            self.setTabOrder(before, after)


def _stops(rows: Iterable[PhoneRow]) -> list[QWidget]:
    return [
        stop
        for row in rows
        for stop in (row.number.input, row.kind.input, row.remove, row.message, row.preferred)
    ]
