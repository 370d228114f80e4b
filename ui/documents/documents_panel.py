"""The chart's tab about papers: which there are, the one that is read, and attaching another."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtGui import QDragEnterEvent, QDropEvent, QHideEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from clinicdesk import outgoing, topics
from clinicdesk.documents.actions import (
    OpenedDocument,
    attach_document,
    copy_document,
    open_document,
)
from clinicdesk.documents.queries import DocumentFacts, documents
from clinicdesk.errors import Reason
from ui.background import PAPERS
from ui.documents import words
from ui.documents.attach_form import AttachForm
from ui.documents.paper_card import PaperCard
from ui.documents.papers import Paper
from ui.documents.places import dropped
from ui.kit import theme, tokens
from ui.kit.announce import announce
from ui.kit.buttons import bind, secondary
from ui.kit.card import Card
from ui.kit.empty import Empty
from ui.kit.forms import ErrorSummary
from ui.kit.labels import Label, Look
from ui.kit.page import Page
from ui.kit.rows_model import Column
from ui.kit.scrolling import scrolled
from ui.kit.table import Table
from ui.session import Session

_LIST_WIDTH = 460
_NOTHING = "No documents yet. Attach a referral letter, an imaging report, an insurance card."


class DocumentsPanel(Page):
    """A file is dropped anywhere on the tab; Enter on a line shows that document."""

    doing = "Reading the documents"

    def __init__(
        self,
        session: Session,
        patient_id: int,
        *,
        choose_paper: Callable[[], Path | None],
        choose_file: Callable[[str], Path | None],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(session.background, {topics.patient(patient_id)}, parent)
        self._session, self._patient_id = session, patient_id
        self._choose_file = choose_file
        self.errors = ErrorSummary()
        self.attach = secondary("Attach a &document", "plus")
        self.form = AttachForm(session, patient_id, choose_paper)
        self.table: Table[DocumentFacts] = Table(
            "Documents", _columns(session), key=lambda row: row.id
        )
        self._none = Label(_NOTHING, Look.QUIET, wrap=True)
        self.card = PaperCard(session)
        self._left = QStackedWidget()
        self._nothing = Empty(
            "Choose a document to read it here. Each view is recorded.", "file-text"
        )
        self._arrange()
        self._connect()
        self.setAcceptDrops(session.may(attach_document))

    def reload(self) -> None:
        self.read(documents, self._patient_id, then=self._show)

    def hideEvent(self, event: QHideEvent) -> None:
        """Charts stay open all day: what was read is put away with its tab, not with the window."""
        super().hideEvent(event)
        if self.card.facts and self._is_left:
            self._put_away()

    @property
    def _is_left(self) -> bool:
        """Whether another tab or page is in front; a locked window comes back as it was."""
        return self.window().isVisible() and not self.isVisible()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if dropped(event.mimeData()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        if file := dropped(event.mimeData()):
            event.acceptProposedAction()
            self._left.setCurrentIndex(1)
            self.form.take(file)

    def _show(self, rows: tuple[DocumentFacts, ...]) -> None:
        self.table.show_rows(rows)
        self.table.setVisible(bool(rows))
        self._none.setVisible(not rows)
        shown = self.card.facts
        for row in rows:
            if shown and row.id == shown.id:
                self.card.show_facts(row)

    def _begin(self) -> None:
        self._left.setCurrentIndex(1)
        self.form.begin()

    def _open(self, row: DocumentFacts) -> None:
        self.errors.clear()
        self._session.background.change(
            self, open_document, row.id, then=self._show_document, refused=self._refuse
        )

    def _show_document(self, opened: OpenedDocument) -> None:
        if self._is_left:
            return
        self._nothing.hide()
        self.card.show()
        self.card.show_document(opened)

    def _show_file(self, paper: Paper, name: str) -> None:
        if self._left.currentIndex() == 0:  # nobody wants to attach it any more
            return
        self._nothing.hide()
        self.card.show()
        self.card.show_file(paper, name)

    def _close_form(self) -> None:
        """A file that was looked at and not attached does not stay on screen."""
        self._left.setCurrentIndex(0)
        if self.card.facts is None:
            self._put_away()
        self.attach.setFocus()

    def _put_away(self) -> None:
        self.card.facts = None
        self.card.view.clear()
        self.card.hide()
        self._nothing.show()

    def _attached(self) -> None:
        """Back to the list, unless the next paper is being typed already."""
        if not self.form.is_edited:
            self._close_form()

    def _save_copy(self, facts: DocumentFacts) -> None:
        path = self._choose_file(words.file_name(facts))
        if path is None:
            return

        def put(opened: OpenedDocument) -> None:
            self._session.background.press(
                *(self, outgoing.put_file, opened.content, path),
                then=lambda _: announce(self, "Saved"),
                refused=self.card.refuse,
                thread=PAPERS,
            )

        self._session.background.change(
            self, copy_document, facts.id, then=put, refused=self.card.refuse
        )

    def _refuse(self, reasons: tuple[Reason, ...]) -> None:
        self.errors.show_reasons(reasons, self._session.zone)

    def _connect(self) -> None:
        self.attach.clicked.connect(lambda _: self._begin())
        self.form.looked.connect(self._show_file)
        self.form.attached.connect(lambda _: self._attached())
        self.form.closed.connect(self._close_form)
        self.table.opened.connect(self._open)
        self.card.copy_wanted.connect(self._save_copy)
        bind(self.attach, "Ctrl+D", self)
        self._left.setCurrentIndex(int(self.form.is_edited))

    def _arrange(self) -> None:
        self._left.addWidget(self._listed())
        forms = QVBoxLayout()
        forms.addWidget(self.form)
        self._left.addWidget(scrolled(forms))
        theme.fix(self._left, width=_LIST_WIDTH)
        self.card.hide()
        row = QHBoxLayout(self)
        row.setContentsMargins(*(tokens.SPACE_XL,) * 4)
        row.setSpacing(tokens.SPACE_L)
        row.addWidget(self._left)
        row.addWidget(self.card, 1)
        row.addWidget(self._nothing, 1)

    def _listed(self) -> Card:
        """The list from edge to edge of its card; its words stand in line with the heading."""
        card, edge = Card("Documents"), tokens.SPACE_XL
        card.body.setContentsMargins(1, tokens.SPACE_L, 1, tokens.SPACE_S)
        card.heading.setContentsMargins(edge, 0, tokens.SPACE_L, 0)
        card.heading.addWidget(self.attach)
        self.attach.setVisible(self._session.may(attach_document))
        around = QVBoxLayout()
        around.setContentsMargins(edge, 0, edge, 0)
        around.addWidget(self.errors)
        around.addWidget(self._none)
        card.body.addLayout(around)
        card.body.addWidget(self.table, 1)
        card.body.addStretch(0)
        return card


def _columns(session: Session) -> tuple[Column[DocumentFacts], ...]:
    return (
        Column(
            "Document",
            lambda row: row.title,
            second=words.kind,
            strong=True,
            struck=lambda row: row.is_struck,
        ),
        Column(
            "Added",
            lambda row: words.added(row, session.zone),
            second=lambda row: row.added_by,
            width=120,
        ),
        Column("Size", lambda row: words.size(row.size), width=80),
    )
