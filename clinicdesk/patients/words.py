"""The words by which a patient is found, and the blocks that possible duplicates share. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import product

from clinicdesk.patients.rules import PersonName, WordPart, digits_in, fold

LONGEST_WORD = 100
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
    """Every word of every name, the numbers, and the birth date as `1944-11-03`."""
    return frozenset((word[:LONGEST_WORD], part) for word, part in _words(known) if word)


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
    yield known.mrn, WordPart.MRN
    yield known.born.isoformat(), WordPart.BORN
    for digits, e164 in known.phones:
        number = phone_word(digits, e164)
        yield number, WordPart.PHONE
        yield number[::-1], WordPart.PHONE_END
    for value in known.identifiers:
        yield fold(value).replace(" ", ""), WordPart.IDENTIFIER


def blocks_of(known: Known) -> frozenset[str]:
    """Keys that records of one person share in spite of a typo, a married name or a swapped date.

    Each is narrow: at most a few patients of a clinic share it, so nobody is compared with all.
    """
    return frozenset(block[:LONGEST_WORD] for block in _blocks(known))


def sound(text: str) -> str:
    """How a name sounds (metaphone of its letters); what has no Latin letters is its own sound."""
    from jellyfish import metaphone  # noqa: PLC0415 - not needed to paint the first window

    folded = fold(text)
    return metaphone(folded).replace(" ", "") or folded


def _blocks(known: Known) -> Iterator[str]:
    born = known.born
    # Day and month in one order: 03/04 and 04/03 are the same.
    swapped = f"{born.year}-{min(born.month, born.day):02}-{max(born.month, born.day):02}"
    names = [(known.name.family, known.name.given), *known.former]
    for family, given in names:
        yield f"name {fold(family)}, {fold(given)}"
        yield f"sounds {sound(family)} {sound(given)} {born.year}"
        yield f"born {swapped} {sound(family)}"
        yield f"born {swapped} {sound(given)}"
        # Family and given name in each other's field.
        yield f"name {fold(given)}, {fold(family)}"
    for digits, e164 in known.phones:
        if number := phone_word(digits, e164):
            yield f"rings {number} {sound(known.name.given)}"
