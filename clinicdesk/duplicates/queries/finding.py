"""Who may be the person that is being registered, and which records look like one person's."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, or_, select
from sqlalchemy.orm import aliased, selectinload

from clinicdesk.desk import Work
from clinicdesk.patients.derived import known_of
from clinicdesk.patients.lookalikes import apart_from, lookalikes
from clinicdesk.patients.queries import PatientFacts, facts
from clinicdesk.patients.resemblance import Alike, Birth, Described, described, resemblance
from clinicdesk.patients.rules import read_phone
from clinicdesk.patients.tables import Patient, PatientBlock
from clinicdesk.patients.words import phone_word

AT_ONCE = 2_000
"""Patients that one step of the report looks at."""
REPORTED = 75
"""The least score in the report. A birth date and half a name are shared by chance (70)."""
_MOST_OF_A_STEP = 200


@dataclass(frozen=True, kw_only=True)
class Sought:
    """What is typed so far of somebody who is being registered; any of it may be missing."""

    family: str = ""
    given: str = ""
    preferred: str = ""
    born: date | None = None
    phone: str = ""


@dataclass(frozen=True)
class PossibleMatch:
    """A patient who may be the person, and why; `same_birth` when the birth date is the same."""

    patient: PatientFacts
    alike: Alike
    why: tuple[str, ...]
    same_birth: bool


@dataclass(frozen=True)
class Pair:
    """Two records that may be one person's, the older one first; `score` from 0 to 100."""

    first: PatientFacts
    second: PatientFacts
    alike: Alike
    score: int
    why: tuple[str, ...]


@dataclass(frozen=True)
class Compared:
    """One step of the report: its pairs, and after which patient the next one begins, if any.

    `done` patients out of `all` have been compared then.
    """

    pairs: tuple[Pair, ...]
    after: int | None
    done: int
    all: int


def possible_matches(work: Work, sought: Sought, most: int = 5) -> tuple[PossibleMatch, ...]:
    """Patients who may be whom somebody registers, the most alike first (RULE-05).

    A constant number of statements over a few rows, whatever the size of the clinic. Nobody while
    too little is typed.
    """
    phone = read_phone(sought.phone)
    person = Described(
        names=((sought.family, sought.given),),
        preferred=sought.preferred,
        born=sought.born,
        numbers=frozenset({phone_word(phone.digits, phone.e164)} if phone else ()),
    )
    found = lookalikes(work, person)[:most]
    patients = _facts(work, [match.patient_id for match in found])
    return tuple(
        PossibleMatch(
            patients[match.patient_id],
            match.like.alike,
            match.like.why,
            match.like.birth is Birth.SAME,
        )
        for match in found
    )


def duplicate_pairs(work: Work, after: int = 0) -> Compared:
    """The next step of the report: records of the 2,000 patients `after` this id.

    Only records that share a block are compared, at most 200 pairs of a step, so a large clinic
    takes more steps and not longer ones. Pairs that somebody told apart are left out.
    """
    upto = after + AT_ONCE
    ids = _sharing(work, after, upto)
    known = dict(known_of(work.session.connection(), {one for pair in ids for one in pair}))
    apart = apart_from(work, *known)
    scored = []
    for first, second in ids:
        like = resemblance(described(known[first]), described(known[second]))
        if like.alike > Alike.OTHER and like.score >= REPORTED and (first, second) not in apart:
            scored.append((first, second, like))
    patients = _facts(work, [one for first, second, _ in scored for one in (first, second)])
    pairs = tuple(
        Pair(patients[first], patients[second], like.alike, like.score, like.why)
        for first, second, like in scored
    )
    last = work.session.scalar(select(func.max(Patient.id))) or 0
    return Compared(pairs, upto if upto < last else None, min(upto, last), last)


def _sharing(work: Work, after: int, upto: int) -> list[tuple[int, int]]:
    """Pairs that share a block and more than a birth date with part of a name, the closest first.

    Who shares one block only shares the birth date and the sound of one name, or a name and most of
    a birth date: only the latter is worth a look.
    """
    one, other = aliased(PatientBlock), aliased(PatientBlock)
    shared = func.count()
    pairs = (
        select(one.patient_id, other.patient_id)
        .join(other, (other.block == one.block) & (other.patient_id > one.patient_id))
        .where(one.patient_id > after, one.patient_id <= upto)
        .group_by(one.patient_id, other.patient_id)
        .having(or_(shared > 1, func.max(one.block) >= "named"))
        .order_by(shared.desc(), one.patient_id, other.patient_id)
        .limit(_MOST_OF_A_STEP)
    )
    return [(first, second) for first, second in work.session.execute(pairs)]


def _facts(work: Work, patient_ids: list[int]) -> dict[int, PatientFacts]:
    chosen = select(Patient).options(selectinload(Patient.phones))
    rows = work.session.scalars(chosen.where(Patient.id.in_(patient_ids)))
    return {row.id: facts(row) for row in rows}
