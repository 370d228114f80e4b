"""One patient's sheets as facts, to be varied with `dataclasses.replace`."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from clinicdesk.procedure_day.rules import Closure
from clinicdesk.scheduling.rules import Sedation
from clinicdesk.sheets.facts import (
    DischargeFacts,
    DriverFacts,
    DrugLine,
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
    ThinnerState,
    aftercare_dates,
    fasting_times,
    follow_ups,
)

ZONE = "America/Los_Angeles"


def local(day: int, hour: int, minute: int = 0, month: int = 1, year: int = 2027) -> datetime:
    """An instant of January 2027, unless said otherwise, on the clinic's clock."""
    return datetime(year, month, day, hour, minute, tzinfo=ZoneInfo(ZONE))


CLINIC = Letterhead(
    name="Vine Street Spine Clinic",
    phone="(707) 555-0100",
    after_hours_phone="(707) 555-0199",
    address_lines=("1200 Vine Street, Suite 4", "Napa, CA 94558"),
)
ROSA = Identity(full_name="Rosa María Martinez", birth_date=date(1951, 3, 14), mrn="102-9813")
ANA = DriverFacts(name="Ana Martinez", relationship="daughter", phone="(707) 555-0171")

DOSES = {
    DoseKind.LAST_DOSE: DrugLine(
        name="apixaban (Eliquis)",
        kind=DoseKind.LAST_DOSE,
        instant=local(9, 8),
        days_off=(date(2027, 1, 10), date(2027, 1, 11), date(2027, 1, 12)),
    ),
    DoseKind.CUT_OFF: DrugLine(
        name="warfarin (Coumadin)",
        kind=DoseKind.CUT_OFF,
        instant=local(7, 9, 45),
        days_off=tuple(date(2027, 1, day) for day in range(8, 13)),
    ),
    DoseKind.KEEP_TAKING: DrugLine(name="aspirin", kind=DoseKind.KEEP_TAKING),
    DoseKind.ASK: DrugLine(name="clopidogrel (Plavix)", kind=DoseKind.ASK),
}
RESTARTS = {
    RestartKind.RESTART_AT: RestartLine(
        name="apixaban (Eliquis)", kind=RestartKind.RESTART_AT, instant=local(13, 10, 40)
    ),
    RestartKind.WHEN_TOLD: RestartLine(name="warfarin (Coumadin)", kind=RestartKind.WHEN_TOLD),
    RestartKind.STAY_OFF: RestartLine(name="naproxen (Aleve)", kind=RestartKind.STAY_OFF),
    RestartKind.NOT_DECIDED: RestartLine(name="aspirin", kind=RestartKind.NOT_DECIDED),
}

PRE_OP = PreOpFacts(
    clinic=CLINIC,
    patient=ROSA,
    zone=ZONE,
    procedure_start=local(12, 9, 45),
    minutes=60,
    arrival=local(12, 8, 45),
    going_home=local(12, 11, 50),
    physician="Dr. N. Okafor",
    levels=("L3–L4 (left)", "L4–L5 (both sides)"),
    sedation=Sedation.MODERATE,
    fasting=fasting_times(local(12, 8, 45), local(12, 9, 45), fasting_profile()),
    thinner_state=ThinnerState.LISTED,
    drugs=(DOSES[DoseKind.LAST_DOSE],),
    driver=ANA,
    stay_hours=24,
)
DISCHARGE = DischargeFacts(
    clinic=CLINIC,
    patient=ROSA,
    zone=ZONE,
    procedure_start=local(12, 9, 45),
    physician="Dr. N. Okafor",
    levels_done=("L4–L5 (both sides)",),
    sedation=Sedation.MODERATE,
    closure=Closure.GLUE,
    thinner_state=ThinnerState.LISTED,
    aftercare=aftercare_dates(local(12, 10, 40), ZoneInfo(ZONE), aftercare_limits()),
    restarts=(RESTARTS[RestartKind.RESTART_AT],),
    follow_ups=follow_ups(date(2027, 1, 12), aftercare_limits()),
    driver=ANA,
)

SMALL_TEXT = """
id = "pre_op"
version = "1"
date = 2026-11-20
language = "en"
reviewer = "test"
title = "Test"

[page]
born = "Born"
record = "MRN"
procedure = "Procedure"
questions = "Call"
code = "Code"
version = "Version"
page = "Page"
of = "of"

[[block]]
id = "only"
source = "test"
text = ["Arrive at {arrival.clock}."]
"""
