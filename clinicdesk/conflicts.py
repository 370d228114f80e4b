"""Two people save the same thing: what the second one is told, field by field. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from enum import Enum

from clinicdesk.errors import Fact, Reason

Fields = Mapping[str, object]


@dataclass(frozen=True)
class Difference:
    """A field that somebody else saved: as the edit began, as it is saved now, as it was typed."""

    field: str
    began: object
    saved: object
    typed: object

    @property
    def is_mine(self) -> bool:
        """Whether it was edited here as well; otherwise the other person alone changed it."""
        return self.typed != self.began


def differences(began: Fields, saved: Fields, typed: Fields) -> list[Difference]:
    """The fields that were saved meanwhile as something else than what is typed.

    What both typed alike, and what nobody else touched, is no conflict. Empty is None.
    """
    found = [
        Difference(name, _given(began.get(name)), _given(saved.get(name)), _given(typed[name]))
        for name in typed
    ]
    return [one for one in found if one.saved not in (one.began, one.typed)]


def reason(difference: Difference, who: str, at: datetime) -> Reason:
    """The difference as `desk.conflict`; `who` saved the other value at this instant."""
    facts = {
        "field": difference.field.replace("_", " "),
        "began": _fact(difference.began),
        "saved": _fact(difference.saved),
        "typed": _fact(difference.typed),
        "who": who,
        "at": at,
    }
    return Reason("desk.conflict", facts)


def _given(value: object) -> object:
    return None if value in ("", ()) else value


def _fact(value: object) -> Fact:
    match value:
        case None:
            return None
        case bool():
            return "yes" if value else "no"
        case Enum():
            return str(value.value).replace("_", " ")
        case tuple():
            return ", ".join(str(_fact(item)) for item in value)
        case str() | int() | Decimal() | date() | time():
            return value
        case _:
            return str(value)
