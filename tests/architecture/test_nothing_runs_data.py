"""Data stays data: nothing runs it, makes objects of it, shows it to a shell or reads its tags."""

import ast
from collections.abc import Iterator

import pytest

from tests.architecture.test_house_rules import sources

FOLDERS = ("clinicdesk", "ui", "migrations")
NO_IMPORTS = {"pickle", "marshal", "shelve", "dill", "yaml", "pty", "code"}
NO_CALLS = {"eval", "exec", "compile", "__import__"}
# Qt's ways to read markup: what a patient is called must never become a picture or a link.
NO_NAMES = set(
    "QTextDocument QTextEdit QTextBrowser QMessageBox QWhatsThis RichText AutoText MarkdownText"
    " setHtml insertHtml setMarkdown appendHtml popen format_map".split()
)
# The one place that makes labels, and makes them plain.
LABELS = "ui/kit/labels.py"


def dangers(name: str, code: str) -> Iterator[str]:
    for node in ast.walk(ast.parse(code)):
        match node:
            case ast.Import(names=names):
                yield from (one.name for one in names if one.name.split(".")[0] in NO_IMPORTS)
            case ast.ImportFrom(module=module, names=names):
                yield from [module] if (module or "").split(".")[0] in NO_IMPORTS else []
                yield from (one.name for one in names if _is_danger(name, one.name))
            case ast.Call(func=ast.Name(id=called)) if called in NO_CALLS:
                yield called
            case ast.Attribute(attr=attribute) if _is_danger(name, attribute):
                yield attribute
            case ast.Attribute(value=ast.Name(id="os"), attr="system"):
                yield "os.system"
            case ast.keyword(arg="shell"):
                yield "shell"


def _is_danger(name: str, used: str) -> bool:
    return used in NO_NAMES or (used == "QLabel" and name != LABELS)


def test_nothing_runs_data():
    found = {name: [*dangers(name, code)] for name, code in sources(*FOLDERS)}

    assert {name: used for name, used in found.items() if used} == {}


@pytest.mark.parametrize(
    "planted",
    [
        "eval(note)",
        "import pickle",
        "from pickle import loads",
        "import yaml\nyaml.load(text)",
        "subprocess.run(command, shell=True)",
        "os.system(command)",
        "from PySide6.QtGui import QTextDocument",
        "from PySide6.QtWidgets import QLabel",
        "label.setTextFormat(Qt.TextFormat.RichText)",
        "pane.setHtml(note)",
        "template.format_map(facts)",
    ],
)
def test_a_planted_danger_is_found(planted: str):
    assert [*dangers("ui/planted.py", planted)]
