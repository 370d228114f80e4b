"""Whoever saves second decides in the form: a driver, terms, dose times, a booking's place."""

from dataclasses import replace
from datetime import date, time

import pytest
from pytestqt.qtbot import QtBot

from clinicdesk.desk import Desk
from clinicdesk.holds.actions import SetHoldTerms, set_hold_terms
from clinicdesk.policy import HoldUnit, Interval
from clinicdesk.readiness.queries import readiness
from clinicdesk.readiness.rules import EscortKind
from clinicdesk.record.actions import SetDoseTimes, set_dose_times
from clinicdesk.record.queries import chart
from clinicdesk.scheduling.actions.book import MoveBooking, move_booking
from clinicdesk.scheduling.queries import booking, choices, current_booking
from tests.builders.clinic import COORDINATOR, NURSE, PHYSICIAN
from tests.builders.evidence import hold, name_driver, of_drug
from tests.builders.gestures import ask, do
from tests.builders.patients import Made, a_booked_case
from tests.builders.times import at
from tests.screens import keys
from tests.screens.seat import SignIn
from ui.holds.clinical_forms import TermsForm
from ui.holds.evidence_forms import DoseTimesForm
from ui.kit.conflict_card import ConflictCard, ConflictRow
from ui.kit.labels import Label
from ui.readiness.driver_editor import DriverEditor
from ui.scheduling.booking_panel import BookingPanel

TEN = at("2027-01-12 10:00")


@pytest.fixture
def made(desk: Desk) -> Made:
    return a_booked_case(desk, TEN, ["Eliquis 5 mg"])


@pytest.fixture
def editor(qtbot: QtBot, sign_in: SignIn, made: Made) -> DriverEditor:
    shown = DriverEditor(sign_in(COORDINATOR), made.booking_id)
    keys.show(qtbot, shown, 380, 640)
    keys.choose(shown.kind, EscortKind.RESPONSIBLE_ADULT)
    keys.type_into(shown.name, "Ben Martinez")
    keys.type_into(shown.relationship, "son")
    return shown


def fields(card: ConflictCard) -> list[str]:
    assert card.sentence.endswith("Choose what counts, then save again.")
    return [*card.rows]


def said(row: ConflictRow) -> list[str]:
    """What is saved now, and what was typed here."""
    return [label.text() for label in row.findChildren(Label)][2::2]


def test_two_people_name_two_drivers(qtbot: QtBot, editor: DriverEditor, desk: Desk, made: Made):
    name_driver(desk, made.booking_id)
    keys.commit(editor.name)

    assert fields(editor.conflict) == ["kind"]
    [row] = editor.conflict.rows.values()
    promise = "is 18 or older, has agreed to take the patient home"
    ana = f"Ana Martinez, daughter, (707) 555-0172, {promise}"
    assert said(row) == [ana, "Ben Martinez, son"]
    assert (editor.name.value(), editor.phone.value()) == ("Ben Martinez", "")
    row.choose(0)
    assert (editor.name.value(), editor.has_agreed.value()) == ("Ana Martinez", True)
    row.choose(1)
    assert (editor.name.value(), editor.has_agreed.value()) == ("Ben Martinez", False)
    keys.settle(qtbot, editor._session.background)
    keys.commit(editor.name)

    assert editor.conflict.isHidden()
    escort = ask(desk, COORDINATOR, readiness, made.booking_id).escort
    assert (escort.name, escort.relationship) == ("Ben Martinez", "son")


def test_who_it_is_at_all_comes_with_everything_said(editor: DriverEditor, desk: Desk, made: Made):
    name_driver(desk, made.booking_id, kind=EscortKind.RIDE_ALONE, name="", relationship="")
    keys.commit(editor.name)

    assert fields(editor.conflict) == ["kind"]
    row = editor.conflict.rows["kind"]
    row.choose(0)
    assert editor.kind.value() is EscortKind.RIDE_ALONE
    row.choose(1)
    assert (editor.kind.value(), editor.name.value()) == (
        EscortKind.RESPONSIBLE_ADULT,
        "Ben Martinez",
    )


def test_one_driver_whose_number_two_people_note(
    qtbot: QtBot, sign_in: SignIn, desk: Desk, made: Made
):
    name_driver(desk, made.booking_id)
    editor = DriverEditor(sign_in(COORDINATOR), made.booking_id)
    keys.show(qtbot, editor, 380, 640)
    editor.show_escort(ask(desk, COORDINATOR, readiness, made.booking_id).escort)
    keys.type_into(editor.phone, "707 555 0111")
    name_driver(desk, made.booking_id, phone="707 555 0122", relationship="niece")
    keys.commit(editor.phone)

    assert fields(editor.conflict) == ["relationship", "phone"]
    assert said(editor.conflict.rows["phone"]) == ["(707) 555-0122", "(707) 555-0111"]
    assert (editor.relationship.value(), editor.phone.value()) == ("niece", "(707) 555-0111")


def test_terms(qtbot: QtBot, sign_in: SignIn, desk: Desk, made: Made):
    drug = of_drug(desk, made.booking_id)
    form = TermsForm(sign_in(PHYSICIAN), drug, hold(desk, made.booking_id).plan.row)
    keys.show(qtbot, form, 380, 500)
    form.show_hold(hold(desk, made.booking_id))
    keys.type_into(form.value, "3")
    keys.choose(form.unit, HoldUnit.FULL_DAYS_OFF)
    theirs = Interval(value=72, unit=HoldUnit.HOURS_ELAPSED)
    do(desk, PHYSICIAN, set_hold_terms, SetHoldTerms(drug=drug, interval=theirs))
    keys.commit(form.value)

    assert fields(form.conflict) == ["hold_for", "counted_in"]
    keys.press(form.conflict.theirs)
    assert (form.value.value(), form.unit.value()) == (72, HoldUnit.HOURS_ELAPSED)
    keys.press(form.conflict.mine)
    keys.commit(form.value)

    own = hold(desk, made.booking_id).plan.physician_interval
    assert own == Interval(value=3, unit=HoldUnit.FULL_DAYS_OFF)


def test_dose_times(qtbot: QtBot, sign_in: SignIn, desk: Desk, made: Made):
    form = DoseTimesForm(sign_in(COORDINATOR), of_drug(desk, made.booking_id))
    keys.show(qtbot, form, 380, 500)
    form.show_hold(hold(desk, made.booking_id))
    keys.type_into(form.times, "8 AM, 8 PM")
    [medicine] = ask(desk, NURSE, chart, made.patient_id).thinners
    nine = SetDoseTimes(medication_ids=(medicine.id,), dose_times=(time(9),))
    do(desk, NURSE, set_dose_times, nine)
    keys.commit(form.times)

    assert fields(form.conflict) == ["dose_times"]
    assert form.conflict.theirs.isHidden()
    form.conflict.rows["dose_times"].choose(0)
    assert form.times.value() == (time(9),)
    form.conflict.rows["dose_times"].choose(1)
    keys.commit(form.times)
    assert hold(desk, made.booking_id).plan.dose_times == (time(8), time(20))


def test_a_move(qtbot: QtBot, sign_in: SignIn, desk: Desk, made: Made):
    old = ask(desk, COORDINATOR, booking, made.booking_id)
    panel = BookingPanel(sign_in(COORDINATOR), ask(desk, COORDINATOR, choices), moving=old)
    keys.show(qtbot, panel, 380, 720)
    slot = panel.form.slot
    keys.type_into(slot.date, "1/14/2027")
    theirs = MoveBooking(
        booking_id=old.id,
        verified=made.verified,
        lock_version=old.lock_version,
        starts_at=at("2027-01-13 08:00"),
        minutes=45,
        sedation=old.sedation,
    )
    do(desk, COORDINATOR, move_booking, theirs)
    keys.verify(panel.verify)
    keys.commit(slot.date)

    assert fields(panel.conflict) == ["start", "minutes"]
    keys.settle(qtbot, panel._session.background)
    assert (slot.date.value(), panel.form.length.value()) == (date(2027, 1, 14), 45)
    with qtbot.waitSignal(panel.placed):
        panel.conflict.rows["start"].choose(0)
    assert slot.known_start() == theirs.starts_at
    assert panel.proposed().start == theirs.starts_at
    [draft] = panel._session.drafts.unfinished
    assert draft.typed == panel._draft.held()
    panel.conflict.rows["start"].choose(1)
    keys.verify(panel.verify)
    with qtbot.waitSignal(panel.done):
        keys.commit(slot.date)

    now = ask(desk, COORDINATOR, current_booking, made.case_id)
    assert (now.starts_at, now.minutes) == (at("2027-01-14 10:00"), 45)


def test_what_contradicts_nobody_is_saved(desk: Desk, made: Made):
    """Somebody else chose another room meanwhile; any room agrees with it."""
    old = ask(desk, COORDINATOR, booking, made.booking_id)
    rooms = [room.id for room in ask(desk, COORDINATOR, choices).rooms]
    elsewhere = next(room for room in rooms if room != old.room_id)
    stay = MoveBooking(
        booking_id=old.id,
        verified=made.verified,
        lock_version=old.lock_version,
        starts_at=old.starts_at,
        minutes=old.minutes,
        sedation=old.sedation,
        room_id=elsewhere,
    )
    do(desk, COORDINATOR, move_booking, stay)
    later = replace(stay, starts_at=at("2027-01-12 11:00"), room_id=None)

    do(desk, COORDINATOR, move_booking, later)

    assert ask(desk, COORDINATOR, current_booking, made.case_id).starts_at == later.starts_at
