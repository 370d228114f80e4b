"""R-09: a sheet prints a name to the letter or is refused by the character it cannot draw."""

import re
from collections.abc import Callable
from dataclasses import replace
from io import BytesIO

import pytest
from pypdf import PdfReader

from clinicdesk.errors import Refused
from clinicdesk.messages import sentence
from clinicdesk.sheets import typesetting
from clinicdesk.sheets.content import compose
from clinicdesk.sheets.pdf import draw
from clinicdesk.text import clean, text_objections
from tests.builders.hostile import hostile_texts
from tests.builders.sheet_facts import ANA, PRE_OP, ROSA
from tests.promises import promise

DANGEROUS = re.compile(rb"/(URI|JS|JavaScript|Launch|OpenAction|EmbeddedFile|SubmitForm)\b")


def squeezed(text: str) -> str:
    """Without any space: a long name is broken over lines."""
    return "".join(text.split())


def printed(name: str) -> bool:
    """Whether the sheet could be drawn; then it holds the name to the letter and nothing else."""
    facts = replace(
        PRE_OP,
        patient=replace(ROSA, full_name=name),
        driver=replace(ANA, name=name, relationship=name),
    )
    try:
        drawn = draw(compose(facts))
    except Refused as refusal:
        [reason] = refusal.reasons
        assert reason.code == "sheets.cannot_draw"
        assert sentence(reason)
        return False
    assert not DANGEROUS.search(drawn)
    for page in PdfReader(BytesIO(drawn)).pages:
        assert squeezed(name) in squeezed(page.extract_text()), ascii(name)
    return True


@promise(
    "R-09",
    "a sheet holds every letter of a name, or is refused by the character that it cannot draw",
    every={"names": 30},
    stress={"names": 560},
    mutant="a name that is read as markup",
)
def test_names_on_paper(sizes: dict[str, int], seed: int, shown: Callable[[str], None]):
    """Mutant: `pytest tests/reliability/test_hostile_sheets.py -k read_as_markup`."""
    names = [
        clean(text)
        for text in hostile_texts(seed)
        if clean(text) and not text_objections("Name", clean(text), 100)
    ]

    drawn = [printed(name) for name in names[: sizes["names"]]]

    assert {*drawn} == {True, False}
    shown(f"{len(drawn)} names: {sum(drawn)} printed to the letter, the others refused")


def test_a_name_read_as_markup_is_noticed(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(typesetting, "escape", lambda text: text)

    with pytest.raises(AssertionError):
        printed("Anna <b>Lee</b>")
