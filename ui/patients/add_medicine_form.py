"""Adds one medicine after the other to the chart, at any time."""

from clinicdesk.record.actions import AddMedicine, add_medicine
from ui.add_form import AddForm
from ui.kit.announce import announce
from ui.kit.forms import TextField
from ui.patients import words
from ui.session import Session


class AddMedicineForm(AddForm):
    """While a name is typed, its note names the drug that must be held."""

    def __init__(self, session: Session, patient_id: int) -> None:
        self.name = TextField("Name and strength")
        kind, button = "record.add_medicine", "A&dd to the list"
        super().__init__(session, patient_id, kind, (self.name,), button)
        self.name.edited.connect(self._echo)

    def _echo(self) -> None:
        self.name.set_hint(words.recognised(self.name.value()))

    def add(self) -> None:
        request = AddMedicine(patient_id=self._patient_id, name=self.name.value())
        self._session.background.change(
            self,
            add_medicine,
            request,
            then=lambda _: self._added(request.name),
            refused=self.refuse,
        )

    def _added(self, name: str) -> None:
        """Ready for the next one, unless that is being typed already."""
        if self.name.value() == name:
            self.name.set_value("")
            self.name.set_hint("")
            self._draft.done()
        announce(self, f"{name} added")
