"""Finding a patient and saying who it is."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from typing import Any

from sqlalchemy import Row

from clinicdesk.desk import Work
from clinicdesk.errors import refuse_if
from clinicdesk.patients.identity import Identity
from clinicdesk.patients.meant import meant
from clinicdesk.patients.recent import recent_rows
from clinicdesk.patients.rules import PersonName, Sex, WordPart, shown_mrn, shown_phone
from clinicdesk.patients.searching import Hit, best, former_names
from clinicdesk.patients.similar import alike, form_of
from clinicdesk.patients.tables import Patient
from clinicdesk.patients.terms import terms
from clinicdesk.patients.words import RINGS_BACKWARD, name_words
from clinicdesk.text import text_objections

MOST_FOUND, MOST_RECENT = 50, 10
LONGEST_SEARCH = 400


@dataclass(frozen=True)
class PatientFacts:
    """A patient as banner, lists and sheets show them; `mrn` as shown, `phone` as shown.

    `former` names are read for one patient alone, and the `language` (BCP 47, "" for not recorded)
    is not read in a search. Who `has_died` on an unknown day has no `deceased_on`.
    """

    id: int
    name: PersonName
    birth_date: date
    sex: Sex | None
    mrn: str
    phone: str
    deceased_on: date | None
    has_died: bool = False
    former: tuple[PersonName, ...] = ()
    language: str = ""


@dataclass(frozen=True)
class Matched:
    """By which part of what is known a patient was found, with what cannot be seen elsewhere.

    That is the middle, preferred or former name, the digits of the phone, the other number.
    """

    part: WordPart
    said: str


@dataclass(frozen=True)
class Match:
    """Somebody found; `by` is empty where the name alone says why.

    `is_similar` where somebody else among those found has a similar name.
    """

    patient: PatientFacts
    by: tuple[Matched, ...] = ()
    is_similar: bool = False


@dataclass(frozen=True)
class Found:
    """What a search found, best first; `meant` are texts to search for instead."""

    matches: tuple[Match, ...]
    has_more: bool = False
    meant: tuple[str, ...] = ()

    @property
    def patients(self) -> tuple[PatientFacts, ...]:
        """Who was found."""
        return tuple(match.patient for match in self.matches)


def patient(work: Work, patient_id: int) -> PatientFacts:
    """One patient. Raises LookupError for an unknown id."""
    row = work.session.get(Patient, patient_id)
    if row is None:
        raise LookupError("no such patient")
    return replace(facts(row), former=tuple(former_names(work, [patient_id])[patient_id]))


def patient_identity(work: Work, patient_id: int) -> Identity:
    """Who this patient is said to be, in all that a correction can change."""
    return identity_of(work.session.get_one(Patient, patient_id))


def find_patients(work: Work, typed: str, limit: int = MOST_FOUND) -> Found:
    """Patients by names, birth date, MRN, phone or another system's number, whole words first.

    Nothing typed finds whose charts this person opened last. Refused: more than any name has room
    for. What is typed says how many statements it takes at most, however many patients there are.
    """
    refuse_if(text_objections("Search", typed, LONGEST_SEARCH, multiline=True))
    ways = terms(typed, work.now.date())
    if not ways:
        return Found(tuple(_matches(work, recent_rows(work, min(limit, MOST_RECENT)))))
    found, more = best(work, ways, limit)
    matches = tuple(_matches(work, found))
    weak = all(one.is_weak for one in found)
    return Found(matches, has_more=more, meant=meant(work, ways[0]) if weak else ())


def identity_of(row: Patient) -> Identity:
    """The same of a row."""
    return Identity(
        name=name_of(row), birth_date=row.birth_date, sex=row.sex, gender=row.gender or ""
    )


def facts(row: Patient) -> PatientFacts:
    """The row as an answer."""
    return replace(_facts_of(row, _phone_to_call(row)), language=row.language or "")


def name_of(row: Patient | Row[Any]) -> PersonName:
    """The name in its parts."""
    return PersonName(
        row.family, row.given or "", row.middle or "", row.suffix or "", row.preferred or ""
    )


def _phone_to_call(row: Patient) -> str:
    """The preferred phone as typed, or the first that has not ended; "" for none."""
    rings = [phone for phone in row.phones if phone.ended_at is None]
    rings.sort(key=lambda phone: not phone.preferred)
    return rings[0].as_typed if rings else ""


def _matches(work: Work, hits: Sequence[Hit]) -> Iterator[Match]:
    people = {hit.row.id: _facts_of(hit.row, hit.row.phone or "") for hit in hits}
    similar = alike({key: _form(one.name) for key, one in people.items()})
    former = former_names(work, [hit.row.id for hit in hits if WordPart.FORMER in hit.parts])
    for hit in hits:
        person = people[hit.row.id]
        reasons = tuple(
            Matched(part, _said(part, word, person.name, former[person.id]))
            for _, word, part in hit.met
            if part not in (WordPart.FAMILY, WordPart.GIVEN)
        )
        yield Match(person, tuple(dict.fromkeys(reasons)), person.id in similar)


def _facts_of(row: Patient | Row[Any], phone: str) -> PatientFacts:
    return PatientFacts(
        row.id,
        name_of(row),
        row.birth_date,
        row.sex,
        shown_mrn(row.mrn),
        _shown_phone(phone),
        row.deceased_on,
        row.has_died,
    )


_form = lru_cache(10_000)(form_of)
_shown_phone = lru_cache(10_000)(shown_phone)


def _said(part: WordPart, word: str, name: PersonName, former: Sequence[PersonName]) -> str:
    match part:
        case WordPart.MIDDLE:
            return name.middle
        case WordPart.PREFERRED:
            return name.preferred
        case WordPart.FORMER:
            return next((one.on_screen for one in former if _has(one, word)), word.upper())
        case WordPart.PHONE_END:
            return word.removeprefix(RINGS_BACKWARD)[::-1]
        case WordPart.PHONE | WordPart.IDENTIFIER:
            return word
        case _:
            return ""


def _has(name: PersonName, word: str) -> bool:
    return word in name_words(name.family) | name_words(name.given)
