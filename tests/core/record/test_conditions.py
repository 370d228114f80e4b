"""Conditions on the chart: as they were sent, and struck where they are wrong."""

from datetime import date

from clinicdesk.audit.queries import history_of_patient
from clinicdesk.desk import Desk
from clinicdesk.record.actions import StrikeCondition, strike_condition
from clinicdesk.record.conditions import NewCondition
from clinicdesk.record.queries import Conditions, Struck, conditions
from tests.builders.clinic import COORDINATOR, NURSE
from tests.builders.conditions import STENOSIS, a_referral
from tests.builders.gestures import ask, do, refused
from tests.builders.patients import a_patient


def test_conditions_are_struck_with_a_reason(desk: Desk):
    stroke = NewCondition(name="Stroke", began_on=date(2019, 3, 1), source="c2")
    patient_id = a_referral(desk, STENOSIS, stroke)
    first, second = ask(desk, COORDINATOR, conditions, patient_id).known
    assert (first.name, second.began_on) == ("Lumbar spinal stenosis", date(2019, 3, 1))
    no_reason = StrikeCondition(condition_id=second.id, reason=" ")
    assert refused(desk, NURSE, strike_condition, no_reason) == ["record.condition_reason_missing"]

    struck = StrikeCondition(condition_id=second.id, reason="a namesake's")
    do(desk, NURSE, strike_condition, struck)

    found = ask(desk, COORDINATOR, conditions, patient_id)
    assert found == Conditions((first,), (Struck("Stroke", "a namesake's"),))
    assert refused(desk, NURSE, strike_condition, struck) == ["record.condition_struck_already"]
    [entry, *_] = ask(desk, COORDINATOR, history_of_patient, patient_id).entries
    assert entry.done == "Struck out a condition"
    assert [one.after for one in entry.differences] == ["Stroke", "a namesake's"]
    assert ask(desk, NURSE, conditions, a_patient(desk)) == Conditions((), ())
