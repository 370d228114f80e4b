"""What goes over when one record is merged into another: every table that names a patient.

`JOINED` is the one place that knows them; a test compares it with the tables there are. Rows that
would say twice what the kept record says already stay where they are, with the merged one.
"""

from collections.abc import Callable, Sequence
from typing import Any

from sqlalchemy import select

from clinicdesk.cases.rules import OVER, CaseStatus, check_move
from clinicdesk.cases.tables import Case
from clinicdesk.database import Base
from clinicdesk.documents.tables import AttachedDocument
from clinicdesk.duplicates.moving import Moves
from clinicdesk.duplicates.rules import joined_allergies, joined_thinner
from clinicdesk.errors import Fact, Reason, Refused
from clinicdesk.patients.rules import shown_mrn
from clinicdesk.patients.tables import (
    ContactPerson,
    Coverage,
    Patient,
    PatientAlert,
    PatientIdentifier,
    PatientName,
    PatientPhone,
)
from clinicdesk.patients.words import phone_word
from clinicdesk.record.tables import Allergy, ChartFacts, Condition, Lab, Medication
from clinicdesk.scheduling.tables import Occupancy, Resource
from clinicdesk.text import clean

LONGEST_SOURCE = 200

Join = Callable[[Moves, type[Any], int, int], None]
"""Has rows of this table go over from the merged patient (the last) to the kept one."""


def rows_of(moves: Moves, kind: type[Any], patient_id: int) -> Sequence[Any]:
    """A patient's rows of a table, in the order they were recorded."""
    key = kind.__mapper__.primary_key[0]
    chosen = select(kind).where(kind.patient_id == patient_id).order_by(key)
    return moves.session.scalars(chosen).all()


def _all(moves: Moves, kind: type[Any], kept_id: int, merged_id: int) -> None:
    for row in rows_of(moves, kind, merged_id):
        moves.set(row, patient_id=kept_id)


def _phones(moves: Moves, kind: type[Any], kept_id: int, merged_id: int) -> None:
    """Numbers that the kept record has not; its preferred one stays the preferred one."""
    here = [row for row in rows_of(moves, kind, kept_id) if row.ended_at is None]
    numbers = {phone_word(row.digits, row.e164) or row.as_typed for row in here}
    has_preferred = any(row.preferred for row in here)
    for row in rows_of(moves, kind, merged_id):
        if (phone_word(row.digits, row.e164) or row.as_typed) in numbers and not row.ended_at:
            continue
        if has_preferred and row.preferred:
            moves.set(row, preferred=False)
        moves.set(row, patient_id=kept_id)


def _coverage(moves: Moves, kind: type[Any], kept_id: int, merged_id: int) -> None:
    """The payer of the kept record goes on paying; the other one ends."""
    pays = any(row.ended_at is None for row in rows_of(moves, kind, kept_id))
    for row in rows_of(moves, kind, merged_id):
        if pays and row.ended_at is None:
            moves.set(row, ended_at=moves.now)
        moves.set(row, patient_id=kept_id)


def _chart_facts(moves: Moves, kind: type[Any], kept_id: int, merged_id: int) -> None:
    """Where nobody has ever recorded anything there is nothing to be put together."""
    kept, merged = (moves.session.get(kind, one) for one in (kept_id, merged_id))
    if merged is None:
        return
    if kept is None:
        moves.set(merged, patient_id=kept_id)
        return
    moves.set(
        kept,
        allergy_state=joined_allergies(kept.allergy_state, merged.allergy_state),
        takes_thinner=joined_thinner(kept.takes_thinner, merged.takes_thinner),
    )


def _medicines(moves: Moves, kind: type[Any], kept_id: int, merged_id: int) -> None:
    """All but lines that say the same; the drug is held once on however many lines it stands."""
    here = {_line(row) for row in rows_of(moves, kind, kept_id)}
    for row in rows_of(moves, kind, merged_id):
        if _line(row) not in here:
            moves.set(row, patient_id=kept_id)


def _line(row: Medication) -> tuple[Any, ...]:
    ended = row.ended_at is not None, row.entered_in_error is not None
    return (row.source, clean(row.name).casefold(), row.drug_keys, row.dose_times, *ended)


def _entries(moves: Moves, kind: type[Any], kept_id: int, merged_id: int) -> None:
    """Allergies or conditions. What one record struck and the other says counts."""
    here = {row.source: row for row in rows_of(moves, kind, kept_id)}
    mrn = moves.session.get_one(Patient, merged_id).mrn
    for row in rows_of(moves, kind, merged_id):
        same = here.get(row.source)
        if same is None:
            moves.set(row, patient_id=kept_id)
        elif _said(same) != _said(row):
            # Two files gave different things one number: both are kept, each with its own.
            source = f"{row.source[: LONGEST_SOURCE - len(mrn) - 1]} {mrn}"
            moves.set(row, source=source, patient_id=kept_id)
        elif same.entered_in_error and not row.entered_in_error:
            moves.set(same, entered_in_error=None)


def _said(row: Any) -> tuple[Any, ...]:
    if isinstance(row, Allergy):
        return (clean(row.substance).casefold(),)
    return (clean(row.name).casefold(), row.code, row.began_on, row.resolved_on)


def open_cases(moves: Moves, patient_id: int) -> list[Case]:
    """The cases of a patient that are not over; one, if any."""
    return [row for row in rows_of(moves, Case, patient_id) if row.status not in OVER]


def both_open(moves: Moves, kept_id: int, merged_id: int) -> list[Reason]:
    """Why the cases cannot be put together: two are under way, and one person has one."""
    theirs = [
        case for case in open_cases(moves, merged_id) if case.status is not CaseStatus.REFERRED
    ]
    here = open_cases(moves, kept_id)
    if not (here and theirs):
        return []
    if here[0].status is CaseStatus.REFERRED:
        return [Reason("duplicates.keep_the_other")]
    kept, merged = (moves.session.get_one(Patient, one) for one in (kept_id, merged_id))
    facts: dict[str, Fact] = {
        "kept": here[0].status.shown,
        "kept_mrn": shown_mrn(kept.mrn),
        "merged": theirs[0].status.shown,
        "merged_mrn": shown_mrn(merged.mrn),
    }
    return [Reason("duplicates.both_open", facts)]


def _cases(moves: Moves, kind: type[Any], kept_id: int, merged_id: int) -> None:
    """A second referral that nobody has followed is cancelled."""
    reasons = both_open(moves, kept_id, merged_id)
    if reasons:
        raise Refused(*reasons)
    if open_cases(moves, kept_id):
        for case in open_cases(moves, merged_id):
            check_move(case.status, CaseStatus.CANCELLED)
            moves.set(case, status=CaseStatus.CANCELLED)
    _all(moves, kind, kept_id, merged_id)


def _resource(moves: Moves, kind: type[Any], kept_id: int, merged_id: int) -> None:
    """One person is in one place: the database refuses two bookings at one time."""
    [*here], [*theirs] = (rows_of(moves, kind, one) for one in (kept_id, merged_id))
    for resource in theirs:
        if not here:
            moves.set(resource, patient_id=kept_id)
            continue
        taken = select(Occupancy).filter_by(resource_id=resource.id).order_by(Occupancy.id)
        for occupancy in moves.session.scalars(taken):
            moves.set(occupancy, resource_id=here[0].id)


JOINED: dict[type[Base], Join] = {
    PatientPhone: _phones,
    PatientName: _all,
    PatientIdentifier: _all,
    ContactPerson: _all,
    Coverage: _coverage,
    PatientAlert: _all,
    AttachedDocument: _all,
    ChartFacts: _chart_facts,
    Medication: _medicines,
    Allergy: _entries,
    Condition: _entries,
    Lab: _all,
    Case: _cases,
    Resource: _resource,
}
