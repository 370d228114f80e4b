"""What the code promises about itself: sizes, names, what rules may import, what lint bans."""

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import grimp
import pytest

ROOT = Path(__file__).parents[2]
LONGEST_FILE = {"clinicdesk": 300, "ui": 300, "tests": 500, "bench": 500}
LONGEST_FUNCTION = 50

EMPTY_NAME = re.compile(r"(manager|helper|util|service)s?$", re.IGNORECASE)
NOT_RUN = re.compile(r"\b(pytest|mark|unittest|self)\.(skip\w*|xfail|importorskip)\b")

# A font or a measure that stays as it is while the text around it grows (ui/kit/scale.py).
STIFF = re.compile(
    r"(?<!painter)\.setFont\(fonts\.|\.setFixed(Width|Height|Size)\(\*?(\d+[,)]|_?[A-Z]|tokens\.(?!SPACE))"
)

# Values and decisions; nothing here reads a file, a clock or a database.
PURE = set(
    "calendar collections dataclasses datetime decimal enum functools itertools math msgspec re"
    " statistics string types typing unicodedata zoneinfo".split()
)
PURE_CORE = re.compile(r"clinicdesk(\.\w+\.rules(\.\w+)*|\.errors|\.policy|\.text)")
NUMBERING_PLANS = ("clinicdesk.patients.rules", "phonenumbers")


def sources(*folders: str) -> Iterator[tuple[str, str]]:
    for folder in folders:
        for file in sorted((ROOT / folder).rglob("*.py")):
            yield str(file.relative_to(ROOT)), file.read_text(encoding="utf-8")


def long_functions(code: str) -> list[str]:
    functions = ast.FunctionDef | ast.AsyncFunctionDef
    nodes = [node for node in ast.walk(ast.parse(code)) if isinstance(node, functions)]
    return [n.name for n in nodes if (n.end_lineno or 0) - n.lineno >= LONGEST_FUNCTION]


def is_pure(rules: str, imported: str) -> bool:
    if imported in PURE or (rules, imported) == NUMBERING_PLANS:
        return True
    return PURE_CORE.fullmatch(imported) is not None


def test_what_holds_text_grows_with_it():
    found = {name: STIFF.findall(code) for name, code in sources("ui") if STIFF.search(code)}

    assert set(found) - {"ui/kit/theme.py"} == set()


@pytest.mark.parametrize(
    ("line", "is_stiff"),
    [
        ("self.setFixedWidth(_WIDTH)", True),
        ("self.setFixedHeight(tokens.CONTROL_HEIGHT)", True),
        ("label.setFont(fonts.font(tokens.SIZE_SMALL))", True),
        ("theme.fix(self, width=_WIDTH)", False),
        ("self.setFixedHeight(tokens.SPACE_S)", False),
        ("painter.setFont(fonts.font(tokens.SIZE_SMALL))", False),
    ],
)
def test_a_stiff_measure_is_recognised(line: str, is_stiff: bool):
    assert bool(STIFF.search(line)) is is_stiff


@pytest.mark.parametrize("folder", LONGEST_FILE)
def test_files_are_short(folder: str):
    lengths = {name: len(code.splitlines()) for name, code in sources(folder)}

    assert {name: n for name, n in lengths.items() if n > LONGEST_FILE[folder]} == {}


def test_functions_are_short():
    found = {name: long_functions(code) for name, code in sources(*LONGEST_FILE)}

    assert {name: functions for name, functions in found.items() if functions} == {}


@pytest.mark.parametrize(("lines", "found"), [(50, []), (51, ["planted"])])
def test_a_long_function_is_found(lines: int, found: list[str]):
    assert long_functions("def planted():\n" + "    pass\n" * (lines - 1)) == found


def test_names_say_what_a_thing_is():
    classes = {
        node.name
        for _, code in sources("clinicdesk", "ui")
        for node in ast.walk(ast.parse(code))
        if isinstance(node, ast.ClassDef)
    }
    modules = {Path(name).stem for name, _ in sources("clinicdesk", "ui")}

    assert {name for name in classes | modules if EMPTY_NAME.search(name)} == set()


def test_every_test_runs():
    assert {name for name, code in sources("tests") if NOT_RUN.search(code)} == set()


def test_rules_import_only_values_and_rules():
    graph = grimp.build_graph("clinicdesk", include_external_packages=True, cache_dir=None)
    rules = [name for name in graph.modules if re.search(r"^clinicdesk\.\w+\.rules\b", name)]
    imports = {
        (name, imported)
        for name in rules
        for imported in graph.find_modules_directly_imported_by(name)
    }

    assert rules
    assert {pair for pair in imports if not is_pure(*pair)} == set()


@pytest.mark.parametrize(
    ("imported", "pure"),
    [
        ("decimal", True),
        ("clinicdesk.record.rules", True),
        ("os", False),
        ("clinicdesk.desk", False),
    ],
)
def test_what_a_rule_may_import(imported: str, pure: bool):
    assert is_pure("clinicdesk.holds.rules", imported) is pure


@pytest.mark.parametrize(
    ("code", "banned"),
    [
        ("import datetime as d\nd.datetime.now(d.UTC)", "TID251"),
        ("from datetime import date\ndate.today()", "TID251"),
        ("import time\ntime.time()", "TID251"),
        ("import time\ntime.sleep(1)", "TID251"),
        ("print('Rosa')", "T201"),
        ("def f(run, name):\n    run(f'SELECT 1 FROM patient WHERE name = {name}')", "S608"),
    ],
)
def test_lint_bans_it_in_the_core(code: str, banned: str):
    options = "--no-cache --output-format=concise --stdin-filename=clinicdesk/patients/planted.py"
    done = subprocess.run(
        [sys.executable, "-m", "ruff", "check", *options.split(), "-"],
        cwd=ROOT,
        input=code,
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 1
    assert f" {banned} " in done.stdout
