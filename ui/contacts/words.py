"""How contacts and payers read on screen."""

from clinicdesk.contacts.rules import Contact
from clinicdesk.patients.rules import ContactWay

WAYS = (
    (ContactWay.CALL, "Call"),
    (ContactWay.TEXT, "Text message"),
    (ContactWay.EMAIL, "Email"),
    (ContactWay.LETTER, "Letter"),
)
TICKS = {
    "is_emergency": "Emergency contact",
    "is_representative": "May decide and sign for the patient",
    "may_be_told": "May be told about health",
}


def who(contact: Contact) -> str:
    """`Ana Martinez, daughter, (707) 555-0172`."""
    return ", ".join(filter(None, (contact.name, contact.relation, contact.phone)))


def may(contact: Contact) -> str:
    """`Emergency contact · May be told about health`, or that nothing was said."""
    ticked = [words for name, words in TICKS.items() if getattr(contact, name)]
    return " · ".join(ticked) or "Nothing said about emergencies, decisions or health"
