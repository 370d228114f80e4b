"""One import, from files to its report: reads on one thread, looks and writes on the other."""

from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from clinicdesk.errors import Reason
from clinicdesk.exchange.actions import Imported
from clinicdesk.exchange.candidates import Candidate, Comparison, Reading
from clinicdesk.exchange.files import Source, sources_in
from clinicdesk.exchange.importing import TOGETHER, WHOLE, Way, carried_out
from clinicdesk.exchange.reading import read_source
from clinicdesk.exchange.reports import Fate, FileReport, Report, Result, foretold
from clinicdesk.patients.rules import PersonName
from ui.session import Session

READING, COMPARING, IMPORTING = "Reading files", "Comparing with the record", "Importing patients"
_NO_ANSWER = ("desk.unanswered", "desk.busy")


class ImportRun(QObject):
    """`moved` carries what is done, how far, and of how many; `foreseen` comes before anything is
    written, `ended` with the report at the end; `refused` says why there is nothing to read.

    A run that nobody keeps any more ends by itself after the patient under way.
    """

    moved = Signal(str, int, int)
    foreseen = Signal()
    ended = Signal()
    refused = Signal(object)
    given_up = Signal()

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._background = session.background
        self._way = WHOLE
        self._readings: list[Reading] = []
        self._results: list[list[Result]] = []
        self._stopped = False
        self._is_cut = False

    @property
    def report(self) -> Report:
        """What was read, and what became of it until now."""
        files = zip(self._readings, self._results, strict=True)
        parts = tuple(FileReport(reading, tuple(results)) for reading, results in files)
        return Report(parts, is_cut=self._is_cut)

    def begin(self, paths: Sequence[Path]) -> None:
        """Read the files and compare their patients with the record."""
        read = partial(self._read, 0)
        self._background.press(self, sources_in, paths, then=read, refused=self.refused.emit)

    def begin_with(self, reading: Reading, way: Way) -> None:
        """Compare the patients of a file that was read already, and take them this way."""
        self._way = way
        self._readings.append(_with_somebody(reading))
        self._compare(0)

    def stop(self) -> None:
        """End after what is under way; what is imported stays."""
        self._stopped = True

    def carry_out(self) -> None:
        """Import everybody who can be."""
        self._stopped = False
        places = [
            (file, at)
            for file, results in enumerate(self._results)
            for at, result in enumerate(results)
            if result.fate is Fate.FORETOLD
        ]
        self._import(places, 0)

    def _read(self, at: int, sources: Sequence[Source]) -> None:
        if self._stopped:
            self.given_up.emit()
        elif at == len(sources):
            self._compare(0)
        else:
            self.moved.emit(READING, at, len(sources))
            then = partial(self._keep, at, sources)
            self._background.press(self, read_source, sources[at], then=then)

    def _keep(self, at: int, sources: Sequence[Source], reading: Reading) -> None:
        self._readings.append(_with_somebody(reading))
        self._read(at + 1, sources)

    def _compare(self, start: int) -> None:
        everybody = [one for reading in self._readings for one in reading.candidates]
        some = everybody[start : start + TOGETHER]
        if self._stopped:
            self.given_up.emit()
        elif not some:
            self.foreseen.emit()
        else:
            self.moved.emit(COMPARING, start, len(everybody))
            records = tuple(one.record for one in some if one.record)
            then = partial(self._foresee, start, some)
            self._background.read(self, self._way.compare, records, then=then)

    def _foresee(self, start: int, some: Sequence[Candidate], found: Sequence[Comparison]) -> None:
        answers = iter(found)
        for one in some:
            while self._is_full():
                self._results.append([])
            self._results[-1].append(foretold(one, next(answers) if one.record else None))
        self._compare(start + len(some))

    def _is_full(self) -> bool:
        """Whether the results of the file under way are complete."""
        if not self._results:
            return True
        return len(self._results[-1]) == len(self._readings[len(self._results) - 1].candidates)

    def _import(self, places: Sequence[tuple[int, int]], at: int) -> None:
        if at == len(places) or self._stopped:
            self._end(places[at:])
            return
        self.moved.emit(IMPORTING, at, len(places))
        file, place = places[at]
        self._background.change(
            self,
            self._way.take,
            self._results[file][place].candidate.record,
            then=partial(self._done, places, at),
            refused=partial(self._not_done, places, at),
        )

    def _done(self, places: Sequence[tuple[int, int]], at: int, done: Imported) -> None:
        self._put(places[at], carried_out(self._result(places[at]), done))
        if not self._is_cut:
            self._import(places, at + 1)

    def _not_done(
        self, places: Sequence[tuple[int, int]], at: int, reasons: tuple[Reason, ...]
    ) -> None:
        result = replace(self._result(places[at]), objections=reasons)
        if reasons[0].code in _NO_ANSWER:  # an answer that comes late still counts
            self._put(places[at], result)
            self._end(places[at:])
            return
        self._put(places[at], replace(result, fate=Fate.LEFT_OUT))
        self._import(places, at + 1)

    def _end(self, rest: Sequence[tuple[int, int]]) -> None:
        self._is_cut = bool(rest)
        for place in rest:
            self._put(place, replace(self._result(place), fate=Fate.NOT_REACHED))
        self.ended.emit()

    def _result(self, place: tuple[int, int]) -> Result:
        return self._results[place[0]][place[1]]

    def _put(self, place: tuple[int, int], result: Result) -> None:
        self._results[place[0]][place[1]] = result


def _with_somebody(reading: Reading) -> Reading:
    """A file that cannot be read stands in the list too, as nobody with its reasons."""
    if reading.candidates:
        return reading
    return replace(reading, candidates=(_nobody(reading),), objections=())


def _nobody(reading: Reading) -> Candidate:
    unnamed = PersonName("")
    return Candidate(file=reading.file, name=unnamed, born=None, objections=reading.objections)
