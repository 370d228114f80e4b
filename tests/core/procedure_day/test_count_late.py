"""The number of late patients on the rail is the board's, on both databases."""

from datetime import timedelta

from clinicdesk.desk import Desk
from clinicdesk.procedure_day.queries import count_late
from clinicdesk.procedure_day.rules import Step
from clinicdesk.procedure_day.stages import stage_limits
from tests.builders.clinic import COORDINATOR, actor
from tests.builders.gestures import ask
from tests.builders.patients import a_booked_case
from tests.builders.rows import counted
from tests.builders.the_day import ready_for, take
from tests.builders.times import at
from tests.conftest import Clock

TEN = at("2027-01-12 10:00")


def test_late_is_who_should_have_come_longer_ago_than_the_limit(desk: Desk, clock: Clock):
    made = ready_for(desk, TEN)
    for wall in ("2027-01-12 15:00", "2027-01-13 08:00", "2027-01-11 10:00"):
        a_booked_case(desk, at(wall))
    arrives = TEN - timedelta(minutes=60)
    found = []
    for past in (stage_limits().late, stage_limits().late + 1):
        clock.now = arrives + timedelta(minutes=past)
        found.append(ask(desk, COORDINATOR, count_late))
    take(desk, made.booking_id, Step.ARRIVED)

    assert [*found, ask(desk, COORDINATOR, count_late)] == [0, 1, 0]
    with counted(desk._engine) as statements:
        desk.read(actor(desk, COORDINATOR), count_late)
    assert sum("booking" in one for one in statements) == 1
