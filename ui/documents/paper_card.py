"""The document on screen: what it is, its pages, and what can be done with it."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from clinicdesk.documents.actions import (
    OpenedDocument,
    StrikeDocument,
    copy_document,
    strike_document,
)
from clinicdesk.documents.queries import DocumentFacts
from clinicdesk.errors import Reason
from ui.documents import words
from ui.documents.paper_view import PaperView
from ui.documents.papers import Paper
from ui.kit import tokens
from ui.kit.buttons import link, secondary
from ui.kit.card import Card
from ui.kit.chips import Chip
from ui.kit.forms import ErrorSummary
from ui.kit.labels import Label, Look
from ui.kit.tokens import Status
from ui.session import Session
from ui.strike_form import StrikeForm


class PaperCard(Card):
    """Also shows a file that is not attached yet. `copy_wanted` asks for a copy to be saved."""

    copy_wanted = Signal(object)

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__("", parent)
        self._session = session
        self.facts: DocumentFacts | None = None
        self._title = Label("", Look.SUBTITLE, wrap=True)
        self._page = Label("", Look.SMALL)
        self._about = Label("", Look.SMALL, wrap=True)
        self._struck = Chip(Status.ATTN, "")
        self.errors = ErrorSummary()
        self.copy_button = secondary("Save a &copy", "download")
        self.strike_link = link("Strike out")
        self.strike = StrikeForm(session, strike_document, _struck_for)
        self.view = PaperView(session)
        self._arrange()
        self.copy_button.clicked.connect(lambda _: self.copy_wanted.emit(self.facts))
        self.strike_link.clicked.connect(lambda _: self._ask())
        self.strike.cancelled.connect(lambda _: self.strike_link.setFocus())
        self.view.turned.connect(self._show_page)
        self.view.unseen.connect(self.refuse)

    @property
    def about(self) -> str:
        """What is known of the document on screen."""
        return self._about.text()

    @property
    def page(self) -> str:
        """`Page 1 of 3`."""
        return self._page.text()

    def show_document(self, opened: OpenedDocument) -> None:
        """Show a document of the chart."""
        self._show(opened.facts.title, words.about(opened.facts, self._session.zone))
        self.show_facts(opened.facts)
        self.view.show_paper(Paper(opened.content, opened.facts.media_type), opened.facts.title)
        self.view.setFocus()

    def show_file(self, paper: Paper, name: str) -> None:
        """Show a file before it is attached."""
        self.facts = None
        self._show(name, "Not attached yet. Look whether it belongs on this chart.")
        self._show_ways()
        self.view.show_paper(paper, name)

    def show_facts(self, facts: DocumentFacts) -> None:
        """Show what is known now of the document on screen."""
        self.facts = facts
        self._title.setText(facts.title)
        self._about.setText(words.about(facts, self._session.zone))
        self._struck.show_chip(Status.ATTN, f"Entered in error: {facts.reason}")
        self._show_ways()

    def refuse(self, reasons: tuple[Reason, ...]) -> None:
        """Say why the document is not to be seen, or its copy not saved."""
        self.errors.show_reasons(reasons, self._session.zone)

    def _show(self, title: str, about: str) -> None:
        self._title.setText(title)
        self._about.setText(about)
        self.errors.clear()
        self.strike.close_form()

    def _show_ways(self) -> None:
        may, facts = self._session.may, self.facts
        self.copy_button.setVisible(facts is not None and may(copy_document))
        is_live = facts is not None and not facts.is_struck
        self.strike_link.setVisible(is_live and may(strike_document))
        self._struck.setVisible(facts is not None and facts.is_struck)

    def _ask(self) -> None:
        if self.facts:
            self.strike.ask(self.facts.id, self.facts.title)

    def _show_page(self, page: int, of: int) -> None:
        self._page.setText(f"Page {page} of {of}" if of else "")

    def _arrange(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(tokens.SPACE_S)
        head.addWidget(self._title, 1)
        for part in (self._page, self.strike_link, self.copy_button):
            head.addWidget(part)
        self.body.setSpacing(tokens.SPACE_S)
        self.body.addLayout(head)
        for part in (self._about, self._struck, self.errors, self.strike):
            self.body.addWidget(part)
        self.body.addWidget(self.view, 1)


def _struck_for(document_id: int, reason: str) -> StrikeDocument:
    return StrikeDocument(document_id=document_id, reason=reason)
