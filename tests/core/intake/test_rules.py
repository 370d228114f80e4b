"""The intake form, its answers, and what keeps an intake open."""

from itertools import product

import msgspec
import pytest

from clinicdesk import paths
from clinicdesk.intake.rules import (
    MUST_BE_ASKED,
    RED_FLAGS,
    Answer,
    AnswerState,
    Form,
    Kind,
    Question,
    answer_objections,
    objections_to_close,
    read_form,
    red_flags,
    unclear_flags,
)

TOML = (paths.resources() / "policy" / "intake.toml").read_text(encoding="utf-8")
FORM = read_form(TOML)
CLINICIAN = 7


def answers(**given: bool | str | tuple[str, ...] | AnswerState) -> list[Answer]:
    """Everything asked and harmless, with the given values or states in place."""
    harmless = {**dict.fromkeys(RED_FLAGS, False), "allergies": (), "blood_thinner": False}
    return [answer(key, value) for key, value in {**harmless, **given}.items()]


def answer(key: str, given: bool | str | tuple[str, ...] | AnswerState) -> Answer:
    if isinstance(given, AnswerState):
        return Answer(key, given)
    return Answer(key, AnswerState.ANSWERED, given)


def codes(
    given: list[Answer], acknowledged_by: int | None = None, acknowledged: tuple[str, ...] = ()
) -> list[str]:
    reasons = objections_to_close(given, acknowledged_by, acknowledged)
    return [reason.code.removeprefix("intake.") for reason in reasons]


def test_stored_values() -> None:
    assert [*AnswerState] == ["answered", "not_asked", "declined", "unknown"]


def test_the_shipped_form_asks_what_it_must() -> None:
    kinds = {question.key: question.kind for question in FORM.questions}
    assert {*MUST_BE_ASKED, "reason_for_visit", "symptoms", "medicines"} == {*kinds}
    assert all(kinds[key] is Kind.YES_NO for key in (*RED_FLAGS, "blood_thinner"))
    assert FORM.version
    assert FORM.sources["red_flags"]


def test_losing_control_is_never_a_symptom_to_tick() -> None:
    (symptoms,) = (question for question in FORM.questions if question.key == "symptoms")
    words = " ".join(symptoms.options.values()).casefold()
    assert not {"bladder", "bowel", "urine", "stool", "control"} & {*words.split()}


@pytest.mark.parametrize("key", MUST_BE_ASKED)
def test_a_form_without_a_demanded_question_is_refused(key: str) -> None:
    shorter = TOML.replace(f'key = "{key}"', f'key = "{key}_left_out"')
    with pytest.raises(msgspec.ValidationError, match=f"must ask .*{key}"):
        read_form(shorter)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('key = "medicines"', 'key = "allergies"'),
        ('version = "2026.11"', 'version = ""'),
        ('version = "2026.11"', "version = 2026"),
        ('kind = "text"', 'kind = "prose"'),
        ('kind = "text"', 'kind = "choices"'),
        ('kind = "choices"', 'kind = "lines"'),
        ('key = "reason_for_visit"', 'key = "reason_for_visit"\ncolour = "red"'),
        ('key = "bowel_change"\nkind = "yes_no"', 'key = "bowel_change"\nkind = "text"'),
    ],
)
def test_a_malformed_form_is_refused(old: str, new: str) -> None:
    assert old in TOML
    with pytest.raises(msgspec.ValidationError):
        read_form(TOML.replace(old, new, 1))


@pytest.mark.parametrize("state", AnswerState)
def test_only_an_answer_has_a_value(state: AnswerState) -> None:
    answered = state is AnswerState.ANSWERED
    valued, bare = (lambda: Answer("allergies", state, ())), (lambda: Answer("allergies", state))
    right, wrong = (valued, bare) if answered else (bare, valued)
    assert right().state is state
    with pytest.raises(ValueError, match="answered"):
        wrong()


SMALL = Form(
    form="small",
    version="1",
    effective=FORM.effective,
    reviewer="",
    status="draft",
    sources={},
    questions=(
        *(question for question in FORM.questions if question.key in MUST_BE_ASKED),
        Question(key="text", kind=Kind.TEXT, ask="Text?"),
        Question(key="choices", kind=Kind.CHOICES, ask="Which?", options={"a": "A", "b": "B"}),
    ),
)


@pytest.mark.parametrize(
    ("key", "value", "fits"),
    [
        ("text", "words", True),
        ("text", True, False),
        ("text", ("words",), False),
        ("blood_thinner", True, True),
        ("blood_thinner", False, True),
        ("blood_thinner", "yes", False),
        ("choices", (), True),
        ("choices", ("a", "b"), True),
        ("choices", ("a", "c"), False),
        ("choices", "a", False),
        ("allergies", (), True),
        ("allergies", ("penicillin",), True),
        ("allergies", "penicillin", False),
    ],
)
def test_values_fit_their_question(
    key: str, value: bool | str | tuple[str, ...], fits: bool
) -> None:
    reasons = answer_objections(SMALL, [Answer(key, AnswerState.ANSWERED, value)])
    expected = [] if fits else ["intake.answer_does_not_fit"]
    assert [reason.code for reason in reasons] == expected


def test_an_answer_without_a_value_fits_every_question() -> None:
    assert answer_objections(SMALL, [Answer("text", AnswerState.DECLINED)]) == []


def test_an_answer_to_no_question_is_refused() -> None:
    (reason,) = answer_objections(SMALL, [Answer("shoe_size", AnswerState.UNKNOWN)])
    assert (reason.code, reason.facts) == ("intake.not_on_the_form", {"question": "shoe_size"})


@pytest.mark.parametrize("key", RED_FLAGS)
@pytest.mark.parametrize("value", [True, "yes", "no", ("numb",)])
def test_one_yes_escalates_and_only_no_is_no(key: str, value: bool | str | tuple[str, ...]) -> None:
    assert red_flags(answers(**{key: value})) == (key,)


def test_no_flag_without_a_yes() -> None:
    assert red_flags(answers(blood_thinner=True, allergies=("latex",))) == ()
    assert red_flags([]) == ()


@pytest.mark.parametrize("key", RED_FLAGS)
@pytest.mark.parametrize(
    ("state", "unclear"),
    [
        (AnswerState.NOT_ASKED, False),
        (AnswerState.DECLINED, True),
        (AnswerState.UNKNOWN, True),
    ],
)
def test_no_answer_is_neither_yes_nor_no(key: str, state: AnswerState, unclear: bool) -> None:
    given = answers(**{key: state})
    assert red_flags(given) == ()
    assert unclear_flags(given) == ((key,) if unclear else ())


def test_a_harmless_intake_closes() -> None:
    assert codes(answers()) == []


@pytest.mark.parametrize("key", MUST_BE_ASKED)
def test_what_was_not_asked_keeps_it_open(key: str) -> None:
    missing = [answer for answer in answers() if answer.key != key]
    for given in (missing, answers(**{key: AnswerState.NOT_ASKED})):
        (reason,) = objections_to_close(given, CLINICIAN, [key])
        assert (reason.code, reason.facts) == ("intake.not_asked", {"question": MUST_BE_ASKED[key]})


@pytest.mark.parametrize(
    ("key", "state"),
    [*product(("allergies", "blood_thinner"), (AnswerState.DECLINED, AnswerState.UNKNOWN))],
)
def test_asked_without_an_answer_may_close(key: str, state: AnswerState) -> None:
    assert codes(answers(**{key: state})) == []


@pytest.mark.parametrize(
    ("given", "code"),
    [
        (True, "red_flag"),
        (AnswerState.DECLINED, "unclear_flag"),
        (AnswerState.UNKNOWN, "unclear_flag"),
    ],
)
@pytest.mark.parametrize("key", RED_FLAGS)
def test_a_flag_stays_open_until_a_clinician_acknowledges_it(
    key: str, given: bool | AnswerState, code: str
) -> None:
    flagged = answers(**{key: given})
    assert codes(flagged) == [code]
    assert codes(flagged, None, (key,)) == [code]
    assert codes(flagged, CLINICIAN, ()) == [code]
    assert codes(flagged, CLINICIAN, (key,)) == []


def test_a_flag_raised_after_the_acknowledgement_is_open() -> None:
    given = answers(bladder_change=True, saddle_numbness=True)
    assert codes(given, CLINICIAN, ("bladder_change",)) == ["red_flag"]


def test_nothing_asked_is_told_question_by_question() -> None:
    assert codes([]) == ["not_asked"] * len(MUST_BE_ASKED)
