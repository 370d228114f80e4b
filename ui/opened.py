"""From the command line to an open clinic: all that `ui/start.py` loads behind the first window."""

from dataclasses import dataclass
from datetime import UTC, datetime

from PySide6.QtCore import QLockFile

from clinicdesk import opening, settings
from clinicdesk.desk import Desk
from clinicdesk.drafts import Drafts, open_drafts
from clinicdesk.errors import Reason, Refused
from clinicdesk.messages import sentence


@dataclass(frozen=True)
class Opened:
    """An open clinic; `hint` stands on the sign-in window, `notice` is told to who signs in."""

    desk: Desk
    drafts: Drafts | None
    notice: str
    hint: str
    lock: QLockFile

    def close(self) -> None:
        """Let go of the files."""
        self.desk.close()
        if self.drafts:
            self.drafts.close()
        self.lock.unlock()


def open_clinic(database: str | None, *, made_up: bool) -> Opened:
    """Open this database, or a made-up one, or the one of the settings.

    Raises Refused when it cannot be opened, or another window has it.
    """
    if made_up:
        return _open_made_up()
    url = database or settings.database_url()
    lock = _only_window(url)
    opening.bring_up(url)
    desk = opening.open_desk(url, create=True, anchors=settings.anchors())
    return Opened(desk, *_drafts(), hint="", lock=lock)


def _open_made_up() -> Opened:
    from clinicdesk import demo  # noqa: PLC0415 - a real clinic does without

    url = demo.database_url()
    lock = _only_window(url)
    demo.make(url, clock())
    opening.bring_up(url)
    return Opened(opening.open_desk(url), *_drafts(), hint=demo.HINT, lock=lock)


def clock() -> datetime:
    """The present instant."""
    return datetime.now(UTC)


def _drafts() -> tuple[Drafts | None, str]:
    """This workstation's drafts, and what there is to say about them."""
    try:
        found = open_drafts(settings.drafts_file(), clock())
    except Refused as refusal:
        return None, sentence(refusal.reasons[0])
    return found, sentence(Reason("drafts.set_aside")) if found.set_aside else ""


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
