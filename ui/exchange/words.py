"""How patients of files, and what becomes of them, read on screen."""

from collections import Counter
from collections.abc import Iterator, Sequence

from clinicdesk.exchange.candidates import Counts
from clinicdesk.exchange.reports import Fate, Result, counted
from clinicdesk.messages import sentence, short_day
from ui.kit.privacy import shown_name, unless_private
from ui.kit.tokens import Status

_ORDER = (Fate.LEFT_OUT, Fate.NOT_REACHED, Fate.FORETOLD, Fate.IMPORTED, Fate.SAME)


def in_order(results: Sequence[Result]) -> list[Result]:
    """Who needs somebody first, then who differs, then who is new, then the rest."""
    return sorted(
        results, key=lambda one: (_ORDER.index(one.fate), not one.differs, not one.is_new)
    )


def name(result: Result) -> str:
    """The name as in lists; for a file that cannot be read, the file."""
    known = result.candidate.name
    return shown_name(known) if known.family else unless_private(result.candidate.file, "A file")


def file(result: Result) -> str:
    """The file, where it is not the name already."""
    return unless_private(result.candidate.file) if result.candidate.name.family else ""


def born(result: Result) -> str:
    return unless_private(short_day(result.candidate.born)) if result.candidate.born else ""


def verdict(result: Result) -> str:
    """What becomes of the patient, in two or three words."""
    match result.fate:
        case Fate.LEFT_OUT:
            return "Left out"
        case Fate.NOT_REACHED:
            return "Not imported"
        case Fate.SAME:
            return "Already here"
        case Fate.FORETOLD:
            return "New" if result.is_new else "Adds to the chart"
        case Fate.IMPORTED:
            return "Imported" if result.is_new else "Added to the chart"


def status(result: Result) -> Status:
    """Only what somebody has to look at is loud."""
    loud = {Fate.LEFT_OUT: Status.BLOCK, Fate.NOT_REACHED: Status.ATTN}
    calm = {Fate.IMPORTED: Status.READY, Fate.FORETOLD: Status.FLOW}
    return loud.get(result.fate) or calm.get(result.fate, Status.DONE)


def icon(result: Result) -> str:
    """A picture of its own for what would be done; "" for the status's."""
    if result.fate is not Fate.FORETOLD:
        return ""
    return "user-plus" if result.is_new else "plus"


def thinner(result: Result) -> str:
    """The first blood thinner: `Clopidogrel`."""
    return next(iter(_drugs(result)), "").capitalize()


def more_thinners(result: Result) -> str:
    """`and warfarin`, below the first."""
    rest = _drugs(result)[1:]
    return f"and {', '.join(rest)}" if rest else ""


def _drugs(result: Result) -> tuple[str, ...]:
    record = result.candidate.record
    return record.thinner_drugs if record else ()


def lines(result: Result) -> str:
    """`5 medicines · 13 conditions`: what the chart gains."""
    return _counts(result.adds) if result.fate is not Fate.LEFT_OUT else ""


def gist(result: Result) -> str:
    """What the chart gains, or else why it gains nothing."""
    return lines(result) or note(result)


def besides(result: Result) -> str:
    """What is to be known besides the lines."""
    return note(result) if lines(result) else ""


def note(result: Result) -> str:
    """The first thing to know: why not, what differs, or what is new besides the lines."""
    if result.objections:
        return sentence(result.objections[0])
    if result.differs:
        fields = dict.fromkeys(one.field.lower() for one in result.differs)
        return f"Differs: {', '.join(fields)}"
    return " ".join(map(sentence, result.news))


def preview(results: Sequence[Result]) -> str:
    """What an import would do, in one line."""
    return _joined(results, "Nothing is written yet")


def outcome(results: Sequence[Result], *, is_cut: bool) -> str:
    """What an import did, in one line."""
    if not is_cut:
        return _joined(results, "Done")
    return _joined(results, "Stopped: what is imported stays. Import the same files to go on")


def left_out(result: Result) -> list[str]:
    """What of the patient's entries is not taken."""
    return list(counted(result.candidate.skipped))


def patients(count: int) -> str:
    return "1 patient" if count == 1 else f"{count:,} patients"


def _joined(results: Sequence[Result], begins: str) -> str:
    counts = Counter(verdict(result).lower() for result in in_order(results))
    parts = [f"{count:,} {words}" for words, count in counts.items()]
    parts += [
        f"{count:,} {words}"
        for words, count in (
            ("on a blood thinner", sum(bool(one.thinners) for one in results)),
            ("with facts that differ", sum(bool(one.differs) for one in results)),
        )
        if count
    ]
    nobody = sum(not (one.candidate.name.family or one.candidate.born) for one in results)
    unread = f" and {'1 file' if nobody == 1 else f'{nobody:,} files'} without one" * bool(nobody)
    return f"{begins}. {patients(len(results) - nobody)}{unread}: {', '.join(parts)}."


def _counts(counts: Counts) -> str:
    return " · ".join(_counted(counts))


def _counted(counts: Counts) -> Iterator[str]:
    for count, one, many in (
        (counts.medicines, "medicine", "medicines"),
        (counts.allergies, "allergy", "allergies"),
        (counts.conditions, "condition", "conditions"),
    ):
        if count:
            yield f"{count:,} {one if count == 1 else many}"
