"""Refusals: why the core did not do what was asked, as codes and facts; `messages` words them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from decimal import Decimal
from types import MappingProxyType

Fact = str | int | bool | Decimal | date | time | datetime | None


@dataclass(frozen=True)
class Reason:
    """One reason: `code` is "<feature>.<what>" and names a sentence in messages.toml."""

    code: str
    facts: Mapping[str, Fact] = field(default_factory=lambda: MappingProxyType({}))


class Refused(Exception):
    """The core refuses; nothing was changed. The text holds codes only, never patient data."""

    def __init__(self, *reasons: Reason) -> None:
        super().__init__(", ".join(reason.code for reason in reasons))
        self.reasons = reasons


class Unanswered(Exception):
    """The database was lost before it answered: nobody knows whether a change was committed.

    Asking again with the same request id is safe.
    """

    reasons = (Reason("desk.unanswered"),)


def refuse_if(reasons: list[Reason]) -> None:
    """Raise Refused when there is at least one reason."""
    if reasons:
        raise Refused(*reasons)
