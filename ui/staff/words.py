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
GUIDE = {role: f"{role.replace('_', '-')}.md" for role, _ in ROLES}
"""The page of the guide for each role."""


def guide_page(given: Iterable[str]) -> str:
    """The page to read first, by the first role."""
    has = set(given)
    return next((page for role, page in GUIDE.items() if role in has), "index.md")


def roles(given: Iterable[str]) -> str:
    """`Front desk, Nurse`, in the order of the choice."""
    has = set(given)
    return ", ".join(words for role, words in ROLES if role in has)
