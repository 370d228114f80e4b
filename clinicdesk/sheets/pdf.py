"""A sheet's content becomes PDF bytes: US Letter, large plain type, embedded Inter only.

Equal contents give equal bytes on every run. A character the font cannot draw is refused, never
dropped: a patient's name never loses a letter (R-19).
"""

from functools import partial
from io import BytesIO
from typing import Any

from reportlab.lib.enums import TA_RIGHT
from reportlab.lib.pagesizes import LETTER
from reportlab.pdfbase import pdfmetrics
from reportlab.platypus import (
    BaseDocTemplate,
    Flowable,
    Frame,
    KeepTogether,
    PageTemplate,
    TableStyle,
)

from clinicdesk.sheets.content import PageFrame, Run, Section, SheetContent, Table, Words
from clinicdesk.sheets.tagging import Element, TaggedCanvas, TaggedItem, TaggedTable, tag
from clinicdesk.sheets.typesetting import (
    ALARM,
    BOLD,
    NAVY,
    QUIET,
    REGULAR,
    RULE,
    SHADE,
    body,
    fonts,
    height,
    paragraph,
    place,
)

_WIDTH, _HEIGHT = LETTER
_MARGIN = 54.0
_INNER = _WIDTH - 2 * _MARGIN
_FOOT = 44.0
_NARROWEST, _WIDEST = 84.0, _INNER * 0.44  # of a table's first column
_PADDING = 6.0

_BODY = body("body", spaceBefore=2, spaceAfter=4)
_LEAD = body("lead", spaceBefore=2, spaceAfter=4, keepWithNext=1)
_CLOSING = body("closing", spaceBefore=6, spaceAfter=4)
_CELL = body("cell")
_COLUMN = body("column", fontName=BOLD, fontSize=12, leading=15, textColor=QUIET)
_ITEM = body("item", leftIndent=17, spaceAfter=3, bulletColor=NAVY)
_TITLE = body(
    "title", fontName=BOLD, fontSize=23, leading=28, textColor=NAVY, spaceBefore=2, spaceAfter=8
)
_HEADING = body(
    "heading", fontName=BOLD, fontSize=16, leading=21, textColor=NAVY, spaceBefore=10,
    spaceAfter=4, keepWithNext=1, allowOrphans=0,
)  # fmt: skip
_ALARM_HEADING = body("alarm", fontName=BOLD, fontSize=16, leading=21, textColor=ALARM)
_NAME = body("name", fontName=BOLD, fontSize=15, leading=19)
_SMALL = body("small", fontSize=12, leading=16, textColor=QUIET)
_SMALL_RIGHT = body("small right", parent=_SMALL, fontSize=12, leading=16, alignment=TA_RIGHT)
_FOOTER = body("footer", fontSize=9, leading=12, textColor=QUIET)

_ALL = ((0, 0), (-1, -1))
_TABLE_STYLE = TableStyle(
    [
        ("FONTNAME", *_ALL, REGULAR),
        ("VALIGN", *_ALL, "TOP"),
        ("LINEBELOW", *_ALL, 0.7, RULE),
        ("LEFTPADDING", *_ALL, _PADDING),
        ("RIGHTPADDING", *_ALL, _PADDING),
        ("TOPPADDING", *_ALL, 4),
        ("BOTTOMPADDING", *_ALL, 5),
    ]
)
_SHADED_HEAD = [("BACKGROUND", (0, 0), (-1, 0), SHADE)]
_WARNING_STYLE = TableStyle(
    [
        ("FONTNAME", *_ALL, REGULAR),
        ("BOX", *_ALL, 1.6, ALARM),
        ("LEFTPADDING", *_ALL, 12),
        ("TOPPADDING", *_ALL, 0),
        ("TOPPADDING", (0, 0), (-1, 0), 8),
        ("BOTTOMPADDING", *_ALL, 3),
        ("BOTTOMPADDING", (0, -1), (-1, -1), 9),
    ]
)


def draw(content: SheetContent) -> bytes:
    """The sheet as PDF bytes. Raises Refused for a character that cannot be printed."""
    fonts()
    root = Element("Document")
    head = _Head(content, root)
    story: list[Flowable] = [paragraph((Run(content.title),), _TITLE, root.add("H1"))]
    for section in content.sections:
        story.extend(_section(section, root))
    return tag(_build(content, head, story), root, content.title, content.language)


def _build(content: SheetContent, head: "_Head", story: list[Flowable]) -> bytes:
    drawn = BytesIO()
    document = BaseDocTemplate(drawn, pagesize=LETTER, invariant=1, pageCompression=0)
    room = _HEIGHT - _FOOT - head.height - _MARGIN / 2
    frame = Frame(_MARGIN, _FOOT, _INNER, room, 0, 0, 0, 0)
    document.addPageTemplates(PageTemplate(frames=[frame], onPage=head.draw))
    foot = partial(_draw_foot, frame=content.frame)
    document.build(story, canvasmaker=partial(TaggedCanvas, font=REGULAR, foot=foot))
    return drawn.getvalue()


def _draw_foot(canvas: TaggedCanvas, pages: int, frame: PageFrame) -> None:
    number = f"{frame.page} {canvas.getPageNumber()} {frame.of} {pages}"
    canvas.begin(None)
    canvas.setStrokeColor(RULE)
    canvas.line(_MARGIN, _FOOT - 8, _WIDTH - _MARGIN, _FOOT - 8)
    canvas.end()
    foot = paragraph((Run(f"{frame.footer} • {number}"),), _FOOTER, None)
    place(foot, canvas, _MARGIN, _FOOT - 12, _INNER)


class _Head:
    """The clinic and the patient at the head of every page; real content on the first one only."""

    def __init__(self, content: SheetContent, root: Element) -> None:
        frame = content.frame
        self._clinic = paragraph((Run(frame.clinic, bold=True),), _SMALL, root.add("P"))
        self._questions = paragraph((Run(frame.questions),), _SMALL_RIGHT, root.add("P"))
        self._name = paragraph((Run(content.patient.full_name),), _NAME, root.add("P"))
        self._identity = paragraph((Run(frame.identity),), _SMALL, root.add("P"))
        words = [frame.alert] if frame.alert else []
        self._alert = [paragraph((Run(one, bold=True),), _SMALL, root.add("P")) for one in words]
        top = max(height(self._clinic, _INNER * 0.6), height(self._questions, _INNER * 0.4))
        self._top = top
        boxed = (self._name, self._identity, *self._alert)
        self._box = sum(height(one, _INNER - 20) for one in boxed) + 14
        self.height = top + self._box + 16

    def draw(self, canvas: Any, _document: BaseDocTemplate) -> None:
        y = _HEIGHT - _MARGIN / 2
        place(self._clinic, canvas, _MARGIN, y, _INNER * 0.6)
        place(self._questions, canvas, _MARGIN + _INNER * 0.6, y, _INNER * 0.4)
        y -= self._top + 4
        canvas.begin(None)
        canvas.setFillColor(SHADE)
        canvas.roundRect(_MARGIN, y - self._box, _INNER, self._box, 4, stroke=0, fill=1)
        canvas.end()
        y -= 6
        for words in (self._name, self._identity, *self._alert):
            y = place(words, canvas, _MARGIN + 10, y, _INNER - 20)


def _section(section: Section, root: Element) -> list[Flowable]:
    if section.warning:
        return [_warning(section, root.add("Sect"))]
    flow: list[Flowable] = []
    if section.heading:
        flow.append(paragraph(section.heading, _HEADING, root.add("H2")))
    flow.extend(_prose(section, root))
    if section.table:
        flow.append(_table(section.table, root.add("Table")))
    return flow


def _prose(section: Section, parent: Element) -> list[Flowable]:
    style = _LEAD if section.table else _BODY
    flow: list[Flowable] = [
        paragraph(words, style, parent.add("P")) for words in section.paragraphs
    ]
    if section.items:
        items = parent.add("L")
        flow += [
            paragraph(words, _ITEM, items.add("LI").add("LBody"), TaggedItem)
            for words in section.items
        ]
    flow += [paragraph(words, _CLOSING, parent.add("P")) for words in section.closing]
    return flow


def _warning(section: Section, parent: Element) -> Flowable:
    heading = paragraph(section.heading, _ALARM_HEADING, parent.add("H2"))
    rows = [[heading], *([flowable] for flowable in _prose(section, parent))]
    closing = -len(section.closing) or -len(rows)
    gap = [("TOPPADDING", (0, closing), (0, closing), 6)]
    style = TableStyle(gap, parent=_WARNING_STYLE)
    return KeepTogether([TaggedTable(rows, [_INNER], style=style, spaceBefore=8, spaceAfter=4)])


def _table(table: Table, parent: Element) -> Flowable:
    rows = [_row(table.header, parent, "TH", "Column")] if table.header else []
    rows += [_row(row, parent, "TD", "") for row in table.rows]
    first = _first_width(table)
    return TaggedTable(
        rows,
        colWidths=[first, _INNER - first],
        repeatRows=1 if table.header else 0,
        style=TableStyle(_SHADED_HEAD if table.header else [], parent=_TABLE_STYLE),
        spaceAfter=6,
    )


def _row(cells: tuple[Words, ...], table: Element, kind: str, scope: str) -> list[Flowable]:
    row = table.add("TR")
    style = _COLUMN if scope else _CELL
    first = paragraph(cells[0], style, row.add("TH", scope or "Row"))
    return [first, *(paragraph(cell, style, row.add(kind, scope)) for cell in cells[1:])]


def _first_width(table: Table) -> float:
    widest = max(
        sum(pdfmetrics.stringWidth(run.text, BOLD, _CELL.fontSize) for run in row[0])
        for row in table.rows
    )
    return min(max(widest + 3 * _PADDING, _NARROWEST), _WIDEST)
