"""What Qt owns is destroyed on the GUI thread, whichever thread allocates."""

import gc
import threading
import weakref
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QObject

from ui.kit.garbage import Garbage, collect


class Cycle(QObject):
    """Reachable from itself alone, like a closed page with its lambdas."""

    def __init__(self) -> None:
        super().__init__()
        self.me = self


@pytest.fixture
def collected_on() -> Iterator[list[str]]:
    """The names of the threads on which dropped cycles were collected."""
    yield []
    gc.collect()


def allocate_elsewhere() -> None:
    """More containers than any generation's limit, on a thread of their own."""
    other = threading.Thread(target=lambda: [[number] for number in range(100_000)], name="desk")
    other.start()
    other.join()


def drop(collected_on: list[str]) -> None:
    cycle = Cycle()
    weakref.finalize(cycle, lambda: collected_on.append(threading.current_thread().name))


def test_another_thread_collects_nothing(qtbot: object, collected_on: list[str]):
    garbage = Garbage()
    drop(collected_on)
    allocate_elsewhere()
    assert collected_on == []

    kept = [[number] for number in range(gc.get_threshold()[0] + 1)]
    collect()
    assert collected_on == ["MainThread"]
    assert kept
    garbage.stop()


def test_left_to_python_the_other_thread_would(qtbot: object, collected_on: list[str]):
    """The mutant: the same without it."""
    gc.enable()
    drop(collected_on)
    allocate_elsewhere()

    assert collected_on == ["desk"]


def test_python_collects_again_afterwards(qtbot: object):
    Garbage().stop()

    assert gc.isenabled()
