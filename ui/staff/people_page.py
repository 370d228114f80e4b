"""Who works here: adding people, changing them, ending and bringing back."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QVBoxLayout

from clinicdesk import topics
from clinicdesk.scheduling.actions.people import add_person
from clinicdesk.staff.actions import NewPerson
from clinicdesk.staff.passwords import hash_password
from clinicdesk.staff.queries import Member, staff_list
from ui.drafting import Drafting
from ui.form_draft import FormDraft
from ui.kit import tokens
from ui.kit.buttons import bind, primary, secondary
from ui.kit.card import Card
from ui.kit.forms import ChoicesField, ErrorSummary, TextField
from ui.kit.page import Page
from ui.kit.rows_model import Column
from ui.kit.scrolling import scrolled
from ui.kit.table import Table
from ui.session import Session
from ui.staff import words
from ui.staff.person_card import PersonCard

_LOGIN_WIDTH, _ACCESS_WIDTH = 130, 110


class PeoplePage(Page):
    """The administrator's staff list: people are added with a first password, and changed.

    Enter or a click on somebody opens them beside the list; `done` carries a sentence about what
    was done.
    """

    doing = "Reading the people"

    done = Signal(str)

    def __init__(self, session: Session) -> None:
        super().__init__(session.background, {topics.STAFF})
        self._background = session.background
        self._list = Card("People")
        self._list.body.setContentsMargins(1, tokens.SPACE_L, 1, tokens.SPACE_S)
        self._list.heading.setContentsMargins(tokens.SPACE_XL, 0, tokens.SPACE_XL, 0)
        self.table: Table[Member] = Table("People", _columns(), key=lambda person: person.id)
        self.person = PersonCard(session)
        self.person.hide()
        self.new_person = secondary("Ne&w person", "user-plus")
        self.new_person.hide()
        self._list.heading.addWidget(self.new_person)
        self._list.body.addWidget(self.table)
        row = QHBoxLayout()
        row.setContentsMargins(*(tokens.SPACE_XL,) * 4)
        row.setSpacing(tokens.SPACE_L)
        row.addWidget(self._list, 3)
        row.addWidget(_top(self._form(session.drafts), self.person), 2)
        self.fill(session, row)
        self.table.selected.connect(self._follow)
        self.table.clicked.connect(lambda _: self._show_person(self.table.current_row()))
        self.table.opened.connect(self._open_person)
        self.person.done.connect(self.done)
        self.person.outdated.connect(self.reload)
        self.person.closed.connect(self._close_person)
        self.new_person.clicked.connect(lambda _: self._new_person())

    @property
    def lines(self) -> list[str]:
        """The people as listed."""
        return [
            f"{row.name}   ·   {words.roles(row.roles)}   ·   signs in as {row.login}"
            for row in self.table.rows
        ]

    def reload(self) -> None:
        self.read(staff_list, then=self.table.show_rows)

    def _show_person(self, person: Member | None) -> None:
        self.person.setVisible(person is not None)
        self._new.setVisible(person is None)
        self.new_person.setVisible(person is not None)
        if person:
            self.person.show_person(person)

    def _follow(self, person: Member | None) -> None:
        """The card goes with the list once it is open; the focus alone does not open it."""
        if not self.person.isHidden():
            self._show_person(person)

    def _open_person(self, person: Member) -> None:
        self._show_person(person)
        self.person.name.setFocus()

    def _close_person(self) -> None:
        self._show_person(None)
        self.table.setFocus()

    def _new_person(self) -> None:
        self._show_person(None)
        self.name.setFocus()

    def _form(self, drafts: Drafting) -> Card:
        self._new = Card("Add a person")
        self.errors = ErrorSummary()
        self.name = TextField("&Name", hint="As staff and patients know it: Dr. N. Okafor")
        self.login = TextField("Si&gn-in name")
        self.roles = ChoicesField("&Roles", words.ROLES)
        hint = "At least 15 characters; it counts once"
        self.password = TextField("First pass&word", secret=True, hint=hint)
        self.button = primary("&Add person", "plus")
        fields = (self.name, self.login, self.roles)
        self._draft = FormDraft(drafts, "scheduling.add_person", fields)
        self._draft.begin()
        for widget in (self._draft.strip, self.errors, *fields, self.password, self.button):
            self._new.body.addWidget(widget)
        self.button.clicked.connect(self._add)
        bind(self.button, "Ctrl+Return", self._new)
        return self._new

    def _add(self) -> None:
        self.errors.clear()
        if missing := self._missing():
            self.errors.show_sentences(missing)
            return
        self._background.press(
            self,
            hash_password,
            self.password.value(),
            self.login.value(),
            self.name.value(),
            then=self._create,
            refused=self.errors.show_reasons,
        )

    def _missing(self) -> list[str]:
        fields = (self.name, self.login, self.password)
        missing = [f"{field.name}: fill this in." for field in fields if not field.value()]
        return missing if self.roles.value() else [*missing, "Roles: choose at least one."]

    def _create(self, password_hash: str) -> None:
        person = NewPerson(
            login=self.login.value(),
            name=self.name.value(),
            roles=self.roles.value(),
            password_hash=password_hash,
            one_time=True,
        )
        self._background.change(
            self,
            add_person,
            person,
            then=lambda _: self._added(person.name),
            refused=self.errors.show_reasons,
        )

    def _added(self, name: str) -> None:
        self.done.emit(f"{name} can sign in now.")
        for field in (self.name, self.login, self.password):
            field.set_value("")
        self.roles.set_value(())
        self._draft.done()
        self.name.setFocus()


def _columns() -> tuple[Column[Member], ...]:
    return (
        Column("Name", lambda person: person.name, strong=True),
        Column("Roles", lambda person: words.roles(person.roles)),
        Column("Sign-in name", lambda person: person.login, width=_LOGIN_WIDTH),
        Column(
            "Access",
            lambda person: words.ACCESS[person.access],
            status=lambda person: words.STATUS[person.access],
            icon=lambda person: words.ICONS[person.access],
            width=_ACCESS_WIDTH,
        ),
    )


def _top(*cards: Card) -> QScrollArea:
    """Cards at their own height, scrolling where the window is too low for them."""
    column = QVBoxLayout()
    for card in cards:
        column.addWidget(card)
    return scrolled(column)
