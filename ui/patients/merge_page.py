"""Two records side by side, and what becomes of them when they are merged."""

from collections.abc import Sequence
from functools import partial
from itertools import pairwise

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from clinicdesk import messages
from clinicdesk.duplicates.actions import MergePatients, merge_patients
from clinicdesk.duplicates.queries.merging import MergePreview, merge_preview
from clinicdesk.errors import Reason
from clinicdesk.patients.queries import PatientFacts
from ui.kit import theme, tokens
from ui.kit.buttons import bind, link, primary, secondary
from ui.kit.card import Card
from ui.kit.emptying import empty
from ui.kit.forms import ErrorSummary, NumberField
from ui.kit.labels import Label, Look
from ui.kit.page_header import PageHeader
from ui.kit.scrolling import scrolled
from ui.patients import words
from ui.patients.merge_field import MergeField
from ui.session import Session

_ROWS = {
    "patient_phone": ("phone number", "phone numbers"),
    "patient_name": ("former name", "former names"),
    "patient_identifier": ("number of another system", "numbers of other systems"),
    "contact_person": ("contact", "contacts"),
    "coverage": ("payer", "payers"),
    "patient_alert": ("alert", "alerts"),
    "document": ("document", "documents"),
    "medication": ("medicine", "medicines"),
    "allergy": ("allergy", "allergies"),
    "condition": ("condition", "conditions"),
    "lab": ("laboratory value", "laboratory values"),
    "mild_case": ("case", "cases"),
}
_UNDO = "The merge can be undone from the chart until somebody changes the kept record."
_YEAR_MISSING = "Type the birth year of the record you keep."


class MergePage(QWidget):
    """`merged` carries the id of the kept patient, `closed` that the pairs are wanted again."""

    merged = Signal(int)
    closed = Signal()

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._preview: MergePreview | None = None
        self._wanted = (0, 0)
        self.fields: list[MergeField] = []
        self.errors = ErrorSummary()
        self.swap = secondary("&Keep the other record", "refresh")
        self.back = link("Possible duplicates", "arrow-left")
        self.year = NumberField("&Birth year", least=1800, most=2200, hint="")
        self.merge = primary("&Merge the records", "copy")
        self._body = QVBoxLayout()
        self._arrange()
        self.swap.clicked.connect(lambda _: self._swap())
        self.back.clicked.connect(lambda _: self.closed.emit())
        self.merge.clicked.connect(lambda _: self._save())
        bind(self.merge, "Ctrl+Return", self)
        bind(self.back, "Alt+Left", self)

    @property
    def kept_id(self) -> int:
        """The patient whose record is kept, 0 until it is read."""
        return self._preview.kept.id if self._preview else 0

    def compare(self, kept_id: int, merged_id: int) -> None:
        """Show what merging the second record into the first would do."""
        self._preview, self.fields = None, []
        self._wanted = (kept_id, merged_id)
        empty(self._body)
        self.merge.setEnabled(False)
        self.errors.clear()
        self.year.set_value(None)
        self._session.background.read(
            self,
            merge_preview,
            kept_id,
            merged_id,
            then=self._show,
            refused=self._refused,
        )

    def enter(self) -> None:
        """Put the focus where work begins."""
        self.swap.setFocus()

    def _show(self, preview: MergePreview) -> None:
        if self._wanted != (preview.kept.id, preview.merged.id):
            return
        self._preview = preview
        empty(self._body)
        for card in (self._side_by_side(preview), self._goes_over(preview)):
            self._body.addWidget(card)
        self.year.set_hint(f"Of the record you keep, MRN {preview.kept.mrn}.")
        stops = [button for field in self.fields for button in field.buttons]
        for before, after in pairwise([self.swap, self.errors, *stops, self.year.control]):
            self.setTabOrder(before, after)
        self.merge.setEnabled(not preview.objections)
        if preview.objections:
            self._refused(preview.objections)
        else:
            self.swap.setFocus()

    def _side_by_side(self, preview: MergePreview) -> Card:
        why = ", ".join(preview.why)
        card = Card("What counts from now on")
        if why:
            card.heading.addWidget(Label(why[:1].upper() + why[1:], Look.WARNING))
        grid = QGridLayout()
        grid.setHorizontalSpacing(tokens.SPACE_L)
        grid.setVerticalSpacing(tokens.SPACE_S)
        grid.setColumnMinimumWidth(0, 150)
        grid.setColumnStretch(3, 1)
        for place, (title, patient) in enumerate(
            (("Kept record", preview.kept), ("Merged into it", preview.merged)), start=1
        ):
            grid.addWidget(self._head(title, patient), 0, place, Qt.AlignmentFlag.AlignTop)
        shown = [pair for pair in preview.fields if pair.kept or pair.merged]
        self.fields = [MergeField(pair, grid, row) for row, pair in enumerate(shown, start=1)]
        card.body.addLayout(grid)
        return card

    def _head(self, title: str, patient: PatientFacts) -> QWidget:
        head = QWidget()
        theme.fix(head, width=300)
        column = QVBoxLayout(head)
        column.setContentsMargins(0, 0, 0, tokens.SPACE_S)
        column.setSpacing(tokens.SPACE_HAIR)
        born = f"Born {words.born(patient, self._session.today())}"
        for text, look in (
            (title, Look.FIELD),
            (patient.name.on_screen, Look.SUBTITLE),
            (f"{born} · MRN {patient.mrn}", Look.SMALL),
        ):
            column.addWidget(Label(text, look, wrap=True))
        return head

    def _goes_over(self, preview: MergePreview) -> Card:
        counted = [_counted(table, count) for table, count in preview.goes_over if table in _ROWS]
        card = Card("What goes over")
        goes = ", ".join(counted) or "Nothing but the name and the number"
        lines = (
            f"{goes[:1].upper() + goes[1:]}. What both records say is kept once.",
            f"Both names and numbers will find MRN {preview.kept.mrn}.",
            "Values that are not chosen stay with the merged record.",
            "" if preview.objections else _UNDO,
        )
        for line in filter(None, lines):
            card.body.addWidget(Label(line, wrap=True))
        return card

    def _swap(self) -> None:
        if self._preview:
            self.compare(self._preview.merged.id, self._preview.kept.id)

    def _save(self) -> None:
        preview, year = self._preview, self.year.value()
        if preview is None:
            return
        self.year.set_error("" if year is not None else _YEAR_MISSING)
        if year is None:
            self.errors.show_sentences([_YEAR_MISSING])
            return
        request = MergePatients(
            kept_id=preview.kept.id,
            kept_version=preview.kept_version,
            merged_id=preview.merged.id,
            merged_version=preview.merged_version,
            taken=tuple(field.key for field in self.fields if field.is_taken),
            birth_year=int(year),
        )
        self._session.background.change(
            self,
            merge_patients,
            request,
            then=lambda _: self.merged.emit(request.kept_id),
            refused=self._refused,
        )

    def _refused(self, reasons: Sequence[Reason]) -> None:
        said = partial(messages.sentence, zone=self._session.zone)
        self.errors.show_sentences([said(reason) for reason in reasons])

    def _arrange(self) -> None:
        header = PageHeader("Merge two records")
        for button in (self.back, self.swap):
            header.add_action(button)
        proof = Card()
        proof.body.addWidget(self.year)
        proof.body.addWidget(self.merge, 0, Qt.AlignmentFlag.AlignLeft)
        inner = QVBoxLayout()
        inner.setContentsMargins(tokens.SPACE_XL, 20, tokens.SPACE_XL, tokens.SPACE_XL)
        inner.setSpacing(tokens.SPACE_L)
        self._body.setSpacing(tokens.SPACE_L)
        inner.addWidget(self.errors)
        inner.addLayout(self._body)
        inner.addWidget(proof)
        inner.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(header)
        column.addWidget(scrolled(inner), 1)


def _counted(table: str, count: int) -> str:
    one, many = _ROWS[table]
    return f"{count} {one if count == 1 else many}"
