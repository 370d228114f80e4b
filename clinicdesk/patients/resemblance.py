"""How much two people described by name, birth date and phone are alike, and why. Pure.

Of each part the likeness is weighed: the birth date most, then the names, the phone least. A score
says how alike; what tells two people apart (another given name, another birth date) limits it.
"""

from dataclasses import dataclass
from datetime import date
from enum import IntEnum, StrEnum
from itertools import product

from clinicdesk.patients.rules import digits_in, fold
from clinicdesk.patients.words import Known, phone_word, sound, tells_apart

LONGEST_GENERATION = 15
"""Years by which the birth dates of one person's records differ at most."""
_SHORTEST_MISTYPED = 4  # Ann and Ana, Don and Ron are different names
_LEAST_IN_COMMON = 0.5
_LIKELY, _POSSIBLE = 80, 60


class Alike(IntEnum):
    """Whether two records are one person's."""

    OTHER = 0
    POSSIBLE = 1
    LIKELY = 2
    SAME = 3


class Birth(StrEnum):
    """How two birth dates are alike."""

    SAME = "same birth date"
    SWAPPED = "day and month of birth swapped"
    NEAR = "birth date differs in one place"
    UNKNOWN = ""
    OTHER = "another birth date"


class Part(StrEnum):
    """How one part of two names is alike; "{}" stands for which part."""

    SAME = "same {} name"
    FRAGMENT = "part of the {} name"
    SOUND = "{} name sounds alike"
    LETTER = "one letter of the {} name differs"
    MISSING = "one {} name is not recorded"
    OTHER = "another {} name"


_BORN = {Birth.SAME: 40, Birth.SWAPPED: 34, Birth.NEAR: 24, Birth.UNKNOWN: 20, Birth.OTHER: 0}
_NAMED = {
    Part.SAME: 30,
    Part.FRAGMENT: 24,
    Part.SOUND: 20,
    Part.LETTER: 24,
    Part.MISSING: 16,
    Part.OTHER: 0,
}
_AS_FORMER, _IN_EACH_OTHERS_PLACE, _SAME_PHONE = 4, 8, 10


@dataclass(frozen=True, kw_only=True)
class Described:
    """A person as far as known: the present name first, then former ones, as (family, given).

    `numbers` are phones as `phone_word` gives them. Before everything is typed, `born` may be None
    and names "".
    """

    names: tuple[tuple[str, str], ...]
    preferred: str = ""
    born: date | None = None
    numbers: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Resemblance:
    """`score` from 0 to 100, best first within a class; `why` in words, the birth date first."""

    alike: Alike
    score: int
    why: tuple[str, ...]
    birth: Birth


@dataclass(frozen=True)
class _Names:
    family: Part
    given: Part
    former: bool = False
    swapped: bool = False

    @property
    def points(self) -> int:
        lost = _AS_FORMER * self.former + _IN_EACH_OTHERS_PLACE * self.swapped
        return max(0, _NAMED[self.family] + _NAMED[self.given] - lost)

    @property
    def why(self) -> tuple[str, ...]:
        if self.swapped:
            return ("family and given name swapped",)
        of = ("former family" if self.former else "family", self.family), ("given", self.given)
        if self.family is self.given is Part.SAME:
            return ("same former name",) if self.former else ("same name",)
        return tuple(part.value.format(which) for which, part in of)


def described(known: Known) -> Described:
    """A registered patient, to be compared."""
    return Described(
        names=((known.name.family, known.name.given), *known.former),
        preferred=known.name.preferred,
        born=known.born,
        numbers=frozenset(phone_word(digits, e164) for digits, e164 in known.phones),
    )


def resemblance(one: Described, other: Described) -> Resemblance:
    """How alike the two are; the order does not matter."""
    birth, names = _birth(one.born, other.born), _names(one, other)
    rings = any(map(tells_apart, one.numbers & other.numbers))
    score = min(100, _BORN[birth] + names.points + _SAME_PHONE * rings)
    alike = min(_class(score), _limit(one, other, birth, names, rings=rings))
    if alike is Alike.LIKELY and birth is Birth.SAME and names.why == ("same name",):
        alike = Alike.SAME
    why = (birth.value, *names.why, "same phone" if rings else "")
    return Resemblance(alike, score, tuple(filter(None, why)), birth)


def _class(score: int) -> Alike:
    if score >= _LIKELY:
        return Alike.LIKELY
    return Alike.POSSIBLE if score >= _POSSIBLE else Alike.OTHER


def _limit(one: Described, other: Described, birth: Birth, names: _Names, *, rings: bool) -> Alike:
    """What tells apart: twins have another given name, father and son another birth date."""
    if birth is Birth.OTHER and one.born and other.born:
        near = abs(one.born.year - other.born.year) < LONGEST_GENERATION
        return Alike.POSSIBLE if near and rings else Alike.OTHER
    if names.given is Part.OTHER or (birth is Birth.UNKNOWN and not rings):
        return Alike.POSSIBLE
    return Alike.LIKELY


def _birth(one: date | None, other: date | None) -> Birth:
    if one is None or other is None:
        return Birth.UNKNOWN
    if one == other:
        return Birth.SAME
    if one.year == other.year and (one.month, one.day) == (other.day, other.month):
        return Birth.SWAPPED
    same = (one.year == other.year, one.month == other.month, one.day == other.day)
    year = same[0] or _mistyped(str(one.year), str(other.year))
    return Birth.NEAR if sum(same) == 2 and year else Birth.OTHER


def _names(one: Described, other: Described) -> _Names:
    """The best of all names that the two have or had."""
    found = []
    for (mine, (family, given)), (theirs, (their_family, their_given)) in product(
        enumerate(one.names), enumerate(other.names)
    ):
        former = mine + theirs > 0
        said = _part(given, their_given)
        if said is Part.OTHER and _called(one, other, given, their_given):
            said = Part.FRAGMENT
        found.append(_Names(_part(family, their_family), said, former))
        if given and their_given:
            crossed = _part(family, their_given), _part(given, their_family)
            found.append(_Names(*crossed, former, swapped=True))
    # A name in the other's field is worth something only when both parts are.
    good = [one for one in found if not (one.swapped and Part.OTHER in (one.family, one.given))]
    return max(good, key=lambda names: names.points)


def _called(one: Described, other: Described, given: str, their_given: str) -> bool:
    """Bob, who is Robert: the name in one record is the preferred name in the other."""
    names = {(fold(one.preferred), fold(their_given)), (fold(other.preferred), fold(given))}
    return any(left and left == right for left, right in names)


def _part(one: str, other: str) -> Part:
    left, right = fold(one), fold(other)
    if not (left and right):
        return Part.MISSING
    if left.replace(" ", "") == right.replace(" ", ""):
        return Part.SAME
    if digits_in(left) != digits_in(right):
        return Part.OTHER
    words, others = set(left.split()), set(right.split())
    if words <= others or others <= words or _is_initial(left, right):
        return Part.FRAGMENT
    if min(len(left), len(right)) >= _SHORTEST_MISTYPED and _mistyped(left, right):
        return Part.LETTER
    if sound(left) == sound(right) and len(sound(left)) > 1 and _looks_alike(left, right):
        return Part.SOUND
    return Part.FRAGMENT if _heard(words) & _heard(others) else Part.OTHER


def _heard(words: set[str]) -> set[str]:
    """The sounds of the words that are names by themselves: not "de", "la", "Mc"."""
    return {sound(word) for word in words if len(word) >= _SHORTEST_MISTYPED and len(words) > 1}


def _is_initial(left: str, right: str) -> bool:
    return min(len(left), len(right)) == 1 and left[0] == right[0]


def _looks_alike(left: str, right: str) -> bool:
    """Sofia and Sophia, not Valeria and Flora: the sound has no vowels."""
    from rapidfuzz.distance import OSA  # noqa: PLC0415 - as below

    return OSA.normalized_similarity(left, right) >= _LEAST_IN_COMMON


def _mistyped(left: str, right: str) -> bool:
    """One letter more, less, another, or two neighbours exchanged."""
    from rapidfuzz.distance import OSA  # noqa: PLC0415 - not needed to paint the first window

    return OSA.distance(left, right, score_cutoff=1) <= 1
