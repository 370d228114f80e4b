"""The shipped texts load, read plainly and use all that is registered; the unknown is refused."""

import re
from itertools import chain

import pytest

from clinicdesk import messages
from clinicdesk.errors import Refused
from clinicdesk.sheets.fields import (
    CONDITIONS,
    FIELDS,
    LINE_CONDITIONS,
    LINE_FIELDS,
    LINES_OF,
)
from clinicdesk.sheets.rules import SheetKind
from clinicdesk.sheets.texts import Piece, SheetText, lines, parse, pieces, sheet_text
from tests.builders.sheet_facts import SMALL_TEXT

EVERY_SHEET = pytest.mark.parametrize("kind", SheetKind)


def phrases(text: SheetText) -> list[str]:
    return [
        phrase
        for block in text.block
        for phrase in (
            block.heading,
            *(line.text for line in lines(block.text + block.items + block.closing)),
            *block.columns,
            *(cell for row in block.rows for cell in row.cells),
        )
        if phrase
    ]


@EVERY_SHEET
def test_the_shipped_text_says_who_reviewed_it_and_why_each_block_is_there(kind: SheetKind) -> None:
    text = sheet_text(kind)
    assert text.reviewer == "default, awaiting the clinic physician's signature"
    assert text.version
    assert all(block.source for block in text.block)
    assert len({block.id for block in text.block}) == len(text.block)


@EVERY_SHEET
def test_every_registered_field_is_used(kind: SheetKind) -> None:
    used = {
        piece.text
        for phrase in phrases(sheet_text(kind))
        for piece in pieces(phrase)
        if piece.is_field
    }
    of_lines = chain.from_iterable(LINE_FIELDS[each] for each in LINES_OF[kind])
    assert used == set(FIELDS[kind]) | set(of_lines)


@EVERY_SHEET
def test_every_condition_and_value_is_used(kind: SheetKind) -> None:
    text = sheet_text(kind)
    used = {
        (when.field, when.is_)
        for block in text.block
        for owner in (block, *lines(block.text + block.items + block.closing), *block.rows)
        for when in owner.when
    }
    known = dict(CONDITIONS[kind])
    for each in LINES_OF[kind]:
        known |= LINE_CONDITIONS[each]
    unused = {
        (name, value) for name, condition in known.items() for value in condition.values
    } - used
    # said by leaving a line out
    assert unused <= {
        ("address", "none"),
        ("drug.days_off", "none"),
        ("drugs", "none"),
        *({("thinner", "listed")} if kind is SheetKind.PRE_OP else ()),
    }


def test_a_small_text_is_read() -> None:
    assert parse(SMALL_TEXT, SheetKind.PRE_OP).block[0].text == ("Arrive at {arrival.clock}.",)


@pytest.mark.parametrize(
    ("old", "new", "named"),
    [
        ("{arrival.clock}", "{arival.clock}", "{arival.clock}"),
        ("{arrival.clock}", "{drug.name}", "{drug.name}"),
        ("{arrival.clock}", "{restart.name}", "{restart.name}"),
        ("{arrival.clock}", "{}", "{}"),
        ("{arrival.clock}", "{arrival.clock!r}", "{arrival.clock!r}"),
        ("{arrival.clock}", "{arrival.clock", "Arrive at {arrival.clock."),
        ("{arrival.clock}", "**now", "**"),
        ("{arrival.clock}", "*now*", "*now*"),
        ('source = "test"', 'source = "test"\nheading = "{nobody}"', "{nobody}"),
        ('source = "test"', 'source = "test"\nclosing = ["{nobody}"]', "{nobody}"),
        (
            'source = "test"',
            'source = "test"\nwhen = [{field = "drivr", is = "named"}]',
            "drivr = named",
        ),
        (
            'source = "test"',
            'source = "test"\nwhen = [{field = "driver", is = "maybe"}]',
            "driver = maybe",
        ),
        (
            'source = "test"',
            'source = "test"\nitems = [{text = "x", when = [{field = "closure", is = "glue"}]}]',
            "closure = glue",
        ),
        ('source = "test"', 'source = "test"\neach = "restarts"', 'each = "restarts"'),
        ('source = "test"', 'source = "test"\nrows = [{cells = ["one"]}]', "1 cells"),
        (
            'source = "test"',
            'source = "test"\ncolumns = ["a"]\nrows = [{cells = ["1", "2"]}]',
            "2 cells",
        ),
        (
            'source = "test"',
            'source = "test"\nrows = [{cells = ["1", "{nobody}"]}]',
            "{nobody}",
        ),
        (
            'source = "test"',
            'source = "test"\nrows = [{cells = ["1", "2"], when = [{field = "x", is = "y"}]}]',
            "x = y",
        ),
        ('source = "test"', 'source = "test"\ncolour = "red"', "colour"),
        ('source = "test"', "", "source"),
        ('id = "pre_op"', 'id = "discharge"', "id discharge"),
        ('version = "1"', "version = 1", "version"),
        ('version = "1"', 'version = "1', "-"),
    ],
)
def test_an_unknown_name_or_mark_is_refused_when_the_text_is_loaded(
    old: str, new: str, named: str
) -> None:
    broken = SMALL_TEXT.replace(old, new, 1)
    assert broken != SMALL_TEXT
    with pytest.raises(Refused) as refused:
        parse(broken, SheetKind.PRE_OP)
    (reason,) = refused.value.reasons
    assert reason.code == "sheets.text_unreadable"
    assert named in messages.sentence(reason)


def test_pieces() -> None:
    assert pieces("Take **{drug.name} now**.") == (
        Piece("Take ", False, False),
        Piece("drug.name", True, True),
        Piece(" now", False, True),
        Piece(".", False, False),
    )


def syllables(word: str) -> int:
    groups = re.findall(r"[aeiouy]+", word)
    silent = word.endswith("e") and not word.endswith("le") and len(groups) > 1
    return max(1, len(groups) - silent)


def grade(text: SheetText) -> float:
    """Flesch-Kincaid grade of the text's own words; a filled-in field counts as one short word."""
    plain = [re.sub(r"\{[^}]*\}", "it", phrase).replace("**", "") for phrase in phrases(text)]
    sentences = [part for phrase in plain for part in re.split(r"[.?!:](?:\s|$)", phrase) if part]
    words = [word.lower() for part in sentences for word in re.findall(r"[A-Za-z']+", part)]
    per_word = sum(map(syllables, words)) / len(words)
    return 0.39 * len(words) / len(sentences) + 11.8 * per_word - 15.59


@EVERY_SHEET
def test_the_text_reads_at_sixth_grade_or_below(kind: SheetKind) -> None:
    assert grade(sheet_text(kind)) <= 6


@EVERY_SHEET
def test_no_jargon_no_promises_no_bare_midnight(kind: SheetKind) -> None:
    words = " ".join(phrases(sheet_text(kind))).lower()
    for banned in ("midnight", "npo", "bid", "258", "better walking", "cure", "pain-free"):
        assert not re.search(rf"\b{banned}\b", words), banned
