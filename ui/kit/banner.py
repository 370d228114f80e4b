"""The patient banner: whose chart this is, at the top of every page about one patient."""

from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtGui import QBrush, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ui.kit import theme, tokens
from ui.kit.chips import Chip
from ui.kit.emptying import empty
from ui.kit.flow import Flow
from ui.kit.labels import Label, Look
from ui.kit.name_alert import tooltip
from ui.kit.painting import canvas
from ui.kit.stops import mark_above
from ui.kit.tokens import Status

_NOT_KNOWN = "Not known"


@dataclass(frozen=True)
class BannerChip:
    """One fact that must be seen, such as an allergy: status, words and perhaps its own icon.

    `more` are lines for the tooltip, read out too.
    """

    status: Status
    text: str
    icon: str = ""
    more: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class BannerFacts:
    """What the banner shows, already worded; "" means not known.

    `died` is a textual date too, or that the day is not known; "" for the living. `former` are
    former names. `language` is another one than English, with what is known of an interpreter.
    `name` is the form for the screen ("MARTINEZ, Rosa"), `born` a textual date ("Mar 14, 1951"),
    `chips` the allergy state, the blood thinner and any name alert (none for a role that may not
    see clinical facts).
    """

    name: str
    preferred: str = ""
    former: str = ""
    born: str = ""
    age: int | None = None
    died: str = ""
    sex: str = ""
    mrn: str
    phone: str = ""
    language: str = ""
    chips: tuple[BannerChip, ...] = ()

    def items(self) -> tuple[tuple[str, str], ...]:
        """The labelled facts in reading order."""
        age = f" ({self.age} y)" if self.born and self.age is not None else ""
        died = (("Died", self.died),) if self.died else ()
        spoken = (("Language", self.language),) if self.language else ()
        return (
            ("Born", f"{self.born}{age}" if self.born else _NOT_KNOWN),
            *died,
            ("Sex", self.sex or _NOT_KNOWN),
            ("MRN", self.mrn),
            ("Phone", self.phone or _NOT_KNOWN),
            *spoken,
        )

    def other_names(self) -> tuple[str, ...]:
        """What else the patient is or was called, labelled."""
        named = (("Preferred name", self.preferred), ("Former name", self.former))
        return tuple(f"{label} {name}" for label, name in named if name)

    def spoken(self) -> str:
        """Everything on the banner as one text, in reading order."""
        parts = [self.name, *self.other_names()]
        parts += [f"{label} {value}" for label, value in self.items()]
        parts += [words for chip in self.chips for words in (chip.text, *chip.more)]
        return ", ".join(parts)


class PatientBanner(QWidget):
    """One Tab stop that reads out the whole banner; names wrap and are never cut.

    The chips follow the facts, or stand below them when both do not fit in one line. Who has died
    has another ground, by colour and by pattern.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        mark_above(self)
        self.setAccessibleName("Patient")
        self._name = Label("", Look.TITLE, wrap=True)
        self._others = Label("", Look.QUIET, wrap=True)
        self._has_died = False
        self._facts = QWidget()
        self._chips = QWidget()
        Flow(tokens.SPACE_XL, tokens.SPACE_XS, self._facts)
        Flow(tokens.SPACE_S, tokens.SPACE_XS, self._chips)
        column = QVBoxLayout(self)
        column.setContentsMargins(tokens.SPACE_XL, tokens.SPACE_M, tokens.SPACE_XL, tokens.SPACE_M)
        column.setSpacing(tokens.SPACE_XS)
        column.addWidget(self._name)
        column.addWidget(self._others)
        facts_then_chips = QWidget()
        line = Flow(tokens.SPACE_XL, tokens.SPACE_XS, facts_then_chips)
        line.addWidget(self._facts)
        line.addWidget(self._chips)
        column.addWidget(facts_then_chips)

    def show_facts(self, facts: BannerFacts) -> None:
        """Replace the whole banner; nothing of the last patient stays."""
        self.setAccessibleName(facts.spoken())
        self._name.setText(facts.name)
        self._others.setText(" · ".join(facts.other_names()))
        self._others.setVisible(bool(facts.other_names()))
        self._has_died = bool(facts.died)
        self.update()
        _refill(self._facts, [_Fact(label, value) for label, value in facts.items()])
        _refill(self._chips, [_chip(chip) for chip in facts.chips])

    def paintEvent(self, event: QPaintEvent) -> None:
        with canvas(self) as painter:
            painter.fillRect(self.rect(), theme.color("done_bg" if self._has_died else "surface"))
            if self._has_died:
                hatch = QBrush(theme.color("grid_hour"), Qt.BrushStyle.BDiagPattern)
                painter.fillRect(self.rect(), hatch)
            bar = theme.color("done_fg" if self._has_died else "accent")
            painter.fillRect(0, 0, self.width(), 3, bar)
            painter.fillRect(0, self.height() - 1, self.width(), 1, theme.color("border"))


class _Fact(QWidget):
    """A light label and its stronger value."""

    def __init__(self, label: str, value: str) -> None:
        super().__init__()
        theme.follow(self, lambda it: it.setMinimumHeight(theme.scaled(tokens.CHIP_HEIGHT)))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        row.addWidget(Label(label, Look.SMALL), 0, Qt.AlignmentFlag.AlignBaseline)
        row.addWidget(Label(value, Look.STRONG, wrap=True), 1, Qt.AlignmentFlag.AlignBaseline)


def _chip(shown: BannerChip) -> Chip:
    chip = Chip(shown.status, shown.text, shown.icon)
    chip.setToolTip(tooltip(shown.more))
    return chip


def _refill(holder: QWidget, widgets: list[QWidget]) -> None:
    layout = holder.layout()
    empty(layout)
    for widget in widgets:
        layout.addWidget(widget)
    holder.updateGeometry()
