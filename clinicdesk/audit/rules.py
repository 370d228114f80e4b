"""How a stored value is read."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

NOT_RECORDED = "not recorded"


class Kind(StrEnum):
    """How a column's stored value is read."""

    TEXT = "text"
    INSTANT = "instant"
    DAY = "day"
    CLOCK_TIMES = "clock_times"
    YES_NO = "yes_no"
    TICK = "tick"
    """Yes where it is ticked; without a tick nobody may have asked."""
    CHOICE = "choice"
    MRN = "mrn"
    PHONE = "phone"
    NAMED = "named"
    """Ids or keys, with a space between several, that `Reading.names` knows."""


@dataclass(frozen=True)
class Reading:
    """How one column is read: its label, its kind, and the names of its ids or choices."""

    label: str
    kind: Kind
    names: Mapping[str, str]


def answer_in_words(value: object, state: str, options: Mapping[str, str]) -> str:
    """An intake answer: yes or no, words, the chosen options; without one, how it was left."""
    match value:
        case None:
            return state.replace("_", " ").capitalize() or NOT_RECORDED
        case bool():
            return "Yes" if value else "No"
        case list():
            return ", ".join(options.get(str(one), str(one)) for one in value) or "None"
        case _:
            return str(value)
