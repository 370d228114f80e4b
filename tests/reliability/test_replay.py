"""R-06: whatever is asked twice under one request id is answered alike and done once."""

from collections.abc import Callable
from uuid import uuid4

from clinicdesk.desk import Desk
from tests.builders.every_action import MAKERS, WITHOUT_CLINIC, prepared
from tests.builders.rows import contents
from tests.conftest import Clock
from tests.promises import promise


@promise(
    "R-06",
    "Every action asked again under its request id answers the same and writes nothing",
    every={"rounds": 1},
    stress={"rounds": 2},
    mutant="a new request id for the second time",
)
def test_every_action_is_done_once(
    desk: Desk, clock: Clock, url: str, sizes: dict[str, int], shown: Callable[[str], None]
):
    """The mutant is `test_under_a_new_id_every_repetition_counts`."""
    keys = sorted(MAKERS.keys() - WITHOUT_CLINIC) * sizes["rounds"]
    once = {"holds.sign_policy"}
    done = []
    for number, key in enumerate(keys):
        if key in once and key in keys[:number]:
            continue
        gesture, request_id = prepared(key, desk, clock), uuid4()
        first = gesture.carry_out(desk, request_id)
        before = contents(url)

        assert gesture.carry_out(desk, request_id) == first, key
        assert contents(url) == before, key
        done.append(key)
    shown(f"{len({*done})} actions, {len(done)} repetitions, 0 rows more")
