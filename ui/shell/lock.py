"""The lock over one person's windows: when it closes, what it hides, who opens it."""

from collections.abc import Sequence

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from clinicdesk import topics
from clinicdesk.errors import Reason
from clinicdesk.messages import sentence
from clinicdesk.staff.queries import ClinicFacts, clinic
from ui.session import Session
from ui.shell.cover import Cover
from ui.shell.lock_window import LockWindow
from ui.shell.own_clipboard import OwnClipboard
from ui.shell.system_lock import SystemLock
from ui.shell.watch import Clock, Watch


class Lock(QObject):
    """`left` is emitted when the person is to be signed out, with what to say about it: too long
    away, or "" when somebody else wants to work. What they typed is for their drafts to keep.
    """

    left = Signal(str)

    def __init__(self, clocks: Sequence[Clock], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.window: LockWindow | None = None
        """The window of the lock while it is closed."""
        self.system = SystemLock(self)
        self.watch = Watch(clocks, self)
        self.clipboard = OwnClipboard(self)
        self._cover = Cover(self)
        self._session: Session | None = None
        self._over: QWidget | None = None
        self.system.locked.connect(self.close)
        self.watch.unused.connect(self.close)
        self.watch.left.connect(self._leave)

    def begin(self, session: Session, over: QWidget) -> None:
        """Somebody signed in; the lock will stand where their window `over` is."""
        self._session, self._over = session, over
        self.watch.begin(session.clinic.lock_minutes)
        session.background.changed.connect(self._notice)

    def end(self) -> None:
        """Nobody is signed in any more."""
        if self._session is None:
            return
        self._session.background.changed.disconnect(self._notice)
        self._session = self._over = None
        self.watch.end()
        self.clipboard.clear()
        self._cover.drop()
        self._put_away()

    def close(self) -> None:
        """Hide everything until the person proves who they are. Typed work stays as it is."""
        if self._session is None or self.window is not None:
            return
        self._session.drafts.flush()
        self.clipboard.clear()
        self.window = LockWindow(self._session)
        self.window.setGeometry(self._over.geometry())
        self.window.setWindowState(self._over.windowState())
        self.window.unlocked.connect(self._open)
        self.window.switch.connect(lambda: self.left.emit(""))
        self.watch.show_locked(True)
        self._cover.put_on(self.window)
        self.window.activateWindow()

    def _leave(self, code: str) -> None:
        name = {"name": self._session.actor.name}
        self.left.emit(sentence(Reason(code, name)))

    def _open(self) -> None:
        self._cover.take_off()
        self.watch.show_locked(False)
        self._put_away()

    def _put_away(self) -> None:
        window, self.window = self.window, None
        if window is not None:
            window.close()
            window.deleteLater()

    def _notice(self, changed: frozenset[str]) -> None:
        if topics.STAFF in changed and self._session:
            self._session.background.read(self, clinic, then=self._take)

    def _take(self, found: ClinicFacts) -> None:
        self.watch.lock_minutes = found.lock_minutes
