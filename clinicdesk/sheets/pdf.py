"""A sheet's content becomes PDF bytes: US Letter, large plain type, embedded Inter only.

Equal contents give equal bytes on every run. A character the font cannot draw is refused, never
dropped: a patient's name never loses a letter (R-19).
"""

import re
import unicodedata
from functools import cache, partial
from io import BytesIO
from typing import Any
from xml.sax.saxutils import escape

from reportlab.lib.colors import HexColor
from reportlab.lib.enums import TA_RIGHT
from reportlab.lib.pagesizes import LETTER
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.platypus import (
    BaseDocTemplate,
    Flowable,
    Frame,
    KeepTogether,
    PageTemplate,
    TableStyle,
)

from clinicdesk import paths
from clinicdesk.errors import Reason, Refused
from clinicdesk.sheets.content import PageFrame, Run, Section, SheetContent, Table, Words
from clinicdesk.sheets.tagging import (
    Element,
    TaggedCanvas,
    TaggedItem,
    TaggedParagraph,
    TaggedTable,
    tag,
)

RENDERER = "clinicdesk-pdf-1"  # a new id whenever equal contents would draw to other bytes

_WIDTH, _HEIGHT = LETTER
_MARGIN = 54.0
_INNER = _WIDTH - 2 * _MARGIN
_FOOT = 44.0
_NARROWEST, _WIDEST = 84.0, _INNER * 0.44  # of a table's first column
_PADDING = 6.0
_BEFORE_NUMBER = re.compile(r"(?<=[A-Za-z)]) (?=\d)|(?<=\d) (?=[AP]M\b)")

_INK = HexColor("#14181f")
_QUIET = HexColor("#454d5a")
_NAVY = HexColor("#12375c")
_RULE = HexColor("#b8c0cc")
_SHADE = HexColor("#eef2f7")
_ALARM = HexColor("#8f1d14")

_REGULAR, _BOLD = "Inter-Regular", "Inter-Bold"
_body = partial(
    ParagraphStyle, fontName=_REGULAR, fontSize=14, leading=18, textColor=_INK, splitLongWords=1
)
_BODY = _body("body", spaceBefore=2, spaceAfter=4)
_LEAD = _body("lead", spaceBefore=2, spaceAfter=4, keepWithNext=1)
_CLOSING = _body("closing", spaceBefore=6, spaceAfter=4)
_CELL = _body("cell")
_COLUMN = _body("column", fontName=_BOLD, fontSize=12, leading=15, textColor=_QUIET)
_ITEM = _body("item", leftIndent=17, spaceAfter=3, bulletColor=_NAVY)
_TITLE = _body(
    "title", fontName=_BOLD, fontSize=23, leading=28, textColor=_NAVY, spaceBefore=2, spaceAfter=8
)
_HEADING = _body(
    "heading", fontName=_BOLD, fontSize=16, leading=21, textColor=_NAVY, spaceBefore=10,
    spaceAfter=4, keepWithNext=1, allowOrphans=0,
)  # fmt: skip
_ALARM_HEADING = _body("alarm", fontName=_BOLD, fontSize=16, leading=21, textColor=_ALARM)
_NAME = _body("name", fontName=_BOLD, fontSize=15, leading=19)
_SMALL = _body("small", fontSize=12, leading=16, textColor=_QUIET)
_SMALL_RIGHT = _body("small right", parent=_SMALL, fontSize=12, leading=16, alignment=TA_RIGHT)
_FOOTER = _body("footer", fontSize=9, leading=12, textColor=_QUIET)

_ALL = ((0, 0), (-1, -1))
_TABLE_STYLE = TableStyle(
    [
        ("FONTNAME", *_ALL, _REGULAR),
        ("VALIGN", *_ALL, "TOP"),
        ("LINEBELOW", *_ALL, 0.7, _RULE),
        ("LEFTPADDING", *_ALL, _PADDING),
        ("RIGHTPADDING", *_ALL, _PADDING),
        ("TOPPADDING", *_ALL, 4),
        ("BOTTOMPADDING", *_ALL, 5),
    ]
)
_SHADED_HEAD = [("BACKGROUND", (0, 0), (-1, 0), _SHADE)]
_WARNING_STYLE = TableStyle(
    [
        ("FONTNAME", *_ALL, _REGULAR),
        ("BOX", *_ALL, 1.6, _ALARM),
        ("LEFTPADDING", *_ALL, 12),
        ("TOPPADDING", *_ALL, 0),
        ("TOPPADDING", (0, 0), (-1, 0), 8),
        ("BOTTOMPADDING", *_ALL, 3),
        ("BOTTOMPADDING", (0, -1), (-1, -1), 9),
    ]
)

# ReportLab does not shape text: without a lift, a mark above a capital would lie on the letter.
_CAPITALS = "".join(letter for letter in map(chr, range(0x2000)) if letter.isupper())
_MARKED_CAPITAL = re.compile(rf"([{_CAPITALS}][\u0323-\u0331]*)([\u0300-\u0314]+)")
_CAPITAL_LIFT = 0.18  # of the type's size: from the height of a small letter to a capital's


def draw(content: SheetContent) -> bytes:
    """The sheet as PDF bytes. Raises Refused for a character that cannot be printed."""
    _fonts()
    root = Element("Document")
    head = _Head(content, root)
    story: list[Flowable] = [_paragraph((Run(content.title),), _TITLE, root.add("H1"))]
    for section in content.sections:
        story.extend(_section(section, root))
    return tag(_build(content, head, story), root, content.title, content.language)


class _Font(TTFont):
    """A space that keeps a number with its word is still read, searched and copied as a space."""

    def splitString(self, text: str, doc: Any, encoding: str = "utf-8") -> Any:  # noqa: N802
        return super().splitString(text.replace("\N{NO-BREAK SPACE}", " "), doc, encoding)


@cache
def _fonts() -> dict[str, _Font]:
    folder = paths.resources() / "fonts"
    fonts = {name: _Font(name, str(folder / f"{name}.ttf")) for name in (_REGULAR, _BOLD)}
    for font in fonts.values():
        pdfmetrics.registerFont(font)
    pdfmetrics.registerFontFamily(_REGULAR, _REGULAR, _BOLD, _REGULAR, _BOLD)
    return fonts


def _build(content: SheetContent, head: "_Head", story: list[Flowable]) -> bytes:
    drawn = BytesIO()
    document = BaseDocTemplate(drawn, pagesize=LETTER, invariant=1, pageCompression=0)
    height = _HEIGHT - _FOOT - head.height - _MARGIN / 2
    frame = Frame(_MARGIN, _FOOT, _INNER, height, 0, 0, 0, 0)
    document.addPageTemplates(PageTemplate(frames=[frame], onPage=head.draw))
    foot = partial(_draw_foot, frame=content.frame)
    document.build(story, canvasmaker=partial(TaggedCanvas, font=_REGULAR, foot=foot))
    return drawn.getvalue()


def _draw_foot(canvas: TaggedCanvas, pages: int, frame: PageFrame) -> None:
    number = f"{frame.page} {canvas.getPageNumber()} {frame.of} {pages}"
    canvas.begin(None)
    canvas.setStrokeColor(_RULE)
    canvas.line(_MARGIN, _FOOT - 8, _WIDTH - _MARGIN, _FOOT - 8)
    canvas.end()
    foot = _paragraph((Run(f"{frame.footer} • {number}"),), _FOOTER, None)
    _place(foot, canvas, _MARGIN, _FOOT - 12, _INNER)


class _Head:
    """The clinic and the patient at the head of every page; real content on the first one only."""

    def __init__(self, content: SheetContent, root: Element) -> None:
        frame = content.frame
        self._clinic = _paragraph((Run(frame.clinic, bold=True),), _SMALL, root.add("P"))
        self._questions = _paragraph((Run(frame.questions),), _SMALL_RIGHT, root.add("P"))
        self._name = _paragraph((Run(content.patient.full_name),), _NAME, root.add("P"))
        self._identity = _paragraph((Run(frame.identity),), _SMALL, root.add("P"))
        words = [frame.alert] if frame.alert else []
        self._alert = [_paragraph((Run(one, bold=True),), _SMALL, root.add("P")) for one in words]
        top = max(_height(self._clinic, _INNER * 0.6), _height(self._questions, _INNER * 0.4))
        self._top = top
        boxed = (self._name, self._identity, *self._alert)
        self._box = sum(_height(one, _INNER - 20) for one in boxed) + 14
        self.height = top + self._box + 16

    def draw(self, canvas: Any, _document: BaseDocTemplate) -> None:
        y = _HEIGHT - _MARGIN / 2
        _place(self._clinic, canvas, _MARGIN, y, _INNER * 0.6)
        _place(self._questions, canvas, _MARGIN + _INNER * 0.6, y, _INNER * 0.4)
        y -= self._top + 4
        canvas.begin(None)
        canvas.setFillColor(_SHADE)
        canvas.roundRect(_MARGIN, y - self._box, _INNER, self._box, 4, stroke=0, fill=1)
        canvas.end()
        y -= 6
        for words in (self._name, self._identity, *self._alert):
            y = _place(words, canvas, _MARGIN + 10, y, _INNER - 20)


def _place(
    paragraph: TaggedParagraph, canvas: TaggedCanvas, x: float, top: float, width: float
) -> float:
    bottom = top - paragraph.wrapOn(canvas, width, _HEIGHT)[1]
    paragraph.drawOn(canvas, x, bottom)
    return bottom


def _height(paragraph: TaggedParagraph, width: float) -> float:
    return float(paragraph.wrap(width, _HEIGHT)[1])


def _section(section: Section, root: Element) -> list[Flowable]:
    if section.warning:
        return [_warning(section, root.add("Sect"))]
    flow: list[Flowable] = []
    if section.heading:
        flow.append(_paragraph(section.heading, _HEADING, root.add("H2")))
    flow.extend(_prose(section, root))
    if section.table:
        flow.append(_table(section.table, root.add("Table")))
    return flow


def _prose(section: Section, parent: Element) -> list[Flowable]:
    style = _LEAD if section.table else _BODY
    flow: list[Flowable] = [
        _paragraph(words, style, parent.add("P")) for words in section.paragraphs
    ]
    if section.items:
        items = parent.add("L")
        flow += [
            _paragraph(words, _ITEM, items.add("LI").add("LBody"), TaggedItem)
            for words in section.items
        ]
    flow += [_paragraph(words, _CLOSING, parent.add("P")) for words in section.closing]
    return flow


def _warning(section: Section, parent: Element) -> Flowable:
    heading = _paragraph(section.heading, _ALARM_HEADING, parent.add("H2"))
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
    first = _paragraph(cells[0], style, row.add("TH", scope or "Row"))
    return [first, *(_paragraph(cell, style, row.add(kind, scope)) for cell in cells[1:])]


def _first_width(table: Table) -> float:
    widest = max(
        sum(pdfmetrics.stringWidth(run.text, _BOLD, _CELL.fontSize) for run in row[0])
        for row in table.rows
    )
    return min(max(widest + 3 * _PADDING, _NARROWEST), _WIDEST)


def _paragraph(
    words: Words,
    style: ParagraphStyle,
    element: Element | None,
    shape: type[TaggedParagraph] = TaggedParagraph,
) -> TaggedParagraph:
    paragraph = shape(_markup(words, style), style)
    paragraph.element = element
    return paragraph


def _markup(words: Words, style: ParagraphStyle) -> str:
    return "".join(
        f"<b>{_printable(run.text, _BOLD, style.fontSize)}</b>"
        if run.bold
        else _printable(run.text, style.fontName, style.fontSize)
        for run in words
    )


def _printable(text: str, font: str, size: float) -> str:
    """The text escaped for ReportLab. The one gate to paper: every character must have a glyph."""
    glyphs = _fonts()[font].face.charToGlyph
    for character in text:
        if not glyphs.get(ord(character)):
            named = unicodedata.name(character, "unnamed")
            facts = {"character": f"U+{ord(character):04X} ({named})"}
            raise Refused(Reason("sheets.cannot_draw", facts))
    lift = f'<super rise="{size * _CAPITAL_LIFT:.2f}" size="{size}">\\2</super>'
    kept = _BEFORE_NUMBER.sub("\N{NO-BREAK SPACE}", text)
    return _MARKED_CAPITAL.sub(rf"\1{lift}", escape(kept))
