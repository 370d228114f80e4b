"""A database that does not answer: what was asked is kept, told once and never made twice."""

import threading
from collections.abc import Callable, Iterator
from types import SimpleNamespace
from typing import Any
from uuid import UUID

import pytest
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from clinicdesk.errors import Reason, Refused, Unanswered
from ui.background import Background, Inline

UNANSWERED = Unanswered.reasons


class Losing:
    """A desk that loses as many answers as it is told to, then answers with what it was asked."""

    def __init__(self) -> None:
        self.losses = 0
        self.errors: list[Exception] = []
        self.asked: list[tuple[Any, Any, UUID]] = []
        self.reads = 0

    def change(self, actor: Any, action: Any, request: Any, request_id: UUID) -> SimpleNamespace:
        self.asked.append((action, request, request_id))
        self._answer()
        return SimpleNamespace(answer=action(request), topics={"schedule"})

    def read(self, actor: Any, query: Callable[..., Any], *args: Any) -> Any:
        self.reads += 1
        self._answer()
        return query(*args)

    def _answer(self) -> None:
        if self.losses:
            self.losses -= 1
            raise Unanswered
        if self.errors:
            raise self.errors.pop()

    @property
    def ids(self) -> list[UUID]:
        return [asked for *_, asked in self.asked]


@pytest.fixture
def desk() -> Losing:
    return Losing()


@pytest.fixture
def inline(desk: Losing, qtbot: QtBot) -> Iterator[Inline]:
    made = Inline(desk, "dana")
    made.failures = []
    made.states = []
    made.failed.connect(made.failures.append)
    made.connected.connect(made.states.append)
    yield made
    made.close()


@pytest.fixture
def owner() -> QObject:
    return QObject()


def test_one_lost_answer_is_asked_for_again_by_itself(inline, desk, owner):
    came: list[str] = []
    desk.losses = 1
    inline.change(owner, str.upper, "book", then=came.append, refused=came.append)

    assert came == ["BOOK"]
    assert len(desk.ids) == 2
    assert len({*desk.ids}) == 1
    assert inline.states == []


def test_what_stays_unanswered_is_told_and_keeps_its_id(inline, desk, owner):
    came: list[object] = []
    desk.losses = 2
    inline.change(owner, str.upper, "book", then=came.append, refused=came.append)
    assert came == [UNANSWERED]
    assert inline.states == [False]

    inline.change(owner, str.upper, "move", then=came.append)
    inline.change(owner, str.upper, "book", then=came.append)
    inline.change(owner, str.upper, "book", then=came.append)

    first, again, other, repeated, new = desk.ids
    assert first == again == repeated
    assert len({first, other, new}) == 3
    assert came[1:] == ["MOVE", "BOOK", "BOOK"]
    assert inline.states == [False, True]


def test_another_person_never_repeats_it(inline, desk, owner):
    desk.losses = 2
    inline.change(owner, str.upper, "book", then=str, refused=str)
    inline.set_actor("lee")
    inline.change(owner, str.upper, "book", then=str)

    assert desk.ids[0] != desk.ids[2]


@pytest.mark.parametrize(("code", "kept"), [("desk.busy", True), ("scheduling.taken", False)])
def test_a_refusal_ends_it_unless_it_came_before_the_look(inline, desk, owner, code, kept):
    desk.losses = 2
    inline.change(owner, str.upper, "book", then=str, refused=str)
    desk.errors = [Refused(Reason(code))]
    inline.change(owner, str.upper, "book", then=str, refused=str)
    inline.change(owner, str.upper, "book", then=str)

    assert (desk.ids[3] == desk.ids[0]) is kept


def test_a_change_that_nobody_expects_to_fail_is_a_failure(inline, desk, owner):
    desk.losses = 2
    inline.change(owner, str.upper, "book", then=str)

    assert [type(error) for error in inline.failures] == [Unanswered]


def test_what_was_only_to_be_read_is_read_once_the_database_answers(inline, desk, owner):
    came: list[str] = []
    desk.losses = 2
    inline.read(owner, str.upper, "day", then=came.append)
    assert (came, inline.failures, inline.states) == ([], [], [False])

    inline.change(owner, str.upper, "book", then=came.append)

    assert sorted(came) == ["BOOK", "DAY"]
    assert inline.states == [False, True]


def test_what_was_to_be_read_is_tried_again_by_itself(
    inline, desk, owner, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
):
    came: list[str] = []
    inline._probe.setInterval(1)
    desk.losses = 5
    with qtbot.waitSignals([inline.connected] * 2):
        inline.read(owner, str.upper, "day", then=came.append)
        inline.read(owner, str.upper, "week", then=came.append)

    assert sorted(came) == ["DAY", "WEEK"]


def test_what_is_read_again_keeps_its_order(inline, desk, owner):
    desk.losses = 8
    for part in ("day", "readiness", "waiting"):
        inline.read(owner, str.upper, part, then=str)
    inline._probe.timeout.emit()

    assert [one.place for one in inline._unread] == sorted(one.place for one in inline._unread)
    assert len(inline._unread) == 3


def test_who_wants_to_know_of_a_read_is_told(inline, desk, owner):
    told: list[object] = []
    desk.losses = 2
    inline.read(owner, str.upper, "dana", then=told.append, refused=told.append)

    assert told == [UNANSWERED]


@pytest.fixture
def slow(desk: Losing, qtbot: QtBot) -> Iterator[Background]:
    made = Background(desk, "dana", patience=1)
    yield made
    made.close()


def test_nobody_waits_longer_than_that_and_the_late_answer_still_comes(
    slow: Background, qtbot: QtBot, owner: QObject
):
    answers = threading.Event()
    came: list[object] = []

    def dawdle(request: str) -> str:
        answers.wait(5)
        return request

    with qtbot.waitSignal(slow.connected):
        slow.change(owner, dawdle, "book", then=came.append, refused=came.append)
    qtbot.waitUntil(lambda: bool(came))
    assert (came, slow.is_connected, slow.pending) == ([UNANSWERED], False, 1)

    with qtbot.waitSignals([slow.settled, slow.connected]):
        answers.set()

    assert came == [UNANSWERED, "book"]
    assert slow.is_connected


def test_a_second_press_takes_over_the_one_answer(qtbot: QtBot, desk: Losing, owner: QObject):
    background, answers = Background(desk, "dana"), threading.Event()
    came: list[str] = []

    def dawdle(request: str) -> str:
        answers.wait(5)
        return request

    for press in ("first", "second"):
        background.change(owner, dawdle, "book", then=lambda _, press=press: came.append(press))
    with qtbot.waitSignal(background.settled):
        answers.set()
    background.close()

    assert came == ["second"]
    assert len(desk.asked) == 1
