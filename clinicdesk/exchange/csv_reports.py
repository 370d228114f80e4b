"""What became of a list that was brought in, line by line, and of all of it. Pure."""

from collections import Counter
from collections.abc import Iterator, Sequence

from clinicdesk.errors import Fact, Reason
from clinicdesk.exchange.reports import Fate, Result
from clinicdesk.messages import sentence

POSSIBLE = "exchange.possible_duplicate"


def lines(results: Sequence[Result]) -> Iterator[tuple[bool, str]]:
    """A line for each row, with whether it is about one that was left out."""
    for result in results:
        where = _where(result)
        if result.fate is Fate.LEFT_OUT:
            for reason in result.objections:
                facts: dict[str, Fact] = {"where": where, "why": sentence(reason)}
                yield True, sentence(Reason("exchange.listed_skipped", facts))
        else:
            told: dict[str, Fact] = {"where": where, "mrn": result.mrn}
            yield False, sentence(Reason(_CODES[result.fate], told))


def summary(results: Sequence[Result], *, is_dry: bool, is_cut: bool) -> str:
    """The whole list in one line."""
    fates = Counter(result.fate for result in results)
    possible = sum(any(one.code == POSSIBLE for one in result.objections) for result in results)
    facts: dict[str, Fact] = {
        "new": fates[Fate.IMPORTED] + fates[Fate.FORETOLD],
        "same": fates[Fate.SAME],
        "possible": possible,
        "left_out": fates[Fate.LEFT_OUT] - possible,
    }
    if is_dry:
        return sentence(Reason("exchange.list_summary_dry", facts))
    return sentence(
        Reason("exchange.list_summary_cut" if is_cut else "exchange.list_summary", facts)
    )


_CODES = {
    Fate.IMPORTED: "exchange.listed_new",
    Fate.FORETOLD: "exchange.listed_would_be_new",
    Fate.SAME: "exchange.listed_same",
    Fate.NOT_REACHED: "exchange.listed_not_reached",
}


def _where(result: Result) -> str:
    one = result.candidate
    return f"{one.file}, {one.name.on_screen}" if one.name.family else one.file
