"""The candidacy criteria as a note in progress meets them or not (RULE-08, RULE-09)."""

from dataclasses import dataclass, replace
from datetime import date

from clinicdesk import messages
from clinicdesk.evaluations.queries import shown_levels
from clinicdesk.evaluations.rules import Decision, Note, imaging_objections, objections_to_sign
from clinicdesk.policy import Candidacy
from ui.kit.tokens import Status

_WORDS = {Status.READY: "Met", Status.ATTN: "Not met", Status.WAIT: "Not recorded"}


@dataclass(frozen=True)
class Criterion:
    """One criterion; `detail` is what the note says, `source` where the criterion is from."""

    title: str
    status: Status
    detail: str
    source: str

    @property
    def word(self) -> str:
        """The status in words: "Met", "Not met" or "Not recorded"."""
        return _WORDS[self.status]


def criteria(note: Note, policy: Candidacy, today: date) -> tuple[Criterion, ...]:
    """The criteria as the note stands, whatever it decides and whatever it excuses."""
    codes = _objected(note, policy, today)
    flavum = f"Ligamentum flavum of {policy.flavum_minimum_mm} mm or more"
    imaging = f"Imaging of the last {policy.imaging_max_age_months} months"

    def line(title: str, missing: set[str], unmet: set[str], detail: str, key: str) -> Criterion:
        status = Status.WAIT if missing else Status.ATTN if unmet else Status.READY
        return Criterion(title, status, detail, policy.sources.get(key, ""))

    undocumented = codes & {"claudication_not_documented"}
    unasked = undocumented if note.claudication is None else set()
    return (
        line("Neurogenic claudication", unasked, undocumented, "", "claudication"),
        line(
            flavum,
            codes & {"flavum_missing"},
            codes & {"flavum_too_thin"},
            "" if note.flavum_mm is None else f"{note.flavum_mm:f} mm",
            "flavum_minimum_mm",
        ),
        line(
            imaging,
            codes & {"imaging_missing"},
            codes & {"imaging_in_future", "imaging_too_old"},
            _imaging(note),
            "imaging_max_age_months",
        ),
        line(
            "Level to treat",
            codes & {"level_missing"},
            set(),
            ", ".join(shown_levels(note.levels)),
            "levels",
        ),
    )


def needs_exception(note: Note, policy: Candidacy, today: date) -> bool:
    """Whether a written reason would settle something that is open."""
    bare, excused = replace(note, exception_reason=""), replace(note, exception_reason="given")
    return objections_to_sign(bare, policy, today) != objections_to_sign(excused, policy, today)


def _objected(note: Note, policy: Candidacy, today: date) -> set[str]:
    """What is said against a candidate with this note, as codes without the feature."""
    strict = replace(note, decision=Decision.CANDIDATE, exception_reason="")
    reasons = objections_to_sign(strict, policy, today)
    reasons += imaging_objections(note.imaging_date, today, policy.imaging_max_age_months)
    return {reason.code.partition(".")[2] for reason in reasons}


def _imaging(note: Note) -> str:
    modality = note.modality.upper() if note.modality else ""
    day = messages.short_day(note.imaging_date) if note.imaging_date else ""
    return " ".join(filter(None, (modality, day)))
