"""When somebody was born, and how old that makes them."""

from datetime import date

from clinicdesk import messages
from clinicdesk.patients.queries import PatientFacts
from clinicdesk.patients.rules import age_on


def born(facts: PatientFacts, today: date) -> str:
    """`Mar 14, 1951 (75 y)`, with the age at death for who has died, without one if unknown."""
    reached = age(facts, today)
    day = messages.short_day(facts.birth_date)
    return day if reached is None else f"{day} ({reached} y)"


def age(facts: PatientFacts, today: date) -> int | None:
    """The age today or at death; None for a death on a day that nobody knows."""
    if facts.has_died and facts.deceased_on is None:
        return None
    return age_on(facts.birth_date, facts.deceased_on or today)
