from datetime import date, timedelta

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from clinicdesk import messages
from ui.kit.dates import parse_day

THURSDAY = date(2027, 1, 7)
YEARS = {"min_value": date(1900, 1, 1), "max_value": date(2199, 12, 31)}

FULL = [
    ("1/12/2027", date(2027, 1, 12)),
    ("1-12-2027", date(2027, 1, 12)),
    ("1.12.2027", date(2027, 1, 12)),
    ("1/12/27", date(2027, 1, 12)),
    ("11227", date(2027, 1, 12)),
    ("011227", date(2027, 1, 12)),
    ("01122027", date(2027, 1, 12)),
    ("11/20/2026", date(2026, 11, 20)),
    ("2027-01-12", date(2027, 1, 12)),
    ("jan 12 2027", date(2027, 1, 12)),
    ("JANUARY 12, 2027", date(2027, 1, 12)),
    ("Tue, Jan 12, 2027", date(2027, 1, 12)),
    ("Tuesday, January 12, 2027", date(2027, 1, 12)),
    ("12 jan 2027", date(2027, 1, 12)),
    ("12th jan 2027", date(2027, 1, 12)),
    ("jan 1st 2027", date(2027, 1, 1)),
    ("sept 5 2027", date(2027, 9, 5)),
    ("2/29/2028", date(2028, 2, 29)),
]

RELATIVE = [
    ("t", THURSDAY),
    ("today", THURSDAY),
    ("Tomorrow", date(2027, 1, 8)),
    ("yesterday", date(2027, 1, 6)),
    ("t+3", date(2027, 1, 10)),
    ("t - 3", date(2027, 1, 4)),
    ("+3", date(2027, 1, 10)),
    ("-3d", date(2027, 1, 4)),
    ("+2w", date(2027, 1, 21)),
    ("+1m", date(2027, 2, 7)),
    ("t+1y", date(2028, 1, 7)),
]

LEANING = [  # text, the next one, the last one
    ("jan 12", date(2027, 1, 12), date(2026, 1, 12)),
    ("1/12", date(2027, 1, 12), date(2026, 1, 12)),
    ("1/7", THURSDAY, THURSDAY),
    ("11/20", date(2027, 11, 20), date(2026, 11, 20)),
    ("2/29", date(2028, 2, 29), date(2024, 2, 29)),
    ("3/14/51", date(2051, 3, 14), date(1951, 3, 14)),
    ("1/7/27", THURSDAY, THURSDAY),
    ("1/8/27", date(2027, 1, 8), date(1927, 1, 8)),
    ("tue", date(2027, 1, 12), date(2027, 1, 5)),
    ("thu", date(2027, 1, 14), date(2026, 12, 31)),
    ("next tue", date(2027, 1, 12), date(2027, 1, 12)),
    ("next thursday", date(2027, 1, 14), date(2027, 1, 14)),
    ("next sat", date(2027, 1, 16), date(2027, 1, 16)),
    ("next sun", date(2027, 1, 10), date(2027, 1, 10)),
    ("last thu", date(2026, 12, 31), date(2026, 12, 31)),
]

UNREADABLE = [
    "",
    " ",
    "soon",
    "jan",
    "12",
    "9999",
    "2/29/2027",
    "13/1/2027",
    "1/32",
    "0/0",
    "Wed, Jan 12, 2027",
    "jam 12",
    "mayo 3",
    "1/12/2027 or so",
    "1/12/1899",
    "1/12/2200",
    "+9999y",
    "t+",
    "next",
    "next jan",
    "١/١٢/٢٠٢٧",
]


@pytest.mark.parametrize("past", [False, True])
@pytest.mark.parametrize(("text", "meant"), [*FULL[:3], *FULL[7:], *RELATIVE])
def test_a_day_that_leaves_no_choice(text: str, meant: date, past: bool):
    assert parse_day(text, THURSDAY, past=past) == meant


@pytest.mark.parametrize(("text", "meant"), FULL)
def test_a_full_date(text: str, meant: date):
    assert parse_day(text, THURSDAY) == meant


@pytest.mark.parametrize(("text", "following", "preceding"), LEANING)
def test_a_day_that_leans(text: str, following: date, preceding: date):
    assert parse_day(text, THURSDAY) == following
    assert parse_day(text, THURSDAY, past=True) == preceding


@pytest.mark.parametrize("text", UNREADABLE)
def test_no_guess_at_what_cannot_be_read(text: str):
    assert parse_day(text, THURSDAY) is None


@pytest.mark.parametrize(
    ("today", "meant"),
    [
        (date(2027, 1, 9), date(2027, 1, 12)),  # Saturday: the coming Tuesday is next week's
        (date(2027, 1, 10), date(2027, 1, 19)),  # Sunday begins the week
        (date(2027, 1, 11), date(2027, 1, 19)),
        (date(2027, 1, 12), date(2027, 1, 19)),
    ],
)
def test_next_tuesday_is_in_next_calendar_week(today: date, meant: date):
    assert parse_day("next tue", today) == meant


@pytest.mark.parametrize(
    ("today", "text", "meant"),
    [
        (date(2027, 1, 31), "+1m", date(2027, 2, 28)),
        (date(2028, 2, 29), "+1y", date(2029, 2, 28)),
        (date(2027, 1, 31), "-2m", date(2026, 11, 30)),
    ],
)
def test_months_end_where_the_month_ends(today: date, text: str, meant: date):
    assert parse_day(text, today) == meant


@given(text=st.text(), today=st.dates(**YEARS), past=st.booleans())
def test_never_raises_on_anything(text: str, today: date, past: bool):
    assert isinstance(parse_day(text, today, past=past), date | None)


@given(
    text=st.from_regex(r"[a-z0-9/+. -]{0,12}", fullmatch=True),
    today=st.dates(**YEARS),
    past=st.booleans(),
)
@example(text="-9999w", today=date(1900, 1, 1), past=False)
def test_never_raises_on_near_dates(text: str, today: date, past: bool):
    day = parse_day(text, today, past=past)

    assert day is None or 1900 <= day.year <= 2199


@given(day=st.dates(**YEARS), past=st.booleans())
def test_what_the_app_shows_reads_back(day: date, past: bool):
    for shown in (messages.day(day), messages.short_day(day), messages.long_day(day)):
        assert parse_day(shown, THURSDAY, past=past) == day


@given(weekday=st.sampled_from("mon tue wed thu fri sat sun".split()), today=st.dates(**YEARS))
def test_a_weekday_is_within_a_week(weekday: str, today: date):
    coming, gone = parse_day(weekday, today), parse_day(weekday, today, past=True)

    assert coming is None or timedelta(1) <= coming - today <= timedelta(7)
    assert gone is None or timedelta(1) <= today - gone <= timedelta(7)
