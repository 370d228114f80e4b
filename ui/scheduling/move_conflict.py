"""A booking that somebody else moved meanwhile: what of its place counts."""

from collections.abc import Callable
from typing import Any

from clinicdesk import messages
from clinicdesk.conflicts import differences
from clinicdesk.errors import Reason
from clinicdesk.scheduling.queries import BookingFacts, Choices
from ui.kit.conflict_card import ConflictCard, met
from ui.kit.not_recorded import NOT_RECORDED
from ui.scheduling.booking_form import BookingForm
from ui.session import Session

_LABELS = {
    "start": "Start",
    "minutes": "Length",
    "sedation": "Sedation",
    "room": "Room",
    "physician": "Physician",
}


class MoveConflict(ConflictCard):
    """What is chosen is put into the form of the panel."""

    def __init__(
        self, session: Session, offered: Choices, form: BookingForm, note: Callable[[], None]
    ) -> None:
        """`note` keeps what is chosen as if it was typed."""
        super().__init__(_LABELS.__getitem__, self._worded, self._choose)
        self._session, self._form, self._note = session, form, note
        self._names = {one.id: one.name for one in (*offered.rooms, *offered.physicians)}

    def meet(self, conflict: Reason, began: BookingFacts, now: BookingFacts) -> None:
        """Ask which of the two places counts, field by field; "any" agrees with theirs."""
        form, saved = self._form, _fields(now)
        typed = {
            "start": form.slot.known_start(),
            "minutes": form.length.value(),
            "sedation": form.slot.sedation.value(),
            "room": form.slot.room_id or saved["room"],
            "physician": form.slot.physician_id or saved["physician"],
        }
        found = differences(_fields(began), saved, typed)
        self.show_conflict(met(conflict, self._session.zone), found)

    def _worded(self, field: str, value: Any) -> str:
        match field:
            case "start":
                return messages.moment(value, self._session.zone)
            case "minutes":
                return f"{value} minutes"
            case "sedation":
                return str(value).capitalize()
            case _:
                return self._names.get(value, NOT_RECORDED)

    def _choose(self, field: str, value: Any) -> None:
        self._put_in(field, value)
        self._note()
        self._form.placed.emit()

    def _put_in(self, field: str, value: Any) -> None:
        slot = self._form.slot
        match field:
            case "start":
                slot.show_slot(value, slot.room_id, slot.physician_id)
            case "minutes":
                self._form.length.set_value(value)
            case "sedation":
                slot.sedation.set_value(value)
            case "room":
                slot.room.set_value(value)
            case _:
                slot.physician.set_value(value)


def _fields(facts: BookingFacts) -> dict[str, Any]:
    return {
        "start": facts.starts_at,
        "minutes": facts.minutes,
        "sedation": facts.sedation,
        "room": facts.room_id,
        "physician": facts.physician_id,
    }
