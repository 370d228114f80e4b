"""Who can sign in, and adding people."""

from collections.abc import Sequence

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

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
from ui.kit.labels import Label, Look
from ui.kit.page import Page
from ui.session import Session

ROLES = (
    (Role.FRONT_DESK, "Front desk"),
    (Role.NURSE, "Nurse"),
    (Role.PHYSICIAN, "Physician"),
    (Role.ADMINISTRATOR, "Administrator"),
)


class PeoplePage(Page):
    """The staff list; an administrator adds people with a first password."""

    def __init__(self, session: Session) -> None:
        super().__init__(session.background, {topics.STAFF})
        self._background = session.background
        self._list = Card("People")
        self._names = QVBoxLayout()
        self._names.setSpacing(tokens.SPACE_S)
        self._list.body.addLayout(self._names)
        row = QHBoxLayout(self)
        row.setContentsMargins(*(tokens.SPACE_XL,) * 4)
        row.setSpacing(tokens.SPACE_L)
        row.addWidget(self._list, 3)
        row.addWidget(self._form(), 2)
        self._new.setVisible(session.may(Role.ADMINISTRATOR))

    @property
    def lines(self) -> list[str]:
        """The people as listed."""
        return [self._names.itemAt(at).widget().text() for at in range(self._names.count())]

    def reload(self) -> None:
        self._background.read(self, people, then=self._show)

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
        self._new.body.addStretch(1)
        self.button.clicked.connect(self._add)
        bind(self.button, "Ctrl+Return", self._new)
        return self._new

    def _show(self, found: tuple[Person, ...]) -> None:
        while item := self._names.takeAt(0):
            item.widget().deleteLater()
        words = dict(ROLES)
        for person in found:
            roles = ", ".join(words[role] for role in person.roles)
            line = f"{person.name}   ·   {roles}   ·   signs in as {person.login}"
            self._names.addWidget(Label(line, Look.BODY, wrap=True))

    def _add(self) -> None:
        self.errors.clear()
        if not self.roles.value():
            self.errors.show_sentences(["Roles: choose at least one."])
            return
        self._background.press(
            self,
            hash_password,
            self.password.value(),
            self.login.value(),
            then=self._create,
            refused=self._refuse,
        )

    def _create(self, password_hash: str) -> None:
        person = NewPerson(
            login=self.login.value(),
            name=self.name.value(),
            roles=self.roles.value(),
            password_hash=password_hash,
        )
        self._background.change(
            self, add_person, person, then=lambda _: self._clear(), refused=self._refuse
        )

    def _clear(self) -> None:
        for field in (self.name, self.login, self.password):
            field.set_value("")
        self.roles.set_value(())
        self.name.setFocus()

    def _refuse(self, reasons: Sequence[Reason]) -> None:
        self.errors.show_sentences([sentence(reason) for reason in reasons])
