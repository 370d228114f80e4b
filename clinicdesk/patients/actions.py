"""Registering patients and opening their charts."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from clinicdesk import topics
from clinicdesk.desk import Work
from clinicdesk.errors import Reason, Refused, refuse_if
from clinicdesk.patients.rules import (
    PersonName,
    PhoneKind,
    Sex,
    birth_objections,
    death_objections,
    digits_in,
    fold,
    mrn,
    name_objections,
    read_phone,
    shown_mrn,
)
from clinicdesk.patients.tables import (
    MrnCounter,
    Patient,
    PatientIdentifier,
    PatientName,
    PatientPhone,
)
from clinicdesk.text import clean


@dataclass(frozen=True, kw_only=True)
class NewPhone:
    """A phone number as somebody typed it."""

    typed: str
    kind: PhoneKind = PhoneKind.OTHER
    may_leave_message: bool = False


@dataclass(frozen=True, kw_only=True)
class RegisterPatient:
    """A new patient. Empty text means not recorded; only family name and birth date must be."""

    family: str
    given: str = ""
    middle: str = ""
    suffix: str = ""
    preferred: str = ""
    birth_date: date
    sex: Sex | None = None
    deceased_on: date | None = None
    phones: tuple[NewPhone, ...] = ()
    street: str = ""
    city: str = ""
    state: str = ""
    postal_code: str = ""
    former_names: tuple[tuple[str, str], ...] = ()
    identifiers: tuple[tuple[str, str], ...] = ()
    namesake_is_another: bool = False


def register_patient(work: Work, request: RegisterPatient) -> int:
    """Add a patient with the next MRN; answers the new id.

    Refused when somebody of the same name and birth date is already here, unless
    `namesake_is_another` says that this is another person (RULE-05).
    """
    name = PersonName(
        request.family, request.given, request.middle, request.suffix, request.preferred
    )
    refuse_if(name_objections(name) + _date_objections(work, request))
    if not request.namesake_is_another:
        _refuse_namesake(work, request)
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
        deceased_on=request.deceased_on,
        street=clean(request.street) or None,
        city=clean(request.city) or None,
        state=clean(request.state) or None,
        postal_code=clean(request.postal_code) or None,
        phones=[_phone(phone) for phone in request.phones if phone.typed.strip()],
    )
    work.session.add(patient)
    work.session.flush()
    work.session.add_all(_other_names(patient.id, request))
    work.session.add_all(
        PatientIdentifier(patient_id=patient.id, system=system, value=value)
        for system, value in request.identifiers
    )
    work.touch(topics.PATIENTS, patient_id=patient.id)
    return patient.id


def open_chart(work: Work, patient_id: int) -> None:
    """The recorded view of a chart: about the patient, and no news for any screen."""
    work.patient_id = patient_id


def record_death(work: Work, patient_id: int, died: date) -> None:
    """Keep the day of a death that is not known here yet."""
    patient = work.session.get_one(Patient, patient_id)
    if patient.deceased_on is None:
        refuse_if(death_objections(died, patient.birth_date, work.now.date()))
        patient.deceased_on = died
        work.touch(topics.PATIENTS, topics.READINESS, patient_id=patient_id)


def refuse_if_deceased(work: Work, patient_id: int) -> None:
    """Nothing is begun with a patient who has died."""
    died = work.session.get_one(Patient, patient_id).deceased_on
    if died:
        raise Refused(Reason("patients.deceased", {"day": died}))


def folded_name(family: str, given: str | None) -> str:
    """How a name is found and ordered: "garcia marquez, maria"."""
    return f"{fold(family)}, {fold(given or '')}"


def _date_objections(work: Work, request: RegisterPatient) -> list[Reason]:
    today = work.now.date()
    died = death_objections(request.deceased_on, request.birth_date, today)
    return birth_objections(request.birth_date, today) + died


def _refuse_namesake(work: Work, request: RegisterPatient) -> None:
    namesake = work.session.scalar(
        select(Patient).filter_by(
            folded=folded_name(request.family, request.given), birth_date=request.birth_date
        )
    )
    if namesake is not None:
        raise Refused(Reason("patients.namesake", {"mrn": shown_mrn(namesake.mrn)}))


def _next_mrn(work: Work) -> str:
    counter = work.session.get(MrnCounter, 1)
    if counter is None:
        counter = MrnCounter(id=1, last_serial=102_980)
        work.session.add(counter)
    counter.last_serial += 1
    return mrn(counter.last_serial)


def _phone(phone: NewPhone) -> PatientPhone:
    read = read_phone(phone.typed)
    return PatientPhone(
        as_typed=clean(phone.typed),
        digits=digits_in(phone.typed),
        e164=read.e164 if read else None,
        kind=phone.kind,
        may_leave_message=phone.may_leave_message,
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
