"""Who can sign in, and adding people."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QVBoxLayout

from clinicdesk import topics
from clinicdesk.errors import Reason
from clinicdesk.messages import sentence
from clinicdesk.scheduling.actions.setup import add_person
from clinicdesk.staff.actions import NewPerson
from clinicdesk.staff.passwords import hash_password
from clinicdesk.staff.queries import Person, people
from clinicdesk.staff.rules import Role
from ui.kit import tokens
from ui.kit.buttons import bind, primary
from ui.kit.card import Card
from ui.kit.forms import ChoicesField, ErrorSummary, TextField
from ui.kit.page import Page
from ui.kit.rows_model import Column
from ui.kit.scrolling import scrolled
from ui.kit.table import Table
from ui.session import Session

ROLES = (
    (Role.FRONT_DESK, "Front desk"),
    (Role.NURSE, "Nurse"),
    (Role.PHYSICIAN, "Physician"),
    (Role.ADMINISTRATOR, "Administrator"),
)

_LOGIN_WIDTH = 150


class PeoplePage(Page):
    """The staff list; an administrator adds people with a first password.

    `done` carries a sentence about who was added.
    """

    done = Signal(str)

    def __init__(self, session: Session) -> None:
        super().__init__(session.background, {topics.STAFF})
        self._background = session.background
        self._list = Card("People")
        self._list.body.setContentsMargins(1, tokens.SPACE_L, 1, tokens.SPACE_S)
        self._list.heading.setContentsMargins(tokens.SPACE_XL, 0, tokens.SPACE_XL, 0)
        self.table: Table[Person] = Table("People", _columns(), key=lambda person: person.id)
        self._list.body.addWidget(self.table)
        row = QHBoxLayout(self)
        row.setContentsMargins(*(tokens.SPACE_XL,) * 4)
        row.setSpacing(tokens.SPACE_L)
        row.addWidget(self._list, 3)
        row.addWidget(_top(self._form()), 2)
        self._new.setVisible(session.may(Role.ADMINISTRATOR))

    @property
    def lines(self) -> list[str]:
        """The people as listed."""
        return [
            f"{row.name}   ·   {_roles(row)}   ·   signs in as {row.login}"
            for row in self.table.rows
        ]

    def reload(self) -> None:
        self._background.read(self, people, then=self.table.show_rows)

    def _form(self) -> Card:
        self._new = Card("Add a person")
        self.errors = ErrorSummary()
        self.name = TextField("&Name", hint="As staff and patients know it: Dr. N. Okafor")
        self.login = TextField("Si&gn-in name")
        self.roles = ChoicesField("&Roles", ROLES)
        self.password = TextField("First pass&word", secret=True, hint="At least 15 characters")
        self.button = primary("&Add person", "plus")
        for widget in (self.errors, self.name, self.login, self.roles, self.password, self.button):
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
            then=self._create,
            refused=self._refuse,
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
        )
        self._background.change(
            self, add_person, person, then=lambda _: self._added(person.name), refused=self._refuse
        )

    def _added(self, name: str) -> None:
        self.done.emit(f"{name} can sign in now.")
        for field in (self.name, self.login, self.password):
            field.set_value("")
        self.roles.set_value(())
        self.name.setFocus()

    def _refuse(self, reasons: Sequence[Reason]) -> None:
        self.errors.show_sentences([sentence(reason) for reason in reasons])


def _columns() -> tuple[Column[Person], ...]:
    return (
        Column("Name", lambda person: person.name, strong=True),
        Column("Roles", _roles),
        Column("Sign-in name", lambda person: person.login, width=_LOGIN_WIDTH),
    )


def _roles(person: Person) -> str:
    words = dict(ROLES)
    return ", ".join(words[role] for role in person.roles)


def _top(card: Card) -> QScrollArea:
    """The card at its own height, scrolling where the window is too low for it."""
    column = QVBoxLayout()
    column.addWidget(card)
    return scrolled(column)
