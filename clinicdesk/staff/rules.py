"""Who works here, in which roles, and what a password must be."""

import unicodedata
from enum import StrEnum

from clinicdesk.errors import Reason

SHORTEST_PASSWORD = 15
LONGEST_PASSWORD = 256


class Role(StrEnum):
    """What a person may do; one person can have several."""

    FRONT_DESK = "front_desk"
    NURSE = "nurse"
    PHYSICIAN = "physician"
    ADMINISTRATOR = "administrator"


def password_objections(password: str, login: str) -> list[Reason]:
    """Why the password cannot be used; length alone makes it strong (NIST SP 800-63B-4).

    Every character counts, spaces too, and none is demanded.
    """
    length = len(unicodedata.normalize("NFC", password))
    reasons = []
    if length < SHORTEST_PASSWORD:
        missing = SHORTEST_PASSWORD - length
        facts = {"shortest": SHORTEST_PASSWORD, "missing": missing}
        reasons.append(Reason("staff.password_too_short", facts))
    if length > LONGEST_PASSWORD:
        reasons.append(Reason("staff.password_too_long", {"longest": LONGEST_PASSWORD}))
    if _same(password, login):
        reasons.append(Reason("staff.password_is_login"))
    return reasons


def _same(password: str, login: str) -> bool:
    return unicodedata.normalize("NFKC", password.strip()).casefold() == (
        unicodedata.normalize("NFKC", login.strip()).casefold()
    )
