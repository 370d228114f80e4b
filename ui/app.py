"""The composition root: from the command line to windows, and which page knows which."""

import argparse
import sys
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path

from PySide6.QtCore import QEventLoop, QLockFile, QObject
from PySide6.QtWidgets import QApplication, QWidget

from clinicdesk import demo, opening, settings
from clinicdesk.desk import Actor, Desk
from clinicdesk.errors import Reason, Refused
from clinicdesk.messages import sentence
from clinicdesk.staff.actions import NOBODY
from clinicdesk.staff.queries import ClinicFacts, clinic, clinic_is_open
from clinicdesk.staff.rules import Role
from ui.background import Background
from ui.kit import theme
from ui.kit.errors import Failures
from ui.pages import Pages
from ui.session import Session
from ui.sheets.destinations import ask_for_file
from ui.shell.first_start import FirstStart
from ui.shell.main_window import MainWindow
from ui.shell.sign_in import SignIn
from ui.shell.stopped import Stopped
from ui.shell.top_bar import Person
from ui.staff.people_page import ROLES

_OPENING_SIZE = (1280, 720)


class App(QObject):
    """Shows one window at a time: first start, sign-in, or the main window of who is signed in."""

    def __init__(
        self,
        desk: Desk,
        now: Callable[[], datetime],
        hint: str = "",
        choose_file: Callable[[str], Path | None] = ask_for_file,
    ) -> None:
        """`hint` stands on the sign-in window, `choose_file` asks where to save a sheet."""
        super().__init__()
        self._choose_file = choose_file
        self._now = now
        self._hint = hint
        self.background = Background(desk, parent=self)
        self.failures = Failures(parent=self)
        self.background.failed.connect(self.failures.report)
        self.failures.noticed.connect(self._warn)
        self.window: QWidget | None = None

    def start(self) -> None:
        """Show the first window."""
        self.background.set_actor(NOBODY)
        self.background.read(self, clinic_is_open, then=self._begin)

    def close(self) -> None:
        """Finish what is under way and let go of the window."""
        self.background.close()
        if self.window is not None:
            self.window.close()

    def sign_in(self) -> None:
        """Show the sign-in window; nobody is signed in any more."""
        self.background.set_actor(NOBODY)
        gate = SignIn(self.background, self._hint)
        gate.signed_in.connect(self._welcome)
        self._show(gate)

    def _begin(self, is_open: bool) -> None:
        if is_open:
            self.sign_in()
            return
        gate = FirstStart(self.background)
        gate.opened.connect(self.sign_in)
        self._show(gate)

    def _welcome(self, actor: Actor) -> None:
        self.background.read(self, clinic, then=lambda found: self._open(actor, found))

    def _open(self, actor: Actor, found: ClinicFacts) -> None:
        self.failures.zone = found.zone
        session = Session(self.background, actor, found, self._now)
        self._pages = Pages(
            session, go=self._go, notify=self._notify, choose_file=self._choose_file
        )
        person = Person(actor.name, _roles(actor))
        window = MainWindow(self._pages.entries(), clinic=found.name, person=person)
        window.sign_out.connect(self.sign_in)
        self.background.saving.connect(window.top_bar.show_saving)
        self._show(window)

    def _show(self, window: QWidget) -> None:
        old, self.window = self.window, window
        _place(window, old)
        window.show()
        if old is not None:
            old.close()
            old.deleteLater()

    def _go(self, key: str) -> QWidget:
        assert isinstance(self.window, MainWindow)
        return self.window.go(key)

    def _notify(self, text: str) -> None:
        if isinstance(self.window, MainWindow):
            self.window.notify(text)

    def _warn(self, text: str) -> None:
        if isinstance(self.window, MainWindow):
            self.window.warn(text)


def main(arguments: Sequence[str] | None = None) -> int:
    """Start the program; answers its exit code."""
    options = _parser().parse_args(arguments)
    application = QApplication.instance() or QApplication([])
    theme.apply(application)
    url = demo.database_url() if options.demo else options.database
    try:
        lock = _only_window(url)
        if options.demo:
            demo.make(url, _clock())
        desk = opening.open_desk(url, create=True)
    except Refused as refusal:
        return _stop([sentence(reason) for reason in refusal.reasons])
    app = App(desk, _clock, demo.HINT if options.demo else "")
    app.failures.install()
    app.start()
    try:
        return application.exec()
    finally:
        app.close()
        desk.close()
        lock.unlock()


def _stop(sentences: Sequence[str]) -> int:
    """Say why the program cannot start, in the console and in a window; answers the exit code."""
    sys.stderr.write("\n".join(sentences) + "\n")
    window = Stopped(sentences)
    loop = QEventLoop()
    window.closed.connect(loop.quit)
    window.show()
    loop.exec()
    return 1


def _place(window: QWidget, old: QWidget | None) -> None:
    """Put a window where the one before it was, at the same size."""
    if old is None:
        window.resize(*_OPENING_SIZE)
        return
    window.setGeometry(old.geometry())
    window.setWindowState(old.windowState())


def _only_window(url: str) -> QLockFile:
    """One window per embedded file. Raises Refused when another has it."""
    file = opening.prepared_file(url)
    lock = QLockFile(f"{file}.lock" if file else "")
    if file and not lock.tryLock(0):
        raise Refused(Reason("desk.open_elsewhere"))
    return lock


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="clinicdesk", description="ClinicDesk")
    parser.add_argument("--database", metavar="URL", default=settings.database_url())
    parser.add_argument("--demo", action="store_true", help="open a made-up clinic to try things")
    return parser


def _clock() -> datetime:
    return datetime.now(UTC)


def _roles(actor: Actor) -> str:
    words = dict(ROLES)
    return ", ".join(words[Role(role)] for role in sorted(actor.roles))
