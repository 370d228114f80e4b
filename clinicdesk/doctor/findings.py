"""What a check found: a reason to be worded, and how much it matters."""

from dataclasses import dataclass
from enum import StrEnum

from clinicdesk.errors import Fact, Reason


class Weight(StrEnum):
    """Whether something is to be done about it, and whether the data are in danger until then."""

    OK = "OK"
    ATTENTION = "attention"
    DANGER = "DANGER"


@dataclass(frozen=True)
class Finding:
    """One line of the doctor's. No patient data is in its facts."""

    weight: Weight
    reason: Reason


def fine(code: str, **facts: Fact) -> Finding:
    """Nothing to do."""
    return Finding(Weight.OK, Reason(f"doctor.{code}", facts))


def attention(code: str, **facts: Fact) -> Finding:
    """Something to do when there is time."""
    return Finding(Weight.ATTENTION, Reason(f"doctor.{code}", facts))


def danger(code: str, **facts: Fact) -> Finding:
    """Something to do at once: the data may be lost, read or wrong."""
    return Finding(Weight.DANGER, Reason(f"doctor.{code}", facts))
