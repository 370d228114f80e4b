"""What the windows say: nothing that blames or begs, and buttons that say what they do."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

UI = Path(__file__).parents[2] / "ui"
BLAMING = re.compile(r"\b(invalid|illegal|oops|please|sorry|required field|fatal)\b", re.IGNORECASE)
SAYING_NOTHING = {"ok", "okay", "yes", "no", "submit", "click here", "continue?"}
ANSWERS = {"patients/thinner_question.py": ["&Yes", "N&o"]}
"""Not what a button does but what a patient answered, beside the question."""
BUTTONS = {"Button", "primary", "secondary", "link", "icon_only"}


def texts(tree: ast.AST) -> Iterator[str]:
    """Every text of a file that is no docstring."""
    told = {id(one.value) for one in ast.walk(tree) if isinstance(one, ast.Expr)}
    for one in ast.walk(tree):
        if isinstance(one, ast.Constant) and isinstance(one.value, str) and id(one) not in told:
            yield one.value


def buttons(tree: ast.AST) -> Iterator[str]:
    """The words on every button that is made with them."""
    for call in ast.walk(tree):
        if isinstance(call, ast.Call) and getattr(call.func, "id", "") in BUTTONS and call.args:
            yield from texts(call.args[0])


def wrong_words(code: str) -> list[str]:
    tree = ast.parse(code)
    blamed = [text for text in texts(tree) if BLAMING.search(text)]
    empty = [word for word in buttons(tree) if word.replace("&", "").casefold() in SAYING_NOTHING]
    return blamed + empty


def test_no_window_blames_begs_or_says_ok() -> None:
    sources = {str(file.relative_to(UI)): file.read_text("utf-8") for file in UI.rglob("*.py")}
    found = {name: words for name, code in sources.items() if (words := wrong_words(code))}

    assert {name: words for name, words in found.items() if words != ANSWERS.get(name)} == {}


@pytest.mark.parametrize(
    "code", ['Label("Invalid date")', 'f"Sorry, {name}"', 'primary("&OK")', 'Button("Yes", kind)']
)
def test_such_words_are_noticed(code: str) -> None:
    assert len(wrong_words(code)) == 1
