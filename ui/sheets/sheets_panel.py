"""The chart's tab about paper: what the patient holds, and printing it anew."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtGui import QImage
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from clinicdesk import outgoing, topics
from clinicdesk.errors import Reason
from clinicdesk.scheduling.name_alerts import Namesake
from clinicdesk.scheduling.queries import BookingFacts, booking
from clinicdesk.sheets.actions import IssueSheet, PreviewSheet, issue_sheet, preview_sheet
from clinicdesk.sheets.content import SheetContent
from clinicdesk.sheets.press import RENDERER, draw
from clinicdesk.sheets.queries import SheetStatus, packet, sheet_namesakes
from clinicdesk.sheets.rules import SheetKind
from ui.kit import theme, tokens
from ui.kit.announce import announce
from ui.kit.command import Command
from ui.kit.empty import Empty
from ui.kit.forms import ErrorSummary
from ui.kit.page import Page
from ui.session import Session
from ui.sheets import paper
from ui.sheets.destinations import ask_for_file, default_printer
from ui.sheets.preview_card import PreviewCard
from ui.sheets.sheet_card import SheetCard
from ui.sheets.sheet_words import TITLES

_TOPICS = (topics.SHEETS, topics.SCHEDULE, topics.READINESS, topics.POLICY, topics.PATIENTS)
_LIST_WIDTH = 340


@dataclass(frozen=True)
class _Shown:
    """The sheet on screen: its content and the bytes drawn from it."""

    kind: SheetKind
    content: SheetContent
    pdf: bytes


@dataclass(frozen=True)
class _Way:
    """How bytes leave that are made ready: `out` once issued, `undo` if issuing is refused."""

    done: str
    out: Callable[[], None]
    undo: Callable[[], None] = lambda: None


class SheetsPanel(Page):
    """Nothing leaves without being issued, nothing is issued that cannot be drawn or written.

    The issued bytes are the ones on screen.
    """

    doing = "Reading the sheets"

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
        self._issued: _Shown | None = None
        self._undo: Callable[[], None] | None = None
        self._wanted: Callable[[], None] | None = None
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
        self.sheet.verify.went_on.connect(self._go_on)
        session.background.failed.connect(self._give_up)

    @property
    def pdf(self) -> bytes:
        """The very bytes on screen."""
        return self._shown.pdf if self._shown else b""

    def reload(self) -> None:
        self.read(booking, self._booking_id, then=self._show_booking)
        self.read(packet, self._booking_id, then=self._show_packet)

    def commands(self) -> list[Command]:
        """What can be done with the sheets."""
        out = [
            Command("sheets.print", "Print this sheet", self._print, "Ctrl+P", "Print"),
            Command("sheets.save", "Save this sheet as PDF", self._save, "Ctrl+S", "Print"),
        ]
        views = [
            Command(
                f"sheets.view.{kind}",
                f"Preview: {TITLES[kind]}",
                partial(self.preview, kind),
                menu="Print",
            )
            for kind in SheetKind
        ]
        return [*(out if self._shown else []), *views]

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
        self._press(draw, content, then=lambda pdf: self._show_sheet(_Shown(kind, content, pdf)))

    def _show_sheet(self, shown: _Shown) -> None:
        self._shown = shown
        self._nothing.hide()
        self.sheet.show()
        self.sheet.show_sheet(TITLES[shown.kind], shown.content, shown.pdf)
        self.read(sheet_namesakes, self._booking_id, then=self._ask_whose)
        self.read(packet, self._booking_id, then=self._show_packet)

    def _ask_whose(self, namesakes: tuple[Namesake, ...]) -> None:
        if self._shown and self._booking:
            name = self._shown.content.patient.full_name
            self.sheet.ask_whose(self._booking, name, namesakes)

    def _show_booking(self, facts: BookingFacts) -> None:
        self._booking = facts

    def _show_packet(self, sheets: tuple[SheetStatus, ...]) -> None:
        for sheet in sheets:
            self.cards[sheet.kind].show_status(sheet)
            if self._shown and self._shown.kind is sheet.kind:
                code = self._shown.content.paper_code
                self.sheet.mark(out_of_date=code != sheet.current_code)

    def _print(self) -> None:
        self._wanted = self._print
        shown = self._verified()
        if shown is None:
            return
        printer = self._printer()
        if printer is None:
            self._refuse((Reason("sheets.no_printer"),))
            return

        def leave(images: list[QImage]) -> None:
            self._issue(shown, _Way("Printed", partial(paper.print_pages, images, printer)))

        self._press(paper.at_print_size, shown.pdf, then=leave)

    def _save(self) -> None:
        self._wanted = self._save
        shown = self._verified()
        path = shown and self._choose_file(f"{shown.kind} {shown.content.paper_code}.pdf")
        if path is None:
            return

        def leave(part: Path) -> None:
            out = partial(outgoing.put, part, path, "sheets.not_put")
            way = _Way("Saved", out, partial(outgoing.drop, part))
            self._issue(shown, way)

        self._press(outgoing.write_aside, shown.pdf, path, then=leave)

    def _go_on(self) -> None:
        """Somebody made sure whose sheet it is: carry on with the way out that was chosen."""
        if self._wanted:
            self._wanted()

    def _verified(self) -> _Shown | None:
        """The sheet on screen, once somebody made sure whose it is."""
        self.errors.clear()
        return None if self._shown is None or self.sheet.verify.is_missing() else self._shown

    def _issue(self, shown: _Shown, way: _Way) -> None:
        """Issue the sheet, then let its bytes out; one that could not leave is issued already."""
        self._undo = way.undo

        def leave(_: object) -> None:
            self._issued = shown
            self._press(way.out, then=lambda _: self._finish(way.done))

        if self._issued is shown:
            leave(None)
            return
        request = IssueSheet(
            booking_id=self._booking_id,
            verified=self.sheet.verify.verification,
            kind=shown.kind,
            paper_code=shown.content.paper_code,
            renderer=RENDERER,
            pdf=shown.pdf,
        )

        def refused(reasons: tuple[Reason, ...]) -> None:
            self._press(way.undo, then=lambda _: self._ask_or_refuse(reasons))

        self._session.background.change(self, issue_sheet, request, then=leave, refused=refused)

    def _press(self, job: Callable[..., Any], *args: object, then: Callable[[Any], None]) -> None:
        self._session.background.press(self, job, *args, then=then, refused=self._refuse)

    def _give_up(self) -> None:
        """Nobody knows whether the sheet was issued: nothing of it stays outside."""
        if self._undo:
            self._press(self._undo, then=lambda _: None)
            self._undo = None

    def _finish(self, done: str) -> None:
        self._issued = self._undo = None
        self.sheet.verify.forget()
        self.sheet.say(done)
        announce(self, done)

    def _ask_or_refuse(self, reasons: tuple[Reason, ...]) -> None:
        if not self.sheet.verify.refused(reasons):
            self._refuse(reasons)

    def _refuse(self, reasons: tuple[Reason, ...]) -> None:
        self.errors.show_reasons(reasons, self._session.zone)

    def _arrange(self) -> None:
        self.sheet.hide()
        listed = QVBoxLayout()
        listed.setSpacing(tokens.SPACE_L)
        for part in (self.errors, *self.cards.values()):
            theme.fix(part, width=_LIST_WIDTH)
            listed.addWidget(part)
        listed.addStretch(1)
        row = QHBoxLayout(self)
        row.setContentsMargins(*(tokens.SPACE_XL,) * 4)
        row.setSpacing(tokens.SPACE_L)
        row.addLayout(listed)
        row.addWidget(self.sheet, 1)
        row.addWidget(self._nothing, 1)
