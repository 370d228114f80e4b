"""Why somebody was found, and what to say when nobody or too many were."""

from datetime import date

from clinicdesk import messages
from clinicdesk.patients.queries import LONGEST_SEARCH, Found, Match, Matched, PatientFacts
from clinicdesk.patients.rules import PHONE_DIGITS, WordPart, read_phone
from clinicdesk.text import text_objections
from ui.kit import privacy
from ui.kit.privacy import shown_name, unless_private
from ui.patients import words

SIMILAR_NAMES = "Similar names"
RECENT = "Charts you opened last"
PLACEHOLDER = "Name, birth date, phone or MRN"
TYPE_TO_FIND = "Type a name, a birth date, a phone number or an MRN to find a patient."
NEW = "Ctrl+N registers a new patient."
_PHONE_END = 4
_LONGEST_ECHO = 60


def title(patient: PatientFacts) -> str:
    """`MARTINEZ, Rosa (Rosie)`."""
    preferred = f" ({patient.name.preferred})" if patient.name.preferred else ""
    return f"{shown_name(patient.name)}{unless_private(preferred)}"


def about(patient: PatientFacts, today: date) -> str:
    """`Born Mar 14, 1951 (75 y) · Female · MRN 102-9818 · (707) 555-0171`."""
    sex = words.sex(patient) if patient.sex else "Sex not recorded"
    known = (f"Born {words.born(patient, today)}", sex, f"MRN {patient.mrn}", patient.phone)
    return unless_private(" · ".join(filter(None, known)), f"MRN {patient.mrn}")


def because(match: Match) -> str:
    """`Former name MARTINEZ · Phone ends 0138`; "" where the name itself says why."""
    return unless_private(" · ".join(dict.fromkeys(_reason(by, match) for by in match.by)))


def meant(found: Found) -> tuple[str, ...]:
    """Names that may have been meant; in the privacy view nobody's is given away."""
    return () if privacy.is_on() else found.meant


def objection(typed: str) -> str:
    """What to do about a text that cannot be searched; "" for any other."""
    reasons = text_objections("Search", typed, LONGEST_SEARCH, multiline=True)
    return messages.sentence(reasons[0]) if reasons else ""


def nobody(typed: str) -> str:
    """No one was found."""
    return f"No one matches “{echo(typed)}”."


def first_of_more(shown: int) -> str:
    """Not everybody who matches is on screen."""
    return f"The first {shown}. Type more of the name, a birth date or a phone number."


def echo(typed: str) -> str:
    """What was typed, tidied and of a length that can be shown."""
    tidy = " ".join(typed.split())
    return tidy if len(tidy) <= _LONGEST_ECHO else f"{tidy[:_LONGEST_ECHO]}…"


def _reason(by: Matched, match: Match) -> str:
    match by.part:
        case WordPart.BORN:
            return f"Born {messages.short_day(match.patient.birth_date)}"
        case WordPart.MRN:
            return "MRN"
        case WordPart.PHONE_END:
            return f"Phone ends {by.said[-_PHONE_END:]}"
        case WordPart.PHONE:
            return f"Phone {_phone(by.said)}"
        case WordPart.IDENTIFIER:
            return f"Other number {by.said.upper()}"
        case WordPart.FORMER:
            return f"Former name {by.said}"
        case WordPart.PREFERRED:
            return f"Preferred name {by.said}"
        case _:
            return f"Middle name {by.said}"


def _phone(digits: str) -> str:
    read = read_phone(digits) if len(digits) == PHONE_DIGITS else None
    return read.shown if read else digits
