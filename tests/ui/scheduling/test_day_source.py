"""Which typed words lead to a day of the schedule, and whether they can mean anything else."""

from datetime import date

import pytest

from ui.kit.finder_row import Answer
from ui.scheduling.day_source import DaySource

TODAY = date(2027, 1, 11)


@pytest.mark.parametrize(
    ("typed", "title", "leads"),
    [
        ("jan 12", "Go to Tue, Jan 12, 2027", True),
        ("1/12", "Go to Tue, Jan 12, 2027", True),
        ("t+3", "Go to Thu, Jan 14, 2027", True),
        ("next tue", "Go to Tue, Jan 19, 2027", True),
        ("1/4/2027", "Go to Mon, Jan 4, 2027", True),
        ("tomorrow", "Go to Tue, Jan 12, 2027", False),
        ("mon", "Go to Mon, Jan 18, 2027", False),  # or Monroe
        ("11227", "Go to Tue, Jan 12, 2027", False),  # or a number
    ],
)
def test_a_day_is_offered(typed: str, title: str, leads: bool):
    gone: list[date] = []
    answers: list[Answer] = []
    DaySource(lambda: TODAY, gone.append).find(typed, answers.append)

    [answer] = answers
    [row] = answer.rows
    assert (row.title, answer.leads) == (title, leads)
    row.act()
    assert f"{gone[0]:%b} {gone[0].day}, {gone[0].year}" in title


@pytest.mark.parametrize("typed", ["", "martin", "9/17/50", "nov 3 1944", "13/45", "may"])
def test_a_name_or_a_birth_date_is_no_day_to_go_to(typed: str):
    answers: list[Answer] = []
    DaySource(lambda: TODAY, print).find(typed, answers.append)
    assert answers == [Answer()]
