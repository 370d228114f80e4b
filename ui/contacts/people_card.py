"""Who belongs to the patient: whom to call, who decides and signs, who may be told."""

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from clinicdesk.contacts.actions import RecordContact, end_contact, record_contact
from clinicdesk.contacts.queries import Contacts, KnownContact
from clinicdesk.contacts.rules import Contact
from ui.contacts import words
from ui.contacts.contact_fields import ContactFields
from ui.contacts.record_form import RecordForm
from ui.kit import theme, tokens
from ui.kit.buttons import Button, link
from ui.kit.card import Card
from ui.kit.emptying import empty
from ui.kit.forms import ErrorSummary
from ui.kit.labels import Label, Look
from ui.session import Session

_NOBODY = "Nobody is recorded. Ask whom to call in an emergency."


class PeopleCard(Card):
    """One person per line; the form of a correction opens under its line."""

    def __init__(self, session: Session, patient_id: int) -> None:
        super().__init__("People")
        self._session, self._patient_id = session, patient_id
        self._known: Contacts | None = None
        self.add = link("A&dd person", "user-plus")
        theme.fix(self.add, height=tokens.LEAST_TARGET)
        self.errors = ErrorSummary()
        self.adding = self._form(
            "contacts.add_contact", self._new, lambda _: (None, 0), "&Add to the list"
        )
        self.changing = self._form(
            "contacts.record_contact", self._correction, self._shown, "Save changes"
        )
        self._lines = QVBoxLayout()
        self._lines.setSpacing(tokens.SPACE_S)
        self.links: dict[tuple[int, str], Button] = {}
        self.heading.addWidget(self.add)
        self.body.addWidget(self.errors)
        self.body.addLayout(self._lines)
        self.body.addWidget(self.adding)
        self.add.clicked.connect(lambda _: self.enter())
        self.adding.show_recorded(None, record=patient_id)
        self.adding.setVisible(self.adding.is_back)

    @property
    def text(self) -> str:
        """Who is recorded, one person per line."""
        people = self._known.people if self._known else ()
        return "\n".join(words.who(one.contact) for one in people)

    def enter(self) -> None:
        """Open the form for somebody new; what was typed there is still there."""
        self.adding.show()
        self.adding.enter()

    def show_contacts(self, known: Contacts) -> None:
        """Show who is recorded now."""
        self._known = known
        self._lines.removeWidget(self.changing)
        empty(self._lines)
        self.links = {}
        for person in known.people:
            self._lines.addWidget(self._row(person))
        if not known.people:
            self._lines.addWidget(Label(_NOBODY, Look.QUIET, wrap=True))
        self._place_changing()

    def _form(
        self,
        kind: str,
        request: Callable[[Contact, Contact | None], RecordContact],
        recorded: Callable[[Contacts], tuple[Contact | None, int]],
        save: str,
    ) -> RecordForm:
        form = RecordForm(
            self._session,
            self._patient_id,
            ContactFields(),
            kind,
            action=record_contact,
            request=request,
            recorded=recorded,
            save=save,
            may_close=True,
        )
        form.closed.connect(lambda: self._close(form))
        form.saved.connect(lambda: self._close(form))
        form.setParent(self)
        form.hide()
        return form

    def _new(self, contact: Contact, _: object) -> RecordContact:
        return RecordContact(patient_id=self._patient_id, contact=contact)

    def _correction(self, contact: Contact, began: Contact | None) -> RecordContact:
        return replace(self._new(contact, None), contact_id=self.changing.record, began=began)

    def _shown(self, known: Contacts) -> tuple[Contact | None, int]:
        for one in known.people:
            if one.id == self.changing.record:
                return one.contact, one.lock_version
        return None, 0

    def _row(self, person: KnownContact) -> QWidget:
        said = QVBoxLayout()
        said.setSpacing(tokens.SPACE_HAIR)
        said.addWidget(Label(words.who(person.contact), Look.STRONG, wrap=True))
        said.addWidget(Label(words.may(person.contact), Look.SMALL, wrap=True))
        holder = QWidget()
        row = QHBoxLayout(holder)
        row.setContentsMargins(0, 0, 0, 0)
        row.addLayout(said, 1)
        for text, then in (("Change", self._change), ("End", self._end)):
            button = link(text)
            button.setAccessibleName(f"{person.contact.name}: {text.lower()}")
            button.clicked.connect(lambda _, then=then: then(person))
            self.links[person.id, text] = button
            row.addWidget(button, 0, Qt.AlignmentFlag.AlignTop)
        return holder

    def _change(self, person: KnownContact) -> None:
        self.changing.record = person.id
        self.changing.show_recorded(self._known, record=person.id)
        self.changing.show()
        self._place_changing()
        self.changing.enter()

    def _place_changing(self) -> None:
        """Under its line; whom it is about may have been ended meanwhile."""
        above = self.links.get((self.changing.record, "End"))
        self._lines.removeWidget(self.changing)
        row = self._lines.indexOf(above.parentWidget()) if above else self._lines.count() - 1
        self._lines.insertWidget(row + 1, self.changing)
        if above is None:
            self.changing.hide()
        else:
            QWidget.setTabOrder(above, self.changing.fields.name.control)

    def _end(self, person: KnownContact) -> None:
        self.errors.clear()
        self._session.background.change(
            self,
            end_contact,
            person.id,
            then=lambda _: self.add.setFocus(),
            refused=self.errors.show_reasons,
        )

    def _close(self, form: RecordForm) -> None:
        form.hide()
        if form is self.adding:
            form.show_recorded(self._known, record=self._patient_id)
            self.add.setFocus()
            return
        below = self.links.get((form.record, "Change"), self.add)
        form.record = 0
        below.setFocus()
