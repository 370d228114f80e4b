"""A FHIR patient as a registration: which name counts now, which phone, which address.

Numbers of states, licences and passports are never taken.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TypeVar

from clinicdesk.errors import Reason
from clinicdesk.exchange import resources
from clinicdesk.exchange.candidates import Part, Skipped
from clinicdesk.patients.actions import RegisterPatient
from clinicdesk.patients.languages import languages
from clinicdesk.patients.rules import NewPhone, PersonName, PhoneKind, Sex, email_objections
from clinicdesk.text import clean

_STATE_NUMBERS = {"SS", "SB", "DL", "PPN", "TAX"}
_STATE_SYSTEMS = ("us-ssn", "passport", "2.16.840.1.113883.4.3.", "2.16.840.1.113883.4.330")
_SOCIAL_SECURITY = "2.16.840.1.113883.4.1"  # whole: other numbers begin with it too
_STATE_WORDS = ("social security", "ssn", "passport", "driver")
_SEX = {"female": Sex.FEMALE, "male": Sex.MALE, "other": Sex.OTHER}
_PHONE = {"mobile": PhoneKind.MOBILE, "home": PhoneKind.HOME, "work": PhoneKind.WORK}
_LAST_RANK = 1_000_000
_DAY = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2})(T.*)?")

Dated = TypeVar("Dated", resources.Address, resources.Telecom)


def day(text: str) -> date | None:
    """The date of a full FHIR date or instant, as written; None for a partial or absent one."""
    written = _DAY.fullmatch(text)
    try:
        return date.fromisoformat(written[1]) if written else None
    except ValueError:
        return None


def is_named(person: resources.Patient) -> bool:
    """Whether any name has a part."""
    return bool(_named(person))


def shown_name(person: resources.Patient) -> PersonName:
    """The name of now, for a list; "" in all parts where there is none."""
    names = _named(person)
    return _names(names).now if names else PersonName("")


def registration(person: resources.Patient) -> tuple[RegisterPatient, list[Skipped]]:
    """How the person would be registered, and what of the person is not taken.

    Only for one with a name and a full birth date.
    """
    names = _names(_named(person))
    address = next((one for one in _by_use(person.address) if not one.is_past), resources.Address())
    has_died = person.deceased_boolean or bool(person.deceased_date_time)
    request = RegisterPatient(
        family=names.now.family,
        given=names.now.given,
        middle=names.now.middle,
        suffix=names.now.suffix,
        preferred=names.now.preferred,
        birth_date=date.fromisoformat(person.birth_date[:10]),
        sex=_SEX.get(person.gender),
        deceased_on=day(person.deceased_date_time),
        has_died=has_died,
        phones=tuple(_phones(person)),
        street=", ".join(filter(None, map(clean, address.line))),
        city=address.city,
        state=address.state,
        postal_code=address.postal_code,
        email=_email(person),
        language=_language(person),
        former_names=names.former,
        identifiers=tuple(dict.fromkeys(_identifiers(person))),
    )
    return request, [*_skipped(person, address, request)]


@dataclass(frozen=True)
class _Names:
    now: PersonName
    former: tuple[tuple[str, str], ...]


def _named(person: resources.Patient) -> list[resources.Name]:
    return [name for name in person.name if name.family or name.given]


def _names(names: Sequence[resources.Name]) -> _Names:
    """The official or usual name is the name of now; a nickname is what the person is called."""
    lasting = [name for name in names if not name.is_past and name.use != "nickname"]
    by_use = ("official", "usual", "")
    now = next((one for use in by_use for one in lasting if one.use == use), None)
    now = now or next(iter(lasting), names[0])
    nickname = next((one for one in names if one.use == "nickname" and one is not now), None)
    usual = next((one for one in lasting if one.use == "usual"), now)
    called = nickname.given or [nickname.family] if nickname else usual.given
    name = _whole(now)
    if called and clean(called[0]) not in (name.given, name.family):
        name = replace(name, preferred=clean(called[0]))
    others = (one for one in names if one is not now and one.use != "nickname")
    former = ((one.family, " ".join(one.given[:1])) for one in others if clean(one.family))
    return _Names(name, tuple(one for one in former if one != (now.family, name.given)))


def _whole(name: resources.Name) -> PersonName:
    return PersonName(
        name.family or name.given[0],
        name.given[0] if name.given and name.family else "",
        " ".join(name.given[1:]),
        " ".join(name.suffix),
    )


def _by_use(items: Sequence[resources.Address]) -> list[resources.Address]:
    """Where the person lives first, then where the person only stays or gets bills."""
    order = {"home": 0, "": 1, "temp": 2, "work": 3, "billing": 4}
    return sorted(items, key=lambda one: order.get(one.use, 5))


def _reached(person: resources.Patient, *systems: str) -> list[resources.Telecom]:
    """Ways to reach the person that still work, the preferred one first."""
    working = [one for one in person.telecom if one.system in systems and not one.is_past]
    return sorted(working, key=lambda one: _LAST_RANK if one.rank is None else one.rank)


def _phones(person: resources.Patient) -> Iterator[NewPhone]:
    reached = [one for one in _reached(person, "phone", "sms") if clean(one.value)]
    for place, one in enumerate(reached):
        preferred = place == 0 and one.rank is not None and len(reached) > 1
        kind = _PHONE.get(one.use, PhoneKind.OTHER)
        yield NewPhone(typed=one.value, kind=kind, preferred=preferred)


def _email(person: resources.Patient) -> str:
    written = (clean(one.value) for one in _reached(person, "email"))
    return next((one for one in written if one and not email_objections(one)), "")


def _language(person: resources.Patient) -> str:
    """The preferred language, or the only one."""
    spoken = [one for one in person.communication if one.preferred]
    spoken = spoken or (person.communication if len(person.communication) == 1 else [])
    return _language_code(spoken[0].language) if len(spoken) == 1 else ""


def _language_code(said: resources.Concept) -> str:
    """A code of the list that is offered, by code or by name; otherwise the code as it came."""
    offered = languages()
    by_name = {name.casefold(): code for code, name in offered.items()}
    codes = [coding.code for coding in said.coding if coding.code]
    tries = [*codes, *(code.partition("-")[0] for code in codes)]
    known = next((one for one in tries if one in offered), None)
    return known or by_name.get(clean(said.words).casefold()) or next(iter(codes), "")


def _identifiers(person: resources.Patient) -> Iterator[tuple[str, str]]:
    """A number without its system could be anybody's."""
    for item in person.identifier:
        system, value = clean(item.system), clean(item.value)
        if system and value and not _is_of_a_state(item):
            yield system, value


def _is_of_a_state(identifier: resources.Identifier) -> bool:
    system = clean(identifier.system).casefold()
    named = any(part in system for part in _STATE_SYSTEMS) or system.endswith(_SOCIAL_SECURITY)
    said = " ".join((identifier.type.text, *(one.display for one in identifier.type.coding)))
    typed = bool(identifier.type.codes & _STATE_NUMBERS)
    return named or typed or any(word in said.casefold() for word in _STATE_WORDS)


def _skipped(
    person: resources.Patient, address: resources.Address, request: RegisterPatient
) -> Iterator[Skipped]:
    yield from _numbers_left(person)
    for place in person.address:
        if place is not address:
            yield _left(Part.ADDRESS, "address_of_before" if place.is_past else "second_address")
    yield from (_left(Part.PHONE, "phone_of_before") for one in person.telecom if one.is_past)
    if len([one for one in person.telecom if one.system == "email"]) > bool(request.email):
        yield _left(Part.EMAIL, "email_not_taken")
    if person.communication and not request.language:
        yield _left(Part.LANGUAGE, "language_not_taken")
    if request.has_died and request.deceased_on is None:
        yield _left(Part.DEATH, "death_without_day")


def _numbers_left(person: resources.Patient) -> Iterator[Skipped]:
    for number in person.identifier:
        if _is_of_a_state(number):
            yield _left(Part.NUMBER, "number_of_a_state")
        elif not (clean(number.system) and clean(number.value)):
            yield _left(Part.NUMBER, "number_of_nobody")


def _left(part: Part, code: str) -> Skipped:
    return Skipped(part, Reason(f"exchange.{code}"))
