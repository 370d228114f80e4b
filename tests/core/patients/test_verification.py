"""RULE-18, RULE-53: who was made sure of, and whether that is enough for this patient."""

from datetime import date

import pytest

from clinicdesk.messages import sentence
from clinicdesk.patients.verification import (
    Verification,
    VerifiedBy,
    verification_objections,
)

BORN = date(1951, 3, 14)
MISSING, NEEDED, DIFFERS = (
    f"patients.{code}" for code in ("not_verified", "birth_year_needed", "birth_year_differs")
)


@pytest.mark.parametrize(
    ("verified", "alone", "with_alert"),
    [
        (None, MISSING, MISSING),
        (Verification(8), MISSING, MISSING),
        (Verification(8, 1951), MISSING, MISSING),
        (Verification(7), "", NEEDED),
        (Verification(7, 1951), "", ""),
        (Verification(7, 1950), DIFFERS, DIFFERS),
        (Verification(7, 0), DIFFERS, DIFFERS),
        (Verification(7, pointed_at=True), MISSING, MISSING),
    ],
)
def test_what_is_enough(verified: Verification | None, alone: str, with_alert: str):
    for alert, code in ((False, alone), (True, with_alert)):
        reasons = verification_objections(verified, 7, BORN, alert=alert)
        assert [reason.code for reason in reasons] == ([code] if code else [])
        assert all(sentence(reason).endswith(".") for reason in reasons)


def test_a_card_that_was_pointed_at_is_enough_for_a_light_matter_alone():
    for alert, codes in ((False, []), (True, [NEEDED])):
        pointed = Verification(7, pointed_at=True)
        reasons = verification_objections(pointed, 7, BORN, alert=alert, light=True)
        assert [reason.code for reason in reasons] == codes


def test_how_somebody_made_sure():
    assert Verification(7, pointed_at=True).by is VerifiedBy.POINTED_AT
    assert Verification(7).by is VerifiedBy.READ_BACK
    assert Verification(7, 1951).by is VerifiedBy.BIRTH_YEAR
