"""The bytes: the same every time, the right patient on every page, readable, and harmless."""

import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from hashlib import sha256
from io import BytesIO

import pytest
from pypdf import PdfReader
from pypdf.generic import DictionaryObject
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase.ttfonts import TTFontFile

from clinicdesk import messages, paths
from clinicdesk.errors import Refused
from clinicdesk.sheets.content import Run, compose
from clinicdesk.sheets.facts import Facts, RestartLine
from clinicdesk.sheets.pdf import draw
from clinicdesk.sheets.rules import RestartKind
from clinicdesk.sheets.tagging import Element, TaggedItem, TaggedParagraph
from tests.builders.sheet_facts import ANA, CLINIC, DISCHARGE, DOSES, PRE_OP, RESTARTS, ROSA

FULL = replace(PRE_OP, drugs=tuple(DOSES.values()))
LONG = replace(DISCHARGE, restarts=tuple(RESTARTS.values()) * 4)
SHEETS = pytest.mark.parametrize("facts", [PRE_OP, FULL, DISCHARGE, LONG])


def drawn(facts: Facts) -> PdfReader:
    return PdfReader(BytesIO(draw(compose(facts))))


def squeezed(text: str) -> str:
    """Without any space: words broken over lines are whole again."""
    return "".join(text.split())


def named(name: str) -> Facts:
    return replace(PRE_OP, patient=replace(ROSA, full_name=name))


def objects(reader: PdfReader) -> Iterator[DictionaryObject]:
    for number in range(1, len(reader.xref_objStm) + sum(map(len, reader.xref.values())) + 1):
        found = reader.get_object(number)
        if isinstance(found, DictionaryObject):
            yield found


DRAW_IN_ANOTHER_PROCESS = """
from hashlib import sha256
from clinicdesk.sheets.content import Run, compose
from clinicdesk.sheets.pdf import draw
from tests.builders.sheet_facts import DISCHARGE, PRE_OP
print(*(sha256(draw(compose(facts))).hexdigest() for facts in (PRE_OP, DISCHARGE)))
"""


def test_two_processes_draw_the_same_bytes() -> None:
    here = [sha256(draw(compose(facts))).hexdigest() for facts in (PRE_OP, DISCHARGE)]
    there = [
        subprocess.run(
            [sys.executable, "-c", DRAW_IN_ANOTHER_PROCESS],
            env={**os.environ, "PYTHONHASHSEED": seed, "TZ": "Asia/Tokyo"},
            check=True,
            capture_output=True,
            text=True,
        ).stdout.split()
        for seed in ("1", "2")
    ]
    assert there == [here, here]


def test_drawing_other_sheets_in_between_changes_nothing() -> None:
    first = draw(compose(PRE_OP))
    draw(compose(LONG))
    assert draw(compose(PRE_OP)) == first
    assert draw(compose(DISCHARGE)) != first


@SHEETS
def test_every_page_carries_identity_number_version_and_code(facts: Facts) -> None:
    content, reader = compose(facts), drawn(facts)
    pages = len(reader.pages)
    for number, page in enumerate(reader.pages, start=1):
        text = page.extract_text()
        assert "Rosa María Martinez" in text
        assert "Born March 14, 1951" in text
        assert "MRN 102-9813" in text
        assert "Procedure Tuesday, January 12, 2027" in text
        assert "Call (707) 555-0100" in text
        assert f"Page {number} of {pages}" in text
        assert content.template_version in text
        assert content.paper_code in text


@pytest.mark.parametrize("facts", [PRE_OP, DISCHARGE])
def test_an_ordinary_sheet_has_two_letter_pages(facts: Facts) -> None:
    reader = drawn(facts)
    assert len(reader.pages) == 2
    assert [tuple(page.mediabox[2:]) for page in reader.pages] == [(612, 792)] * 2


@SHEETS
def test_every_word_of_the_content_is_on_paper(facts: Facts) -> None:
    content, reader = compose(facts), drawn(facts)
    paper = squeezed("".join(page.extract_text() for page in reader.pages))
    for phrase in content.plain_text.split("\n"):
        for word in phrase.split():
            assert word in paper


@SHEETS
def test_only_embedded_inter(facts: Facts) -> None:
    fonts = [found for found in objects(drawn(facts)) if found.get("/Type") == "/Font"]
    assert {font["/BaseFont"].split("+")[1] for font in fonts} == {"Inter-Regular", "Inter-Bold"}
    assert all("/FontFile2" in font["/FontDescriptor"].get_object() for font in fonts)


@SHEETS
def test_nothing_runs_links_or_tells_the_time(facts: Facts) -> None:
    reader = drawn(facts)
    keys = {key for found in objects(reader) for key in found}
    assert not keys & {"/URI", "/JS", "/JavaScript", "/Launch", "/OpenAction", "/AA", "/Annots"}
    assert set(reader.metadata or {}) == {"/Title", "/Producer"}


def tags(node: DictionaryObject) -> Iterator[str]:
    """The tag tree as nested names, depth first."""
    yield str(node["/S"])[1:]
    for kid in node["/K"]:
        if "/S" in kid.get_object():
            yield from tags(kid.get_object())


def tree(reader: PdfReader) -> DictionaryObject:
    return reader.root_object["/StructTreeRoot"]["/K"].get_object()


@SHEETS
def test_the_tag_tree_names_the_parts(facts: Facts) -> None:
    content, reader = compose(facts), drawn(facts)
    kinds = list(tags(tree(reader)))
    assert kinds[:5] == ["Document", "P", "P", "P", "P"]
    assert kinds.count("H1") == 1
    assert kinds.count("H2") == sum(bool(section.heading) for section in content.sections)
    assert kinds.count("LI") == sum(len(section.items) for section in content.sections)
    tables = [section.table for section in content.sections if section.table]
    assert kinds.count("Table") == len(tables)
    assert kinds.count("TR") == sum(len(table.rows) + bool(table.header) for table in tables)
    assert kinds.count("TH") == sum(len(table.rows) + len(table.header) for table in tables)
    assert kinds.count("TD") == sum(len(table.rows) for table in tables)


@SHEETS
def test_the_document_says_its_language_title_and_that_it_is_tagged(facts: Facts) -> None:
    root = drawn(facts).root_object
    assert root["/Lang"] == "en"
    assert root["/MarkInfo"]["/Marked"]
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert compose(facts).title in root["/Metadata"].get_data().decode()
    assert "Martinez" not in str(drawn(facts).metadata)


@SHEETS
def test_all_that_is_drawn_is_tagged_or_an_artifact(facts: Facts) -> None:
    reader = drawn(facts)
    numbers = reader.root_object["/StructTreeRoot"]["/ParentTree"]["/Nums"]
    for index, page in enumerate(reader.pages):
        depth, marks = 0, 0
        for operands, operator in page.get_contents().operations:
            depth += {b"BDC": 1, b"BMC": 1, b"EMC": -1}.get(operator, 0)
            marks += operator == b"BDC"
            assert depth in {0, 1}
            if operator in {b"Tj", b"TJ", b"S", b"f", b"f*", b"B"}:
                assert depth == 1, operands
        assert page["/StructParents"] == numbers[2 * index] == index
        assert len(numbers[2 * index + 1].get_object()) == marks


def test_a_repeated_table_head_is_read_once() -> None:
    reader = drawn(LONG)
    assert sum("Medicine\n" in page.extract_text() for page in reader.pages) > 1
    heads = [
        found
        for found in objects(reader)
        if found.get("/A", {}).get("/Scope") == "/Column" and len(found["/K"]) != 1
    ]
    assert not heads


@pytest.mark.parametrize("shape", [TaggedParagraph, TaggedItem])
def test_a_paragraph_over_two_pages_stays_one_element_with_one_dot(
    shape: type[TaggedParagraph],
) -> None:
    draw(compose(PRE_OP))  # registers the fonts
    element = Element("P")
    style = ParagraphStyle("long", fontName="Inter-Regular", fontSize=14, leading=18)
    paragraph = shape("word " * 200, style)
    paragraph.element = element
    paragraph.wrap(300, 1000)
    pieces = paragraph.split(300, 100)
    assert len(pieces) == 2
    assert all(piece.element is element for piece in pieces)
    assert [getattr(piece, "dot", None) for piece in pieces] == (
        [True, False] if shape is TaggedItem else [None, None]
    )


def test_a_long_list_breaks_over_pages_and_keeps_its_tags() -> None:
    content = compose(DISCHARGE)
    section = next(section for section in content.sections if section.id == "activity")
    long = replace(section, items=((Run("Walk a bit more each day. " * 150),),))
    reader = PdfReader(BytesIO(draw(replace(content, sections=(long,)))))
    (item,) = (found for found in objects(reader) if found.get("/S") == "/LBody")
    on_pages = [kid["/Pg"]["/StructParents"] for kid in item["/K"]]
    assert len(on_pages) > 1
    assert on_pages == sorted(set(on_pages))


HOSTILE = [
    "Nguyễn Thị Ánh",
    "O'Brien-D’Arcy",
    "Żółć Wąsowska",
    "Иван Їжакевич",
    "Γιώργος Όμηρος",
    "<b>&amp;<img src=x>",
    "</para><font color=red>",
    "{patient.mrn} **bold** %s",
    "a" * 100,
    " ".join(["Wolfeschlegelsteinhausenbergerdorff" * 2 + "x" * 30] * 3),
    "Ẹ́niọlá Kɔ́jo",
    "--><script>",
    "Il1O0",
]


@pytest.mark.parametrize("name", HOSTILE)
def test_a_name_never_loses_a_letter(name: str) -> None:
    for page in drawn(named(name)).pages:
        assert squeezed(name) in squeezed(page.extract_text())


def test_every_character_of_the_font_survives_in_a_name() -> None:
    face = TTFontFile(str(paths.resources() / "fonts" / "Inter-Bold.ttf"))
    letters = [chr(code) for code, glyph in face.charToGlyph.items() if glyph and code >= 0x20]
    identity_only = replace(compose(PRE_OP), sections=())
    for start in range(0, len(letters), 100):
        name = "".join(letters[start : start + 100])
        content = replace(identity_only, patient=replace(ROSA, full_name=f"A{name}Z"))
        page = PdfReader(BytesIO(draw(content))).pages[0]
        assert squeezed(f"A{name}Z") in squeezed(page.extract_text())


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("张伟", "U+5F20 (CJK UNIFIED IDEOGRAPH-5F20)"),
        ("Fatima عائشة", "U+0639 (ARABIC LETTER AIN)"),
        ("Rosa 😀", "U+1F600 (GRINNING FACE)"),
        ("Rosa\u200bMaria", "U+200B (ZERO WIDTH SPACE)"),
        ("Rosa\u202eMaria", "U+202E (RIGHT-TO-LEFT OVERRIDE)"),
        ("Rosa\u00adMaria", "U+00AD (SOFT HYPHEN)"),
        ("Rosa\nMaria", "U+000A (unnamed)"),
        ("Rosa\ud800", "U+D800 (unnamed)"),
        ("☐ Rosa", "U+2610 (BALLOT BOX)"),
    ],
)
def test_a_character_without_a_glyph_is_refused(name: str, shown: str) -> None:
    """The glyph guard, R-19.

    Seen red without it: delete the `for` loop of `typesetting._printable` and run
    `pytest tests/core/sheets/test_pdf.py -k glyph`; every case then draws a sheet with a hole.
    """
    with pytest.raises(Refused) as refused:
        drawn(named(name))
    (reason,) = refused.value.reasons
    assert reason.code == "sheets.cannot_draw"
    assert reason.facts == {"character": shown}
    assert shown in messages.sentence(reason)
    assert "Rosa" not in str(refused.value)


def test_a_mark_above_a_capital_is_lifted_off_the_letter() -> None:
    lifted = [
        operands[0]
        for operands, operator in drawn(named("Ẹ́niọlá ẹ́")).pages[0].get_contents().operations
        if operator == b"Ts" and operands[0]
    ]
    assert len(lifted) == 1


CJK = "张"
EVERY_PLACE = [
    replace(PRE_OP, clinic=replace(CLINIC, name=CJK)),
    replace(PRE_OP, clinic=replace(CLINIC, phone=CJK)),
    replace(PRE_OP, clinic=replace(CLINIC, address_lines=(CJK,))),
    replace(PRE_OP, driver=replace(ANA, name=CJK)),
    replace(PRE_OP, driver=replace(ANA, relationship=CJK)),
    replace(PRE_OP, physician=CJK),
    replace(PRE_OP, levels=(CJK,)),
    replace(PRE_OP, patient=replace(ROSA, mrn=CJK)),
    replace(PRE_OP, drugs=(replace(PRE_OP.drugs[0], name=CJK),)),
    replace(DISCHARGE, restarts=(RestartLine(name=CJK, kind=RestartKind.STAY_OFF),)),
    replace(DISCHARGE, driver=replace(ANA, phone=CJK)),
]


@pytest.mark.parametrize("facts", EVERY_PLACE)
def test_the_glyph_guard_stands_before_every_word(facts: Facts) -> None:
    with pytest.raises(Refused, match=r"sheets\.cannot_draw"):
        drawn(facts)


def test_hostile_values_everywhere_still_make_a_sheet() -> None:
    long = "Wolfeschlegelsteinhausenbergerdorff" * 2 + "x" * 30
    facts = replace(
        FULL,
        clinic=replace(CLINIC, name=long, after_hours_phone=None, address_lines=(long,)),
        patient=replace(ROSA, full_name=f"{long} {long} {long}"),
        driver=replace(ANA, name=f"<i>{long}", relationship=long, phone="& ext. <9>"),
        physician=long,
        drugs=tuple(replace(line, name=long * 2) for line in FULL.drugs),
    )
    paper = squeezed("".join(page.extract_text() for page in drawn(facts).pages))
    assert f"<i>{long}" in paper
    assert "&ext.<9>" in paper
