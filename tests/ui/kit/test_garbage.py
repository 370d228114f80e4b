"""What Qt owns is destroyed on the GUI thread, whichever thread allocates."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]

# A process of its own: other tests' widgets must not be destroyed on the wrong thread.
_CHILD = """
import gc, sys, threading, weakref
from PySide6.QtCore import QCoreApplication, QObject
from ui.kit.garbage import Garbage, collect

application = QCoreApplication([])
if sys.argv[1] == "kept":
    garbage = Garbage()

class Cycle(QObject):
    def __init__(self):
        super().__init__()
        self.me = self

weakref.finalize(Cycle(), lambda: print(threading.current_thread().name))
allocate = lambda: [[number] for number in range(100_000)]
other = threading.Thread(target=allocate, name="desk")
other.start()
other.join()
kept = [[number] for number in range(gc.get_threshold()[0] + 1)]
collect()
print("end")
"""


_PROGRAM = """
import gc, sys
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication
from ui.start import main

application = QApplication([])
QTimer.singleShot(0, lambda: (print(gc.isenabled()), application.quit()))
main(["--database", sys.argv[1]])
print(gc.isenabled())
"""


@pytest.mark.parametrize(("who", "thread"), [("kept", "MainThread"), ("left to Python", "desk")])
def test_a_dropped_cycle_is_collected_on(who: str, thread: str):
    """Left to Python, which is the mutant, the thread that allocates destroys it."""
    child = [sys.executable, "-c", _CHILD, who]
    done = subprocess.run(child, cwd=ROOT, check=True, capture_output=True, text=True)

    assert done.stdout.split() == [thread, "end"]


def test_nothing_is_left_to_python_while_the_program_runs(sqlite_url: str):
    child = [sys.executable, "-c", _PROGRAM, sqlite_url]
    done = subprocess.run(child, cwd=ROOT, check=True, capture_output=True, text=True)

    assert done.stdout.split() == ["False", "True"]
