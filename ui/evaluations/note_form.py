"""The physician's note while it is being written."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from clinicdesk import messages
from clinicdesk.errors import Reason
from clinicdesk.evaluations.rules import Decision, Modality, Note, objections_to_sign
from clinicdesk.policy import candidacy
from ui.evaluations.candidacy import criteria, needs_exception
from ui.evaluations.candidacy_list import CandidacyList
from ui.evaluations.levels_field import LevelsField
from ui.evaluations.words import DECISIONS, MODALITIES
from ui.kit import theme, tokens
from ui.kit.card import Card
from ui.kit.forms import ChoiceField, DateField, NumberField, TextArea, check
from ui.kit.labels import Label, Look
from ui.kit.tokens import Status
from ui.kit.typed import Typeable

_CLAUDICATION = (("yes", "Yes"), ("no", "No"), ("unclear", "Unclear"))
_KNOWN = {"yes": True, "no": False}
_THICKEST_MM = 20
_SIDE_WIDTH = 380


class NoteForm(QWidget):
    """`edited` is emitted for what a person changes; the candidacy list follows it."""

    edited = Signal()

    def __init__(self, today: Callable[[], date], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._today = today
        self._policy = candidacy()
        self.claudication: ChoiceField[str] = ChoiceField(
            "Neurogenic &claudication",
            _CLAUDICATION,
            hint="Legs worse standing or walking, better sitting or leaning forward",
        )
        self.study: ChoiceField[Modality] = ChoiceField("St&udy", MODALITIES)
        self.taken = DateField("Study &date", today=today, past=True)
        self.flavum = NumberField(
            "Ligamentum &flavum", least=Decimal("0.1"), most=_THICKEST_MM, places=1, suffix="mm"
        )
        self.levels = LevelsField()
        self.impression = TextArea("&Impression", lines=5)
        self.list = CandidacyList()
        self._met = Label("", Look.SMALL)
        self.decision: ChoiceField[Decision] = ChoiceField("D&ecision", DECISIONS)
        self.exception = TextArea("&Reason for the exception", lines=3)
        self._arrange()
        self._connect()
        self._follow()

    @property
    def fields(self) -> tuple[Typeable, ...]:
        """What a person fills in, in reading order."""
        levels = (self.levels.levels, *self.levels.sides.values())
        above = (self.claudication, self.study, self.taken, self.flavum, *levels)
        return (*above, self.impression, self.decision, self.exception)

    def note(self) -> Note:
        """The note as it stands; while nothing is decided, as for a candidate."""
        note = Note(
            levels=self.levels.value(),
            modality=self.study.value(),
            imaging_date=self.taken.value(),
            flavum_mm=self.flavum.value(),
            claudication=_KNOWN.get(self.claudication.value() or ""),
            impression=self.impression.value(),
            decision=self.decision.value() or Decision.CANDIDATE,
        )
        if needs_exception(note, self._policy, self._today()):
            return replace(note, exception_reason=self.exception.value())
        return note

    def problems(self) -> list[str]:
        """What is open before the note can be signed, in sentences."""
        unread = [said for field in (self.taken, self.flavum) if (said := field.objection())]
        no_side = [
            Reason("evaluations.side_missing", {"level": level.shown})
            for level in self.levels.without_side()
        ]
        reasons = objections_to_sign(self.note(), self._policy, self._today())
        if no_side:
            reasons = [reason for reason in reasons if reason.code != "evaluations.level_missing"]
        if self.decision.value() is None:
            reasons.append(Reason("evaluations.decision_missing"))
        return unread + [messages.sentence(reason) for reason in (*no_side, *reasons)]

    def mark(self) -> None:
        """Show at their fields what cannot be read."""
        check(*(field for field in (self.taken, self.flavum) if field.objection()))

    def _follow(self) -> None:
        note = self.note()
        standing = criteria(note, self._policy, self._today())
        met = sum(criterion.status is Status.READY for criterion in standing)
        self.list.show_criteria(standing)
        self._met.setText(f"{met} of {len(standing)} met")
        decided = self.decision.value() is Decision.CANDIDATE
        self.exception.setVisible(decided and needs_exception(note, self._policy, self._today()))
        self.flavum.set_hint(self._against_cut_off(note.flavum_mm))

    def _against_cut_off(self, thickness: Decimal | None) -> str:
        least = self._policy.flavum_minimum_mm
        if thickness is None:
            return ""
        return f"{'Below' if thickness < least else 'At or above'} the clinic's cut-off, {least} mm"

    def _edited(self) -> None:
        self._follow()
        self.edited.emit()

    def _connect(self) -> None:
        for field in (
            self.claudication,
            self.study,
            self.taken,
            self.flavum,
            self.levels,
            self.impression,
            self.decision,
            self.exception,
        ):
            field.edited.connect(self._edited)

    def _arrange(self) -> None:
        left = QVBoxLayout()
        left.setSpacing(tokens.SPACE_L)
        symptoms = Card("Symptoms")
        symptoms.body.addWidget(self.claudication)
        imaging = Card("Imaging and levels")
        imaging.add_row(self.study, self.taken, self.flavum)
        imaging.body.addWidget(self.levels)
        plan = Card("Impression and plan")
        plan.body.addWidget(self.impression)
        for card in (symptoms, imaging, plan):
            left.addWidget(card)
        left.addStretch(1)
        side = Card("Candidacy")
        theme.fix(side, width=_SIDE_WIDTH)
        side.heading.addWidget(self._met)
        for part in (self.list, self.decision, self.exception):
            side.body.addWidget(part)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(20)
        row.addLayout(left, 1)
        row.addWidget(side, 0, Qt.AlignmentFlag.AlignTop)
