"""What is typed in one form: kept until it is saved, and brought back when the form opens again.

A form says once which fields are its draft, tells with `begin` that they show what is recorded, and
with `done` that they were saved. What `held` answers while they are sent tells `done` what was
typed since.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace

import shiboken6
from PySide6.QtCore import QObject, Signal

from clinicdesk import messages
from clinicdesk.drafts import Draft, Place
from ui.drafting import Drafting
from ui.kit.draft_strip import DraftStrip
from ui.kit.typed import Typeable, Typed, put_back_in, typed_in

_CHANGED = "The record was changed since: saving shows what differs."


class FormDraft(QObject):
    """What is typed in `fields`, whose names differ, about a record by its id, 0 for a new one.

    `strip` stands over the fields and says what came back. `begun` is told while they show what
    typing begins from, so that a form can remember it. `discarded` asks the form to show again
    what is recorded: nothing in it is a person's any more.
    """

    begun = Signal()
    discarded = Signal()

    def __init__(
        self, drafting: Drafting, form: str, fields: Sequence[Typeable], record: int = 0
    ) -> None:
        super().__init__()
        self.strip = DraftStrip()
        self.place = Place(form, record)
        self.lock_version = 0
        self._drafting = drafting
        self._fields: list[Typeable] = []
        self._is_typing = False
        self.watch(*fields)
        self._recorded = self._over = self._typed = typed_in(fields)
        self._came_back: Mapping[str, Typed] = {}
        self.strip.pressed.connect(self._press)

    def watch(self, *fields: Typeable) -> None:
        """Take more fields into the draft."""
        for field in fields:
            if getattr(field, "is_secret", False):
                raise ValueError(f"{field.name} is a secret and never written down")
            if field.name in {known.name for known in self._present()}:
                raise ValueError(f"two fields are called {field.name}")
            self._fields.append(field)
            field.edited.connect(self.note)

    @property
    def is_back(self) -> bool:
        """Whether the fields hold what was typed before and is not saved."""
        return self._drafting.live(self.place) is not None

    @property
    def is_edited(self) -> bool:
        """Whether the fields say something else than what is recorded: it must not be replaced."""
        return self._typed != self._recorded

    def begin(self, *, record: int | None = None, lock_version: int = 0) -> None:
        """The fields show what is recorded now: bring back what was typed over it.

        `self.lock_version` is then the version that was typed over, which may be an older one.
        """
        self._drafting.flush()
        self.place = self.place if record is None else replace(self.place, record_id=record)
        self.lock_version = lock_version
        self._is_typing = True
        self._start()
        draft = self._drafting.take_up(self.place)
        if draft and draft.typed != self._recorded:
            self._return(draft)
        elif draft:  # it was saved, and the program ended before it could forget it
            self._drafting.drop(self.place)
        else:
            self._offer()

    def remind(self) -> None:
        """Somebody comes back to the form: say that it still holds what was typed before."""
        self._drafting.flush()
        draft = self._drafting.live(self.place)
        if draft and not self.strip.words:
            self._came_back = draft.typed
            self.strip.say(f"What you typed on {self._when(draft)} is still here.", "Discard")

    def note(self) -> None:
        """Something in the fields is not saved; `edited` of a field tells so too."""
        if self._is_typing:
            self._typed = self.held()
            if not self._holds_what_came_back():
                self.strip.clear()
            self._drafting.note(self)

    def held(self) -> dict[str, Typed]:
        """What the fields say now."""
        return typed_in(self._present())

    def done(self, sent: Mapping[str, Typed] | None = None) -> bool:
        """What was `sent` is saved, or all that the fields hold: that is the new beginning.

        Answers whether they say nothing else; what was typed since stays a draft.
        """
        if sent is not None and sent != self.held():
            self._recorded = self._over = dict(sent)
            self.strip.clear()
            self.note()
            return False
        self._drafting.drop(self.place)
        self._start()
        return True

    def go_on(self, lock_version: int) -> None:
        """It was saved as this version, but for what was typed after it was sent."""
        self.lock_version = lock_version
        self.note()

    def draft(self) -> Draft | None:
        """What is to be kept; None when the fields say nothing but what is recorded."""
        if self._typed == self._recorded:
            return None
        now = self._drafting.now()
        return Draft(self.place, self.lock_version, self._over, self._typed, now)

    def discard(self) -> None:
        """Show what is recorded; what was typed can be brought back until the end of the day."""
        place = self.place
        self._drafting.discard(place)
        self._show(self._recorded)
        self._start()
        self.discarded.emit()
        self._offer()
        self._drafting.discarded.emit(lambda: self._bring_back(place))

    def _press(self) -> None:
        if self.is_back:
            self.discard()
        else:
            self._bring_back(self.place)

    def _bring_back(self, place: Place) -> None:
        draft = self._drafting.bring_back(place)
        if draft and place == self.place and shiboken6.isValid(self.strip):
            self._return(draft)

    def _start(self) -> None:
        self._recorded = self._over = self._typed = self.held()
        self.strip.clear()
        self.begun.emit()

    def _return(self, draft: Draft) -> None:
        changed = draft.lock_version != self.lock_version
        self.lock_version, self._over = draft.lock_version, draft.over
        if self._over != self._recorded:
            self._show(self._over)
            self.begun.emit()
        self._show(draft.typed)
        self._came_back = draft.typed
        words = f"What you typed on {self._when(draft)} is back."
        self.strip.say(f"{words} {_CHANGED}" if changed else words, "Discard")

    def _offer(self) -> None:
        last = self._drafting.put_away(self.place)
        if last:
            words = f"You discarded what you typed on {self._when(last)}."
            self.strip.say(words, "Bring it back")

    def _show(self, typed: Mapping[str, Typed]) -> None:
        self._is_typing = False
        put_back_in(self._present(), typed)
        self._is_typing = True
        self._typed = self.held()

    def _holds_what_came_back(self) -> bool:
        """Whether some field still says what was typed before and is not saved."""
        back, now, over = self._came_back, self._typed, self._recorded
        return self.is_back and any(now.get(name) == back[name] != over.get(name) for name in back)

    def _present(self) -> list[Typeable]:
        """The fields, but for those that left the form."""
        return [field for field in self._fields if shiboken6.isValid(field)]

    def _when(self, draft: Draft) -> str:
        return messages.moment(draft.saved_at.astimezone(self._drafting.zone))
