"""In which time a case may be booked: what binds each end, and what is not known."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from clinicdesk import messages
from clinicdesk.desk import Desk
from clinicdesk.readiness.queries import bookable_window
from clinicdesk.readiness.rules import GateState
from clinicdesk.readiness.window import Window, bookable
from clinicdesk.record.rules import ThinnerAnswer
from tests.builders.clinic import COORDINATOR
from tests.builders.evidence import clear, sign_hold_table
from tests.builders.gestures import ask
from tests.builders.hold_plans import BEFORE, CLEARED, LA, lab, plan
from tests.builders.patients import a_booked_case, an_approved_case
from tests.builders.times import at

YES, NO, NOT_ASKED = ThinnerAnswer.YES, ThinnerAnswer.NO, ThinnerAnswer.NOT_ASKED
IMAGING = date(2026, 1, 31)
CLOPIDOGREL = plan(clearance=CLEARED)
TICK = timedelta(microseconds=1)


def window(answer=NO, plans=(), imaging=IMAGING) -> Window:
    return bookable(answer, plans, imaging, 12, LA)


@pytest.mark.parametrize(
    ("known", "unknown"),
    [
        ({}, []),
        ({"answer": NOT_ASKED}, ["readiness.ask_thinner"]),
        ({"answer": YES}, ["readiness.name_thinner"]),
        ({"answer": YES, "plans": [CLOPIDOGREL]}, []),
        ({"answer": NOT_ASKED, "plans": [CLOPIDOGREL]}, ["readiness.ask_thinner"]),
        ({"answer": YES, "plans": [CLOPIDOGREL, plan()]}, ["holds.no_clearance"]),
        ({"imaging": None}, ["evaluations.imaging_missing"]),
    ],
)
def test_what_has_to_be_known_first(known, unknown: list[str]):
    """Unknown is never no: without an answer no day is called safe (RULE-24)."""
    found = window(**known)

    assert [reason.code for reason in found.unknown] == unknown
    assert (found.standing(BEFORE + timedelta(days=14)) is GateState.READY) is (not unknown)


def test_the_drug_that_takes_longest_binds():
    """RULE-25: and what binds nothing is told too."""
    sooner = plan(clearance=CLEARED, last_dose=BEFORE - timedelta(days=2))
    found = window(YES, [sooner, CLOPIDOGREL, sooner])

    assert found.earliest.at == datetime(2026, 9, 15, 16, tzinfo=UTC)
    assert found.known == ()
    assert [reason.code for reason in window().known] == ["readiness.no_thinner"]


def test_a_start_on_which_a_value_is_too_old_needs_a_newer_one_first():
    """RULE-27: the creatinine clearance of Sep 1 counts for 90 days, to the end of Nov 30."""
    cleared = replace(CLEARED, cleared_to=BEFORE + timedelta(days=200))
    renal = lab("80", "2026-09-01 08:00")
    found = window(YES, [plan("apixaban", clearance=cleared, creatinine_clearance=renal)])
    too_old = datetime(2026, 12, 1, 8, tzinfo=UTC)

    assert found.standing(too_old - TICK) is GateState.READY
    assert found.standing(too_old) is GateState.NEEDS_ACTION


def test_how_a_start_stands_at_each_end():
    """RULE-09: the imaging's last day counts whole."""
    found = window(YES, [CLOPIDOGREL])
    ends = datetime(2027, 2, 1, 8, tzinfo=UTC)
    assert messages.sentence(found.until.because) == (
        "The imaging of Jan 31, 2026 counts through Jan 31, 2027."
    )
    stands = {
        found.earliest.at - TICK: GateState.BLOCKED,
        found.earliest.at: GateState.READY,
        CLEARED.cleared_to: GateState.READY,
        CLEARED.cleared_to + TICK: GateState.NEEDS_ACTION,
        ends - TICK: GateState.NEEDS_ACTION,
        ends: GateState.BLOCKED,
    }

    assert {start: found.standing(start) for start in stands} == stands
    assert window(NOT_ASKED).standing(ends) is GateState.BLOCKED
    assert window(NOT_ASKED).standing(ends - TICK) is GateState.NEEDS_ACTION


def test_the_window_follows_what_is_recorded(desk: Desk):
    made = a_booked_case(desk, at("2026-12-03 09:00"), ["Clopidogrel 75 MG Oral Tablet"])
    waits = an_approved_case(desk)
    [unknown] = ask(desk, COORDINATOR, bookable_window, made.case_id).unknown
    assert unknown.code == "holds.no_clearance"
    sign_hold_table(desk)
    clear(desk, made.booking_id)
    assert ask(desk, COORDINATOR, bookable_window, made.case_id).earliest.at == at(
        "2026-12-03 09:00"
    )
    assert ask(desk, COORDINATOR, bookable_window, waits.case_id).earliest is None
