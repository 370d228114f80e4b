"""The main job: one patient from a referral file to two printed sheets, by keyboard.

`make run` without a display plays this and leaves its pictures and PDFs in demo-output.
"""

from datetime import date, datetime, time
from decimal import Decimal

from pypdf import PdfReader

from clinicdesk import admin
from clinicdesk.demo import PASSWORD, ZONE
from clinicdesk.evaluations.rules import Decision, Level, Modality, Side
from clinicdesk.procedure_day.rules import Closure
from clinicdesk.readiness.rules import EscortKind, GateKey
from clinicdesk.scheduling.rules import local_instant
from clinicdesk.sheets.rules import SheetKind
from tests.conftest import Clock
from tests.journeys.playing import Play
from tests.journeys.referral import write_referral
from ui.holds.clinical_forms import CreatinineForm

PROCEDURE_DAY = date(2026, 12, 3)


def at(day: date, hour: int, minute: int = 0) -> datetime:
    """An instant by the clinic's clock."""
    return local_instant(day, time(hour, minute), ZONE)


def test_main_job(play: Play, clock: Clock, demo_url: str) -> None:
    refer(play, demo_url)
    take_intake(play)
    evaluate(play)
    sign_policy(play)
    book(play)
    name_driver(play)
    ask_prescriber(play)
    print_pre_op(play)
    move_two_hours(play)
    tell_last_dose(play, clock)
    record_procedure(play, clock)
    print_discharge(play)
    look_at_history(play)


def refer(play: Play, url: str) -> None:
    """The referral comes in as a file, twice: the second time changes nothing."""
    file = write_referral(play.output)
    assert admin.main(["import-fhir", "--database", url, str(file)]) == 0
    assert admin.main(["import-fhir", "--database", url, str(file)]) == 0
    play.wait_for_sign_in()
    play.step("Referral imported: the program waits for somebody to sign in")


def take_intake(play: Play) -> None:
    """The coordinator finds the patient and asks the questions."""
    play.sign_in("dana", PASSWORD)
    play.step("Signed in: the coordinator's day")
    play.open_chart("fernandez")
    assert "FERNÁNDEZ, Lucía" in play.chart.banner
    play.step("Chart opened: the referral's medicines are on it")
    intake = play.intake()
    intake.write("reason_for_visit", "Legs go numb after five minutes of walking")
    intake.tick("symptoms", "back_pain", "better_leaning")
    intake.answer_red_flags()
    intake.list("allergies", [])
    intake.answer("blood_thinner", True)
    play.step("Intake: red flags, allergies and blood thinner are asked")
    intake.complete()
    intake.wait_until_complete()
    play.step("Intake complete: from now on it is only read")


def evaluate(play: Play) -> None:
    """The physician writes the note and signs it with the password."""
    play.change_seats("okafor", PASSWORD)
    play.open_chart("fernandez")
    note = play.evaluation()
    note.claudication("yes")
    note.imaging(Modality.MRI, "11/2/2026")
    note.flavum(Decimal("4.6"))
    note.level(Level.L4_L5, Side.BOTH)
    note.impression("Lumbar stenosis with neurogenic claudication. Wishes to proceed.")
    note.decide(Decision.CANDIDATE)
    play.step("Evaluation: the criteria fill as the note is written")
    note.sign(PASSWORD)
    note.wait_until_signed()
    play.step("Evaluation signed: nothing can change it any more")


def sign_policy(play: Play) -> None:
    """Without a physician's signature no dose date counts."""
    policy = play.policy()
    assert "signature" in policy.state
    policy.sign(PASSWORD)
    assert policy.state == "Signed"
    play.step("Policy signed: the physician takes the hold table on")


def book(play: Play) -> None:
    """The coordinator books; a taken place is refused with the next openings."""
    play.change_seats("dana", PASSWORD)
    schedule = play.schedule()
    play.step("Schedule: the day by rooms")
    panel = schedule.book()
    panel.choose_patient("fern")
    panel.choose_length(60)
    panel.choose_room("Procedure Room 1")
    panel.set_date("11/23/2026")
    panel.set_time("10:00 AM")
    panel.commit()
    assert "9:15 AM to 10:15 AM by PETRAKIS, Stavros" in panel.problem
    assert "next openings" in panel.problem
    play.step("Taken: the refusal names the other booking and the next openings")
    panel.set_date("12/3/2026")
    panel.set_time("9:00 AM")
    panel.commit()
    schedule.go_to("12/3/2026")
    assert any("FERNÁNDEZ, Lucía" in card for card in schedule.spoken)
    play.step("Booked: Thursday, December 3 at nine")


def name_driver(play: Play) -> None:
    """The driver is confirmed for this booking, beside the day."""
    play.schedule().open("FERNÁNDEZ, Lucía")
    gates = play.gates()
    gates.say_kind(EscortKind.RIDE_ALONE)
    assert "taxi" in gates.why(GateKey.DRIVER) or "ride" in gates.why(GateKey.DRIVER)
    play.step("Ride alone: it never counts")
    gates.name_driver("Marta Ibarra", "sister", "707 555 0177")
    play.step("Driver named: an adult who agreed")


def ask_prescriber(play: Play) -> None:
    """The nurse records dose times and creatinine clearance, calls the prescriber, and records."""
    play.change_seats("noor", PASSWORD)
    schedule = play.schedule()
    schedule.go_to("12/3/2026")
    schedule.open("FERNÁNDEZ, Lucía")
    drug = play.gates().drug("apixaban")
    drug.take_at("8 AM, 8 PM")
    drug.record_lab(CreatinineForm, "71", at(date(2026, 11, 20), 9))
    drug.record_clearance()
    play.step("Blood thinner: the prescriber cleared the hold, the clock names the last dose")


def print_pre_op(play: Play) -> None:
    """The pre-op sheet is previewed, compared, saved: the very bytes on screen."""
    sheets = play.sheets("fernandez")
    sheets.preview(SheetKind.PRE_OP)
    play.step("Pre-op preview: the very bytes that will be printed")
    sheets.verify()
    text = play.saved(sheets, "pre-op.pdf")
    assert "Thursday, December 3, 2026, at 8:00 AM" in text
    assert "Monday, November 30, 2026, at 8:00 AM" in text
    assert "Marta Ibarra" in text
    play.step("Pre-op saved: with last dose, fasting times and the driver")


def move_two_hours(play: Play) -> None:
    """A move undoes what was confirmed for the other time; the paper is out of date."""
    schedule = play.schedule()
    schedule.go_to("12/3/2026")
    panel = schedule.move("FERNÁNDEZ, Lucía")
    panel.set_time("7:00 AM")
    panel.commit()
    schedule.open("FERNÁNDEZ, Lucía")
    gates = play.gates()
    assert "Not asked" in gates.line(GateKey.DRIVER)
    assert "Out of date" in gates.line(GateKey.PACKET)
    play.step("Moved: driver, prescriber and paper must be seen to again")
    gates.name_driver("Marta Ibarra", "sister", "707 555 0177")
    gates.drug("apixaban").record_clearance()
    sheets = play.sheets("fernandez")
    sheets.preview(SheetKind.PRE_OP)
    sheets.verify()
    text = play.saved(sheets, "pre-op.pdf")
    assert "Thursday, December 3, 2026, at 6:00 AM" in text
    assert "Sunday, November 29, 2026, at 8:00 PM" in text
    play.step("Printed again: the new sheet agrees with the schedule")


def tell_last_dose(play: Play, clock: Clock) -> None:
    """The day before, the nurse asks when the last dose was really taken."""
    clock.now = at(date(2026, 12, 2), 9)
    play.change_seats("noor", PASSWORD)
    schedule = play.schedule()
    schedule.go_to("12/3/2026")
    schedule.open("FERNÁNDEZ, Lucía")
    gates = play.gates()
    gates.drug("apixaban").tell_last_dose(at(date(2026, 11, 29), 20))
    assert "Hold confirmed" in gates.line(GateKey.BLOOD_THINNER)
    play.step("Last dose told: the drug is held, everything is ready")


def record_procedure(play: Play, clock: Clock) -> None:
    """The physician records what was done and orders the discharge."""
    clock.now = at(PROCEDURE_DAY, 9, 30)
    play.change_seats("okafor", PASSWORD)
    play.open_chart("fernandez")
    panel = play.procedure()
    panel.fill("7:05 AM", "7:55 AM", closure=Closure.STITCH)
    panel.take_suggestion("apixaban")
    play.step("Procedure done: what was really done, and the restart")
    panel.sign(PASSWORD)
    assert panel.recorded
    play.step("Discharge ordered: signed by the physician")


def print_discharge(play: Play) -> None:
    """The nurse prints the discharge sheet."""
    play.change_seats("noor", PASSWORD)
    sheets = play.sheets("fernandez")
    sheets.preview(SheetKind.DISCHARGE)
    sheets.verify()
    text = play.saved(sheets, "discharge.pdf")
    assert "stitch" in text
    assert "apixaban (Eliquis)" in text
    assert "Friday, December 4, 2026, at 7:55 AM" in text
    assert "911" in text
    play.step("Discharge sheet: wound, limits with dates, restart, warning signs")
    for name in ("pre-op.pdf", "discharge.pdf"):
        for page in PdfReader(play.output / name).pages:
            assert "Lucía Fernández" in page.extract_text()


def look_at_history(play: Play) -> None:
    """Everything that was done and seen is on record, in words."""
    play.open_chart("fernandez")
    history = play.history()
    assert history.done[0] == "Opened the chart"
    assert history.done[-1] == "Imported the referral"
    assert {"Looked at the case beside the day", "Looked at a sheet before printing"} <= set(
        history.done
    )
    history.go_to("Moved the booking")
    assert "Booking: Booked → Moved" in history.details
    moved = "Starts: Thu, Dec 3, 2026, 9:00 AM → Thu, Dec 3, 2026, 7:00 AM"
    assert moved in history.details
    play.step("History: who did what and when, with before and after in words")
