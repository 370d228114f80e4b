"""Reads the pages of the guide: the little Markdown that they use, as plain words.

A page is headings, paragraphs, items ("- ", "1. "), pictures and links that stand alone in their
line. Keys stand in backticks, what is stressed between two asterisks.
"""

import re
from dataclasses import dataclass

_HEADING = re.compile(r"(#{1,3}) (.+)")
_ITEM = re.compile(r"(-|\d+\.) (.+)")
_PICTURE = re.compile(r"!\[(.+)\]\(([\w/.-]+)\)")
_LINK = re.compile(r"(?:- )?\[(.+)\]\(([\w.-]+\.md)\)")
_STRESSED = re.compile(r"\*\*(.+?)\*\*|`(.+?)`")
_MARK = "•"


@dataclass(frozen=True)
class Heading:
    """`level` 1 is the title of the page."""

    words: str
    level: int


@dataclass(frozen=True)
class Text:
    """A paragraph."""

    words: str


@dataclass(frozen=True)
class Item:
    """One of a list; `mark` is its number or a dot."""

    words: str
    mark: str


@dataclass(frozen=True)
class Shown:
    """A picture, by its file beside the page; `words` say what is to be seen."""

    words: str
    file: str


@dataclass(frozen=True)
class Link:
    """Another page, by its file."""

    words: str
    page: str


Block = Heading | Text | Item | Shown | Link


def blocks(page: str) -> list[Block]:
    """What a page shows, from the top."""
    found: list[Block] = []
    is_open = False  # whether the next line goes on with the last block
    for line in page.splitlines():
        block = _block(line)
        if block is not None:
            found.append(block)
        elif line.strip() and is_open and isinstance(found[-1], Text | Item):
            found[-1] = _with_more(found[-1], line)
        elif line.strip():
            found.append(Text(plain(line)))
        is_open = bool(line.strip())
    return found


def plain(words: str) -> str:
    """The words without marks."""
    return _STRESSED.sub(lambda match: match[1] or match[2], words.strip())


def _block(line: str) -> Block | None:
    if match := _HEADING.fullmatch(line):
        return Heading(plain(match[2]), len(match[1]))
    if match := _PICTURE.fullmatch(line):
        return Shown(match[1], match[2])
    if match := _LINK.fullmatch(line):
        return Link(match[1], match[2])
    if match := _ITEM.fullmatch(line):
        return Item(plain(match[2]), _MARK if match[1] == "-" else match[1])
    return None


def _with_more(block: Text | Item, line: str) -> Text | Item:
    words = f"{block.words} {plain(line)}"
    return Text(words) if isinstance(block, Text) else Item(words, block.mark)
