"""R-02: whoever edits at the same time, what was saved stays, and the others are told."""

import random
from collections.abc import Callable
from itertools import chain

from clinicdesk.desk import Desk
from clinicdesk.intake.actions import SaveIntake, save_intake
from clinicdesk.intake.queries import intake
from clinicdesk.intake.rules import Answer, AnswerState
from tests.builders.clinic import COORDINATOR
from tests.builders.gestures import ask, do
from tests.builders.patients import a_patient
from tests.processes import forking
from tests.promises import promise
from tests.reliability import editing

MUTANT = {"editors": 4, "edits": 10}


def edited(
    desk: Desk, url: str, seed: int, sizes: dict[str, int], *, guarded: bool
) -> tuple[set[str], set[str], set[str]]:
    """The words that editors were told are saved, those in the text, and the codes of the rest."""
    patient_id = a_patient(desk)
    first = Answer(editing.QUESTION, AnswerState.ANSWERED, value="Leg pain")
    do(desk, COORDINATOR, save_intake, SaveIntake(patient_id=patient_id, answers=(first,)))
    words = [f"{number:x}" for number in range(sizes["editors"] * sizes["edits"])]
    random.Random(seed).shuffle(words)
    shares = [words[n :: sizes["editors"]] for n in range(sizes["editors"])]
    context = forking()
    line = (context.Barrier(len(shares)),)
    with context.Pool(len(shares), initializer=editing.line_up, initargs=line) as pool:
        work = [(url, patient_id, share, guarded) for share in shares]
        told = [*chain.from_iterable(pool.starmap(editing.edit, work, 1))]

    assert len(told) == len(words)
    saved = {word for word, refusal in told if not refusal}
    [answer] = ask(desk, COORDINATOR, intake, patient_id).answers
    written = {*str(answer.value).split()} - {"Leg", "pain"}
    return saved, written, {refusal for _, refusal in told if refusal}


@promise(
    "R-02",
    "An edit that was acknowledged is never overwritten; the second saver is told field by field",
    every={"editors": 6, "edits": 100},
    stress={"editors": 16, "edits": 100},
    mutant="an edit does not compare what it began with",
)
def test_no_edit_is_lost(
    desk: Desk,
    url: str,
    seed: int,
    sizes: dict[str, int],
    shown: Callable[[str], None],
):
    """`-k without_the_comparison` is the mutant: it loses acknowledged edits."""
    saved, written, codes = edited(desk, url, seed, sizes, guarded=True)

    assert written == saved
    assert codes <= {"desk.conflict", "desk.busy"}
    tried = sizes["editors"] * sizes["edits"]
    shown(f"{tried} edits, {len(saved)} saved, {tried - len(saved)} told of a conflict, 0 lost")


def test_without_the_comparison_edits_are_lost(desk: Desk, url: str):
    saved, written, codes = edited(desk, url, 0, MUTANT, guarded=False)

    assert (len(saved), codes) == (MUTANT["editors"] * MUTANT["edits"], set())
    assert saved - written
