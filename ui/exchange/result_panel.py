"""Everything about one patient of a file, beside the list."""

from collections.abc import Sequence

from PySide6.QtWidgets import QWidget

from clinicdesk.exchange.reports import Result
from clinicdesk.messages import sentence
from ui.exchange import words
from ui.kit.chips import Chip
from ui.kit.emptying import empty
from ui.kit.labels import Label, Look
from ui.kit.panel import DetailPanel
from ui.kit.tokens import Status


class ResultPanel(DetailPanel):
    """Nobody until `show_result`."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("Patient in the file", parent=parent)
        self.lines: list[str] = []

    def show_result(self, result: Result) -> None:
        """What the file says, what becomes of it, and why."""
        empty(self.body)
        self.lines = []
        self.set_title(words.name(result))
        self.body.addWidget(Chip(words.status(result), words.verdict(result), words.icon(result)))
        self._list("", [_about(result)])
        self._list("Why", [sentence(reason) for reason in result.objections], Look.ERROR)
        self._thinners(result.thinners)
        self._list("News", [sentence(reason) for reason in result.news])
        self._list("Goes onto the chart", [words.lines(result)])
        self._differences(result)
        self._list("Left out", words.left_out(result))
        self.body.addStretch(1)

    def _thinners(self, named: Sequence[str]) -> None:
        if named:
            self.body.addWidget(Label("Blood thinners", Look.FIELD))
        for medicine in named:
            self.lines.append(medicine)
            self.body.addWidget(Chip(Status.ATTN, medicine))

    def _differences(self, result: Result) -> None:
        self._list(
            "Differs; the chart stays as it is",
            [f"{one.field}. Here: {one.here}. In the file: {one.there}." for one in result.differs],
        )

    def _list(self, title: str, lines: Sequence[str], look: Look = Look.BODY) -> None:
        lines = [line for line in lines if line]
        if lines and title:
            self.body.addWidget(Label(title, Look.FIELD))
        for line in lines:
            self.lines.append(line)
            self.body.addWidget(Label(line, look, wrap=True))


def _about(result: Result) -> str:
    born = f"Born {words.born(result)}" if words.born(result) else ""
    mrn = f"MRN {result.mrn}" if result.mrn else ""
    return "\n".join(filter(None, [" · ".join(filter(None, [born, mrn])), result.candidate.file]))
