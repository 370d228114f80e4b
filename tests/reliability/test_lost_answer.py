"""R-06: an answer that gets lost after the commit never makes a second row."""

from collections.abc import Callable
from datetime import date
from itertools import repeat
from uuid import UUID, uuid4

import pytest

from clinicdesk.desk import Desk
from clinicdesk.errors import Unanswered
from clinicdesk.opening import open_desk
from clinicdesk.patients.actions import RegisterPatient, register_patient
from clinicdesk.patients.queries import find_patients
from clinicdesk.patients.tables import Patient
from tests.builders.clinic import COORDINATOR, actor
from tests.builders.rows import history, rows
from tests.conftest import Clock
from tests.promises import promise
from tests.reliability.losing import Line, losing
from tests.reliability.proxy import Mode, network

Ids = Callable[[], UUID]


def patients(url: str) -> int:
    with rows(url) as session:
        return session.query(Patient).count()


def registered(desk: Desk, line: Line, day: date, ids: Ids) -> list[int]:
    """Register somebody, losing the answer; send again until one comes."""
    who = actor(desk, COORDINATOR)
    request = RegisterPatient(
        family="Martinez", given="Rosa", birth_date=day, namesake_is_another=True
    )
    line.lose()
    with pytest.raises(Unanswered) as lost:
        desk.change(who, register_patient, request, ids())
    assert "Martinez" not in repr(lost.value) + str(lost.value)
    return [desk.change(who, register_patient, request, ids()).answer for _ in range(2)]


def losses(
    url: str, clock: Clock, cuts: int, ids_of: Callable[[], Ids]
) -> tuple[list[set[int]], int]:
    """The answers to each person registered over a lost answer, and how many were written."""
    with losing(url, clock) as (desk, line):
        answers = [
            {*registered(desk, line, date(1951, 1, 1 + number % 28), ids_of())}
            for number in range(cuts)
        ]
    made = [change for change in history(url) if change.action == "patients.register_patient"]
    assert len(made) == patients(url)
    return answers, len(made)


@promise(
    "R-06",
    "An answer lost after the commit never makes a second row",
    every={"cuts": 15},
    stress={"cuts": 200},
    mutant="every repetition under a new request id",
)
def test_a_commit_whose_answer_is_lost_counts_once(
    url: str, clock: Clock, sizes: dict[str, int], shown: Callable[[str], None]
):
    """`-k under_a_new_id` is the mutant: it makes three rows of one."""
    answers, written = losses(url, clock, sizes["cuts"], lambda: repeat(uuid4()).__next__)

    assert written == sizes["cuts"]
    assert {len(one) for one in answers} == {1}
    shown(f"{sizes['cuts']} answers lost, each request sent three times, {written} rows")


def test_under_a_new_id_every_repetition_counts(url: str, clock: Clock):
    answers, written = losses(url, clock, 2, lambda: uuid4)

    assert ([len(one) for one in answers], written) == ([2, 2], 6)


@pytest.mark.parametrize("broken", ["reset", "restart"])
def test_after_a_lost_line_the_next_gesture_simply_works(
    postgresql_url: str, clock: Clock, broken: str
):
    """The dead connection costs one answer, on which the program asks again by itself."""
    with network(postgresql_url) as between:
        desk = open_desk(between.url, clock=clock)
        who = actor(desk, COORDINATOR)
        between.mode = Mode.RESET
        if broken == "restart":
            between.cut()
        for _ in range(2):
            with pytest.raises(Unanswered):
                desk.read(who, find_patients, "mart")

        between.mode = Mode.PASS

        assert desk.read(who, find_patients, "mart") is not None
        desk.close()
