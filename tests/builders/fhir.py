"""FHIR R4 bundles as hospitals export them: much is ignored, a little is taken."""

import json
from pathlib import Path
from typing import Any

STATE_NUMBERS = {"SS": "999-55-2827", "DL": "S99991651", "PPN": "X50487204X"}
_SYSTEMS = {
    "SS": "http://hl7.org/fhir/sid/us-ssn",
    "DL": "urn:oid:2.16.840.1.113883.4.3.25",
    "PPN": "http://standardhealthrecord.org/fhir/StructureDefinition/passportNumber",
}
HOSPITAL = "http://hospital.smarthealthit.org"


def bundle(*resources: dict[str, Any], **more: Any) -> dict[str, Any]:
    """A bundle of these resources, each under its urn:uuid address."""
    entries = [{"fullUrl": f"urn:uuid:{one['id']}", "resource": one} for one in resources]
    return {"resourceType": "Bundle", "type": "collection", "entry": entries, **more}


def person(key: str = "p1", **given: Any) -> dict[str, Any]:
    """Adán Portillo, once Adán Cazares, with the numbers that states give to people."""
    resource = {
        "resourceType": "Patient",
        "id": key,
        "text": {"status": "generated", "div": "<div>Adán</div>"},
        "extension": [{"url": "urn:race", "valueDecimal": 2.8478954575248157}],
        "identifier": [
            {"system": HOSPITAL, "value": key},
            *(_state_number(kind, value) for kind, value in STATE_NUMBERS.items()),
        ],
        "name": [
            {"use": "official", "family": "Portillo", "given": ["Adán", "José"], "prefix": ["Mr."]},
            {"use": "maiden", "family": "Cazares", "given": ["Adán", "José"]},
        ],
        "telecom": [
            {"system": "phone", "value": "555-159-8137", "use": "home"},
            {"system": "email", "value": "adan@example.com"},
        ],
        "gender": "male",
        "birthDate": "1948-03-14",
        "address": [{"line": ["12 Oak St", "Apt 4"], "city": "Napa", "state": "CA"}],
        "communication": [{"language": {"text": "Spanish"}}],
    }
    return {**resource, **given}


def _state_number(kind: str, value: str) -> dict[str, Any]:
    coding = {"system": "http://terminology.hl7.org/CodeSystem/v2-0203", "code": kind}
    return {"type": {"coding": [coding]}, "system": _SYSTEMS[kind], "value": value}


def order(key: str, words: str, status: str = "active", **given: Any) -> dict[str, Any]:
    """An order for a medicine."""
    resource = {
        "resourceType": "MedicationRequest",
        "id": key,
        "status": status,
        "intent": "order",
        "medicationCodeableConcept": {
            "coding": [{"system": "urn:rxnorm", "code": "855332", "display": words}],
            "text": words,
        },
        "subject": {"reference": "urn:uuid:p1"},
        "authoredOn": "2019-05-01T10:00:00-04:00",
    }
    return {**resource, **given}


def medicine(key: str, words: str) -> dict[str, Any]:
    """A medicine that orders refer to."""
    return {"resourceType": "Medication", "id": key, "code": {"text": words}}


def allergy(key: str, words: str, clinical: str = "active", **given: Any) -> dict[str, Any]:
    """Something a patient reacts to."""
    resource = {
        "resourceType": "AllergyIntolerance",
        "id": key,
        "clinicalStatus": {"coding": [{"code": clinical}]},
        "verificationStatus": {"coding": [{"code": "confirmed"}]},
        "code": {"coding": [{"display": words}]},
        "patient": {"reference": "urn:uuid:p1"},
    }
    return {**resource, **given}


def condition(key: str, words: str = "Spinal stenosis", **given: Any) -> dict[str, Any]:
    """A diagnosis that is present."""
    resource = {
        "resourceType": "Condition",
        "id": key,
        "clinicalStatus": {"coding": [{"code": "active"}]},
        "verificationStatus": {"coding": [{"code": "confirmed"}]},
        "code": {
            "coding": [{"system": "http://snomed.info/sct", "code": "76107001"}],
            "text": words,
        },
        "subject": {"reference": "urn:uuid:p1"},
        "onsetDateTime": "2019-05-01T10:00:00-04:00",
    }
    return {**resource, **given}


def observation(key: str) -> dict[str, Any]:
    """Something the import does not take."""
    return {"resourceType": "Observation", "id": key, "status": "final"}


def whole() -> dict[str, Any]:
    """One patient with all that is taken and all that is left."""
    return bundle(
        person(),
        observation("o1"),
        condition("c1"),
        condition("c2", "Sinusitis", abatementDateTime="2020-02-01T09:00:00Z"),
        order("m1", "Warfarin Sodium 5 MG Oral Tablet"),
        order("m2", "Clopidogrel 75 MG Oral Tablet", "stopped"),
        order("m3", "Simvastatin 10 MG Oral Tablet"),
        order("m4", "Apixaban 5 MG", intent="plan"),
        order("m5", "Nobody's medicine", subject={"reference": "urn:uuid:somebody-else"}),
        allergy("a1", "Latex"),
        allergy("a2", "Peanuts", "resolved"),
        allergy("a3", "Fish", verificationStatus={"coding": [{"code": "refuted"}]}),
    )


def write(folder: Path, name: str, content: object) -> Path:
    """A file with this content: JSON, text, or bytes as they are."""
    file = folder / name
    if isinstance(content, bytes):
        file.write_bytes(content)
    else:
        file.write_text(content if isinstance(content, str) else json.dumps(content))
    return file
