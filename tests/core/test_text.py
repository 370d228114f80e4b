"""What may be stored as text, and what `clean` does to it."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clinicdesk.text import clean, text_objections

ANY_TEXT = st.text(st.characters(codec=None))


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("", ""),
        ("  Rosa ", "Rosa"),
        ("Rosa\u00a0", "Rosa"),
        ("Mari\u0301a del  Carmen", "María del  Carmen"),
        ("one\r\ntwo\rthree\n", "one\ntwo\nthree"),
        ("\r\r\n", ""),
        ("Straße", "Straße"),
        ("\u212b", "\u00c5"),
    ],
)
def test_clean(typed: str, stored: str) -> None:
    assert clean(typed) == stored


@given(ANY_TEXT)
def test_cleaning_twice_changes_nothing_more(text: str) -> None:
    assert clean(clean(text)) == clean(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "O'Brien",
        "Nguy\u1ec5n",
        "\u5c71\u7530",
        "\U0001f642",
        "\u05d3\u05d5\u05d3",
        "a\u200db\u200f",
    ],
)
def test_ordinary_text_is_accepted(text: str) -> None:
    assert text_objections("Family name", text, 100) == []


@pytest.mark.parametrize(
    ("character", "shown"),
    [
        ("\x00", "U+0000"),
        ("\x1b", "U+001B"),
        ("\x7f", "U+007F"),
        ("\x9f", "U+009F"),
        ("\r", "U+000D"),
        ("\ud800", "U+D800"),
        ("\udfff", "U+DFFF"),
        ("\u2028", "U+2028"),
        ("\u2029", "U+2029"),
        ("\u202a", "U+202A"),
        ("\u202e", "U+202E"),
        ("\u2066", "U+2066"),
        ("\u2069", "U+2069"),
    ],
)
@pytest.mark.parametrize("multiline", [False, True])
def test_hidden_characters_are_named_with_their_place(
    character: str, shown: str, multiline: bool
) -> None:
    (reason,) = text_objections("Note", f"ab{character}c", 100, multiline=multiline)
    assert reason.code == "text.hidden_character"
    assert reason.facts == {"field": "Note", "character": shown, "at": 3}


@pytest.mark.parametrize("break_", ["\n", "\t"])
def test_line_breaks_and_tabs_belong_to_notes_only(break_: str) -> None:
    text = f"one{break_}two"
    assert text_objections("Note", text, 100, multiline=True) == []
    assert [r.code for r in text_objections("Family name", text, 100)] == ["text.hidden_character"]


@pytest.mark.parametrize(
    ("text", "over"),
    [("abc", None), ("abcd", 1), ("abcdef", 3), ("abe\u0301", None), ("ab\u0958", 1)],
)
def test_length_counts_the_stored_characters(text: str, over: int | None) -> None:
    reasons = text_objections("Suffix", text, 3)
    expected = [] if over is None else [{"field": "Suffix", "limit": 3, "over": over}]
    assert [reason.facts for reason in reasons if reason.code == "text.too_long"] == expected


def test_both_faults_are_told_at_once() -> None:
    codes = [reason.code for reason in text_objections("Suffix", "ab\x00cd", 3)]
    assert codes == ["text.too_long", "text.hidden_character"]


@given(ANY_TEXT)
def test_what_is_accepted_has_no_control_or_surrogate(text: str) -> None:
    accepted = not text_objections("Name", text, len(text) * 4)
    hidden = any(unicodedata.category(c) in {"Cc", "Cs", "Zl", "Zp"} for c in text)
    assert not (accepted and hidden)
    if accepted:
        text.encode("utf-8")
