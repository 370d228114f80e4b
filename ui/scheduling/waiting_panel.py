"""The patients who are approved and have no place yet, beside the day they could have one on."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from clinicdesk.scheduling.queries import Waiting
from ui.kit import theme, tokens
from ui.kit.labels import Label, Look
from ui.kit.name_alert import similar_names
from ui.kit.painting import canvas
from ui.kit.privacy import shown_name, unless_private
from ui.kit.regions import mark_region
from ui.kit.scrolling import scrolled
from ui.scheduling.pick_list import PickList, Row
from ui.scheduling.wording import identity, procedure
from ui.session import Session

_EDGE = 20


class WaitingPanel(QWidget):
    """`place_wanted` carries the id of the case to book."""

    place_wanted = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        theme.fix(self, width=tokens.PANEL_WIDTH)
        self.setAccessibleName("To schedule")
        mark_region(self)
        self._waiting: tuple[Waiting, ...] = ()
        self._count = Label("", Look.SMALL)
        self._nobody = Label("No approved patient waits for a date.", Look.SMALL, wrap=True)
        self.list = PickList("Patients to schedule", link="Place")
        self.list.picked.connect(lambda at: self.place_wanted.emit(self._waiting[at].case_id))
        heading = QHBoxLayout()
        heading.setSpacing(tokens.SPACE_S)
        heading.addWidget(Label("To schedule", Look.SUBTITLE))
        heading.addWidget(self._count, 1)
        contents = QVBoxLayout()
        contents.setContentsMargins(_EDGE, _EDGE, _EDGE, _EDGE)
        contents.setSpacing(tokens.SPACE_M)
        contents.addLayout(heading)
        contents.addWidget(self._nobody)
        contents.addWidget(self.list)
        column = QVBoxLayout(self)
        column.setContentsMargins(1, 0, 0, 0)
        column.addWidget(scrolled(contents))

    def show_waiting(self, waiting: Sequence[Waiting], session: Session) -> None:
        """List who waits, the longest waiting first."""
        self._waiting = tuple(waiting)
        many = "1 patient" if len(waiting) == 1 else f"{len(waiting)} patients"
        self._count.setText(many if waiting else "")
        self._nobody.setVisible(not waiting)
        self.list.setVisible(bool(waiting))
        self.list.show_rows([waiting_row(one, session) for one in waiting])

    def paintEvent(self, event: QPaintEvent) -> None:
        with canvas(self) as painter:
            painter.fillRect(self.rect(), theme.color("surface"))
            painter.fillRect(0, 0, 1, self.height(), theme.color("border"))


def waiting_row(one: Waiting, session: Session) -> Row:
    """A waiting patient in a list."""
    who = unless_private(identity(one.patient, session.today()), f"MRN {one.patient.mrn}")
    namesakes = similar_names(one.namesakes, session.zone, listed=True)
    return Row(shown_name(one.patient.name), f"{who}\n{procedure(one.levels)}", namesakes)
