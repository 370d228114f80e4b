"""How words come on paper: the embedded typeface, its inks, the one gate for every character."""

import re
import unicodedata
from functools import cache, partial
from typing import Any
from xml.sax.saxutils import escape

from reportlab.lib.colors import HexColor
from reportlab.lib.pagesizes import LETTER
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont

from clinicdesk import paths
from clinicdesk.errors import Reason, Refused
from clinicdesk.sheets.content import Words
from clinicdesk.sheets.tagging import Element, TaggedCanvas, TaggedParagraph

_TALLEST = LETTER[1]
_BEFORE_NUMBER = re.compile(r"(?<=[A-Za-z)]) (?=\d)|(?<=\d) (?=[AP]M\b)")

INK = HexColor("#14181f")
QUIET = HexColor("#454d5a")
NAVY = HexColor("#12375c")
RULE = HexColor("#b8c0cc")
SHADE = HexColor("#eef2f7")
ALARM = HexColor("#8f1d14")

REGULAR, BOLD = "Inter-Regular", "Inter-Bold"
body = partial(
    ParagraphStyle, fontName=REGULAR, fontSize=14, leading=18, textColor=INK, splitLongWords=1
)

# ReportLab does not shape text: without a lift, a mark above a capital would lie on the letter.
_CAPITALS = "".join(letter for letter in map(chr, range(0x2000)) if letter.isupper())
_MARKED_CAPITAL = re.compile(rf"([{_CAPITALS}][\u0323-\u0331]*)([\u0300-\u0314]+)")
_CAPITAL_LIFT = 0.18  # of the type's size: from the height of a small letter to a capital's


class _Font(TTFont):
    """A space that keeps a number with its word is still read, searched and copied as a space."""

    def splitString(self, text: str, doc: Any, encoding: str = "utf-8") -> Any:  # noqa: N802
        return super().splitString(text.replace("\N{NO-BREAK SPACE}", " "), doc, encoding)


@cache
def fonts() -> dict[str, _Font]:
    """The typeface by name, known to ReportLab from the first call on."""
    folder = paths.resources() / "fonts"
    loaded = {name: _Font(name, str(folder / f"{name}.ttf")) for name in (REGULAR, BOLD)}
    for font in loaded.values():
        pdfmetrics.registerFont(font)
    pdfmetrics.registerFontFamily(REGULAR, REGULAR, BOLD, REGULAR, BOLD)
    return loaded


def place(
    words: TaggedParagraph, canvas: TaggedCanvas, x: float, top: float, width: float
) -> float:
    """Draw the words below `top`, in points; answers where they end."""
    bottom = top - words.wrapOn(canvas, width, _TALLEST)[1]
    words.drawOn(canvas, x, bottom)
    return bottom


def height(words: TaggedParagraph, width: float) -> float:
    """How high the words are in this width, points."""
    return float(words.wrap(width, _TALLEST)[1])


def paragraph(
    words: Words,
    style: ParagraphStyle,
    element: Element | None,
    shape: type[TaggedParagraph] = TaggedParagraph,
) -> TaggedParagraph:
    """The words in a style. Raises Refused for a character that cannot be printed."""
    made = shape(_markup(words, style), style)
    made.element = element
    return made


def _markup(words: Words, style: ParagraphStyle) -> str:
    return "".join(
        f"<b>{_printable(run.text, BOLD, style.fontSize)}</b>"
        if run.bold
        else _printable(run.text, style.fontName, style.fontSize)
        for run in words
    )


def _printable(text: str, font: str, size: float) -> str:
    """The text escaped for ReportLab. The one gate to paper: every character must have a glyph."""
    glyphs = fonts()[font].face.charToGlyph
    for character in text:
        if not glyphs.get(ord(character)):
            named = unicodedata.name(character, "unnamed")
            facts = {"character": f"U+{ord(character):04X} ({named})"}
            raise Refused(Reason("sheets.cannot_draw", facts))
    lift = f'<super rise="{size * _CAPITAL_LIFT:.2f}" size="{size}">\\2</super>'
    kept = _BEFORE_NUMBER.sub("\N{NO-BREAK SPACE}", text)
    return _MARKED_CAPITAL.sub(rf"\1{lift}", escape(kept))
