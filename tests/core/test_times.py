from datetime import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clinicdesk import messages
from clinicdesk.times import parse_time


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("945", time(9, 45)),
        ("9:45", time(9, 45)),
        ("9.45", time(9, 45)),
        ("9a", time(9)),
        ("9 am", time(9)),
        ("9:45 AM", time(9, 45)),
        ("9:45 p.m.", time(21, 45)),
        ("1430", time(14, 30)),
        ("14:30", time(14, 30)),
        ("1", time(13)),
        ("6:30", time(18, 30)),
        ("7", time(7)),
        ("1:30 AM", time(1, 30)),
        ("0130", time(1, 30)),
        ("12", time(12)),
        ("12a", time(0)),
        ("12p", time(12)),
        ("noon", time(12)),
        ("Midnight", time(0)),
        ("0", time(0)),
        ("2359", time(23, 59)),
    ],
)
def test_a_time_as_people_type_it(text: str, meant: time):
    assert parse_time(text) == meant


@pytest.mark.parametrize("text", ["", "soon", "24", "2400", "9:60", "13p", "0a", "9:5", "9:45:00"])
def test_no_guess_at_what_cannot_be_read(text: str):
    assert parse_time(text) is None


@given(st.text())
def test_never_raises(text: str):
    assert isinstance(parse_time(text), time | None)


@given(st.times().map(lambda moment: moment.replace(second=0, microsecond=0)))
def test_what_the_app_shows_reads_back(moment: time):
    assert parse_time(messages.clock(moment)) == moment


FORMS = ["{hour}:{minute:02}", "{hour:02}{minute:02}", "{twelve}:{minute:02}{half}",
         "{twelve}{minute:02} {half}m", "{twelve}.{minute:02} {half}.m."]  # fmt: skip


@given(
    moment=st.times().map(lambda moment: moment.replace(second=0, microsecond=0)),
    form=st.sampled_from(FORMS),
)
def test_a_time_written_in_full_is_read_back(moment: time, form: str):
    """But for an hour from 1 to 6 that says neither AM nor PM: that is in the afternoon."""
    text = form.format(
        hour=moment.hour,
        minute=moment.minute,
        twelve=moment.hour % 12 or 12,
        half="a" if moment.hour < 12 else "p",
    )
    said_half = "{half}" in form or text.startswith("0")
    afternoon = moment.hour in range(1, 7) and not said_half

    assert parse_time(text) == moment.replace(hour=moment.hour + 12 * afternoon)
