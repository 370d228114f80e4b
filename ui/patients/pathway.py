"""A case's way as steps for the eye: which are behind, which one is now, which are ahead."""

from dataclasses import dataclass

from clinicdesk.cases.rules import CaseStatus

STEPS = (
    "Referred",
    "Intake",
    "Evaluated",
    "Approved",
    "Scheduled",
    "Procedure",
    "Recovery",
    "Discharged",
    "Followed up",
)
_AT = {
    CaseStatus.REFERRED: 0,
    CaseStatus.INTAKE: 1,
    CaseStatus.EVALUATED: 2,
    CaseStatus.MORE_WORK_UP: 2,
    CaseStatus.NOT_A_CANDIDATE: 2,
    CaseStatus.APPROVED: 3,
    CaseStatus.POSTPONED: 3,
    CaseStatus.SCHEDULED: 4,
    CaseStatus.NO_SHOW: 4,
    CaseStatus.CHECKED_IN: 5,
    CaseStatus.PRE_OP: 5,
    CaseStatus.IN_PROCEDURE: 5,
    CaseStatus.RECOVERY: 6,
    CaseStatus.DISCHARGED: 7,
    CaseStatus.FOLLOWED_UP: 8,
    CaseStatus.CLOSED: len(STEPS),
}
_ASIDE = {
    CaseStatus.MORE_WORK_UP,
    CaseStatus.NOT_A_CANDIDATE,
    CaseStatus.POSTPONED,
    CaseStatus.NO_SHOW,
    CaseStatus.CANCELLED,
}


@dataclass(frozen=True)
class Place:
    """Where a case is: `at` counts the steps behind it, `aside` words a stop beside the way."""

    at: int
    aside: str = ""

    def spoken(self) -> str:
        """The place read out."""
        step = STEPS[self.at] if 0 <= self.at < len(STEPS) else ""
        return ", ".join(part for part in ("Pathway", step, self.aside) if part)


def place(status: CaseStatus | None) -> Place:
    """The place of a case with this status; None is a patient without a case."""
    if status is None:
        return Place(-1)
    words = status.shown.capitalize()
    return Place(_AT.get(status, -1), words if status in _ASIDE else "")
