"""The screens by key: where whose day begins, and what is counted on the rail for whom."""

from collections.abc import Callable, Sequence
from dataclasses import replace

from clinicdesk import topics
from clinicdesk.evaluations.queries import count_to_evaluate
from clinicdesk.procedure_day.queries import count_late
from clinicdesk.rights import Function
from clinicdesk.scheduling.queries import count_to_schedule
from clinicdesk.staff.rules import Role
from ui.shell.pages import Badge, PageEntry

SCHEDULE, TODAY, PATIENTS, EVALUATIONS = "schedule", "today", "patients", "evaluations"
SETTINGS = "settings"
STARTS = ((Role.PHYSICIAN, EVALUATIONS), (Role.NURSE, TODAY), (Role.FRONT_DESK, SCHEDULE))
"""Where the day begins for each role; of several roles the first counts."""
BADGES = {
    SCHEDULE: Badge(count_to_schedule, frozenset({topics.SCHEDULE, topics.READINESS})),
    TODAY: Badge(count_late, frozenset({topics.SCHEDULE}), timed=True),
    EVALUATIONS: Badge(count_to_evaluate, frozenset({topics.READINESS, topics.PATIENTS})),
}


def start_page(roles: frozenset[str], offered: Sequence[str]) -> str:
    """The key of the page where somebody with these roles begins, of those that are offered."""
    wanted = [key for role, key in STARTS if role in roles and key in offered]
    return next(iter([*wanted, *offered]))


def with_badge(entry: PageEntry, may: Callable[[Function], bool]) -> PageEntry:
    """The entry with its number, for whom it says that something is to be done."""
    badge = BADGES.get(entry.key)
    return replace(entry, badge=badge) if badge and may(badge.count) else entry
