"""A referral as another system exports it: a FHIR bundle with current and stopped orders."""

import json
from pathlib import Path
from typing import Any

_PATIENT = "8c1d5c3e-6f7b-4f0e-9a55-0a8f0e6d2b11"


def write_referral(folder: Path) -> Path:
    """One made-up patient, on apixaban now and on warfarin years ago."""
    resources = [_patient(), _order("Apixaban 5 MG Oral Tablet [Eliquis]", "active", 1)]
    resources.append(_order("Warfarin Sodium 5 MG Oral Tablet", "stopped", 2))
    resources.append(_order("Amlodipine 5 MG Oral Tablet", "active", 3))
    entries = [{"fullUrl": f"urn:uuid:{item['id']}", "resource": item} for item in resources]
    bundle = {"resourceType": "Bundle", "type": "transaction", "entry": entries}
    file = folder / "referral.json"
    file.write_text(json.dumps(bundle, ensure_ascii=False, indent=1), encoding="utf-8")
    return file


def _patient() -> dict[str, Any]:
    return {
        "resourceType": "Patient",
        "id": _PATIENT,
        "identifier": [
            {"system": "http://referring.example/mrn", "value": "R-20417"},
            {"type": {"coding": [{"code": "SS"}]}, "system": "us-ssn", "value": "999-00-0001"},
        ],
        "name": [
            {"use": "official", "family": "Fernández", "given": ["Lucía"]},
            {"use": "maiden", "family": "Ibarra", "given": ["Lucía"]},
        ],
        "telecom": [{"system": "phone", "value": "707-555-0133", "use": "home"}],
        "gender": "female",
        "birthDate": "1949-04-26",
        "address": [{"line": ["14 Vine St"], "city": "Napa", "state": "CA", "postalCode": "94558"}],
    }


def _order(text: str, status: str, number: int) -> dict[str, Any]:
    return {
        "resourceType": "MedicationRequest",
        "id": f"order-{number}",
        "status": status,
        "intent": "order",
        "medicationCodeableConcept": {"text": text},
        "subject": {"reference": f"urn:uuid:{_PATIENT}"},
        "authoredOn": "2025-03-02T09:30:00-08:00",
    }
