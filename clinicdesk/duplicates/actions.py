"""Merging two records of one person, taking it back, and saying that two people are two."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, or_, select
from sqlalchemy.exc import IntegrityError

from clinicdesk import topics
from clinicdesk.desk import Work
from clinicdesk.duplicates.joining import JOINED
from clinicdesk.duplicates.moving import Moves, put_back, read_moved
from clinicdesk.duplicates.rules import BY_KEY, Field
from clinicdesk.errors import Reason, Refused
from clinicdesk.history import Change
from clinicdesk.patients.derived import renew
from clinicdesk.patients.lookalikes import keep_apart
from clinicdesk.patients.rules import folded_name, shown_mrn
from clinicdesk.patients.tables import Patient, PatientMerge
from clinicdesk.staff.tables import StaffMember

_OWN = ("duplicates.merge_patients", "duplicates.undo_merge", "duplicates.tell_apart")


@dataclass(frozen=True, kw_only=True)
class MergePatients:
    """Two records of one person, as they were shown; `birth_year` of the kept one was retyped.

    `taken` are the keys of the fields (rules.FIELDS) that the kept record gets from the other.
    """

    kept_id: int
    kept_version: int
    merged_id: int
    merged_version: int
    taken: tuple[str, ...] = ()
    birth_year: int


@dataclass(frozen=True)
class UndoMerge:
    """A merge that was a mistake."""

    merge_id: int


@dataclass(frozen=True)
class TellApart:
    """Two records that look like one person's and are two people's."""

    patient_id: int
    other_id: int


def merge_patients(work: Work, request: MergePatients) -> int:
    """Make two records one; answers the id of the merge.

    Nothing is lost: a value of the kept record that gives way stands in the merged one, by whose
    name and number the patient is still found. Refused when either was changed or merged meanwhile,
    the birth year is another, both have a case under way, or both are booked at one time.
    """
    kept, merged = (
        work.session.get_one(Patient, one) for one in (request.kept_id, request.merged_id)
    )
    _refuse_other(kept, merged, request)
    moves = Moves(work.session, work.now)
    with work.session.no_autoflush:
        _move_over(moves, kept, merged, request.taken)
    _write(work)
    done = PatientMerge(
        kept_id=kept.id,
        merged_id=merged.id,
        moved=moves.document(_next_change(work)),
        merged_at=work.now,
    )
    work.session.add(done)
    _settle(work, done)
    return done.id


def undo_merge(work: Work, request: UndoMerge) -> int:
    """Make the two records two again, each as it was; answers the id of the merged one.

    Refused when the kept record was changed since, by whom and when, or merged again.
    """
    done = work.session.get_one(PatientMerge, request.merge_id)
    if done.undone_at:
        raise Refused(Reason("duplicates.undone_already"))
    moved = read_moved(done.moved)
    _refuse_later(work, done)
    _refuse_changed(work, done, moved.change_id)
    # Nothing is written to a merged record, so first of all it is none any more.
    of_patients = [shift for shift in moved.shifts if shift.table == Patient.__tablename__]
    rest = [shift for shift in moved.shifts if shift not in of_patients]
    for shifts in (of_patients, rest):
        with work.session.no_autoflush:
            put_back(work.session, shifts)
        _write(work)
    done.undone_at = work.now
    _write(work)
    _settle(work, done)
    return done.merged_id


def tell_apart(work: Work, request: TellApart) -> None:
    """Two people are two: the report of duplicates does not name them again."""
    if request.patient_id == request.other_id:
        raise Refused(Reason("duplicates.one_record"))
    for patient_id in (request.other_id, request.patient_id):
        work.session.get_one(Patient, patient_id)
    keep_apart(work, request.patient_id, [request.other_id])
    work.touch(topics.PATIENTS, patient_id=request.patient_id)


def _refuse_other(kept: Patient, merged: Patient, request: MergePatients) -> None:
    if kept.id == merged.id:
        raise Refused(Reason("duplicates.one_record"))
    for row in (kept, merged):
        if row.merged_into_id:
            raise Refused(Reason("duplicates.merged_already", {"mrn": shown_mrn(row.mrn)}))
    versions = (request.kept_version, request.merged_version)
    if (kept.lock_version, merged.lock_version) != versions:
        raise Refused(Reason("desk.changed_meanwhile"))
    if request.birth_year != kept.birth_date.year:
        raise Refused(Reason("duplicates.birth_year", {"mrn": shown_mrn(kept.mrn)}))


def _move_over(moves: Moves, kept: Patient, merged: Patient, taken: tuple[str, ...]) -> None:
    for kind, join in JOINED.items():
        join(moves, kind, kept.id, merged.id)
    for key in taken:
        _take(moves, BY_KEY[key], kept, merged)
    for row in (kept, merged):
        moves.set(row, folded=folded_name(row.family, row.given))
    earlier = select(Patient).where(Patient.merged_into_id == merged.id).order_by(Patient.id)
    for row in (*moves.session.scalars(earlier), merged):
        moves.set(row, merged_into_id=kept.id)


def _take(moves: Moves, field: Field, kept: Patient, merged: Patient) -> None:
    """Fill a gap, or exchange the two values, so that none is lost."""
    here = {column: getattr(kept, column) for column in field.columns}
    theirs = {column: getattr(merged, column) for column in field.columns}
    moves.set(kept, **theirs)
    if field.is_recorded(here):
        moves.set(merged, **here)


def _write(work: Work) -> None:
    try:
        work.session.flush()
    except IntegrityError as error:
        if "taken" not in str(error.orig):
            raise
        raise Refused(Reason("duplicates.booked_at_once")) from None


def _settle(work: Work, done: PatientMerge) -> None:
    work.session.flush()
    both = (done.kept_id, done.merged_id)
    renew(work.session.connection(), both)
    everywhere = (topics.PATIENTS, topics.SCHEDULE, topics.READINESS, topics.SHEETS)
    work.touch(*everywhere, *map(topics.patient, both), patient_id=done.kept_id)


def _next_change(work: Work) -> int:
    """The id that this change will have: nobody else writes meanwhile."""
    return (work.session.scalar(select(func.max(Change.id))) or 0) + 1


def _refuse_later(work: Work, done: PatientMerge) -> None:
    is_about = (PatientMerge.kept_id == done.kept_id) | (PatientMerge.merged_id == done.kept_id)
    later = (is_about, PatientMerge.id > done.id, PatientMerge.undone_at.is_(None))
    if work.session.scalar(select(PatientMerge.id).where(*later)):
        raise Refused(Reason("duplicates.undo_later_first"))


def _refuse_changed(work: Work, done: PatientMerge, change_id: int) -> None:
    """Views do not count, nor other merges that stand or were taken back: these are looked at."""
    since: Any = (
        select(Change.at, StaffMember.name)
        .join(StaffMember, StaffMember.id == Change.actor_id, isouter=True)
        .where(
            or_(Change.patient_id == done.kept_id, Change.patient_id == done.merged_id),
            Change.id > change_id,
            Change.body != "",
            Change.action.not_in(_OWN),
        )
        .order_by(Change.id.desc())
        .limit(1)
    )
    row = work.session.execute(since).first()
    if row:
        who = {"who": row.name or "ClinicDesk", "at": row.at}
        raise Refused(Reason("duplicates.changed_since", who))
