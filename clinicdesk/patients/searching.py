"""Asks the database for the patients whom a search means: ranges of one index, each with its limit.

A search for one term takes the first words of each of its ranges. For several terms the one that
fewest words have leads, and the others are looked up among its patients.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, reduce
from operator import add
from typing import Any

from sqlalchemy import (
    ColumnElement,
    CompoundSelect,
    Row,
    Select,
    String,
    Subquery,
    and_,
    bindparam,
    func,
    literal_column,
    or_,
    select,
    union,
    union_all,
)

from clinicdesk.desk import Work
from clinicdesk.patients.rules import PersonName, WordPart
from clinicdesk.patients.tables import Patient, PatientName, PatientPhone, PatientWord
from clinicdesk.patients.terms import Range, Term, exactly

MOST_LED = 5000
"""So many words of the leading term are looked at; who needs more types more."""
_ROWS_PER_PATIENT = 2
_WEAK = {WordPart.MIDDLE, WordPart.FORMER}

_word: Any = PatientWord.__table__
_patient: Any = Patient.__table__
_phone: Any = PatientPhone.__table__
_former: Any = PatientName.__table__
_FAMILY: Any = literal_column(f"'{WordPart.FAMILY}'")

FOUND = (
    *(_patient.c[name] for name in (
        "id", "mrn", "family", "given", "middle", "suffix", "preferred", "folded", "birth_date",
        "sex", "deceased_on", "has_died",
    )),
    select(_phone.c.as_typed)
    .where(_phone.c.patient_id == _patient.c.id, _phone.c.ended_at.is_(None))
    .order_by(_phone.c.preferred.desc(), _phone.c.id)
    .limit(1)
    .scalar_subquery()
    .label("phone"),
)  # fmt: skip
"""The columns of whoever is found."""


Met = tuple[int, str, WordPart]
"""How well a word met a term (less is better), the word and its part."""


@dataclass(frozen=True)
class Hit:
    """The row of somebody found, and for each term the word that met it with its part."""

    row: Row[Any]
    met: tuple[Met, ...] = ()
    grade: int = 0

    @property
    def parts(self) -> frozenset[WordPart]:
        """Every part by which the patient was found."""
        return frozenset(part for _, _, part in self.met)

    @property
    def is_weak(self) -> bool:
        """Whether it is hardly the name that was typed."""
        return bool(self.parts & _WEAK)


def best(work: Work, ways: Sequence[Sequence[Term]], limit: int) -> tuple[list[Hit], bool]:
    """The best `limit` patients of all ways to read what was typed; whether there are more.

    Whole words come before beginnings, family names before the others, then the order is by name.
    """
    hits: dict[int, Hit] = {}
    more = False
    for way in ways:
        found, cut = _found(work, way, limit)
        more = more or cut
        for hit in found:
            kept = hits.setdefault(hit.row.id, hit)
            if hit.grade < kept.grade:
                hits[hit.row.id] = hit
    ordered = sorted(hits.values(), key=lambda hit: (hit.grade, hit.row.folded, hit.row.id))
    return ordered[:limit], more or len(ordered) > limit


def _found(work: Work, way: Sequence[Term], limit: int) -> tuple[list[Hit], bool]:
    """Whom one way means; only those whose names are whole, where they are enough."""
    whole = _whole(way)
    found, cut = _asked(work, whole, limit) if whole else ([], False)
    if len(found) > limit:
        return found, True
    begun, more = _asked(work, way, limit)
    return [*found, *begun], cut or more


def _asked(work: Work, way: Sequence[Term], limit: int) -> tuple[list[Hit], bool]:
    rows, cut = rows_of(work, way, limit + 1)
    return _hits(way, rows), cut


def _whole(way: Sequence[Term]) -> Sequence[Term]:
    """The same terms with each name whole; nothing for a term alone, whose words come in order."""
    names = [term for term in way if term.is_name]
    if len(way) == 1 or not names:
        return ()
    return [exactly(term.name) if term in names else term for term in way]


def _hits(way: Sequence[Term], rows: Iterable[Row[Any]]) -> list[Hit]:
    """Each patient once, with the best word for each term."""
    places = [(term, len(FOUND) + 2 * place) for place, term in enumerate(way)]
    people: dict[int, Row[Any]] = {}
    met: dict[int, list[Met]] = {}
    for row in rows:
        words = [_met(term, row[place], row[place + 1]) for term, place in places]
        if people.setdefault(row[0], row) is not row:
            words = list(map(min, words, met[row[0]]))
        met[row[0]] = words
    return [
        Hit(people[patient_id], tuple(words), sum(grade for grade, _, _ in words))
        for patient_id, words in met.items()
    ]


def _met(term: Term, word: str, part: WordPart) -> Met:
    return 2 * (word not in term.whole) + (part is not WordPart.FAMILY), word, part


def rows_of(
    work: Work, way: Sequence[Term], most: int, lead: int | None = None
) -> tuple[Sequence[Row[Any]], bool]:
    """Rows of patients: FOUND, then for each term the word that met it and its part.

    Whether there may be more than these; a patient may stand in several rows. `lead` is the place
    of a term that few words have, where that is known.
    """
    order = _leading_first(work, way) if lead is None else _first(lead, way)
    if not order:
        return [], False
    ordered = [way[place] for place in order]
    at_most = most * _ROWS_PER_PATIENT
    whole = at_most if len(way) > 1 else at_most * (1 + len(way[0].ranges))
    families = len(way) == 1 and way[0].is_name
    reach = at_most if len(way) == 1 else MOST_LED
    shape = tuple((place, len(way[place].ranges)) for place in order)
    statement = _statement(shape, families, reach, whole)
    bound = dict(_bound(term.ranges for term in ordered))
    found = work.session.connection().execute(statement, bound).all()
    return found, len(found) >= at_most


def former_names(work: Work, ids: Sequence[int]) -> dict[int, list[PersonName]]:
    """Their former names, those of records merged into theirs among them."""
    found = defaultdict[int, list[PersonName]](list)
    if ids:
        merged = select(_patient.c.merged_into_id, _patient.c.family, _patient.c.given)
        statement = union_all(
            select(_former.c.patient_id, _former.c.family, _former.c.given).where(
                _former.c.patient_id.in_(ids)
            ),
            merged.where(_patient.c.merged_into_id.in_(ids)),
        )
        for patient_id, family, given in work.session.connection().execute(statement):
            found[patient_id].append(PersonName(family, given or ""))
    return found


def _leading_first(work: Work, way: Sequence[Term]) -> list[int]:
    """The places of the terms, that which fewest words have before the others; none if one has
    no word at all.
    """
    if len(way) == 1:
        return [0]
    statement = _counting(tuple(len(term.ranges) for term in way))
    bound = dict(_bound(term.ranges for term in way))
    [counts] = work.session.connection().execute(statement, {**bound, "reach": MOST_LED})
    return sorted(range(len(way)), key=lambda place: counts[place]) if all(counts) else []


def _first(lead: int, way: Sequence[Term]) -> list[int]:
    return [lead, *(place for place in range(len(way)) if place != lead)]


def _bound(terms: Iterable[Sequence[Range]]) -> Iterator[tuple[str, str]]:
    for place, ranges in enumerate(terms):
        for number, (first, last) in enumerate(ranges):
            yield f"first_{place}_{number}", first
            yield f"last_{place}_{number}", last


@cache
def _counting(shape: tuple[int, ...]) -> Select[Any]:
    """How many words each term has, up to `reach` for each of its ranges."""
    counts = [
        reduce(add, (_how_many(place, number) for number in range(ranges)))
        for place, ranges in enumerate(shape)
    ]
    return select(*counts)


def _how_many(place: int, number: int) -> Any:
    words: Any = select(literal_column("1")).select_from(_word).where(_within(_word, place, number))
    reached = words.limit(bindparam("reach")).subquery()
    return select(func.count()).select_from(reached).scalar_subquery()


@cache
def _statement(
    shape: tuple[tuple[int, int], ...], families: bool, reach: int, most: int
) -> Select[Any]:
    """For terms at these places with so many ranges each, the leading one first.

    The limits are written out: PostgreSQL plans once for all texts only where it knows them.
    """
    [(first, led_by), *others] = shape
    led = _led(led_by, families, reach).subquery("led")
    # One arm for each range of the second term: SQLite looks one range up in the index, but for
    # several reads all words of a patient.
    arms = [
        _together(first, led, others, number) for number in range(others[0][1] if others else 1)
    ]
    # Limited by itself: nobody is looked at of whom a term is not met.
    found = union_all(*arms).limit(literal_column(str(most))).subquery("found")
    who = found.join(_patient, _patient.c.id == found.c.patient_id)
    [_, *words] = found.c
    return select(*FOUND, *words).select_from(who).where(_patient.c.merged_into_id.is_(None))


def _together(first: int, led: Any, others: Sequence[tuple[int, int]], number: int) -> Select[Any]:
    """Led people who have every other term too, the second by its range of this number."""
    met = {first: led}
    source = led
    for bound, (place, ranges) in enumerate(others, 1):
        word = met[place] = _word.alias(f"word_{place}")
        numbers = [number] if bound == 1 else range(ranges)
        inside = or_(*(_within(word, bound, one) for one in numbers))
        source = source.join(word, and_(word.c.patient_id == led.c.patient_id, inside))
    words = [
        met[place].c[name].label(f"{name}_{place}")
        for place in sorted(met)
        for name in ("word", "part")
    ]
    return select(led.c.patient_id, *words).select_from(source)


def _led(ranges: int, families: bool, reach: int) -> CompoundSelect[Any]:
    """The first words of each range, and the first family names of all words."""
    arms = [select(_arm(number, reach)) for number in range(ranges)]
    if families:
        return union(*arms, select(_arm(0, reach, _word.c.part == _FAMILY)))
    return union_all(*arms)


def _arm(number: int, reach: int, *where: ColumnElement[bool]) -> Subquery[Any]:
    chosen = select(_word).where(_within(_word, 0, number), *where)
    return chosen.order_by(*_word.primary_key).limit(literal_column(str(reach))).subquery()


def _within(word: Any, place: int, number: int) -> Any:
    # As plain text: the last word that counts is none that a column would take.
    first = bindparam(f"first_{place}_{number}", type_=String())
    last = bindparam(f"last_{place}_{number}", type_=String())
    return word.c.word.between(first, last)
