"""The composition root: from the command line to windows, and which page knows which."""

import argparse
import sys
import time
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from PySide6.QtCore import QEventLoop, QLockFile, QObject
from PySide6.QtWidgets import QApplication, QWidget

from clinicdesk import demo, memory, opening, settings
from clinicdesk.audit.verifying import alarm
from clinicdesk.desk import Actor, Desk
from clinicdesk.drafts import Drafts, open_drafts
from clinicdesk.errors import Reason, Refused
from clinicdesk.messages import sentence
from clinicdesk.staff.actions import NOBODY
from clinicdesk.staff.passwords import Proof
from clinicdesk.staff.queries import (
    Account,
    ClinicFacts,
    clinic,
    clinic_identity,
    clinic_is_open,
    own_account,
)
from ui.background import Background
from ui.drafting import Drafting, Workstation
from ui.kit import theme
from ui.kit.errors import Failures
from ui.kit.garbage import Garbage
from ui.pages import Pages
from ui.session import Session
from ui.sheets.destinations import ask_for_file
from ui.shell.answered import Answered
from ui.shell.first_start import FirstStart
from ui.shell.lock import Lock
from ui.shell.main_window import MainWindow
from ui.shell.own_password import OwnPassword
from ui.shell.person_button import Person
from ui.shell.person_menu import bind_person
from ui.shell.presence import Presence
from ui.shell.sign_in import SignIn
from ui.shell.stopped import Stopped
from ui.shell.watch import Clock
from ui.staff import words
from ui.unfinished import tell_unfinished

_OPENING_SIZE = (1280, 720)


class App(QObject):
    """Shows one window at a time: first start, sign-in, or the main window of who is signed in."""

    def __init__(
        self,
        desk: Desk,
        now: Callable[[], datetime],
        hint: str = "",
        choose_file: Callable[[str], Path | None] = ask_for_file,
        drafts: Drafts | None = None,
        clocks: Sequence[Clock] = (time.monotonic,),
    ) -> None:
        """`hint` stands on the sign-in window, `choose_file` asks where to save a sheet.

        Without `drafts`, what is typed lasts as long as its window. `clocks` count seconds; the one
        that counts most locks an unused window.
        """
        super().__init__()
        self._desk = desk
        self.notice = ""
        """What to tell whoever signs in first."""
        self._choose_file = choose_file
        self._now = now
        self._hint = hint
        self.background = Background(desk, parent=self)
        self.failures = Failures(parent=self)
        self.background.failed.connect(self.failures.report)
        self.background.turned_out.connect(self._turn_out)
        self.failures.noticed.connect(self._warn)
        self.typing = Workstation(self.background, drafts, now)
        self.typing.discarded.connect(lambda undo: self._notify("Discarded.", undo))
        self.typing.not_kept.connect(lambda reasons: self.failures.report(Refused(*reasons)))
        self.window: QWidget | None = None
        self.lock = Lock(clocks, self)
        self.lock.left.connect(self.sign_in)

    def start(self) -> None:
        """Show the first window."""
        self.background.set_actor(NOBODY)
        self.background.read(self, clinic_is_open, then=self._begin)

    def close(self) -> None:
        """Finish what is under way and let go of the window."""
        self.flush_drafts()
        self.lock.end()
        self.background.close()
        if self.window is not None:
            self.window.close()
            self.window.deleteLater()

    def flush_drafts(self) -> None:
        """Write at once what is typed and not saved."""
        self.typing.flush()

    def sign_in(self, told: str = "") -> None:
        """Show the sign-in window, which may tell why; nobody is signed in any more."""
        waiting = self.typing.end()
        self.background.set_actor(NOBODY)
        hint = "\n".join(filter(None, [told, waiting, self._hint]))
        gate = SignIn(self.background, hint, alarm(self._desk))
        gate.signed_in.connect(self._welcome)
        self._show(gate)
        self.lock.end()

    def _turn_out(self, reasons: Sequence[Reason]) -> None:
        """Whoever may do nothing any more is back at the sign-in window, which says why."""
        if not isinstance(self.window, SignIn):
            self.sign_in()
            self.window.refuse(reasons)

    def _begin(self, is_open: bool) -> None:
        if is_open:
            self.sign_in()
            return
        self.typing.begin("", NOBODY, self._now().astimezone().tzinfo, self._set_up)

    def _set_up(self, drafts: Drafting) -> None:
        gate = FirstStart(self.background, drafts)
        gate.opened.connect(self.sign_in)
        self._show(gate)

    def _welcome(self, actor: Actor, proof: Proof) -> None:
        def take_identity(found: ClinicFacts, identity: str) -> None:
            opened = partial(self._open, actor, proof, found)
            self.typing.begin(identity, actor, found.zone, opened)

        def take_clinic(found: ClinicFacts) -> None:
            self.background.read(self, clinic_identity, then=partial(take_identity, found))

        self.background.read(self, clinic, then=take_clinic)

    def _open(self, actor: Actor, proof: Proof, found: ClinicFacts, drafts: Drafting) -> None:
        self.failures.zone = found.zone
        session = Session(self.background, actor, found, self._now, drafts)
        self.background.read(self, own_account, then=partial(self._admit, session, proof))

    def _admit(self, session: Session, proof: Proof, account: Account) -> None:
        if not account.has_one_time_password:
            self._work(session, account)
            return
        gate = OwnPassword(session, proof)
        gate.done.connect(lambda: self._work(session, account))
        self._show(gate)

    def _work(self, session: Session, account: Account) -> None:
        pages = Pages(session, go=self._go, notify=self._notify, choose_file=self._choose_file)
        person = Person(session.actor.name, words.roles(session.actor.roles))
        window = MainWindow(pages.entries(), clinic=session.clinic.name, person=person)
        for keys, act in pages.everywhere():
            window.bind(keys, act)
        if source := pages.source(window):
            window.let_find(source, self.background)
        bind_person(window, session, self.lock, self.sign_in, has_pin=account.has_pin)
        self.background.saving.connect(window.top_bar.show_saving)
        self.background.connected.connect(window.top_bar.show_connected)
        session.drafts.counted.connect(window.top_bar.show_unfinished)
        window.top_bar.show_unfinished(len(session.drafts.unfinished))
        Answered(self.background, window)
        Presence(self.background, window)
        self._show(window)
        self.lock.begin(session, window)
        tell_unfinished(session, self._notify)
        if self.notice:
            self._warn(self.notice)
            self.notice = ""

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

    def _notify(self, text: str, undo: Callable[[], object] | None = None) -> None:
        if isinstance(self.window, MainWindow):
            self.window.notify(text, undo)

    def _warn(self, text: str) -> None:
        if isinstance(self.window, MainWindow):
            self.window.warn(text)


def main(arguments: Sequence[str] | None = None) -> int:
    """Start the program; answers its exit code."""
    memory.keep_private()
    options = _parser().parse_args(arguments)
    application = QApplication.instance() or QApplication([])
    theme.apply(application)
    try:
        url = demo.database_url() if options.demo else options.database or settings.database_url()
        lock = _only_window(url)
        if options.demo:
            demo.make(url, _clock())
        opening.bring_up(url)
        anchors = None if options.demo else settings.anchors()
        desk = opening.open_desk(url, create=True, anchors=anchors)
    except Refused as refusal:
        return _stop([sentence(reason) for reason in refusal.reasons])
    drafts, notice = _drafts()
    hint = demo.HINT if options.demo else ""
    app = App(desk, _clock, hint, drafts=drafts, clocks=_clocks())
    garbage = Garbage(parent=app)
    app.lock.system.listen()
    app.notice = notice
    app.failures.install()
    app.start()
    try:
        return application.exec()
    finally:
        app.close()
        garbage.stop()
        desk.close()
        if drafts:
            drafts.close()
        lock.unlock()


def _drafts() -> tuple[Drafts | None, str]:
    """This workstation's drafts, and what there is to say about them."""
    try:
        found = open_drafts(settings.drafts_file(), _clock())
    except Refused as refusal:
        return None, sentence(refusal.reasons[0])
    return found, sentence(Reason("drafts.set_aside")) if found.set_aside else ""


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
    """One window per embedded file. Raises Refused when another has it.

    Where no lock can be made, opening the database says why.
    """
    file = opening.prepared_file(url)
    lock = QLockFile(f"{file}.lock" if file else "")
    taken = QLockFile.LockError.LockFailedError
    if file and not lock.tryLock(0) and lock.error() is taken:
        raise Refused(Reason("desk.open_elsewhere"))
    return lock


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="clinicdesk", description="ClinicDesk")
    parser.add_argument("--database", metavar="URL")
    parser.add_argument("--demo", action="store_true", help="open a made-up clinic to try things")
    return parser


def _clock() -> datetime:
    return datetime.now(UTC)


def _clocks() -> list[Clock]:
    """Every clock there is: some stand still while the computer sleeps, one can be set."""
    sleepless = getattr(time, "CLOCK_BOOTTIME", None)
    clocks = [time.monotonic, time.time]
    return clocks if sleepless is None else [*clocks, partial(time.clock_gettime, sleepless)]
