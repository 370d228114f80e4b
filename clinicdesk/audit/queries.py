"""The history of one patient in words, and whether the history of the database is whole."""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import or_, select

from clinicdesk.audit.gathering import ANSWERS, Known, known
from clinicdesk.audit.rules import NOT_RECORDED, answer_in_words
from clinicdesk.audit.words import (
    STAFF,
    catalogue,
    done,
    in_words,
    reading,
)
from clinicdesk.desk import Work
from clinicdesk.errors import Reason, Refused
from clinicdesk.evaluations.queries import signed_note
from clinicdesk.history import (
    GENESIS,
    VERIFICATION,
    Break,
    Change,
    Fault,
    Link,
    Verified,
    head,
    link_before,
    stored,
    verify,
)
from clinicdesk.intake.queries import form
from clinicdesk.patients.tables import Patient
from clinicdesk.patients.verification import VerifiedBy
from clinicdesk.rights import may
from clinicdesk.scheduling.rules import BookingState

PAGE = 100
_OF_A_NOTE = {"evaluation", "evaluation_level"}
MADE_SURE_BY = "Patient verified by"
_MADE_SURE = {
    VerifiedBy.READ_BACK: "name and birth date read back",
    VerifiedBy.BIRTH_YEAR: "birth year typed",
    VerifiedBy.POINTED_AT: "card taken by hand",
}
# What became of these bookings, the next one or the procedure says.
_TOLD_BY_THE_NEXT = (BookingState.MOVED, BookingState.DONE)
_SENTENCES = {
    Fault.EDITED: "audit.edited",
    Fault.PARTED: "audit.parted",
    Fault.MISSING: "audit.missing",
    Fault.REPEATED: "audit.repeated",
    Fault.OTHER: "audit.other",
    Fault.SHORT: "audit.short",
}


@dataclass(frozen=True)
class Difference:
    """One field in words; `before` is "" where there was no row before."""

    label: str
    before: str
    after: str


@dataclass(frozen=True)
class Entry:
    """One change or recorded view. `roles` in words are those that the person has today."""

    id: int
    at: datetime
    who: str
    roles: tuple[str, ...]
    workstation: str
    done: str
    differences: tuple[Difference, ...]


@dataclass(frozen=True)
class HistoryPage:
    """Entries, newest first; `before_id` asks for the page after this one, None for the last."""

    entries: tuple[Entry, ...]
    before_id: int | None


def history_of_patient(work: Work, patient_id: int, before_id: int | None = None) -> HistoryPage:
    """What was done on a patient's chart, newest first, a page at a time, in words.

    What was done on a record that was merged into it belongs to it too.
    """
    merged = select(Patient.id).where(Patient.merged_into_id == patient_id)
    theirs = or_(Change.patient_id == patient_id, Change.patient_id.in_(merged))
    chosen = select(Change).where(theirs)
    if before_id is not None:
        chosen = chosen.where(Change.id < before_id)
    found = work.session.scalars(chosen.order_by(Change.id.desc()).limit(PAGE + 1)).all()
    page = [(change, _readable(work, change)) for change in found[:PAGE]]
    facts = known(work, patient_id, [row for _, rows in page for row in rows])
    entries = tuple(_entry(change, rows, facts) for change, rows in page)
    return HistoryPage(entries, entries[-1].id if len(found) > PAGE else None)


def verify_history(work: Work, first: int = 1, anchor: Link | None = None) -> Verified:
    """Follow the chain from this change to the newest. Refused when the history ends before it.

    `anchor` is what a workstation saw of it.
    """
    newest = head(work.session) or GENESIS
    is_seen = anchor is not None and first <= anchor.id
    if newest.id < first and first > 1 and not is_seen:
        raise Refused(Reason("audit.ends_before", {"first": first}))
    return verify(stored(work.session, first), link_before(work.session, first), anchor)


def reason_of(broken: Break) -> Reason:
    """Why the history is not whole, and what to do."""
    return Reason(_SENTENCES[broken.fault], {"id": broken.id})


def _readable(work: Work, change: Change) -> list[dict[str, Any]]:
    """Who may not read a note elsewhere does not read it in the history."""
    may_read = may(work.actor.roles, signed_note)
    return [row for row in _rows(change) if may_read or row["table"] not in _OF_A_NOTE]


def _rows(change: Change) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = json.loads(change.body) if change.body else []
    return [row for row in rows if row["table"] not in catalogue().not_shown]


def _entry(change: Change, rows: Iterable[dict[str, Any]], facts: Known) -> Entry:
    return Entry(
        id=change.id,
        at=change.at,
        who=facts.names[STAFF].get(str(change.actor_id), "ClinicDesk"),
        roles=facts.roles.get(change.actor_id, ()),
        workstation=change.workstation,
        done=done(change.action),
        differences=_together(one for row in rows for one in _differences(row, facts)),
    )


def _differences(row: dict[str, Any], facts: Known) -> Iterator[Difference]:
    if row["table"] == ANSWERS:
        yield from _answer(row, facts)
        return
    if row["table"] == VERIFICATION:
        yield Difference(MADE_SURE_BY, "", _MADE_SURE[VerifiedBy(row["after"]["by"])])
        return
    before, after = row["before"], row["after"]
    before = before or facts.replaced.get(after.get("replaces_id", 0), {})
    about = facts.subjects.get((row["table"], row["id"]))
    if row["before"] and about and after.get("state") not in _TOLD_BY_THE_NEXT:
        yield from _differences({**row, "before": {}, "after": about}, facts)
    for column in catalogue().fields.get(row["table"], {}):
        how = reading(row["table"], column, facts.names)
        if how is None or column not in after:
            continue
        new = in_words(after[column], how, facts.zone)
        old = in_words(before[column], how, facts.zone) if column in before else ""
        if new and (before or new != NOT_RECORDED) and new != old:
            yield Difference(how.label, old, new)


def _answer(row: dict[str, Any], facts: Known) -> Iterator[Difference]:
    """An answer is told under its question, together with how it was left."""
    asked = {question.key: question for question in form().questions}
    question = asked.get(facts.questions.get(row["id"], ""))
    if question is None:
        return
    before, after = (_given(row[side], question.options) for side in ("before", "after"))
    yield Difference(question.ask, before if row["before"] else "", after)


def _given(side: dict[str, Any], options: Mapping[str, str]) -> str:
    value = json.loads(side["value"]) if side.get("value") else None
    return answer_in_words(value, side.get("state", ""), options)


def _together(differences: Iterable[Difference]) -> tuple[Difference, ...]:
    """What several rows say under one label is one line: "Medicine: A, B"."""
    lines: dict[tuple[str, str], dict[str, None]] = {}
    for one in differences:
        lines.setdefault((one.label, one.before), {})[one.after] = None
    return tuple(
        Difference(label, before, ", ".join(after)) for (label, before), after in lines.items()
    )
