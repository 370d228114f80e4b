"""The first start of a new clinic: its site and its first administrator."""

from zoneinfo import available_timezones

from PySide6.QtCore import Signal

from clinicdesk.scheduling.actions.setup import OpenClinic, open_clinic
from clinicdesk.staff.actions import NOBODY, NewPerson, OpenSite
from clinicdesk.staff.passwords import hash_password
from clinicdesk.staff.rules import Role
from ui.background import Background
from ui.drafting import Drafting
from ui.form_draft import FormDraft
from ui.kit.buttons import bind, primary
from ui.kit.forms import ComboField, ErrorSummary, PhoneField, TextField, check
from ui.kit.labels import Label, Look
from ui.shell.gate import Gate

_COMMON_ZONES = (
    ("America/New_York", "Eastern time (New York)"),
    ("America/Chicago", "Central time (Chicago)"),
    ("America/Denver", "Mountain time (Denver)"),
    ("America/Phoenix", "Arizona (Phoenix)"),
    ("America/Los_Angeles", "Pacific time (Los Angeles)"),
    ("America/Anchorage", "Alaska (Anchorage)"),
    ("Pacific/Honolulu", "Hawaii (Honolulu)"),
    ("America/Puerto_Rico", "Atlantic time (Puerto Rico)"),
)


class FirstStart(Gate):
    """`opened` is emitted once the clinic exists; the administrator then signs in."""

    opened = Signal()

    def __init__(self, background: Background, drafts: Drafting) -> None:
        super().__init__(
            "Set up your clinic",
            "This is the first start. Nobody can sign in until there is an administrator. "
            "To try ClinicDesk with made-up patients instead, start it with --demo.",
            width=640,
        )
        self._background = background
        self.errors = ErrorSummary()
        self.clinic = TextField("Clinic &name")
        self.zone = ComboField("&Time zone", _zones())
        self.phone = PhoneField("&Phone")
        self.after_hours = PhoneField("&After-hours phone", hint="Printed on every sheet")
        self.address = TextField("A&ddress")
        self.name = TextField("&Your name")
        self.login = TextField("Sign-in na&me")
        self.password = TextField("Pass&word", secret=True, hint="At least 15 characters")
        self.again = TextField("Password a&gain", secret=True)
        self._needed = (
            *(self.clinic, self.phone, self.address),
            *(self.name, self.login, self.password),
        )
        self.button = primary("&Open the clinic", "check")
        where = (self.clinic, self.zone, self.phone, self.after_hours, self.address)
        self._draft = FormDraft(drafts, "staff.clinic", (*where, self.name, self.login))
        self._arrange()
        self._draft.begin()
        self.button.clicked.connect(self._open)
        bind(self.button, "Ctrl+Return", self)
        self.clinic.setFocus()

    def _arrange(self) -> None:
        body = self.card.body
        body.addWidget(self._draft.strip)
        body.addWidget(self.errors)
        for fields in (
            (self.clinic, self.zone),
            (self.phone, self.after_hours),
            (self.address,),
        ):
            self.add_row(*fields)
        body.addWidget(Label("First administrator", Look.SUBTITLE))
        self.add_row(self.name, self.login)
        self.add_row(self.password, self.again)
        body.addWidget(self.button)

    def _open(self) -> None:
        self.errors.clear()
        missing = [f"{field.name}: fill this in." for field in self._needed if not field.value()]
        if self.zone.value() is None:
            missing.append("Time zone: choose the clinic's.")
        if self.password.value() != self.again.value():
            missing.append("Password again: type the same password twice.")
        missing += check(self.phone, self.after_hours)
        if missing:
            self.errors.show_sentences(missing)
            return
        self._background.press(
            self,
            hash_password,
            self.password.value(),
            self.login.value(),
            self.name.value(),
            self.clinic.value(),
            then=self._create,
            refused=self.errors.show_reasons,
        )

    def _create(self, password_hash: str) -> None:
        site = OpenSite(
            name=self.clinic.value(),
            time_zone=self.zone.value() or "",
            phone=self.phone.value(),
            after_hours_phone=self.after_hours.value(),
            address=self.address.value(),
        )
        administrator = NewPerson(
            login=self.login.value(),
            name=self.name.value(),
            roles=(Role.ADMINISTRATOR,),
            password_hash=password_hash,
        )
        self._background.set_actor(NOBODY)
        self._background.change(
            self,
            open_clinic,
            OpenClinic(site=site, administrator=administrator),
            then=lambda _: self._opened(),
            refused=self.errors.show_reasons,
        )

    def _opened(self) -> None:
        self._draft.done()
        self.opened.emit()


def _zones() -> list[tuple[str, str]]:
    common = [zone for zone, _ in _COMMON_ZONES]
    others = sorted(zone for zone in available_timezones() if "/" in zone and zone not in common)
    return [*_COMMON_ZONES, *((zone, zone.replace("_", " ")) for zone in others)]
