"""Driving the "Procedure done" panel, by keyboard."""

from datetime import datetime, time

from pytestqt.qtbot import QtBot

from clinicdesk.evaluations.rules import Level, Side
from clinicdesk.procedure_day.rules import Closure, Restart
from clinicdesk.scheduling.rules import Sedation
from tests.builders.times import ZONE
from tests.screens import keys
from ui.procedure_day.procedure_panel import ProcedurePanel
from ui.procedure_day.restart_row import RestartRow


class ProcedureScreen:
    """What was done, the restarts, and the discharge order."""

    def __init__(self, qtbot: QtBot, panel: ProcedurePanel) -> None:
        self._qtbot = qtbot
        self.panel = panel
        self._settle()

    def fill(
        self,
        started: str,
        ended: str,
        *,
        bleeding_stopped: bool = True,
        sedation: Sedation = Sedation.MODERATE,
        closure: Closure = Closure.GLUE,
        levels: dict[Level, Side] | None = None,
    ) -> None:
        """Times as typed: `9:50 AM`; `levels` changes the plan's."""
        done = self.panel.done
        keys.type_into(done.started, started)
        keys.type_into(done.ended, ended)
        keys.choose(done.bleeding_stopped, bleeding_stopped)
        for level, side in (levels or {}).items():
            keys.choose(done.levels[level], side)
        keys.choose(done.sedation, sedation)
        keys.choose(done.closure, closure)

    def restart(self, drug: str, decision: Restart, at: datetime | None = None) -> None:
        """Decide on a held drug; without `at`, the table's suggestion stays untaken."""
        row = self.row(drug)
        keys.choose(row.decision, decision)
        if at:
            local = at.astimezone(ZONE)
            keys.type_into(row.day, keys.typed(local.date()))
            keys.type_into(row.time, keys.typed(time(local.hour, local.minute)))

    def take_suggestion(self, drug: str) -> None:
        """Restart when the table suggests it."""
        keys.choose(self.row(drug).decision, Restart.RESTART_AT)
        keys.press(self.row(drug).suggestion)

    def row(self, drug: str) -> RestartRow:
        return next(row for row in self.panel.restarts.values() if row.drug.name == drug)

    def sign(self, password: str) -> None:
        """Make sure whose order it is, the password, Ctrl+Enter."""
        if not self.panel.order.verify.verification:
            keys.verify(self.panel.order.verify)
        keys.type_into(self.panel.order.password, password)
        keys.commit(self.panel.order.password.input)
        self._settle()

    @property
    def problem(self) -> str:
        order = self.panel.order
        return " ".join((*order.errors.sentences, order.password.error)).strip()

    @property
    def recorded(self) -> dict[str, str]:
        """The record as shown, by label; empty before there is one."""
        return self.panel.summary.lines if self.panel.summary.isVisible() else {}

    def _settle(self) -> None:
        keys.settle(self._qtbot, self.panel._session.background)
