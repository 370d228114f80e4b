"""What can be done with the list of patients."""

from collections.abc import Callable

from ui.kit.command import Command

Act = Callable[[], object]


def list_commands(
    *, find: Act, look_for_duplicates: Act, bring: Act | None, open_it: Act | None
) -> list[Command]:
    """`bring` for whoever may import patients, `open_it` while a row is marked."""
    offered = [
        ("open", "Open the chart", open_it, "Enter", "Patient"),
        ("filter", "Filter the list", find, "Ctrl+F", "Edit"),
        ("duplicates", "Possible duplicates", look_for_duplicates, "", "Patient"),
        ("import", "Import patients", bring, "", "File"),
    ]
    return [
        Command(f"patients.{key}", words, act, keys, menu)
        for key, words, act, keys, menu in offered
        if act is not None
    ]
