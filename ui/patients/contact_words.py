"""How a patient's contacts, people and payer read in the cards of the summary."""

from clinicdesk import messages
from clinicdesk.contacts.queries import Contacts
from clinicdesk.contacts.rules import (
    Contact,
    Interpreter,
    Payer,
    Reach,
    interpreter,
    phone_line,
)
from clinicdesk.patients.languages import language_name
from clinicdesk.patients.rules import ContactWay
from ui.kit.not_recorded import NOT_RECORDED
from ui.kit.payers import PAYERS

NO_PAYER, NO_PHONE = "Payer not recorded", "Phone not recorded"
NOBODY = "Nobody is recorded"
_WAYS = {
    ContactWay.CALL: "by a call",
    ContactWay.TEXT: "by a text message",
    ContactWay.EMAIL: "by email",
    ContactWay.LETTER: "by letter",
}
_INTERPRETER = {
    Interpreter.NEEDED: "interpreter needed",
    Interpreter.NOT_NEEDED: "no interpreter needed",
    Interpreter.NOT_ASKED: "interpreter not asked",
}


def reach(known: Contacts) -> list[str]:
    """Phones, email, address and language, one per line; what may stay unknown takes no line."""
    said = known.reach
    lines = [phone_line(phone) for phone in said.phones] or [NO_PHONE]
    if said.preferred_contact:
        lines.append(f"Wants to be reached {_WAYS[said.preferred_contact]}")
    lines.append(said.email)
    lines.append(address(said))
    named = language_name(said.language) if language_notes(known) else language(known)
    lines.append(f"Language: {named}" if said.language else "Language not recorded")
    return [line for line in lines if line]


def language(known: Contacts) -> str:
    """`Spanish, interpreter not asked`, or that nobody knows yet."""
    said = known.reach
    named = language_name(said.language) or NOT_RECORDED
    state = interpreter(said.language, said.needs_interpreter)
    return ", ".join(filter(None, (named, _INTERPRETER.get(state, ""))))


def address(said: Reach) -> str:
    """`14 Vine St, Napa, CA 94558`."""
    place = " ".join(filter(None, (said.state, said.postal_code)))
    return ", ".join(filter(None, (said.street, said.city, place)))


def other_language(known: Contacts) -> str:
    """The same for the banner, which says nothing of English or of what nobody asked yet."""
    return language(known) if known.language_notes else ""


def language_notes(known: Contacts) -> list[str]:
    """Whether an interpreter is needed, and in which language sheets come, while it matters."""
    state = interpreter(known.reach.language, known.reach.needs_interpreter)
    loud = state in (Interpreter.NEEDED, Interpreter.NOT_ASKED)
    return [messages.sentence(note) for note in known.language_notes] if loud else []


def people(known: Contacts) -> list[str]:
    """One person per line with what they may."""
    return [person(one.contact) for one in known.people]


def person(contact: Contact) -> str:
    """`Ana Martinez, daughter, (707) 555-0172: emergency contact, may be told about health`."""
    who = ", ".join(filter(None, (contact.name, contact.relation, contact.phone)))
    ticks = {
        "emergency contact": contact.is_emergency,
        "may decide and sign": contact.is_representative,
        "may be told about health": contact.may_be_told,
    }
    said = ", ".join(words for words, on in ticks.items() if on)
    return f"{who}: {said}" if said else who


def payer(known: Payer | None) -> list[str]:
    """The kind and name of the payer, the member number, the study."""
    if known is None:
        return []
    kind = dict(PAYERS)[known.kind]
    study = " ".join(filter(None, (known.study, known.trial_number)))
    enrolled = f"enrolled {messages.short_day(known.enrolled_on)}" if known.enrolled_on else ""
    lines = [
        ", ".join(filter(None, (kind, known.name))),
        f"Member number {known.member_number}" if known.member_number else "",
        ", ".join(filter(None, (f"Study {study}" if study else "", enrolled))),
    ]
    return [line for line in lines if line]
