"""Facts and text become one sheet's content: what is printed, in order, before any layout."""

from dataclasses import dataclass, replace
from zoneinfo import ZoneInfo

from clinicdesk import messages
from clinicdesk.errors import Reason, Refused
from clinicdesk.sheets.facts import Facts, Identity, canonical, kind_of
from clinicdesk.sheets.fields import CONDITIONS, FIELDS, LINE_CONDITIONS, LINE_FIELDS
from clinicdesk.sheets.paper_code import paper_code
from clinicdesk.sheets.rules import SheetKind
from clinicdesk.sheets.texts import Block, Line, Row, SheetText, When, lines, pieces, sheet_text


@dataclass(frozen=True)
class Run:
    """Words in one weight."""

    text: str
    bold: bool = False


Words = tuple[Run, ...]


@dataclass(frozen=True)
class Table:
    """`header` may be empty: then the first cell of each row names it."""

    header: tuple[Words, ...]
    rows: tuple[tuple[Words, ...], ...]


@dataclass(frozen=True)
class Section:
    """One block with its conditions settled and its fields filled in."""

    id: str
    warning: bool
    heading: Words
    paragraphs: tuple[Words, ...]
    items: tuple[Words, ...]
    closing: tuple[Words, ...]
    table: Table | None


@dataclass(frozen=True)
class PageFrame:
    """The head and foot of every page (RULE-53); `alert` is "" without a name alert."""

    clinic: str
    questions: str
    identity: str
    footer: str
    page: str
    of: str
    alert: str = ""


@dataclass(frozen=True)
class SheetContent:
    """A whole sheet, ready to be drawn. Equal contents draw to equal bytes."""

    kind: SheetKind
    language: str
    title: str
    patient: Identity
    template_version: str
    paper_code: str
    frame: PageFrame
    sections: tuple[Section, ...]

    @property
    def plain_text(self) -> str:
        """Every word of the sections in reading order, one phrase to a line."""
        return "\n".join(
            "".join(run.text for run in words)
            for section in self.sections
            for words in _phrases(section)
            if words
        )


@dataclass(frozen=True)
class _Scope:
    """Where fields and conditions are read: the facts and, inside a table, one of its lines."""

    facts: Facts
    each: str = ""
    line: object = None

    def value(self, name: str) -> str:
        own = LINE_FIELDS.get(self.each, {}).get(name)
        field = own or FIELDS[kind_of(self.facts)][name]
        value = field.read(self.line if own else self.facts)
        if value is None:
            raise _unprintable(self.facts, f"{{{name}}} without its condition")
        return field.show(value, ZoneInfo(self.facts.zone))

    def holds(self, when: tuple[When, ...]) -> bool:
        return all(self._state(condition.field) == condition.is_ for condition in when)

    def words(self, phrase: str) -> Words:
        return tuple(
            Run(self.value(piece.text) if piece.is_field else piece.text, piece.bold)
            for piece in pieces(phrase)
        )

    def _state(self, name: str) -> str:
        own = LINE_CONDITIONS.get(self.each, {}).get(name)
        condition = own or CONDITIONS[kind_of(self.facts)][name]
        return condition.read(self.line if own else self.facts)


def compose(
    facts: Facts, text: SheetText | None = None, *, name_alert: bool = False
) -> SheetContent:
    """The sheet these facts make, in the shipped text unless another is given. Pure.

    `name_alert` is no fact of the sheet: it names nobody and changes no code
    (docs/decisions/016-name-alert-on-paper.md).
    """
    kind = kind_of(facts)
    text = text or sheet_text(kind)
    version, code = _version(text), code_of(facts, text)
    scope = _Scope(facts)
    return SheetContent(
        kind=kind,
        language=text.language,
        title=text.title,
        patient=facts.patient,
        template_version=version,
        paper_code=code,
        frame=replace(_frame(facts, text, version, code), alert=_alert(name_alert)),
        sections=tuple(_section(block, scope) for block in text.block if scope.holds(block.when)),
    )


def code_of(facts: Facts, text: SheetText | None = None) -> str:
    """The paper code of the sheet that `compose` makes: it differs when any fact or word does."""
    version = _version(text or sheet_text(kind_of(facts)))
    return paper_code(canonical((version, facts)))


def _version(text: SheetText) -> str:
    return f"{text.id} {text.version}"


def _frame(facts: Facts, text: SheetText, version: str, code: str) -> PageFrame:
    words, patient = text.page, facts.patient
    born = messages.long_day(patient.birth_date).split(", ", 1)[1]
    day = messages.long_day(facts.procedure_start.astimezone(ZoneInfo(facts.zone)))
    return PageFrame(
        clinic=facts.clinic.name,
        questions=f"{words.questions} {facts.clinic.phone}",
        identity=" • ".join(
            (f"{words.born} {born}", f"{words.record} {patient.mrn}", f"{words.procedure} {day}")
        ),
        footer=f"{words.code} {code} • {words.version} {version}",
        page=words.page,
        of=words.of,
    )


def _alert(name_alert: bool) -> str:
    """For the staff who hand it over, so in their language."""
    return messages.sentence(Reason("sheets.name_alert")) if name_alert else ""


def _section(block: Block, scope: _Scope) -> Section:
    return Section(
        id=block.id,
        warning=block.warning,
        heading=scope.words(block.heading),
        paragraphs=_holding(block.text, scope),
        items=_holding(block.items, scope),
        closing=_holding(block.closing, scope),
        table=_table(block, scope) if block.rows else None,
    )


def _holding(entries: tuple[Line | str, ...], scope: _Scope) -> tuple[Words, ...]:
    return tuple(scope.words(line.text) for line in lines(entries) if scope.holds(line.when))


def _table(block: Block, scope: _Scope) -> Table:
    header = tuple(scope.words(cell) for cell in block.columns)
    if not block.each:
        return Table(
            header, tuple(_cells(row, scope) for row in block.rows if scope.holds(row.when))
        )
    scopes = [_Scope(scope.facts, block.each, line) for line in getattr(scope.facts, block.each)]
    return Table(header, tuple(_cells(_fitting(block, inner), inner) for inner in scopes))


def _cells(row: Row, scope: _Scope) -> tuple[Words, ...]:
    return tuple(scope.words(cell) for cell in row.cells)


def _fitting(block: Block, scope: _Scope) -> Row:
    for row in block.rows:
        if scope.holds(row.when):
            return row
    raise _unprintable(scope.facts, f"a line of {block.each} without a row")


def _unprintable(facts: Facts, what: str) -> Refused:
    return Refused(Reason("sheets.text_unfit", {"sheet": str(kind_of(facts)), "what": what}))


def _phrases(section: Section) -> tuple[Words, ...]:
    cells = (section.table.header, *section.table.rows) if section.table else ()
    return (
        section.heading,
        *section.paragraphs,
        *section.items,
        *section.closing,
        *(cell for row in cells for cell in row),
    )
