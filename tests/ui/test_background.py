"""Work leaves the GUI thread and its answers come back to it."""

import threading
from collections.abc import Callable, Iterator
from types import SimpleNamespace
from uuid import UUID

import pytest
import shiboken6
from PySide6.QtCore import QCoreApplication, QObject
from pytestqt.qtbot import QtBot

from clinicdesk.errors import Reason, Refused, Unanswered
from ui.background import Background, Inline

TAKEN = Reason("scheduling.taken")


class FakeDesk:
    """Remembers who asked for what, where; actions are called with the request alone."""

    def __init__(self) -> None:
        self.asked: list[tuple] = []
        self.threads: list[str] = []

    def change(self, actor, action: Callable, request, request_id: UUID) -> SimpleNamespace:
        self.asked.append((actor, request, request_id))
        self.threads.append(threading.current_thread().name)
        return SimpleNamespace(answer=action(request), topics={"schedule"})

    def read(self, actor, query: Callable, *args):
        self.asked.append((actor, *args))
        self.threads.append(threading.current_thread().name)
        return query(*args)


def refuse(_: object) -> None:
    raise Refused(TAKEN)


def lose(_: object) -> None:
    raise Unanswered


def break_down(_: object) -> None:
    raise ZeroDivisionError


@pytest.fixture
def desk() -> FakeDesk:
    return FakeDesk()


@pytest.fixture(params=[Background, Inline])
def background(request, qtbot: QtBot, desk: FakeDesk) -> Iterator[Background]:
    background = request.param(desk, "dana")
    background.news = []
    background.failures = []
    background.changed.connect(background.news.append)
    background.failed.connect(background.failures.append)
    yield background
    background.close()


@pytest.fixture
def owner() -> QObject:
    return QObject()


@pytest.fixture
def settle(qtbot: QtBot, background: Background) -> Callable[[], None]:
    def wait() -> None:
        if background.pending:
            with qtbot.waitSignal(background.settled):
                pass

    return wait


def test_an_answer_comes_back_to_the_gui_thread(background, desk, owner, settle):
    came: list[tuple] = []
    background.change(
        owner, str.upper, "book", then=lambda a: came.append((a, threading.current_thread()))
    )
    settle()

    assert came == [("BOOK", threading.main_thread())]
    assert [asked[:2] for asked in desk.asked] == [("dana", "book")]
    assert background.news == [{"schedule"}]
    assert isinstance(background.news[0], frozenset)


def test_work_is_done_on_named_threads(qtbot: QtBot, desk: FakeDesk, owner: QObject):
    background = Background(desk, "dana")
    pressed: list[str] = []
    background.change(owner, str.upper, "book", then=pressed.append)
    background.read(owner, str.upper, "day", then=pressed.append)
    background.press(owner, lambda: threading.current_thread().name, then=pressed.append)
    with qtbot.waitSignal(background.settled):
        pass
    background.close()

    assert {name.split("_")[0] for name in desk.threads} == {"desk"}
    assert len(set(desk.threads)) == 1
    assert [text.split("_")[0] for text in pressed if "_" in text] == ["press"]


def test_answers_come_in_the_order_of_the_questions(background, owner, settle):
    came: list[int] = []
    for number in range(20):
        background.read(owner, abs, number, then=came.append)
    settle()

    assert came == list(range(20))
    assert background.news == []


def test_it_says_while_a_change_is_on_its_way(background, owner, settle):
    told: list[bool] = []
    background.saving.connect(told.append)
    background.read(owner, str.upper, "day", then=str)
    settle()
    assert told == []

    background.change(owner, str.upper, "book", then=str)
    background.change(owner, break_down, "move", then=str)
    settle()
    assert told[0] is True
    assert told[-1] is False


def test_work_is_done_in_the_name_of_who_asked(background, desk, owner, settle):
    background.read(owner, str.upper, "first", then=str)
    background.set_actor("lee")
    background.read(owner, str.upper, "second", then=str)
    settle()

    assert desk.asked == [("dana", "first"), ("lee", "second")]


def test_reasons_reach_who_asked(background, owner, settle):
    told: list[tuple[Reason, ...]] = []
    background.change(owner, refuse, "book", then=told.append, refused=told.append)
    background.press(owner, refuse, "pin", then=told.append, refused=told.append)
    settle()

    assert told == [(TAKEN,), (TAKEN,)]
    assert background.failures == []
    assert background.news == []


def test_a_refusal_that_nobody_expects_is_a_failure(background, owner, settle):
    background.change(owner, refuse, "book", then=str)
    settle()

    assert [type(error) for error in background.failures] == [Refused]


def test_an_unexpected_error_is_told_and_the_next_call_works(background, owner, settle):
    came: list[str] = []
    background.change(owner, break_down, "book", then=came.append, refused=came.append)
    background.read(owner, break_down, "day", then=came.append)
    background.press(owner, break_down, "pdf", then=came.append)
    background.read(owner, str.upper, "day", then=came.append)
    settle()

    assert [type(error) for error in background.failures] == [ZeroDivisionError] * 3
    assert came == ["DAY"]


def test_nobody_hears_for_an_owner_who_is_gone(qtbot: QtBot, desk: FakeDesk, owner: QObject):
    background = Background(desk, "dana")
    came: list[object] = []
    news: list[object] = []
    background.changed.connect(news.append)
    begun = threading.Event()
    background.change(owner, lambda _: begun.wait(5), "book", then=came.append)
    background.change(owner, refuse, "book", then=came.append, refused=came.append)
    shiboken6.delete(owner)
    begun.set()
    with qtbot.waitSignal(background.settled):
        pass
    background.close()

    assert came == []
    assert news == [{"schedule"}]


def test_a_slow_desk_does_not_hold_the_press(qtbot: QtBot, desk: FakeDesk, owner: QObject):
    background = Background(desk, "dana")
    printed = threading.Event()
    background.read(owner, lambda: printed.wait(5), then=str)
    with qtbot.waitSignal(background.settled):
        background.press(owner, lambda: None, then=lambda _: printed.set())
        assert background.pending == 2
    background.close()

    assert background.pending == 0


def test_a_broken_callback_stops_neither_news_nor_settling(qtbot: QtBot, desk, owner):
    background = Background(desk, "dana")
    told = [background.changed, background.settled]
    with qtbot.captureExceptions() as caught, qtbot.waitSignals(told):
        background.change(owner, str.upper, "book", then=break_down)
    background.close()

    assert [kind for kind, *_ in caught] == [ZeroDivisionError]


def test_closing_finishes_what_was_asked(desk: FakeDesk, qtbot: QtBot, owner: QObject):
    background = Background(desk, "dana")
    for number in range(5):
        background.change(owner, abs, number, then=str)
    background.close()

    assert len(desk.asked) == 5
    assert not [t for t in threading.enumerate() if t.name.startswith(("desk", "press"))]


def test_an_answer_that_comes_after_closing_asks_for_nothing_more(
    desk: FakeDesk, qtbot: QtBot, owner: QObject
):
    background = Background(desk, "dana")
    more: list[int] = []
    background.read(owner, abs, 1, then=lambda _: background.read(owner, abs, 2, then=more.append))
    background.close()
    QCoreApplication.processEvents()

    assert desk.asked == [("dana", 1)]
    assert background.pending == 0


def turn_out(_: object) -> None:
    raise Refused(Reason("desk.access_ended"))


def test_whoever_is_turned_out_is_told_and_it_is_no_failure(background, owner, settle):
    out, refused = [], []
    background.turned_out.connect(out.append)

    background.read(owner, turn_out, 1, then=lambda _: None)
    background.change(owner, turn_out, 1, then=lambda _: None, refused=refused.append)
    background.read(owner, refuse, 1, then=lambda _: None)
    settle()

    assert [reasons[0].code for reasons in out] == ["desk.access_ended"] * 2
    assert [reasons[0].code for reasons in refused] == ["desk.access_ended"]
    assert [type(error) for error in background.failures] == [Refused]


def test_whoever_else_is_turned_away_at_a_seat_leaves_its_person_there(background, owner, settle):
    """A physician at a nurse's window whose name is locked, or a name that nobody has."""
    out, refused = [], []
    background.turned_out.connect(out.append)

    with background.acting_as("somebody else"):
        background.change(owner, turn_out, 1, then=lambda _: None, refused=refused.append)
        background.read(owner, turn_out, 1, then=lambda _: None, refused=refused.append)
    settle()

    assert [reasons[0].code for reasons in refused] == ["desk.access_ended"] * 2
    assert out == []
