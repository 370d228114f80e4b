"""Python's cycles are collected on the GUI thread alone.

Python collects on whichever thread happens to allocate. A closed window left in a cycle would then
be destroyed on the desk's thread: Qt stops its timers there, and the process hangs or dies.
"""

import gc

from PySide6.QtCore import QObject, QTimer

_INTERVAL_MS = 500


class Garbage(QObject):
    """While it lives, nothing is collected but from its own timer."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        gc.disable()
        self._timer = QTimer(self, interval=_INTERVAL_MS)
        self._timer.timeout.connect(collect)
        self._timer.start()

    @staticmethod
    def keep_loaded() -> None:
        """What is loaded by now stays: no collection has to look through it again."""
        gc.freeze()

    def stop(self) -> None:
        """Leave it to Python again."""
        self._timer.stop()
        gc.unfreeze()
        gc.enable()


def collect() -> None:
    """Collect the oldest generation that is due, as Python itself would have."""
    due = zip(gc.get_count(), gc.get_threshold(), strict=True)
    ripe = [generation for generation, (count, limit) in enumerate(due) if count > limit]
    if ripe:
        gc.collect(ripe[-1])
