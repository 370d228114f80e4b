"""A made-up clinic to try the program in: its people, patients and the bookings of one day.

Everything is made through the actions the program itself uses. Nobody in it exists.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any, TypeVar
from uuid import uuid4
from zoneinfo import ZoneInfo

from platformdirs import user_data_path

from clinicdesk.cases.queries import current_case
from clinicdesk.desk import Actor, Desk
from clinicdesk.evaluations.actions import SignEvaluation, sign_evaluation
from clinicdesk.evaluations.rules import Decision, Level, Modality, Note, Side
from clinicdesk.intake.actions import SaveIntake, save_intake
from clinicdesk.intake.rules import RED_FLAGS, Answer, AnswerState
from clinicdesk.opening import made_apart, open_desk, prepared_file
from clinicdesk.patients.actions import RegisterPatient, register_patient
from clinicdesk.patients.rules import NewPhone, Sex
from clinicdesk.patients.verification import Verification
from clinicdesk.procedure_day.actions import TakeStep, take_step
from clinicdesk.procedure_day.queries import today
from clinicdesk.procedure_day.steps import WAY
from clinicdesk.readiness.actions import NameEscort, name_escort
from clinicdesk.readiness.rules import PASSED, Escort, EscortKind
from clinicdesk.scheduling.actions.book import BookSlot, book_slot
from clinicdesk.scheduling.actions.people import add_person
from clinicdesk.scheduling.actions.setup import OpenClinic, open_clinic
from clinicdesk.scheduling.queries import choices, to_schedule
from clinicdesk.scheduling.rules import Sedation, local_instant
from clinicdesk.settings import embedded_url
from clinicdesk.sheets.actions import IssueSheet, PreviewSheet, issue_sheet, preview_sheet
from clinicdesk.sheets.press import RENDERER, draw
from clinicdesk.sheets.rules import SheetKind
from clinicdesk.staff.actions import NOBODY, ChoosePin, NewPerson, OpenSite, choose_pin
from clinicdesk.staff.passwords import Proof, hash_password, hash_pin
from clinicdesk.staff.queries import credentials
from clinicdesk.staff.rules import Role

PASSWORD = "vineyard walk in spring"
PIN = "385206"
HINT = (
    "This is the demo clinic. Sign in as dana (front desk), noor (nurse), okafor (physician) or "
    f'alex (administrator) with the password "{PASSWORD}"; the PIN to unlock and sign is {PIN}.'
)
ZONE = ZoneInfo("America/Los_Angeles")
SITE = OpenSite(
    name="Vineyard Spine Clinic",
    time_zone=ZONE.key,
    phone="(707) 555-0100",
    after_hours_phone="(707) 555-0199",
    address="1200 Harvest Lane, Napa, CA 94559",
)
_STAFF = (
    ("dana", "Dana Mills", Role.FRONT_DESK),
    ("noor", "Noor Haddad", Role.NURSE),
    ("ortiz", "Sam Ortiz", Role.NURSE),
    ("okafor", "Dr. N. Okafor", Role.PHYSICIAN),
    ("lindqvist", "Dr. E. Lindqvist", Role.PHYSICIAN),
)
_NO_DRIVER = ("", "")


@dataclass(frozen=True)
class MadeUp:
    """A made-up patient; `at` None waits to be scheduled, an empty driver is not named yet."""

    family: str
    given: str
    born: date
    sex: Sex
    phone: str
    at: time | None = None
    room: int = 0
    minutes: int = 60
    driver: tuple[str, str] = _NO_DRIVER
    medicines: tuple[str, ...] = ()
    level: Level = Level.L4_L5


_F, _M = Sex.FEMALE, Sex.MALE
_PATIENTS = (
    MadeUp("Holloway", "Bernice", date(1947, 5, 2), _F, "707 555 0111", time(8), 0, 60,
             ("Ruth Holloway", "daughter")),
    MadeUp("Petrakis", "Stavros", date(1950, 9, 17), _M, "707 555 0112", time(9, 15), 0, 45,
             ("Eleni Petrakis", "wife"), level=Level.L3_L4),
    MadeUp("Martinez", "Rosa", date(1951, 3, 14), _F, "707 555 0171", time(10, 15), 0, 60,
             ("Ana Martinez", "sister")),
    MadeUp("Fitzgerald", "Maureen", date(1944, 12, 30), _F, "707 555 0114", time(8, 30), 1, 60,
             ("Tom Fitzgerald", "husband")),
    MadeUp("Sorensen", "Inga", date(1948, 2, 2), _F, "707 555 0115", time(10), 1, 45,
             ("Lars Sorensen", "son"), ("Apixaban 5 MG Oral Tablet [Eliquis]",)),
    MadeUp("Nguyễn", "Thị Hoa", date(1953, 7, 21), _F, "707 555 0116", time(11, 30), 0, 45),
    MadeUp("Oyelaran", "Samuel", date(1946, 4, 8), _M, "707 555 0117", time(13), 1, 60,
             ("Grace Oyelaran", "wife"), level=Level.L3_L4),
    MadeUp("Martin", "Rose", date(1951, 8, 14), _F, "707 555 0118", time(14), 0, 60),
    MadeUp("Delacroix", "Odette", date(1950, 6, 2), _F, "707 555 0119"),
    MadeUp("Beaumont", "Claude", date(1945, 10, 11), _M, "707 555 0120",
             medicines=("Warfarin Sodium 5 MG Oral Tablet",), level=Level.L3_L4),
)  # fmt: skip

Request = TypeVar("Request")
Answered = TypeVar("Answered")


def database_url() -> str:
    """The demo clinic's own file in the user's data folder."""
    return embedded_url(user_data_path("clinicdesk", appauthor=False) / "demo" / "demo.db")


def make(url: str, now: datetime) -> None:
    """Make the demo clinic with the bookings of `now`'s day, unless the file is there already."""
    file = prepared_file(url)
    if file is None or file.exists():
        return
    # Made as of the day before, so that today's bookings were still ahead when they were made.
    made_at = local_instant(_day(now) - timedelta(days=1), time(12), ZONE)
    with made_apart(file) as making:
        desk = open_desk(embedded_url(making), create=True, clock=lambda: made_at)
        furnish(desk, _day(now))
        desk.close()
        desk = open_desk(embedded_url(making), clock=lambda: now)
        Furnisher(desk, _day(now)).begin_day(now)
        desk.close()


def furnish(desk: Desk, day: date) -> None:
    """Open the clinic and give it patients and that day's bookings."""
    Furnisher(desk, day).furnish()


def _day(now: datetime) -> date:
    """Today at the demo clinic, or the Monday after a weekend."""
    today = now.astimezone(ZONE).date()
    return today + timedelta(days=max(0, 7 - today.weekday()) if today.weekday() > 4 else 0)


class Furnisher:
    """The hands of the made-up people; `day` is the one that bookings are made for."""

    def __init__(self, desk: Desk, day: date) -> None:
        self.desk = desk
        self._day = day

    def furnish(self) -> None:
        """Open the clinic, add its people, and admit and book everybody."""
        password_hash = hash_password(PASSWORD, "alex")
        alex = NewPerson(
            login="alex",
            name="Alex Moreau",
            roles=(Role.ADMINISTRATOR,),
            password_hash=password_hash,
        )
        self.do(NOBODY, open_clinic, OpenClinic(site=SITE, administrator=alex))
        for login, name, role in _STAFF:
            person = NewPerson(login=login, name=name, roles=(role,), password_hash=password_hash)
            self.do(self.actor("alex"), add_person, person)
        self._give_pins()
        for patient in _PATIENTS:
            case_id = self.admit(patient)
            if patient.at is not None:
                self._book(case_id, patient, patient.at)

    def begin_day(self, now: datetime) -> None:
        """Whoever is ready and was to come before `now` is further by then."""
        noor = self.actor("noor")
        for row in self.desk.read(noor, today, self._day).rows:
            who, came = row.booking.patient, row.booking.arrives_at + timedelta(minutes=10)
            sure = Verification(who.id, who.birth_date.year)
            way = zip(WAY, (came, row.booking.starts_at, row.booking.ends_at), strict=False)
            for step, at in (
                way if all(gate.state in PASSED for gate in row.readiness.gates) else ()
            ):
                if at <= now:
                    taken = TakeStep(booking_id=row.booking.id, step=step, verified=sure, at=at)
                    self.do(noor, take_step, taken)

    def _give_pins(self) -> None:
        pin_hash = hash_pin(PIN)
        for login in ("alex", *(login for login, _, _ in _STAFF)):
            actor = self.actor(login)
            self.do(actor, choose_pin, ChoosePin(pin_hash=pin_hash, proof=Proof(actor.id)))

    def admit(self, patient: MadeUp) -> int:
        """Register, take the intake, evaluate and sign; answers the approved case's id."""
        dana = self.actor("dana")
        registration = RegisterPatient(
            family=patient.family,
            given=patient.given,
            birth_date=patient.born,
            sex=patient.sex,
            phones=(NewPhone(typed=patient.phone),),
        )
        patient_id = self.do(dana, register_patient, registration)
        intake = SaveIntake(patient_id=patient_id, answers=_answers(patient), close=True)
        self.do(dana, save_intake, intake)
        case = self.desk.read(dana, current_case, patient_id)
        assert case is not None
        okafor = self.actor("okafor")
        note = SignEvaluation(
            case_id=case.id,
            verified=Verification(patient_id, patient.born.year),
            note=self._note(patient),
            proof=Proof(okafor.id),
        )
        self.do(okafor, sign_evaluation, note)
        return case.id

    def _book(self, case_id: int, patient: MadeUp, at: time) -> None:
        dana = self.actor("dana")
        offered = self.desk.read(dana, choices)
        slot = BookSlot(
            case_id=case_id,
            verified=self.verified(case_id, patient),
            starts_at=local_instant(self._day, at, ZONE),
            minutes=patient.minutes,
            sedation=Sedation.MODERATE,
            room_id=offered.rooms[patient.room].id,
            physician_id=offered.physicians[1 - patient.room].id,
        )
        booked = self.do(dana, book_slot, slot)
        name, relationship = patient.driver
        if name:
            escort = Escort(
                kind=EscortKind.RESPONSIBLE_ADULT,
                name=name,
                relationship=relationship,
                phone="(707) 555-0150",
                is_adult=True,
                has_agreed=True,
            )
            self.do(dana, name_escort, NameEscort(booking_id=booked.booking_id, escort=escort))
            if not patient.medicines:
                self._print(dana, booked.booking_id, slot.verified)

    def verified(self, case_id: int, patient: MadeUp) -> Verification:
        """That somebody asked for the birth year of the patient whose case waits for a date."""
        waiting = self.desk.read(self.actor("dana"), to_schedule)
        [patient_id] = [one.patient.id for one in waiting if one.case_id == case_id]
        return Verification(patient_id, patient.born.year)

    def _print(self, dana: Actor, booking_id: int, verified: Verification | None) -> None:
        wanted = PreviewSheet(booking_id=booking_id, kind=SheetKind.PRE_OP)
        content = self.do(dana, preview_sheet, wanted)
        issue = IssueSheet(
            booking_id=booking_id,
            verified=verified,
            kind=SheetKind.PRE_OP,
            paper_code=content.paper_code,
            renderer=RENDERER,
            pdf=draw(content),
        )
        self.do(dana, issue_sheet, issue)

    def _note(self, patient: MadeUp) -> Note:
        return Note(
            levels=((patient.level, Side.BOTH),),
            modality=Modality.MRI,
            imaging_date=self._day - timedelta(days=40),
            flavum_mm=Decimal("4.6"),
            claudication=True,
            impression="Lumbar stenosis with neurogenic claudication; wishes to proceed.",
            decision=Decision.CANDIDATE,
        )

    def actor(self, login: str) -> Actor:
        """Somebody of the clinic, as signed in."""
        found = self.desk.read(NOBODY, credentials, login)
        assert found is not None
        return found.actor

    def do(self, actor: Actor, action: Callable[[Any, Request], Answered], it: Request) -> Answered:
        """One gesture of somebody; its answer."""
        return self.desk.change(actor, action, it, uuid4()).answer


def _answers(patient: MadeUp) -> tuple[Answer, ...]:
    given = AnswerState.ANSWERED
    return (
        Answer("reason_for_visit", given, "Legs go numb after five minutes of walking"),
        *(Answer(key, given, value=False) for key in RED_FLAGS),
        Answer("allergies", given, ()),
        Answer("medicines", given, patient.medicines),
        Answer("blood_thinner", given, bool(patient.medicines)),
    )
