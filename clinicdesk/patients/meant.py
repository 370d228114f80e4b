"""What may have been meant by a name that nobody has: names like it that somebody has."""

from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from typing import Any

from sqlalchemy import Select, String, and_, bindparam, func, select

from clinicdesk.desk import Work
from clinicdesk.patients.searching import rows_of
from clinicdesk.patients.tables import PatientWord
from clinicdesk.patients.terms import Term, beginning, exactly
from clinicdesk.patients.words import SOUNDS, sound

MOST_OFFERED = 3
_MOST_NAMES, _MOST_SOUNDS = 3000, 200
_SHORTEST, _SHARED = 3, 2
_LIKE, _SOUNDS_LIKE, _NOT_WHOLE = 0.7, 0.8, 0.05

_word: Any = PatientWord.__table__


def meant(work: Work, way: Sequence[Term]) -> tuple[str, ...]:
    """At most three texts to search for instead, the likeliest first; each finds somebody."""
    offers = []
    for place, term in enumerate(way):
        if term.is_name and len(term.name) >= _SHORTEST:
            for likeness, name in _like(work, term.name):
                offers.append((-likeness, name, place))
    found = []
    for _, name, place in sorted(offers)[: 2 * MOST_OFFERED]:
        other = [*way[:place], exactly(name), *way[place + 1 :]]
        if len(way) == 1 or rows_of(work, other, 1, lead=place)[0]:
            found.append(" ".join(term.typed for term in other).upper())
    return tuple(dict.fromkeys(found))[:MOST_OFFERED]


def _like(work: Work, name: str) -> list[tuple[float, str]]:
    """The likeliest names, with how like they are from 0 to 1."""
    sounding = {other for other in _sounding_like(work, name) if sound(other) == sound(name)}
    others = {*_beginning_like(work, name), *sounding}
    others = {other for other in others if not other.startswith(name)}  # who has it was found
    scored = dict.fromkeys(sounding & others, _SOUNDS_LIKE)
    for other, score in (*_whole_like(name, others), *_begun_like(name, others)):
        scored[other] = max(score, scored.get(other, 0))
    likely = sorted((-score, other) for other, score in scored.items())
    return [(-score, other) for score, other in likely[: 2 * MOST_OFFERED]]


def _whole_like(name: str, others: Iterable[str]) -> list[tuple[str, float]]:
    return [(other, score) for other, score, _ in _scored(name, others, _LIKE)]


def _begun_like(name: str, others: Iterable[str]) -> list[tuple[str, float]]:
    begun = {other: other[: len(name)] for other in others}
    found = _scored(name, begun, _LIKE + _NOT_WHOLE)
    return [(other, score - _NOT_WHOLE) for _, score, other in found]


def _scored(name: str, others: Any, least: float) -> Sequence[tuple[str, float, Any]]:
    """Those of the others that are like it: text, score and place or key, all at once."""
    from rapidfuzz import process  # noqa: PLC0415 - only for who mistyped
    from rapidfuzz.distance import OSA  # noqa: PLC0415

    found: Sequence[tuple[str, float, Any]] = process.extract(
        name, others, scorer=OSA.normalized_similarity, score_cutoff=least, limit=None
    )
    return found


def _beginning_like(work: Work, name: str) -> Iterator[str]:
    """Names that begin with the same letters, or with the first two swapped."""
    for begun in {name[:_SHARED], name[_SHARED - 1 :: -1]}:
        first, last = beginning(begun)
        bound = {"first": first, "last": last, "most": _MOST_NAMES}
        for found in work.session.connection().scalars(_names(), bound).all():
            if found is not None and found.isalpha():
                yield found


def _sounding_like(work: Work, name: str) -> Iterator[str]:
    bound = {"sound": f"{SOUNDS}{sound(name)}", "most": _MOST_SOUNDS}
    yield from work.session.connection().scalars(_sounds(), bound).all()


@cache
def _names() -> Select[Any]:
    """Each word of a range once, from one to the next: never all patients who have it."""
    first, last = bindparam("first", type_=String()), bindparam("last", type_=String())
    within = _word.c.word.between(first, last)
    name = select(func.min(_word.c.word).label("word")).where(within).cte("name", recursive=True)
    following = (
        select(func.min(_word.c.word))
        .where(_word.c.word > name.c.word, _word.c.word <= last)
        .scalar_subquery()
    )
    every = name.union_all(select(following).where(name.c.word.is_not(None)))
    return select(every.c.word).limit(bindparam("most"))


@cache
def _sounds() -> Select[Any]:
    """The names of patients who have one that sounds so."""
    other = _word.alias("other")
    sounding = (
        select(_word)
        .where(_word.c.word == bindparam("sound", type_=String()))
        .order_by(*_word.primary_key)
        .limit(bindparam("most"))
        .subquery()
    )
    same = and_(other.c.patient_id == sounding.c.patient_id, other.c.part == sounding.c.part)
    return select(other.c.word).join_from(sounding, other, same).distinct()
