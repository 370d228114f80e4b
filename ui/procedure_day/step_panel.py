"""Beside the board: whose step it is, what speaks against it, and the button that takes it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout

from clinicdesk import messages
from clinicdesk.errors import Reason
from clinicdesk.procedure_day.board import BoardRow
from clinicdesk.procedure_day.rules import Step
from clinicdesk.procedure_day.steps import IDENTIFIED, needs_adult
from clinicdesk.readiness.overrides import bare, release_of
from clinicdesk.readiness.rules import PASSED, Gate, GateKey
from clinicdesk.scheduling.queries import BookingFacts
from ui.kit.buttons import hold_off, link, primary
from ui.kit.emptying import empty
from ui.kit.forms import ErrorSummary
from ui.kit.labels import Label, Look
from ui.kit.name_alert import similar_names
from ui.kit.panel import DetailPanel
from ui.kit.verify_strip import VerifyStrip, whose
from ui.session import Session

TITLES = {
    Step.ARRIVED: "Check in",
    Step.DRIVER_HERE: "Driver here",
    Step.IN_PROCEDURE: "Take in for the procedure",
    Step.DONE: "Procedure over",
    Step.DISCHARGED: "Discharge",
}
_ICONS = {
    Step.ARRIVED: "door-enter",
    Step.DRIVER_HERE: "car",
    Step.IN_PROCEDURE: "player-play",
    Step.DONE: "bed",
    Step.DISCHARGED: "home",
}


@dataclass(frozen=True)
class Place:
    """Where a reason is settled: the words of the way there, and a tab of the chart."""

    words: str
    tab: str


READINESS = Place("Open readiness", "Readiness")
_PROCEDURE = Place("Open the procedure record", "Procedure")
_SHEETS = Place("Open the sheets", "Sheets")


class StepPanel(DetailPanel):
    """`wanted` is emitted when the step is to be taken, `place_wanted` with a tab of the chart,
    `exemption_wanted` when a physician is to let the patient go without an adult.
    """

    wanted = Signal()
    place_wanted = Signal(str)
    exemption_wanted = Signal()

    def __init__(self, session: Session) -> None:
        super().__init__("")
        self._session = session
        self.row: BoardRow | None = None
        self.step = Step.ARRIVED
        self.verify = VerifyStrip()
        self.errors = ErrorSummary()
        self.home = Label("", Look.BODY, wrap=True)
        self.button = primary("")
        self._places = QVBoxLayout()
        for part in (self.verify, self.home, self.errors):
            self.body.addWidget(part)
        self.body.addLayout(self._places)
        self.footer.addWidget(self.button)
        self.footer.addStretch(1)
        self.setTabOrder(self.verify.year, self.button)
        self.button.clicked.connect(self._press)
        self.verify.went_on.connect(self._press)
        session.background.failed.connect(self._ready_again)

    def begin(self, row: BoardRow, step: Step) -> None:
        """Ask whose step it is; the keys go to the answer."""
        self.show_row(row, step)
        self.verify.forget()
        self.verify.setFocus()

    def show_row(self, row: BoardRow, step: Step) -> None:
        """Show a patient and what is to be done."""
        self.row, self.step = row, step
        self.errors.clear()
        empty(self._places)
        self.set_title(TITLES[step])
        self.button.setText(TITLES[step])
        self.button.setAccessibleName(TITLES[step])
        self.button.show_icon(_ICONS[step])
        self.button.setToolTip(f"{TITLES[step]} (Enter)")
        self._ready_again()
        facts = row.booking
        shown = whose(facts.patient, self._session.today(), *_about(facts, self._session))
        names = similar_names(facts.namesakes, self._session.zone)
        self.verify.show_whose(shown if step in IDENTIFIED else None, names)
        home = _goes_home(row) if step is Step.DISCHARGED else ""
        self.home.setText(home)
        self.home.setVisible(bool(home))

    def refuse(self, reasons: Sequence[Reason]) -> None:
        """Say what to do, and where; what was made sure of stays."""
        self._ready_again()
        if self.verify.refused(tuple(reasons)):
            return
        self.errors.show_reasons(reasons, self._session.zone)
        empty(self._places)
        for place in dict.fromkeys(map(place_of, reasons)):
            if place:
                self._offer(place.words, partial(self.place_wanted.emit, place.tab))
        if self._may_be_exempted(reasons):
            self._offer("A physician lets the patient go alone", self.exemption_wanted.emit)

    def _may_be_exempted(self, reasons: Sequence[Reason]) -> bool:
        """Only while nobody is named: whoever is, comes or is taken off the list first."""
        alone = any(reason.code == "procedure_day.goes_alone" for reason in reasons)
        gate = driver_gate_of(self.row) if self.row else None
        return alone and gate is not None and release_of(gate).by_physician

    def _offer(self, words: str, go: Callable[[], object]) -> None:
        way = link(words, "arrow-right")
        way.clicked.connect(lambda _: go())
        self._places.addWidget(way, 0, Qt.AlignmentFlag.AlignLeft)

    def _press(self) -> None:
        if not self.verify.is_missing():
            hold_off(self.button, self.verify)
            self.wanted.emit()

    def _ready_again(self, *_: object) -> None:
        self.button.setEnabled(True)


def driver_gate_of(row: BoardRow) -> Gate | None:
    """The open driver gate, as if nobody had let it pass before."""
    found = (bare(gate) for gate in row.readiness.gates if gate.key is GateKey.DRIVER)
    return next((gate for gate in found if gate.state not in PASSED), None)


def place_of(reason: Reason) -> Place | None:
    """Where what this reason asks for is done."""
    feature, _, code = reason.code.partition(".")
    by_code: dict[str, Callable[[], Place]] = {
        "not_recorded": lambda: _PROCEDURE,
        "record_stands": lambda: _PROCEDURE,
        "sheet_missing": lambda: _SHEETS,
        "sheet_out_of_date": lambda: _SHEETS,
        "goes_alone": lambda: READINESS,
    }
    if code in by_code:
        return by_code[code]()
    return READINESS if feature in ("readiness", "holds", "evaluations") else None


def _about(facts: BookingFacts, session: Session) -> tuple[str, str]:
    when = messages.moment(facts.starts_at, session.zone)
    return f"MILD {', '.join(facts.levels)}".strip(), when


def _goes_home(row: BoardRow) -> str:
    """Who takes the patient home, to be read back too."""
    escort, here = row.readiness.escort, row.steps.get(Step.DRIVER_HERE)
    if not needs_adult(row.sedation_given):
        return "No sedation was given: the patient may leave alone."
    if here is None or escort is None:
        return ""
    who = ", ".join(filter(None, (escort.name, escort.relationship, escort.phone)))
    return f"Goes home with {who}."
