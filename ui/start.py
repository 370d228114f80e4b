"""The program's start: one window is painted first, all the rest is loaded behind it.

Until then only ui/kit and ui/shell are loaded: no database, no upgrade, no PDF, no page.
"""

import argparse
import sys
import time
from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QThread
from PySide6.QtWidgets import QApplication

from clinicdesk import memory
from clinicdesk.errors import Refused
from ui.kit import theme
from ui.kit.garbage import Garbage
from ui.shell import place
from ui.shell.opening import Opening

if TYPE_CHECKING:
    from ui.app import App
    from ui.opened import Opened
    from ui.shell.watch import Clock


def main(arguments: Sequence[str] | None = None) -> int:
    """Start the program; answers its exit code."""
    memory.keep_private()
    options = _parser().parse_args(arguments)
    application = QApplication.instance() or QApplication([])
    application.setApplicationName("ClinicDesk")
    theme.apply(application)
    garbage = Garbage()
    start = Start(options.database, made_up=options.demo)
    try:
        code = application.exec()
        return 1 if start.has_stopped else code
    finally:
        start.close()
        garbage.stop()


class Start(QObject):
    """Shows the first window, and once it is painted opens the clinic behind it."""

    def __init__(self, database: str | None, *, made_up: bool) -> None:
        super().__init__()
        self.has_stopped = False
        self._app: App | None = None
        self._loading = Loading(database, made_up=made_up)
        self._loading.finished.connect(self._begin)
        self._window = Opening()
        place.take_up(self._window)
        self._window.painted.connect(self._loading.start)
        self._window.show()

    def close(self) -> None:
        """Finish what is under way and let go of everything."""
        self._loading.wait()
        if self._app is not None:
            place.keep(self._app.window or self._window)
            self._app.close()
        if self._loading.opened is not None:
            self._loading.opened.close()

    def _begin(self) -> None:
        if self._loading.failure is not None:
            self._stop(self._loading.failure)
        elif self._window.isVisible():  # else somebody closed it meanwhile
            self._sign_in(self._loading.opened)

    def _sign_in(self, opened: "Opened") -> None:
        from ui.app import App  # noqa: PLC0415 - loaded behind the first window
        from ui.opened import clock  # noqa: PLC0415

        self._app = app = App(
            opened.desk, clock, opened.hint, drafts=opened.drafts, clocks=_clocks()
        )
        app.lock.system.listen()
        app.notice = opened.notice
        app.failures.install()
        app.window = self._window
        app.start()

    def _stop(self, failure: Exception) -> None:
        """Say why the program cannot start, in the console and in a window."""
        self.has_stopped = True
        if not isinstance(failure, Refused):
            QApplication.quit()
            raise failure
        from clinicdesk.messages import sentence  # noqa: PLC0415 - seldom needed
        from ui.shell.stopped import Stopped  # noqa: PLC0415

        sentences = [sentence(reason) for reason in failure.reasons]
        sys.stderr.write("\n".join(sentences) + "\n")
        self._stopped = Stopped(sentences)
        self._stopped.show()
        self._window.close()  # not before: with its last window the program ends


class Loading(QThread):
    """Loads what needs the database and opens the clinic: `opened`, or the `failure` it met."""

    def __init__(self, database: str | None, *, made_up: bool) -> None:
        super().__init__()
        self._database, self._made_up = database, made_up
        self.opened: Opened | None = None
        self.failure: Exception | None = None

    def run(self) -> None:
        try:
            from ui.opened import open_clinic  # noqa: PLC0415 - loads the database

            self.opened = open_clinic(self._database, made_up=self._made_up)
            import ui.app  # noqa: F401, PLC0415 - and every page

            Garbage.keep_loaded()
        except Exception as error:  # noqa: BLE001 - told on the window's thread
            self.failure = error


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="clinicdesk", description="ClinicDesk")
    parser.add_argument("--database", metavar="URL")
    parser.add_argument("--demo", action="store_true", help="open a made-up clinic to try things")
    return parser


def _clocks() -> "list[Clock]":
    """Every clock there is: some stand still while the computer sleeps, one can be set."""
    sleepless = getattr(time, "CLOCK_BOOTTIME", None)
    clocks = [time.monotonic, time.time]
    return clocks if sleepless is None else [*clocks, partial(time.clock_gettime, sleepless)]
