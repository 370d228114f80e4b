"""Asking about what is typed: only the newest text counts."""

from collections.abc import Callable

import pytest

from ui.kit.newest import Newest


class Slow:
    """Answers when it is told to; `asked` are the texts it was asked about."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        self._waiting: list[tuple[str, Callable[[str], object]]] = []

    def ask(self, text: str, then: Callable[[str], object]) -> None:
        self.asked.append(text)
        self._waiting.append((text, then))

    def answer(self) -> None:
        text, then = self._waiting.pop(0)
        then(text.upper())


@pytest.fixture
def slow() -> Slow:
    return Slow()


@pytest.fixture
def told() -> list[tuple[str, str]]:
    return []


@pytest.fixture
def newest(slow: Slow, told: list[tuple[str, str]]) -> Newest:
    made = Newest(slow.ask)
    made.answered.connect(lambda text, answer: told.append((text, answer)))
    return made


def test_of_texts_typed_meanwhile_only_the_last_is_asked_about(
    slow: Slow, told: list[tuple[str, str]], newest: Newest
):
    for text in ("m", "ma", "mar", "mart"):
        newest.ask(text)
    assert slow.asked == ["m"]

    slow.answer()
    assert (slow.asked, told) == (["m", "mart"], [])

    slow.answer()
    assert told == [("mart", "MART")]
    assert newest.is_known


def test_what_follows_waits_for_the_answer_to_what_is_typed(slow: Slow, newest: Newest):
    done: list[str] = []
    newest.ask("m")
    newest.ask("ma")
    newest.follow(lambda: done.append("opened"))
    slow.answer()
    assert done == []

    slow.answer()
    assert done == ["opened"]
    newest.follow(lambda: done.append("again"))
    assert done == ["opened", "again"]


def test_what_was_to_follow_is_off_when_the_text_changes(slow: Slow, newest: Newest):
    done: list[str] = []
    newest.ask("m")
    newest.follow(lambda: done.append("opened"))
    newest.ask("mo")
    slow.answer()
    slow.answer()

    assert done == []


def test_an_answer_that_comes_after_all_is_over_says_nothing(
    slow: Slow, told: list[tuple[str, str]], newest: Newest
):
    newest.ask("m")
    newest.forget()
    newest.ask("n")
    slow.answer()
    assert told == []

    slow.answer()
    assert told == [("n", "N")]
