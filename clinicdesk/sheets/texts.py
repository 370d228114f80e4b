"""The sheets' wording: `resources/text/<language>/<kind>.toml`, checked whole when it is loaded.

A text is data. It can name registered fields and conditions and set words in `**bold**`, and
nothing else; a text that names anything unknown is refused, so that no sheet prints a hole.
"""

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache

import msgspec
from msgspec import Struct

from clinicdesk import paths
from clinicdesk.errors import Reason, Refused
from clinicdesk.sheets.fields import (
    CONDITIONS,
    FIELDS,
    LINE_CONDITIONS,
    LINE_FIELDS,
    LINES_OF,
)
from clinicdesk.sheets.rules import SheetKind

_TOKEN = re.compile(r"(\*\*)|\{([^{}]*)\}")


class When(Struct, frozen=True, forbid_unknown_fields=True):
    """One condition: the registered `field` has this value."""

    field: str
    is_: str = msgspec.field(name="is")


class Line(Struct, frozen=True, forbid_unknown_fields=True):
    """A paragraph or list item, printed when all its conditions hold."""

    text: str
    when: tuple[When, ...] = ()


class Row(Struct, frozen=True, forbid_unknown_fields=True):
    """A table row, printed when all its conditions hold."""

    cells: tuple[str, ...]
    when: tuple[When, ...] = ()


class Block(Struct, frozen=True, forbid_unknown_fields=True):
    """One section, in this order: heading, paragraphs, list, closing paragraphs, table.

    With `each`, the table has one row per line of that name in the facts: the first row that fits.
    """

    id: str
    source: str
    when: tuple[When, ...] = ()
    warning: bool = False
    heading: str = ""
    text: tuple[Line | str, ...] = ()
    items: tuple[Line | str, ...] = ()
    closing: tuple[Line | str, ...] = ()
    each: str = ""
    columns: tuple[str, ...] = ()
    rows: tuple[Row, ...] = ()


class PageWords(Struct, frozen=True, forbid_unknown_fields=True):
    """The words around the identity and the numbers on every page."""

    born: str
    record: str
    procedure: str
    questions: str
    code: str
    version: str
    page: str
    of: str


class SheetText(Struct, frozen=True, forbid_unknown_fields=True):
    """One sheet's whole text in one language."""

    id: SheetKind
    version: str
    date: date
    language: str
    reviewer: str
    title: str
    page: PageWords
    block: tuple[Block, ...]


@dataclass(frozen=True)
class Piece:
    """A stretch of a phrase: literal text, or the name of a field to fill in."""

    text: str
    is_field: bool
    bold: bool


@cache
def sheet_text(kind: SheetKind, language: str = "en") -> SheetText:
    """The shipped text of this sheet."""
    path = paths.resources() / "text" / language / f"{kind}.toml"
    return parse(path.read_text(encoding="utf-8"), kind)


def parse(source: str, kind: SheetKind) -> SheetText:
    """Read a text and check every field, condition and mark. Raises Refused naming the first."""
    try:
        text = msgspec.convert(tomllib.loads(source), SheetText, strict=True)
    except (tomllib.TOMLDecodeError, msgspec.ValidationError) as error:
        raise _unreadable(kind, "-", str(error)) from error
    if text.id != kind:
        raise _unreadable(kind, "-", f"id {text.id}")
    for block in text.block:
        for problem in _problems(block, kind):
            raise _unreadable(kind, block.id, problem)
    return text


def lines(entries: tuple[Line | str, ...]) -> tuple[Line, ...]:
    """Plain strings as lines without conditions."""
    return tuple(Line(entry) if isinstance(entry, str) else entry for entry in entries)


@cache
def pieces(phrase: str) -> tuple[Piece, ...]:
    """A phrase cut at its fields and `**` marks. The marks are the text's own, never a value's."""
    found, bold, end = [], False, 0
    for token in _TOKEN.finditer(phrase):
        found.append(Piece(phrase[end : token.start()], False, bold))
        if token[1]:
            bold = not bold
        else:
            found.append(Piece(token[2], True, bold))
        end = token.end()
    found.append(Piece(phrase[end:], False, bold))
    return tuple(piece for piece in found if piece.text or piece.is_field)


def _problems(block: Block, kind: SheetKind) -> Iterator[str]:
    if block.each and block.each not in LINES_OF[kind]:
        yield f'each = "{block.each}"'
    width = len(block.columns) or 2
    for row in block.rows:
        if len(row.cells) != width:
            yield f"{len(row.cells)} cells"
        yield from _unknown_conditions(row.when, kind, block.each)
        for cell in row.cells:
            yield from _phrase_problems(cell, kind, block.each)
    yield from _unknown_conditions(block.when, kind)
    for line in lines(block.text + block.items + block.closing):
        yield from _unknown_conditions(line.when, kind)
        yield from _phrase_problems(line.text, kind)
    for phrase in (block.heading, *block.columns):
        yield from _phrase_problems(phrase, kind)


def _unknown_conditions(when: tuple[When, ...], kind: SheetKind, each: str = "") -> Iterator[str]:
    known = {**CONDITIONS[kind], **LINE_CONDITIONS.get(each, {})}
    for condition in when:
        if condition.field not in known or condition.is_ not in known[condition.field].values:
            yield f"{condition.field} = {condition.is_}"


def _phrase_problems(phrase: str, kind: SheetKind, each: str = "") -> Iterator[str]:
    known = {**FIELDS[kind], **LINE_FIELDS.get(each, {})}
    for piece in pieces(phrase):
        if piece.is_field and piece.text not in known:
            yield f"{{{piece.text}}}"
        if not piece.is_field and set(piece.text) & set("{}*"):
            yield piece.text
    if phrase.count("**") % 2:
        yield "**"


def _unreadable(kind: SheetKind, block: str, what: str) -> Refused:
    return Refused(
        Reason("sheets.text_unreadable", {"sheet": str(kind), "block": block, "what": what})
    )
