"""From the evidence of many bookings to the facts of their sheets."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from clinicdesk.desk import Work
from clinicdesk.errors import Reason, Refused
from clinicdesk.evaluations.queries import shown_levels
from clinicdesk.holds.queries import HoldFacts
from clinicdesk.holds.rules import ClearanceDecision
from clinicdesk.policy import DrugClass, DrugRow
from clinicdesk.procedure_day.queries import ProcedureDone, procedures_done
from clinicdesk.readiness.queries import BookingEvidence, evidence_of
from clinicdesk.readiness.rules import Escort, escort_objections
from clinicdesk.scheduling.queries import BookingFacts
from clinicdesk.sheets.facts import (
    DischargeFacts,
    DriverFacts,
    DrugLine,
    Facts,
    Identity,
    Letterhead,
    PreOpFacts,
    RestartLine,
    aftercare_limits,
    fasting_profile,
)
from clinicdesk.sheets.rules import (
    DoseKind,
    RestartKind,
    SheetKind,
    aftercare_dates,
    fasting_times,
    follow_ups,
    thinner_state,
)
from clinicdesk.staff.queries import ClinicFacts, clinic


def pre_op_facts(work: Work, evidence: Sequence[BookingEvidence]) -> Mapping[int, PreOpFacts]:
    """The pre-op sheet's facts by booking id."""
    site = clinic(work)
    return {found.booking.id: _pre_op(site, found) for found in evidence}


def discharge_facts(work: Work, facts: BookingFacts) -> DischargeFacts:
    """The discharge sheet's facts. Refused before the procedure is recorded."""
    made = discharges_facts(work, evidence_of(work, [facts]))
    if facts.id not in made:
        raise Refused(Reason("sheets.procedure_not_recorded"))
    return made[facts.id]


def discharges_facts(
    work: Work, evidence: Sequence[BookingEvidence]
) -> Mapping[int, DischargeFacts]:
    """The same by booking id, in a constant number of statements; only of what is recorded."""
    done = procedures_done(work, [found.booking.id for found in evidence])
    site = clinic(work)
    return {
        found.booking.id: _discharge(site, found, done[found.booking.id])
        for found in evidence
        if found.booking.id in done
    }


def _discharge(site: ClinicFacts, found: BookingEvidence, done: ProcedureDone) -> DischargeFacts:
    limits = aftercare_limits()
    return DischargeFacts(
        clinic=_letterhead(site),
        patient=_identity(found.booking),
        zone=site.time_zone,
        procedure_start=done.start,
        physician=done.ordered_by,
        levels_done=shown_levels(done.levels),
        sedation=done.sedation,
        closure=done.closure,
        aftercare=aftercare_dates(done.end, site.zone, limits),
        thinner_state=thinner_state(found.chart.takes_thinner, _classes(found.holds, done)),
        restarts=_restarts(found.holds, done),
        follow_ups=follow_ups(done.start.astimezone(site.zone).date(), limits),
        driver=_driver(found.escort),
    )


def facts_of(work: Work, facts: BookingFacts, kind: SheetKind) -> Facts:
    """The facts of one sheet of one booking. Raises Refused when it may not be printed yet."""
    if kind is SheetKind.DISCHARGE:
        return discharge_facts(work, facts)
    [found] = evidence_of(work, [facts])
    if any(hold.clock.draft and hold.clock.allowed for hold in found.holds):
        raise Refused(Reason("sheets.policy_unsigned"))
    return _pre_op(clinic(work), found)


def _pre_op(site: ClinicFacts, found: BookingEvidence) -> PreOpFacts:
    facts = found.booking
    drugs = tuple(_drug_line(hold, site.zone, facts.starts_at) for hold in found.holds)
    return PreOpFacts(
        clinic=_letterhead(site),
        patient=_identity(facts),
        zone=site.time_zone,
        procedure_start=facts.starts_at,
        minutes=facts.minutes,
        arrival=facts.arrives_at,
        going_home=facts.home_at,
        physician=facts.physician,
        levels=facts.levels,
        sedation=facts.sedation,
        fasting=fasting_times(facts.arrives_at, facts.starts_at, fasting_profile()),
        thinner_state=thinner_state(found.chart.takes_thinner, _classes(found.holds)),
        drugs=drugs,
        driver=_driver(found.escort),
        stay_hours=site.escort_stay_hours,
    )


def _letterhead(site: ClinicFacts) -> Letterhead:
    return Letterhead(
        name=site.name,
        phone=site.phone,
        after_hours_phone=site.after_hours_phone or None,
        address_lines=tuple(site.address.splitlines()),
    )


def _identity(facts: BookingFacts) -> Identity:
    patient = facts.patient
    return Identity(full_name=patient.name.in_full, birth_date=patient.birth_date, mrn=patient.mrn)


def _driver(escort: Escort | None) -> DriverFacts | None:
    """Named on paper only when the driver gate would accept the person."""
    if escort is None or escort_objections(escort):
        return None
    return DriverFacts(name=escort.name, relationship=escort.relationship, phone=escort.phone)


def _classes(holds: Sequence[HoldFacts], done: ProcedureDone | None = None) -> set[DrugClass]:
    """The classes of all drugs on a sheet, ordered drugs too whose medicine was struck out."""
    rows = [hold.plan.row for hold in holds] + (list(done.drugs.values()) if done else [])
    return {row.drug_class for row in rows}


def _drug_line(hold: HoldFacts, zone: ZoneInfo, start: datetime) -> DrugLine:
    """What one drug's line says: never a date before clearance, interval and signed policy."""
    name, allowed = _shown(hold.plan.row), hold.clock.allowed
    if _continues(hold):
        return DrugLine(name=name, kind=DoseKind.KEEP_TAKING)
    if allowed is None:
        return DrugLine(name=name, kind=DoseKind.ASK)
    kind = DoseKind.LAST_DOSE if allowed.last_dose else DoseKind.CUT_OFF
    instant = allowed.shown.astimezone(zone)
    days_off = _days_between(instant.date(), start.astimezone(zone).date())
    return DrugLine(name=name, kind=kind, instant=instant, days_off=days_off)


def _days_between(last_dose: date, procedure: date) -> tuple[date, ...]:
    """The days after the last dose up to and with the procedure's."""
    return tuple(
        last_dose + timedelta(days=after) for after in range(1, (procedure - last_dose).days + 1)
    )


def _restarts(holds: Sequence[HoldFacts], done: ProcedureDone) -> tuple[RestartLine, ...]:
    """Every order, whatever became of its medicine since, then the drugs without one."""
    ordered = [
        _restart(done.drugs[order.drug_key], RestartKind(order.restart), order.at)
        for order in done.restarts
    ]
    undecided = [
        _restart(hold.plan.row, RestartKind.NOT_DECIDED)
        for hold in holds
        if hold.drug_key not in done.drugs and not _continues(hold)
    ]
    return (*ordered, *undecided)


def _restart(row: DrugRow, kind: RestartKind, at: datetime | None = None) -> RestartLine:
    return RestartLine(name=_shown(row), kind=kind, instant=at)


def _continues(hold: HoldFacts) -> bool:
    clearance = hold.plan.clearance
    return clearance is not None and clearance.decision is ClearanceDecision.CONTINUE


def _shown(row: DrugRow) -> str:
    """`apixaban (Eliquis)`."""
    return f"{row.name} ({row.brands[0]})" if row.brands else row.name
