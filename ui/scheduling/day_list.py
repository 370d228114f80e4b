"""The day as a table: everything the painted day says, in cells that a screen reader walks."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QHeaderView, QWidget

from clinicdesk import messages
from clinicdesk.scheduling.queries import BookingFacts
from ui.kit.name_alert import NAME_ALERT
from ui.kit.privacy import unless_private
from ui.kit.rows_model import Column
from ui.kit.table import Table
from ui.kit.tokens import Status
from ui.preferences import may_act
from ui.scheduling.card_layout import LOUD
from ui.scheduling.cards import BookingCard
from ui.scheduling.day_contents import DayContents
from ui.scheduling.wording import identity, procedure

Key = Qt.Key
_PATIENT = 1


@dataclass(frozen=True)
class ListedBooking:
    """A line: the card as the day paints it, and the facts behind it."""

    card: BookingCard
    facts: BookingFacts
    start: str
    end: str
    today: date


class DayTable(Table[ListedBooking]):
    """The twin of the canvas: Enter opens, its letters act on the line with the cursor.

    `on_booking` holds letters that act on a booking, by key, as functions of its id; `keys` those
    that do not.
    """

    booking_opened = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(
            "Bookings of the day", _COLUMNS, key=lambda row: row.card.id, parent=parent
        )
        self.on_booking: dict[int, Callable[[int], object]] = {}
        self.keys: dict[int, Callable[[], object]] = {}
        self.opened.connect(lambda row: self.booking_opened.emit(row.card.id))

    def show_day(
        self, contents: DayContents, bookings: Sequence[BookingFacts], today: date
    ) -> None:
        """List the day's bookings by start."""
        facts = {one.id: one for one in bookings}
        self.show_rows([_listed(card, facts[card.id], contents, today) for card in contents.cards])
        self._fit_names()
        if self.rows and self.current_row() is None:
            self.selectRow(0)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_names()

    def _fit_names(self) -> None:
        """The patients take what is left, and more where a name needs it: no name is cut."""
        header = self.horizontalHeader()
        others = sum(header.sectionSize(at) for at in range(header.count()) if at != _PATIENT)
        header.setSectionResizeMode(_PATIENT, QHeaderView.ResizeMode.Fixed)
        needed = self.sizeHintForColumn(_PATIENT)
        header.resizeSection(_PATIENT, max(self.viewport().width() - others, needed))

    def select(self, booking_id: int | None) -> None:
        """Put the cursor on a booking's line."""
        for at, row in enumerate(self.rows):
            if row.card.id == booking_id:
                self.setCurrentIndex(self.model().index(at, 0))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        row, plain = self.current_row(), not event.modifiers() and may_act(event.key())
        on_booking = self.on_booking.get(event.key()) if plain else None
        act = self.keys.get(event.key()) if plain else None
        if on_booking and row:
            on_booking(row.card.id)
        elif act:
            act()
        else:
            super().keyPressEvent(event)


def _listed(
    card: BookingCard, facts: BookingFacts, contents: DayContents, today: date
) -> ListedBooking:
    start, end = (at.astimezone(contents.zone) for at in (card.starts_at, card.ends_at))
    until = f"to {messages.clock(end)} · {facts.minutes} min"
    return ListedBooking(card, facts, messages.clock(start), until, today)


def _to_do(row: ListedBooking) -> list[str]:
    return [mark.word for mark in row.card.marks if mark.status in LOUD]


def _first_to_do(row: ListedBooking) -> str:
    """What is missing, or that nothing is."""
    return next(iter(_to_do(row)), "All set" if row.card.status is Status.READY else "")


def _more_to_do(row: ListedBooking) -> str:
    return ", ".join(_to_do(row)[1:])


def _identity(row: ListedBooking) -> str:
    return unless_private(identity(row.facts.patient, row.today), f"MRN {row.facts.patient.mrn}")


_COLUMNS: tuple[Column[ListedBooking], ...] = (
    Column("Time", lambda row: row.start, second=lambda row: row.end, numbers=True, width=156),
    Column("Patient", lambda row: row.card.name, second=_identity, strong=True),
    Column(
        "Name alert",
        lambda row: NAME_ALERT if row.card.namesakes else "",
        status=lambda row: Status.ATTN if row.card.namesakes else None,
        width=116,
    ),
    Column(
        "Status",
        lambda row: row.card.word,
        status=lambda row: row.card.status,
        icon=lambda row: row.card.icon,
        width=124,
    ),
    Column("To do", _first_to_do, second=_more_to_do, width=150),
    Column("Room", lambda row: row.facts.room, second=lambda row: row.facts.physician, width=150),
    Column("Procedure", lambda row: procedure(row.facts.levels), width=188),
)
