"""The program's start: a window first, and everything else behind it."""

import subprocess
import sys
from pathlib import Path

from PySide6.QtCore import QLockFile, QTimer
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from clinicdesk.database import embedded_file
from ui.shell.opening import Opening
from ui.start import main

ROOT = Path(__file__).parents[2]


def test_what_is_heavy_comes_after_the_first_painted_frame(sqlite_url: str):
    """`bench/started.py` names what is; the program then goes on to its sign-in window."""
    child = [sys.executable, "-m", "bench.started", "program", sqlite_url]
    done = subprocess.run(child, cwd=ROOT, check=True, capture_output=True, text=True)

    told = [line.split() for line in done.stdout.splitlines()]
    assert ["loaded"] in told
    assert [line[0] for line in told] == ["painted", "loaded", "ready", "gap"]


def test_a_window_closed_before_the_clinic_is_open(qtbot: QtBot, sqlite_url: str):
    def close() -> None:
        for window in QApplication.topLevelWidgets():
            if isinstance(window, Opening):
                window.close()

    QTimer.singleShot(0, close)

    assert main(["--database", sqlite_url]) == 0
    lock = QLockFile(f"{embedded_file(sqlite_url)}.lock")
    assert lock.tryLock(0)
