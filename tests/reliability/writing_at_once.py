"""What one of several workstations does at once. Its processes import it: it holds no test."""

from multiprocessing.synchronize import Barrier
from pathlib import Path
from uuid import uuid4

from clinicdesk.desk import Actor, Desk
from clinicdesk.errors import Refused
from clinicdesk.opening import open_desk
from clinicdesk.patients.actions import open_chart
from tests.builders.clinic import COORDINATOR, actor

_PATIENCE = 120


class _Line:
    """Where the processes wait for each other."""

    barrier: Barrier


def line_up(barrier: Barrier) -> None:
    """Called once in every process."""
    _Line.barrier = barrier


def write(url: str, anchors: Path, patient_id: int, changes: int) -> bool:
    """Open a chart that many times, each recorded; whether this workstation's anchor always fit."""
    desk = open_desk(url, anchors=anchors)
    who = actor(desk, COORDINATOR)
    _Line.barrier.wait(_PATIENCE)
    for _ in range(changes):
        _until_done(desk, who, patient_id)
    desk.close()
    return desk.alarm is None and desk.anchor is not None


def _until_done(desk: Desk, who: Actor, patient_id: int) -> None:
    """Somebody who is told that the database is busy asks again, with the same request."""
    request_id = uuid4()
    while True:
        try:
            desk.change(who, open_chart, patient_id, request_id)
        except Refused as refusal:
            if [reason.code for reason in refusal.reasons] != ["desk.busy"]:
                raise
        else:
            return
