"""Recording what was done, on both databases."""

from dataclasses import replace
from datetime import timedelta

import pytest

from clinicdesk.cases.queries import current_case
from clinicdesk.cases.rules import CaseStatus
from clinicdesk.desk import Desk
from clinicdesk.evaluations.rules import Level, Side
from clinicdesk.holds.rules import ClearanceDecision
from clinicdesk.procedure_day.actions import record_procedure
from clinicdesk.procedure_day.queries import procedure_form
from clinicdesk.procedure_day.rules import Closure, Restart, RestartDecision
from clinicdesk.record.rules import LabKind
from clinicdesk.scheduling.queries import day
from clinicdesk.scheduling.rules import Sedation
from tests.builders.clinic import COORDINATOR, NURSE, PHYSICIAN, actor, proof
from tests.builders.evidence import a_lab, clear, sign_hold_table, strike_all
from tests.builders.gestures import ask, do, refused, told
from tests.builders.patients import Made, a_booked_case, move_to
from tests.builders.procedures import as_done
from tests.builders.times import TUESDAY, at
from tests.conftest import Clock

TEN, NOON = at("2027-01-12 10:00"), at("2027-01-12 12:00")
L4 = (Level.L4_L5, Side.BOTH)


@pytest.fixture
def held(desk: Desk, clock: Clock) -> Made:
    """A case whose apixaban is held, an hour after its procedure."""
    sign_hold_table(desk)
    made = a_booked_case(desk, TEN, ["Eliquis 5 mg"])
    a_lab(desk, made.patient_id, LabKind.CREATININE_CLEARANCE, "70", clock.now)
    clear(desk, made.booking_id)
    clock.now = NOON
    return made


def test_the_form_knows_what_was_planned_and_what_is_held(desk: Desk, held: Made):
    form = ask(desk, NURSE, procedure_form, held.booking_id)

    assert (form.planned, form.done) == ((L4,), None)
    [drug] = form.held
    assert drug.name == "apixaban"
    assert drug.suggestion(NOON, hemostasis=True) == NOON + timedelta(hours=24)
    assert drug.suggestion(NOON, hemostasis=None) is None


def test_a_procedure_is_recorded_once_and_takes_the_case_to_recovery(desk: Desk, held: Made):
    record = as_done(desk, held.booking_id)

    do(desk, PHYSICIAN, record_procedure, record)

    done = ask(desk, NURSE, procedure_form, held.booking_id).done
    assert done is not None
    assert (done.start, done.end, done.recorded_at) == (TEN, TEN + timedelta(minutes=50), NOON)
    assert (done.levels, done.sedation, done.closure) == ((L4,), Sedation.MODERATE, Closure.GLUE)
    assert (done.hemostasis, done.ordered_by) == (True, "Dr. N. Okafor")
    assert done.restarts == record.restarts
    case = ask(desk, COORDINATOR, current_case, held.patient_id)
    assert case is not None
    assert case.status is CaseStatus.RECOVERY
    [shown] = ask(desk, COORDINATOR, day, TUESDAY).bookings
    assert shown.id == held.booking_id
    assert refused(desk, PHYSICIAN, record_procedure, record) == ["procedure_day.recorded_already"]


def test_records_that_are_refused(desk: Desk, held: Made):
    good = as_done(desk, held.booking_id)
    key = good.restarts[0].drug_key

    def restart(decision: Restart, after: timedelta | None = None) -> tuple[RestartDecision, ...]:
        return (RestartDecision(key, decision, TEN + after if after else None),)

    tomorrow = timedelta(days=1)
    records = {
        "times_missing": replace(good, start=None),
        "ends_before_start": replace(good, end=TEN),
        "ends_in_future": replace(good, end=NOON + timedelta(minutes=1)),
        "another_day": replace(good, start=TEN - timedelta(days=1), end=TEN - timedelta(hours=23)),
        "levels_missing": replace(good, levels=()),
        "level_twice": replace(good, levels=(L4, (Level.L4_L5, Side.LEFT))),
        "sedation_missing": replace(good, sedation=None),
        "closure_missing": replace(good, closure=None),
        "hemostasis_missing": replace(good, hemostasis=None),
        "restart_missing": replace(good, restarts=()),
        "restart_twice": replace(good, restarts=good.restarts * 2),
        "restart_not_held": replace(
            good, restarts=(*good.restarts, RestartDecision("heparin", Restart.STAY_OFF))
        ),
        "restart_time_missing": replace(good, restarts=restart(Restart.RESTART_AT)),
        "restart_time_unused": replace(good, restarts=restart(Restart.STAY_OFF, tomorrow)),
        "restart_before_end": replace(
            good, restarts=restart(Restart.RESTART_AT, timedelta(minutes=50))
        ),
        "restart_needs_hemostasis": replace(
            good, hemostasis=False, restarts=restart(Restart.RESTART_AT, tomorrow)
        ),
    }

    found = {
        code: refused(desk, PHYSICIAN, record_procedure, record) for code, record in records.items()
    }

    assert found == {code: [f"procedure_day.{code}"] for code in records}
    assert ask(desk, NURSE, procedure_form, held.booking_id).done is None


def test_a_booking_that_moved_takes_no_record(desk: Desk, held: Made, clock: Clock):
    record = as_done(desk, held.booking_id)
    clock.now = at("2027-01-11 08:00")
    move_to(desk, held.booking_id, at("2027-01-13 10:00"))

    clock.now = at("2027-01-13 12:00")
    assert refused(desk, PHYSICIAN, record_procedure, record) == ["scheduling.booking_moved"]


def test_the_order_names_its_drug_whatever_became_of_the_medicine(desk: Desk, held: Made):
    do(desk, PHYSICIAN, record_procedure, as_done(desk, held.booking_id))
    strike_all(desk, held.patient_id)

    form = ask(desk, NURSE, procedure_form, held.booking_id)

    assert form.done is not None
    assert [drug.name for drug in form.done.drugs.values()] == ["apixaban"]


def test_only_the_physicians_own_password_signs(desk: Desk, held: Made):
    record = as_done(desk, held.booking_id)
    forged = replace(record, proof=proof(actor(desk, NURSE)))

    assert refused(desk, PHYSICIAN, record_procedure, forged) == ["staff.wrong_password"]
    assert told(desk, NURSE, record_procedure, record).endswith("Ask a physician to do it.")


def test_a_drug_that_went_on_needs_no_restart(desk: Desk, held: Made):
    clear(desk, held.booking_id, decision=ClearanceDecision.CONTINUE)

    record = as_done(desk, held.booking_id)
    assert record.restarts == ()
    do(desk, PHYSICIAN, record_procedure, record)


def test_a_drug_that_nobody_held_gets_its_decision_too(desk: Desk, clock: Clock):
    made = a_booked_case(desk, TEN, ["Eliquis 5 mg", "Plavix 75 mg"])
    clock.now = NOON
    record = as_done(desk, made.booking_id)
    told = {one.drug_key: one for one in record.restarts}
    assert set(told) == {"apixaban", "clopidogrel"}
    forgotten = replace(record, restarts=(told["apixaban"],))
    missing = ["procedure_day.restart_missing"]
    assert refused(desk, PHYSICIAN, record_procedure, forgotten) == missing

    do(desk, PHYSICIAN, record_procedure, record)

    done = ask(desk, NURSE, procedure_form, made.booking_id).done
    assert done is not None
    assert done.restarts == record.restarts
    assert {key: row.name for key, row in done.drugs.items()} == {key: key for key in told}
