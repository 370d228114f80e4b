"""Signing the hold policy and recording the evidence that a drug is held."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from clinicdesk import topics
from clinicdesk.desk import Work
from clinicdesk.errors import Reason, Refused, refuse_if
from clinicdesk.holds.queries import HoldFacts, clocks_of
from clinicdesk.holds.rules import (
    Clearance,
    ClearanceDecision,
    Finding,
    HoldPlan,
    Interval,
    allowed_last_dose,
    clearance_objections,
    interval_for,
    last_dose_objections,
    terms_fields,
)
from clinicdesk.holds.tables import ClearanceRow, HoldRow, LastDoseRow, PolicyVersion
from clinicdesk.policy import (
    UNLISTED,
    Indication,
    canonical_text,
    drug_table,
    fingerprint,
    read_row,
    row_text,
)
from clinicdesk.scheduling.queries import BookingFacts, live_booking
from clinicdesk.staff.passwords import Proof, check_proof
from clinicdesk.staff.rules import Role
from clinicdesk.staff.savers import refuse_conflict


@dataclass(frozen=True, kw_only=True)
class SignPolicy:
    """The very text the physician read, by its hash."""

    sha256: str
    proof: Proof


@dataclass(frozen=True, kw_only=True)
class OfDrug:
    """Which drug of which booking a record is about, by the key in `HoldFacts`."""

    booking_id: int
    drug_key: str


@dataclass(frozen=True, kw_only=True)
class RecordClearance:
    """The prescriber's answer, as told to whoever asked (RULE-24)."""

    drug: OfDrug
    prescriber: str
    method: str
    spoke_with: str
    decision: ClearanceDecision
    decided_at: datetime


@dataclass(frozen=True, kw_only=True)
class RecordLastDose:
    """When the patient says the last dose was taken, and who said so."""

    drug: OfDrug
    taken_at: datetime
    stated_by: str


@dataclass(frozen=True, kw_only=True)
class SetHoldTerms:
    """What only a physician may set: the indication, or an interval in place of the table's.

    The `began` ones are those that were set before.
    """

    drug: OfDrug
    indication: Indication | None = None
    interval: Interval | None = None
    began_indication: Indication | None = None
    began_interval: Interval | None = None


def sign_policy(work: Work, request: SignPolicy) -> int:
    """A physician signs the drug table in force; answers its id. Signing happens once per text."""
    check_proof(request.proof, work.actor)
    version = _policy_version(work)
    if version.sha256 != request.sha256:
        raise Refused(Reason("holds.policy_changed"))
    if version.signed_at is not None:
        raise Refused(Reason("holds.policy_signed_already"))
    version.signed_at, version.signed_by = work.now, work.actor.id
    work.touch(topics.POLICY, topics.READINESS)
    return version.id


def record_clearance(work: Work, request: RecordClearance) -> int:
    """Add the prescriber's answer with the time off the drug that it covers; answers its id.

    Going on with the drug is a risk that a physician of the clinic takes (RULE-26).
    """
    if request.decision is ClearanceDecision.CONTINUE and Role.PHYSICIAN not in work.actor.roles:
        raise Refused(Reason("holds.continue_needs_physician"))
    facts, found = _drug_of(work, request.drug)
    start, end = _window(found.plan, request.decision)
    answer = Clearance(
        prescriber=request.prescriber,
        decided_at=request.decided_at,
        method=request.method,
        spoke_with=request.spoke_with,
        decision=request.decision,
        cleared_from=start,
        cleared_to=end,
    )
    refuse_if(clearance_objections(answer, work.now))
    row = ClearanceRow(
        hold_id=open_hold(work, facts, found).id,
        booking_id=facts.id,
        prescriber=answer.prescriber,
        method=answer.method,
        spoke_with=answer.spoke_with,
        decision=answer.decision,
        decided_at=answer.decided_at,
        cleared_from=start,
        cleared_to=end,
        recorded_by=work.actor.id,
        recorded_at=work.now,
    )
    return _added(work, row, facts)


def record_last_dose(work: Work, request: RecordLastDose) -> int:
    """Add the last dose really taken, for this booking alone; answers its id."""
    facts, found = _drug_of(work, request.drug)
    refuse_if(last_dose_objections(request.taken_at, work.now))
    if not request.stated_by.strip():
        raise Refused(Reason("holds.stated_by_missing"))
    row = LastDoseRow(
        hold_id=open_hold(work, facts, found).id,
        booking_id=facts.id,
        taken_at=request.taken_at,
        stated_by=request.stated_by,
        recorded_by=work.actor.id,
        recorded_at=work.now,
    )
    return _added(work, row, facts)


def set_hold_terms(work: Work, request: SetHoldTerms) -> None:
    """Set indication and interval of one drug (RULE-29, RULE-32).

    Refused when another physician set them meanwhile.
    """
    facts, found = _drug_of(work, request.drug)
    refuse_conflict(
        work,
        facts.patient.id,
        "hold",
        began=terms_fields(request.began_indication, request.began_interval),
        saved=terms_fields(found.plan.indication, found.plan.physician_interval),
        typed=terms_fields(request.indication, request.interval),
    )
    hold = open_hold(work, facts, found)
    hold.indication = request.indication
    hold.interval_value = request.interval.value if request.interval else None
    hold.interval_unit = request.interval.unit if request.interval else None
    work.touch(topics.READINESS, patient_id=facts.patient.id)


def _drug_of(work: Work, drug: OfDrug) -> tuple[BookingFacts, HoldFacts]:
    """The booking and the drug. Refused when the booking moved, or its patient takes no such."""
    facts = live_booking(work, drug.booking_id)
    _renew(work, facts.case_id, drug.drug_key)
    for found in clocks_of(work, [facts])[facts.id]:
        if found.drug_key == drug.drug_key:
            return facts, found
    raise Refused(Reason("holds.not_this_patient"))


def _renew(work: Work, case_id: int, key: str) -> None:
    """A hold that rests on a table nobody signed takes the one in force (RULE-32)."""
    hold = work.session.scalar(select(HoldRow).filter_by(case_id=case_id, drug_key=key))
    if hold is None or work.session.get_one(PolicyVersion, hold.policy_version_id).signed_at:
        return
    hold.policy_version_id = _policy_version(work).id
    row = read_row(hold.copied_row)
    if row.key != UNLISTED:
        hold.copied_row = row_text(drug_table().row(row.key))
    work.session.flush()


def open_hold(work: Work, facts: BookingFacts, found: HoldFacts) -> HoldRow:
    """The drug's hold in this case, opened with a copy of today's policy row on first use."""
    if found.hold_id is not None:
        return work.session.get_one(HoldRow, found.hold_id)
    hold = HoldRow(
        case_id=facts.case_id,
        drug_key=found.drug_key,
        policy_version_id=_policy_version(work).id,
        copied_row=row_text(found.plan.row),
        opened_at=work.now,
    )
    work.session.add(hold)
    work.session.flush()
    return hold


def _policy_version(work: Work) -> PolicyVersion:
    """The table in force, registered on first use."""
    table = drug_table()
    version = work.session.scalar(select(PolicyVersion).filter_by(sha256=fingerprint(table)))
    if version is None:
        version = PolicyVersion(
            profile=table.profile,
            version=table.version,
            text=canonical_text(table),
            sha256=fingerprint(table),
        )
        work.session.add(version)
        work.session.flush()
    return version


def _window(plan: HoldPlan, decision: ClearanceDecision) -> tuple[datetime | None, datetime | None]:
    """The time off the drug that a clearance to stop covers. Refused while it is not computable."""
    if decision not in (ClearanceDecision.HOLD, ClearanceDecision.BRIDGE):
        return None, None
    interval = interval_for(plan)
    if isinstance(interval, Finding):
        raise Refused(interval.reason)
    allowed = allowed_last_dose(plan.start, interval, plan.zone, plan.dose_times)
    return allowed.cut_off, plan.start


def _added(work: Work, row: ClearanceRow | LastDoseRow, facts: BookingFacts) -> int:
    work.session.add(row)
    work.session.flush()
    work.touch(topics.READINESS, patient_id=facts.patient.id)
    return row.id
