"""Facts are complete, refuse nonsense, and can be compared field by field."""

from dataclasses import fields, replace
from datetime import UTC, datetime, timedelta

import pytest

from clinicdesk.procedure_day.rules import Closure
from clinicdesk.scheduling.rules import Sedation
from clinicdesk.sheets.facts import (
    DrugLine,
    Facts,
    RestartLine,
    canonical,
    kind_of,
    printed_fields,
)
from clinicdesk.sheets.rules import (
    DoseKind,
    FollowUp,
    RestartKind,
    SheetKind,
    ThinnerState,
    stale,
)
from tests.builders.sheet_facts import (
    ANA,
    DISCHARGE,
    DOSES,
    PRE_OP,
    RESTARTS,
    ROSA,
    local,
)

HOUR = timedelta(hours=1)


def test_kind_of() -> None:
    assert kind_of(PRE_OP) is SheetKind.PRE_OP
    assert kind_of(DISCHARGE) is SheetKind.DISCHARGE


@pytest.mark.parametrize(
    ("kind", "instant"),
    [
        (DoseKind.LAST_DOSE, None),
        (DoseKind.CUT_OFF, None),
        (DoseKind.KEEP_TAKING, local(9, 8)),
        (DoseKind.ASK, local(9, 8)),
        (DoseKind.LAST_DOSE, datetime(2027, 1, 9, 8)),  # noqa: DTZ001 - a naive instant is the point
    ],
)
def test_a_dose_line_has_an_aware_instant_exactly_when_it_prints_one(
    kind: DoseKind, instant: datetime | None
) -> None:
    with pytest.raises(ValueError, match="instant"):
        DrugLine(name="apixaban (Eliquis)", kind=kind, instant=instant)


@pytest.mark.parametrize(
    ("kind", "instant"),
    [(RestartKind.RESTART_AT, None), (RestartKind.WHEN_TOLD, local(13, 8))],
)
def test_a_restart_line_has_an_instant_exactly_when_it_prints_one(
    kind: RestartKind, instant: datetime | None
) -> None:
    with pytest.raises(ValueError, match="instant"):
        RestartLine(name="apixaban (Eliquis)", kind=kind, instant=instant)


def test_drug_lines_and_the_answer_agree() -> None:
    with pytest.raises(ValueError, match="drug lines"):
        replace(PRE_OP, thinner_state=ThinnerState.NONE)
    with pytest.raises(ValueError, match="drug lines"):
        replace(PRE_OP, drugs=())


@pytest.mark.parametrize("state", [ThinnerState.UNNAMED, ThinnerState.NOT_KNOWN])
def test_a_pain_medicine_does_not_say_which_thinner_is_taken(state: ThinnerState) -> None:
    assert replace(PRE_OP, thinner_state=state).drugs
    assert not replace(PRE_OP, thinner_state=state, drugs=()).drugs


def test_equal_instants_print_equal_fields() -> None:
    in_utc = replace(PRE_OP, arrival=PRE_OP.arrival.astimezone(UTC))
    assert printed_fields(in_utc) == printed_fields(PRE_OP)


def test_canonical_text_is_stable() -> None:
    assert canonical(("pre_op 1", DOSES[DoseKind.LAST_DOSE])) == (
        '["pre_op 1",{"days_off":["2027-01-10","2027-01-11","2027-01-12"],'
        '"instant":"2027-01-09T16:00:00+00:00","kind":"last_dose","name":"apixaban (Eliquis)"}]'
    )


APIXABAN = DOSES[DoseKind.LAST_DOSE]
CHANGES = [
    (replace(PRE_OP, arrival=PRE_OP.arrival + HOUR), ("arrival",)),
    (replace(PRE_OP, driver=None), ("driver",)),
    (replace(PRE_OP, driver=replace(ANA, phone="(707) 555-0172")), ("driver",)),
    (replace(PRE_OP, patient=replace(ROSA, full_name="Rosa Martínez")), ("patient",)),
    (
        replace(PRE_OP, drugs=(replace(APIXABAN, instant=local(8, 20)),)),
        ("dose apixaban (Eliquis)",),
    ),
    (
        replace(PRE_OP, drugs=(APIXABAN, DOSES[DoseKind.KEEP_TAKING])),
        ("dose aspirin",),
    ),
    (
        replace(PRE_OP, drugs=(), thinner_state=ThinnerState.NONE),
        ("thinner state", "dose apixaban (Eliquis)"),
    ),
    (replace(DISCHARGE, closure=Closure.STITCH), ("closure",)),
    (replace(DISCHARGE, sedation=Sedation.NONE), ("sedation",)),
    (
        replace(DISCHARGE, restarts=(RESTARTS[RestartKind.STAY_OFF],)),
        ("restart apixaban (Eliquis)", "restart naproxen (Aleve)"),
    ),
    (
        replace(DISCHARGE, follow_ups=(FollowUp("2 weeks", None), DISCHARGE.follow_ups[1])),
        ("visit 2 weeks",),
    ),
]


@pytest.mark.parametrize(("changed", "names"), CHANGES)
def test_a_change_makes_exactly_its_fields_stale(changed: Facts, names: tuple[str, ...]) -> None:
    before = PRE_OP if kind_of(changed) is SheetKind.PRE_OP else DISCHARGE
    assert set(stale(printed_fields(before), printed_fields(changed))) == set(names)


@pytest.mark.parametrize("facts", [PRE_OP, DISCHARGE])
def test_every_fact_is_a_printed_field(facts: Facts) -> None:
    plain = {name.replace("_", " ") for name in (field.name for field in fields(facts))}
    lines = {"drugs", "restarts", "follow ups"}
    assert plain - lines <= set(printed_fields(facts))


def test_two_lines_of_one_name_are_both_compared() -> None:
    twice = replace(PRE_OP, drugs=(APIXABAN, APIXABAN))
    assert stale(printed_fields(PRE_OP), printed_fields(twice)) == ("dose apixaban (Eliquis)",)
