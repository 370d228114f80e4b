"""Two patients of one day have similar names: every place says so, and nothing goes past it."""

from datetime import date

import pytest

from clinicdesk.demo import PASSWORD
from clinicdesk.sheets.rules import SheetKind
from tests.journeys.playing import Play
from tests.screens import keys

PRE_OP = SheetKind.PRE_OP
ROSA, ROSE = "MARTINEZ, Rosa", "MARTIN, Rose"
KEYS_TO_BOOK = 13  # an approved patient into a proposed place, from the schedule


@pytest.fixture
def demo_url(sqlite_demo: str) -> str:
    """What the core knows of similar names is tried on both databases elsewhere."""
    return sqlite_demo


def test_similar_names(play: Play) -> None:
    play.sign_in("dana", PASSWORD)
    see_them_on_the_day(play)
    see_it_on_the_chart(play)
    print_with_the_birth_year(play)
    part_them(play)
    book_another(play)


def alerted(play: Play) -> list[str]:
    return [
        card.split(", Name alert")[0] for card in play.schedule().spoken if "Name alert" in card
    ]


def see_them_on_the_day(play: Play) -> None:
    assert [card.split(", ", 1)[1] for card in alerted(play)] == [ROSA, ROSE]
    play.schedule().open(ROSA)
    assert ROSE in play.schedule().page.panel.whose.alert.toolTip()
    play.step("Name alert: two cards of the day say so, and who the other is")


def see_it_on_the_chart(play: Play) -> None:
    play.open_chart("martinez")
    assert f"Name alert, Similar name: {ROSE}, born Aug 14, 1951" in play.chart.banner
    play.step("Banner: the chart says so too")


def print_with_the_birth_year(play: Play) -> None:
    """Reading back is not enough: the year is typed, and another one is refused."""
    sheets = play.sheets("martinez")
    sheets.preview(PRE_OP)
    strip = sheets.panel.sheet.verify
    assert strip.asks_year
    sheets.save()
    assert sheets.problem.startswith("Ask for the birth date and type its year")
    keys.type_year(strip, date(1952, 1, 1))
    assert sheets.problem.startswith("This is not the birth year of this patient")
    play.step("Birth year: another one is refused, and nothing is printed")
    keys.verify(strip)
    text = play.saved(sheets, "rosa.pdf")
    assert "Name alert: another patient has a similar name. Check the birth date." in text
    assert "Rosa Martinez" in text
    assert "Rose" not in text
    play.step("Printed: the paper says so for the staff, and names nobody else")


def part_them(play: Play) -> None:
    """Three days later nobody similar is about: one key is enough again, and the alert goes."""
    panel = play.schedule().move(ROSA)
    panel.set_date("11/26/2026")
    pressed = play.pressed
    panel.commit()
    assert play.pressed - pressed == 2
    play.schedule().go_to("11/23/2026")
    assert alerted(play) == []
    play.step("Moved away: the two do not meet any more")


def book_another(play: Play) -> None:
    """B, letters, Enter, an opening's key, Space, Ctrl+Enter."""
    pressed = play.pressed
    panel = play.schedule().book()
    panel.choose_patient("dela")
    panel.pick(2)
    keys.verify(panel.panel.verify)
    panel.press_commit()
    assert panel.problem == ""
    assert play.pressed - pressed < KEYS_TO_BOOK
    play.step("Booked: one key more than before")
