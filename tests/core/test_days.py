from datetime import date, timedelta

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from clinicdesk import messages
from clinicdesk.days import parse_day, readings, says_unknown
from clinicdesk.near_days import near_days

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


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("3/4/1951", [date(1951, 3, 4), date(1951, 4, 3)]),
        ("3/3/1951", [date(1951, 3, 3)]),
        ("13/1/1951", [date(1951, 1, 13)]),
        ("1/13/1951", [date(1951, 1, 13)]),
        ("1951-03-04", [date(1951, 3, 4)]),
        ("mar 4 1951", [date(1951, 3, 4)]),
        ("mar 4 26", [date(2026, 3, 4), date(1926, 3, 4)]),
        ("3/4/26", [date(2026, 3, 4), date(1926, 3, 4), date(2026, 4, 3), date(1926, 4, 3)]),
        ("111951", [date(1951, 11, 19), date(1951, 1, 1)]),
        ("3/4/2027", []),
        ("garcia", []),
        ("", []),
    ],
)
def test_every_day_that_a_birth_date_can_mean(text: str, meant: list[date]):
    assert readings(text, THURSDAY) == tuple(meant)


@given(
    text=st.from_regex(r"[a-z0-9/+. -]{0,12}", fullmatch=True),
    today=st.dates(**YEARS),
    past=st.booleans(),
)
def test_what_is_read_comes_first_of_all_readings(text: str, today: date, past: bool):
    day, found = parse_day(text, today, past=past), readings(text, today, past=past)

    assert len(set(found)) == len(found)
    if day and (day <= today or not past):
        assert found[0] == day


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("13/1/2027", [date(2027, 1, 13)]),
        ("2/29/2027", [date(2027, 2, 28), date(2027, 3, 1)]),
        ("2027-02-30", [date(2027, 2, 28), date(2027, 3, 1)]),
        ("6/31/2027", [date(2027, 6, 30), date(2027, 7, 1)]),
        ("12/32/2027", []),
        ("Wed, Jan 12, 2027", [date(2027, 1, 12), date(2027, 1, 13)]),
        ("Wed, Jan 19, 2027", [date(2027, 1, 19), date(2027, 1, 20)]),
        ("jam 12", [date(2027, 1, 12)]),
        ("mayo 3 2027", [date(2027, 5, 3)]),
        ("febuary 3 2027", [date(2027, 2, 3)]),
        ("tomorow", [date(2027, 1, 8)]),
        ("teusday", [date(2027, 1, 12)]),
        ("0112", [date(2027, 1, 12)]),
        ("112", [date(2027, 1, 12)]),
        ("1/12/2027 or so", [date(2027, 1, 12)]),
        ("jan 12", []),
        ("soon", []),
        ("", []),
    ],
)
def test_what_may_have_been_meant(text: str, meant: list[date]):
    assert near_days(text, THURSDAY) == tuple(meant)


@given(text=st.text() | st.from_regex(r"[a-z0-9/+. -]{0,12}", fullmatch=True), past=st.booleans())
def test_at_most_two_and_only_where_nothing_is_read(text: str, past: bool):
    near = near_days(text, THURSDAY, past=past)

    assert len(set(near)) == len(near) <= 2
    assert not near or parse_day(text, THURSDAY, past=past) is None


@pytest.mark.parametrize("text", ["unknown", " Unk ", "NOT  known", "?"])
def test_unknown_is_an_answer_and_no_day(text: str):
    assert says_unknown(text)
    assert parse_day(text, THURSDAY) is None
    assert not says_unknown("jan 12")


FORMS = [
    "{m}/{d}/{y}", "{m}-{d}-{y}", "{m:02}{d:02}{y}", "{y}-{m:02}-{d:02}", "{mon} {d} {y}",
    "{mon} {d}, {y}", "{d} {mon} {y}", "{d} {month} {y}", "{wd}, {mon} {d}, {y}",
]  # fmt: skip


@given(day=st.dates(**YEARS), past=st.booleans(), form=st.sampled_from(FORMS))
def test_a_day_written_in_full_is_read_back(day: date, past: bool, form: str):
    names = {"mon": f"{day:%b}", "month": f"{day:%B}", "wd": f"{day:%a}"}
    text = form.format(m=day.month, d=day.day, y=day.year, **names)

    assert parse_day(text, THURSDAY, past=past) == day
    assert parse_day(f"  {text.upper()} ", THURSDAY, past=past) == day


@given(
    day=st.dates(date(1927, 1, 8), THURSDAY),
    form=st.sampled_from(["{m}/{d}/{y}", "{m:02}{d:02}{y}"]),
)
def test_a_birth_date_with_two_digits_is_never_in_the_future(day: date, form: str):
    text = form.format(m=day.month, d=day.day, y=f"{day:%y}")

    assert parse_day(text, THURSDAY, past=True) == day
    assert day in readings(text, THURSDAY)


@given(count=st.integers(0, 999), today=st.dates(date(1990, 1, 1), date(2100, 1, 1)))
def test_what_is_counted_comes_back(count: int, today: date):
    for unit, days in (("", 1), ("d", 1), ("w", 7)):
        later = parse_day(f"t+{count}{unit}", today)
        assert later == today + timedelta(days=count * days)
        assert parse_day(f"-{count}{unit}", later) == today


@pytest.mark.parametrize(
    ("today", "text", "meant"),
    [
        (date(2028, 2, 28), "t+1", date(2028, 2, 29)),
        (date(2028, 2, 29), "t+1", date(2028, 3, 1)),
        (date(2028, 2, 29), "-1y", date(2027, 2, 28)),
        (date(2026, 12, 31), "t+1", date(2027, 1, 1)),
        (date(2026, 12, 31), "1/1", date(2027, 1, 1)),
        (date(2027, 1, 1), "12/31", date(2027, 12, 31)),
        (date(2026, 12, 31), "fri", date(2027, 1, 1)),
        (date(2027, 3, 13), "t+1", date(2027, 3, 14)),  # the clocks go forward
        (date(2027, 3, 14), "+1w", date(2027, 3, 21)),
        (date(2027, 11, 6), "t+1", date(2027, 11, 7)),  # and back
        (date(2027, 11, 8), "-1d", date(2027, 11, 7)),
    ],
)
def test_leap_days_year_ends_and_days_of_other_length(today: date, text: str, meant: date):
    assert parse_day(text, today) == meant
