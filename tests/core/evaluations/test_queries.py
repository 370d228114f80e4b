"""Who waits for a physician's note, on both databases."""

from clinicdesk.cases.rules import CaseStatus
from clinicdesk.desk import Desk
from clinicdesk.evaluations.queries import count_to_evaluate, to_evaluate
from clinicdesk.evaluations.rules import Decision
from tests.builders.clinic import NURSE, PHYSICIAN, actor
from tests.builders.gestures import ask
from tests.builders.patients import a_note, a_patient, an_approved_case, an_evaluable_case
from tests.builders.rows import counted
from tests.conftest import Clock


def test_who_waits_comes_with_the_longest_waiting_first(desk: Desk, clock: Clock):
    assert (ask(desk, NURSE, to_evaluate), ask(desk, PHYSICIAN, count_to_evaluate)) == ((), 0)
    a_patient(desk)  # whose intake was not begun
    first = an_evaluable_case(desk)
    began = clock.now
    clock.advance(hours=1)
    again = an_approved_case(desk, note=a_note(decision=Decision.MORE_WORK_UP))
    worked_up = clock.now
    clock.advance(hours=1)
    last = an_evaluable_case(desk)
    an_approved_case(desk)

    waiting = ask(desk, NURSE, to_evaluate)

    assert [(one.case_id, one.status, one.since) for one in waiting] == [
        (first.case_id, CaseStatus.INTAKE, began),
        (again.case_id, CaseStatus.MORE_WORK_UP, worked_up),
        (last.case_id, CaseStatus.INTAKE, clock.now),
    ]
    assert waiting[0].patient.id == first.patient_id


def test_the_number_on_the_rail_costs_one_statement_and_leaves_out_more_work_up(desk: Desk):
    who, counts = actor(desk, PHYSICIAN), []
    for decision in (None, Decision.MORE_WORK_UP):
        made = an_evaluable_case(desk)
        if decision:
            an_approved_case(desk, note=a_note(decision=decision))
        with counted(desk._engine) as statements:
            found = desk.read(who, count_to_evaluate)
        counts.append((found, sum("mild_case" in one for one in statements)))
        assert made.case_id

    assert counts == [(1, 1), (2, 1)]
