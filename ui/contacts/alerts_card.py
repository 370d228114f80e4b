"""What everybody must see: added with a few words, ended with a reason."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from clinicdesk.contacts.actions import EndAlert, end_alert
from clinicdesk.contacts.queries import Alert, Contacts
from ui.contacts.alert_form import AlertForm
from ui.kit import theme, tokens
from ui.kit.buttons import Button, link
from ui.kit.card import Card
from ui.kit.emptying import empty
from ui.kit.labels import Label, Look
from ui.session import Session
from ui.strike_form import StrikeForm

_NONE = "No alert. What everybody must see on opening the chart goes here."
_AT_BOOKING = "Shown on the chart and when booking"
_ON_CHART = "Shown on the chart"


class AlertsCard(Card):
    """One alert per line; the form that asks for the reason opens under its line."""

    def __init__(self, session: Session, patient_id: int) -> None:
        super().__init__("Alerts")
        self.add = link("Add alert", "plus")
        theme.fix(self.add, height=tokens.LEAST_TARGET)
        self.form = AlertForm(session, patient_id)
        self.ending = StrikeForm(
            session,
            end_alert,
            lambda alert_id, reason: EndAlert(alert_id=alert_id, reason=reason),
            question="Why is the alert over?",
            button="End alert",
        )
        self.ending.setParent(self)
        self.links: dict[int, Button] = {}
        self.text = ""
        self._lines = QVBoxLayout()
        self._lines.setSpacing(tokens.SPACE_S)
        self.heading.addWidget(self.add)
        self.body.addLayout(self._lines)
        self.body.addWidget(self.form)
        self.add.clicked.connect(lambda _: self.form.begin())
        self.form.closed.connect(self.add.setFocus)
        self.ending.cancelled.connect(lambda alert_id: self.links[alert_id].setFocus())

    def enter(self) -> None:
        """Put the focus where an alert is added."""
        self.form.begin()

    def show_contacts(self, known: Contacts) -> None:
        """Show the alerts that are on now."""
        self._lines.removeWidget(self.ending)
        empty(self._lines)
        self.links = {}
        for alert in known.alerts:
            self._lines.addWidget(self._row(alert))
        if not known.alerts:
            self._lines.addWidget(Label(_NONE, Look.QUIET, wrap=True))
        self.text = "\n".join(alert.words for alert in known.alerts)
        self._place_ending()

    def _row(self, alert: Alert) -> QWidget:
        said = QVBoxLayout()
        said.setSpacing(tokens.SPACE_HAIR)
        said.addWidget(Label(alert.words, Look.STRONG, wrap=True))
        where = _AT_BOOKING if alert.at_booking else _ON_CHART
        said.addWidget(Label(where, Look.SMALL, wrap=True))
        holder = QWidget()
        row = QHBoxLayout(holder)
        row.setContentsMargins(0, 0, 0, 0)
        row.addLayout(said, 1)
        button = link("End")
        button.setAccessibleName(f"{alert.words}: end")
        button.clicked.connect(lambda _: self._end(alert))
        self.links[alert.id] = button
        row.addWidget(button, 0, Qt.AlignmentFlag.AlignTop)
        return holder

    def _end(self, alert: Alert) -> None:
        self.ending.ask(alert.id, alert.words)
        self._place_ending()
        self.ending.reason.setFocus()

    def _place_ending(self) -> None:
        """Under its line; the alert may have been ended meanwhile."""
        above = self.links.get(self.ending.entry_id)
        self._lines.removeWidget(self.ending)
        row = self._lines.indexOf(above.parentWidget()) if above else self._lines.count() - 1
        self._lines.insertWidget(row + 1, self.ending)
        if above is None:
            self.ending.close_form()
        else:
            QWidget.setTabOrder(above, self.ending.reason.control)
