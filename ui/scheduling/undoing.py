"""What a person did to the schedule in this window, to be taken back and done again."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any, Protocol

from PySide6.QtCore import QObject, Signal

from clinicdesk import messages
from clinicdesk.errors import Reason
from clinicdesk.scheduling.actions.undo import TakenBack, UndoChange, undo_change
from ui.kit.command import Command
from ui.scheduling.booking_request import Done
from ui.session import Session

_COUNTS_AGAIN = "All of it counts as before; print again what was taken back meanwhile."
# Nobody knows yet whether it was taken back, so it can be asked for once more.
_OPEN = {"desk.unanswered", "desk.busy"}


class Answer(Protocol):
    """What an action answers that can be taken back."""

    change_id: int


class Tell(Protocol):
    """Tells what was done, with a button that takes it back or does it again."""

    def __call__(
        self, text: str, undo: Callable[[], object] | None = ..., label: str = ...
    ) -> Any: ...


@dataclass(frozen=True)
class Deed:
    """Something done: `words` say what, "Moved MARTINEZ, Rosa to ...".

    `back` takes it back and `again` does it once more: an action and its request. Without `again`,
    that is the undo of the undo. `undone` are sentences on what it made undone.
    """

    words: str
    back: tuple[Callable[..., Any], Any]
    again: tuple[Callable[..., Any], Any] | None = None
    undone: tuple[str, ...] = ()


class Undoing(QObject):
    """Lives while somebody is signed in. `went` carries what counts after an undo or a redo."""

    went = Signal(object)

    def __init__(self, session: Session, tell: Tell, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session, self._tell = session, tell
        self._done: list[Deed] = []
        self._undone: list[Deed] = []
        self._under_way = False

    def commands(self) -> list[Command]:
        """Undo and redo, from every page."""
        return [
            Command("edit.undo", "Undo", self.undo, "Ctrl+Z", "Edit", everywhere=True),
            Command("edit.redo", "Redo", self.redo, "Ctrl+Y", "Edit", everywhere=True),
        ]

    def done(self, change: Answer, words: str, *undone: str) -> None:
        """Somebody did this just now; `undone` are sentences on what it made undone."""
        self.did(Deed(words, (undo_change, UndoChange(change.change_id)), undone=undone))

    def did_change(self, done: Done) -> None:
        """The same for what a page tells."""
        self.done(done.answer, done.words, *done.undone)

    def did(self, deed: Deed) -> None:
        """The same for what has its own way back."""
        self._done.append(deed)
        self._undone.clear()
        self._tell(" ".join([f"{deed.words}.", *deed.undone]), self.undo)

    def undo(self) -> None:
        """Take back what was done last."""
        if not self._done:
            self._tell("There is nothing to undo.")
        elif not self._under_way:
            deed = self._done[-1]
            self._ask(deed, deed.back, self._taken_back, self._done)

    def redo(self) -> None:
        """Do again what was taken back last."""
        if not self._undone:
            self._tell("There is nothing to redo.")
        elif not self._under_way:
            deed = self._undone[-1]
            assert deed.again is not None
            self._ask(deed, deed.again, self._done_again, self._undone)

    def _ask(
        self,
        deed: Deed,
        asked: tuple[Callable[..., Any], Any],
        then: Callable[[Deed, Any], None],
        among: list[Deed],
    ) -> None:
        self._under_way = True

        def answered(answer: Any) -> None:
            self._under_way = False
            among.remove(deed)
            then(deed, answer)
            if isinstance(answer, TakenBack):
                self.went.emit(answer)

        def refused(reasons: tuple[Reason, ...]) -> None:
            self._under_way = False
            if reasons[0].code not in _OPEN:
                among.remove(deed)
            self._tell(" ".join(messages.sentence(one, self._session.zone) for one in reasons))

        self._session.background.change(self, *asked, then=answered, refused=refused)

    def _taken_back(self, deed: Deed, answer: Any) -> None:
        again = deed.again or (undo_change, UndoChange(answer.change_id))
        self._undone.append(replace(deed, again=again))
        counts = [_COUNTS_AGAIN] if deed.undone else []
        self._tell(" ".join([f"Undone: {_in_a_sentence(deed.words)}.", *counts]), self.redo, "Redo")

    def _done_again(self, deed: Deed, answer: Any) -> None:
        is_change = isinstance(answer, TakenBack)
        back = (undo_change, UndoChange(answer.change_id)) if is_change else deed.back
        self._done.append(replace(deed, back=back, again=None if is_change else deed.again))
        self._tell(f"Done again: {_in_a_sentence(deed.words)}.", self.undo)


def _in_a_sentence(words: str) -> str:
    return words[:1].lower() + words[1:]
