"""Whose patient this is: what somebody made sure of before an action, and what it has to be.

RULE-18: two identifiers, name and birth date. RULE-53: for every sheet anew.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from clinicdesk.desk import Work
from clinicdesk.errors import Reason, refuse_if
from clinicdesk.history import VERIFICATION


class VerifiedBy(StrEnum):
    """How somebody made sure."""

    READ_BACK = "read_back"
    BIRTH_YEAR = "birth_year"
    POINTED_AT = "pointed_at"


@dataclass(frozen=True)
class Verification:
    """That somebody made sure whose patient this is: name and birth date were read back.

    `birth_year` is what was typed where a name alert asks for it, None elsewhere. `pointed_at` says
    less: the patient's card was taken in hand and drawn elsewhere.
    """

    patient_id: int
    birth_year: int | None = None
    pointed_at: bool = False

    @property
    def by(self) -> VerifiedBy:
        if self.pointed_at:
            return VerifiedBy.POINTED_AT
        return VerifiedBy.READ_BACK if self.birth_year is None else VerifiedBy.BIRTH_YEAR


def verification_objections(
    verified: Verification | None, patient_id: int, born: date, *, alert: bool, light: bool = False
) -> list[Reason]:
    """Why this is not enough for this patient: nobody looked, another patient, or another year.

    With a name alert the birth year has to be typed: reading back alone misses a similar name.
    Pointing at a card is enough only where the matter is `light`.
    """
    if verified is None or verified.patient_id != patient_id:
        return [Reason("patients.not_verified")]
    if verified.pointed_at and not light:
        return [Reason("patients.not_verified")]
    if verified.birth_year is None:
        return [Reason("patients.birth_year_needed")] if alert else []
    if verified.birth_year != born.year:
        return [Reason("patients.birth_year_differs")]
    return []


def refuse_unverified(
    work: Work,
    verified: Verification | None,
    patient_id: int,
    born: date,
    on: date | None = None,
    *,
    alert: bool = False,
    light: bool = False,
) -> None:
    """Raise Refused unless somebody made sure of this patient; `on` is the booking's local day.

    How they did is kept in the history.
    A typed birth year is enough whoever has a similar name, so nobody is looked up for it.
    """
    if verified is not None and verified.birth_year is None and not alert:
        alert = any(ask(work, patient_id, on) for ask in work.wiring.name_alerts)
    refuse_if(verification_objections(verified, patient_id, born, alert=alert, light=light))
    if verified:
        work.session.info[VERIFICATION] = verified.by
