"""What makes a file unfit to be read as FHIR R4 although it is JSON and looks like it."""

import json
from collections.abc import Iterable
from typing import Any

from clinicdesk.errors import Reason, Refused
from clinicdesk.exchange import resources

OF_OTHERS = frozenset({"MedicationOrder", "MedicationPrescription"})
"""Kinds of resource that R4 has no more, and that say what is taken."""

_PUBLISHED = "http://hl7.org/fhir/"
_VERSIONS = {"1.0": "DSTU2", "3.0": "STU3", "4.3": "R4B", "5.0": "R5", "6.0": "R6"}
_BEGINNING = 60


def refuse_repeated_names(text: bytes, ignored: Iterable[bytes] = ()) -> None:
    """Refuse an object with one name twice: which of the values counts would be chance.

    `ignored` are parts of the text, in their order, whose inside does not matter.
    """
    text.decode()
    json.loads(_without(text, ignored), object_pairs_hook=_once, parse_int=len, parse_float=len)


def _without(text: bytes, parts: Iterable[bytes]) -> bytes:
    """The text with each part replaced by a 0; parts of a whole file are most of it."""
    kept, at = [], 0
    for part in parts:
        start = text.find(part[:_BEGINNING], at)
        while not text.startswith(part, start):
            start = text.find(part[:_BEGINNING], start + 1)
        kept.append(text[at:start])
        at = start + len(part)
    return b"0".join([*kept, text[at:]])


def _once(pairs: list[tuple[str, Any]]) -> None:
    if len({name for name, _ in pairs}) < len(pairs):
        raise Refused(Reason("exchange.repeated_name"))


def refuse_another_version(kind: str, raw: bytes) -> None:
    """Refuse a resource of another FHIR version: its medicines would read as none at all."""
    if version := _version(kind, resources.decoded(raw, resources.Marks)):
        raise Refused(Reason("exchange.another_version", {"version": version}))


def _version(kind: str, marks: resources.Marks) -> str | None:
    """The version that only this resource's form belongs to; None for R4 and what all write."""
    status = bytes(marks.clinical_status)
    if kind in OF_OTHERS:
        return "DSTU2"
    if kind in ("AllergyIntolerance", "Condition") and status.startswith(b'"'):
        return "STU3"
    if kind == "Patient" and bytes(marks.animal):
        return "STU3"
    if kind in ("MedicationRequest", "MedicationStatement") and bytes(marks.medication):
        return "R5"
    said = (one.rpartition("|")[2] for one in marks.meta.profile if one.startswith(_PUBLISHED))
    return next((_VERSIONS[one[:3]] for one in said if one[:3] in _VERSIONS), None)
