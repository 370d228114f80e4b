"""What is recorded of reaching a patient, of theirs and of who pays, and what follows from it."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Annotated

from msgspec import Meta, Struct

from clinicdesk.errors import Reason
from clinicdesk.patients.rules import (
    ContactWay,
    NewPhone,
    PayerKind,
    PhoneKind,
    digits_in,
    email_objections,
    phone_objections,
    postal_code_objections,
    shown_phone,
)

ENGLISH = "en"
TRIAL_DIGITS = 8

_Words = Annotated[str, Meta(min_length=1)]


class Interpreter(StrEnum):
    """Whether somebody must interpret. "Not asked" is never "no"."""

    NEEDED = "needed"
    NOT_NEEDED = "not_needed"
    NOT_ASKED = "not_asked"
    NOT_APPLICABLE = "not_applicable"


class CoveragePolicy(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Which payers cover the procedure only within a study, in whose words (RULE-14)."""

    id: _Words
    version: _Words
    effective: date
    reviewer: _Words
    payers: tuple[PayerKind, ...]
    message: _Words
    source: _Words
    confidence: _Words


@dataclass(frozen=True, kw_only=True)
class Reach:
    """How to reach a patient; "", None and no phones mean not recorded.

    `language` is a BCP 47 code; `needs_interpreter` is None while nobody has asked.
    """

    phones: tuple[NewPhone, ...] = ()
    email: str = ""
    preferred_contact: ContactWay | None = None
    language: str = ""
    needs_interpreter: bool | None = None
    street: str = ""
    city: str = ""
    state: str = ""
    postal_code: str = ""


@dataclass(frozen=True, kw_only=True)
class Contact:
    """Somebody of the patient's: whom to call, who decides and signs, who may be told."""

    name: str
    relation: str = ""
    phone: str = ""
    is_emergency: bool = False
    is_representative: bool = False
    may_be_told: bool = False


@dataclass(frozen=True, kw_only=True)
class Payer:
    """Who pays, and for Medicare the study that the coverage asks for."""

    kind: PayerKind
    name: str = ""
    member_number: str = ""
    study: str = ""
    trial_number: str = ""
    enrolled_on: date | None = None


def interpreter(language: str, needs: bool | None) -> Interpreter:
    """Whether an interpreter is needed, who speaks which language as BCP 47 code (RULE-07).

    Nobody asks it of who speaks English, nor before the language is recorded.
    """
    if needs:
        return Interpreter.NEEDED
    if not language or language.partition("-")[0].lower() == ENGLISH:
        return Interpreter.NOT_APPLICABLE
    return Interpreter.NOT_ASKED if needs is None else Interpreter.NOT_NEEDED


def language_notes(language: str, called: str, needs: bool | None) -> tuple[Reason, ...]:
    """What everybody must know who talks with or prints for the patient (RULE-07).

    `called` is the language's name. Sheets are in English until there is a translation.
    """
    state = interpreter(language, needs)
    if state is Interpreter.NOT_APPLICABLE:
        return ()
    said = Reason(f"contacts.interpreter_{state}", {"language": called or "language not recorded"})
    return (said, Reason("contacts.sheets_in_english"))


def coverage_warning(payer: Payer | None, policy: CoveragePolicy) -> Reason | None:
    """What to tell when the payer covers only within a study and none is recorded (RULE-14).

    A study counts by its NCT number: claims are refused without it. NCD 150.13.
    """
    if payer is None or payer.kind not in policy.payers or payer.trial_number:
        return None
    return Reason("contacts.study_missing", {"message": policy.message, "source": policy.source})


def read_trial_number(typed: str) -> str:
    """`nct 0361-0737` -> `NCT03610737`; what is no NCT number, such as a date, stays as typed."""
    said = typed.strip().upper()
    apart = r"[\s-]" if said.startswith("NCT") else r"\s"
    bare = re.sub(apart, "", said).removeprefix("NCT")
    return f"NCT{bare}" if re.fullmatch(r"[0-9]{8}", bare) else typed.strip()


def trial_number_objections(typed: str) -> list[Reason]:
    """Why a text is no NCT number; nothing typed is none yet."""
    number = read_trial_number(typed)
    if not number or re.fullmatch(r"NCT[0-9]{8}", number):
        return []
    facts = {"digits": TRIAL_DIGITS, "typed": len(digits_in(typed))}
    return [Reason("contacts.trial_number", facts)]


def reach_objections(reach: Reach) -> list[Reason]:
    """Why this cannot be how a patient is reached."""
    reasons = [reason for phone in reach.phones for reason in phone_objections(phone.typed)]
    if sum(phone.preferred for phone in reach.phones) > 1:
        reasons.append(Reason("contacts.one_preferred"))
    numbers = [shown_phone(phone.typed) for phone in reach.phones]
    if len(set(numbers)) < len(numbers):
        reasons.append(Reason("contacts.phone_twice"))
    return reasons + email_objections(reach.email) + postal_code_objections(reach.postal_code)


def contact_objections(contact: Contact) -> list[Reason]:
    """Why this cannot be somebody of the patient's."""
    reasons = [] if contact.name.strip() else [Reason("contacts.name_missing")]
    if contact.is_emergency and not contact.phone.strip():
        reasons.append(Reason("contacts.emergency_phone"))
    return reasons + phone_objections(contact.phone)


def payer_objections(payer: Payer, today: date) -> list[Reason]:
    """Why this cannot be who pays; `today` is the clinic's day."""
    reasons = trial_number_objections(payer.trial_number)
    if payer.enrolled_on and payer.enrolled_on > today:
        reasons.append(Reason("contacts.enrolled_later", {"day": payer.enrolled_on}))
    return reasons


def phone_line(phone: NewPhone) -> str:
    """`(707) 555-0138, mobile, preferred, may leave a message`."""
    said = {
        phone.kind.value: phone.kind is not PhoneKind.OTHER,
        "preferred": phone.preferred,
        "may leave a message": phone.may_leave_message,
    }
    return ", ".join([shown_phone(phone.typed), *(word for word, on in said.items() if on)])


def reach_fields(reach: Reach) -> Mapping[str, object]:
    """What two people may change at the same time, by field; a phone as its line."""
    return {**vars(reach), "phones": tuple(phone_line(phone) for phone in reach.phones)}


def contact_fields(contact: Contact) -> Mapping[str, object]:
    """What two people may change at the same time, by field."""
    return vars(contact)


def payer_fields(payer: Payer | None) -> Mapping[str, object]:
    """What two people may change at the same time, by field; none when nobody is recorded."""
    return vars(payer) if payer else {}
