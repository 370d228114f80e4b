"""What can be done on an open chart."""

from collections.abc import Callable
from functools import partial
from typing import Protocol

from PySide6.QtWidgets import QWidget

from ui.kit.command import GO, Command, by_keys, offered_by

_SHEETS = "Sheets"
_PRINT = "Ctrl+P"


class Chart(Protocol):
    """The open chart, as far as commands need it."""

    labels: tuple[str, ...]
    content: QWidget

    def show_tab(self, label: str) -> None: ...
    def step(self, step: int) -> None: ...
    def leave(self) -> None: ...
    def correct_identity(self) -> None: ...


def chart_commands(
    chart: Chart,
    book: Callable[[], object] | None,
    check_in: Callable[[], object] | None = None,
) -> list[Command]:
    """What the tab in front offers, then the chart's own, for whoever may book and check in."""
    own = list(offered_by(chart.content))
    if by_keys(own, _PRINT) is None and _SHEETS in chart.labels:
        show = partial(chart.show_tab, _SHEETS)
        own.append(Command("chart.print", "Print a sheet of this patient", show, _PRINT, "Print"))
    if book is not None:
        own.append(Command("chart.book", "Book this patient", book, "B", "Schedule"))
    if check_in is not None:
        own.append(Command("chart.check_in", "Check this patient in", check_in, "A", "Patient"))
    correct = Command(
        "chart.correct", "Correct name and birth date", chart.correct_identity, menu="Patient"
    )
    return [
        *own,
        correct,
        *(_tab(chart, label) for label in chart.labels),
        Command("chart.next", "Next tab", partial(chart.step, 1), "Ctrl+PgDown"),
        Command("chart.back", "Previous tab", partial(chart.step, -1), "Ctrl+PgUp"),
        Command(f"{GO}chart.list", "All patients", chart.leave, "Alt+Left", "Patient"),
    ]


def _tab(chart: Chart, label: str) -> Command:
    words = f"{label} of this patient"
    return Command(f"{GO}chart.{label}", words, partial(chart.show_tab, label), menu="Patient")
