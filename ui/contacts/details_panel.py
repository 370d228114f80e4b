"""The Details tab of a chart: what the Summary shows of reaching, people, payer and alerts."""

from enum import StrEnum

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from clinicdesk import topics
from clinicdesk.contacts.actions import (
    ChangeReach,
    RecordPayer,
    change_reach,
    end_payer,
    record_payer,
)
from clinicdesk.contacts.queries import Contacts, contacts
from ui.contacts.alerts_card import AlertsCard
from ui.contacts.payer_fields import PayerFields
from ui.contacts.people_card import PeopleCard
from ui.contacts.reach_fields import ReachFields
from ui.contacts.record_form import RecordForm
from ui.kit import theme, tokens
from ui.kit.buttons import link
from ui.kit.card import Card
from ui.kit.page import Page
from ui.kit.scrolling import scrolled
from ui.session import Session


class Section(StrEnum):
    """The parts of the tab, as other tabs lead to them."""

    REACH = "reach"
    PEOPLE = "people"
    PAYER = "payer"
    ALERTS = "alerts"


class DetailsPanel(Page):
    """Each card is saved by itself; what is typed in one stays while another one is saved."""

    doing = "Reading the details"

    def __init__(self, session: Session, patient_id: int) -> None:
        super().__init__(session.background, {topics.patient(patient_id)})
        self._session, self._patient_id = session, patient_id
        self.reach = RecordForm(
            session,
            patient_id,
            ReachFields(),
            "contacts.change_reach",
            action=change_reach,
            request=lambda reach, began: ChangeReach(
                patient_id=patient_id, reach=reach, began=began
            ),
            recorded=lambda known: (known.reach, known.lock_version),
            save="Save contact details",
        )
        self.payer = RecordForm(
            session,
            patient_id,
            PayerFields(session.today),
            "contacts.record_payer",
            action=record_payer,
            request=lambda payer, began: RecordPayer(
                patient_id=patient_id, payer=payer, began=began
            ),
            recorded=lambda known: (known.payer, known.payer_lock_version),
            save="Save co&verage",
        )
        self.people = PeopleCard(session, patient_id)
        self.alerts = AlertsCard(session, patient_id)
        self.no_payer = link("No longer covered")
        theme.fix(self.no_payer, height=tokens.LEAST_TARGET)
        self.no_payer.clicked.connect(lambda _: self._end_payer())
        self._sections: dict[str, QWidget] = {
            Section.REACH: self.reach,
            Section.PEOPLE: self.people,
            Section.PAYER: self.payer,
            Section.ALERTS: self.alerts,
        }
        self._arrange()

    def reload(self) -> None:
        self.read(contacts, self._patient_id, then=self._show)

    def show_section(self, section: str) -> None:
        """Put the focus where work on this part begins."""
        self._sections[section].enter()

    def _show(self, known: Contacts) -> None:
        self.reach.show_recorded(known)
        self.payer.show_recorded(known)
        self.people.show_contacts(known)
        self.alerts.show_contacts(known)
        self.no_payer.setVisible(known.payer is not None)

    def _end_payer(self) -> None:
        self._session.background.change(
            self,
            end_payer,
            self._patient_id,
            then=lambda _: self.payer.enter(),
            refused=self.payer.errors.show_reasons,
        )

    def _arrange(self) -> None:
        reaching, covering = Card("Contact details"), Card("Coverage")
        reaching.body.addWidget(self.reach)
        covering.heading.addWidget(self.no_payer)
        covering.body.addWidget(self.payer)
        sides = QHBoxLayout()
        sides.setContentsMargins(tokens.SPACE_XL, 20, tokens.SPACE_XL, tokens.SPACE_XL)
        sides.setSpacing(tokens.SPACE_L)
        for cards in ((reaching, self.alerts), (self.people, covering)):
            side = QVBoxLayout()
            side.setSpacing(tokens.SPACE_L)
            for card in cards:
                side.addWidget(card)
            side.addStretch(1)
            sides.addLayout(side, 1)
        column = QVBoxLayout()
        column.addLayout(sides)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(scrolled(column))
