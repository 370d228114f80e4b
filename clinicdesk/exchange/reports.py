"""What became of an import, patient by patient, for a window, a console and a file. Pure."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import msgspec

from clinicdesk.errors import Fact, Reason
from clinicdesk.exchange.candidates import (
    NO_LINES,
    Candidate,
    Comparison,
    Counts,
    Difference,
    Part,
    Reading,
    Skipped,
    Verdict,
    total,
)
from clinicdesk.messages import sentence, short_day

_PARTS = {
    Part.MEDICINE: "Medicine",
    Part.ALLERGY: "Allergy",
    Part.CONDITION: "Condition",
    Part.CONTACT: "Contact",
    Part.NAME: "Name",
    Part.ADDRESS: "Address",
    Part.PHONE: "Phone",
    Part.EMAIL: "Email",
    Part.LANGUAGE: "Language",
    Part.NUMBER: "Number",
    Part.DEATH: "Death",
}


class Fate(StrEnum):
    """What became of a patient in a file."""

    IMPORTED = "imported"
    FORETOLD = "would_be_imported"
    SAME = "already_here"
    LEFT_OUT = "left_out"
    NOT_REACHED = "not_reached"


@dataclass(frozen=True, kw_only=True)
class Result:
    """One patient of a file, and what became of it; `mrn` as shown, "" for nobody of the clinic."""

    candidate: Candidate
    fate: Fate
    is_new: bool = False
    mrn: str = ""
    adds: Counts = NO_LINES
    news: tuple[Reason, ...] = ()
    differs: tuple[Difference, ...] = ()
    objections: tuple[Reason, ...] = ()

    @property
    def thinners(self) -> tuple[str, ...]:
        """The blood thinners that the file names as current."""
        record = self.candidate.record
        return record.thinners if record else ()


@dataclass(frozen=True)
class FileReport:
    """One file, and what became of its patients."""

    reading: Reading
    results: tuple[Result, ...]


@dataclass(frozen=True)
class Report:
    """A whole import. After a dry run nothing was written; a cut one ended before its end."""

    files: tuple[FileReport, ...]
    is_dry: bool = False
    is_cut: bool = False

    @property
    def results(self) -> list[Result]:
        """Every patient of every file."""
        return [result for file in self.files for result in file.results]

    @property
    def is_clean(self) -> bool:
        """Whether everything was taken that could be."""
        left = any(result.fate in (Fate.LEFT_OUT, Fate.NOT_REACHED) for result in self.results)
        return not (left or self.is_cut or any(file.reading.objections for file in self.files))


def foretold(candidate: Candidate, found: Comparison | None) -> Result:
    """What an import would do with a candidate; without a comparison it cannot be taken."""
    if found is None or candidate.record is None:
        objections = candidate.objections
        return Result(candidate=candidate, fate=Fate.LEFT_OUT, objections=objections)
    fates = {Verdict.LEFT_OUT: Fate.LEFT_OUT, Verdict.SAME: Fate.SAME}
    return Result(
        candidate=candidate,
        fate=fates.get(found.verdict, Fate.FORETOLD),
        is_new=found.verdict is Verdict.NEW,
        mrn=found.mrn,
        adds=found.adds,
        news=found.news,
        differs=found.differs,
        objections=found.objections,
    )


def file_lines(file: FileReport, *, verbose: bool = False) -> Iterator[tuple[bool, str]]:
    """Lines about a file, each with whether it is about something that was left out."""
    reading = file.reading
    for reason in reading.objections:
        yield True, _line("skipped", reading.file, why=sentence(reason))
    for result in file.results:
        name = _title(file, result)
        if result.fate is Fate.LEFT_OUT:
            for reason in result.objections:
                yield True, _line("skipped", name, why=sentence(reason))
        else:
            yield False, _line(_code(result), name, **_facts(result))
        if verbose:
            yield from ((False, f"    {line}") for line in details(result))
    yield from ((False, f"{reading.file}: {line}") for line in counted(reading.skipped))
    if verbose and reading.ignored:
        kinds = ", ".join(f"{count} {kind}" for kind, count in sorted(reading.ignored.items()))
        yield False, f"    {sentence(Reason('exchange.ignored', {'kinds': kinds}))}"


def details(result: Result) -> Iterator[str]:
    """What is to be known of a patient beyond the counts."""
    for reason in result.news:
        yield sentence(reason)
    for medicine in result.thinners:
        yield sentence(Reason("exchange.thinner", {"medicine": medicine}))
    for one in result.differs:
        facts: dict[str, Fact] = {"field": one.field, "here": one.here, "file": one.there}
        yield sentence(Reason("exchange.differs", facts))
    yield from counted(result.candidate.skipped)


def counted(skipped: Iterable[Skipped]) -> Iterator[str]:
    """What was left out, the same reason once with its number."""
    worded = Counter(f"{_PARTS[one.part]}: {sentence(one.reason)}" for one in skipped)
    yield from (f"{count} × {words}" if count > 1 else words for words, count in worded.items())


def summary(report: Report) -> str:
    """The whole import in one line."""
    results = report.results
    fates = Counter(result.fate for result in results)
    taken = [result for result in results if result.fate in (Fate.IMPORTED, Fate.FORETOLD)]
    adds = total(result.adds for result in taken)
    facts: dict[str, Fact] = {
        "new": sum(result.is_new for result in taken),
        "known": sum(not result.is_new for result in taken),
        "same": fates[Fate.SAME],
        "left_out": fates[Fate.LEFT_OUT] + sum(bool(f.reading.objections) for f in report.files),
        "not_reached": fates[Fate.NOT_REACHED],
        "medicines": adds.medicines,
        "allergies": adds.allergies,
        "conditions": adds.conditions,
        "thinners": sum(bool(result.thinners) for result in results),
        "differing": sum(bool(result.differs) for result in results),
    }
    code = "summary_dry" if report.is_dry else "summary_cut" if report.is_cut else "summary"
    return sentence(Reason(f"exchange.{code}", facts))


def as_text(report: Report) -> bytes:
    """Every line and detail, for a file."""
    lines = [line for file in report.files for _, line in file_lines(file, verbose=True)]
    return "\n".join([*lines, summary(report), ""]).encode()


def as_json(report: Report) -> bytes:
    """The report for another program: names of fields as in `Report`."""
    told = {
        "format": "clinicdesk-import-report",
        "version": 1,
        "dry_run": report.is_dry,
        "complete": not report.is_cut,
        "summary": summary(report),
        "files": [_file_facts(file) for file in report.files],
    }
    return msgspec.json.format(msgspec.json.encode(told), indent=2) + b"\n"


def _file_facts(file: FileReport) -> dict[str, Any]:
    reading = file.reading
    return {
        "file": reading.file,
        "objections": [_reason(one) for one in reading.objections],
        "without_owner": list(counted(reading.skipped)),
        "ignored": dict(sorted((reading.ignored or {}).items())),
        "patients": [_result_facts(result) for result in file.results],
    }


def _result_facts(result: Result) -> dict[str, Any]:
    one = result.candidate
    return {
        "name": one.name.in_full,
        "born": one.born,
        "fate": result.fate,
        "new": result.is_new,
        "mrn": result.mrn,
        "in_file": msgspec.to_builtins(one.record.counts) if one.record else None,
        "added": msgspec.to_builtins(result.adds),
        "blood_thinners": result.thinners,
        "news": [_reason(reason) for reason in result.news],
        "differs": [msgspec.to_builtins(item) for item in result.differs],
        "objections": [_reason(reason) for reason in result.objections],
        "left_out": [{"part": item.part, **_reason(item.reason)} for item in one.skipped],
    }


def _reason(reason: Reason) -> dict[str, str]:
    return {"code": reason.code, "words": sentence(reason)}


def _title(file: FileReport, result: Result) -> str:
    """The file; with several patients in it, whose line this is."""
    if len(file.results) == 1:
        return file.reading.file
    born = f", {short_day(result.candidate.born)}" if result.candidate.born else ""
    return f"{file.reading.file}, {result.candidate.name.on_screen}{born}"


def _code(result: Result) -> str:
    if result.fate is Fate.SAME:
        return "differing_only" if result.differs else "nothing_new"
    if result.fate is Fate.NOT_REACHED:
        return "not_reached"
    if result.fate is Fate.FORETOLD:
        return "would_be_new_patient" if result.is_new else "would_be_known_patient"
    return "new_patient" if result.is_new else "known_patient"


def _facts(result: Result) -> dict[str, Fact]:
    return {
        "mrn": result.mrn,
        "medicines": result.adds.medicines,
        "thinners": len(result.thinners),
        "allergies": result.adds.allergies,
        "conditions": result.adds.conditions,
        "skipped": len(result.candidate.skipped),
        "differing": len(result.differs),
    }


def _line(code: str, file: str, **facts: Fact) -> str:
    return sentence(Reason(f"exchange.{code}", {"file": file, **facts}))
