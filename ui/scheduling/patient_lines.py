"""Who it is, at the top of a panel: the name whole, then born, age and number."""

from PySide6.QtWidgets import QVBoxLayout, QWidget

from clinicdesk.patients.queries import PatientFacts
from ui.kit import tokens
from ui.kit.labels import Label, Look
from ui.scheduling.wording import identity
from ui.session import Session


class PatientLines(QWidget):
    """`about` are further lines on what the panel is for, such as the levels."""

    def __init__(self, session: Session, patient: PatientFacts, *about: str) -> None:
        super().__init__()
        self.name = patient.name.on_screen
        preferred = f"“{patient.name.preferred}”" if patient.name.preferred else ""
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(tokens.SPACE_HAIR)
        column.addWidget(Label(self.name, Look.TITLE, wrap=True))
        for words in (preferred, identity(patient, session.today()), *about):
            if words:
                column.addWidget(Label(words, Look.SMALL, wrap=True))
