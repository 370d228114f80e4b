"""Plays the main job with the frozen program's own modules: `clinicdesk-check CHECKOUT PYTHON`.

Only pytest, the journeys and what Python itself brings come from the checkout and its environment.
"""

import os
import sys
from pathlib import Path

import PySide6

import clinicdesk
import ui


def main(checkout: Path, library: str) -> int:
    """pytest's exit code."""
    frozen = Path(sys.executable).parent
    for package in (clinicdesk, ui, PySide6):
        assert frozen in Path(package.__file__).parents, f"{package.__file__} is not frozen"
    packages = next((checkout / ".venv").glob("lib/python3*/site-packages"))
    sys.path += [str(checkout), library, f"{library}/lib-dynload", str(packages)]
    PySide6.__path__.append(str(packages / "PySide6"))  # QtTest is not shipped
    os.chdir(checkout)

    import pytest  # noqa: PLC0415 - of the checkout's environment, known from here on

    # By name, for what announces itself as a plug-in belongs to packages that are frozen in part.
    os.environ["PYTEST_DISABLE_PLUGIN_AUTOLOAD"] = "1"
    plugins = ["-p", "pytestqt.plugin", "-p", "pytest_timeout", "-p", "no:cacheprovider"]
    return pytest.main(["-q", "-s", *plugins, "-k", "sqlite", "tests/journeys/test_main_job.py"])


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]).resolve(), sys.argv[2]))
