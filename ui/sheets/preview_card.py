"""The sheet on screen: whose it is, its pages, and the ways out."""

from datetime import datetime

from PySide6.QtWidgets import QHBoxLayout, QWidget

from clinicdesk import messages
from clinicdesk.sheets.content import SheetContent
from ui.kit import tokens
from ui.kit.buttons import bind, primary, secondary
from ui.kit.card import Card
from ui.kit.chips import Chip
from ui.kit.forms import CheckField
from ui.kit.labels import Label, Look
from ui.kit.tokens import Status
from ui.session import Session
from ui.sheets.preview import Preview


class PreviewCard(Card):
    """Name and birth date are compared with the patient before anything is printed (RULE-53)."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__("", parent)
        self._session = session
        self._title = Label("", Look.SUBTITLE)
        self._about = Label("", Look.SMALL)
        self._whose = Label("", Look.STRONG, wrap=True)
        self._stale = Chip(Status.ATTN, "Out of date: preview again")
        self.compared = CheckField("&Name and birth date compared")
        self.print_button = primary("Print", "printer")
        self.save_button = secondary("Save PDF", "download")
        self.preview = Preview(session)
        self._arrange()
        self.preview.turned.connect(self._show_page)

    @property
    def whose(self) -> str:
        """The verify strip."""
        return self._whose.text()

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

    def show_sheet(
        self, title: str, content: SheetContent, pdf: bytes, when: datetime | None
    ) -> None:
        """Show another sheet; it is not compared yet."""
        patient, code = content.patient, content.paper_code
        self._title.setText(title)
        self._code, self._done = f"Paper code {code}", ""
        parts = [patient.full_name, f"Born {messages.short_day(patient.birth_date)}"]
        if when:
            parts.append(messages.moment(when, self._session.zone))
        self._whose.setText(" · ".join(parts))
        self.compared.set_value(False)
        self.mark(out_of_date=False)
        self.preview.show_pdf(pdf, title, content.plain_text)
        self.compared.setFocus()

    def mark(self, *, out_of_date: bool) -> None:
        """A sheet that no longer agrees with its facts cannot go out, compared or not."""
        if out_of_date:
            self.compared.set_value(False)
        self._stale.setVisible(out_of_date)
        for way_out in (self.compared, self.save_button, self.print_button):
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
        head.addWidget(self._title, 1)
        head.addWidget(self._about)
        ways = QHBoxLayout()
        ways.setSpacing(tokens.SPACE_S)
        ways.addWidget(self._stale)
        ways.addWidget(self.compared)
        ways.addStretch(1)
        ways.addWidget(self.save_button)
        ways.addWidget(self.print_button)
        self.body.setSpacing(tokens.SPACE_S)
        self.body.addLayout(head)
        self.body.addWidget(self._whose)
        self.body.addLayout(ways)
        self.body.addWidget(self.preview, 1)
