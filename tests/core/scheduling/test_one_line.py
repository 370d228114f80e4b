"""A booking typed as one line: what it says, and that nothing in it is guessed."""

import re
from datetime import date, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clinicdesk.scheduling.one_line import Kind, Named, Offered, Reading, line_of, read_line

ODETTE, CLAUDE = Named(1, "DELACROIX, Odette"), Named(2, "BEAUMONT, Claude")
ROSA, ROSE, HOA = (
    Named(3, "MARTINEZ, Rosa"),
    Named(4, "MARTIN, Rose"),
    Named(5, "NGUYỄN, Thị Hoa"),
)
MAY = Named(6, "OKAFOR, May")
ROOM_1, ROOM_2 = Named(11, "Procedure Room 1"), Named(12, "Procedure Room 2")
OKAFOR, LINDQVIST = Named(21, "Dr. N. Okafor"), Named(22, "Dr. E. Lindqvist")
OFFERED = Offered(
    date(2026, 11, 23),
    (ODETTE, CLAUDE, ROSA, ROSE, HOA, MAY),
    (ROOM_1, ROOM_2),
    (OKAFOR, LINDQVIST),
)
THURSDAY, JANUARY_14 = date(2026, 11, 26), date(2027, 1, 14)


def read(text: str) -> Reading:
    return read_line(text, OFFERED)


def said(reading: Reading) -> tuple[object, ...]:
    """All that a reading says, whatever the order of its words."""
    return (
        frozenset(reading.patients),
        reading.day,
        reading.at,
        reading.minutes,
        reading.room,
        reading.physician,
    )


@pytest.mark.parametrize(
    ("text", "who", "day", "at", "minutes", "room", "physician"),
    [
        ("delacroix thu 945 r2 45", [ODETTE], THURSDAY, time(9, 45), 45, ROOM_2, None),
        ("delacroix thu 9:45 45m r2", [ODETTE], THURSDAY, time(9, 45), 45, ROOM_2, None),
        ("del od jan 14 1p room 1 dr ok", [ODETTE], JANUARY_14, time(13), None, ROOM_1, OKAFOR),
        ("1/14 1430 lind nguyen", [HOA], JANUARY_14, time(14, 30), None, None, LINDQVIST),
        ("delacroix jan 14 45 9", [ODETTE], JANUARY_14, time(9), 45, None, None),
        ("delacroix jan 14 2027 60", [ODETTE], JANUARY_14, None, 60, None, None),
        ("del t+3 9 45 60 min", [ODETTE], THURSDAY, time(9, 45), 60, None, None),
        ("9.30 del thu", [ODETTE], THURSDAY, time(9, 30), None, None, None),
        ("beaumont thu 130 procedure room 1", [CLAUDE], THURSDAY, time(13, 30), None, ROOM_1, None),
        ("del thu 9 10", [ODETTE], THURSDAY, time(9, 10), None, None, None),
        ("mar thu 9", [ROSA, ROSE], THURSDAY, time(9), None, None, None),
        ("okafor delacroix 24", [ODETTE], None, None, 24, None, OKAFOR),
        ("dr okafor may thu 23", [MAY], THURSDAY, time(23), None, None, OKAFOR),
        ("", [], None, None, None, None, None),
    ],
)
def test_a_line_says(text, who, day, at, minutes, room, physician):
    reading = read(text)

    assert said(reading) == (frozenset(who), day, at, minutes, room, physician)
    assert (reading.unclear, reading.unread) == ((), ())


@pytest.mark.parametrize(
    ("text", "unclear"),
    [
        ("mar 14 r2 45", "mar 14"),  # a day, or MARTINEZ at two
        ("12 jan 14 del", "12 jan 14"),  # the 12th at two, or noon on the 14th
        ("del thu fri", "thu fri"),
        ("del thu 9 45", "9 45"),  # a quarter to ten, or nine for 45 minutes
        ("del thu 9.30", "thu 9.30"),
        ("del 9.30", "9.30"),  # a time, or a day in September
        ("okafor thu 9", "okafor"),  # the patient, or the physician
        ("del proc", "proc"),  # either room
    ],
)
def test_what_can_mean_two_things_means_nothing(text, unclear):
    assert read(text).unclear == (unclear,)
    assert not read(text).is_whole


@pytest.mark.parametrize(
    ("text", "unread"),
    [
        ("del xyz 945", ["xyz"]),
        ("del r7", ["r7"]),
        ("del 2027 od", ["2027"]),
        ("delacroix claude thu 9 x", None),
        ("del " + "xyz " * 24, ["del", *["xyz"] * 24]),
        ("xyz " * 8, ["xyz"] * 8),
    ],
)
def test_what_means_nothing_is_told(text, unread):
    reading = read(text)

    assert not reading.is_whole
    assert unread is None or [*reading.unread] == unread


@pytest.mark.parametrize(
    ("text", "whole"),
    [("del thu 9", True), ("del thu", False), ("del 9", False), ("thu 9", False), ("r thu 9", 0)],
)
def test_a_whole_line_names_one_patient_a_day_and_a_time(text, whole):
    assert read(text).is_whole is bool(whole)


def test_where_nobody_waits_the_rest_is_read():
    nobody = read_line("delacroix thu 945", Offered(OFFERED.today))

    assert (nobody.day, nobody.at, nobody.unread) == (THURSDAY, time(9, 45), ("delacroix",))


UNITS = {
    Kind.PATIENT: ["delacroix", "del od", "nguyen hoa", "mar", "MARTINEZ, Rosa", "okafor", "xyz"],
    Kind.DAY: [
        "thu",
        "jan 14",
        "14 jan",
        "1/14/27",
        "t+3",
        "Thu, Jan 14, 2027",
        "next tue",
        "mar 9",
    ],
    Kind.TIME: ["945", "9:45 AM", "9", "12", "130", "2p", "noon", "9.30", "9 45"],
    Kind.LENGTH: ["45", "60 min", "90m", "120 m"],
    Kind.ROOM: ["r2", "room 1", "Procedure Room 2", "proc"],
    Kind.PHYSICIAN: ["dr ok", "Dr. E. Lindqvist", "okafor", "lind"],
}
LINES = st.fixed_dictionaries(
    {}, optional={kind: st.sampled_from(units) for kind, units in UNITS.items()}
).map(lambda chosen: [*chosen.values()])


@given(LINES.flatmap(lambda units: st.tuples(st.just(units), st.permutations(units))))
def test_any_order_says_the_same_or_says_that_it_is_unclear(both):
    first, other = (read(" ".join(units)) for units in both)

    if not (first.unclear or other.unclear or first.unread or other.unread):
        assert said(first) == said(other)


@given(LINES, st.permutations(range(6)))
def test_what_was_read_reads_the_same_when_it_is_typed_again(units, order):
    reading = read(" ".join(units))
    again = read(line_of(reading))

    if len(reading.patients) < 2:
        assert said(again) == said(reading)
        assert (again.unclear, again.unread) == ((), ())
        assert line_of(again) == line_of(reading)


@given(st.text(max_size=80))
def test_no_word_gets_lost(text):
    reading = read(text)
    words = " ".join([*(part.typed for part in reading.parts), *reading.unclear]).split()

    assert sorted(words) == sorted(word for word in re.split(r"[\s,;·]+", text) if word)
