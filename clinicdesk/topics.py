"""What a change was about, so that screens refresh only when concerned."""

SCHEDULE = "schedule"
READINESS = "readiness"
SHEETS = "sheets"
PATIENTS = "patients"
POLICY = "policy"
STAFF = "staff"


def patient(patient_id: int) -> str:
    """The topic of everything on one patient's chart."""
    return f"patient:{patient_id}"
