"""Who it is, at the top of a panel: the name whole, then born, age and number."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from clinicdesk.patients.queries import PatientFacts
from clinicdesk.scheduling.name_alerts import Namesake
from ui.kit import tokens
from ui.kit.labels import Label, Look
from ui.kit.name_alert import NameAlertChip, similar_names
from ui.scheduling.wording import identity
from ui.session import Session


class PatientLines(QWidget):
    """`about` are further lines on what the panel is for, such as the levels."""

    def __init__(
        self,
        session: Session,
        patient: PatientFacts,
        *about: str,
        namesakes: Sequence[Namesake] = (),
    ) -> None:
        super().__init__()
        self.name = patient.name.on_screen
        preferred = f"“{patient.name.preferred}”" if patient.name.preferred else ""
        self._column = column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(tokens.SPACE_HAIR)
        column.addWidget(Label(self.name, Look.TITLE, wrap=True))
        if preferred:
            column.addWidget(Label(preferred, Look.SMALL, wrap=True))
        self.alert = NameAlertChip()
        self.show_namesakes(session, namesakes)
        column.addWidget(self.alert, 0, Qt.AlignmentFlag.AlignLeft)
        for words in filter(None, (identity(patient, session.today()), *about)):
            column.addWidget(Label(words, Look.SMALL, wrap=True))

    def show_namesakes(self, session: Session, namesakes: Sequence[Namesake]) -> None:
        """Say who has a similar name, or that nobody has any more."""
        self.alert.show_names(similar_names(namesakes, session.zone))
