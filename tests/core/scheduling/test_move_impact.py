"""What a move would undo is seen before it is made, on both databases, and is what it undoes."""

from typing import Any

import pytest
from sqlalchemy import update

from clinicdesk.cases.rules import CaseStatus
from clinicdesk.cases.tables import Case
from clinicdesk.desk import Desk
from clinicdesk.patients.verification import Verification
from clinicdesk.readiness.rules import GateKey
from clinicdesk.readiness.tables import GateOverride
from clinicdesk.scheduling.actions.book import MoveBooking, move_booking
from clinicdesk.scheduling.queries import Impact, booking, choices, current_booking, move_impact
from clinicdesk.scheduling.rules import Sedation
from tests.builders.clinic import COORDINATOR
from tests.builders.gestures import ask, do, refused
from tests.builders.patients import Made, a_booked_case, move_to
from tests.builders.rows import contents, counted, rows
from tests.builders.times import at
from tests.conftest import Clock
from tests.core.scheduling.test_actions_move import TEN, a_move, prepared


def impact(desk: Desk, move: Any) -> Impact:
    seen: Impact = ask(desk, COORDINATOR, move_impact, move.booking_id, move)
    return seen


@pytest.mark.parametrize(
    ("wall", "chosen"),
    [
        ("2027-01-12 10:15", {}),
        ("2027-01-12 09:45", {}),
        ("2027-01-12 10:00", {"minutes": 45}),
        ("2027-01-12 10:00", {"sedation": Sedation.NONE}),
        ("2027-01-13 10:00", {"room_id": None, "physician_id": None}),
    ],
)
def test_the_impact_is_what_the_move_undoes(
    desk: Desk, clock: Clock, url: str, wall: str, chosen: dict[str, Any]
):
    made = prepared(desk, clock)
    move, before = a_move(desk, made.booking_id, wall, **chosen), contents(url)

    seen = impact(desk, move)

    assert contents(url) == before
    assert seen.objections == ()
    assert seen.undone == do(desk, COORDINATOR, move_booking, move).undone
    assert len(seen.undone) >= 3


def test_a_move_that_affects_nothing_is_free(desk: Desk, clock: Clock):
    bare, made = a_booked_case(desk, at("2027-01-14 08:00")), prepared(desk, clock)
    other = ask(desk, COORDINATOR, choices).rooms[1].id

    assert impact(desk, a_move(desk, bare.booking_id, "2027-01-13 08:00")).is_free
    assert impact(desk, a_move(desk, made.booking_id, "2027-01-12 10:00", room_id=other)).is_free


def test_a_card_drawn_elsewhere_is_enough_while_nothing_is_undone(desk: Desk, clock: Clock):
    made = prepared(desk, clock)
    bare = a_booked_case(desk, at("2027-01-14 08:00"), family="Abernathy", given="Otto")

    def drawn(of: Made) -> MoveBooking:
        pointed = Verification(of.patient_id, pointed_at=True)
        return a_move(desk, of.booking_id, "2027-01-15 08:00", verified=pointed)

    assert refused(desk, COORDINATOR, move_booking, drawn(made)) == ["patients.not_verified"]
    assert do(desk, COORDINATOR, move_booking, drawn(bare)).undone == ()


def test_a_physicians_word_on_a_gate_is_for_one_booking(desk: Desk, url: str):
    made = a_booked_case(desk, TEN)
    given = {"gate": GateKey.DRIVER, "reason": "Stays in", "rule": "RULE-21", "covers": ""}
    with rows(url) as session:
        session.add(GateOverride(booking_id=made.booking_id, physician_id=1, at=TEN, **given))
    move = a_move(desk, made.booking_id, "2027-01-13 08:00")

    assert impact(desk, move).undone == ("readiness.override_again",)
    assert do(desk, COORDINATOR, move_booking, move).undone == ("readiness.override_again",)


def test_what_forbids_a_move_is_seen_as_the_move_says_it(desk: Desk, url: str):
    made, other = a_booked_case(desk, TEN), a_booked_case(desk, at("2027-01-13 08:00"))
    room = ask(desk, COORDINATOR, booking, other.booking_id).room_id
    moves = [
        a_move(desk, made.booking_id, "2027-01-13 08:30", room_id=room),
        a_move(desk, made.booking_id, "2027-01-16 10:00"),
        a_move(desk, made.booking_id, "2027-01-12 16:30"),
        a_move(desk, made.booking_id, "2027-01-12 10:00", minutes=90),
    ]
    for move in moves:
        seen = impact(desk, move)
        assert [one.code for one in seen.objections] == refused(
            desk, COORDINATOR, move_booking, move
        )
        assert seen.objections
        assert not seen.is_free
    with rows(url) as session:
        session.execute(update(Case).values(status=CaseStatus.CHECKED_IN))
    for name, seen in (
        ("scheduling.under_way", impact(desk, a_move(desk, made.booking_id, "2027-01-13 13:00"))),
        ("desk.changed_meanwhile", moved_already(desk, url, made)),
    ):
        assert [one.code for one in seen.objections] == [name]


def moved_already(desk: Desk, url: str, made: Made) -> Impact:
    with rows(url) as session:
        session.execute(update(Case).values(status=CaseStatus.SCHEDULED))
    move = a_move(desk, made.booking_id, "2027-01-13 13:00")
    move_to(desk, made.booking_id, at("2027-01-14 08:00"))
    assert ask(desk, COORDINATOR, current_booking, made.case_id).id != made.booking_id
    return impact(desk, move)


def test_an_impact_is_seen_in_as_many_statements_whatever_else_is_booked(desk: Desk, clock: Clock):
    made, counts = prepared(desk, clock), []
    for wall in ("2027-01-13 08:00", "2027-01-13 11:00"):
        move = a_move(desk, made.booking_id, "2027-01-13 09:30")
        with counted(desk._engine) as statements:
            impact(desk, move)
        counts.append(len(statements))
        a_booked_case(desk, at(wall))

    assert counts[0] == counts[1]
