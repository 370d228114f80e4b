"""Importing sources one after the other, patient by patient, until it is told to stop."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from uuid import uuid4

from clinicdesk.desk import Actor, Desk, Work
from clinicdesk.errors import Refused
from clinicdesk.exchange.actions import Imported, import_patient, import_row
from clinicdesk.exchange.candidates import Candidate, Comparison, ImportPatient
from clinicdesk.exchange.files import Source
from clinicdesk.exchange.queries import compare_patients, compare_rows
from clinicdesk.exchange.reading import read_source
from clinicdesk.exchange.reports import Fate, FileReport, Result, foretold

TOGETHER = 25
"""Patients that are compared with the record in one look."""


@dataclass(frozen=True)
class Way:
    """How patients are compared with the record, and how each is taken."""

    compare: Callable[[Work, tuple[ImportPatient, ...]], tuple[Comparison, ...]]
    take: Callable[[Work, ImportPatient], Imported]


WHOLE = Way(compare_patients, import_patient)
"""As other systems hand over patients: with numbers, medicines, allergies and conditions."""
ROWS = Way(compare_rows, import_row)
"""As lists name them: name and birth date, and what else the columns hold."""


@dataclass(frozen=True)
class Import:
    """Who imports, and whether only to say what would be done; `stopped` ends it early."""

    desk: Desk
    actor: Actor
    is_dry: bool = False
    stopped: Callable[[], bool] = lambda: False
    way: Way = WHOLE

    def run(self, sources: Iterable[Source]) -> Iterator[FileReport]:
        """Import each source; what was begun is finished, and every patient is whole or not in."""
        for source in sources:
            if self.stopped():
                return
            reading = read_source(source)
            yield FileReport(reading, tuple(self.results(reading.candidates)))

    def results(self, candidates: tuple[Candidate, ...]) -> Iterator[Result]:
        """What becomes of each candidate, one after the other."""
        for start in range(0, len(candidates), TOGETHER):
            some = candidates[start : start + TOGETHER]
            for candidate, found in zip(some, self._compared(some), strict=True):
                yield self._result(candidate, found)

    def _compared(self, some: tuple[Candidate, ...]) -> list[Comparison | None]:
        records = tuple(one.record for one in some if one.record)
        found = iter(self.desk.read(self.actor, self.way.compare, records) if records else ())
        return [next(found) if one.record else None for one in some]

    def _result(self, candidate: Candidate, found: Comparison | None) -> Result:
        result = foretold(candidate, found)
        if result.fate is not Fate.FORETOLD or self.is_dry or candidate.record is None:
            return result
        if self.stopped():
            return replace(result, fate=Fate.NOT_REACHED)
        try:
            done = self.desk.change(self.actor, self.way.take, candidate.record, uuid4()).answer
        except Refused as refusal:
            return replace(result, fate=Fate.LEFT_OUT, objections=refusal.reasons)
        return carried_out(result, done)


def carried_out(result: Result, done: Imported) -> Result:
    """What was foretold, now that it is done."""
    return replace(result, fate=Fate.IMPORTED, is_new=done.is_new, mrn=done.mrn, adds=done.adds)
