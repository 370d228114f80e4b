"""From the bytes of a list to rows: letters, delimiter, header, and what is refused."""

import pytest

from clinicdesk.errors import Refused
from clinicdesk.exchange.csv_reading import LARGEST_LIST, MOST_COLUMNS, MOST_ROWS, read_list
from clinicdesk.messages import sentence

ROSA = "Last name,First name,DOB\r\nMartínez,Rosa,1951-03-14\r\n"


def cells(content: bytes) -> list[tuple[str, ...]]:
    return [row.cells for row in read_list(content).rows]


@pytest.mark.parametrize(
    ("content", "letters"),
    [
        (ROSA.encode(), "UTF-8"),
        (ROSA.encode("utf-8-sig"), "UTF-8"),
        (b"\xff\xfe" + ROSA.encode("utf-16-le"), "UTF-16"),
        (b"\xfe\xff" + ROSA.encode("utf-16-be"), "UTF-16"),
        (ROSA.encode("cp1252"), "Windows-1252"),
        (ROSA.replace("\r\n", "\n").encode(), "UTF-8"),
        (ROSA.replace("\r\n", "\r").encode(), "UTF-8"),
        (ROSA.rstrip().encode(), "UTF-8"),
    ],
)
def test_letters_and_line_ends(content: bytes, letters: str):
    found = read_list(content)

    assert (found.header, found.letters) == (("Last name", "First name", "DOB"), letters)
    assert [(row.line, row.cells) for row in found.rows] == [
        (2, ("Martínez", "Rosa", "1951-03-14"))
    ]
    assert letters in sentence(found.read_as)


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_the_delimiter_is_what_parts_the_rows_alike(delimiter: str):
    text = ROSA.replace(",", delimiter) + delimiter.join(('"Li, B; C|D"', '"a ""b"""', "x\n"))

    found = read_list(text.encode())

    assert found.delimiter == delimiter
    assert found.rows[1].cells == ("Li, B; C|D", 'a "b"', "x")


@pytest.mark.parametrize(
    ("text", "header", "first"),
    [
        ("Patients as of today\n\nLast name,DOB\nLi,1950-01-01\n", "Last name", 4),
        ("sep=;\nLast name;DOB\nLi;1950-01-01\n", "Last name", 3),
        ("Li,1950-01-01\nNg,1951-01-01\n", "Column 1", 1),
        ('"Last\nname",DOB\nLi,1950-01-01\n', "Last name", 3),
        ("Last name,DOB\n , \nLi,1950-01-01\n", "Last name", 3),
    ],
)
def test_the_header_is_found_near_the_beginning(text: str, header: str, first: int):
    found = read_list(text.encode())

    assert (found.header[0], found.rows[0].line) == (header, first)
    assert found.has_header is (header != "Column 1")


def test_a_cell_goes_over_lines_and_a_short_row_is_one():
    text = 'Last name,DOB,City\nLi,1950-01-01,"Napa\r\nCA"\nNg\n'

    assert cells(text.encode()) == [("Li", "1950-01-01", "Napa\r\nCA"), ("Ng",)]


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "list_empty"),
        (b"\n \n,,\n", "list_empty"),
        (b"Last name,DOB\n", "list_empty"),
        (b"%PDF-1.7\0\0", "list_no_text"),
        (ROSA.encode("utf-16-le"), "list_no_text"),
        (b"\xff\xfea", "list_no_text"),
        (b"caf\x81,\xe9\n", "list_no_text"),
        (b'Last name,DOB\n"Li,1950\n', "list_quotes"),
        (b'Last name,DOB\n"Li"x,1950\n', "list_quotes"),
        (b'a,"' + b"x" * 200_000 + b'"\n', "list_quotes"),
        (b"a" + b"," * MOST_COLUMNS + b"\n", "list_too_wide"),
        (b"a,b\n" * (MOST_ROWS + 1), "list_too_long"),
        (b"a,b\n" * (MOST_ROWS + 99), "list_too_long"),
    ],
)
def test_what_is_no_list_is_refused_in_words(content: bytes, code: str):
    with pytest.raises(Refused) as refusal:
        read_list(content)

    [reason] = refusal.value.reasons
    assert (reason.code, bool(sentence(reason))) == (f"exchange.{code}", True)


def test_the_limits_themselves_are_in():
    assert len(cells(b"Last name,DOB\n" + b"a,b\n" * MOST_ROWS)) == MOST_ROWS
    with pytest.raises(Refused, match=r"files\.too_large"):
        read_list(bytes(LARGEST_LIST + 1))
