"""One prepared gesture for every action of permissions.toml: what it takes, and that it succeeds.

Whoever adds an action adds its maker here, under the action's permission key:

    @makes("readiness.name_escort")
    def _(world: World) -> Gesture:
        return Gesture(COORDINATOR, name_escort, NameEscort(...))

A maker prepares what the action needs through the program's own actions, and answers who asks,
what, and with which request; `world.desk.change` then succeeds. It may be called several times on
one desk, in any order with the others; only the hold table is signed once. An action without a
maker fails tests/core/test_every_action.py.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, time, timedelta
from decimal import Decimal
from itertools import count
from typing import Any
from uuid import UUID, uuid4

from clinicdesk.audit.actions import AcceptHistory, accept_history
from clinicdesk.cases.actions import open_case
from clinicdesk.desk import Actor, Desk, Done
from clinicdesk.evaluations.actions import sign_evaluation
from clinicdesk.exchange.actions import import_patient
from clinicdesk.exchange.candidates import ImportPatient
from clinicdesk.holds.actions import (
    RecordLastDose,
    SetHoldTerms,
    SignPolicy,
    record_clearance,
    record_last_dose,
    set_hold_terms,
    sign_policy,
)
from clinicdesk.holds.queries import policy_in_force
from clinicdesk.intake.actions import (
    AcknowledgeFlags,
    SaveIntake,
    acknowledge_red_flags,
    save_intake,
)
from clinicdesk.intake.queries import intake
from clinicdesk.intake.rules import RED_FLAGS, Answer, AnswerState
from clinicdesk.patients.actions import (
    CorrectPatient,
    RegisterPatient,
    correct_patient,
    open_chart,
    register_patient,
)
from clinicdesk.patients.queries import patient_identity
from clinicdesk.patients.tables import PatientAlert
from clinicdesk.policy import HoldUnit, Indication, Interval
from clinicdesk.readiness.actions import NameEscort, name_escort, open_case_panel
from clinicdesk.record.actions import (
    AddMedicine,
    AnswerThinner,
    MarkThinner,
    RecordLab,
    SetDoseTimes,
    StrikeAllergy,
    StrikeMedicine,
    add_medicine,
    answer_thinner,
    mark_thinner,
    record_lab,
    set_dose_times,
    strike_allergy,
    strike_medicine,
)
from clinicdesk.record.entries import NewAllergy, NewMedicine
from clinicdesk.record.queries import chart
from clinicdesk.record.rules import LabKind
from clinicdesk.scheduling.actions.book import book_slot
from clinicdesk.scheduling.actions.people import (
    add_person,
    bring_back_person,
    change_person,
    end_person,
)
from clinicdesk.scheduling.actions.setup import OpenClinic, open_clinic
from clinicdesk.seed.actions import LoadRows, load_rows
from clinicdesk.sheets.actions import (
    PreviewSheet,
    PrintDayList,
    issue_sheet,
    preview_sheet,
    print_day_list,
)
from clinicdesk.sheets.queries import day_list
from clinicdesk.sheets.rules import SheetKind
from clinicdesk.staff.actions import NOBODY, OpenSite, sign_in, unlock_person
from clinicdesk.staff.members import ChangePerson, fields_of
from clinicdesk.staff.rules import Role
from tests.builders.changes import CHANGE_GESTURES
from tests.builders.clinic import ADMINISTRATOR, COORDINATOR, NURSE, PHYSICIAN, actor, person, proof
from tests.builders.contacts import CONTACT_GESTURES
from tests.builders.documents import DOCUMENT_GESTURES
from tests.builders.duplicates import DUPLICATE_GESTURES
from tests.builders.evidence import a_driver, a_lab, a_print, an_answer, of_drug
from tests.builders.gestures import ask, do
from tests.builders.lists import LIST_GESTURES
from tests.builders.patients import (
    Made,
    a_booked_case,
    a_note,
    a_patient,
    a_signature,
    a_slot,
    an_approved_case,
    an_evaluable_case,
    answers,
)
from tests.builders.sign_in import SIGN_IN
from tests.builders.staff import a_newcomer, as_listed, lock, on_the_list
from tests.builders.the_day import DAY_GESTURES, MovableClock
from tests.builders.times import TUESDAY, a_free_start, at

CONSOLE, NO_ONE = "console", "nobody"
# These begin where no clinic is yet: give them a desk on an empty database.
WITHOUT_CLINIC = {"scheduling.open_clinic"}

_serial = count()


@dataclass(frozen=True)
class World:
    """Where a gesture is prepared; a procedure is recorded after its end, so the clock moves."""

    desk: Desk
    clock: MovableClock


@dataclass(frozen=True)
class Gesture:
    """Who asks for which action with which request."""

    login: str
    action: Callable[..., Any]
    request: Any

    def carry_out(self, desk: Desk, request_id: UUID | None = None) -> Done[Any]:
        """Ask for it, as somebody at the screen or the console does."""
        return desk.change(
            acting(desk, self.login), self.action, self.request, request_id or uuid4()
        )


Maker = Callable[[World], Gesture]
MAKERS: dict[str, Maker] = {}


def makes(key: str) -> Callable[[Maker], Maker]:
    """Enter a maker under its action's permission key."""

    def enter(maker: Maker) -> Maker:
        assert key not in MAKERS, f"{key} has its maker already"
        MAKERS[key] = maker
        return maker

    return enter


def prepared(key: str, desk: Desk, clock: MovableClock) -> Gesture:
    """The world is ready; answers the gesture that succeeds in it."""
    return MAKERS[key](World(desk, clock))


def acting(desk: Desk, login: str) -> Actor:
    """Somebody as the program knows them, before sign-in and at the console too."""
    if login == NO_ONE:
        return NOBODY
    found = actor(desk, login)
    roles = frozenset({CONSOLE}) if login == CONSOLE else found.roles
    return Actor(found.id, found.login, found.name, roles)


def _booked(world: World, medicines: tuple[str, ...] = ()) -> Made:
    return a_booked_case(world.desk, a_free_start(), medicines, dose_times=(time(8), time(20)))


def _on_apixaban(world: World) -> Made:
    made = _booked(world, ("Eliquis 5 mg",))
    a_lab(world.desk, made.patient_id, LabKind.CREATININE_CLEARANCE, "71", at("2026-11-23 07:00"))
    return made


def _medicine(world: World, name: str, patient_id: int | None = None) -> int:
    """A patient's medicine; answers its id."""
    patient = patient_id or a_patient(world.desk)
    do(world.desk, NURSE, add_medicine, AddMedicine(patient_id=patient, name=name))
    return int(ask(world.desk, NURSE, chart, patient).medicines[-1].id)


@makes("staff.sign_in")
def _(world: World) -> Gesture:
    return Gesture(COORDINATOR, sign_in, proof(actor(world.desk, COORDINATOR)))


for _key, _make in SIGN_IN.items():
    makes(_key)(lambda world, make=_make: Gesture(*make(world.desk)))


@makes("patients.register_patient")
def _(world: World) -> Gesture:
    newcomer = RegisterPatient(
        family=f"Newcomer {next(_serial)}", given="Nadia", birth_date=date(1950, 1, 1)
    )
    return Gesture(COORDINATOR, register_patient, newcomer)


@makes("patients.correct_patient")
def _(world: World) -> Gesture:
    patient_id = a_patient(world.desk)
    began = ask(world.desk, COORDINATOR, patient_identity, patient_id)
    married = replace(began, name=replace(began.name, family=f"Newname {next(_serial)}"))
    request = CorrectPatient(
        patient_id=patient_id, identity=married, began=began, name_changed=True
    )
    return Gesture(COORDINATOR, correct_patient, request)


@makes("patients.open_chart")
def _(world: World) -> Gesture:
    return Gesture(COORDINATOR, open_chart, a_patient(world.desk))


@makes("record.mark_thinner")
def _(world: World) -> Gesture:
    return Gesture(
        NURSE, mark_thinner, MarkThinner(medication_id=_medicine(world, "Nattokinase 100 mg"))
    )


@makes("record.strike_medicine")
def _(world: World) -> Gesture:
    struck = StrikeMedicine(
        medication_id=_medicine(world, "Simvastatin 10 mg"), reason="another patient's list"
    )
    return Gesture(NURSE, strike_medicine, struck)


@makes("record.strike_allergy")
def _(world: World) -> Gesture:
    patient_id = a_patient(world.desk)
    taken = SaveIntake(patient_id=patient_id, answers=answers(allergies=["Latex"]))
    do(world.desk, COORDINATOR, save_intake, taken)
    [latex] = ask(world.desk, NURSE, chart, patient_id).allergies
    return Gesture(
        NURSE, strike_allergy, StrikeAllergy(allergy_id=latex.id, reason="told of the wrong person")
    )


@makes("record.add_medicine")
def _(world: World) -> Gesture:
    added = AddMedicine(patient_id=a_patient(world.desk), name="Simvastatin 10 mg")
    return Gesture(COORDINATOR, add_medicine, added)


@makes("record.answer_thinner")
def _(world: World) -> Gesture:
    answer = AnswerThinner(patient_id=a_patient(world.desk), takes_thinner=False)
    return Gesture(COORDINATOR, answer_thinner, answer)


@makes("record.record_lab")
def _(world: World) -> Gesture:
    lab = RecordLab(
        patient_id=a_patient(world.desk),
        kind=LabKind.INR,
        value=Decimal("1.1"),
        taken_at=world.clock.now - timedelta(hours=2),
    )
    return Gesture(NURSE, record_lab, lab)


@makes("record.set_dose_times")
def _(world: World) -> Gesture:
    times = SetDoseTimes(
        medication_ids=(_medicine(world, "Eliquis 5 mg"),), dose_times=(time(8), time(20))
    )
    return Gesture(COORDINATOR, set_dose_times, times)


_PREPARED = (
    CHANGE_GESTURES | CONTACT_GESTURES | DOCUMENT_GESTURES | DUPLICATE_GESTURES | LIST_GESTURES
)
for _key, _prepare in _PREPARED.items():
    makes(_key)(lambda world, prepare=_prepare: Gesture(*prepare(world.desk)))


@makes("cases.open_case")
def _(world: World) -> Gesture:
    return Gesture(COORDINATOR, open_case, a_patient(world.desk))


@makes("intake.save_intake")
def _(world: World) -> Gesture:
    taken = SaveIntake(patient_id=a_patient(world.desk), answers=answers(), close=True)
    return Gesture(COORDINATOR, save_intake, taken)


@makes("intake.acknowledge_red_flags")
def _(world: World) -> Gesture:
    patient_id, flag = a_patient(world.desk), next(iter(RED_FLAGS))
    reported = Answer(flag, AnswerState.ANSWERED, value=True)
    do(
        world.desk,
        COORDINATOR,
        save_intake,
        SaveIntake(patient_id=patient_id, answers=(reported,)),
    )
    found = ask(world.desk, NURSE, intake, patient_id)
    return Gesture(
        NURSE, acknowledge_red_flags, AcknowledgeFlags(intake_id=found.id, flags=(flag,))
    )


@makes("evaluations.sign_evaluation")
def _(world: World) -> Gesture:
    case_id = an_evaluable_case(world.desk).case_id
    return Gesture(PHYSICIAN, sign_evaluation, a_signature(world.desk, case_id, a_note()))


@makes("scheduling.open_clinic")
def _(world: World) -> Gesture:
    site = OpenSite(
        name="Vineyard Spine Clinic",
        time_zone="America/Los_Angeles",
        phone="(707) 555-0100",
        after_hours_phone="(707) 555-0199",
        address="1200 Harvest Lane, Napa, CA 94559",
    )
    administrator = person(ADMINISTRATOR, "Alex Moreau", Role.ADMINISTRATOR)
    return Gesture(NO_ONE, open_clinic, OpenClinic(site=site, administrator=administrator))


@makes("scheduling.add_person")
def _(world: World) -> Gesture:
    login = f"new.nurse{next(_serial)}"
    return Gesture(ADMINISTRATOR, add_person, person(login, "New Nurse", Role.NURSE))


@makes("scheduling.change_person")
def _(world: World) -> Gesture:
    newcomer = a_newcomer(world.desk)
    changed = ChangePerson(
        staff_member_id=newcomer.id,
        name="Renamed Nurse",
        roles=(Role.NURSE, Role.FRONT_DESK),
        began=fields_of(newcomer.name, newcomer.roles),
    )
    return Gesture(ADMINISTRATOR, change_person, changed)


@makes("scheduling.end_person")
def _(world: World) -> Gesture:
    return Gesture(ADMINISTRATOR, end_person, as_listed(a_newcomer(world.desk)))


@makes("scheduling.bring_back_person")
def _(world: World) -> Gesture:
    newcomer = a_newcomer(world.desk)
    do(world.desk, ADMINISTRATOR, end_person, as_listed(newcomer))
    ended = on_the_list(world.desk, newcomer.login)
    return Gesture(ADMINISTRATOR, bring_back_person, as_listed(ended))


@makes("staff.unlock_person")
def _(world: World) -> Gesture:
    newcomer = a_newcomer(world.desk)
    lock(world.desk, newcomer.login)
    return Gesture(ADMINISTRATOR, unlock_person, as_listed(newcomer))


@makes("scheduling.book_slot")
def _(world: World) -> Gesture:
    return Gesture(COORDINATOR, book_slot, a_slot(an_approved_case(world.desk), a_free_start()))


@makes("holds.sign_policy")
def _(world: World) -> Gesture:
    shown = ask(world.desk, PHYSICIAN, policy_in_force)
    signed = SignPolicy(sha256=shown.sha256, proof=proof(actor(world.desk, PHYSICIAN)))
    return Gesture(PHYSICIAN, sign_policy, signed)


@makes("holds.record_clearance")
def _(world: World) -> Gesture:
    made = _on_apixaban(world)
    return Gesture(COORDINATOR, record_clearance, an_answer(world.desk, made.booking_id))


@makes("holds.set_hold_terms")
def _(world: World) -> Gesture:
    made = _booked(world, ("Aspirin 81 mg",))
    terms = SetHoldTerms(
        drug=of_drug(world.desk, made.booking_id),
        indication=Indication.PRIMARY_PREVENTION,
        interval=Interval(value=6, unit=HoldUnit.FULL_DAYS_OFF),
    )
    return Gesture(PHYSICIAN, set_hold_terms, terms)


@makes("holds.record_last_dose")
def _(world: World) -> Gesture:
    made = _on_apixaban(world)
    told = RecordLastDose(
        drug=of_drug(world.desk, made.booking_id),
        taken_at=world.clock.now - timedelta(hours=1),
        stated_by="the patient",
    )
    return Gesture(COORDINATOR, record_last_dose, told)


@makes("readiness.name_escort")
def _(world: World) -> Gesture:
    made = _booked(world)
    return Gesture(
        COORDINATOR, name_escort, NameEscort(booking_id=made.booking_id, escort=a_driver())
    )


@makes("readiness.open_case_panel")
def _(world: World) -> Gesture:
    return Gesture(COORDINATOR, open_case_panel, _booked(world).booking_id)


for _key, _on_its_day in DAY_GESTURES.items():
    makes(_key)(lambda world, make=_on_its_day: Gesture(*make(world.desk, world.clock)))


@makes("sheets.preview_sheet")
def _(world: World) -> Gesture:
    made = _booked(world)
    wanted = PreviewSheet(booking_id=made.booking_id, kind=SheetKind.PRE_OP)
    return Gesture(COORDINATOR, preview_sheet, wanted)


@makes("sheets.issue_sheet")
def _(world: World) -> Gesture:
    return Gesture(COORDINATOR, issue_sheet, a_print(world.desk, _booked(world).booking_id))


@makes("sheets.print_day_list")
def _(world: World) -> Gesture:
    code = ask(world.desk, COORDINATOR, day_list, TUESDAY).code
    return Gesture(COORDINATOR, print_day_list, PrintDayList(on=TUESDAY, code=code))


@makes("seed.load_rows")
def _(world: World) -> Gesture:
    row = {"patient_id": a_patient(world.desk), "words": "Deaf", "at_booking": 1, "lock_version": 1}
    return Gesture(CONSOLE, load_rows, LoadRows(rows=[(PatientAlert.__table__, [row])]))


@makes("audit.accept_history")
def _(world: World) -> Gesture:
    return Gesture(CONSOLE, accept_history, AcceptHistory(seen_id=7))


@makes("exchange.import_patient")
def _(world: World) -> Gesture:
    registration = RegisterPatient(
        family=f"Referred {next(_serial)}",
        birth_date=date(1949, 5, 6),
        identifiers=(("urn:test", f"r{next(_serial)}"),),
    )
    brought = ImportPatient(
        registration=registration,
        medicines=(NewMedicine(name="Warfarin Sodium 5 MG", source="m1"),),
        allergies=(NewAllergy(substance="Latex", source="a1"),),
    )
    return Gesture(CONSOLE, import_patient, brought)
