"""The sheet on screen: whose it is, its pages, and the ways out."""

from collections.abc import Sequence

from PySide6.QtWidgets import QHBoxLayout, QWidget

from clinicdesk import messages
from clinicdesk.scheduling.name_alerts import Namesake
from clinicdesk.scheduling.queries import BookingFacts
from clinicdesk.sheets.content import SheetContent
from ui.kit import tokens
from ui.kit.buttons import bind, primary, secondary
from ui.kit.card import Card
from ui.kit.chips import Chip
from ui.kit.labels import Label, Look
from ui.kit.name_alert import similar_names
from ui.kit.tokens import Status
from ui.kit.verify_strip import VerifyStrip, whose
from ui.session import Session
from ui.sheets.preview import Preview


class PreviewCard(Card):
    """Whose sheet it is, is made sure of before anything is printed or saved (RULE-53)."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__("", parent)
        self._session = session
        self._title = Label("", Look.SUBTITLE)
        self._about = Label("", Look.SMALL, wrap=True)
        self._stale = Chip(Status.ATTN, "Out of date: preview again")
        self.verify = VerifyStrip(wide=True)
        self.print_button = primary("Print", "printer")
        self.save_button = secondary("Save PDF", "download")
        self.preview = Preview(session)
        self._arrange()
        # Whoever made sure goes on to print; the buttons stand above what is made sure of.
        self.setTabOrder(self.verify.year, self.print_button)
        self.setTabOrder(self.print_button, self.save_button)
        self.preview.turned.connect(self._show_page)

    @property
    def is_out_of_date(self) -> bool:
        """Whether a fact on this sheet changed since it was drawn."""
        return not self._stale.isHidden()

    @property
    def about(self) -> str:
        """Page, paper code, and what was done with it."""
        return self._about.text()

    def bind_keys(self, scope: QWidget) -> None:
        """Let Ctrl+P and Ctrl+S work while the focus is anywhere in `scope`."""
        bind(self.print_button, "Ctrl+P", scope)
        bind(self.save_button, "Ctrl+S", scope)

    def show_sheet(self, title: str, content: SheetContent, pdf: bytes) -> None:
        """Show another sheet; nobody made sure of it yet."""
        self._title.setText(title)
        self._code, self._done = f"Paper code {content.paper_code}", ""
        self.verify.forget()
        self.mark(out_of_date=False)
        self.preview.show_pdf(pdf, title, content.plain_text)

    def ask_whose(self, booking: BookingFacts, name: str, namesakes: Sequence[Namesake]) -> None:
        """Ask whose sheet it is; `name` is the form that stands on the paper."""
        when = messages.moment(booking.starts_at, self._session.zone)
        what = f"MILD {', '.join(booking.levels)}".strip()
        shown = whose(booking.patient, self._session.today(), what, when, name=name)
        self.verify.show_whose(shown, similar_names(namesakes, self._session.zone))
        self.verify.forget()
        self.verify.setFocus()

    def mark(self, *, out_of_date: bool) -> None:
        """A sheet that no longer agrees with its facts cannot go out, whoever made sure."""
        if out_of_date:
            self.verify.forget()
        self._stale.setVisible(out_of_date)
        for way_out in (self.verify, self.save_button, self.print_button):
            way_out.setEnabled(not out_of_date)

    def say(self, done: str) -> None:
        """Note what was done with the sheet."""
        self._done = done
        self._show_page(self.preview.page, len(self.preview.images))

    def _show_page(self, page: int, of: int) -> None:
        parts = [f"Page {page} of {of}" if of else "", self._code, self._done]
        self._about.setText(" · ".join(filter(None, parts)))

    def _arrange(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(tokens.SPACE_S)
        head.addWidget(self._title)
        head.addWidget(self._stale)
        head.addWidget(self._about, 1)
        head.addWidget(self.save_button)
        head.addWidget(self.print_button)
        self.body.setSpacing(tokens.SPACE_S)
        self.body.addLayout(head)
        self.body.addWidget(self.verify)
        self.body.addWidget(self.preview, 1)
