"""From the signed table to a held drug, on both databases, through the program's own actions."""

from dataclasses import replace
from datetime import date, datetime, time, timedelta
from decimal import Decimal

import pytest
from msgspec import structs
from sqlalchemy import select

from clinicdesk.desk import Desk
from clinicdesk.holds.actions import (
    OfDrug,
    RecordLastDose,
    SetHoldTerms,
    SignPolicy,
    record_clearance,
    record_last_dose,
    set_hold_terms,
    sign_policy,
)
from clinicdesk.holds.queries import hold_clocks, policy_in_force
from clinicdesk.holds.rules import ClearanceDecision, HoldState
from clinicdesk.holds.tables import HoldRow, PolicyVersion
from clinicdesk.policy import HoldUnit, Indication, Interval, canonical_text, drug_table
from clinicdesk.readiness.queries import readiness
from clinicdesk.readiness.rules import GateKey, GateState
from clinicdesk.record.actions import SetDoseTimes, set_dose_times
from clinicdesk.record.queries import chart
from clinicdesk.record.rules import LabKind
from tests.builders.clinic import COORDINATOR, NURSE, PHYSICIAN, actor, proof
from tests.builders.evidence import (
    a_lab,
    an_answer,
    clear,
    gate,
    hold,
    mark,
    of_drug,
    sign_hold_table,
    tell_last_dose,
)
from tests.builders.gestures import ask, do, refused, told
from tests.builders.patients import Made, a_booked_case, a_note, move_to
from tests.builders.rows import rows
from tests.builders.times import ZONE, at
from tests.conftest import Clock

TEN = at("2027-01-12 10:00")
TWICE, EVENING = (time(8), time(20)), (time(18),)
DAYS_OFF = HoldUnit.FULL_DAYS_OFF


def on_apixaban(desk: Desk, starts_at: datetime, dose_times: tuple[time, ...] = ()) -> Made:
    """Booked, with the creatinine clearance that the hold of apixaban asks for."""
    medicines = ["Apixaban 5 MG Oral Tablet"]
    note = a_note(imaging_date=date(2026, 8, 3))
    made = a_booked_case(desk, starts_at, medicines, dose_times=dose_times, note=note)
    seen = hold(desk, made.booking_id).plan.now
    a_lab(desk, made.patient_id, LabKind.CREATININE_CLEARANCE, "70", seen)
    return made


def a_dose(drug: OfDrug, taken_at: datetime) -> RecordLastDose:
    return RecordLastDose(drug=drug, taken_at=taken_at, stated_by="her daughter")


def test_a_physician_signs_the_very_text_once(desk: Desk):
    before = ask(desk, PHYSICIAN, policy_in_force)
    signature = SignPolicy(sha256=before.sha256, proof=proof(actor(desk, PHYSICIAN)))
    other = replace(signature, sha256="0" * 64)
    forged = replace(signature, proof=proof(actor(desk, NURSE)))

    assert before.signed_at is None
    assert refused(desk, PHYSICIAN, sign_policy, other) == ["holds.policy_changed"]
    assert refused(desk, PHYSICIAN, sign_policy, forged) == ["staff.wrong_password"]
    do(desk, PHYSICIAN, sign_policy, signature)

    after = ask(desk, PHYSICIAN, policy_in_force)
    assert (after.signed_by, after.table) == ("Dr. N. Okafor", before.table)
    assert refused(desk, PHYSICIAN, sign_policy, signature) == ["holds.policy_signed_already"]


# Regimen and start, interval, last dose allowed, hours from it to the start.
VECTORS = [
    ("10:00", TWICE, None, "2026-09-12 08:00", 74),
    ("10:00", TWICE, Interval(value=3, unit=DAYS_OFF), "2026-09-11 20:00", 86),
    ("10:00", TWICE, Interval(value=2, unit=DAYS_OFF), "2026-09-12 20:00", 62),
    ("07:00", TWICE, None, "2026-09-11 20:00", 83),
    ("07:00", TWICE, Interval(value=3, unit=DAYS_OFF), "2026-09-11 20:00", 83),
    ("07:00", TWICE, Interval(value=2, unit=DAYS_OFF), "2026-09-12 20:00", 59),
    ("14:00", EVENING, None, "2026-09-11 18:00", 92),
    ("14:00", EVENING, Interval(value=3, unit=DAYS_OFF), "2026-09-11 18:00", 92),
    ("14:00", EVENING, Interval(value=2, unit=DAYS_OFF), "2026-09-12 18:00", 68),
]


def test_worked_vectors(desk: Desk, clock: Clock):
    """The allowed last dose is held; a minute later is too late and blocks the case."""
    clock.now = at("2026-09-08 09:00")
    sign_hold_table(desk)
    day_of = {"10:00": 15, "07:00": 16, "14:00": 17}
    cases = {
        wall: on_apixaban(desk, at(f"2026-09-{number} {wall}"), doses)
        for (wall, number), doses in zip(day_of.items(), (TWICE, TWICE, EVENING), strict=True)
    }
    for wall, _, interval, expected, hours in VECTORS:
        # The table's case is on the 15th; the other two lie one and two days later.
        later = timedelta(days=day_of[wall] - 15)
        made, last = cases[wall], at(expected) + later
        terms = SetHoldTerms(
            drug=of_drug(desk, made.booking_id),
            interval=interval,
            began_interval=hold(desk, made.booking_id).plan.physician_interval,
        )
        do(desk, PHYSICIAN, set_hold_terms, terms)
        clear(desk, made.booking_id)

        found = hold(desk, made.booking_id).clock
        assert found.allowed is not None
        assert found.allowed.last_dose == last, (wall, interval)
        assert at(f"2026-09-15 {wall}") + later - last == timedelta(hours=hours)


def test_across_the_end_of_summer_time_72_hours_are_real_hours(desk: Desk, clock: Clock):
    """Nov 3, 10:00 AM PST minus 72 hours is Oct 31, 11:00 AM PDT."""
    clock.now = at("2026-10-20 09:00")
    sign_hold_table(desk)
    made = on_apixaban(desk, at("2026-11-03 10:00"))
    clear(desk, made.booking_id)
    allowed = hold(desk, made.booking_id).clock.allowed
    assert allowed is not None
    assert (allowed.cut_off, allowed.last_dose) == (at("2026-10-31 11:00"), None)
    clock.now = at("2026-11-02 09:00")
    seen = []

    for late in (timedelta(0), timedelta(minutes=1)):
        tell_last_dose(desk, made.booking_id, allowed.cut_off + late)
        found = hold(desk, made.booking_id).clock
        state = gate(desk, made.booking_id, GateKey.BLOOD_THINNER).state
        seen.append((found.state, found.margin_hours, state))

    assert seen == [
        (HoldState.HELD, Decimal("0.0"), GateState.READY),
        (HoldState.TOO_LATE, Decimal("-0.1"), GateState.BLOCKED),
    ]


def test_unsigned_the_clock_is_a_draft(desk: Desk, clock: Clock):
    made = on_apixaban(desk, TEN, TWICE)
    assert hold(desk, made.booking_id).clock.allowed is None

    clear(desk, made.booking_id)

    found = hold(desk, made.booking_id).clock
    assert (found.draft, found.state) == (True, HoldState.UNSIGNED)
    assert gate(desk, made.booking_id, GateKey.BLOOD_THINNER).state is GateState.NEEDS_ACTION
    sign_hold_table(desk)
    assert hold(desk, made.booking_id).clock.state is HoldState.PLANNED


def test_no_last_dose_is_proposed_before_a_clearance(desk: Desk):
    sign_hold_table(desk)
    made = on_apixaban(desk, TEN, TWICE)

    found = hold(desk, made.booking_id).clock

    assert (found.state, found.allowed) == (HoldState.NEEDS_CLEARANCE, None)


def test_the_prescribers_last_word_counts(desk: Desk):
    sign_hold_table(desk)
    made = on_apixaban(desk, TEN, TWICE)
    expected = {
        ClearanceDecision.CONTINUE: (HoldState.CONTINUES, GateState.READY),
        ClearanceDecision.DEFER: (HoldState.DEFERRED, GateState.BLOCKED),
        ClearanceDecision.BRIDGE: (HoldState.PLANNED, GateState.NEEDS_ACTION),
        ClearanceDecision.HOLD: (HoldState.PLANNED, GateState.NEEDS_ACTION),
    }
    found = {}

    for decision in expected:
        clear(desk, made.booking_id, decision=decision)
        state = gate(desk, made.booking_id, GateKey.BLOOD_THINNER).state
        found[decision] = (hold(desk, made.booking_id).clock.state, state)

    assert found == expected


def test_only_a_physician_takes_the_risk_of_going_on(desk: Desk):
    """RULE-26: whoever else records "keep taking it" is sent to a physician."""
    made = on_apixaban(desk, TEN, TWICE)
    answer = an_answer(desk, made.booking_id, decision=ClearanceDecision.CONTINUE)

    for login in (COORDINATOR, NURSE):
        assert refused(desk, login, record_clearance, answer) == ["holds.continue_needs_physician"]
    assert gate(desk, made.booking_id, GateKey.BLOOD_THINNER).state is GateState.NEEDS_ACTION
    do(desk, PHYSICIAN, record_clearance, answer)

    assert gate(desk, made.booking_id, GateKey.BLOOD_THINNER).state is GateState.READY


def test_a_booking_that_moved_takes_no_evidence(desk: Desk, clock: Clock):
    made = on_apixaban(desk, TEN, TWICE)
    drug = of_drug(desk, made.booking_id)
    evidence = (
        (COORDINATOR, record_clearance, an_answer(desk, made.booking_id)),
        (COORDINATOR, record_last_dose, a_dose(drug, clock.now)),
        (PHYSICIAN, set_hold_terms, SetHoldTerms(drug=drug)),
    )
    move_to(desk, made.booking_id, TEN + timedelta(days=1))

    found = [refused(desk, login, action, request) for login, action, request in evidence]

    assert found == [["scheduling.booking_moved"]] * 3


@pytest.mark.parametrize("key", ["apixaban", "warfarin", "unlisted:1", "no such drug"])
def test_a_drug_the_patient_does_not_take_is_refused(desk: Desk, clock: Clock, key: str):
    """Also one that somebody else takes."""
    on_apixaban(desk, TEN)
    made = a_booked_case(desk, TEN, ["Plavix"])
    drug = OfDrug(booking_id=made.booking_id, drug_key=key)
    answer = replace(an_answer(desk, made.booking_id), drug=drug)

    assert refused(desk, COORDINATOR, record_clearance, answer) == ["holds.not_this_patient"]
    dose = a_dose(drug, clock.now)
    assert refused(desk, COORDINATOR, record_last_dose, dose) == ["holds.not_this_patient"]
    terms = SetHoldTerms(drug=drug)
    assert refused(desk, PHYSICIAN, set_hold_terms, terms) == ["holds.not_this_patient"]


def test_one_drug_on_two_lines_is_held_once(desk: Desk, clock: Clock):
    sign_hold_table(desk)
    made = a_booked_case(desk, TEN, ["Apixaban 5 MG", "Eliquis 5 mg"])
    a_lab(desk, made.patient_id, LabKind.CREATININE_CLEARANCE, "70", clock.now)
    first, second = ask(desk, COORDINATOR, chart, made.patient_id).thinners
    for medicine, at_time in ((first, time(20)), (second, time(8))):
        times = SetDoseTimes(medication_ids=(medicine.id,), dose_times=(at_time,))
        do(desk, COORDINATOR, set_dose_times, times)

    clear(desk, made.booking_id)

    found = hold(desk, made.booking_id)
    assert (found.drug_key, found.medicine) == ("apixaban", "Apixaban 5 MG, Eliquis 5 mg")
    assert found.medication_ids == (first.id, second.id)
    assert found.plan.dose_times == TWICE
    assert found.clock.state is HoldState.PLANNED


def test_drugs_that_the_table_does_not_know_stay_apart(desk: Desk):
    """RULE-32: the physician sets how each is held."""
    sign_hold_table(desk)
    made = a_booked_case(desk, TEN, ["Newthin 5 MG", "Otherthin 2 MG"])
    for name in ("Newthin 5 MG", "Otherthin 2 MG"):
        mark(desk, made.patient_id, name)
    first, second = found = ask(desk, COORDINATOR, hold_clocks, made.booking_id)
    assert [one.plan.row.name for one in found] == ["Newthin 5 MG", "Otherthin 2 MG"]
    assert {one.clock.reasons[-1].code for one in found} == {"holds.physician_must_set"}
    drug = OfDrug(booking_id=made.booking_id, drug_key=first.drug_key)
    terms = SetHoldTerms(drug=drug, interval=Interval(value=3, unit=DAYS_OFF))

    do(desk, PHYSICIAN, set_hold_terms, terms)
    do(desk, COORDINATOR, record_clearance, an_answer(desk, made.booking_id, drug=drug))

    first, second = ask(desk, COORDINATOR, hold_clocks, made.booking_id)
    assert (first.clock.state, second.clock.state) == (
        HoldState.PLANNED,
        HoldState.NEEDS_CLEARANCE,
    )
    assert "the clinic's physician sets it" in first.clock.citation


def test_another_tables_signature_does_not_sign_a_hold(desk: Desk, url: str):
    """RULE-32: the hold counts from its own table, until evidence under the signed one comes in."""
    made = on_apixaban(desk, TEN, TWICE)
    clear(desk, made.booking_id)
    older = structs.replace(drug_table(), version="0")
    with rows(url) as session:
        text = canonical_text(older)
        version = PolicyVersion(profile="asra_2018", version="0", text=text, sha256="0" * 64)
        session.add(version)
        session.flush()
        session.scalars(select(HoldRow)).one().policy_version_id = version.id
    sign_hold_table(desk)

    found = hold(desk, made.booking_id).clock
    assert (found.state, found.draft) == (HoldState.UNSIGNED, True)
    assert "version 0: " in found.citation
    clear(desk, made.booking_id)

    found = hold(desk, made.booking_id).clock
    assert (found.state, found.draft) == (HoldState.PLANNED, False)
    assert "version 1: " in found.citation


def test_answers_that_are_refused(desk: Desk, clock: Clock):
    made = on_apixaban(desk, TEN, TWICE)
    answer = an_answer(desk, made.booking_id)
    answers = {
        "holds.prescriber_missing": replace(answer, prescriber=" "),
        "holds.method_missing": replace(answer, method=""),
        "holds.spoke_with_missing": replace(answer, spoke_with=""),
        "holds.clearance_in_future": replace(answer, decided_at=clock.now + timedelta(minutes=1)),
    }

    found = {
        code: refused(desk, COORDINATOR, record_clearance, one) for code, one in answers.items()
    }

    assert found == {code: [code] for code in answers}
    assert hold(desk, made.booking_id).hold_id is None


def test_last_doses_that_are_refused(desk: Desk, clock: Clock):
    made = on_apixaban(desk, TEN, TWICE)
    dose = a_dose(of_drug(desk, made.booking_id), clock.now)
    later = replace(dose, taken_at=clock.now + timedelta(minutes=1))

    assert refused(desk, COORDINATOR, record_last_dose, later) == ["holds.last_dose_in_future"]
    nobody = replace(dose, stated_by=" ")
    assert refused(desk, COORDINATOR, record_last_dose, nobody) == ["holds.stated_by_missing"]
    do(desk, COORDINATOR, record_last_dose, dose)


# Medicine, creatinine clearances recorded, and why no clearance can be taken yet.
NOT_COMPUTABLE: list[tuple[str, dict[str, str], str]] = [
    ("Pradaxa", {}, "crcl_missing"),
    ("Pradaxa", {"2026-10-01 09:00": "70"}, "crcl_old"),
    ("Pradaxa", {"2026-11-20 09:00": "29"}, "not_clearable"),
    ("Aspirin 81 MG", {}, "indication_missing"),
    ("Heparin IV", {}, "physician_must_set"),
]


def test_a_hold_that_cannot_be_computed_is_not_cleared(desk: Desk):
    """RULE-27, RULE-29: never a default; the gate says what is missing."""
    sign_hold_table(desk)
    for later, (medicine, labs, code) in enumerate(NOT_COMPUTABLE):
        made = a_booked_case(desk, TEN + timedelta(weeks=later), [medicine])
        for taken_at, value in labs.items():
            a_lab(desk, made.patient_id, LabKind.CREATININE_CLEARANCE, value, at(taken_at))

        answer = an_answer(desk, made.booking_id)
        assert refused(desk, COORDINATOR, record_clearance, answer) == [f"holds.{code}"]
        shown = gate(desk, made.booking_id, GateKey.BLOOD_THINNER)
        assert shown.state is GateState.NEEDS_ACTION
        assert f"holds.{code}" in [reason.code for reason in shown.reasons]


def test_only_the_physicians_terms_make_it_computable(desk: Desk):
    sign_hold_table(desk)
    made = a_booked_case(desk, TEN, ["Aspirin 81 MG"])
    terms = SetHoldTerms(
        drug=of_drug(desk, made.booking_id), indication=Indication.PRIMARY_PREVENTION
    )
    assert told(desk, NURSE, set_hold_terms, terms).endswith("Ask a physician to do it.")

    do(desk, PHYSICIAN, set_hold_terms, terms)
    clear(desk, made.booking_id)

    assert hold(desk, made.booking_id).clock.state is HoldState.PLANNED


def test_warfarin_wants_its_inr_too(desk: Desk, clock: Clock):
    """RULE-28: five days off are not enough without an INR up to 1.2 of the last 24 hours."""
    sign_hold_table(desk)
    made = a_booked_case(desk, TEN, ["Warfarin Sodium 5 MG"], dose_times=[time(18)])
    clear(desk, made.booking_id)
    clock.now = at("2027-01-12 06:00")
    tell_last_dose(desk, made.booking_id, at("2027-01-06 18:00"))
    states = [hold(desk, made.booking_id).clock.state]
    for value in ("1.3", "1.2"):
        a_lab(desk, made.patient_id, LabKind.INR, value, clock.now)
        states.append(hold(desk, made.booking_id).clock.state)
        clock.advance(minutes=30)

    assert states == [HoldState.NEEDS_INR, HoldState.INR_HIGH, HoldState.HELD]


def test_two_drugs_are_two_holds_and_the_worse_one_counts(desk: Desk):
    sign_hold_table(desk)
    made = a_booked_case(desk, TEN, ["Clopidogrel 75 MG", "Warfarin Sodium 5 MG"])

    drugs = [one.drug_key for one in ask(desk, COORDINATOR, hold_clocks, made.booking_id)]

    assert drugs == ["clopidogrel", "warfarin"]
    reasons = gate(desk, made.booking_id, GateKey.BLOOD_THINNER).reasons
    assert [reason.code for reason in reasons].count("holds.no_clearance") == 2


def test_readiness_shows_the_source_of_the_interval(desk: Desk):
    made = on_apixaban(desk, TEN)
    [shown] = ask(desk, COORDINATOR, readiness, made.booking_id).holds

    assert shown.clock.citation.startswith("ASRA 2018, high-risk procedure, version 1: ")
    assert shown.plan.zone == ZONE
