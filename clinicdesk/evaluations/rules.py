"""The physician's note: what it says, and when it may be signed."""

from calendar import monthrange
from collections import Counter
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from clinicdesk.errors import Reason
from clinicdesk.policy import Candidacy


class Level(StrEnum):
    """A lumbar level: the space between two vertebrae."""

    L1_L2 = "l1_l2"
    L2_L3 = "l2_l3"
    L3_L4 = "l3_l4"
    L4_L5 = "l4_l5"
    L5_S1 = "l5_s1"

    @property
    def shown(self) -> str:
        """`L4–L5`."""
        return self.value.upper().replace("_", "–")


class Side(StrEnum):
    """The side to treat at a level."""

    LEFT = "left"
    RIGHT = "right"
    BOTH = "both"


class Modality(StrEnum):
    """The imaging that shows the ligamentum flavum."""

    MRI = "mri"
    CT = "ct"


class Decision(StrEnum):
    """What the physician decided about the MILD procedure."""

    CANDIDATE = "candidate"
    MORE_WORK_UP = "more_work_up"
    NOT_A_CANDIDATE = "not_a_candidate"


@dataclass(frozen=True)
class Note:
    """A candidacy note. None is unknown, never "no"; `flavum_mm` is the thickest, in mm."""

    levels: tuple[tuple[Level, Side], ...]
    modality: Modality | None
    imaging_date: date | None
    flavum_mm: Decimal | None
    claudication: bool | None
    impression: str
    decision: Decision
    exception_reason: str = ""


def objections_to_sign(note: Note, criteria: Candidacy, today: date) -> list[Reason]:
    """Why the note cannot be signed; `today` is the site's day (RULE-08, RULE-16).

    A candidate needs a level and imaging. Where a criterion is not met or not known, the
    physician's written reason for the exception takes its place (MOTION, NCT03610737; MIST 2.0).
    """
    reasons = [] if note.impression.strip() else [Reason("evaluations.impression_missing")]
    if note.imaging_date is not None and note.imaging_date > today:
        facts = {"imaging_date": note.imaging_date}
        reasons.append(Reason("evaluations.imaging_in_future", facts))
    sides = Counter(level for level, _ in note.levels)
    reasons += [
        Reason("evaluations.level_twice", {"level": level.shown})
        for level, count in sides.items()
        if count > 1
    ]
    if note.decision is Decision.CANDIDATE:
        reasons += _missing_for_candidate(note)
        if not note.exception_reason.strip():
            reasons += _unmet_criteria(note, criteria)
    return reasons


def _missing_for_candidate(note: Note) -> list[Reason]:
    reasons = []
    if not note.levels:
        reasons.append(Reason("evaluations.level_missing"))
    if note.modality is None or note.imaging_date is None:
        reasons.append(Reason("evaluations.imaging_missing"))
    return reasons


def _unmet_criteria(note: Note, criteria: Candidacy) -> list[Reason]:
    reasons = []
    minimum = criteria.flavum_minimum_mm
    if note.flavum_mm is None:
        reasons.append(Reason("evaluations.flavum_missing", {"minimum": minimum}))
    elif note.flavum_mm < minimum:
        facts = {"thickness": note.flavum_mm, "minimum": minimum}
        reasons.append(Reason("evaluations.flavum_too_thin", facts))
    if not note.claudication:
        reasons.append(Reason("evaluations.claudication_not_documented"))
    return reasons


def imaging_objections(
    imaging_date: date | None, procedure_day: date, max_age_months: int
) -> list[Reason]:
    """Why the imaging does not support a procedure on that day (RULE-09; MOTION, NCT03610737)."""
    if imaging_date is None:
        return [Reason("evaluations.imaging_missing")]
    if imaging_date > procedure_day:
        facts = {"imaging_date": imaging_date}
        return [Reason("evaluations.imaging_in_future", facts)]
    last_day = months_after(imaging_date, max_age_months)
    if procedure_day <= last_day:
        return []
    return [
        Reason("evaluations.imaging_too_old", {"imaging_date": imaging_date, "last_day": last_day})
    ]


def months_after(day: date, months: int) -> date:
    """The same day so many months later, or that month's last day: Jan 31 -> Feb 28."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    last = monthrange(year, month + 1)[1]
    return date(year, month + 1, min(day.day, last))
