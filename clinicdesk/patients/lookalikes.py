"""Who of the clinic may be the person that is described: looked for in shared blocks only."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice

from sqlalchemy import ColumnElement, Select, or_, select, union_all

from clinicdesk.desk import Work
from clinicdesk.patients.derived import known_of
from clinicdesk.patients.resemblance import (
    Alike,
    Birth,
    Described,
    Resemblance,
    described,
    resemblance,
)
from clinicdesk.patients.rules import LONGEST_NAME_PART
from clinicdesk.patients.tables import DifferentPeople, PatientBlock
from clinicdesk.patients.words import (
    LONGEST_WORD,
    born_block,
    named_blocks,
    ringing_block,
    sounds_of,
    tells_apart,
)
from clinicdesk.text import text_objections

_MOST_OF_A_BLOCK, _MOST_BLOCKS = 20, 40


@dataclass(frozen=True)
class Lookalike:
    """A patient who may be the person, and how alike the two are."""

    patient_id: int
    like: Resemblance

    @property
    def is_namesake(self) -> bool:
        """So alike that nobody is registered beside without a word (RULE-05)."""
        return self.like.alike >= Alike.LIKELY and self.like.birth in (Birth.SAME, Birth.SWAPPED)


def lookalikes(work: Work, sought: Described) -> list[Lookalike]:
    """Patients who may be this person, the most alike first, in a constant number of statements.

    Of at most 40 blocks at most 20 patients each are compared. Nobody, as long as too little is
    known: a family name alone, or a birth date alone.
    """
    texts = [part for name in (*sought.names, (sought.preferred,)) for part in name]
    if any(text_objections("Name", text, LONGEST_NAME_PART) for text in texts):
        return []
    blocks = islice(dict.fromkeys(_blocks(sought)), _MOST_BLOCKS)
    wanted = [_in_block(block) for block in blocks]
    if not wanted:
        return []
    connection = work.session.connection()
    ids = {*connection.scalars(union_all(*wanted))}
    if not ids:
        return []
    found = [
        Lookalike(patient_id, resemblance(sought, described(known)))
        for patient_id, known in known_of(connection, ids)
    ]
    possible = [match for match in found if match.like.alike > Alike.OTHER]
    return sorted(possible, key=lambda one: (-one.like.alike, -one.like.score, one.patient_id))


def keep_apart(work: Work, patient_id: int, others: Iterable[int]) -> None:
    """Remember that this patient is none of the others; who is known to be another stays so."""
    theirs = {in_order(patient_id, other) for other in others} - apart_from(work, patient_id)
    work.session.add_all(
        DifferentPeople(first_id=first, second_id=second, said_at=work.now)
        for first, second in sorted(theirs)
    )
    work.session.flush()


def in_order(one: int, other: int) -> tuple[int, int]:
    """A pair of patients, the lower id first."""
    return (one, other) if one < other else (other, one)


def apart_from(work: Work, *patient_ids: int) -> set[tuple[int, int]]:
    """The pairs that somebody made sure of, of which one is among these patients."""
    pair = (DifferentPeople.first_id, DifferentPeople.second_id)
    chosen = select(*pair).where(or_(*(one.in_(patient_ids) for one in pair)))
    return {(first, second) for first, second in work.session.execute(chosen)}


def _blocks(sought: Described) -> Iterator[str]:
    """Blocks to look into, the present name's first; one that ends in a space stands for all that
    begin so.
    """
    yield from (ringing_block(one, "") for one in sorted(sought.numbers) if tells_apart(one))
    for family, given in sought.names:
        if family and given:
            yield from named_blocks(family, given, sought.born)
        if sought.born:
            for heard in sorted(sounds_of(family) | sounds_of(given)):
                yield born_block(sought.born, heard)


def _in_block(block: str) -> Select[tuple[int]]:
    beginning, has = block[:LONGEST_WORD], PatientBlock.block
    if beginning.endswith(" "):
        after = beginning[:-1] + chr(ord(" ") + 1)
        theirs: ColumnElement[bool] = (has >= beginning) & (has < after)
    else:
        theirs = has == beginning
    some = select(PatientBlock.patient_id).where(theirs).limit(_MOST_OF_A_BLOCK).subquery()
    return select(some.c.patient_id)
