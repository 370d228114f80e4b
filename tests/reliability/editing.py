"""What one editor of a shared text does. Its processes import it, so it holds no test."""

from dataclasses import replace
from multiprocessing.synchronize import Barrier
from uuid import uuid4

from clinicdesk.desk import Desk
from clinicdesk.errors import Refused
from clinicdesk.intake import actions
from clinicdesk.intake.actions import SaveIntake, save_intake
from clinicdesk.intake.queries import intake
from clinicdesk.intake.rules import Answer, AnswerState
from clinicdesk.opening import open_desk
from tests.builders.clinic import COORDINATOR, actor
from tests.reliability.racing import standing

QUESTION = "reason_for_visit"
_PATIENCE = 60


class _Line:
    """Where the editors wait for each other."""

    barrier: Barrier


def line_up(barrier: Barrier) -> None:
    """Called once in every process."""
    _Line.barrier = barrier


def edit(url: str, patient_id: int, words: list[str], guarded: bool) -> list[tuple[str, str]]:
    """Add each word to what is written there; answers (word, "" or why it was refused)."""
    check = actions._refuse_conflict
    if not guarded:
        actions._refuse_conflict = lambda *_: None
    desk = open_desk(url, clock=standing)
    try:
        _Line.barrier.wait(_PATIENCE)
        return [(word, _added(desk, patient_id, word)) for word in words]
    finally:
        desk.close()
        actions._refuse_conflict = check


def _added(desk: Desk, patient_id: int, word: str) -> str:
    who = actor(desk, COORDINATOR)
    began = desk.read(who, intake, patient_id)
    assert began is not None
    request = SaveIntake(
        patient_id=patient_id,
        answers=tuple(_with(word, answer) for answer in began.answers),
        began=began.answers,
        lock_version=began.lock_version,
    )
    try:
        desk.change(who, save_intake, request, uuid4())
    except Refused as refusal:
        return " ".join(reason.code for reason in refusal.reasons)
    return ""


def _with(word: str, answer: Answer) -> Answer:
    if answer.key != QUESTION:
        return answer
    return replace(answer, state=AnswerState.ANSWERED, value=f"{answer.value} {word}")
