"""The evidence of a hold, recorded through the real editor, and what the clock makes of it."""

from collections.abc import Callable
from datetime import time

import pytest
from pytestqt.qtbot import QtBot

from clinicdesk import topics
from clinicdesk.desk import Desk
from clinicdesk.holds.rules import ClearanceDecision
from clinicdesk.policy import HoldUnit, Indication
from clinicdesk.record.rules import LabKind
from tests.builders.clinic import COORDINATOR, NURSE, PHYSICIAN
from tests.builders.evidence import a_lab, clear, hold, mark, sign_hold_table, tell_last_dose
from tests.builders.patients import Made, a_booked_case
from tests.builders.times import at
from tests.conftest import Clock
from tests.screens import keys
from tests.screens.readiness import HoldScreen
from tests.screens.seat import SignIn
from ui.holds.clinical_forms import CreatinineForm, InrForm, LabForm, TermsForm
from ui.holds.evidence_forms import ClearanceForm, DoseTimesForm, LastDoseForm
from ui.holds.hold_editor import HoldEditor
from ui.kit.panel import DetailPanel

START = at("2026-12-01 09:45")
BID = (time(8), time(20))
Open = Callable[..., HoldScreen]


@pytest.fixture
def open_editor(qtbot: QtBot, sign_in: SignIn) -> Open:
    """Opens the editor of a booking at a drug, for somebody."""
    sides: list[DetailPanel] = []

    def open_it(
        made: Made, drug: str, login: str = COORDINATOR, *, threads: bool = False
    ) -> HoldScreen:
        session = sign_in(login, threads=threads)
        editor = HoldEditor(session, made.booking_id)
        side = DetailPanel("Blood thinner", width=350)
        side.body.addWidget(editor)
        sides.append(side)
        keys.show(qtbot, side, 350, 664)
        keys.settle(qtbot, session.background)
        return HoldScreen(qtbot, editor, drug)

    return open_it


def test_the_whole_way_to_held(open_editor: Open, desk: Desk, clock: Clock) -> None:
    made = a_booked_case(desk, START, ["Eliquis 5 MG Oral Tablet"])
    sign_hold_table(desk)
    drug = open_editor(made, "apixaban", NURSE)
    assert drug.open_form is CreatinineForm
    drug.record_lab(CreatinineForm, "62", clock.now)
    assert drug.open_form is ClearanceForm
    drug.take_at("8 AM, 8 PM")
    drug.record_clearance()
    assert (drug.block.state, drug.open_form) == ("Planned", None)
    assert drug.block.clock["Last dose by"] == "Sat, Nov 28, 2026, 8:00 AM"
    clock.now = at("2026-11-30 10:00")
    drug.tell_last_dose(at("2026-11-27 20:00"))
    assert (drug.block.state, drug.open_form) == ("Hold confirmed", None)
    assert drug.block.clock["Margin"] == "13.7 hours to spare"
    assert not drug.block.is_draft


def test_each_answer_opens_the_next_form(open_editor: Open, desk: Desk, clock: Clock) -> None:
    made = a_booked_case(desk, START, ["Plavix 75 MG"])
    clock.now = at("2026-11-30 10:00")
    drug = open_editor(made, "clopidogrel")
    assert drug.open_form is ClearanceForm
    drug.record_clearance()
    assert drug.open_form is LastDoseForm
    assert drug.section(LastDoseForm).form.taken.day.control.hasFocus()


def test_nothing_is_proposed_before_the_prescriber_answered(open_editor: Open, desk: Desk) -> None:
    drug = open_editor(a_booked_case(desk, START, ["Plavix 75 MG"], dose_times=BID), "clopidogrel")
    assert (drug.block.state, drug.block.clock) == ("Not cleared", {})
    assert "ask the prescriber" in drug.block.why


def test_source_and_draft_until_a_physician_signs(open_editor: Open, desk: Desk) -> None:
    drug = open_editor(a_booked_case(desk, START, ["Plavix 75 MG"]), "clopidogrel")
    assert drug.block.is_draft
    assert drug.block.citation.startswith("Source: ASRA 2018, high-risk procedure, version 1")
    sign_hold_table(desk)
    drug.editor._session.background.changed.emit(frozenset({topics.POLICY}))
    assert not drug.block.is_draft


def test_without_dose_times_the_cut_off_is_shown_and_no_dose_guessed(
    open_editor: Open, desk: Desk
) -> None:
    drug = open_editor(a_booked_case(desk, START, ["Plavix 75 MG"]), "clopidogrel")
    drug.record_clearance()
    assert drug.block.clock == {
        "Hold": "168 hours elapsed (7 days)",
        "No dose after": "Tue, Nov 24, 2026, 9:45 AM",
    }


def test_a_dose_too_late_blocks(open_editor: Open, desk: Desk, clock: Clock) -> None:
    made = a_booked_case(desk, START, ["Eliquis 5 MG"], dose_times=BID)
    sign_hold_table(desk)
    a_lab(desk, made.patient_id, LabKind.CREATININE_CLEARANCE, "62", clock.now)
    clear(desk, made.booking_id)
    clock.now = at("2026-11-30 10:00")
    drug = open_editor(made, "apixaban")
    drug.tell_last_dose(at("2026-11-29 08:00"), "Family")
    assert drug.block.state == "Not held"
    assert drug.block.clock["Earliest start"] == "Wed, Dec 2, 2026, 8:00 AM"
    assert drug.block.clock["Margin"] == "22.3 hours too late"
    assert "is too late" in drug.block.why


@pytest.mark.parametrize(
    ("now", "taken", "sentence"),
    [
        ("2026-11-30 10:00", None, "Enter the day and time of the last dose."),
        ("2026-11-26 10:00", "2026-11-27 20:00", "Enter the dose that was really taken last; that"),
        ("2027-03-15 10:00", "2027-03-14 02:30", "On Sun, Mar 14, 2027 the clocks skip 2:30 AM."),
    ],
)
def test_a_last_dose_that_cannot_be_is_refused_and_stays_typed(
    open_editor: Open, desk: Desk, clock: Clock, now: str, taken: str | None, sentence: str
) -> None:
    made = a_booked_case(desk, START, ["Plavix 75 MG"])
    clear(desk, made.booking_id)
    clock.now = at(now)
    drug = open_editor(made, "clopidogrel")
    if taken is None:
        keys.commit(drug._open(LastDoseForm).save)
    else:
        form = drug._open(LastDoseForm)
        day, clock_time = taken.split()
        keys.type_into(form.taken.day, day)
        keys.type_into(form.taken.time, clock_time)
        keys.choose(form.stated_by, "Patient")
        keys.commit(form.save)
        assert form.taken.time.value() == time.fromisoformat(clock_time)
    assert drug.problem.startswith(sentence)
    assert hold(desk, made.booking_id).plan.last_dose is None


def test_who_told_of_the_last_dose_is_asked(open_editor: Open, desk: Desk, clock: Clock) -> None:
    made = a_booked_case(desk, START, ["Plavix 75 MG"])
    clear(desk, made.booking_id)
    clock.now = at("2026-11-30 10:00")
    drug = open_editor(made, "clopidogrel")
    form = drug._open(LastDoseForm)
    keys.type_into(form.taken.day, "-7d")
    keys.type_into(form.taken.time, "8a")
    keys.commit(form.save)
    assert drug.problem == "Enter who told you about the last dose."


def test_a_clearance_says_who_how_whom_what(open_editor: Open, desk: Desk) -> None:
    made = a_booked_case(desk, START, ["Plavix 75 MG"])
    drug = open_editor(made, "clopidogrel")
    form = drug._open(ClearanceForm)
    keys.commit(form.save)
    assert drug.problem == (
        "Enter the prescriber who decided. Enter how the prescriber was reached. "
        "Enter whom you spoke with. Choose what the prescriber decided."
    )
    drug.record_clearance(spoke_with="nurse Lee")
    assert drug.section(ClearanceForm).summary == (
        "Hold · Dr. A. Reyes, phone, spoke with nurse Lee · Mon, Nov 23, 2026, 8:00 AM"
    )


def test_a_prescriber_that_cannot_be_stored_is_refused(open_editor: Open, desk: Desk) -> None:
    drug = open_editor(a_booked_case(desk, START, ["Plavix 75 MG"]), "clopidogrel")
    drug.record_clearance(prescriber="x" * 101)
    assert drug.problem == "Prescriber has room for 100 characters. Take out 1."
    assert drug.section(ClearanceForm).form.prescriber.value() == "x" * 101


@pytest.mark.parametrize(
    ("decision", "state"),
    [
        (ClearanceDecision.CONTINUE, "Continues"),
        (ClearanceDecision.DEFER, "Asked to wait"),
        (ClearanceDecision.BRIDGE, "DRAFT"),
    ],
)
def test_every_decision_can_be_recorded(
    open_editor: Open, desk: Desk, decision: ClearanceDecision, state: str
) -> None:
    made = a_booked_case(desk, START, ["Plavix 75 MG"])
    drug = open_editor(made, "clopidogrel", PHYSICIAN)
    drug.record_clearance(decision)
    assert drug.block.state == state


@pytest.mark.parametrize("login", [COORDINATOR, NURSE])
def test_going_on_is_the_physicians_to_record(open_editor: Open, desk: Desk, login: str) -> None:
    drug = open_editor(a_booked_case(desk, START, ["Plavix 75 MG"]), "clopidogrel", login)
    drug.record_clearance(ClearanceDecision.CONTINUE)
    assert drug.problem.endswith("Ask a physician to record it.")
    assert drug.block.state == "Not cleared"
    assert drug.section(ClearanceForm).form.decision.value() is ClearanceDecision.CONTINUE


def test_the_answers_time_is_that_of_opening_the_form(
    open_editor: Open, desk: Desk, clock: Clock
) -> None:
    drug = open_editor(a_booked_case(desk, START, ["Plavix 75 MG"]), "clopidogrel")
    keys.press(drug.section(ClearanceForm).link)
    clock.now = at("2026-11-23 15:20")
    keys.press(drug.section(ClearanceForm).link)
    assert drug.section(ClearanceForm).form.decided.value() == clock.now


def test_aspirin_needs_its_indication_from_a_physician(open_editor: Open, desk: Desk) -> None:
    made = a_booked_case(desk, START, ["Aspirin 81 MG"])
    at_the_desk = open_editor(made, "aspirin")
    assert "record why it is taken" in at_the_desk.block.why
    assert at_the_desk.section(TermsForm).summary.endswith("A physician records this.")
    assert not at_the_desk.section(TermsForm).link.isVisible()
    assert at_the_desk.open_form is ClearanceForm
    at_the_desk.record_clearance()
    assert "record why it is taken" in at_the_desk.problem
    doctor = open_editor(made, "aspirin", PHYSICIAN)
    assert doctor.open_form is TermsForm
    doctor.set_terms(Indication.PRIMARY_PREVENTION)
    doctor.record_clearance()
    assert doctor.block.clock["Hold"] == "144 hours elapsed (6 days)"


def test_secondary_prevention_waits_for_the_physicians_interval(
    open_editor: Open, desk: Desk
) -> None:
    doctor = open_editor(a_booked_case(desk, START, ["Aspirin 81 MG"]), "aspirin", PHYSICIAN)
    doctor.set_terms(Indication.SECONDARY_PREVENTION)
    assert "The physician sets one" in doctor.block.why
    doctor.set_terms(interval=("3", HoldUnit.FULL_DAYS_OFF))
    doctor.record_clearance()
    assert doctor.section(TermsForm).summary == "Secondary prevention · 3 full days off"
    assert doctor.block.clock["Hold"] == "3 full days off"


def test_an_interval_without_its_unit_is_refused(open_editor: Open, desk: Desk) -> None:
    doctor = open_editor(
        a_booked_case(desk, START, ["Trental 400 MG"]), "pentoxifylline", PHYSICIAN
    )
    form = doctor._open(TermsForm)
    keys.commit(form.save)
    assert doctor.problem == "Choose what it is taken for, or set an interval."
    keys.type_into(form.value, "7")
    keys.commit(form.save)
    assert doctor.problem.startswith("Enter how long the drug is held, and in which unit")
    assert form.value.value() == 7


@pytest.mark.parametrize(("value", "hold"), [("62", "96"), ("51", "96"), ("50.9", "144")])
def test_dabigatran_needs_the_creatinine_clearance(
    open_editor: Open, desk: Desk, clock: Clock, value: str, hold: str
) -> None:
    made = a_booked_case(desk, at("2026-12-03 09:45"), ["Pradaxa 150 MG"], dose_times=BID)
    drug = open_editor(made, "dabigatran", NURSE)
    drug.record_clearance()
    assert "Record the creatinine clearance" in drug.problem
    drug.record_lab(CreatinineForm, value, clock.now)
    assert drug.section(CreatinineForm).summary.startswith(f"{value} mL/min · Mon, Nov 23")
    assert drug.open_form is ClearanceForm
    keys.commit(drug.section(ClearanceForm).form.save)
    assert drug.block.clock["Hold"].startswith(f"{hold} hours elapsed")
    assert "spoke with nurse Lee" in drug.section(ClearanceForm).summary


def test_below_its_limit_dabigatran_is_not_cleared_by_time(
    open_editor: Open, desk: Desk, clock: Clock
) -> None:
    made = a_booked_case(desk, at("2026-12-03 09:45"), ["Pradaxa 150 MG"], dose_times=BID)
    a_lab(desk, made.patient_id, LabKind.CREATININE_CLEARANCE, "29", clock.now)
    drug = open_editor(made, "dabigatran", NURSE)
    assert "time alone does not clear it" in drug.block.why
    drug.record_clearance()
    assert "time alone does not clear it" in drug.problem


def test_laboratory_values_are_the_clinicians(open_editor: Open, desk: Desk) -> None:
    drug = open_editor(a_booked_case(desk, START, ["Pradaxa 150 MG"]), "dabigatran")
    summary = drug.section(CreatinineForm).summary
    assert summary == "Not recorded · A nurse or a physician records this."


@pytest.mark.parametrize(("inr", "state"), [("1.2", "Hold confirmed"), ("1.3", "INR too high")])
def test_warfarin_needs_its_inr(
    open_editor: Open, desk: Desk, clock: Clock, inr: str, state: str
) -> None:
    made = a_booked_case(desk, START, ["Coumadin 5 MG"], dose_times=(time(18),))
    sign_hold_table(desk)
    clear(desk, made.booking_id)
    clock.now = at("2026-11-30 14:00")
    tell_last_dose(desk, made.booking_id, at("2026-11-25 18:00"))
    drug = open_editor(made, "warfarin", NURSE)
    assert (drug.block.state, drug.open_form) == ("INR needed", InrForm)
    drug.record_lab(InrForm, inr, at("2026-11-30 13:30"))
    assert drug.block.state == state


WRITTEN = "needs a number with at most two decimals, like 1.25."


@pytest.mark.parametrize(
    ("drug", "kind", "typed", "sentence"),
    [
        ("Pradaxa 150 MG", CreatinineForm, "62,5", f"Creatinine clearance {WRITTEN}"),
        ("Pradaxa 150 MG", CreatinineForm, "62.555", f"Creatinine clearance {WRITTEN}"),
        ("Pradaxa 150 MG", CreatinineForm, "0.99", "Creatinine clearance needs a number from 1 to"),
        ("Pradaxa 150 MG", CreatinineForm, "251", "Creatinine clearance needs a number from 1 to"),
        ("Pradaxa 150 MG", CreatinineForm, "1", "Enter the day and time the sample was taken."),
        ("Pradaxa 150 MG", CreatinineForm, "250", "Enter the day and time the sample was taken."),
        ("Coumadin 5 MG", InrForm, "1,2", f"INR {WRITTEN}"),
        ("Coumadin 5 MG", InrForm, "0.49", "INR needs a number from 0.5 to 20."),
        ("Coumadin 5 MG", InrForm, "20.1", "INR needs a number from 0.5 to 20."),
        ("Coumadin 5 MG", InrForm, "0.5", "Enter the day and time the sample was taken."),
        ("Coumadin 5 MG", InrForm, "20", "Enter the day and time the sample was taken."),
    ],
)
def test_what_no_laboratory_writes_is_asked_again(
    open_editor: Open, desk: Desk, drug: str, kind: type[LabForm], typed: str, sentence: str
) -> None:
    made = a_booked_case(desk, START, [drug])
    screen = open_editor(made, hold(desk, made.booking_id).drug_key, NURSE)
    form = screen._open(kind)
    keys.type_into(form.value, typed)
    keys.commit(form.save)
    assert screen.problem.startswith(sentence)


def test_a_value_or_sample_that_is_missing_is_asked_for(open_editor: Open, desk: Desk) -> None:
    drug = open_editor(a_booked_case(desk, START, ["Pradaxa 150 MG"]), "dabigatran", NURSE)
    form = drug._open(CreatinineForm)
    keys.commit(form.save)
    assert drug.problem == "Enter the value from the laboratory report."
    keys.type_into(form.value, "62")
    keys.commit(form.save)
    assert drug.problem == "Enter the day and time the sample was taken."


@pytest.mark.parametrize(
    ("typed", "times"),
    [
        ("8 AM, 8 PM", (time(8), time(20))),
        ("20:00; 8a and noon", (time(8), time(12), time(20))),
        ("8 AM, 8 AM", (time(8),)),
        ("", ()),
    ],
)
def test_dose_times(open_editor: Open, desk: Desk, typed: str, times: tuple[time, ...]) -> None:
    made = a_booked_case(desk, START, ["Plavix 75 MG"], dose_times=(time(9),))
    open_editor(made, "clopidogrel").take_at(typed)
    assert hold(desk, made.booking_id).plan.dose_times == times


def test_unreadable_dose_times_stay_typed(open_editor: Open, desk: Desk) -> None:
    made = a_booked_case(desk, START, ["Plavix 75 MG"])
    drug = open_editor(made, "clopidogrel")
    drug.take_at("8 AM, evening")
    assert drug.problem == "Taken at needs times like 8 AM, 8 PM."
    assert drug.section(DoseTimesForm).form.times.input.text() == "8 AM, evening"


def test_one_drug_on_two_lines_is_one_block(open_editor: Open, desk: Desk) -> None:
    made = a_booked_case(desk, START, ["Plavix 75 MG", "Clopidogrel 75 MG"])
    drug = open_editor(made, "clopidogrel")
    assert len(drug.editor.blocks) == 1
    drug.take_at("8 AM")
    drug.take_at("9 PM")
    assert hold(desk, made.booking_id).plan.dose_times == (time(21),)


def test_a_drug_that_the_table_does_not_know_is_the_physicians_to_set(
    open_editor: Open, desk: Desk
) -> None:
    made = a_booked_case(desk, START, ["Newthin 5 MG"])
    mark(desk, made.patient_id, "Newthin 5 MG")
    key = hold(desk, made.booking_id).drug_key
    doctor = open_editor(made, key, PHYSICIAN)
    assert "Newthin 5 MG: the hold table has no interval for this" in doctor.block.why
    doctor.set_terms(interval=("3", HoldUnit.FULL_DAYS_OFF))
    doctor.record_clearance()
    assert doctor.block.clock["Hold"] == "3 full days off"


def test_two_drugs_one_form(open_editor: Open, desk: Desk) -> None:
    made = a_booked_case(desk, START, ["Plavix 75 MG", "Eliquis 5 MG"])
    first = open_editor(made, "clopidogrel")
    second = HoldScreen(first._qtbot, first.editor, "apixaban")
    assert (first.open_form, second.open_form) == (ClearanceForm, None)
    first.record_clearance()
    assert (first.open_form, second.open_form) == (None, ClearanceForm)
    keys.press(first.section(ClearanceForm).link)
    assert (first.open_form, second.open_form) == (ClearanceForm, None)
    keys.press(first.section(ClearanceForm).link)
    assert (first.open_form, second.open_form) == (None, None)


def test_with_real_threads(open_editor: Open, desk: Desk) -> None:
    made = a_booked_case(desk, START, ["Plavix 75 MG"])
    drug = open_editor(made, "clopidogrel", threads=True)
    drug.record_clearance()
    assert drug.section(ClearanceForm).summary.startswith("Hold · Dr. A. Reyes")
