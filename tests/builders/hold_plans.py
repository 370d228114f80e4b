"""What is known of one drug before a procedure on Tue, Sep 15, 2026, 10:00 AM in Los Angeles."""

from datetime import datetime, time, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

from clinicdesk.holds.rules import Clearance, ClearanceDecision, HoldClock, HoldPlan
from clinicdesk.policy import drug_table
from clinicdesk.record.rules import LabKind, LabValue

LA = ZoneInfo("America/Los_Angeles")
ASRA, ACC = drug_table(), drug_table("acc_pause")
BID = (time(8), time(20))
MINUTE = timedelta(minutes=1)


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=LA)


START = at("2026-09-15 10:00")
BEFORE = at("2026-09-08 09:00")
CLEARED = Clearance(
    prescriber="Dr. Osei",
    decided_at=at("2026-09-07 09:00"),
    method="phone",
    spoke_with="nurse Hale",
    decision=ClearanceDecision.HOLD,
    cleared_from=at("2026-09-01 00:00"),
    cleared_to=at("2026-09-30 00:00"),
)


def lab(value: str, taken_at: str, kind: LabKind = LabKind.CREATININE_CLEARANCE) -> LabValue:
    return LabValue(kind, Decimal(value), at(taken_at))


def inr(value: str, taken_at: str) -> LabValue:
    return lab(value, taken_at, LabKind.INR)


def plan(key: str = "clopidogrel", **known: object) -> HoldPlan:
    table = known.pop("table", ASRA)
    row = table.row(key) if key != "desirudin" else table.unlisted(key)
    facts = {"start": START, "zone": LA, "now": BEFORE, "policy_signed": True, **known}
    return HoldPlan(row=row, citation=table.citation(row), **facts)


def codes(answer: HoldClock) -> list[str]:
    return [reason.code.removeprefix("holds.") for reason in answer.reasons]


CRCL = lab("80", "2026-09-01 08:00")
APIXABAN = {"clearance": CLEARED, "creatinine_clearance": CRCL, "dose_times": BID}
WARFARIN = {"clearance": CLEARED, "last_dose": at("2026-09-10 10:00")}
LATER = at("2026-09-14 12:00")
