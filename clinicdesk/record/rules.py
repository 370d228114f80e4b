"""What the chart knows, and recognising the drugs that must be held before a procedure."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from functools import cache

from clinicdesk.policy import UNLISTED, DrugClass, DrugRow, DrugTable

LAB_PLACES = 2
"""Decimal places of a laboratory value."""

_APOSTROPHES = re.compile("['\u2019\u02bc]")
_DECLARED_FREE = re.compile(r"\w+-free\b")
_LETTERS = re.compile(r"[^\W\d_]+")


class AllergyState(StrEnum):
    """What was said of allergies. "Not recorded" is never "none"."""

    KNOWN = "known"
    NONE_KNOWN = "none_known"
    NOT_RECORDED = "not_recorded"


class ThinnerAnswer(StrEnum):
    """Whether the patient takes a blood thinner. "Not asked" is never "no" (RULE-02)."""

    YES = "yes"
    NO = "no"
    NOT_ASKED = "not_asked"


class LabKind(StrEnum):
    """The laboratory values that the hold clock needs."""

    INR = "inr"
    CREATININE_CLEARANCE = "creatinine_clearance"


@dataclass(frozen=True)
class LabValue:
    """INR without unit, creatinine clearance in mL/min; `taken_at` is the sample's instant."""

    kind: LabKind
    value: Decimal
    taken_at: datetime


def recognise_all(medicine_name: str, table: DrugTable) -> tuple[DrugRow, ...]:
    """Every hold-table drug in a medicine's name, the most exact first (RULE-03).

    A name is recognised by whole words in any order; the words of a combination product are used
    up, so "aspirin/dipyridamole" is not aspirin as well.
    """
    words = _words(_DECLARED_FREE.sub(" ", _folded(medicine_name)))
    found: list[DrugRow] = []
    for name, row in _by_exactness(table):
        if name <= words:
            words -= name
            found.append(row)
    return tuple(row for at, row in enumerate(found) if row not in found[:at])


def is_thinner(drug_keys: Iterable[str], table: DrugTable) -> bool:
    """Whether a medicine with these drugs is what people mean by a blood thinner.

    Pain medicines of the NSAID class are held as well (RULE-03), but "no blood thinner" is then
    still an honest answer.
    """
    return any(
        key == UNLISTED or table.row(key).drug_class is not DrugClass.NSAID for key in drug_keys
    )


def _by_exactness(table: DrugTable) -> list[tuple[frozenset[str], DrugRow]]:
    named = [(_name_words(name), row) for row in table.rows for name in row.names]
    return sorted(named, key=lambda pair: len(pair[0]), reverse=True)


@cache
def _name_words(name: str) -> frozenset[str]:
    return _words(_folded(name))


def _folded(text: str) -> str:
    decomposed = unicodedata.normalize("NFKD", _APOSTROPHES.sub("", text))
    return "".join(char for char in decomposed if not unicodedata.combining(char)).casefold()


def _words(folded: str) -> frozenset[str]:
    return frozenset(_LETTERS.findall(folded))
