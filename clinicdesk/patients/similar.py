"""Which patients' names are so similar that one may be taken for the other. Pure.

The habit of surgery centres, "same first initial and last name on that day", with the ear's and the
keyboard's mistakes added (SAFER Patient Identification: a phonetic alert).
"""

from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache, cached_property

from clinicdesk.patients.rules import PersonName, fold
from clinicdesk.patients.words import sound

_SHORTEST_SOUND = 2  # "L" is Lee, Low and Lu: too little to say that they sound alike
_SHORTEST_BEGINNING = 4


@dataclass(frozen=True)
class Similar:
    """A name as it is compared."""

    family: str
    given: str

    @cached_property
    def sounds(self) -> tuple[str, str]:
        """How family and given name sound."""
        return sound(self.family), sound(self.given)

    @cached_property
    def keys(self) -> frozenset[str]:
        """Two similar names share at least one: a part by letters, either's, or a part by sound."""
        family, given = self.sounds
        keys = {f"sounds {family}", self.family, self.given, f"sounds {given}"}
        return frozenset(keys - {"", "sounds "})


def form_of(name: PersonName) -> Similar:
    """The form of a name that is compared: family and given name as they are searched."""
    return Similar(fold(name.family), fold(name.given))


def are_alike(one: Similar, other: Similar) -> bool:
    """Whether one may be taken for the other; the order does not matter.

    Same family name by letters or sound and same first initial (a given name that is not recorded
    may begin with any); or both names sound alike, or the family names begin alike; or one letter
    differs; or they are swapped.
    """
    return (
        (_same_family(one, other) and _same_initial(one, other))
        or _both_sound_alike(one, other)
        or (one.family, one.given) == (other.given, other.family)
        or _one_letter_apart(one, other)
    )


def alike(people: Mapping[int, Similar]) -> dict[int, tuple[int, ...]]:
    """For each of these people, by id, those that have a similar name; who has none is left out.

    Only people who share a family name, a given name or a sound are compared, so a long list takes
    no more than its similar names do.
    """
    met: dict[str, list[int]] = defaultdict(list)
    found: dict[int, list[int]] = defaultdict(list)
    for person, form in people.items():
        for other in {other for key in form.keys for other in met[key]}:
            if are_alike(form, people[other]):
                found[person].append(other)
                found[other].append(person)
        for key in form.keys:
            met[key].append(person)
    return {person: tuple(sorted(others)) for person, others in found.items()}


def _same_family(one: Similar, other: Similar) -> bool:
    if one.family == other.family:
        return True
    return one.sounds[0] == other.sounds[0] and len(one.sounds[0]) >= _SHORTEST_SOUND


def _same_initial(one: Similar, other: Similar) -> bool:
    return not (one.given and other.given) or one.given[0] == other.given[0]


def _both_sound_alike(one: Similar, other: Similar) -> bool:
    """Rose Martin and Rosa Martinez too: the ear loses endings."""
    if one.sounds[1] != other.sounds[1] or len("".join(one.sounds)) < _SHORTEST_SOUND:
        return False
    if one.sounds[0] == other.sounds[0]:
        return True
    shorter, longer = sorted((one.family, other.family), key=len)
    return len(shorter) >= _SHORTEST_BEGINNING and longer.startswith(shorter) and bool(one.given)


def _one_letter_apart(one: Similar, other: Similar) -> bool:
    """One of a name's several letters: a single one is the whole name."""
    if (one.family == other.family) == (one.given == other.given):
        return False
    in_family = one.given == other.given
    left, right = (one.family, other.family) if in_family else (one.given, other.given)
    if min(len(left), len(right)) < 2 or abs(len(left) - len(right)) > 1:
        return False
    return _letters_apart()(left, right, score_cutoff=1) <= 1


@cache
def _letters_apart() -> Callable[..., int]:
    from rapidfuzz.distance import OSA  # noqa: PLC0415 - as in words.sound

    return OSA.distance
