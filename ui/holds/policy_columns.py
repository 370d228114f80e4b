"""The columns of the hold table in words."""

from clinicdesk.policy import DrugRow, RenalVariant
from ui.holds import hold_words
from ui.kit.rows_model import Column

_SHOWN_BRANDS = 3
_GROUPS = {"asra": "ASRA", "acc": "ACC", "chest": "CHEST", "sir": "SIR"}
_CONFIDENCE = {"H": "high", "M": "medium", "L": "low"}


def brands(row: DrugRow) -> str:
    """The brands that fit; the line below the table has them all."""
    more = len(row.brands) - _SHOWN_BRANDS
    shown = ", ".join(row.brands[:_SHOWN_BRANDS])
    return f"{shown} and {more} more" if more > 0 else shown


def hold(row: DrugRow) -> str:
    """The interval with its unit, or who sets it."""
    if row.always_physician:
        return "Physician sets it"
    if row.hold:
        return hold_words.interval(row.hold)
    return "By indication"


def hold_more(row: DrugRow) -> str:
    """What the source says besides the applied value: a range, an indication, the kidneys."""
    words = dict(hold_words.INDICATIONS)
    parts = [
        f"{words[indication]}: {hold_words.interval(one)}"
        for indication, one in row.by_indication.items()
    ]
    if row.hold and row.always_physician:
        parts.append(f"source says {hold_words.interval(row.hold)}")
    elif row.hold:
        parts.append(hold_words.source_range(row.hold))
    if row.creatinine_clearance:
        parts += map(_variant, row.creatinine_clearance.variants)
    return "; ".join(filter(None, parts))


def needs(row: DrugRow) -> str:
    """What must be known, besides the prescriber's answer, before the drug counts as held."""
    parts = []
    if row.inr:
        parts.append(f"INR up to {row.inr.maximum:f}, {row.inr.max_age_hours} hours")
    if row.creatinine_clearance:
        parts.append(f"Creatinine clearance, {row.creatinine_clearance.max_age_days} days")
    if row.by_indication:
        parts.append("Indication")
    return ", ".join(parts) or "Prescriber’s answer"


def restart(row: DrugRow) -> str:
    """When the table suggests to restart, counted from the end of the procedure."""
    return f"{row.restart.value} hours" if row.restart else "Physician sets it"


def source(row: DrugRow) -> str:
    """The sources' short names; the line below the table spells them out."""
    named = (key.split("_", 1) for key in row.sources)
    return ", ".join(" ".join((_GROUPS.get(first, first), *rest)) for first, *rest in named)


def _variant(variant: RenalVariant) -> str:
    if variant.hold is None:
        return f"below {variant.below}: not by time"
    return f"below {variant.below}: {variant.hold.value} hours"


COLUMNS = (
    Column[DrugRow]("Drug", lambda row: row.name, brands, strong=True, width=250),
    Column[DrugRow]("Hold before", hold, hold_more, width=278),
    Column[DrugRow]("Needs", needs, width=226),
    Column[DrugRow]("Restart after", restart, width=138),
    Column[DrugRow]("Source", source, lambda row: f"Confidence {_CONFIDENCE[row.confidence]}"),
)
