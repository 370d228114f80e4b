"""What makes a file unfit to be read as FHIR R4 although it is JSON and looks like it."""

import json
from typing import Any

from clinicdesk.errors import Reason, Refused
from clinicdesk.exchange import resources

_PUBLISHED = "http://hl7.org/fhir/"
_VERSIONS = {"1.0": "DSTU2", "3.0": "STU3", "4.3": "R4B", "5.0": "R5", "6.0": "R6"}


def refuse_repeated_names(text: bytes) -> None:
    """Refuse an object with one name twice: which of the values counts would be chance."""
    json.loads(text, object_pairs_hook=_once, parse_int=len, parse_float=len)


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
    if kind in ("MedicationOrder", "MedicationPrescription"):
        return "DSTU2"
    if kind == "AllergyIntolerance" and status.startswith(b'"'):
        return "STU3"
    if kind == "Patient" and bytes(marks.animal):
        return "STU3"
    if kind == "MedicationRequest" and bytes(marks.medication):
        return "R5"
    said = (one.rpartition("|")[2] for one in marks.meta.profile if one.startswith(_PUBLISHED))
    return next((_VERSIONS[one[:3]] for one in said if one[:3] in _VERSIONS), None)
