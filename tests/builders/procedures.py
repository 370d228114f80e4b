"""A procedure as it was done."""

from datetime import timedelta
from typing import Any

from clinicdesk.desk import Desk
from clinicdesk.evaluations.rules import Level, Side
from clinicdesk.procedure_day.actions import RecordProcedure
from clinicdesk.procedure_day.queries import procedure_form
from clinicdesk.procedure_day.rules import Closure, Restart, RestartDecision
from clinicdesk.scheduling.rules import Sedation
from tests.builders.clinic import PHYSICIAN, actor, proof
from tests.builders.gestures import ask
from tests.builders.patients import sure_of


def as_done(desk: Desk, booking_id: int, **given: Any) -> RecordProcedure:
    """Done as planned, closed with glue, bleeding stopped; held drugs restart when told."""
    form = ask(desk, PHYSICIAN, procedure_form, booking_id)
    start = form.booking.starts_at
    record = {
        "booking_id": booking_id,
        "verified": sure_of(form.booking.patient),
        "start": start,
        "end": start + timedelta(minutes=50),
        "levels": ((Level.L4_L5, Side.BOTH),),
        "sedation": Sedation.MODERATE,
        "closure": Closure.GLUE,
        "hemostasis": True,
        "restarts": tuple(RestartDecision(one.drug_key, Restart.WHEN_TOLD) for one in form.held),
        "proof": proof(actor(desk, PHYSICIAN)),
    }
    return RecordProcedure(**{**record, **given})
