"""Every import contract turns red for what it forbids, and is green for the tree as it is."""

import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
LAZY = "def planted():\n    import {}\n"
FOR_TYPES = "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    import {}\n"

PLANTS: list[tuple[str, Mapping[str, str]]] = [
    ("core-without-qt", {"clinicdesk/errors.py": "import ui"}),
    ("core-without-qt", {"clinicdesk/errors.py": "import PySide6.QtCore"}),
    ("core-without-qt", {"clinicdesk/errors.py": LAZY.format("PySide6.QtCore")}),
    ("core-without-qt", {"clinicdesk/errors.py": FOR_TYPES.format("shiboken6")}),
    ("ui-without-database", {"ui/kit/planted.py": "import sqlalchemy.orm"}),
    ("ui-without-database", {"ui/kit/planted.py": LAZY.format("reportlab.pdfgen")}),
    ("ui-without-database", {"ui/kit/planted.py": "import clinicdesk.patients.tables"}),
    ("pure-rules", {"clinicdesk/patients/rules.py": "import sqlalchemy"}),
    ("pure-rules", {"clinicdesk/patients/rules.py": "import clinicdesk.patients.tables"}),
    ("pure-rules", {"clinicdesk/patients/rules.py": LAZY.format("clinicdesk.desk")}),
    ("feature-order", {"clinicdesk/patients/actions.py": "import clinicdesk.scheduling.rules"}),
    ("feature-order", {"clinicdesk/staff/rules.py": LAZY.format("clinicdesk.holds.rules")}),
    ("feature-order", {"clinicdesk/desk.py": "import clinicdesk.staff.tables"}),
    ("feature-order", {"clinicdesk/topics.py": "import clinicdesk.errors"}),
    ("feature-order", {"clinicdesk/unclassified.py": ""}),
    ("inside-a-feature", {"clinicdesk/patients/tables.py": "import clinicdesk.patients.actions"}),
    ("pdf-in-one-place", {"clinicdesk/sheets/actions.py": "import reportlab.pdfgen"}),
    ("pdf-in-one-place", {"clinicdesk/admin.py": LAZY.format("pikepdf")}),
    ("window-order", {"ui/kit/planted.py": "import ui.shell"}),
    ("window-order", {"ui/unclassified.py": ""}),
    (
        "no-cycles",
        {
            "clinicdesk/patients/one.py": "import clinicdesk.patients.two",
            "clinicdesk/patients/two.py": "import clinicdesk.patients.one",
        },
    ),
]


def check(tree: Path, contract: str | None = None) -> subprocess.CompletedProcess[str]:
    lint_imports = Path(sys.executable).with_name("lint-imports")
    only = ["--contract", contract] if contract else []
    return subprocess.run(
        [lint_imports, "--no-cache", "--no-logo", *only],
        cwd=tree,
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture(scope="module")
def tree(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of everything that the contracts look at."""
    folder = tmp_path_factory.mktemp("tree")
    for package in ("clinicdesk", "ui"):
        shutil.copytree(
            ROOT / package, folder / package, ignore=shutil.ignore_patterns("__pycache__")
        )
    shutil.copy(ROOT / "pyproject.toml", folder)
    return folder


@contextmanager
def planted(tree: Path, plant: Mapping[str, str]) -> Iterator[None]:
    """Inside, the files end with this code; after, the tree is the copy it was."""
    for file, code in plant.items():
        with (tree / file).open("a", encoding="utf-8") as end:
            end.write(f"\n{code}\n")
    yield
    for file in plant:
        (tree / file).unlink()
        if (ROOT / file).exists():
            shutil.copy(ROOT / file, tree / file)


def test_every_contract_is_kept():
    outcome = check(ROOT)

    assert outcome.returncode == 0, outcome.stdout + outcome.stderr


def shown(value: str | Mapping[str, str]) -> str:
    return value if isinstance(value, str) else "+".join(value)


@pytest.mark.parametrize(("contract", "plant"), PLANTS, ids=shown)
def test_a_violation_breaks_its_contract(tree: Path, contract: str, plant: Mapping[str, str]):
    with planted(tree, plant):
        outcome = check(tree, contract)

    assert outcome.returncode == 1
    assert "Contracts: 0 kept, 1 broken." in outcome.stdout, outcome.stdout + outcome.stderr
