"""How a search is read: names, dates, numbers, and texts that can mean more than one thing."""

from datetime import date

import pytest

from clinicdesk.patients.terms import MOST_TERMS, terms

TODAY = date(2026, 11, 23)
NOV_3 = "born 1944-11-03"
MAR_11 = "born 1944-03-11"


def read(typed: str) -> list[list[list[str]]]:
    """For each way and each of its terms, the beginnings that it asks for."""
    return [[[first for first, _ in term.ranges] for term in way] for way in terms(typed, TODAY)]


@pytest.mark.parametrize(
    ("typed", "ways"),
    [
        ("rosa mart", [[["rosa"], ["mart"]]]),
        ("Martínez, R", [[["martinez"], ["r"]]]),
        ("O'Brien", [[["obrien"]]]),
        ("o brien", [[["o"], ["brien"]]]),
        ("smith-jones", [[["smith"], ["jones"]]]),
        ("mart mart", [[["mart"]]]),
        ("100%", [[["100%"]]]),
        ("12", [[["12"]]]),
        ("0138", [[["0138", "ends 8310"]]]),
        ("(707) 555-0138", [[["7075550138", "ends 8310555707"]]]),
        ("1-707-555-0138", [[["17075550138", "7075550138", "ends 8310555707"]]]),
        ("102-9813", [[["1029813", "ends 3189201"]]]),
        ("nov 3, 1944", [[[NOV_3]]]),
        ("3 November 1944", [[[NOV_3]]]),
        ("11/3/1944", [[[NOV_3, MAR_11, "11/3/1944"]]]),
        ("1944-11-03", [[[NOV_3, "19441103"]]]),
        ("11/1944", [[["born 1944-11", "11/1944"]]]),
        ("nov 1944", [[["born 1944-11"]], [["nov"], ["born 1944", "1944", "ends 4491"]]]),
        ("1944", [[["born 1944", "1944", "ends 4491"]]]),
        ("mart 1944", [[["mart"], ["born 1944", "1944", "ends 4491"]]]),
        ("may", [[["may"]]]),
        ("rosa nov 3 1944 0138", [[["rosa"], [NOV_3], ["0138", "ends 8310"]]]),
        ("", []),
        (" ' . ", []),
    ],
)
def test_what_is_typed_is_read(typed: str, ways: list[list[list[str]]]):
    found = read(typed)

    assert found[: len(ways)] == ways
    assert all(len(way) > 1 for way in found[len(ways) :])


def test_a_number_begun_with_spaces_is_one_number_too():
    assert [["70755501", "ends 10555707"]] in read("707 555 01")


def test_no_text_asks_for_more_than_there_is_room_for():
    [way] = terms(" ".join(chr(letter) * 150 for letter in range(97, 123)), TODAY)

    assert len(way) == MOST_TERMS
    assert {len(first) for term in way for first, _ in term.ranges} == {100}
