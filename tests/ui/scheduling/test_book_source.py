"""A booking typed into the finder: one row that spells all of it, or what is not clear."""

from datetime import date

import pytest

from clinicdesk.desk import Desk
from tests.builders.clinic import COORDINATOR
from tests.builders.patients import an_approved_case
from tests.screens.seat import SignIn
from ui.kit import privacy
from ui.kit.finder_row import Answer
from ui.scheduling.book_source import BookSource

ODETTE = "Book DELACROIX, Odette · born Jun 2, 1950"
NINE = "Thu, Nov 26, 2026 · 9:00 – 10:00 AM"


@pytest.fixture
def source(desk: Desk, sign_in: SignIn) -> BookSource:
    an_approved_case(desk, family="Delacroix", given="Odette", birth_date=date(1950, 6, 2))
    an_approved_case(desk, family="Delacroix", given="Odile")
    session = sign_in(COORDINATOR)
    chosen: list[str] = []
    made = BookSource(session, session.background, chosen.append)
    made.chosen = chosen
    return made


def answer(source: BookSource, typed: str) -> Answer:
    found: list[Answer] = []
    source.find(typed, found.append)
    return found[0]


@pytest.mark.parametrize(
    ("typed", "title", "note", "leads"),
    [
        ("book delacroix odet thu 9", f"{ODETTE} · {NINE}", "", True),
        ("delacroix odet thu 9", f"{ODETTE} · {NINE}", "", True),
        ("delacroix odet 9", f"{ODETTE} · 9:00 – 10:00 AM", "", False),
        ("book odet", ODETTE, "", True),
        ("delacroix odet", "", "", False),
        ("odet 6/2/1950", "", "", False),
        ("book", "", "", False),
        ("book thu 9", "", "Type who waits, and when", False),
        ("book odet thu 9 45", "", "“9 45” can mean several things", False),
        ("odet thu 9 45", "", "", False),
        ("book delacroix thu 9", f"Book {NINE}", "", True),
    ],
)
def test_what_the_finder_offers(source: BookSource, typed: str, title: str, note: str, leads: bool):
    found = answer(source, typed)

    assert [row.title for row in found.rows] == ([title] if title else [])
    assert (found.note.startswith(note), bool(found.note)) == (True, bool(note))
    assert found.leads is leads


def test_of_two_patients_the_row_chooses_none(source: BookSource):
    [row] = answer(source, "book delacroix thu 9 r2").rows
    assert row.about == "2 patients have such a name: choose whom"
    row.act()

    assert source.chosen == ["delacroix thu 9 r2 60 min"]


def test_in_the_privacy_view_the_row_says_initials(source: BookSource):
    privacy.turn(True)
    [row] = answer(source, "book odet thu 9").rows
    privacy.turn(False)

    assert row.title.startswith("Book O. D. · MRN ")
    assert "1950" not in row.title
