"""Two records of one person, with everything that a record can hold."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from random import Random
from typing import Any

from sqlalchemy.orm import Session

from clinicdesk.cases.rules import CaseStatus
from clinicdesk.cases.tables import Case
from clinicdesk.desk import Desk
from clinicdesk.documents.rules import DocumentKind, MediaType
from clinicdesk.documents.tables import AttachedDocument
from clinicdesk.duplicates.actions import (
    MergePatients,
    TellApart,
    UndoMerge,
    merge_patients,
    tell_apart,
    undo_merge,
)
from clinicdesk.duplicates.queries.merging import MergePreview, merge_preview
from clinicdesk.patients.rules import ContactWay, PayerKind, PhoneKind, Sex
from clinicdesk.patients.tables import (
    ContactPerson,
    Coverage,
    Patient,
    PatientAlert,
    PatientIdentifier,
    PatientName,
    PatientPhone,
)
from clinicdesk.record.rules import AllergyState, LabKind, ThinnerAnswer
from clinicdesk.record.tables import Allergy, ChartFacts, Condition, Lab, Medication
from clinicdesk.scheduling.rules import BookingState, Part, ResourceKind, Sedation
from clinicdesk.scheduling.tables import Booking, Occupancy, Resource
from tests.builders.clinic import COORDINATOR
from tests.builders.gestures import ask, do
from tests.builders.patients import a_patient
from tests.builders.rows import rows

THEN = datetime(2026, 11, 2, 16, tzinfo=UTC)


def a_merge(desk: Desk, kept_id: int, merged_id: int, *taken: str) -> MergePatients:
    """The request to merge two records as they are shown now."""
    shown: MergePreview = ask(desk, COORDINATOR, merge_preview, kept_id, merged_id)
    return MergePatients(
        kept_id=kept_id,
        kept_version=shown.kept_version,
        merged_id=merged_id,
        merged_version=shown.merged_version,
        taken=taken,
        birth_year=shown.kept.birth_date.year,
    )


def merge(desk: Desk, kept_id: int, merged_id: int, *taken: str) -> int:
    """Two records are one; the id of the merge."""
    return int(do(desk, COORDINATOR, merge_patients, a_merge(desk, kept_id, merged_id, *taken)))


def fill(url: str, patient_id: int, draw: Random, *, is_open: bool) -> None:
    """Rows in every table that names a patient, some of them the same for every patient."""
    with rows(url) as session:
        _fill_person(session, patient_id, draw)
        _fill_chart(session, patient_id, draw)
        _fill_cases(session, patient_id, draw, is_open=is_open)


def _fill_person(session: Session, patient_id: int, draw: Random) -> None:
    patient = session.get_one(Patient, patient_id)
    patient.middle = draw.choice([None, "Maria"])
    patient.sex = draw.choice([None, *Sex])
    patient.preferred_contact = draw.choice([None, *ContactWay])
    patient.needs_interpreter = draw.choice([None, False, True])
    patient.city = draw.choice([None, "Napa", "Sonoma"])
    patient.has_died = draw.random() < 0.3
    number = str(7_075_550_100 + draw.randrange(3))
    session.add_all(
        [
            PatientPhone(
                patient_id=patient_id, as_typed=number, digits=number, kind=PhoneKind.HOME,
                e164=f"+1{number}", may_leave_message=False, preferred=draw.random() < 0.5,
            ),
            PatientName(patient_id=patient_id, family="Ybarra", given="Rosa", folded="ybarra, r"),
            PatientIdentifier(patient_id=patient_id, system="urn:x", value=f"x{patient_id}"),
            ContactPerson(
                patient_id=patient_id, name="Ana", relation="daughter", phone="",
                is_emergency=True, is_representative=False, may_be_told=True,
            ),
            Coverage(
                patient_id=patient_id, payer_kind=PayerKind.MEDICARE, payer="Medicare",
                member_number="1", study="", trial_number="",
                ended_at=draw.choice([None, THEN]),
            ),
            PatientAlert(patient_id=patient_id, words="Deaf in one ear", at_booking=True),
            AttachedDocument(
                patient_id=patient_id, title="Letter", kind=DocumentKind.REFERRAL, size=3,
                media_type=MediaType.PDF, sha256=f"{patient_id}", added_by=1, added_at=THEN,
            ),
        ]
    )  # fmt: skip


def _fill_chart(session: Session, patient_id: int, draw: Random) -> None:
    if draw.random() < 0.7:
        session.add(
            ChartFacts(
                patient_id=patient_id,
                allergy_state=draw.choice([*AllergyState]),
                takes_thinner=draw.choice([*ThinnerAnswer]),
            )
        )
    struck = draw.choice([None, "told of another"])
    for name, source in (("Latex", "said:latex"), (f"Iodine {patient_id}", "file:1")):
        if draw.random() < 0.7:
            session.add(
                Allergy(
                    patient_id=patient_id, substance=name, source=source, entered_in_error=struck
                )
            )
        session.add(Condition(patient_id=patient_id, name=name, code="", source=source))
    for name in draw.sample(["Eliquis 5 mg", "Aspirin 81 mg"], draw.randrange(3)):
        session.add(
            Medication(
                patient_id=patient_id, name=name, drug_keys="", source=f"said:{name}",
                dose_times=draw.choice(["", "08:00"]),
            )
        )  # fmt: skip
    session.add(Lab(patient_id=patient_id, kind=LabKind.INR, value=Decimal("1.2"), taken_at=THEN))


def _fill_cases(session: Session, patient_id: int, draw: Random, *, is_open: bool) -> None:
    status = CaseStatus.SCHEDULED if is_open else CaseStatus.REFERRED
    session.add(Case(patient_id=patient_id, status=status, opened_at=THEN))
    if draw.random() < 0.7:
        # Apart from anybody else's: nobody is in two places at once.
        took_place(session, patient_id, THEN - timedelta(days=patient_id))


def took_place(session: Session, patient_id: int, start: datetime) -> None:
    """A closed case with an hour's booking, which the patient's resource was at."""
    over = Case(patient_id=patient_id, status=CaseStatus.CLOSED, opened_at=THEN)
    place = Resource(
        site_id=1, kind=ResourceKind.PATIENT, pool=Part.PATIENT, name="Patient",
        patient_id=patient_id,
    )  # fmt: skip
    session.add_all([over, place])
    session.flush()
    end = start + timedelta(hours=1)
    taken = Occupancy(
        resource_id=place.id, part=Part.PATIENT, starts_at=start, ends_at=end, active=True
    )
    session.add(
        Booking(
            case_id=over.id, procedure_type_id=1, starts_at=start, ends_at=end,
            sedation=Sedation.MODERATE, state=BookingState.DONE, occupancies=[taken],
        )
    )  # fmt: skip


Asked = tuple[str, Callable[..., Any], object]


def _to_merge(desk: Desk) -> Asked:
    merged, kept = a_patient(desk), a_patient(desk)
    return COORDINATOR, merge_patients, a_merge(desk, kept, merged)


def _to_undo(desk: Desk) -> Asked:
    merged, kept = a_patient(desk), a_patient(desk)
    return COORDINATOR, undo_merge, UndoMerge(merge(desk, kept, merged))


def _two_people(desk: Desk) -> Asked:
    other, one = a_patient(desk), a_patient(desk)
    return COORDINATOR, tell_apart, TellApart(one, other)


DUPLICATE_GESTURES: dict[str, Callable[[Desk], Asked]] = {
    "duplicates.merge_patients": _to_merge,
    "duplicates.undo_merge": _to_undo,
    "duplicates.tell_apart": _two_people,
}
"""By permission key: who asks, for what, with which request, for tests/builders/every_action.py."""
