"""Beside the registration: who may be here already, and why, while somebody is typing (RULE-05)."""

from collections.abc import Callable, Sequence
from datetime import date
from itertools import pairwise

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from clinicdesk.duplicates.queries.finding import PossibleMatch, Sought, possible_matches
from ui.kit import tokens
from ui.kit.announce import announce
from ui.kit.buttons import Button, primary, secondary
from ui.kit.labels import Label, Look
from ui.kit.painting import canvas, plate
from ui.patients import words
from ui.session import Session

_NOBODY = Sought()


class PossibleMatches(QWidget):
    """Hidden while there are none; `used` carries the id of the patient who is meant, `shown` tells
    that others are shown.

    Where the birth date is the same, to use that patient is the button that stands out.
    """

    used = Signal(int)
    shown = Signal()

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._sought = _NOBODY
        self._shown: tuple[PossibleMatch, ...] = ()
        self.rows: list[MatchRow] = []
        self._heading = Label("", Look.WARNING, wrap=True)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(tokens.SPACE_XS)
        self._column.addWidget(self._heading)
        self.hide()

    @property
    def has_default(self) -> bool:
        """Whether to use one of them is what somebody most likely wants."""
        return any(match.same_birth for match in self._shown)

    def seek(self, sought: Sought, after: QWidget) -> None:
        """Look for whoever this may be, once; Tab reaches the answers `after` this widget."""
        if sought == self._sought:
            return
        self._sought = sought
        if sought == _NOBODY:
            self._show((), after)
            return

        def show(found: tuple[PossibleMatch, ...]) -> None:
            if sought == self._sought:
                self._show(found, after)

        # What cannot be searched for is told by the form itself, when it is saved.
        self._session.background.read(
            self,
            possible_matches,
            sought,
            then=show,
            refused=lambda _: show(()),
        )

    def _show(self, found: tuple[PossibleMatch, ...], after: QWidget) -> None:
        if found == self._shown:
            return
        self._shown = found
        for row in self.rows:
            self._column.removeWidget(row)
            row.hide()
            row.deleteLater()
        self.rows = [self._row(match, place) for place, match in enumerate(found)]
        for before, row in pairwise([after, *(row.use for row in self.rows)]):
            self.setTabOrder(before, row)
        self._heading.setText(_counted(found))
        self.setVisible(bool(found))
        self.shown.emit()
        if found:
            announce(self, f"{_counted(found)} {'; '.join(row.spoken for row in self.rows)}")

    def _row(self, match: PossibleMatch, place: int) -> "MatchRow":
        row = MatchRow(match, self._session.today(), is_first=place == 0)
        row.use.clicked.connect(lambda _: self.used.emit(match.patient.id))
        self._column.addWidget(row)
        return row


class MatchRow(QWidget):
    """One patient: name, birth date with age, number, and why it may be the same person."""

    def __init__(self, match: PossibleMatch, today: date, *, is_first: bool) -> None:
        super().__init__()
        name, why = match.patient.name.on_screen, ", ".join(match.why)
        about = f"Born {words.born(match.patient, today)} · MRN {match.patient.mrn}"
        self.spoken = f"{name}, {about}, {why}"
        make: Callable[[str, str], Button] = primary if match.same_birth else secondary
        self.use = make(f"{'&' if is_first else ''}Use this patient", "user-check")
        self.use.setAccessibleName(f"Use this patient: {self.spoken}")
        column = QVBoxLayout(self)
        column.setContentsMargins(tokens.SPACE_M, tokens.SPACE_S, tokens.SPACE_M, tokens.SPACE_S)
        column.setSpacing(tokens.SPACE_HAIR)
        for text, look in (
            (name, Look.STRONG),
            (about, Look.SMALL),
            (why[:1].upper() + why[1:], Look.WARNING),
        ):
            column.addWidget(Label(text, look, wrap=True))
        column.addWidget(self.use, 0, Qt.AlignmentFlag.AlignLeft)

    def paintEvent(self, event: QPaintEvent) -> None:
        with canvas(self) as painter:
            plate(painter, self.rect(), "attn_bg", "attn_bar", radius=tokens.RADIUS_CARD)


def _counted(found: Sequence[PossibleMatch]) -> str:
    return "Registered already?" if len(found) == 1 else f"One of these {len(found)}?"
