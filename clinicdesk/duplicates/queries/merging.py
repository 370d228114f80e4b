"""What merging two records would do, and which were merged."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum

from sqlalchemy import func, literal, select, union_all

from clinicdesk import messages
from clinicdesk.desk import Work
from clinicdesk.duplicates.joining import JOINED, both_open
from clinicdesk.duplicates.moving import Moves
from clinicdesk.duplicates.rules import FIELDS, Field
from clinicdesk.errors import Reason
from clinicdesk.patients.derived import known_of
from clinicdesk.patients.languages import language_name
from clinicdesk.patients.queries import PatientFacts, facts, name_of
from clinicdesk.patients.resemblance import described, resemblance
from clinicdesk.patients.rules import PersonName, shown_mrn
from clinicdesk.patients.tables import Patient, PatientMerge


@dataclass(frozen=True)
class FieldPair:
    """What two records say of one field, in words; "" is not recorded."""

    key: str
    label: str
    kept: str
    merged: str

    @property
    def differs(self) -> bool:
        return self.kept != self.merged


@dataclass(frozen=True)
class MergePreview:
    """Two records side by side, what would go over, and why they cannot be merged yet.

    `goes_over` counts the rows of the merged record by table.
    """

    kept: PatientFacts
    kept_version: int
    merged: PatientFacts
    merged_version: int
    fields: tuple[FieldPair, ...]
    goes_over: tuple[tuple[str, int], ...]
    why: tuple[str, ...]
    objections: tuple[Reason, ...]


@dataclass(frozen=True)
class Merged:
    """A record that was merged into another, as it is called and numbered."""

    merge_id: int
    name: PersonName
    mrn: str
    merged_at: datetime


def merge_preview(work: Work, kept_id: int, merged_id: int) -> MergePreview:
    """What merging the second record into the first would do. Raises NoResultFound."""
    kept, merged = (work.session.get_one(Patient, one) for one in (kept_id, merged_id))
    known = dict(known_of(work.session.connection(), (kept_id, merged_id)))
    why: tuple[str, ...] = ()
    objections = both_open(Moves(work.session, work.now), kept_id, merged_id)
    if len(known) == 2:
        why = resemblance(described(known[kept_id]), described(known[merged_id])).why
    gone = [row for row in (kept, merged) if row.merged_into_id]
    objections += [Reason("duplicates.merged_already", {"mrn": shown_mrn(row.mrn)}) for row in gone]
    return MergePreview(
        facts(kept),
        kept.lock_version,
        facts(merged),
        merged.lock_version,
        tuple(_field(field, kept, merged) for field in FIELDS),
        _goes_over(work, merged_id),
        why,
        tuple(objections),
    )


def merges_of(work: Work, patient_id: int) -> tuple[Merged, ...]:
    """The records that were merged into this one, the newest merge first."""
    rows = work.session.execute(
        select(PatientMerge, Patient)
        .join(Patient, Patient.id == PatientMerge.merged_id)
        .where(PatientMerge.kept_id == patient_id, PatientMerge.undone_at.is_(None))
        .order_by(PatientMerge.id.desc())
    )
    return tuple(
        Merged(done.id, name_of(row), shown_mrn(row.mrn), done.merged_at) for done, row in rows
    )


def _field(field: Field, kept: Patient, merged: Patient) -> FieldPair:
    return FieldPair(field.key, field.label, _said(field, kept), _said(field, merged))


def _said(field: Field, row: Patient) -> str:
    values = {column: getattr(row, column) for column in field.columns}
    if not field.is_recorded(values):
        return ""
    if field.key == "death":
        return messages.short_day(row.deceased_on) if row.deceased_on else "Yes, day not known"
    if field.key == "language":
        return language_name(row.language or "")
    return ", ".join(_words(values.values()))


def _words(values: Iterable[object]) -> Iterator[str]:
    for value in values:
        match value:
            case None:
                continue
            case bool():
                yield "Yes" if value else "No"
            case date():
                yield messages.short_day(value)
            case Enum():
                yield str(value.value).capitalize()
            case _:
                yield str(value)


def _goes_over(work: Work, merged_id: int) -> tuple[tuple[str, int], ...]:
    counts = union_all(
        *(
            select(literal(kind.__tablename__), func.count())
            .select_from(kind)
            .where(kind.__table__.c.patient_id == merged_id)
            for kind in JOINED
        )
    )
    found = [(table, count) for table, count in work.session.execute(counts) if count]
    order = [kind.__tablename__ for kind in JOINED]
    return tuple(sorted(found, key=lambda one: order.index(one[0])))
