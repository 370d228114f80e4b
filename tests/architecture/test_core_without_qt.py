"""The whole core can be imported where there is no Qt and no window."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]

IMPORT_ALL = """
import importlib, pkgutil, sys

for blocked in ("PySide6", "shiboken6", "ui"):
    sys.modules[blocked] = None  # importing it raises ImportError

import clinicdesk

names = [module.name for module in pkgutil.walk_packages(clinicdesk.__path__, "clinicdesk.")]
for name in names:
    importlib.import_module(name)
sys.stdout.write(" ".join(names))
"""


def test_every_core_module_is_imported_without_qt():
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", IMPORT_ALL],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 0, done.stderr
    files = {
        ".".join(file.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")
        for file in (ROOT / "clinicdesk").rglob("*.py")
    }
    assert set(done.stdout.split()) | {"clinicdesk"} == files
