"""Every refusal has its sentence, every sentence gets its facts, and dates read as they should."""

import ast
import re
from collections.abc import Iterator
from datetime import UTC, date, datetime, time
from decimal import Decimal
from pathlib import Path
from typing import NamedTuple

import pytest

from clinicdesk import messages
from clinicdesk.errors import Reason
from clinicdesk.evaluations.rules import Decision
from clinicdesk.holds.rules import HoldState
from clinicdesk.messages import clock, day, known, long_day, moment, sentence, short_day
from clinicdesk.readiness.rules import PacketState
from tests.builders.times import ZONE

CORE = Path(__file__).parents[2] / "clinicdesk"
WINDOW = CORE.with_name("ui")
CATALOGUE = messages._catalogue()
FIELDS = re.compile(r"\{(\w+)(?::short)?\}")
# Functions that word a reason of their own feature, and the fact they always add.
OF_A_DRUG = {"_reason", "_cannot"}
# What is put together from an enum.
BUILT = {
    *(f"readiness.thinner_{state}" for state in HoldState),
    *(f"readiness.packet_{state}" for state in PacketState),
    *(f"readiness.decided_{one}" for one in Decision if one is not Decision.CANDIDATE),
    "upgrade.file_not_reached",
    "upgrade.server_not_reached",
}


# The openings are added one by one; plain arithmetic knows no drug, its callers ask before it.
ELSEWHERE = {"scheduling.taken", "holds.dose_times_missing"}


class Raised(NamedTuple):
    """A code in the source and the facts seen beside it, None where they come from elsewhere."""

    code: str
    facts: frozenset[str] | None
    where: str


def raised() -> Iterator[Raised]:
    """Every reason that the core's source spells out."""
    for file in sorted(CORE.rglob("*.py")):
        tree = ast.parse(file.read_text(encoding="utf-8"))
        for function in (node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)):
            for call in (node for node in ast.walk(function) if isinstance(node, ast.Call)):
                yield from _reasons(call, function, f"{file.relative_to(CORE)}:{call.lineno}")


def _reasons(call: ast.Call, function: ast.FunctionDef, where: str) -> Iterator[Raised]:
    name = getattr(call.func, "id", "")
    if name == "Reason" and call.args:
        facts = _facts(call.args[1], function) if call.args[1:] else frozenset()
        yield from (Raised(code, facts, where) for code in _texts(call.args[0]))
    if name in OF_A_DRUG and len(call.args) == 2:
        given = {word.arg for word in call.keywords if word.arg}
        spread = [_facts(word.value, function) for word in call.keywords if not word.arg]
        facts = None if None in spread else frozenset({"drug", *given}.union(*spread))
        yield from (Raised(f"holds.{code}", facts, where) for code in _texts(call.args[1]))


def _texts(code: ast.expr) -> Iterator[str]:
    choices = (code.body, code.orelse) if isinstance(code, ast.IfExp) else (code,)
    for choice in choices:
        if isinstance(choice, ast.Constant):
            yield choice.value


def _facts(given: ast.expr, function: ast.FunctionDef) -> frozenset[str] | None:
    """The keys of a dict written here, or of the dicts a local name is bound to."""
    if isinstance(given, ast.Dict):
        return frozenset(key.value for key in given.keys if isinstance(key, ast.Constant))
    bound = [
        node.value
        for node in ast.walk(function)
        if isinstance(node, ast.Assign | ast.AnnAssign)
        for target in (node.targets if isinstance(node, ast.Assign) else [node.target])
        if isinstance(target, ast.Name) and isinstance(given, ast.Name) and target.id == given.id
    ]
    found = [_facts(value, function) for value in bound if isinstance(value, ast.Dict)]
    return frozenset.union(*(keys for keys in found if keys)) if found else None


def texts() -> set[str]:
    """Every text in the program's source, also the fixed beginnings of the ones it builds."""
    files = [*CORE.rglob("*.py"), *WINDOW.rglob("*.py")]
    return {
        node.value
        for file in files
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }


def test_every_reason_has_a_sentence():
    everything = [*raised(), *(Raised(code, None, "an enum") for code in BUILT)]

    assert len(everything) > 100
    assert {(one.code, one.where) for one in everything if not known(one.code)} == set()


def test_codes_in_tables_have_a_sentence():
    """Codes that are looked up before they become a reason."""
    features = "|".join(CATALOGUE)
    code = re.compile(rf'"((?:{features})\.[a-z_]+)"(?=: (?:bool|record|clearance|escort)|\])')
    texts = [file.read_text(encoding="utf-8") for file in sorted(CORE.rglob("*.py"))]
    found = {hit[1] for text in texts for hit in code.finditer(text)}

    assert len(found) > 10
    assert {one for one in found if not known(one)} == set()


def test_every_sentence_gets_its_facts():
    missing = {
        (one.code, one.where, fact)
        for one in raised()
        if one.facts is not None and known(one.code)
        for fact in FIELDS.findall(_template(one.code))
        if fact not in one.facts and one.code not in ELSEWHERE
    }

    assert missing == set()


def test_no_sentence_is_left_over():
    written = texts() | BUILT
    beginnings = tuple(text for text in written if re.fullmatch(r"([a-z]+\.)?[a-z]{3,}_", text))
    left = {
        f"{feature}.{code}"
        for feature, table in CATALOGUE.items()
        for code in table
        if not {code, f"{feature}.{code}"} & written
        if not f"{feature}.{code}".startswith(beginnings) and not code.startswith(beginnings)
    }

    assert left == set()


def test_sentences_end_and_blame_nobody():
    sentences = {
        f"{feature}.{code}": words
        for feature, table in CATALOGUE.items()
        for code, words in table.items()
    }
    blaming = re.compile(r"\b(invalid|illegal|(?<!in )error|please|sorry|wrong)\b", re.IGNORECASE)
    # A chip says its state in two or three words.
    chips = re.compile(r"readiness\.((thinner|driver|packet|evaluation)_|overridden$)")

    assert {code for code, words in sentences.items() if blaming.search(words)} == set()
    assert {
        code
        for code, words in sentences.items()
        if not words.endswith((".", "}")) and not chips.match(code)
    } == set()


def _template(code: str) -> str:
    feature, _, name = code.partition(".")
    return CATALOGUE[feature][name]


def test_facts_are_worded_by_their_kind():
    start = datetime(2027, 1, 12, 17, 45, tzinfo=UTC)
    reason = Reason("scheduling.in_the_past", {"start": start})
    assert sentence(reason, ZONE).startswith("Tue, Jan 12, 2027, 9:45 AM")
    assert sentence(reason).startswith("Tue, Jan 12, 2027, 5:45 PM")
    thin = {"thickness": Decimal("1.0"), "minimum": Decimal("2.5")}
    assert "is 1.0 mm thick" in sentence(Reason("evaluations.flavum_too_thin", thin))
    born = Reason("patients.born_in_future", {"birth": date(2030, 1, 2)})
    assert "date; Jan 2, 2030 has" in sentence(born)
    skipped = {"day": date(2027, 3, 14), "time": time(2, 30)}
    assert "skip 2:30 AM" in sentence(Reason("scheduling.time_does_not_exist", skipped))
    unknown = Reason("patients.born_in_future", {"birth": None})
    assert "not recorded" in sentence(unknown)


def test_what_a_person_typed_is_not_read_as_a_template():
    drug = {"drug": "{prescriber}", "prescriber": "Dr. {drug}"}
    assert sentence(Reason("holds.continues", drug)).startswith("{prescriber}: Dr. {drug} ")


@pytest.mark.parametrize("code", ["holds.never_heard", "nowhere.at_all", "holds"])
def test_an_unknown_code_is_a_mistake(code: str):
    assert not known(code)
    with pytest.raises(KeyError):
        sentence(Reason(code))


def test_a_missing_fact_is_a_mistake():
    with pytest.raises(KeyError):
        sentence(Reason("holds.continues", {"drug": "apixaban"}))


@pytest.mark.parametrize(
    ("at", "shown"),
    [
        (time(0, 0), "12:00 AM"),
        (time(9, 5), "9:05 AM"),
        (time(12, 0), "12:00 PM"),
        (time(12, 59), "12:59 PM"),
        (time(23, 59), "11:59 PM"),
    ],
)
def test_clock(at: time, shown: str):
    assert clock(at) == shown


def test_days():
    on = date(2027, 1, 12)
    assert (day(on), short_day(on)) == ("Tue, Jan 12, 2027", "Jan 12, 2027")
    assert long_day(on) == "Tuesday, January 12, 2027"


def test_a_moment_is_shown_on_the_sites_clock():
    late = datetime(2027, 11, 7, 8, 30, tzinfo=UTC)
    assert moment(late, ZONE) == "Sun, Nov 7, 2027, 1:30 AM"
    assert moment(late) == "Sun, Nov 7, 2027, 8:30 AM"
