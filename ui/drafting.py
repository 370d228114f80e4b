"""Keeps what one person types until it is saved: at most two seconds later it is on the disk.

Writing has a thread of its own, so neither a lost server nor a long print delays it.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, tzinfo
from functools import partial
from typing import Protocol

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QGuiApplication

from clinicdesk import messages
from clinicdesk.desk import Actor
from clinicdesk.drafts import Draft, Drafts, Place, Whose
from clinicdesk.errors import Reason
from ui.background import DRAFTS, Background
from ui.kit.throttle import Throttle

WAIT_MS = 1500
"""After the first unsaved key; what is left of two seconds is for the disk."""


class Form(Protocol):
    """Where something is typed."""

    place: Place

    def draft(self) -> Draft | None:
        """What is to be kept; None when there is nothing."""


class Drafting(QObject):
    """What one person types on this workstation. Without a `store` it lasts as long as the window.

    `discarded` carries a way to undo that; `not_kept` the reasons why the disk does not take it,
    once until it does again; `counted` in how many places, of those that a form has shown, there
    is work that is not saved.
    """

    discarded = Signal(object)
    not_kept = Signal(tuple)
    counted = Signal(int)

    def __init__(
        self,
        background: Background,
        store: Drafts | None,
        whose: Whose,
        *,
        now: Callable[[], datetime],
        zone: tzinfo,
        throttle: Throttle | None = None,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._background, self._store, self._whose = background, store, whose
        self.now, self.zone = now, zone
        self._live: dict[Place, Draft] = {}
        self._put_away: dict[Place, list[Draft]] = {}
        self._late: set[Place] = set()
        self._shown: set[Place] = set()
        self._unsaved: dict[Form, None] = {}
        self._complained = False
        self._throttle = throttle or Throttle(WAIT_MS, parent=self)
        self._throttle.due.connect(self._write)
        QGuiApplication.instance().focusWindowChanged.connect(self.flush)

    def load(self, then: Callable[[], object]) -> None:
        """Read what is kept, also when that fails; call before the first form opens."""
        if self._store is None:
            then()
            return

        def take(found: tuple[Draft, ...]) -> None:
            for draft in found:
                self._remember(draft)
            then()

        def go_on(reasons: tuple[Reason, ...]) -> None:
            then()
            self._complain(reasons)

        self._send("sweep", self.zone, self.now())
        self._background.press(
            self, self._store.of, self._whose, then=take, refused=go_on, thread=DRAFTS
        )

    @property
    def unfinished(self) -> tuple[Draft, ...]:
        """The work that is not saved, one draft for each place."""
        typing = {form.place: form.draft() for form in self._unsaved}
        return tuple(filter(None, {**self._live, **typing}.values()))

    def flush(self, *_: object) -> None:
        """Write at once what is not written yet."""
        self._throttle.rush()

    def live(self, place: Place) -> Draft | None:
        """What was typed there and neither saved nor discarded."""
        return self._live.get(place)

    def take_up(self, place: Place) -> Draft | None:
        """The same, for a form that shows it from now on."""
        draft = self.live(place)
        if draft:
            self._shown.add(place)
            self._count()
        return draft

    def put_away(self, place: Place) -> Draft | None:
        """What was discarded there last, today."""
        drafts = self._put_away.get(place, [])
        last = drafts[-1] if drafts else None
        today = self.now().astimezone(self.zone).date()
        return last if last and last.discarded_at.astimezone(self.zone).date() == today else None

    def note(self, form: Form) -> None:
        """Something was typed."""
        self._unsaved[form] = None
        self._shown.add(form.place)
        self._throttle.note()
        self._count()

    def drop(self, place: Place) -> None:
        """It is saved."""
        self._unsaved = {form: None for form in self._unsaved if form.place != place}
        if self._live.pop(place, None):
            self._send("drop", place)
        self._count()

    def discard(self, place: Place) -> None:
        """Put it away; until the end of the day it can be brought back."""
        self.flush()
        now = self.now()
        if self._set_aside(place, now):
            self._send("discard", place, now)
        self._count()

    def bring_back(self, place: Place) -> Draft | None:
        """What was discarded last counts again; what was typed since takes its place."""
        self.flush()
        last, now = self.put_away(place), self.now()
        if last:
            self._put_away[place].pop()
            self._set_aside(place, now)
            self._live[place] = replace(last, discarded_at=None)
            self._send("bring_back", place, now)
        return self.take_up(place)

    def _count(self) -> None:
        """Nobody can finish here what belongs to a record that no form shows any more."""
        self.counted.emit(sum(draft.place in self._shown for draft in self.unfinished))

    def _set_aside(self, place: Place, now: datetime) -> bool:
        draft = self._live.pop(place, None)
        if draft:
            self._remember(replace(draft, discarded_at=now))
        return draft is not None

    def _remember(self, draft: Draft) -> None:
        if draft.discarded_at is None:
            self._live[draft.place] = draft
        else:
            self._put_away.setdefault(draft.place, []).append(draft)

    def _write(self) -> None:
        unsaved, self._unsaved = self._unsaved, {}
        for form in unsaved:
            draft = form.draft()
            if draft is None:
                self.drop(form.place)
            else:
                self._live[draft.place] = draft
                self._late.add(draft.place)
        late, self._late = self._late, set()
        for place in late & self._live.keys():
            self._send("keep", self._live[place])
        self._count()

    def _send(self, gesture: str, *args: object) -> None:
        """Let the store do it, in the order of the gestures."""
        if self._store:
            self._background.press(
                self,
                getattr(self._store, gesture),
                self._whose,
                *args,
                then=self._done,
                refused=partial(self._refused, *args),
                thread=DRAFTS,
            )

    def _done(self, _: object) -> None:
        self._complained = False

    def _refused(self, about: object, *rest: object) -> None:
        """The disk did not take it: say so once, and try a draft again with the next ones."""
        if isinstance(about, Draft):
            self._late.add(about.place)
            self._throttle.note()
        self._complain(rest[-1])

    def _complain(self, reasons: object) -> None:
        if not self._complained:
            self._complained = True
            self.not_kept.emit(reasons)


class Workstation(QObject):
    """Keeps the typing of one person after the other; the signals are those of `Drafting`."""

    discarded = Signal(object)
    not_kept = Signal(tuple)

    def __init__(
        self, background: Background, store: Drafts | None, now: Callable[[], datetime]
    ) -> None:
        super().__init__()
        self._background, self._store, self._now = background, store, now
        self._drafting: Drafting | None = None
        self._name = ""

    def begin(
        self, clinic: str, who: Actor, zone: tzinfo, then: Callable[[Drafting], object]
    ) -> None:
        """Somebody of the clinic with this identity sits down; `then` gets what they typed."""
        whose, self._name = Whose(clinic, who.id), who.name
        drafting = Drafting(self._background, self._store, whose, now=self._now, zone=zone)
        drafting.discarded.connect(self.discarded)
        drafting.not_kept.connect(self.not_kept)
        self._drafting = drafting
        drafting.load(lambda: then(drafting))

    def flush(self) -> None:
        """Write at once what is typed and not saved."""
        if self._drafting:
            self._drafting.flush()

    def end(self) -> str:
        """Write what is typed; answers in words that it waits, "" when there is nothing."""
        self.flush()
        ended, self._drafting = self._drafting, None
        waits = ended is not None and ended.unfinished
        return messages.sentence(Reason("drafts.waiting", {"name": self._name})) if waits else ""
