"""Confirming what a booking needs."""

from dataclasses import dataclass, replace

from clinicdesk import topics
from clinicdesk.contacts.actions import ChangeReach, change_reach
from clinicdesk.contacts.queries import reach_of
from clinicdesk.desk import Work
from clinicdesk.errors import Reason, Refused
from clinicdesk.patients.rules import read_phone
from clinicdesk.patients.tables import Patient
from clinicdesk.readiness.overrides import GATE_NAMES, bare, covers, gate_reasons, release_of
from clinicdesk.readiness.queries import escort_in, escorts_of, readiness
from clinicdesk.readiness.rules import PASSED, Escort, GateKey, escort_fields
from clinicdesk.readiness.tables import EscortRow, GateOverride
from clinicdesk.scheduling.actions.book import Booked, BookSlot, book_slot
from clinicdesk.scheduling.queries import booking, live_booking
from clinicdesk.staff.passwords import Proof, check_proof
from clinicdesk.staff.savers import refuse_conflict


@dataclass(frozen=True, kw_only=True)
class NameEscort:
    """What was said about the way home after one booking, and what was recorded before."""

    booking_id: int
    escort: Escort
    began: Escort | None = None


@dataclass(frozen=True)
class OtherLanguage:
    """The language that a patient speaks by now, and what stood there; BCP 47 codes, or ""."""

    language: str
    began: str


@dataclass(frozen=True, kw_only=True)
class BookProcedure:
    """A place for a case, with the driver named so far and the language, where it is another."""

    slot: BookSlot
    escort: Escort | None = None
    language: OtherLanguage | None = None


@dataclass(frozen=True, kw_only=True)
class OverrideGate:
    """A physician's word that an open gate of one booking may be passed, and why.

    `seen` are the reasons that the physician read, as `overrides.covers` writes them.
    """

    booking_id: int
    gate: GateKey
    seen: frozenset[str]
    reason: str
    proof: Proof


def book_procedure(work: Work, request: BookProcedure) -> Booked:
    """Book a case with what is asked on the same telephone call: all of it, or nothing.

    The driver counts for this booking, the language is the patient's from now on. Refused like
    each of the three.
    """
    booked = book_slot(work, request.slot)
    if request.escort:
        name_escort(work, NameEscort(booking_id=booked.booking_id, escort=request.escort))
    if request.language:
        _change_language(work, booking(work, booked.booking_id).patient.id, request.language)
    return booked


def open_case_panel(work: Work, booking_id: int) -> None:
    """The recorded view of a booking's case beside the day: no news for any screen."""
    work.patient_id = booking(work, booking_id).patient.id


def name_escort(work: Work, request: NameEscort) -> int:
    """Record who takes the patient home; answers the row's id. The gate judges it (RULE-21).

    Refused when somebody else named a driver meanwhile. After the procedure too: who was to come
    may be kept, and the patient still goes home with somebody.
    """
    facts = live_booking(work, request.booking_id, done=True)
    escort = request.escort
    phone = read_phone(escort.phone)
    row = EscortRow(
        booking_id=facts.id,
        kind=escort.kind,
        name=escort.name.strip(),
        relationship=escort.relationship.strip(),
        phone=phone.shown if phone else escort.phone.strip(),
        is_adult=escort.is_adult,
        has_agreed=escort.has_agreed,
        recorded_by=work.actor.id,
        recorded_at=work.now,
    )
    refuse_conflict(
        work,
        facts.patient.id,
        "escort",
        began=escort_fields(request.began),
        saved=escort_fields(escorts_of(work, [facts]).get(facts.id)),
        typed=escort_fields(escort_in(row)),
    )
    work.session.add(row)
    work.session.flush()
    work.touch(topics.READINESS, topics.SHEETS, patient_id=facts.patient.id)
    return row.id


def override_gate(work: Work, request: OverrideGate) -> int:
    """Let one open gate of this booking be passed (RULE-19); answers the row's id.

    It covers the reasons as they stand now and this booking alone: a move needs it anew. Refused
    without a reason and the physician's own proof, for a gate that is not open, for what the rules
    let nobody pass (RULE-02, RULE-16, RULE-24), and for a reason that came after the look.
    """
    check_proof(request.proof, work.actor)
    if not request.reason.strip():
        raise Refused(Reason("readiness.override_reason"))
    facts = live_booking(work, request.booking_id, done=True)
    gate = next(bare(one) for one in readiness(work, facts.id).gates if one.key is request.gate)
    if gate.state in PASSED:
        raise Refused(Reason("readiness.gate_passed", {"gate": GATE_NAMES[gate.key]}))
    release = release_of(gate)
    if not release.by_physician:
        raise Refused(*gate_reasons(gate))
    if not covers(gate.reasons) <= request.seen:
        raise Refused(Reason("readiness.gate_changed", {"gate": GATE_NAMES[gate.key]}))
    row = GateOverride(
        booking_id=facts.id,
        gate=gate.key,
        reason=request.reason.strip(),
        rule=release.rules,
        covers="\n".join(sorted(covers(gate.reasons))),
        physician_id=work.actor.id,
        at=work.now,
    )
    work.session.add(row)
    work.session.flush()
    work.touch(topics.READINESS, topics.SCHEDULE, patient_id=facts.patient.id)
    return row.id


def _change_language(work: Work, patient_id: int, other: OtherLanguage) -> None:
    """Of how the patient is reached, the language alone."""
    reach = reach_of(work, work.session.get_one(Patient, patient_id))
    wanted = replace(reach, language=other.language)
    began = replace(reach, language=other.began)
    change_reach(work, ChangeReach(patient_id=patient_id, reach=wanted, began=began))
