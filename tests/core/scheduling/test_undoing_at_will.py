"""Whatever is done to a booking and undone, in any order: it is whole, and counts as before."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from clinicdesk.cases.queries import current_case
from clinicdesk.desk import Desk
from clinicdesk.errors import Refused
from clinicdesk.readiness.queries import readiness
from clinicdesk.scheduling.actions.book import book_slot, move_booking
from clinicdesk.scheduling.actions.cancel import cancel_booking
from clinicdesk.scheduling.actions.undo import UndoChange, undo_change
from clinicdesk.scheduling.queries import choices, current_booking
from clinicdesk.scheduling.rules import BookingState
from clinicdesk.scheduling.tables import Booking, Occupancy
from tests.builders.changes import a_cancel
from tests.builders.clinic import COORDINATOR
from tests.builders.evidence import name_driver
from tests.builders.gestures import ask, do
from tests.builders.patients import Made, a_slot, an_approved_case
from tests.builders.rows import rows
from tests.builders.times import at
from tests.core.scheduling.test_actions_move import a_move

PLACES = [f"2027-01-{day} {hour}:00" for day in (12, 13) for hour in ("08", "10", "13")]
ANYTHING = settings(
    max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
SOME = settings(ANYTHING, max_examples=2)
steps = st.lists(
    st.tuples(
        st.sampled_from("place place resize room cancel driver undo undo undo redo redo".split()),
        st.sampled_from(PLACES),
    ),
    min_size=6,
    max_size=14,
)
Seen = tuple[Any, ...]


@dataclass
class Case:
    """A case that things are done to, with what was done and what was undone, newest last."""

    desk: Desk
    url: str
    made: Made
    done: list[tuple[int, Seen, Seen]] = field(default_factory=list)
    undone: list[tuple[int, Seen, Seen]] = field(default_factory=list)

    def seen(self) -> Seen:
        """What counts for the case: its status, its booking and that one's readiness."""
        status = ask(self.desk, COORDINATOR, current_case, self.made.patient_id).status
        now = ask(self.desk, COORDINATOR, current_booking, self.made.case_id)
        if now is None:
            return status, None
        ready = ask(self.desk, COORDINATOR, readiness, now.id)
        return status, replace(ready, booking=replace(now, lock_version=0))

    def step(self, name: str, wall: str) -> None:
        if name in ("undo", "redo"):
            self._take_back(*((self.done, self.undone)[:: 1 if name == "undo" else -1]))
        elif name == "driver":
            self._name_driver()
        else:
            self._change(name, wall)

    def _change(self, name: str, wall: str) -> None:
        asked = self._asked(name, wall)
        if asked is None:
            return
        before = self.seen()
        change = do(self.desk, COORDINATOR, *asked)
        self.done.append((change.change_id, before, self.seen()))
        self.undone.clear()

    def _asked(self, name: str, wall: str) -> tuple[Callable[..., Any], Any] | None:
        now = ask(self.desk, COORDINATOR, current_booking, self.made.case_id)
        if now is None:
            return (book_slot, a_slot(self.made, at(wall))) if name == "place" else None
        if name == "cancel":
            return cancel_booking, a_cancel(self.desk, now.id)
        if name == "place" and now.starts_at == at(wall):
            return None
        move = a_move(self.desk, now.id, wall)
        if name == "resize":
            move = replace(move, starts_at=now.starts_at, minutes=105 - now.minutes)
        if name == "room":
            [other] = [
                one for one in ask(self.desk, COORDINATOR, choices).rooms if one.id != now.room_id
            ]
            move = replace(move, starts_at=now.starts_at, room_id=other.id)
        return move_booking, move

    def _take_back(
        self, from_: list[tuple[int, Seen, Seen]], to: list[tuple[int, Seen, Seen]]
    ) -> None:
        if not from_:
            return
        change_id, before, after = from_.pop()
        assert self.seen() == after
        back = do(self.desk, COORDINATOR, undo_change, UndoChange(change_id))
        assert self.seen() == before
        to.append((back.change_id, after, before))

    def _name_driver(self) -> None:
        """From now on no earlier change is undone any more."""
        now = ask(self.desk, COORDINATOR, current_booking, self.made.case_id)
        if now is None:
            return
        name_driver(self.desk, now.id)
        for change_id, *_ in (*self.done[-1:], *self.undone[-1:]):
            with pytest.raises(Refused, match=r"recorded_since|changed_since|case_went_on"):
                do(self.desk, COORDINATOR, undo_change, UndoChange(change_id))
        self.done.clear()
        self.undone.clear()

    def is_whole(self) -> None:
        """One booking counts at most, it alone takes places, and the chain leads to it."""
        with rows(self.url) as session:
            found = session.query(Booking).filter_by(case_id=self.made.case_id)
            own = {row.id: row for row in found}
            taking = {
                row.booking_id: row.active
                for row in session.query(Occupancy).filter(Occupancy.booking_id.in_(own))
            }
            live = [row.id for row in own.values() if row.state is BookingState.BOOKED]
            assert len(live) <= 1
            assert taking == {key: key in live for key in own}
            next_ones = [
                row.replaces_id
                for row in own.values()
                if row.replaces_id and row.state is not BookingState.UNDONE
            ]
            moved = [row.id for row in own.values() if row.state is BookingState.MOVED]
            assert sorted(next_ones) == sorted(moved)
            assert all(row.replaces_id in (None, *own) for row in own.values())


def do_all(desk: Desk, url: str, drawn: list[tuple[str, str]]) -> None:
    case = Case(desk, url, an_approved_case(desk))
    for step in drawn:
        case.step(*step)
        case.is_whole()
    now = ask(desk, COORDINATOR, current_booking, case.made.case_id)
    if now is not None:
        do(desk, COORDINATOR, cancel_booking, a_cancel(desk, now.id))


@pytest.mark.parametrize("url", ["sqlite"], indirect=True)
@ANYTHING
@given(drawn=steps)
def test_anything_embedded(desk: Desk, url: str, drawn: list[tuple[str, str]]):
    do_all(desk, url, drawn)


@pytest.mark.parametrize("url", ["postgresql"], indirect=True)
@SOME
@given(drawn=steps)
def test_anything_on_a_server(desk: Desk, url: str, drawn: list[tuple[str, str]]):
    do_all(desk, url, drawn)
