"""The chart's tab about paper: what the patient holds, and printing it anew."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from clinicdesk import messages, topics
from clinicdesk.errors import Reason
from clinicdesk.scheduling.queries import BookingFacts, booking
from clinicdesk.sheets.actions import IssueSheet, PreviewSheet, issue_sheet, preview_sheet
from clinicdesk.sheets.content import SheetContent
from clinicdesk.sheets.pdf import RENDERER, draw
from clinicdesk.sheets.queries import SheetStatus, packet
from clinicdesk.sheets.rules import SheetKind
from ui.kit import tokens
from ui.kit.announce import announce
from ui.kit.empty import Empty
from ui.kit.forms import ErrorSummary
from ui.kit.page import Page
from ui.session import Session
from ui.sheets import paper
from ui.sheets.destinations import ask_for_file, default_printer
from ui.sheets.preview_card import PreviewCard
from ui.sheets.sheet_card import SheetCard
from ui.sheets.sheet_words import TITLES

_TOPICS = (topics.SHEETS, topics.SCHEDULE, topics.READINESS, topics.POLICY)
_LIST_WIDTH = 340


@dataclass(frozen=True)
class _Shown:
    """The sheet on screen: its content and the bytes drawn from it."""

    kind: SheetKind
    content: SheetContent
    pdf: bytes


class SheetsPanel(Page):
    """Nothing leaves without being issued first; the issued bytes are the ones on screen."""

    def __init__(
        self,
        session: Session,
        booking_id: int,
        *,
        choose_file: Callable[[str], Path | None] = ask_for_file,
        printer: Callable[[], QPrinter | None] = default_printer,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(session.background, _TOPICS, parent)
        self._session, self._booking_id = session, booking_id
        self._choose_file, self._printer = choose_file, printer
        self._booking: BookingFacts | None = None
        self._shown: _Shown | None = None
        self._request_id: UUID | None = None
        self.errors = ErrorSummary()
        self.cards = {kind: SheetCard(session, kind) for kind in SheetKind}
        self.sheet = PreviewCard(session)
        self._nothing = Empty("Choose a sheet to see it here before it is printed.", "printer")
        self._arrange()
        self.sheet.bind_keys(self)
        for card in self.cards.values():
            card.preview_wanted.connect(self.preview)
        self.sheet.print_button.clicked.connect(self._print)
        self.sheet.save_button.clicked.connect(self._save)

    @property
    def pdf(self) -> bytes:
        """The very bytes on screen."""
        return self._shown.pdf if self._shown else b""

    def reload(self) -> None:
        background = self._session.background
        background.read(self, booking, self._booking_id, then=self._show_booking)
        background.read(self, packet, self._booking_id, then=self._show_packet)

    def preview(self, kind: SheetKind) -> None:
        """Make the sheet as it would be printed now; the view is recorded."""
        self.errors.clear()
        self._session.background.change(
            self,
            preview_sheet,
            PreviewSheet(booking_id=self._booking_id, kind=kind),
            then=lambda content: self._draw(kind, content),
            refused=self._refuse,
        )

    def _draw(self, kind: SheetKind, content: SheetContent) -> None:
        self._session.background.press(
            self,
            draw,
            content,
            then=lambda pdf: self._show_sheet(_Shown(kind, content, pdf)),
            refused=self._refuse,
        )

    def _show_sheet(self, shown: _Shown) -> None:
        self._shown, self._request_id = shown, None
        self._nothing.hide()
        self.sheet.show()
        when = self._booking.starts_at if self._booking else None
        self.sheet.show_sheet(TITLES[shown.kind], shown.content, shown.pdf, when)

    def _show_booking(self, facts: BookingFacts) -> None:
        self._booking = facts

    def _show_packet(self, sheets: tuple[SheetStatus, ...]) -> None:
        for sheet in sheets:
            self.cards[sheet.kind].show_status(sheet)

    def _print(self) -> None:
        if not self._compared():
            return
        printer = self._printer()
        if printer is None:
            self._refuse((Reason("sheets.no_printer"),))
            return
        self._issue(lambda pdf: (paper.print_pages, pdf, printer), "Printed")

    def _save(self) -> None:
        if not self._compared():
            return
        path = self._choose_file(f"{self._shown.kind} {self._shown.content.paper_code}.pdf")
        if path is not None:
            self._issue(lambda pdf: (paper.save, pdf, path), "Saved")

    def _compared(self) -> bool:
        self.errors.clear()
        if self._shown and not self.sheet.compared.value():
            self._refuse((Reason("sheets.compare_first"),))
        return self._shown is not None and self.sheet.compared.value()

    def _issue(self, job: Callable[[bytes], tuple[Any, ...]], done: str) -> None:
        """Issue the sheet, then let its bytes out; a repeated try does not issue it twice."""
        shown = self._shown
        self._request_id = self._request_id or uuid4()
        request = IssueSheet(
            booking_id=self._booking_id,
            kind=shown.kind,
            paper_code=shown.content.paper_code,
            renderer=RENDERER,
            pdf=shown.pdf,
        )
        self._session.background.change(
            self,
            issue_sheet,
            request,
            then=lambda _: self._let_out(job(shown.pdf), done),
            refused=self._refuse,
            request_id=self._request_id,
        )

    def _let_out(self, job: tuple[Any, ...], done: str) -> None:
        self._session.background.press(
            self, *job, then=lambda _: self._finish(done), refused=self._refuse
        )

    def _finish(self, done: str) -> None:
        self._request_id = None
        self.sheet.say(done)
        announce(self, done)

    def _refuse(self, reasons: tuple[Reason, ...]) -> None:
        zone = self._session.zone
        self.errors.show_sentences([messages.sentence(reason, zone) for reason in reasons])

    def _arrange(self) -> None:
        self.sheet.hide()
        listed = QVBoxLayout()
        listed.setSpacing(tokens.SPACE_L)
        for part in (self.errors, *self.cards.values()):
            part.setFixedWidth(_LIST_WIDTH)
            listed.addWidget(part)
        listed.addStretch(1)
        row = QHBoxLayout(self)
        row.setContentsMargins(*(tokens.SPACE_XL,) * 4)
        row.setSpacing(tokens.SPACE_L)
        row.addLayout(listed)
        row.addWidget(self.sheet, 1)
        row.addWidget(self._nothing, 1)
