"""What the columns of a list hold: proposed by their names, decided by a person."""

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from clinicdesk.errors import Reason
from clinicdesk.exchange.csv_columns import Columns, ListField, label, proposed
from clinicdesk.exchange.csv_dates import DateOrder
from clinicdesk.exchange.csv_people import Plan, people_in
from clinicdesk.exchange.csv_reading import LARGEST_LIST, PatientList, read_list
from clinicdesk.exchange.files import shown_name
from clinicdesk.incoming import content_of
from clinicdesk.messages import sentence
from ui.kit import theme, tokens
from ui.kit.alt_keys import literal
from ui.kit.buttons import bind, primary
from ui.kit.card import Card
from ui.kit.choice_field import ChoiceField
from ui.kit.combo_field import ComboField
from ui.kit.emptying import empty
from ui.kit.error_summary import ErrorSummary
from ui.kit.labels import Label, Look
from ui.kit.scrolling import scrolled
from ui.kit.text_field import TextField
from ui.session import Session

_NOT_TAKEN = ""
_FIELDS = [(_NOT_TAKEN, "Not taken"), *((field.value, label(field)) for field in ListField)]
_ORDERS = [(DateOrder.MONTH_FIRST, "Month first"), (DateOrder.DAY_FIRST, "Day first")]
_ACROSS = 3
_WIDTH = 880
_SAMPLES, _LONGEST = 3, 40


class ColumnsView(QWidget):
    """`planned` carries the Reading of the list, `refused` why the file is no list.

    Nothing of it is kept: the next list has other columns.
    """

    planned = Signal(object)
    refused = Signal(object)

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._list: PatientList | None = None
        self._name = ""
        self.errors = ErrorSummary()
        self.columns: list[ComboField[str]] = []
        self.order = ChoiceField("Dates like 3/4/1950", _ORDERS)
        self.numbers_from = TextField(
            "Program that gave the numbers",
            hint="Left empty, the numbers are not taken.",
            width=260,
        )
        self.go_on = primary("See what &would be imported", "check")
        self._read_as = Label("", Look.QUIET, wrap=True)
        self._grid = QGridLayout()
        self._arrange()
        self.go_on.clicked.connect(lambda _: self._plan())
        bind(self.go_on, "Ctrl+Return", self)

    def begin(self, file: Path) -> None:
        """Read the list and ask what its columns hold; those of the last one go at once."""
        self._name = shown_name(file)
        self._list = None
        self._read_as.setText("")
        self._empty()
        self._session.background.press(self, _read, file, then=self._ask, refused=self.refused.emit)

    def columns_chosen(self) -> Columns:
        """What each column holds as chosen now."""
        chosen = [field.value() for field in self.columns]
        return tuple(ListField(one) if one else None for one in chosen)

    def _ask(self, found: PatientList) -> None:
        self._list = found
        self._read_as.setText(f"{self._name}. {sentence(found.read_as)}")
        self.errors.clear()
        self.order.set_value(None)
        self.columns = [
            _column(found, place, field) for place, field in enumerate(proposed(found.header))
        ]
        for place, column in enumerate(self.columns):
            column.edited.connect(self._show_numbers)
            self._grid.addWidget(column, *divmod(place, _ACROSS))
        self._show_numbers()
        self.columns[0].setFocus()

    def _empty(self) -> None:
        empty(self._grid)
        self.columns = []
        self._show_numbers()

    def _show_numbers(self) -> None:
        self.numbers_from.setVisible(ListField.NUMBER in self.columns_chosen())

    def _plan(self) -> None:
        if self._list is None:
            return
        self.errors.clear()
        plan = Plan(
            columns=self.columns_chosen(),
            order=self.order.value(),
            numbers_from=self.numbers_from.value(),
        )
        about = (self._list, plan, self._name)
        self._session.background.press(
            self, people_in, *about, then=self.planned.emit, refused=self._refuse
        )

    def _refuse(self, reasons: tuple[Reason, ...]) -> None:
        self.errors.show_reasons(reasons, self._session.zone)

    def _arrange(self) -> None:
        card = Card("What do the columns hold?")
        theme.fix(card, width=_WIDTH)
        self._grid.setHorizontalSpacing(tokens.SPACE_L)
        self._grid.setVerticalSpacing(tokens.SPACE_M)
        for column in range(_ACROSS):
            self._grid.setColumnStretch(column, 1)
        card.body.addWidget(self._read_as)
        card.body.addWidget(self.errors)
        card.body.addLayout(self._grid)
        card.add_row(self.order, self.numbers_from)
        card.add_row(self.go_on)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(card)
        row.addStretch(1)
        inner = QVBoxLayout()
        inner.setContentsMargins(*(tokens.SPACE_XL,) * 4)
        inner.addLayout(row)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(scrolled(inner))


def _read(file: Path) -> PatientList:
    return read_list(content_of(file, LARGEST_LIST))


def _column(found: PatientList, place: int, field: ListField | None) -> ComboField[str]:
    """One column with its first cells, which tell more than its name."""
    cells = (row.cells[place] for row in found.rows if place < len(row.cells))
    samples = [" ".join(cell.split())[:_LONGEST] for cell, _ in zip(cells, range(20), strict=False)]
    shown = list(dict.fromkeys(filter(None, samples)))[:_SAMPLES]
    made: ComboField[str] = ComboField(
        literal(found.header[place][:_LONGEST]),
        _FIELDS,
        hint=" · ".join(shown) or "No cell has anything in it.",
    )
    made.set_value(field.value if field else _NOT_TAKEN)
    return made
