"""Adds one alert to the chart."""

from clinicdesk.contacts.actions import AddAlert, add_alert
from ui.add_form import AddForm
from ui.kit.announce import announce
from ui.kit.forms import CheckField, TextField
from ui.session import Session


class AlertForm(AddForm):
    """Closes once the alert is on the chart."""

    def __init__(self, session: Session, patient_id: int) -> None:
        self.words = TextField("What must everybody see?")
        self.at_booking = CheckField("Show when booking")
        fields = (self.words, self.at_booking)
        super().__init__(session, patient_id, "contacts.add_alert", fields, "Save alert")

    def add(self) -> None:
        request = AddAlert(
            patient_id=self._patient_id,
            words=self.words.value(),
            at_booking=self.at_booking.value(),
        )
        self._session.background.change(
            self,
            add_alert,
            request,
            then=lambda _: self._added(request),
            refused=self.refuse,
        )

    def _added(self, request: AddAlert) -> None:
        """Closed again, unless the next one is being typed already."""
        announce(self, f"{request.words} added")
        if self.words.value() == request.words:
            self.words.set_value("")
            self.at_booking.set_value(False)
            self._draft.done()
            self.close_form()
