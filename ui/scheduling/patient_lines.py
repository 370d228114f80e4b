"""Who it is, at the top of a panel: the name whole, then born, age and number."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from clinicdesk.patients.queries import PatientFacts
from clinicdesk.record.queries import Chart
from ui.kit import tokens
from ui.kit.icons import Icon
from ui.kit.labels import Label, Look
from ui.scheduling.wording import identity, thinner
from ui.session import Session


class PatientLines(QWidget):
    """`about` are further lines on what the panel is for, such as the levels."""

    def __init__(self, session: Session, patient: PatientFacts, *about: str) -> None:
        super().__init__()
        self.name = patient.name.on_screen
        preferred = f"“{patient.name.preferred}”" if patient.name.preferred else ""
        self._column = column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(tokens.SPACE_HAIR)
        column.addWidget(Label(self.name, Look.TITLE, wrap=True))
        for words in (preferred, identity(patient, session.today()), *about):
            if words:
                column.addWidget(Label(words, Look.SMALL, wrap=True))

    def show_thinner(self, chart: Chart) -> None:
        """Add a line on blood thinners, loud where a hold or a question comes first."""
        words, loud = thinner(chart)
        row = QHBoxLayout()
        row.setSpacing(6)
        if loud:
            icon = Icon("droplet-off", "attn_fg", tokens.ICON_SMALL)
            row.addWidget(icon, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(Label(words, Look.WARNING if loud else Look.SMALL, wrap=True), 1)
        self._column.addLayout(row)
