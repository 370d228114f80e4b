"""Where an import begins: files or a folder, chosen, dragged here, or typed."""

import os
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ui.exchange.places import ask_for_files, ask_for_folder, dropped
from ui.kit import theme, tokens
from ui.kit.buttons import primary, secondary
from ui.kit.card import Card
from ui.kit.error_summary import ErrorSummary
from ui.kit.icons import Icon
from ui.kit.labels import Label, Look
from ui.kit.painting import canvas, plate
from ui.kit.text_field import TextField

_WIDTH = 560
_ABOUT = (
    "FHIR R4 in JSON: bundles, or bulk exports with one resource in each line (.ndjson)."
    " Patients come with their current medicines, allergies and conditions."
    " Or one list of patients as CSV: name, birth date, phone and address."
    " You see what would be imported before anything is written."
)


class StartView(QWidget):
    """`chosen` carries the files and folders to read."""

    chosen = Signal(object)

    def __init__(
        self,
        choose_files: Callable[[], list[Path]] = ask_for_files,
        choose_folder: Callable[[], list[Path]] = ask_for_folder,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setAcceptDrops(True)
        self.errors = ErrorSummary()
        self.files = primary("Choose &files", "file-text")
        self.folder = secondary("Choose a f&older")
        self.path = TextField("File or folder on this &computer")
        self.read = secondary("&Read")
        self._is_over = False
        self._arrange()
        self.files.clicked.connect(lambda _: self._take(choose_files()))
        self.folder.clicked.connect(lambda _: self._take(choose_folder()))
        self.read.clicked.connect(lambda _: self._take_typed())
        self.path.input.returnPressed.connect(self._take_typed)
        self.setFocusProxy(self.files)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if dropped(event.mimeData()):
            event.acceptProposedAction()
            self._light(True)

    def dragLeaveEvent(self, event: object) -> None:
        self._light(False)

    def dropEvent(self, event: QDropEvent) -> None:
        event.acceptProposedAction()
        self._light(False)
        self._take(dropped(event.mimeData()))

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._is_over:
            with canvas(self) as painter:
                plate(painter, self.rect().adjusted(8, 8, -8, -8), "accent_soft", "accent", width=2)

    def _light(self, over: bool) -> None:
        self._is_over = over
        self.update()

    def _take_typed(self) -> None:
        typed = self.path.value()
        if not typed:
            self.errors.show_sentences(["Type where the file or folder is, or choose it."])
            return
        self._take([Path(os.path.expanduser(typed))])  # noqa: PTH111 - a wrong name stays

    def _take(self, paths: list[Path]) -> None:
        self.errors.clear()
        if paths:
            self.chosen.emit(paths)

    def _arrange(self) -> None:
        card = Card("Import patients from files")
        theme.fix(card, width=_WIDTH)
        buttons, typed = QHBoxLayout(), QHBoxLayout()
        buttons.setSpacing(tokens.SPACE_S)
        buttons.addWidget(self.files)
        buttons.addWidget(self.folder)
        buttons.addWidget(Label("or drag them here", Look.QUIET))
        buttons.addStretch(1)
        typed.setSpacing(tokens.SPACE_S)
        typed.addWidget(self.path, 1)
        typed.addWidget(self.read, 0, Qt.AlignmentFlag.AlignBottom)
        about = QHBoxLayout()
        about.setSpacing(tokens.SPACE_M)
        about.addWidget(Icon("info-circle", "text2"), 0, Qt.AlignmentFlag.AlignTop)
        about.addWidget(Label(_ABOUT, Look.QUIET, wrap=True), 1)
        card.body.addWidget(self.errors)
        for row in (about, buttons, typed):
            card.body.addLayout(row)
        middle = QHBoxLayout()
        middle.addStretch(1)
        middle.addWidget(card)
        middle.addStretch(1)
        column = QVBoxLayout(self)
        column.addStretch(1)
        column.addLayout(middle)
        column.addStretch(2)
