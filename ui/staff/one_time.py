"""Letting somebody in who forgot their password: one is made that counts once."""

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from clinicdesk.staff.actions import GiveOneTimePassword, give_one_time_password
from clinicdesk.staff.passwords import hash_password, one_time_password
from clinicdesk.staff.queries import Member
from clinicdesk.staff.rules import ONE_TIME_LASTS
from ui.background import Background
from ui.kit import tokens
from ui.kit.announce import announce
from ui.kit.buttons import secondary
from ui.kit.labels import Label, Look

_LET_IN = f"Tell it to them now; it counts once, within {ONE_TIME_LASTS.days} days."


class OneTime(QWidget):
    """`refused` carries the person and the reasons.

    The password stands here until somebody else is shown.
    """

    refused = Signal(object, tuple)

    def __init__(self, background: Background) -> None:
        super().__init__()
        self._background = background
        self._person: Member | None = None
        self.button = secondary("One-&time password", "key")
        self._password = Label("", Look.SUBTITLE)
        self._password.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._about = Label("", Look.SMALL, wrap=True)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(tokens.SPACE_XS)
        column.addWidget(self.button, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(self._password)
        column.addWidget(self._about)
        self.button.clicked.connect(lambda _: self._make())

    @property
    def password(self) -> str:
        """The password to be told, "" when there is none."""
        return self._password.text()

    def show_person(self, person: Member, *, offered: bool) -> None:
        """Offer it for somebody of the list, or hide."""
        if self._person is None or self._person.id != person.id:
            self._tell("", "")
        self._person = person
        self.setVisible(offered)

    def _make(self) -> None:
        assert self._person
        give = partial(self._give, self._person)
        self._background.press(self, _made_for, self._person.login, then=give)

    def _give(self, person: Member, made: tuple[str, str]) -> None:
        password, hashed = made
        self._background.change(
            self,
            give_one_time_password,
            GiveOneTimePassword(
                staff_member_id=person.id,
                lock_version=person.lock_version,
                password_hash=hashed,
            ),
            then=lambda _: self._given(person, password),
            refused=lambda reasons: self.refused.emit(person, reasons),
        )

    def _given(self, person: Member, password: str) -> None:
        """Nobody reads it under another person's name."""
        if self._person and self._person.id == person.id:
            self._tell(password, _LET_IN)

    def _tell(self, password: str, about: str) -> None:
        self._password.setText(password)
        self._about.setText(about)
        self._password.setVisible(bool(password))
        self._about.setVisible(bool(password))
        if password:
            announce(self, f"{password}. {about}")


def _made_for(login: str) -> tuple[str, str]:
    """A new password and its hash: slow, so not on the window's thread."""
    password = one_time_password()
    return password, hash_password(password, login)
