"""The intake's questions and answers, and what must be settled before it closes."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import Annotated

import msgspec
from msgspec import Meta, Struct

from clinicdesk.errors import Reason
from clinicdesk.text import text_objections

Words = Annotated[str, Meta(min_length=1)]

LONGEST_TEXT = 9000
"""Characters of an answer in words; stored as JSON it may take twice its length."""
LONGEST_LINE = 200

RED_FLAGS = {
    "bladder_change": "a change in bladder control",
    "bowel_change": "a change in bowel control",
    "saddle_numbness": "numbness between the legs",
    "leg_weakness_new": "new or worsening leg weakness",
    "leg_weakness_both": "weakness in both legs",
    "sexual_function_loss": "a loss of sexual function",
}
"""Signs of cauda equina syndrome by question key; one yes is enough (RULE-01)."""

MUST_BE_ASKED = {**RED_FLAGS, "allergies": "allergies", "blood_thinner": "blood thinners"}
"""Questions whose silence is never a "no" (RULE-02), with their words for a sentence."""


class AnswerState(StrEnum):
    """Whether a question has an answer. Only `answered` carries a value."""

    ANSWERED = "answered"
    NOT_ASKED = "not_asked"
    DECLINED = "declined"
    UNKNOWN = "unknown"


class Kind(StrEnum):
    """What an answer is: a text, True or False, some of the options' keys, or a list of lines.

    An empty list is an answer: "none".
    """

    TEXT = "text"
    YES_NO = "yes_no"
    CHOICES = "choices"
    LINES = "lines"


class Question(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One question as the patient reads it; `options` are words by key, for choices only."""

    key: Words
    kind: Kind
    ask: Words
    options: dict[str, Words] = {}

    def __post_init__(self) -> None:
        if (self.kind is Kind.CHOICES) != bool(self.options):
            raise ValueError(f"{self.key}: options belong to choices, and choices need them")


class Form(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A version of the intake form. It cannot leave out what RULE-01 and RULE-02 demand."""

    form: Words
    version: Words
    effective: date
    reviewer: str
    status: Words
    sources: dict[str, Words]
    questions: tuple[Question, ...]

    def __post_init__(self) -> None:
        kinds = {question.key: question.kind for question in self.questions}
        if len(kinds) < len(self.questions):
            raise ValueError("two questions have one key")
        if missing := MUST_BE_ASKED.keys() - kinds.keys():
            raise ValueError(f"the form must ask {sorted(missing)}")
        if any(kinds[key] is not Kind.YES_NO for key in RED_FLAGS):
            raise ValueError("a red flag is answered with yes or no")


def read_form(toml: str) -> Form:
    """The form in `resources/policy/intake.toml`. Raises `msgspec.ValidationError`."""
    return msgspec.toml.decode(toml, type=Form)


@dataclass(frozen=True)
class Answer:
    """The answer to the question `key`. Raises ValueError for a value without an answer."""

    key: str
    state: AnswerState
    value: bool | str | tuple[str, ...] | None = None

    def __post_init__(self) -> None:
        if (self.state is AnswerState.ANSWERED) != (self.value is not None):
            raise ValueError("an answered question has a value, any other has none")

    def __str__(self) -> str:
        """What was answered, in few words."""
        match self.value:
            case None:
                return self.state.replace("_", " ")
            case bool():
                return "yes" if self.value else "no"
            case str():
                return self.value
            case _:
                return ", ".join(self.value) or "none"


def answer_fields(answers: Iterable[Answer]) -> dict[str, object]:
    """The answers by question, for a comparison; what was not asked is None."""
    return {
        answer.key: answer if answer.state is not AnswerState.NOT_ASKED else None
        for answer in answers
    }


def answer_objections(form: Form, answers: Iterable[Answer]) -> list[Reason]:
    """Why answers cannot be stored: their question is not on the form or asks for another kind."""
    questions = {question.key: question for question in form.questions}
    reasons = []
    for answer in answers:
        question = questions.get(answer.key)
        if question is None:
            reasons.append(Reason("intake.not_on_the_form", {"question": answer.key}))
        elif answer.value is not None and not _fits(question, answer.value):
            reasons.append(Reason("intake.answer_does_not_fit", {"question": question.ask}))
        else:
            reasons += _text_objections(question, answer.value)
    return reasons


def without_blank_lines(answer: Answer) -> Answer:
    """A list without its blank lines. One of blank lines alone is not asked: it never says "none".

    Other answers stay as they are.
    """
    if not isinstance(answer.value, tuple) or not answer.value:
        return answer
    lines = tuple(line for line in answer.value if line.strip())
    return replace(answer, value=lines) if lines else Answer(answer.key, AnswerState.NOT_ASKED)


def _text_objections(
    question: Question, value: bool | str | tuple[str, ...] | None
) -> list[Reason]:
    """Hidden characters and too long a text, by the question's short name."""
    label = question.key.replace("_", " ").capitalize()
    if isinstance(value, str):
        return text_objections(label, value, LONGEST_TEXT, multiline=True)
    lines = value if isinstance(value, tuple) else ()
    return [reason for line in lines for reason in text_objections(label, line, LONGEST_LINE)]


def _fits(question: Question, value: bool | str | tuple[str, ...]) -> bool:
    if question.kind is Kind.TEXT:
        return isinstance(value, str)
    if question.kind is Kind.YES_NO:
        return isinstance(value, bool)
    if not isinstance(value, tuple):
        return False
    return question.kind is Kind.LINES or question.options.keys() >= {*value}


def red_flags(answers: Iterable[Answer]) -> tuple[str, ...]:
    """The red flags answered with yes, in the form's order (RULE-01).

    Anything answered that is not exactly "no" counts as yes.
    """
    yes = {a.key for a in answers if a.state is AnswerState.ANSWERED and a.value is not False}
    return tuple(key for key in RED_FLAGS if key in yes)


def unclear_flags(answers: Iterable[Answer]) -> tuple[str, ...]:
    """The red flags that were asked and have no yes or no: unknown is never "no"."""
    unclear = {a.key for a in answers if a.state in (AnswerState.DECLINED, AnswerState.UNKNOWN)}
    return tuple(key for key in RED_FLAGS if key in unclear)


def flags_to_see(answers: Collection[Answer]) -> tuple[str, ...]:
    """The red flags that a clinician has to see, reported ones first."""
    return (*red_flags(answers), *unclear_flags(answers))


def objections_to_close(
    answers: Collection[Answer], acknowledged_by: int | None, acknowledged_flags: Collection[str]
) -> list[Reason]:
    """Why the intake cannot be closed (RULE-01, RULE-02).

    `acknowledged_by` is the clinician who acknowledged the flags in `acknowledged_flags`; a flag
    that was raised later is still open.
    """
    asked = {answer.key for answer in answers if answer.state is not AnswerState.NOT_ASKED}
    acknowledged = set() if acknowledged_by is None else {*acknowledged_flags}
    return [
        *(
            Reason("intake.not_asked", {"question": words})
            for key, words in MUST_BE_ASKED.items()
            if key not in asked
        ),
        *(
            Reason("intake.red_flag", {"flag": RED_FLAGS[key]})
            for key in red_flags(answers)
            if key not in acknowledged
        ),
        *(
            Reason("intake.unclear_flag", {"flag": RED_FLAGS[key]})
            for key in unclear_flags(answers)
            if key not in acknowledged
        ),
    ]
