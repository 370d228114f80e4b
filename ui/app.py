"""The composition root of the windows: which comes after which, and which page knows which."""

import time
from collections.abc import Callable, Sequence
from datetime import datetime
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from clinicdesk.audit.verifying import alarm
from clinicdesk.desk import Actor, Desk
from clinicdesk.drafts import Drafts
from clinicdesk.errors import Reason, Refused
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
from ui import preferences
from ui.background import Background
from ui.drafting import Drafting, Workstation
from ui.kit.errors import Failures
from ui.kit.toast import UNDO
from ui.pages import Pages
from ui.session import Session
from ui.sheets.destinations import ask_for_file
from ui.shell.answered import Answered
from ui.shell.badges import Badges
from ui.shell.first_start import FirstStart
from ui.shell.lock import Lock
from ui.shell.main_window import MainWindow
from ui.shell.own_password import OwnPassword
from ui.shell.person_button import Person
from ui.shell.person_menu import bind_person
from ui.shell.presence import Presence
from ui.shell.privacy_view import PrivacyView
from ui.shell.sign_in import SignIn
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
        preferences.end()
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
        preferences.begin(session.actor.login)
        pages = Pages(session, go=self._go, notify=self._notify, choose_file=self._choose_file)
        person = Person(session.actor.name, words.roles(session.actor.roles))
        entries = pages.entries()
        window = MainWindow(entries, clinic=session.clinic.name, person=person, start=pages.start)
        Badges(self.background, window.rail, entries)
        window.offer_commands([*pages.everywhere(), *preferences.commands()])
        window.bind(preferences.ALSO_LARGER, lambda: preferences.step_text(1))
        window.let_read(words.guide_page(session.actor.roles))
        window.let_find(*pages.finder_words, pages.sources(window), self.background)
        bind_person(window, session, self.lock, self.sign_in, has_pin=account.has_pin)
        self.background.saving.connect(window.top_bar.show_saving)
        self.background.connected.connect(window.top_bar.show_connected)
        session.drafts.counted.connect(window.top_bar.show_unfinished)
        window.top_bar.show_unfinished(len(session.drafts.unfinished))
        Answered(self.background, window)
        PrivacyView(window)
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

    def _notify(
        self, text: str, undo: Callable[[], object] | None = None, label: str = UNDO
    ) -> None:
        if isinstance(self.window, MainWindow):
            self.window.notify(text, undo, label)

    def _warn(self, text: str) -> None:
        if isinstance(self.window, MainWindow):
            self.window.warn(text)


def _place(window: QWidget, old: QWidget | None) -> None:
    """Put a window where the one before it was, at the same size."""
    if old is None:
        window.resize(*_OPENING_SIZE)
        return
    window.setGeometry(old.geometry())
    window.setWindowState(old.windowState())
