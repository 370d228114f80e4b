"""Patients as the finder shows them."""

from collections.abc import Callable
from datetime import date

from PySide6.QtCore import QObject

from clinicdesk.patients.actions import register_patient
from clinicdesk.patients.queries import Found, Match, find_patients
from ui.kit.finder_row import Answer, FinderRow, Mark
from ui.kit.tokens import Status
from ui.patients import found_words, words
from ui.session import Session

_MOST, _LAST = 8, 5


class PatientSource:
    """`open_chart` is called with the id of who is chosen."""

    group = "Patients"

    def __init__(
        self, session: Session, owner: QObject, open_chart: Callable[[int], object]
    ) -> None:
        """Answers stop coming when `owner` is gone."""
        self._session = session
        self._owner = owner
        self._open = open_chart

    def find(self, typed: str, then: Callable[[Answer], object]) -> None:
        """Patients for what is typed; for nothing those whose charts were opened last."""
        if objection := found_words.objection(typed):
            then(Answer(note=objection))
            return

        def show(found: Found) -> None:
            then(self._answer(typed, found))

        most = _MOST if typed.strip() else _LAST
        self._session.background.read(self._owner, find_patients, typed, most, then=show)

    def _answer(self, typed: str, found: Found) -> Answer:
        today = self._session.today()
        rows = [self._row(match, today) for match in found.matches]
        rows += [
            FinderRow(f"Did you mean {other}?", icon="search", retype=other)
            for other in found_words.meant(found)
        ]
        if not typed.strip():
            heading = found_words.RECENT if rows else ""
            return Answer(tuple(rows), heading, "" if rows else found_words.TYPE_TO_FIND)
        nobody = "" if found.matches else found_words.nobody(typed)
        return Answer(tuple(rows), nobody, self._note(found))

    def _note(self, found: Found) -> str:
        """How to go on where what was looked for is not among the rows."""
        if found.has_more:
            return found_words.first_of_more(len(found.matches))
        is_new = not found.matches and not found.meant and self._session.may(register_patient)
        return found_words.NEW if is_new else ""

    def _row(self, match: Match, today: date) -> FinderRow:
        patient = match.patient
        return FinderRow(
            title=found_words.title(patient),
            about=found_words.about(patient, today),
            because=found_words.because(match),
            marks=tuple(_marks(match)),
            act=lambda: self._open(patient.id),
        )


def _marks(match: Match) -> list[Mark]:
    marks = []
    if match.is_similar:
        marks.append(Mark(Status.ATTN, found_words.SIMILAR_NAMES))
    if match.patient.has_died:
        marks.append(Mark(Status.DONE, words.deceased(match.patient), "info-circle"))
    return marks
