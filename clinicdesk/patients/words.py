"""The words by which a patient is found, and the blocks that possible duplicates share. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from itertools import product

from clinicdesk.patients.rules import PersonName, WordPart, digits_in, fold

LONGEST_WORD = 100
_SHORTEST_NUMBER, _MOST_WORDS = 7, 6
# No name has a space within a word, so these are apart from names and from other numbers.
BORN, RINGS_BACKWARD, SOUNDS = "born ", "ends ", "sounds "
_LETTERS_APART = str.maketrans(dict.fromkeys("'’‘ʼʻ`´′", " "))

Word = tuple[str, WordPart]


@dataclass(frozen=True, kw_only=True)
class Known:
    """All by which one patient is found; phones as (digits typed, E.164 or None)."""

    name: PersonName
    former: tuple[tuple[str, str], ...] = ()
    mrn: str
    born: date
    phones: tuple[tuple[str, str | None], ...] = ()
    identifiers: tuple[str, ...] = ()


def words_of(known: Known) -> frozenset[Word]:
    """Every word of every name and how it sounds, the numbers, the birth date."""
    return frozenset((word[:LONGEST_WORD], part) for word, part in _words(known) if word)


@lru_cache(4096)
def name_words(text: str) -> frozenset[str]:
    """`O'Brien` -> obrien, o, brien; `de la Cruz` -> de, la, cruz, delacruz."""
    folded = fold(text)
    return frozenset({*folded.split(), *fold(text.translate(_LETTERS_APART)).split()}) | {
        folded.replace(" ", "")
    }


def phone_word(digits: str, e164: str | None) -> str:
    """The digits that somebody asked for the number says: without +1."""
    number = digits_in(e164) if e164 else digits
    return number[1:] if len(number) == 11 and number[0] == "1" else number


def _words(known: Known) -> Iterator[Word]:
    name = known.name
    named = [
        (name.family, WordPart.FAMILY),
        (name.given, WordPart.GIVEN),
        (name.middle, WordPart.MIDDLE),
        (name.preferred, WordPart.PREFERRED),
        *((part, WordPart.FORMER) for former in known.former for part in former),
    ]
    for text, part in named:
        yield from product(name_words(text), [part])
    for text, part in named[:2]:
        if text:
            yield f"{SOUNDS}{sound(text)}", part
    yield known.mrn, WordPart.MRN
    yield f"{BORN}{known.born.isoformat()}", WordPart.BORN
    for digits, e164 in known.phones:
        number = phone_word(digits, e164)
        yield number, WordPart.PHONE
        if number:
            yield f"{RINGS_BACKWARD}{number[::-1]}", WordPart.PHONE_END
    for value in known.identifiers:
        yield fold(value).replace(" ", ""), WordPart.IDENTIFIER


def blocks_of(known: Known) -> frozenset[str]:
    """Keys that records of one person share in spite of a typo, a married name or a swapped date.

    Each holds a name's sound together with most of a birth date, or with a phone number, so that
    at most a few patients of a clinic share it and nobody is compared with all.
    """
    return frozenset(block[:LONGEST_WORD] for block in _blocks(known))


@lru_cache(4096)
def sound(text: str) -> str:
    """How a name sounds (metaphone of its letters), with its digits; what has no Latin letters is
    its own sound.
    """
    from jellyfish import metaphone  # noqa: PLC0415 - not needed to paint the first window

    folded = fold(text)
    heard = metaphone(folded).replace(" ", "")
    return heard + digits_in(folded) if heard else folded


def sounds_of(text: str) -> frozenset[str]:
    """The sounds of a name's first words, and of all of them together."""
    return frozenset(map(sound, (text, *fold(text).split()[:_MOST_WORDS]))) - {""}


def born_block(born: date, heard: str) -> str:
    """Born that day, day and month in either order, with a name of this sound."""
    return f"born {born.year}-{_either_way(born)} {heard}"


def named_blocks(family: str, given: str, born: date | None) -> tuple[str, ...]:
    """Named so by sound, in either order, and born in that year, or on that day of a year.

    Whoever mistyped one part of a birth date got the others right. Without a birth date it is the
    beginning of both.
    """
    names = f"named {' '.join(sorted((sound(family), sound(given))))} "
    return (names + str(born.year), names + _either_way(born)) if born else (names,)


def ringing_block(number: str, heard: str) -> str:
    """Reached at this number, with a given name of this sound."""
    return f"rings {number} {heard}"


def tells_apart(number: str) -> bool:
    """Whether a phone number is one at all: people who have none are given 000-000-0000."""
    return len(number) >= _SHORTEST_NUMBER and len(set(number)) > 1


def _blocks(known: Known) -> Iterator[str]:
    born, name = known.born, known.name
    parts = {name.preferred}
    for family, given in [(name.family, name.given), *known.former]:
        parts |= {family, given}
        if given:
            yield from named_blocks(family, given, born)
    for heard in frozenset[str]().union(*map(sounds_of, parts)):
        yield born_block(born, heard)
    for digits, e164 in known.phones:
        if tells_apart(number := phone_word(digits, e164)):
            yield ringing_block(number, sound(name.given or name.family))


def _either_way(born: date) -> str:
    """Day and month in one order: 03/04 and 04/03 are the same."""
    return f"{min(born.month, born.day):02}-{max(born.month, born.day):02}"
