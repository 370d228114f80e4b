"""Every blood thinner of one booking's patient, one block for each drug."""

from PySide6.QtWidgets import QVBoxLayout, QWidget

from clinicdesk import topics
from clinicdesk.holds.queries import HoldFacts
from clinicdesk.readiness.queries import BookingReadiness, readiness
from ui.holds.drug_block import DrugBlock
from ui.kit import tokens
from ui.kit.page import Page
from ui.session import Session

Key = tuple[int, str]


class HoldEditor(Page):
    """One form is open at a time: after each answer, the next one that is asked for."""

    def __init__(self, session: Session, booking_id: int, parent: QWidget | None = None) -> None:
        super().__init__(session.background, (topics.READINESS, topics.POLICY), parent)
        self._session, self._booking_id = session, booking_id
        self._holds: dict[Key, HoldFacts] = {}
        self._advance = True
        self.blocks: dict[Key, DrugBlock] = {}
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(tokens.SPACE_XL)

    def reload(self) -> None:
        self._session.background.read(self, readiness, self._booking_id, then=self._show)

    def _show(self, facts: BookingReadiness) -> None:
        self._holds = {(hold.medication_id, hold.drug_key): hold for hold in facts.holds}
        for key in self.blocks.keys() - self._holds.keys():
            self.blocks.pop(key).deleteLater()
        for key, hold in self._holds.items():
            if key not in self.blocks:
                self.blocks[key] = self._block(key, facts.booking.patient.id, hold)
            self.blocks[key].show_hold(hold)
        if self._advance:
            self._advance = False
            self._open_next()

    def _block(self, key: Key, patient_id: int, hold: HoldFacts) -> DrugBlock:
        block = DrugBlock(self._session, self._booking_id, patient_id, hold)
        block.wanted.connect(lambda section: self._toggle(key, section))
        block.saved.connect(self._go_on)
        self._column.addWidget(block)
        return block

    def _go_on(self) -> None:
        """With the news of what was saved, open what is asked for next."""
        self._advance = True

    def _open_next(self) -> None:
        for key, hold in self._holds.items():
            section = self.blocks[key].next_section(hold)
            if section:
                self._open(key, section)
                return
        self._close_all()

    def _toggle(self, key: Key, section: str) -> None:
        if self.blocks[key].sections[section].is_open:
            self._close_all()
        else:
            self._open(key, section)

    def _open(self, key: Key, section: str) -> None:
        for other, block in self.blocks.items():
            block.open(section if other == key else "")
        form = self.blocks[key].sections[section].form
        self.setFocusProxy(form)
        form.setFocus()

    def _close_all(self) -> None:
        for block in self.blocks.values():
            block.open("")
