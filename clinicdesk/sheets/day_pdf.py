"""A day's schedule as PDF bytes: US Letter on its side, one table for each room.

Equal lists give equal bytes on every run; a character that cannot be printed is refused.
"""

from collections.abc import Sequence
from functools import partial
from io import BytesIO
from typing import Any

from reportlab.lib.pagesizes import LETTER, landscape
from reportlab.platypus import BaseDocTemplate, Flowable, Frame, PageTemplate, TableStyle

from clinicdesk.sheets.content import Run, Words
from clinicdesk.sheets.day_list import DayList, ListedBooking, ListedRoom
from clinicdesk.sheets.tagging import Element, TaggedCanvas, TaggedTable, tag
from clinicdesk.sheets.typesetting import (
    BOLD,
    NAVY,
    QUIET,
    REGULAR,
    RULE,
    SHADE,
    body,
    fonts,
    paragraph,
    place,
)

Lines = tuple[Words, ...]

_WIDTH, _HEIGHT = landscape(LETTER)
_MARGIN, _HEAD, _FOOT = 40.0, 58.0, 44.0
_INNER = _WIDTH - 2 * _MARGIN
_COLUMNS = (
    *(("Time", 0.18), ("Patient", 0.33)),
    *(("Procedure", 0.19), ("Staff", 0.13), ("Readiness", 0.17)),
)
_small = partial(body, fontSize=10, leading=13)
_CLINIC = _small("clinic", textColor=QUIET)
_DAY = body("day", fontName=BOLD, fontSize=16, leading=20, textColor=NAVY)
_ROOM = body(
    "room", fontName=BOLD, fontSize=13, leading=17, textColor=NAVY, spaceBefore=8, spaceAfter=3,
    keepWithNext=1,
)  # fmt: skip
_COLUMN = _small("column", fontName=BOLD, textColor=QUIET)
_CELL = _small("cell")
_FOOTER = body("footer", fontSize=8.5, leading=11, textColor=QUIET)
_ALL = ((0, 0), (-1, -1))
_TABLE = TableStyle(
    [
        ("FONTNAME", *_ALL, REGULAR),
        ("VALIGN", *_ALL, "TOP"),
        ("LINEBELOW", *_ALL, 0.6, RULE),
        ("BACKGROUND", (0, 0), (-1, 0), SHADE),
        ("LEFTPADDING", *_ALL, 5),
        ("RIGHTPADDING", *_ALL, 5),
        ("TOPPADDING", *_ALL, 3),
        ("BOTTOMPADDING", *_ALL, 4),
    ]
)


def draw_day(listed: DayList) -> bytes:
    """The list as PDF bytes. Raises Refused for a character that cannot be printed."""
    fonts()
    root = Element("Document")
    head = _Head(listed, root)
    story = [part for room in listed.rooms for part in _room(room, root)]
    drawn = BytesIO()
    document = BaseDocTemplate(drawn, pagesize=(_WIDTH, _HEIGHT), invariant=1, pageCompression=0)
    frame = Frame(_MARGIN, _FOOT, _INNER, _HEIGHT - _FOOT - _HEAD, 0, 0, 0, 0)
    document.addPageTemplates(PageTemplate(frames=[frame], onPage=head.draw))
    foot = partial(_draw_foot, listed=listed)
    document.build(story, canvasmaker=partial(TaggedCanvas, font=REGULAR, foot=foot))
    return tag(drawn.getvalue(), root, listed.title, "en")


class _Head:
    """The clinic and the day at the head of every page; real content on the first one only."""

    def __init__(self, listed: DayList, root: Element) -> None:
        self._day = paragraph((Run(listed.title),), _DAY, root.add("H1"))
        self._clinic = paragraph((Run(listed.clinic),), _CLINIC, root.add("P"))

    def draw(self, canvas: Any, _document: BaseDocTemplate) -> None:
        below = place(self._day, canvas, _MARGIN, _HEIGHT - 18, _INNER)
        place(self._clinic, canvas, _MARGIN, below, _INNER)


def _draw_foot(canvas: TaggedCanvas, pages: int, listed: DayList) -> None:
    number = f"Page {canvas.getPageNumber()} of {pages}"
    said = f"For staff only. Shred it after use. • {listed.made} • Code {listed.code} • {number}"
    canvas.begin(None)
    canvas.setStrokeColor(RULE)
    canvas.line(_MARGIN, _FOOT - 8, _WIDTH - _MARGIN, _FOOT - 8)
    canvas.end()
    place(paragraph((Run(said),), _FOOTER, None), canvas, _MARGIN, _FOOT - 12, _INNER)


def _room(room: ListedRoom, root: Element) -> list[Flowable]:
    heading = paragraph((Run(room.name),), _ROOM, root.add("H2"))
    if not room.bookings:
        return [heading, paragraph((Run("No procedures."),), _CELL, root.add("P"))]
    table = root.add("Table")
    titles = tuple(((Run(name),),) for name, _ in _COLUMNS)
    rows = [
        _row(titles, table, "Column"),
        *(_row(_cells(one), table, "Row") for one in room.bookings),
    ]
    widths = [_INNER * share for _, share in _COLUMNS]
    return [heading, TaggedTable(rows, colWidths=widths, repeatRows=1, style=_TABLE)]


def _row(cells: Sequence[Lines], table: Element, scope: str) -> list[list[Flowable]]:
    """A row whose first cell, or in the head every cell, names the others."""
    row, is_head = table.add("TR"), scope == "Column"
    style = _COLUMN if is_head else _CELL
    elements = [
        row.add("TH", scope) if is_head or not at else row.add("TD") for at in range(len(cells))
    ]
    return [
        [paragraph(line, style, element) for line in lines]
        for lines, element in zip(cells, elements, strict=True)
    ]


def _cells(one: ListedBooking) -> tuple[Lines, ...]:
    alert = ((Run("Name alert: check the birth date", bold=True),),) if one.alert else ()
    return (
        ((Run(one.time, bold=True),), (Run(one.arrives),)),
        ((Run(one.name, bold=True),), (Run(one.identity),), *alert),
        ((Run(one.procedure),), (Run(one.length),)),
        ((Run(one.physician),), (Run(one.nurse),)),
        ((Run(one.standing),),),
    )
