"""Commands and screens by the beginnings of their words."""

import pytest

from ui.kit.command import Command
from ui.kit.finder_row import FinderRow
from ui.shell.command_source import CommandSource, ScreenSource, matching

done: list[str] = []


def command(key: str, words: str, menu: str = "Patient") -> Command:
    return Command(key, words, lambda: done.append(key), menu=menu)


NOW = (
    command("view.dark", "Dark theme", "View"),
    command("patients.new", "New patient"),
    command("chart.print", "Print a sheet of this patient"),
    command("go.schedule", "Schedule"),
    command("patients.open", "Open the chart"),
)


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("new pa", ["New patient"]),
        ("pa new", ["New patient"]),
        ("patient", ["New patient", "Print a sheet of this patient"]),
        ("PRINT", ["Print a sheet of this patient"]),
        ("pr sh pa", ["Print a sheet of this patient"]),
        ("th", ["Dark theme", "Print a sheet of this patient", "Open the chart"]),
        ("op", ["Open the chart"]),
        ("pa pa", []),
        ("tient", []),
        ("p", []),  # a name begins like that
        ("  ", []),
    ],
)
def test_every_word_begins_one_of_its_own(typed: str, found: list[str]):
    assert [one.words for one in matching(NOW, typed)] == found


def rows(source: CommandSource | ScreenSource, typed: str) -> list[FinderRow]:
    answers = []
    source.find(typed, answers.append)
    return list(answers[0].rows)


def test_with_nothing_typed_what_was_chosen_comes_first_and_the_window_last():
    source = CommandSource(lambda: NOW)
    assert [row.title for row in rows(source, "")] == [
        "New patient",
        "Print a sheet of this patient",
        "Open the chart",
        "Dark theme",
    ]
    rows(source, "open")[0].act()
    assert done == ["patients.open"]
    assert rows(source, "")[0].title == "Open the chart"


def test_screens_are_found_apart():
    assert [row.title for row in rows(ScreenSource(lambda: NOW), "sche")] == ["Schedule"]
    assert rows(CommandSource(lambda: NOW), "sche") == []
    assert rows(ScreenSource(lambda: NOW), "") == []
