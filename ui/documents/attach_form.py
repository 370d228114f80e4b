"""Attaches a file to a chart: what is attached is what was looked at."""

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout

from clinicdesk.documents.actions import AttachDocument, attach_document
from clinicdesk.documents.rules import LARGEST, About
from clinicdesk.errors import Reason
from clinicdesk.rights import permission_key
from ui.background import PAPERS
from ui.documents import words
from ui.documents.papers import Paper, bring
from ui.form_draft import FormDraft
from ui.kit.announce import announce
from ui.kit.buttons import bind, link, primary, secondary
from ui.kit.card import Card
from ui.kit.forms import ComboField, DateField, ErrorSummary, TextField, check, mark
from ui.session import Session

_TAKES = f"PDF, JPEG or PNG, up to {LARGEST // 1024**2} MB. A file can also be dropped here."


class AttachForm(Card):
    """`looked` carries a file (Paper, its name) to be shown before it is attached.

    `attached` carries the id of the new document, `closed` that nobody wants to attach any more.
    """

    looked = Signal(object, str)
    attached = Signal(int)
    closed = Signal()

    def __init__(
        self, session: Session, patient_id: int, choose: Callable[[], Path | None]
    ) -> None:
        super().__init__("Attach a document")
        self._session, self._patient_id, self._choose = session, patient_id, choose
        self._paper: Paper | None = None
        self.errors = ErrorSummary()
        self.file = TextField("Fi&le", hint=_TAKES)
        self.choose = secondary("C&hoose a file")
        self.title = TextField("&Title")
        self.kind = ComboField("&Kind", words.KINDS)
        self.dated = DateField("&Date on the paper", today=session.today, past=True)
        self.button = primary("&Attach")
        self.cancel = link("Close")
        self._fields = (self.file, self.title, self.kind, self.dated)
        form = permission_key(attach_document)
        self._draft = FormDraft(session.drafts, form, self._fields, patient_id)
        self.errors.follow(self._fields)
        self._arrange()
        self._connect()
        self._draft.begin()

    @property
    def is_edited(self) -> bool:
        """Whether something was typed here and not attached."""
        return self._draft.is_edited

    def begin(self) -> None:
        """Begin with the file; what was typed before is still there."""
        self.file.setFocus()

    def take(self, file: Path) -> None:
        """Look at a file that was chosen or dropped."""
        self.file.set_value(str(file))
        self._paper = None
        self._draft.note()
        self._look()

    def _look(self, then: Callable[[], object] = lambda: None) -> None:
        """Read the file and show it; `then` comes only for one that can be attached."""
        typed = self._where()
        self._forget_errors()
        self.file.set_hint("Looking at the file.")

        def show(brought: tuple[Paper, int]) -> None:
            if typed == self._where():
                self._show_file(Path(typed), *brought)
                then()

        def refuse(reasons: tuple[Reason, ...]) -> None:
            if typed == self._where():
                self.file.set_hint(_TAKES)
                self._refuse(reasons)

        self._session.background.press(
            self, bring, Path(typed), then=show, refused=refuse, thread=PAPERS
        )

    def _show_file(self, file: Path, paper: Paper, pages: int) -> None:
        self._paper = paper
        told = words.file_words(paper.media_type, len(paper.content), pages)
        self.file.set_hint(told)
        announce(self.file.control, told)
        if not self.title.value():
            self.title.set_value(words.proposed_title(file.name))
            self.title.input.selectAll()
            self._draft.note()
        self.looked.emit(paper, file.name)

    def _where(self) -> str:
        """The path; a system that copies one puts it in quotes."""
        return self.file.value().strip('"')

    def _look_again(self) -> None:
        """The line names another file than the one looked at, if any."""
        self._paper = None
        self.file.set_hint(_TAKES)

    def _look_if_new(self) -> None:
        if self.file.value() and self._paper is None:
            self._look()

    def _pick(self) -> None:
        if file := self._choose():
            self.take(file)

    def _attach(self) -> None:
        sentences = check(self.dated)
        if sentences:
            self.errors.show_sentences(sentences)
        elif not self.file.value():
            self._refuse((Reason("documents.missing"),))
        elif self._paper is None:
            self._look(then=self._attach)
        else:
            self._send(self._paper)

    def _send(self, paper: Paper) -> None:
        self._forget_errors()
        about = About(title=self.title.value(), kind=self.kind.value(), dated=self.dated.value())
        request = AttachDocument(patient_id=self._patient_id, about=about, content=paper.content)
        held = self._draft.held()
        self._session.background.change(
            self,
            attach_document,
            request,
            then=lambda document_id: self._attached(document_id, held),
            refused=self._refuse,
        )

    def _attached(self, document_id: int, held: dict[str, object]) -> None:
        """Ready for the next paper, unless that is being typed already."""
        if self._draft.held() == held:
            self._paper = None
            for field in (self.file, self.title):
                field.set_value("")
            self.kind.set_value(None)
            self.dated.set_value(None)
            self.file.set_hint(_TAKES)
            self._draft.done()
        announce(self, "Attached")
        self.attached.emit(document_id)

    def _forget_errors(self) -> None:
        self.errors.clear()
        for field in self._fields:
            field.set_error("")

    def _refuse(self, reasons: Sequence[Reason]) -> None:
        """Say it at the field it is about as well."""
        by_code = {
            "documents.title_missing": self.title,
            "documents.kind_missing": self.kind,
            "documents.dated_in_future": self.dated,
            "documents.missing": self.file,
        }
        sentences = mark(reasons, self._fields, by_code, self._session.zone)
        self.errors.show_sentences(sentences)

    def _connect(self) -> None:
        self.file.edited.connect(self._look_again)
        self.file.input.editingFinished.connect(self._look_if_new)
        self.choose.clicked.connect(lambda _: self._pick())
        self.button.clicked.connect(lambda _: self._attach())
        self.cancel.clicked.connect(lambda _: self.closed.emit())
        bind(self.button, "Ctrl+Return", self)
        bind(self.cancel, "Esc", self)

    def _arrange(self) -> None:
        self.heading.addWidget(self.choose)
        actions = QHBoxLayout()
        actions.addWidget(self.button)
        actions.addWidget(self.cancel)
        actions.addStretch(1)
        for part in (self._draft.strip, self.errors, *self._fields):
            self.body.addWidget(part)
        self.body.addLayout(actions)
