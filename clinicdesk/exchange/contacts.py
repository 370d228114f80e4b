"""Whom a file says to call about a person."""

from collections.abc import Iterator

from clinicdesk.contacts.rules import Contact, contact_objections
from clinicdesk.errors import Reason
from clinicdesk.exchange import resources
from clinicdesk.exchange.candidates import Part, Skipped
from clinicdesk.text import clean

_EMERGENCY = "C"


def contacts(person: resources.Patient) -> tuple[tuple[Contact, ...], list[Skipped]]:
    """The people who can be recorded, and those who cannot.

    Nobody is a representative, or may be told anything, because a file says so.
    """
    taken, left = [], []
    for item in person.contact:
        contact = _contact(item)
        reasons = contact_objections(contact)
        if item.period.end:
            reasons = [Reason("exchange.contact_of_before")]
        left += [Skipped(Part.CONTACT, reason) for reason in reasons[:1]]
        taken += [] if reasons else [contact]
    return tuple(taken), left


def _contact(item: resources.ContactOf) -> Contact:
    related = [code for concept in item.relationship for code in concept.codes]
    words = (concept.words for concept in item.relationship)
    return Contact(
        name=clean(item.name.text) or " ".join(_parts(item.name)),
        relation=next((clean(one) for one in words if one), ""),
        phone=next((clean(one.value) for one in item.telecom if one.system == "phone"), ""),
        is_emergency=_EMERGENCY in related,
    )


def _parts(name: resources.Name) -> Iterator[str]:
    yield from (clean(part) for part in (*name.given, name.family) if clean(part))
