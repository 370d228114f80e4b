"""Which step of the day may follow, why not, and which may be taken back. Pure."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from clinicdesk.cases.rules import CaseStatus
from clinicdesk.errors import Fact, Reason
from clinicdesk.policy import Due
from clinicdesk.procedure_day.rules import Step
from clinicdesk.readiness.overrides import gate_reasons
from clinicdesk.readiness.rules import PASSED, Escort, Gate, PacketState, escort_objections
from clinicdesk.scheduling.rules import Sedation
from clinicdesk.staff.rules import Role

WAY = (Step.ARRIVED, Step.IN_PROCEDURE, Step.DONE, Step.DISCHARGED)
"""The steps that follow each other; the driver comes whenever they come."""

STATUSES: Mapping[Step, tuple[CaseStatus, ...]] = {
    Step.ARRIVED: (CaseStatus.CHECKED_IN,),
    Step.DRIVER_HERE: (),
    Step.IN_PROCEDURE: (CaseStatus.PRE_OP, CaseStatus.IN_PROCEDURE),
    Step.DONE: (CaseStatus.RECOVERY,),
    Step.DISCHARGED: (CaseStatus.DISCHARGED,),
}
"""Through which statuses a step takes the case."""

IDENTIFIED = frozenset({Step.ARRIVED, Step.DISCHARGED})
"""Steps before which somebody makes sure of the patient by two identifiers (RULE-18)."""

_AT_THE_DESK = frozenset({Step.ARRIVED, Step.DRIVER_HERE})
_LAST_DUE = {Step.ARRIVED: Due.CHECK_IN, Step.IN_PROCEDURE: Due.IN_ROOM}
_ON_THE_BOOKED_DAY = frozenset({Step.ARRIVED, Step.IN_PROCEDURE})


@dataclass(frozen=True, kw_only=True)
class DayFacts:
    """What a step at `at` is judged by; instants are aware, `taken` are the steps that count.

    `too_soon` says which drug was held too short for a start at `at`. `recorded` is whether the
    procedure is recorded, which orders the discharge; `sedation_given` is None before that.
    `exempted_at` is when a physician last let the driver gate pass.
    """

    taken: Mapping[Step, datetime]
    at: datetime
    now: datetime
    booked_day: date
    zone: ZoneInfo
    gates: Sequence[Gate] = ()
    too_soon: Sequence[Reason] = ()
    recorded: bool = False
    sedation_given: Sedation | None = None
    escort: Escort | None = None
    exempted_at: datetime | None = None
    sheet: PacketState = PacketState.NOT_PRINTED


def may_take(step: Step, roles: Collection[str]) -> bool:
    """Whether one of these roles takes this step, or takes it back (RULE-54).

    The front desk sees who comes; what is done with the patient is a nurse's or physician's.
    """
    return step in _AT_THE_DESK or Role.NURSE in roles or Role.PHYSICIAN in roles


def next_step(taken: Collection[Step]) -> Step | None:
    """The step that comes next, None once the patient went home."""
    return next((step for step in WAY if step not in taken), None)


def objections_to_step(step: Step, day: DayFacts) -> list[Reason]:
    """Why the step cannot be taken; out of turn, nothing else is looked at."""
    misplaced = _out_of_turn(step, day) or _time_objections(step, day)
    if misplaced:
        return misplaced
    match step:
        case Step.DRIVER_HERE:
            return _unnamed(day.escort)
        case Step.DISCHARGED:
            return _discharge_objections(day)
        case _:
            return _gate_objections(step, day)


def gates_in_the_way(step: Step, gates: Sequence[Gate]) -> list[Gate]:
    """The gates that are due by this step and not passed, whatever the clock says (RULE-19)."""
    if step not in _LAST_DUE:
        return []
    order = list(Due)
    last = order.index(_LAST_DUE[step])
    return [one for one in gates if one.state not in PASSED and order.index(one.due) <= last]


def needs_adult(sedation_given: Sedation | None) -> bool:
    """Nobody leaves alone unless it is known that no sedation was given (RULE-21, RULE-44)."""
    return sedation_given is not Sedation.NONE


def is_exempted(day: DayFacts) -> bool:
    """Whether a physician let the patient go without an adult.

    What was let pass before the procedure was done let the patient in, not home alone.
    """
    done = day.taken.get(Step.DONE)
    return day.exempted_at is not None and done is not None and day.exempted_at >= done


def objections_to_taking_back(
    step: Step, taken: Mapping[Step, datetime], *, recorded: bool
) -> list[Reason]:
    """Why a step stays: it was not taken, or a later step or the record rests on it."""
    if step not in taken:
        return [Reason("procedure_day.step_not_taken")]
    later = [one for one in _later(step) if one in taken]
    if later:
        return [Reason("procedure_day.step_after", {"step": SHOWN[later[-1]]})]
    if recorded and step in WAY and step is not Step.DISCHARGED:
        return [Reason("procedure_day.record_stands")]
    return []


SHOWN = {
    Step.ARRIVED: "Checked in",
    Step.DRIVER_HERE: "Driver here",
    Step.IN_PROCEDURE: "In procedure",
    Step.DONE: "Procedure over",
    Step.DISCHARGED: "Discharged",
}
"""Each step as a screen says it was taken."""


def _later(step: Step) -> tuple[Step, ...]:
    if step is Step.DRIVER_HERE:
        return (Step.DISCHARGED,)
    return WAY[WAY.index(step) + 1 :]


def _out_of_turn(step: Step, day: DayFacts) -> list[Reason]:
    if step in day.taken:
        return [Reason("procedure_day.step_taken", {"at": day.taken[step]})]
    if Step.DISCHARGED in day.taken:
        return [Reason("procedure_day.discharged_already")]
    before = () if step is Step.DRIVER_HERE else WAY[: WAY.index(step)]
    missing = [one for one in before if one not in day.taken]
    return [Reason(f"procedure_day.first_{missing[0]}")] if missing else []


def _time_objections(step: Step, day: DayFacts) -> list[Reason]:
    if day.at > day.now:
        return [Reason("procedure_day.step_in_future", {"at": day.at})]
    on = day.at.astimezone(day.zone).date()
    # Who comes to take the patient home may come past midnight, as recovery may end then.
    if on < day.booked_day or (step in _ON_THE_BOOKED_DAY and on != day.booked_day):
        return [Reason("procedure_day.not_that_day", {"day": day.booked_day})]
    before = [at for one, at in day.taken.items() if one in WAY]
    if step in WAY and before and day.at < max(before):
        return [Reason("procedure_day.step_too_early", {"before": max(before)})]
    return []


def _gate_objections(step: Step, day: DayFacts) -> list[Reason]:
    """Every open gate with its rule and who can release it; then a drug held too short by now."""
    reasons = [one for gate in gates_in_the_way(step, day.gates) for one in gate_reasons(gate)]
    if step is Step.IN_PROCEDURE and not reasons:
        return list(day.too_soon)
    return reasons


def _discharge_objections(day: DayFacts) -> list[Reason]:
    """A signed order, an adult who takes the patient home, a current sheet (RULE-44, RULE-45)."""
    if not day.recorded:
        return [Reason("procedure_day.not_recorded")]
    reasons: list[Reason] = []
    if needs_adult(day.sedation_given) and not is_exempted(day):
        reasons += _nobody_here(day)
    if day.sheet is PacketState.NOT_PRINTED:
        reasons.append(Reason("procedure_day.sheet_missing"))
    if day.sheet is PacketState.OUT_OF_DATE:
        reasons.append(Reason("procedure_day.sheet_out_of_date"))
    return reasons


def _nobody_here(day: DayFacts) -> list[Reason]:
    unnamed = _unnamed(day.escort)
    here = Step.DRIVER_HERE in day.taken
    missing = unnamed if unnamed or here else [Reason("procedure_day.driver_not_here")]
    facts: dict[str, Fact] = {"rule": "RULE-44"}
    return [Reason("procedure_day.goes_alone", facts), *missing] if missing else []


def _unnamed(escort: Escort | None) -> list[Reason]:
    """Why nobody is known who may take the patient home; a ride alone is nobody (RULE-21)."""
    return escort_objections(escort) if escort else [Reason("readiness.ask_driver")]
