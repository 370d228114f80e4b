"""Says under the banner which records were merged into this one, with the way back."""

from collections.abc import Sequence
from datetime import datetime
from functools import partial
from zoneinfo import ZoneInfo

from PySide6.QtCore import Qt
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from clinicdesk import messages
from clinicdesk.duplicates.actions import UndoMerge, undo_merge
from clinicdesk.duplicates.queries.merging import Merged, merges_of
from clinicdesk.errors import Reason
from ui.kit import theme, tokens
from ui.kit.announce import announce
from ui.kit.buttons import Button, link
from ui.kit.labels import Label, Look
from ui.kit.painting import canvas
from ui.kit.stops import mark_above
from ui.session import Session


class MergedStrip(QWidget):
    """Hidden while nothing was merged; the newest merge has its Undo."""

    def __init__(self, session: Session, patient_id: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session, self._patient_id = session, patient_id
        self._merges: tuple[Merged, ...] = ()
        mark_above(self)
        self.lines: list[Label] = []
        self.problem = Label("", Look.ERROR, wrap=True)
        self.undo: Button = link("Undo the merge", "arrow-back-up")
        self.undo.clicked.connect(lambda _: self._undo())
        self._said = QVBoxLayout()
        self._said.addWidget(self.problem)
        row = QHBoxLayout(self)
        row.setContentsMargins(tokens.SPACE_XL, tokens.SPACE_XS, 20, tokens.SPACE_XS)
        row.setSpacing(tokens.SPACE_M)
        row.addLayout(self._said, 1)
        row.addWidget(self.undo, 0, Qt.AlignmentFlag.AlignTop)
        self.show_merges(())

    def reload(self) -> None:
        """Read again what was merged."""
        self._session.background.read(self, merges_of, self._patient_id, then=self.show_merges)

    def show_merges(self, merges: Sequence[Merged]) -> None:
        """Show these merges and no others, the newest first."""
        if self._merges != tuple(merges):
            self.problem.setText("")
        self._merges = tuple(merges)
        for line in self.lines:
            self._said.removeWidget(line)
            line.hide()
            line.deleteLater()
        self.lines = [Label(self._worded(one), Look.SMALL, wrap=True) for one in merges]
        for place, line in enumerate(self.lines):
            self._said.insertWidget(place, line)
        self.problem.setVisible(bool(self.problem.text()))
        self.setVisible(bool(merges))

    def _worded(self, merged: Merged) -> str:
        at = _day(merged.merged_at, self._session.zone)
        return f"Merged with {merged.name.on_screen}, MRN {merged.mrn}, on {at}."

    def _undo(self) -> None:
        if self._merges:
            self._session.background.change(
                self,
                undo_merge,
                UndoMerge(self._merges[0].merge_id),
                then=lambda _: None,
                refused=self._refused,
            )

    def _refused(self, reasons: Sequence[Reason]) -> None:
        said = partial(messages.sentence, zone=self._session.zone)
        self.problem.setText(" ".join(map(said, reasons)))
        self.problem.show()
        announce(self, self.problem.text(), urgent=True)

    def paintEvent(self, event: QPaintEvent) -> None:
        with canvas(self) as painter:
            painter.fillRect(self.rect(), theme.color("sunken"))
            painter.fillRect(0, self.height() - 1, self.width(), 1, theme.color("border"))


def _day(at: datetime, zone: ZoneInfo) -> str:
    return messages.day(at.astimezone(zone).date())
