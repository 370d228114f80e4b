"""Every blood thinner of one booking's patient, one block for each drug."""

from itertools import pairwise

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from clinicdesk import topics
from clinicdesk.holds.actions import OfDrug
from clinicdesk.holds.queries import HoldFacts
from clinicdesk.readiness.queries import BookingReadiness, readiness
from ui.holds.drug_block import DrugBlock
from ui.holds.section import Section
from ui.kit import tokens
from ui.kit.page import Page
from ui.kit.stops import focus_chain
from ui.session import Session


class HoldEditor(Page):
    """One form is open at a time: after each answer, the next one that is asked for."""

    doing = "Reading the holds"

    def __init__(self, session: Session, booking_id: int, parent: QWidget | None = None) -> None:
        super().__init__(session.background, (topics.READINESS, topics.POLICY), parent)
        self._session, self._booking_id = session, booking_id
        self._advance = True
        self.blocks: dict[OfDrug, DrugBlock] = {}
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(tokens.SPACE_XL)

    def enter(self) -> None:
        """Put the focus into the form that is open, or on the first way to open one."""
        sections = [section for block in self.blocks.values() for section in block.sections]
        is_open = next((section for section in sections if section.is_open), None)
        if is_open:
            is_open.form.enter()
        elif sections:
            sections[0].link.setFocus()

    def reload(self) -> None:
        self.read(readiness, self._booking_id, then=self._show)

    def _show(self, facts: BookingReadiness) -> None:
        holds = {self._drug(hold): hold for hold in facts.holds}
        for drug in self.blocks.keys() - holds.keys():
            self.blocks.pop(drug).deleteLater()
        for drug, hold in holds.items():
            if drug not in self.blocks:
                self._add_block(drug, hold, facts.booking.patient.id)
            self.blocks[drug].show_hold(hold)
        if self._advance:
            self._advance = False
            self._open(self._next())

    def _drug(self, hold: HoldFacts) -> OfDrug:
        return OfDrug(booking_id=self._booking_id, drug_key=hold.drug_key)

    def _add_block(self, drug: OfDrug, hold: HoldFacts, patient_id: int) -> None:
        block = DrugBlock(self._session, drug, hold.plan.row, patient_id)
        block.wanted.connect(self._toggle)
        block.saved.connect(self._go_on)
        self._put_after(self._last_stop(), block)
        self.blocks[drug] = block

    def _put_after(self, last: QWidget, block: DrugBlock) -> None:
        """Lay the block out below the others, and have Tab visit it where it is read."""
        self._column.addWidget(block)
        block.show()  # at once, for the focus that goes into it
        stops = [last, *(stop for section in block.sections for stop in section.stops())]
        for stop in stops:
            # Qt orders only what takes the focus itself, not what hands it on to its control.
            stop.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        for before, after in pairwise(stops):
            self.setTabOrder(before, after)

    def _last_stop(self) -> QWidget:
        """The last of the blocks' stops, or what Tab visits before them all."""
        if self.blocks:
            return list(self.blocks.values())[-1].sections[-1].stops()[-1]
        before = reversed(focus_chain(self))
        return next((one for one in before if one.focusPolicy() != Qt.FocusPolicy.NoFocus), self)

    def _go_on(self) -> None:
        """With the news of what was saved, open what is asked for next."""
        self._advance = True

    def _next(self) -> Section | None:
        return next(filter(None, (block.next_section() for block in self.blocks.values())), None)

    def _toggle(self, section: Section) -> None:
        self._open(None if section.is_open else section)

    def _open(self, wanted: Section | None) -> None:
        for block in self.blocks.values():
            for section in block.sections:
                section.open(section is wanted)
        if wanted:
            wanted.form.enter()
