"""Papers on a chart, on both databases: kept whole, listed without their bytes, never lost."""

import hashlib
from datetime import date

from sqlalchemy import event

from clinicdesk.desk import Desk
from clinicdesk.documents.actions import (
    StrikeDocument,
    attach_document,
    copy_document,
    open_document,
    strike_document,
)
from clinicdesk.documents.queries import documents
from clinicdesk.documents.rules import DocumentKind, MediaType
from tests.builders.clinic import COORDINATOR, NURSE
from tests.builders.documents import a_paper, a_pdf, a_png
from tests.builders.gestures import ask, do, refused, told
from tests.builders.patients import a_patient
from tests.builders.rows import history

LETTER = a_pdf("Letter")


def test_a_paper_is_kept_whole_and_each_view_is_recorded(desk: Desk, url: str):
    rosa = a_patient(desk)
    paper = a_paper(rosa, content=LETTER, title="  Letter of Dr. Ng ", dated=date(2026, 11, 23))

    kept = do(desk, COORDINATOR, attach_document, paper)

    [listed] = ask(desk, NURSE, documents, rosa)
    assert (listed.id, listed.title, listed.kind) == (
        *(kept, "Letter of Dr. Ng"),
        DocumentKind.REFERRAL,
    )
    assert (listed.media_type, listed.size, listed.added_by) == (
        *(MediaType.PDF, len(LETTER)),
        "Dana Mills",
    )
    for view in (open_document, copy_document):
        opened = do(desk, NURSE, view, kept)
        assert (opened.facts, opened.content) == (listed, LETTER)
    attached, seen, copied = history(url)[-3:]
    assert hashlib.sha256(LETTER).hexdigest() in attached.body
    assert len(attached.body) < 2_000
    assert [(row.action, row.patient_id, row.body) for row in (seen, copied)] == [
        ("documents.open_document", rosa, ""),
        ("documents.copy_document", rosa, ""),
    ]


def test_a_list_never_loads_bytes(desk: Desk):
    rosa = a_patient(desk)
    for title in ("one", "two"):
        do(desk, COORDINATOR, attach_document, a_paper(rosa, title=title))
    asked: list[str] = []
    event.listen(desk._engine, "before_cursor_execute", lambda *about: asked.append(about[2]))

    assert [one.title for one in ask(desk, NURSE, documents, rosa)] == ["two", "one"]

    assert asked
    assert not any("document_file" in statement for statement in asked)


def test_the_same_bytes_are_on_a_chart_once(desk: Desk):
    rosa, another = a_patient(desk), a_patient(desk, family="Nakagawa")
    first = do(desk, COORDINATOR, attach_document, a_paper(rosa, content=LETTER, title="First"))
    again = a_paper(rosa, content=LETTER, title="Second")

    assert "“First”" in told(desk, COORDINATOR, attach_document, again)
    do(desk, COORDINATOR, attach_document, a_paper(another, content=LETTER))
    struck = StrikeDocument(document_id=first, reason="Poor scan")
    do(desk, COORDINATOR, strike_document, struck)
    do(desk, COORDINATOR, attach_document, again)

    titles = [(one.title, one.reason) for one in ask(desk, NURSE, documents, rosa)]
    assert titles == [("Second", ""), ("First", "Poor scan")]


def test_a_struck_paper_stays_and_is_struck_once(desk: Desk):
    kept = do(desk, COORDINATOR, attach_document, a_paper(a_patient(desk), content=LETTER))
    struck = StrikeDocument(document_id=kept, reason="Another patient's")
    without = StrikeDocument(document_id=kept, reason=" ")

    assert refused(desk, NURSE, strike_document, without) == ["documents.strike_reason_missing"]
    do(desk, NURSE, strike_document, struck)

    assert refused(desk, NURSE, strike_document, struck) == ["documents.struck_already"]
    assert do(desk, NURSE, open_document, kept).content == LETTER


def test_nothing_unfit_is_kept(desk: Desk):
    rosa = a_patient(desk)
    unfit = a_paper(rosa, content=a_png()[:-9], title="", kind=None, dated=date(2026, 11, 24))

    assert refused(desk, COORDINATOR, attach_document, unfit) == [
        "documents.cut_off",
        "documents.title_missing",
        "documents.kind_missing",
        "documents.dated_in_future",
    ]
    assert ask(desk, NURSE, documents, rosa) == ()
