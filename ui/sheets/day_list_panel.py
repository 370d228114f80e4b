"""A day's schedule on paper: seen as it will be printed, then printed or saved."""

from collections.abc import Callable
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QImage, QKeyEvent
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QVBoxLayout, QWidget

from clinicdesk import outgoing
from clinicdesk.errors import Reason
from clinicdesk.sheets.actions import PrintDayList, print_day_list
from clinicdesk.sheets.day_list import DayList
from clinicdesk.sheets.press import draw_day
from clinicdesk.sheets.queries import day_list
from ui.kit import tokens
from ui.kit.announce import announce
from ui.kit.buttons import bind, primary, secondary
from ui.kit.forms import ErrorSummary
from ui.kit.labels import Label, Look
from ui.kit.page_header import PageHeader
from ui.session import Session
from ui.sheets import paper
from ui.sheets.destinations import ask_for_file, default_printer
from ui.sheets.preview import Preview


class DayListPanel(QWidget):
    """Nothing leaves that is not recorded; what leaves are the bytes on screen."""

    closed = Signal()

    def __init__(
        self,
        session: Session,
        on: date,
        *,
        choose_file: Callable[[str], Path | None] = ask_for_file,
        printer: Callable[[], QPrinter | None] = default_printer,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._session, self._on = session, on
        self._choose_file, self._printer = choose_file, printer
        self._undo: Callable[[], None] | None = None
        self._listed: DayList | None = None
        self._done = ""
        self.pdf = b""
        self.errors = ErrorSummary()
        self.preview = Preview(session)
        self.print_button = primary("Print", "printer")
        self.save_button = secondary("Save PDF", "download")
        self._header = PageHeader("")
        self._about = Label("", Look.SMALL)
        self._arrange()
        bind(self.print_button, "Ctrl+P", self)
        bind(self.save_button, "Ctrl+S", self)
        self.print_button.clicked.connect(self._print)
        self.save_button.clicked.connect(self._save)
        self.preview.turned.connect(self._show_page)
        session.background.failed.connect(self._give_up)
        self._make()

    @property
    def about(self) -> str:
        """Which page is on screen, and what was done with the list."""
        return self._about.text()

    def enter(self) -> None:
        """Put the focus where the pages are read."""
        self.preview.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
        else:
            super().keyPressEvent(event)

    def _make(self) -> None:
        self._ready(is_ready=False)
        self._session.background.read(self, day_list, self._on, then=self._draw)

    def _draw(self, listed: DayList) -> None:
        self._press(draw_day, listed, then=lambda pdf: self._show(listed, pdf))

    def _show(self, listed: DayList, pdf: bytes) -> None:
        self._listed, self.pdf, self._done = listed, pdf, ""
        self._header.set_title(listed.title)
        self.preview.show_pdf(pdf, "schedule", listed.plain_text)
        self._ready(is_ready=True)

    def _print(self) -> None:
        self.errors.clear()
        printer = self._printer()
        if printer is None:
            self._refuse((Reason("sheets.no_printer"),))
            return

        def leave(images: list[QImage]) -> None:
            self._record("Printed", partial(paper.print_pages, images, printer))

        self._press(paper.at_print_size, self.pdf, then=leave)

    def _save(self) -> None:
        self.errors.clear()
        path = self._choose_file(f"schedule {self._on}.pdf")
        if path is None:
            return

        def leave(part: Path) -> None:
            self._undo = partial(outgoing.drop, part)
            self._record("Saved", partial(outgoing.put, part, path, "sheets.not_put"))

        self._press(outgoing.write_aside, self.pdf, path, then=leave)

    def _record(self, done: str, out: Callable[[], None]) -> None:
        """First the history, then the way out."""
        if self._listed is None:
            return
        request = PrintDayList(on=self._on, code=self._listed.code)

        def leave(_: object) -> None:
            self._undo = None
            self._press(out, then=lambda _: self._finish(done))

        self._session.background.change(
            self, print_day_list, request, then=leave, refused=self._refuse
        )

    def _finish(self, done: str) -> None:
        self._done = done
        self._show_page(self.preview.page, len(self.preview.images))
        announce(self, done)

    def _refuse(self, reasons: tuple[Reason, ...]) -> None:
        """Nothing left; a list that the day has overtaken is made again."""
        self._give_up()
        self.errors.show_reasons(reasons, self._session.zone)
        if reasons[0].code == "sheets.day_changed":
            self._make()

    def _give_up(self, *_: object) -> None:
        """Nobody knows whether it was recorded: nothing of it stays outside."""
        if self._undo:
            self._session.background.press(self, self._undo, then=lambda _: None)
            self._undo = None

    def _press(self, job: Callable[..., Any], *args: object, then: Callable[[Any], None]) -> None:
        self._session.background.press(self, job, *args, then=then, refused=self._refuse)

    def _ready(self, *, is_ready: bool) -> None:
        for button in (self.print_button, self.save_button):
            button.setEnabled(is_ready)

    def _show_page(self, page: int, of: int) -> None:
        parts = [f"Page {page} of {of}" if of else "", self._done]
        self._about.setText(" · ".join(filter(None, parts)))

    def _arrange(self) -> None:
        close = secondary("Close", "x")
        close.setToolTip("Close (Esc)")
        close.clicked.connect(self.closed)
        self._header.add(self._about)
        for button in (close, self.save_button, self.print_button):
            self._header.add_action(button)
        inside = QVBoxLayout()
        inside.setContentsMargins(tokens.SPACE_XL, tokens.SPACE_M, tokens.SPACE_XL, tokens.SPACE_M)
        inside.addWidget(self.errors)
        inside.addWidget(self.preview, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._header)
        column.addLayout(inside, 1)
