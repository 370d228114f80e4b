"""Bundles of the shape and size that Synthea publishes: one patient, and hundreds of other things.

`python -m tests.builders.published FOLDER COUNT` writes that many files, 0.3 to 3.9 MB each.
"""

import json
import random
import sys
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

MEDICINES = (
    "Warfarin Sodium 5 MG Oral Tablet",
    "Clopidogrel 75 MG Oral Tablet",
    "apixaban 5 MG Oral Tablet [Eliquis]",
    "Simvastatin 10 MG Oral Tablet",
    "Hydrochlorothiazide 25 MG Oral Tablet",
    "Acetaminophen 325 MG Oral Tablet",
    "24 HR Metformin hydrochloride 500 MG Extended Release Oral Tablet",
    "Naproxen sodium 220 MG Oral Tablet",
)
THINNERS = MEDICINES[:3]
_FAMILIES = ("Frami", "Olivares", "O'Keefe", "Núñez", "Łukasik", "Bahringer", "Van den Berg")
_GIVEN = ("Abe", "Caridad", "Zoë", "José Luis", "Sháwn", "Mei")
_CONDITIONS = ("Viral sinusitis (disorder)", "Hypertension", "Prediabetes", "Chronic pain")
_LOINC, _SNOMED = "http://loinc.org", "http://snomed.info/sct"

Made = dict[str, Any]


def published(serial: int, size: int) -> Made:
    """One patient's bundle of at least `size` bytes; equal numbers make equal bundles."""
    chance = random.Random(serial)
    patient = _patient(chance, serial)
    bundle: Made = {"resourceType": "Bundle", "type": "transaction", "entry": []}
    written = 0
    for kind, resource in _resources(chance, patient):
        if kind == "Observation" and written > size:
            return bundle
        entry = {
            "fullUrl": f"urn:uuid:{resource['id']}",
            "resource": resource,
            "request": {"method": "POST", "url": kind},
        }
        bundle["entry"].append(entry)
        written += len(json.dumps(entry, indent=2))
    return bundle


def write_all(folder: Path, count: int) -> int:
    """Write so many bundles; the bytes of all together."""
    total, chance = 0, random.Random(1)
    folder.mkdir(parents=True, exist_ok=True)
    for serial in range(count):
        size = min(3_700_000, max(300_000, int(chance.lognormvariate(13.9, 0.6))))
        text = json.dumps(published(serial, size), indent=2, ensure_ascii=False)
        (folder / f"{serial:04}.json").write_text(text, encoding="utf-8")
        total += len(text)
    return total


def _resources(chance: random.Random, patient: Made) -> Iterator[tuple[str, Made]]:
    """The patient and all that is taken first, then what fills a published file, without end."""
    about = {"reference": f"urn:uuid:{patient['id']}"}
    yield "Patient", patient
    for _ in range(chance.randint(3, 40)):
        yield "MedicationRequest", _order(chance, about)
    for _ in range(chance.randint(2, 12)):
        yield "Condition", _condition(chance, about)
    if chance.random() < 0.2:
        yield "AllergyIntolerance", _allergy(chance, about)
    while True:
        yield "Encounter", _encounter(chance, about)
        for _ in range(6):
            yield "Observation", _observation(chance, about)
        yield "Procedure", {**_encounter(chance, about), "resourceType": "Procedure"}
        yield "Claim", _claim(chance, about)
        yield "ExplanationOfBenefit", _benefit(chance, about)


def _id(chance: random.Random) -> str:
    return str(UUID(int=chance.getrandbits(128), version=4))


def _concept(system: str, words: str) -> Made:
    return {"coding": [{"system": system, "code": "12345-6", "display": words}], "text": words}


def _status(code: str) -> dict[str, list[dict[str, str]]]:
    return {"coding": [{"system": "http://terminology.hl7.org/CodeSystem/status", "code": code}]}


def _since(chance: random.Random) -> str:
    return f"{date(2010, 1, 1) + timedelta(chance.randint(0, 4000))}T04:08:27-04:00"


def _patient(chance: random.Random, serial: int) -> Made:
    family = f"{chance.choice(_FAMILIES)}{chance.randint(1, 999)}"
    given = [f"{chance.choice(_GIVEN)}{serial}"]
    key = _id(chance)
    made: Made = {
        "resourceType": "Patient",
        "id": key,
        "text": {"status": "generated", "div": "<div>made up</div>"},
        "extension": [
            {
                "url": "http://hl7.org/fhir/us/core/StructureDefinition/us-core-birthsex",
                "valueCode": "F",
            }
        ],
        "identifier": [
            {"system": "https://github.com/synthetichealth/synthea", "value": key},
            {"system": "http://hl7.org/fhir/sid/us-ssn", "value": "999-84-1234"},
        ],
        "name": [{"use": "official", "family": family, "given": given, "prefix": ["Ms."]}],
        "telecom": [
            {"system": "phone", "value": f"555-{chance.randint(200, 999)}-0142", "use": "home"}
        ],
        "gender": chance.choice(("female", "male")),
        "birthDate": str(date(1920, 1, 1) + timedelta(chance.randint(0, 25_000))),
        "address": [
            {"line": [f"{serial} Mann Fork"], "city": "Westwood", "state": "Massachusetts"}
        ],
        "communication": [{"language": _concept("urn:ietf:bcp:47", "English")}],
    }
    if serial % 3 == 0:
        made["name"].append({"use": "maiden", "family": f"Kunze{serial}", "given": given})
    if serial % 10 == 0:
        made["deceasedDateTime"] = "2019-10-19T05:08:34-04:00"
    return made


def _order(chance: random.Random, about: Made) -> Made:
    return {
        "resourceType": "MedicationRequest",
        "id": _id(chance),
        "status": chance.choice(("active", "stopped", "stopped", "stopped", "completed")),
        "intent": "order",
        "medicationCodeableConcept": _concept("http://rxnorm", chance.choice(MEDICINES)),
        "subject": about,
        "authoredOn": _since(chance),
        "dosageInstruction": [{"sequence": 1, "asNeededBoolean": True}],
    }


def _condition(chance: random.Random, about: Made) -> Made:
    is_over = chance.random() < 0.5
    made = {
        "resourceType": "Condition",
        "id": _id(chance),
        "clinicalStatus": _status("resolved" if is_over else "active"),
        "verificationStatus": _status("confirmed"),
        "code": _concept(_SNOMED, chance.choice(_CONDITIONS)),
        "subject": about,
        "onsetDateTime": _since(chance),
    }
    return {**made, "abatementDateTime": "2021-03-01T10:00:00Z"} if is_over else made


def _allergy(chance: random.Random, about: Made) -> Made:
    return {
        "resourceType": "AllergyIntolerance",
        "id": _id(chance),
        "clinicalStatus": _status("active"),
        "verificationStatus": _status("confirmed"),
        "code": _concept(_SNOMED, "Shellfish allergy"),
        "patient": about,
    }


def _encounter(chance: random.Random, about: Made) -> Made:
    return {
        "resourceType": "Encounter",
        "id": _id(chance),
        "status": "finished",
        "class": {"system": "http://terminology.hl7.org/CodeSystem/v3-ActCode", "code": "AMB"},
        "type": [_concept(_SNOMED, "General examination of patient (procedure)")],
        "subject": about,
        "participant": [{"individual": {"reference": f"urn:uuid:{_id(chance)}"}}],
        "period": {"start": _since(chance), "end": _since(chance)},
        "serviceProvider": {"reference": "Organization?identifier=urn:synthea|7", "display": "PCP"},
    }


def _observation(chance: random.Random, about: Made) -> Made:
    return {
        "resourceType": "Observation",
        "id": _id(chance),
        "status": "final",
        "category": [_concept("http://terminology.hl7.org/CodeSystem/category", "vital-signs")],
        "code": _concept(_LOINC, "Body Mass Index"),
        "subject": about,
        "effectiveDateTime": _since(chance),
        "issued": _since(chance),
        "valueQuantity": {"value": chance.random() * 40, "unit": "kg/m2", "code": "kg/m2"},
    }


def _claim(chance: random.Random, about: Made) -> Made:
    line = {"sequence": 1, "productOrService": _concept(_SNOMED, "Encounter"), "net": 129.16}
    return {
        "resourceType": "Claim",
        "id": _id(chance),
        "status": "active",
        "use": "claim",
        "patient": about,
        "billablePeriod": {"start": _since(chance), "end": _since(chance)},
        "item": [{**line, "sequence": place} for place in range(1, 6)],
        "total": {"value": 129.16, "currency": "USD"},
    }


def _benefit(chance: random.Random, about: Made) -> Made:
    inside = {"resourceType": "Coverage", "id": "coverage", "status": "active"}
    return {
        **_claim(chance, about),
        "resourceType": "ExplanationOfBenefit",
        "contained": [{**inside, "resourceType": "ServiceRequest", "id": "referral"}, inside],
        "outcome": "complete",
    }


if __name__ == "__main__":
    print(f"{write_all(Path(sys.argv[1]), int(sys.argv[2])) / 1e6:,.0f} MB")  # noqa: T201
