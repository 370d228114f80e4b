"""What makes a drawn sheet readable by a screen reader: marks while drawing, a tag tree afterwards.

ReportLab draws; each piece of text stands between a mark and its end, numbered per page. Lines,
boxes, repeated heads and page numbers are artifacts. pikepdf then writes the tree that gives every
numbered piece its role, and compresses. Nothing here depends on the clock or on chance.
See docs/decisions/005-tagged-deterministic-pdf.md.
"""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any
from xml.sax.saxutils import escape

from pikepdf import Array, Dictionary, Name, Object, ObjectStreamMode, Pdf, String
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Paragraph, Table

_XMP = """<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/">
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{title}</rdf:li></rdf:Alt></dc:title>
<dc:language><rdf:Bag><rdf:li>{language}</rdf:li></rdf:Bag></dc:language>
</rdf:Description></rdf:RDF></x:xmpmeta>
<?xpacket end="r"?>"""


@dataclass(frozen=True)
class Mark:
    """A numbered piece of one page, both counted from 0."""

    page: int
    number: int


@dataclass(eq=False)
class Element:
    """A node of the tag tree: "H1", "P", "L", "LI", "Table", "TR", "TH", "TD"..."""

    kind: str
    scope: str = ""
    kids: list["Element | Mark"] = field(default_factory=list)

    def add(self, kind: str, scope: str = "") -> "Element":
        """A new child, read after the earlier ones. `scope` is a TH's "Row" or "Column"."""
        child = Element(kind, scope)
        self.kids.append(child)
        return child


class TaggedCanvas(Canvas):
    """A canvas that numbers what is drawn between `begin` and `end`.

    `foot(canvas, pages)` draws the foot of each page at the end, when their number is known.
    `font` stands where ReportLab would list its own Helvetica.
    """

    _code: list[str]  # the page's operators, in ReportLab
    _startPage: Callable[[], None]  # noqa: N815 - ReportLab's name

    def __init__(
        self, *args: Any, font: str, foot: Callable[["TaggedCanvas", int], None], **options: Any
    ) -> None:
        super().__init__(*args, **(options | {"initialFontName": font}))
        self._foot = foot
        self._numbers: Counter[int] = Counter()
        self._pages: list[dict[str, Any]] = []

    def showPage(self) -> None:  # noqa: N802 - ReportLab's name
        """Keeps the finished page until its foot can be drawn."""
        self._pages.append(dict(self.__dict__))
        self._startPage()

    def save(self) -> None:
        """Draws every foot, then writes the file."""
        for page in self._pages:
            self.__dict__.update(page)
            self._foot(self, len(self._pages))
            super().showPage()
        super().save()

    def begin(self, element: Element | None) -> None:
        """What follows belongs to `element`; None marks it as an artifact."""
        if element is None:
            self._code.append("/Artifact BMC")
            return
        page = self.getPageNumber() - 1
        mark = Mark(page, self._numbers[page])
        self._numbers[page] += 1
        element.kids.append(mark)
        self._code.append(f"/{element.kind} <</MCID {mark.number}>> BDC")

    def end(self) -> None:
        """Closes the last `begin`."""
        self._code.append("EMC")


class TaggedParagraph(Paragraph):
    """A paragraph of one element. Drawn again, as a repeated head is, it is an artifact."""

    canv: TaggedCanvas
    element: Element | None = None

    def split(self, width: float, height: float) -> list[Any]:
        """The pieces on both sides of a page break stay one element."""
        pieces: list[Any] = super().split(width, height)
        for piece in pieces:
            piece.element = self.element
        return pieces

    def draw(self) -> None:
        """Draws the words between the marks."""
        self.canv.begin(self.element)
        self.element = None
        super().draw()
        self.canv.end()


class TaggedItem(TaggedParagraph):
    """A list item with a drawn dot: no letter of the font, so nothing for a reader to say."""

    dot = True

    def split(self, width: float, height: float) -> list[Any]:
        """Only the first piece has the dot."""
        pieces = super().split(width, height)
        for piece in pieces[1:]:
            piece.dot = False
        return pieces

    def draw(self) -> None:
        """The dot beside the first line, then the words."""
        if self.dot:
            self.canv.begin(None)
            self.canv.setFillColor(self.style.bulletColor)
            self.canv.circle(6, self.height - 10, 2.3, stroke=0, fill=1)
            self.canv.end()
        super().draw()


class TaggedTable(Table):
    """A table whose lines and fills are artifacts; the cells' paragraphs bring their own marks."""

    canv: TaggedCanvas

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **(options | {"renderCB": _artifact_lines}))


def _artifact_lines(table: TaggedTable, step: str, *_details: object) -> None:
    if step in {"startBG", "startLines"}:
        table.canv.begin(None)
    elif step in {"endBG", "endLines"}:
        table.canv.end()


def tag(pdf: bytes, root: Element, title: str, language: str) -> bytes:
    """The drawn PDF with its tag tree, title and language, compressed."""
    with Pdf.open(BytesIO(pdf)) as document:
        _add_tree(document, root)
        _describe(document, title, language)
        tagged = BytesIO()
        document.save(
            tagged,
            compress_streams=True,
            recompress_flate=True,
            object_stream_mode=ObjectStreamMode.generate,
            deterministic_id=True,
        )
    return tagged.getvalue()


def _add_tree(document: Pdf, root: Element) -> None:
    tree = document.make_indirect(Dictionary(Type=Name.StructTreeRoot))
    owners: dict[Mark, Object] = {}
    tree.K = _node(document, root, tree, owners)
    numbers: list[Any] = []
    for index, page in enumerate(document.pages):
        page.obj.StructParents = index
        page.obj.Tabs = Name.S
        marks = sorted((mark for mark in owners if mark.page == index), key=lambda m: m.number)
        numbers += [index, document.make_indirect(Array(owners[mark] for mark in marks))]
    tree.ParentTree = document.make_indirect(Dictionary(Nums=Array(numbers)))
    tree.ParentTreeNextKey = len(document.pages)
    document.Root.StructTreeRoot = tree


def _node(document: Pdf, element: Element, parent: Object, owners: dict[Mark, Object]) -> Object:
    node = document.make_indirect(Dictionary(Type=Name.StructElem, S=Name(f"/{element.kind}")))
    node.P = parent
    if element.scope:
        node.A = Dictionary(O=Name.Table, Scope=Name(f"/{element.scope}"))
    kids = Array()
    for kid in element.kids:
        if isinstance(kid, Element):
            kids.append(_node(document, kid, node, owners))
        else:
            owners[kid] = node
            page = document.pages[kid.page].obj
            kids.append(Dictionary(Type=Name.MCR, Pg=page, MCID=kid.number))
    node.K = kids
    return node


def _describe(document: Pdf, title: str, language: str) -> None:
    root = document.Root
    root.MarkInfo = Dictionary(Marked=True)
    root.Lang = String(language)
    root.ViewerPreferences = Dictionary(DisplayDocTitle=True)
    root.Metadata = document.make_stream(
        _XMP.format(title=escape(title), language=escape(language)).encode(),
        Type=Name.Metadata,
        Subtype=Name.XML,
    )
    document.trailer.Info = document.make_indirect(
        Dictionary(Title=String(title), Producer=String("ClinicDesk"))
    )
