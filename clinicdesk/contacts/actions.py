"""Recording how a patient is reached, who belongs to the patient, who pays, and alerts."""

from dataclasses import dataclass, replace

from clinicdesk import topics
from clinicdesk.contacts.queries import (
    contact_in,
    coverage_row,
    payer_in,
    phone_rows,
    reach_of,
)
from clinicdesk.contacts.rules import (
    Contact,
    Payer,
    Reach,
    contact_fields,
    contact_objections,
    payer_fields,
    payer_objections,
    reach_fields,
    reach_objections,
    read_trial_number,
)
from clinicdesk.desk import Work
from clinicdesk.errors import Reason, Refused, refuse_if
from clinicdesk.patients.actions import phone_row
from clinicdesk.patients.derived import renew
from clinicdesk.patients.rules import NewPhone, shown_phone
from clinicdesk.patients.tables import (
    ContactPerson,
    Coverage,
    Patient,
    PatientAlert,
)
from clinicdesk.staff.queries import clinic
from clinicdesk.staff.savers import refuse_conflict
from clinicdesk.text import clean


@dataclass(frozen=True, kw_only=True)
class ChangeReach:
    """How to reach a patient from now on, whole; `began` is what the edit began with."""

    patient_id: int
    reach: Reach
    began: Reach


@dataclass(frozen=True, kw_only=True)
class RecordContact:
    """Somebody of the patient's: a new one with `contact_id` None, else what is said now."""

    patient_id: int
    contact: Contact
    contact_id: int | None = None
    began: Contact | None = None


@dataclass(frozen=True, kw_only=True)
class RecordPayer:
    """Who pays from now on; `began` is what the edit began with, None for not recorded."""

    patient_id: int
    payer: Payer
    began: Payer | None = None


@dataclass(frozen=True, kw_only=True)
class AddAlert:
    """What everybody must see who opens the chart, with `at_booking` also who books."""

    patient_id: int
    words: str
    at_booking: bool = False


@dataclass(frozen=True, kw_only=True)
class EndAlert:
    """An alert that is over, and why."""

    alert_id: int
    reason: str


def change_reach(work: Work, request: ChangeReach) -> None:
    """Replace how a patient is reached; a phone that is left out ends, the history keeps it.

    Refused field by field when somebody else saved something else meanwhile.
    """
    refuse_if(reach_objections(request.reach))
    row = work.session.get_one(Patient, request.patient_id)
    _refuse_reach_conflict(work, row, request)
    reach = request.reach
    row.email = clean(reach.email) or None
    row.preferred_contact = reach.preferred_contact
    row.language = clean(reach.language) or None
    row.needs_interpreter = reach.needs_interpreter
    row.street = clean(reach.street) or None
    row.city = clean(reach.city) or None
    row.state = clean(reach.state) or None
    row.postal_code = clean(reach.postal_code) or None
    if _change_phones(work, row.id, reach.phones):
        # A phone is a row of its own: the version of the patient counts it too.
        row.lock_version += 1
    work.session.flush()
    renew(work.session.connection(), [row.id])
    _tell(work, row.id)


def record_contact(work: Work, request: RecordContact) -> int:
    """Add or correct somebody of the patient's; answers the id.

    Refused field by field when somebody else saved something else meanwhile.
    """
    contact = replace(
        request.contact,
        name=clean(request.contact.name),
        relation=clean(request.contact.relation),
        phone=shown_phone(request.contact.phone),
    )
    refuse_if(contact_objections(contact))
    row = _contact_row(work, request, contact)
    for name, value in contact_fields(contact).items():
        setattr(row, name, value)
    work.session.add(row)
    work.session.flush()
    _tell(work, row.patient_id)
    return row.id


def end_contact(work: Work, contact_id: int) -> None:
    """Somebody is no longer called or told; the history keeps them. Refused when ended."""
    row = work.session.get_one(ContactPerson, contact_id)
    _refuse_ended(row, row.name)
    row.ended_at = work.now
    _tell(work, row.patient_id)


def record_payer(work: Work, request: RecordPayer) -> None:
    """Record who pays, or correct it: one at a time, the history keeps what was before.

    Refused for what is no NCT number, for an enrolment that has not come, and field by field when
    somebody else saved something else meanwhile.
    """
    payer = replace(request.payer, trial_number=read_trial_number(request.payer.trial_number))
    refuse_if(payer_objections(payer, work.now.astimezone(clinic(work).zone).date()))
    row = coverage_row(work, request.patient_id)
    refuse_conflict(
        work,
        request.patient_id,
        "coverage",
        began=payer_fields(request.began),
        saved=payer_fields(payer_in(row) if row else None),
        typed=payer_fields(payer),
    )
    row = row or Coverage(patient_id=request.patient_id)
    row.payer_kind = payer.kind
    row.payer, row.member_number = clean(payer.name), clean(payer.member_number)
    row.study, row.trial_number = clean(payer.study), payer.trial_number
    row.enrolled_on = payer.enrolled_on
    work.session.add(row)
    _tell(work, request.patient_id)


def end_payer(work: Work, patient_id: int) -> None:
    """Nobody is recorded as payer any more: not recorded, which is not "none"."""
    row = coverage_row(work, patient_id)
    if row is None:
        raise Refused(Reason("contacts.no_payer"))
    row.ended_at = work.now
    _tell(work, patient_id)


def add_alert(work: Work, request: AddAlert) -> int:
    """Put an alert on the chart; answers its id. Refused without words."""
    if not request.words.strip():
        raise Refused(Reason("contacts.alert_empty"))
    row = PatientAlert(
        patient_id=work.session.get_one(Patient, request.patient_id).id,
        words=clean(request.words),
        at_booking=request.at_booking,
    )
    work.session.add(row)
    work.session.flush()
    _tell(work, row.patient_id)
    return row.id


def end_alert(work: Work, request: EndAlert) -> None:
    """Take an alert off the chart; the history keeps it with the reason. Refused without one."""
    row = work.session.get_one(PatientAlert, request.alert_id)
    _refuse_ended(row, row.words)
    if not request.reason.strip():
        raise Refused(Reason("contacts.alert_reason"))
    row.ended_at, row.ended_because = work.now, clean(request.reason)
    _tell(work, row.patient_id)


def _refuse_reach_conflict(work: Work, row: Patient, request: ChangeReach) -> None:
    began, typed = reach_fields(request.began), reach_fields(request.reach)
    saved = reach_fields(reach_of(work, row))
    parts = {
        "patient": [name for name in typed if name != "phones"],
        "patient_phone": ["phones"],
    }
    for table, names in parts.items():
        refuse_conflict(
            work,
            row.id,
            table,
            began={name: began[name] for name in names},
            saved={name: saved[name] for name in names},
            typed={name: typed[name] for name in names},
        )


def _change_phones(work: Work, patient_id: int, phones: tuple[NewPhone, ...]) -> bool:
    """End, add and correct phones by their number; answers whether anything differs."""
    wanted = {shown_phone(phone.typed): phone for phone in phones if phone.typed.strip()}
    here = phone_rows(work, patient_id)
    for row in here:
        phone = wanted.pop(shown_phone(row.as_typed), None)
        if phone is None:  # left out, or the number stands twice
            row.ended_at = work.now
        else:
            row.kind, row.preferred = phone.kind, phone.preferred
            row.may_leave_message = phone.may_leave_message
    new = [phone_row(phone) for phone in wanted.values()]
    for row in new:
        row.patient_id = patient_id
    work.session.add_all(new)
    return bool(new) or any(map(work.session.is_modified, here))


def _contact_row(work: Work, request: RecordContact, contact: Contact) -> ContactPerson:
    if request.contact_id is None:
        return ContactPerson(patient_id=work.session.get_one(Patient, request.patient_id).id)
    row = work.session.get_one(ContactPerson, request.contact_id)
    _refuse_ended(row, row.name)
    refuse_conflict(
        work,
        row.patient_id,
        "contact_person",
        began=contact_fields(request.began) if request.began else {},
        saved=contact_fields(contact_in(row)),
        typed=contact_fields(contact),
    )
    return row


def _refuse_ended(row: ContactPerson | PatientAlert, called: str) -> None:
    if row.ended_at is not None:
        raise Refused(Reason("contacts.ended_already", {"called": called}))


def _tell(work: Work, patient_id: int) -> None:
    work.touch(topics.PATIENTS, patient_id=patient_id)
