"""One person of the staff list: another name, other roles, and whether they can come in."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout

from clinicdesk import messages
from clinicdesk.conflicts import Fields, differences
from clinicdesk.errors import Reason
from clinicdesk.scheduling.actions.people import bring_back_person, change_person, end_person
from clinicdesk.staff.actions import unlock_person
from clinicdesk.staff.members import ChangePerson, OfPerson, fields_of
from clinicdesk.staff.queries import Member, staff_list
from clinicdesk.staff.rules import Access
from ui.form_draft import FormDraft
from ui.kit import tokens
from ui.kit.buttons import Button, bind, primary, secondary
from ui.kit.card import Card
from ui.kit.chips import Chip
from ui.kit.conflict_card import CONFLICT, ConflictCard, met
from ui.kit.forms import ChoicesField, ErrorSummary, TextField
from ui.kit.labels import Label, Look
from ui.kit.tokens import Status
from ui.session import Session
from ui.staff import words
from ui.staff.one_time import OneTime

_OF_ACCESS = {
    Access.ACTIVE: "Ending access counts at once, at every workstation. What they recorded stays.",
    Access.LOCKED: "Too many wrong passwords. Unlock once you know it was this person.",
    Access.ENDED: "Bringing back gives the roles above again, with the password they had.",
}
_OWN = "This is you. Another administrator ends your access."
_UNSAVED = "Save what you changed above first."
_LABELS = {"name": "Name", "roles": "Roles"}


class PersonCard(Card):
    """What is typed about a person stays until it is saved, also while others are shown.

    `done` carries a sentence about what was changed, or why it was not when somebody else is shown
    by then, `closed` is emitted on Esc, and `outdated` when the list does not say what is recorded
    now.
    """

    done = Signal(str)
    closed = Signal()
    outdated = Signal()

    def __init__(self, session: Session) -> None:
        super().__init__("Change a person")
        self._session = session
        self._shown: Member | None = None
        self._began: Fields = {}
        self._chip = Chip(Status.WAIT, "")
        self.heading.addWidget(self._chip)
        self._login = Label("", Look.QUIET, wrap=True)
        self._about = Label("", Look.SMALL, wrap=True)
        self.errors = ErrorSummary()
        self.conflict = ConflictCard(_LABELS.__getitem__, _worded, self._put)
        self.name = TextField("&Name")
        self.roles = ChoicesField("&Roles", words.ROLES)
        self._draft = FormDraft(session.drafts, "scheduling.change_person", (self.name, self.roles))
        self.save = primary("&Save changes")
        self.unlock = secondary("&Unlock", "key")
        self.end = secondary("&End access", "door-exit")
        self.bring_back = secondary("&Bring back", "door-enter")
        self.close_button = Button("Close")
        self.one_time = OneTime(session.background)
        self.one_time.refused.connect(self._refused)
        self._arrange()
        self._connect()

    @property
    def access(self) -> str:
        """Whether the person can come in, in a word."""
        return self._chip.text

    @property
    def about(self) -> str:
        """What the button below does, or why there is none."""
        return self._about.text()

    def show_person(self, person: Member) -> None:
        """Show somebody of the list; what is being typed about the same person stays."""
        is_same = self._shows(person)
        if self._draft.is_edited and is_same:
            return
        self._shown = person
        self._began = fields_of(person.name, person.roles)
        if not is_same:
            self.errors.clear()
            self.conflict.clear()
        self.name.set_value(person.name)
        self.roles.set_value(person.roles)
        self._login.setText(f"Signs in as {person.login}")
        self._draft.begin(record=person.id, lock_version=person.lock_version)
        self._show_access(person)

    def _show_access(self, person: Member) -> None:
        is_own = person.id == self._session.actor.id
        access = person.access
        about = _UNSAVED if self._draft.is_edited else _OWN if is_own else _OF_ACCESS[access]
        self._chip.show_chip(words.STATUS[access], words.ACCESS[access], words.ICONS[access])
        self._about.setText(about)
        buttons = (self.unlock, self.end, self.bring_back)
        pressed = next((button for button in buttons if button.hasFocus()), None)
        self.unlock.setVisible(access is Access.LOCKED)
        self.end.setVisible(access is not Access.ENDED and not is_own)
        self.bring_back.setVisible(access is Access.ENDED)
        self.one_time.show_person(person, offered=not is_own and access is not Access.ENDED)
        for button in (*buttons, self.one_time.button):
            button.setEnabled(not self._draft.is_edited)
        if pressed and pressed.isHidden():  # a second press must not end anybody's access
            (self.bring_back if access is Access.ENDED else self.close_button).setFocus()

    def _save(self) -> None:
        assert self._shown
        request = ChangePerson(
            staff_member_id=self._shown.id,
            name=self.name.value(),
            roles=self.roles.value(),
            began=self._began,
        )
        self._ask(change_person, request, f"{request.name}: saved. It counts at once.")

    def _ask(self, action: Callable[..., Any], request: object, said: str) -> None:
        assert self._shown
        self.errors.clear()
        person, sent = self._shown, self._draft.held()
        began = fields_of(self.name.value(), self.roles.value())

        def saved(_: object) -> None:
            # The reload that follows shows the new values.
            if self._shows(person):
                self._draft.done(sent)
                self._began = began
                self.conflict.clear()
            self.done.emit(said)

        refused = partial(self._refused, person)
        self._session.background.change(self, action, request, then=saved, refused=refused)

    def _shows(self, person: Member) -> bool:
        """Whether nobody else was chosen by now."""
        return self._shown is not None and self._shown.id == person.id

    def _refused(self, person: Member, reasons: Sequence[Reason]) -> None:
        """Say it in the card of that person only; what was typed about them waits there."""
        if not self._shows(person):
            said = messages.sentence(reasons[0], self._session.zone)
            self.done.emit(f"{person.name}: {said}")
        elif reasons[0].code == CONFLICT:
            meet = partial(self._meet, person, reasons[0])
            self._session.background.read(self, staff_list, then=meet)
        else:
            self.errors.show_reasons(reasons)
        if reasons[0].code == "desk.changed_meanwhile":
            self.outdated.emit()

    def _meet(self, person: Member, conflict: Reason, people: tuple[Member, ...]) -> None:
        """Somebody else saved: ask which values count, and save again from theirs on."""
        if not self._shows(person):
            return
        self._shown = next(one for one in people if one.id == person.id)
        saved = fields_of(self._shown.name, self._shown.roles)
        began, self._began = self._began, saved
        typed = fields_of(self.name.value(), self.roles.value())
        self.conflict.show_conflict(
            met(conflict, self._session.zone), differences(began, saved, typed)
        )
        self._draft.go_on(self._shown.lock_version)
        self.outdated.emit()

    def _put(self, field: str, value: Any) -> None:
        getattr(self, field).set_value(value or "")
        self._draft.note()

    def _offer(self, button: Button, action: Callable[..., Any], said: str) -> None:
        def ask() -> None:
            assert self._shown
            about = OfPerson(staff_member_id=self._shown.id, lock_version=self._shown.lock_version)
            self._ask(action, about, said.format(self._shown.name))

        button.clicked.connect(lambda _: ask())

    def _note_edit(self) -> None:
        if self._shown:
            self._show_access(self._shown)

    def _connect(self) -> None:
        for field in (self.name, self.roles):
            field.edited.connect(self._note_edit)
        self._draft.discarded.connect(self.outdated)
        self.save.clicked.connect(lambda _: self._save())
        self.close_button.clicked.connect(self.closed)
        self._offer(self.unlock, unlock_person, "{} can sign in again.")
        self._offer(self.end, end_person, "{} cannot come in any more.")
        self._offer(self.bring_back, bring_back_person, "{} can sign in again.")
        bind(self.save, "Ctrl+Return", self)
        bind(self.close_button, "Esc", self)

    def _arrange(self) -> None:
        above = (self._draft.strip, self.errors, self.conflict)
        for part in (*above, self.name, self.roles, self._login):
            self.body.addWidget(part)
        self.body.addLayout(_row(self.save, self.close_button))
        self.body.addSpacing(tokens.SPACE_S)
        self.body.addWidget(self._about)
        self.body.addLayout(_row(self.unlock, self.end, self.bring_back))
        self.body.addWidget(self.one_time)


def _worded(field: str, value: Any) -> str:
    return words.roles(value or ()) if field == "roles" else str(value)


def _row(*buttons: Button) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setSpacing(tokens.SPACE_S)
    for button in buttons:
        row.addWidget(button)
    row.addStretch(1)
    return row
