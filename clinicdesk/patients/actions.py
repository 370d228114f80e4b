"""Registering patients and opening their charts."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from clinicdesk import topics
from clinicdesk.desk import Work
from clinicdesk.errors import Fact, Reason, Refused, refuse_if
from clinicdesk.patients.derived import add, renew
from clinicdesk.patients.identity import Identity, cleaned, is_renamed
from clinicdesk.patients.lookalikes import Lookalike, keep_apart, lookalikes
from clinicdesk.patients.queries import identity_of, name_of
from clinicdesk.patients.resemblance import Described
from clinicdesk.patients.rules import (
    NewPhone,
    PersonName,
    Sex,
    birth_objections,
    death_objections,
    digits_in,
    folded_name,
    mrn,
    name_objections,
    read_phone,
    shown_mrn,
    shown_phone,
)
from clinicdesk.patients.tables import (
    MrnCounter,
    Patient,
    PatientIdentifier,
    PatientName,
    PatientPhone,
)
from clinicdesk.patients.words import Known, phone_word
from clinicdesk.staff.savers import refuse_conflict
from clinicdesk.text import clean


@dataclass(frozen=True, kw_only=True)
class RegisterPatient:
    """A new patient. Empty text means not recorded; only family name and birth date must be.

    `language` is a BCP 47 code; `needs_interpreter` is None while nobody has asked; `has_died`
    without `deceased_on` is a death on a day that nobody knows.
    """

    family: str
    given: str = ""
    middle: str = ""
    suffix: str = ""
    preferred: str = ""
    birth_date: date
    sex: Sex | None = None
    gender: str = ""
    deceased_on: date | None = None
    has_died: bool = False
    phones: tuple[NewPhone, ...] = ()
    street: str = ""
    city: str = ""
    state: str = ""
    postal_code: str = ""
    email: str = ""
    language: str = ""
    needs_interpreter: bool | None = None
    former_names: tuple[tuple[str, str], ...] = ()
    identifiers: tuple[tuple[str, str], ...] = ()
    namesake_is_another: bool = False


def register_patient(work: Work, request: RegisterPatient) -> int:
    """Add a patient with the next MRN; answers the new id.

    Refused when somebody whose name and birth date are, or sound, like these is already here,
    unless `namesake_is_another` says that this is another person (RULE-05).
    """
    refuse_if(registration_objections(request, work.now.date()))
    alike = namesakes(work, request)
    if alike and not request.namesake_is_another:
        raise Refused(_is_here(work, alike[0]))
    patient = enter_patient(work, request)
    if alike:
        keep_apart(work, patient.id, [namesake.patient_id for namesake in alike])
    return patient.id


def registration_objections(request: RegisterPatient, today: date) -> list[Reason]:
    """Why nobody can be registered so, whoever else is here."""
    name = PersonName(
        request.family, request.given, request.middle, request.suffix, request.preferred
    )
    names = (name, *(PersonName(*former) for former in request.former_names))
    said = [reason for one in names for reason in name_objections(one)]
    died = death_objections(request.deceased_on, request.birth_date, today)
    return said + birth_objections(request.birth_date, today) + died


def enter_patient(work: Work, request: RegisterPatient) -> Patient:
    """Add a patient with the next MRN who was looked for here and not found."""
    patient = Patient(
        mrn=_next_mrn(work),
        family=clean(request.family),
        given=clean(request.given) or None,
        middle=clean(request.middle) or None,
        suffix=clean(request.suffix) or None,
        preferred=clean(request.preferred) or None,
        folded=folded_name(request.family, request.given),
        birth_date=request.birth_date,
        sex=request.sex,
        gender=clean(request.gender) or None,
        deceased_on=request.deceased_on,
        has_died=request.has_died or request.deceased_on is not None,
        street=clean(request.street) or None,
        city=clean(request.city) or None,
        state=clean(request.state) or None,
        postal_code=clean(request.postal_code) or None,
        email=clean(request.email) or None,
        language=clean(request.language) or None,
        needs_interpreter=request.needs_interpreter,
        phones=_phones(request.phones),
    )
    work.session.add(patient)
    work.session.flush()
    work.session.add_all(_other_names(patient.id, request))
    work.session.add_all(
        PatientIdentifier(patient_id=patient.id, system=system, value=value)
        for system, value in request.identifiers
    )
    work.session.flush()
    add(work.session.connection(), [(patient.id, _known(patient, request))])
    work.touch(topics.PATIENTS, patient_id=patient.id)
    return patient


@dataclass(frozen=True, kw_only=True)
class CorrectPatient:
    """`began` is what the edit began with.

    `name_changed` says of another family or given name whether the person took it (True) or it was
    mistyped (False); None while nobody has said.
    """

    patient_id: int
    identity: Identity
    began: Identity
    name_changed: bool | None = None


def correct_patient(work: Work, request: CorrectPatient) -> None:
    """Put name, birth date, sex or gender right; a name that was changed is still searched.

    Refused when somebody else changed one of them meanwhile, and while nobody has said whether
    another name is a change of name or a slip.
    """
    row = work.session.get_one(Patient, request.patient_id)
    saved, typed = identity_of(row), cleaned(request.identity)
    refuse_if(_identity_objections(work, row, typed))
    refuse_conflict(
        *(work, row.id, "patient"),
        began=request.began.fields,
        saved=saved.fields,
        typed=typed.fields,
    )
    if is_renamed(saved.name, typed.name):
        refuse_if([Reason("patients.name_why")] if request.name_changed is None else [])
        if request.name_changed:
            former = {"family": row.family, "given": row.given, "folded": row.folded}
            work.session.add(PatientName(patient_id=row.id, **former))
    for column, value in typed.fields.items():
        setattr(row, column, value or None)
    row.folded = folded_name(typed.name.family, typed.name.given)
    work.session.flush()
    renew(work.session.connection(), [row.id])
    shown_on = (topics.PATIENTS, topics.SCHEDULE, topics.READINESS, topics.SHEETS)
    work.touch(*shown_on, patient_id=row.id)


def open_chart(work: Work, patient_id: int) -> int:
    """The recorded view of a chart: about the patient, and no news for any screen.

    Answers whose chart it is: a merged record leads to the one it was merged into.
    """
    kept = select(Patient.merged_into_id).where(Patient.id == patient_id)
    work.patient_id = work.session.scalar(kept) or patient_id
    return work.patient_id


def record_death(work: Work, patient_id: int, died: date | None) -> None:
    """Keep a death that is not known here yet, or its day; None for a day that nobody knows."""
    patient = work.session.get_one(Patient, patient_id)
    if patient.deceased_on is None and not (patient.has_died and died is None):
        refuse_if(death_objections(died, patient.birth_date, work.now.date()))
        patient.deceased_on = died
        patient.has_died = True
        work.touch(topics.PATIENTS, topics.READINESS, patient_id=patient_id)


def refuse_if_deceased(work: Work, patient_id: int) -> None:
    """Nothing is begun with a patient who has died."""
    patient = work.session.get_one(Patient, patient_id)
    if patient.deceased_on:
        raise Refused(Reason("patients.deceased", {"day": patient.deceased_on}))
    if patient.has_died:
        raise Refused(Reason("patients.deceased_some_day"))


def _identity_objections(work: Work, row: Patient, typed: Identity) -> list[Reason]:
    today = work.now.date()
    died = death_objections(row.deceased_on, typed.birth_date, today)
    return name_objections(typed.name) + birth_objections(typed.birth_date, today) + died


def namesakes(work: Work, request: RegisterPatient) -> list[Lookalike]:
    """Patients so alike that they may be the person who is registered, the most alike first."""
    read = [read_phone(phone.typed) for phone in request.phones]
    sought = Described(
        names=((request.family, request.given), *request.former_names),
        preferred=request.preferred,
        born=request.birth_date,
        numbers=frozenset(phone_word(phone.digits, phone.e164) for phone in read if phone),
    )
    return [match for match in lookalikes(work, sought) if match.is_namesake]


def _is_here(work: Work, match: Lookalike) -> Reason:
    namesake = work.session.get_one(Patient, match.patient_id)
    name = PersonName(namesake.family, namesake.given or "", suffix=namesake.suffix or "")
    facts: dict[str, Fact] = {
        "name": name.on_screen,
        "born": namesake.birth_date,
        "mrn": shown_mrn(namesake.mrn),
        "why": ", ".join(match.like.why),
    }
    return Reason("patients.namesake", facts)


def _next_mrn(work: Work) -> str:
    counter = work.session.get(MrnCounter, 1)
    if counter is None:
        counter = MrnCounter(id=1, last_serial=102_980)
        work.session.add(counter)
    counter.last_serial += 1
    return mrn(counter.last_serial)


def phone_row(phone: NewPhone) -> PatientPhone:
    """A phone as it is stored, of nobody yet."""
    read = read_phone(phone.typed)
    return PatientPhone(
        as_typed=clean(phone.typed),
        digits=digits_in(phone.typed),
        e164=read.e164 if read else None,
        kind=phone.kind,
        may_leave_message=phone.may_leave_message,
        preferred=phone.preferred,
    )


def _phones(phones: tuple[NewPhone, ...]) -> list[PatientPhone]:
    """Each number once, as it stands first: files name one for calls and again for messages."""
    numbers: dict[str, NewPhone] = {}
    for phone in phones:
        numbers.setdefault(shown_phone(phone.typed), phone)
    return [phone_row(phone) for number, phone in numbers.items() if number]


def _known(patient: Patient, request: RegisterPatient) -> Known:
    return Known(
        name=name_of(patient),
        former=request.former_names,
        mrn=patient.mrn,
        born=patient.birth_date,
        phones=tuple((phone.digits, phone.e164) for phone in patient.phones),
        identifiers=tuple(value for _, value in request.identifiers),
    )


def _other_names(patient_id: int, request: RegisterPatient) -> list[PatientName]:
    return [
        PatientName(
            patient_id=patient_id,
            family=clean(family),
            given=clean(given) or None,
            folded=folded_name(family, given),
        )
        for family, given in request.former_names
    ]
