"""How an evaluation's facts read on screen."""

from clinicdesk import messages
from clinicdesk.evaluations.queries import shown_levels
from clinicdesk.evaluations.rules import Decision, Modality, Note

FORM = "evaluations.sign_evaluation"
"""The form whose drafts are notes that were not signed yet."""
MODALITIES = ((Modality.MRI, "MRI"), (Modality.CT, "CT"))
DECISIONS = (
    (Decision.CANDIDATE, "Candidate"),
    (Decision.MORE_WORK_UP, "More work-up"),
    (Decision.NOT_A_CANDIDATE, "Not a candidate"),
)
_NOT_RECORDED = "Not recorded"
_CLAUDICATION = {True: "Yes", False: "No", None: "Unclear or not recorded"}


LABELS = (
    "Decision",
    "Levels",
    "Neurogenic claudication",
    "Imaging",
    "Ligamentum flavum",
    "Impression",
    "Reason for the exception",
)


def lines(note: Note) -> tuple[str, ...]:
    """A note in words, one text for each of LABELS; "" where there is nothing to say."""
    study = dict(MODALITIES)[note.modality] if note.modality else _NOT_RECORDED
    day = messages.short_day(note.imaging_date) if note.imaging_date else ""
    flavum = _NOT_RECORDED if note.flavum_mm is None else f"{note.flavum_mm:f} mm"
    return (
        dict(DECISIONS)[note.decision],
        ", ".join(shown_levels(note.levels)) or "None",
        _CLAUDICATION[note.claudication],
        " ".join(filter(None, (study, day))),
        flavum,
        note.impression,
        note.exception_reason,
    )
