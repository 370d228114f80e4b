"""A case's way from referral to closure; `ALLOWED_MOVES` is the only way to move."""

from enum import StrEnum
from itertools import pairwise

from clinicdesk.errors import Reason, Refused


class CaseStatus(StrEnum):
    """Where a case is. Ready is not a status: it is computed from the gates."""

    REFERRED = "referred"
    INTAKE = "intake"
    EVALUATED = "evaluated"
    APPROVED = "approved"
    SCHEDULED = "scheduled"
    CHECKED_IN = "checked_in"
    PRE_OP = "pre_op"
    IN_PROCEDURE = "in_procedure"
    RECOVERY = "recovery"
    DISCHARGED = "discharged"
    FOLLOWED_UP = "followed_up"
    CLOSED = "closed"
    NOT_A_CANDIDATE = "not_a_candidate"
    MORE_WORK_UP = "more_work_up"
    POSTPONED = "postponed"
    CANCELLED = "cancelled"
    NO_SHOW = "no_show"

    @property
    def shown(self) -> str:
        """The status in words, for the middle of a sentence: "checked in"."""
        return _HYPHENED.get(self, self.value.replace("_", " "))


S = CaseStatus

_HYPHENED = {S.PRE_OP: "pre-op", S.MORE_WORK_UP: "more work-up", S.NO_SHOW: "no-show"}

OVER = frozenset({S.CLOSED, S.CANCELLED, S.NOT_A_CANDIDATE})
"""What comes after one of these is a new case."""

_WAY = (
    S.REFERRED,
    S.INTAKE,
    S.EVALUATED,
    S.APPROVED,
    S.SCHEDULED,
    S.CHECKED_IN,
    S.PRE_OP,
    S.IN_PROCEDURE,
    S.RECOVERY,
    S.DISCHARGED,
    S.FOLLOWED_UP,
    S.CLOSED,
)
# Postponing returns to approved, so only a case that was approved may be postponed.
_POSTPONABLE = (S.APPROVED, S.SCHEDULED, S.CHECKED_IN, S.PRE_OP)
# A step of the day that was taken in error is taken back one by one.
_OF_THE_DAY = _WAY[_WAY.index(S.SCHEDULED) : _WAY.index(S.FOLLOWED_UP)]
_BEFORE_PROCEDURE = _WAY[: _WAY.index(S.IN_PROCEDURE)]
_CANCELLABLE = (*_BEFORE_PROCEDURE, S.MORE_WORK_UP, S.POSTPONED, S.NO_SHOW)

ALLOWED_MOVES: frozenset[tuple[CaseStatus, CaseStatus]] = frozenset(
    {
        *pairwise(_WAY),
        *pairwise(reversed(_OF_THE_DAY)),
        (S.EVALUATED, S.NOT_A_CANDIDATE),
        (S.EVALUATED, S.MORE_WORK_UP),
        (S.MORE_WORK_UP, S.EVALUATED),
        (S.SCHEDULED, S.APPROVED),
        (S.SCHEDULED, S.NO_SHOW),
        (S.NO_SHOW, S.APPROVED),
        (S.POSTPONED, S.APPROVED),
        *((status, S.POSTPONED) for status in _POSTPONABLE),
        *((status, S.CANCELLED) for status in _CANCELLABLE),
    }
)


def check_move(old: CaseStatus, new: CaseStatus) -> None:
    """Raise Refused unless a case may go from `old` to `new` in one step."""
    if (old, new) not in ALLOWED_MOVES:
        raise Refused(Reason("cases.move_not_allowed", {"old": old.shown, "new": new.shown}))
