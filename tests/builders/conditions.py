"""Conditions on a chart, as a referral brings them."""

from collections.abc import Callable
from datetime import date, timedelta
from itertools import count
from typing import Any
from uuid import uuid4

from clinicdesk.desk import Actor, Desk
from clinicdesk.exchange.actions import import_patient
from clinicdesk.exchange.candidates import ImportPatient
from clinicdesk.patients.actions import RegisterPatient
from clinicdesk.record.actions import StrikeCondition, strike_condition
from clinicdesk.record.conditions import NewCondition
from clinicdesk.record.queries import conditions
from tests.builders.clinic import NURSE, PHYSICIAN
from tests.builders.gestures import ask

CONSOLE = Actor(1, "console", "Command line", frozenset({"console"}))
_serial = count()
STENOSIS = NewCondition(name="Lumbar spinal stenosis", source="c1")


def a_referral(desk: Desk, *found: NewCondition) -> int:
    """A patient whose referral names these conditions; the id."""
    serial = next(_serial)
    registration = RegisterPatient(
        family="Okonkwo",
        given=f"Adaeze {serial}",
        birth_date=date(1950, 1, 1) + timedelta(days=serial),
        identifiers=(("urn:test:conditions", str(serial)),),
    )
    record = ImportPatient(registration=registration, conditions=found)
    return int(desk.change(CONSOLE, import_patient, record, uuid4()).answer.patient_id)


def _strike(desk: Desk) -> tuple[str, Callable[..., Any], object]:
    patient_id = a_referral(desk, STENOSIS)
    [listed] = ask(desk, PHYSICIAN, conditions, patient_id).known
    return NURSE, strike_condition, StrikeCondition(condition_id=listed.id, reason="a namesake's")


CONDITION_GESTURES = {"record.strike_condition": _strike}
"""By permission key: who asks, for what, with which request, for tests/builders/every_action.py."""
