"""The gates of a real booking, on both databases: what counts, and from when."""

from dataclasses import replace
from datetime import datetime, time, timedelta
from typing import Any

from clinicdesk.cases.queries import current_case
from clinicdesk.desk import Desk
from clinicdesk.holds.rules import ClearanceDecision
from clinicdesk.intake.actions import SaveIntake, save_intake
from clinicdesk.intake.rules import Answer, AnswerState
from clinicdesk.readiness.actions import NameEscort, name_escort
from clinicdesk.readiness.queries import (
    earlier_driver,
    readiness,
    readiness_of_day,
    readiness_of_week,
)
from clinicdesk.readiness.rules import Escort, EscortKind, GateKey, GateState
from clinicdesk.record.rules import LabKind
from clinicdesk.scheduling.actions.book import book_slot
from clinicdesk.scheduling.rules import Sedation
from clinicdesk.scheduling.tables import Booking
from tests.builders.clinic import COORDINATOR, actor
from tests.builders.evidence import (
    a_driver,
    a_lab,
    clear,
    gate,
    mark,
    name_driver,
    print_sheet,
    sign_hold_table,
    tell_last_dose,
)
from tests.builders.gestures import ask, do, refused
from tests.builders.patients import (
    Made,
    a_booked_case,
    a_note,
    a_patient,
    a_slot,
    answers,
    move_to,
    of_case,
    sign_note,
)
from tests.builders.rows import counted, rows
from tests.builders.times import TUESDAY, at
from tests.conftest import Clock

TEN = at("2027-01-12 10:00")
NOBODY_YET, RIDE = EscortKind.NOBODY_YET, EscortKind.RIDE_ALONE


NOT_A_DRIVER: list[tuple[dict[str, Any], str]] = [
    ({"kind": RIDE}, "driver_ride_alone"),
    ({"kind": RIDE, "name": "City Taxi"}, "driver_ride_alone"),
    ({"kind": NOBODY_YET}, "driver_nobody"),
    ({"name": " "}, "driver_name"),
    ({"phone": ""}, "driver_phone"),
    ({"is_adult": None}, "driver_age"),
    ({"is_adult": False}, "driver_age"),
    ({"has_agreed": None}, "driver_agreement"),
    ({"has_agreed": False}, "driver_agreement"),
]


def test_who_does_not_count_as_a_driver(desk: Desk):
    """RULE-21: a named, reachable adult who agreed; unknown is never yes, a ride never counts."""
    made = a_booked_case(desk, TEN)
    for said, code in NOT_A_DRIVER:
        name_driver(desk, made.booking_id)
        name_driver(desk, made.booking_id, **said)

        found = gate(desk, made.booking_id, GateKey.DRIVER)
        shown = (found.state, [reason.code for reason in found.reasons])
        assert shown == (GateState.NEEDS_ACTION, [f"readiness.{code}"]), said


def test_the_last_word_on_the_driver_counts(desk: Desk):
    made = a_booked_case(desk, TEN)
    assert gate(desk, made.booking_id, GateKey.DRIVER).state is GateState.NOT_ASKED
    name_driver(desk, made.booking_id, kind=NOBODY_YET)

    name_driver(desk, made.booking_id)

    found = gate(desk, made.booking_id, GateKey.DRIVER)
    assert found.state is GateState.READY
    escort = ask(desk, COORDINATOR, readiness, made.booking_id).escort
    assert escort == a_driver(phone="(707) 555-0172")


def test_a_booking_that_moved_takes_no_driver(desk: Desk):
    made = a_booked_case(desk, TEN)
    new_id = move_to(desk, made.booking_id, TEN + timedelta(days=1))
    late = NameEscort(booking_id=made.booking_id, escort=a_driver())

    assert refused(desk, COORDINATOR, name_escort, late) == ["scheduling.booking_moved"]
    assert gate(desk, new_id, GateKey.DRIVER).state is GateState.NOT_ASKED


def test_a_thinner_does_not_hide_behind_a_pain_medicine(desk: Desk):
    """RULE-02: the answer was yes, and ibuprofen is not what it meant."""
    made = a_booked_case(desk, TEN, ["Ibuprofen 400 MG", "Newthin 5 MG"])
    clear(desk, made.booking_id, decision=ClearanceDecision.CONTINUE)

    found = gate(desk, made.booking_id, GateKey.BLOOD_THINNER)
    assert found.state is GateState.NEEDS_ACTION
    assert found.reasons[0].code == "readiness.name_thinner"
    mark(desk, made.patient_id, "Newthin 5 MG")

    found = gate(desk, made.booking_id, GateKey.BLOOD_THINNER)
    assert [reason.code for reason in found.reasons] == [
        "holds.no_clearance",
        "holds.physician_must_set",
        "holds.continues",
    ]


def test_a_driver_counts_for_one_booking(desk: Desk):
    first, second = a_booked_case(desk, TEN), a_booked_case(desk, TEN)
    name_driver(desk, first.booking_id)

    assert gate(desk, second.booking_id, GateKey.DRIVER).state is GateState.NOT_ASKED


def test_without_sedation_nobody_need_drive(desk: Desk, url: str):
    made = a_booked_case(desk, TEN)
    with rows(url) as session:
        session.get_one(Booking, made.booking_id).sedation = Sedation.NONE

    assert gate(desk, made.booking_id, GateKey.DRIVER).state is GateState.NOT_APPLICABLE


def test_an_unknown_blood_thinner_answer_is_not_a_no(desk: Desk):
    """RULE-02: the intake closes over "declined" and "unknown", and the gate goes on asking."""
    for unsaid in (AnswerState.DECLINED, AnswerState.UNKNOWN):
        patient_id = a_patient(desk)
        said = (*answers(thinner=None), Answer("blood_thinner", unsaid))
        intake = SaveIntake(patient_id=patient_id, answers=said, close=True)
        do(desk, COORDINATOR, save_intake, intake)
        made = Made(patient_id, ask(desk, COORDINATOR, current_case, patient_id).id)
        sign_note(desk, made.case_id, a_note())
        booked = do(
            desk, COORDINATOR, book_slot, a_slot(made, TEN, verified=of_case(desk, made.case_id))
        )

        found = gate(desk, booked.booking_id, GateKey.BLOOD_THINNER)
        assert found.state is GateState.NOT_ASKED
        assert [reason.code for reason in found.reasons] == ["readiness.ask_thinner"]


def ready_case(desk: Desk, clock: Clock) -> Made:
    clock.now = at("2027-01-01 08:00")
    sign_hold_table(desk)
    made = a_booked_case(desk, TEN, ["Eliquis 5 mg"], dose_times=(time(8), time(20)))
    a_lab(desk, made.patient_id, LabKind.CREATININE_CLEARANCE, "70", clock.now)
    clear(desk, made.booking_id)
    return made


def test_a_case_becomes_ready_as_its_gates_come_due(desk: Desk, clock: Clock):
    """DESIGN 7.5: packet from T-7, driver from T-3, last dose by check-in."""
    made = ready_case(desk, clock)

    def shown() -> tuple[GateState, str]:
        found = ask(desk, COORDINATOR, readiness, made.booking_id).overall
        return found.state, found.next_step.key if found.next_step else ""

    seen = {"jan 1": shown()}
    clock.now = at("2027-01-05 00:00")
    seen["t-7"] = shown()
    print_sheet(desk, made.booking_id)
    clock.now = at("2027-01-09 00:00")
    seen["t-3"] = shown()
    name_driver(desk, made.booking_id)
    # The driver is on the sheet, so it is printed again.
    seen["named"] = shown()
    print_sheet(desk, made.booking_id)
    seen["printed"] = shown()
    clock.now = at("2027-01-10 09:00")
    seen["untold"] = shown()
    tell_last_dose(desk, made.booking_id, at("2027-01-09 08:00"))
    seen["told"] = shown()

    assert seen == {
        "jan 1": (GateState.READY, ""),
        "t-7": (GateState.NOT_ASKED, GateKey.PACKET),
        "t-3": (GateState.NOT_ASKED, GateKey.DRIVER),
        "named": (GateState.NEEDS_ACTION, GateKey.PACKET),
        "printed": (GateState.READY, ""),
        "untold": (GateState.NEEDS_ACTION, GateKey.BLOOD_THINNER),
        "told": (GateState.READY, ""),
    }


def test_a_dose_taken_too_late_blocks(desk: Desk, clock: Clock):
    made = ready_case(desk, clock)
    clock.now = at("2027-01-10 09:00")

    tell_last_dose(desk, made.booking_id, at("2027-01-09 20:00"))

    found = ask(desk, COORDINATOR, readiness, made.booking_id).overall
    assert found.state is GateState.BLOCKED
    assert found.next_step is not None
    assert found.next_step.reasons[0].code == "holds.too_late"


def test_a_nameless_escort_is_stored_as_it_was_said(desk: Desk):
    made = a_booked_case(desk, TEN)
    escort = a_driver(name="", relationship="", phone="soon", is_adult=None, has_agreed=None)

    do(desk, COORDINATOR, name_escort, NameEscort(booking_id=made.booking_id, escort=escort))

    assert ask(desk, COORDINATOR, readiness, made.booking_id).escort == escort


def starts() -> list[datetime]:
    """Twelve starts in two rooms."""
    first = at("2027-01-12 07:00")
    return [first + timedelta(minutes=75 * number) for number in range(6) for _ in range(2)]


def test_a_day_is_read_in_as_many_statements_whatever_its_bookings(desk: Desk):
    dana, counts = actor(desk, COORDINATOR), []
    sign_hold_table(desk)
    for number, start in enumerate(starts()):
        made = a_booked_case(desk, start, ["Warfarin 5 MG"])
        name_driver(desk, made.booking_id)
        print_sheet(desk, made.booking_id)
        if number in (0, 11):
            with counted(desk._engine) as statements:
                found = desk.read(dana, readiness_of_day, TUESDAY)
            assert len(found) == number + 1
            counts.append(len(statements))

    one, twelve = counts
    assert one == twelve
    with counted(desk._engine) as statements:
        assert desk.read(dana, readiness_of_week, TUESDAY) == found
    assert len(statements) <= twelve


def test_the_driver_of_an_earlier_booking_is_offered_and_has_not_agreed(desk: Desk):
    made = a_booked_case(desk, TEN)
    name_driver(desk, made.booking_id, name="Luc Martinez")
    name_driver(desk, made.booking_id)
    assert ask(desk, COORDINATOR, earlier_driver, made.booking_id) is None

    moved = move_to(desk, made.booking_id, TEN + timedelta(days=1))
    again = move_to(desk, moved, TEN + timedelta(days=2))

    known = readiness_of_one(desk, made.booking_id)
    for later in (moved, again):
        offered = ask(desk, COORDINATOR, earlier_driver, later)
        assert offered == replace(known, has_agreed=None)
        assert readiness_of_one(desk, later) is None


def test_nobody_is_not_offered_again(desk: Desk):
    made = a_booked_case(desk, TEN)
    name_driver(desk, made.booking_id)
    name_driver(desk, made.booking_id, kind=EscortKind.NOBODY_YET, name="")

    moved = move_to(desk, made.booking_id, TEN + timedelta(days=1))

    assert ask(desk, COORDINATOR, earlier_driver, moved) is None


def readiness_of_one(desk: Desk, booking_id: int) -> Escort | None:
    """The driver on record of a booking."""
    found: Escort | None = ask(desk, COORDINATOR, readiness, booking_id).escort
    return found
