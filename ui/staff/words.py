"""Roles and access in the words of the screen."""

from collections.abc import Iterable

from clinicdesk.staff.rules import Access, Role
from ui.kit.tokens import Status

ROLES = (
    (Role.FRONT_DESK, "Front desk"),
    (Role.NURSE, "Nurse"),
    (Role.PHYSICIAN, "Physician"),
    (Role.ADMINISTRATOR, "Administrator"),
)
ACCESS = {Access.ACTIVE: "Active", Access.LOCKED: "Locked", Access.ENDED: "Ended"}
STATUS = {Access.ACTIVE: Status.DONE, Access.LOCKED: Status.ATTN, Access.ENDED: Status.WAIT}
ICONS = {Access.ACTIVE: "user-check", Access.LOCKED: "lock", Access.ENDED: "circle-x"}


def roles(given: Iterable[str]) -> str:
    """`Front desk, Nurse`, in the order of the choice."""
    has = set(given)
    return ", ".join(words for role, words in ROLES if role in has)
