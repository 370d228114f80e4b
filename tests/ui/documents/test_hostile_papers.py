"""R-09: a file that is broken or means harm is one clear line, within bounds, and nothing else."""

import random
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QBuffer, QByteArray
from PySide6.QtGui import QImage

from clinicdesk.documents.rules import LARGEST, MediaType
from clinicdesk.errors import Refused
from clinicdesk.messages import sentence
from tests.builders.documents import a_locked_pdf, a_pdf, a_png, a_scripted_pdf
from tests.ui.documents.conftest import Open
from ui.documents import drawing
from ui.documents.papers import Paper, bring, draw

PDF, PNG = a_pdf(), a_png(40, 30)
HTML = b"<html><script>alert(1)</script><body>Referral</body></html>"


def a_jpeg(width: int = 40, height: int = 30, claimed: tuple[int, int] | None = None) -> bytes:
    """A white picture that claims to be of another size."""
    kept = QByteArray()
    buffer = QBuffer(kept)
    buffer.open(QBuffer.OpenModeFlag.WriteOnly)
    image = QImage(width, height, QImage.Format.Format_RGB32)
    image.fill(0xFFFFFF)
    image.save(buffer, "JPEG")
    content = bytearray(kept.data())
    if claimed:
        frame = content.find(b"\xff\xc0")
        content[frame + 5 : frame + 9] = b"".join(n.to_bytes(2, "big") for n in claimed)
    return bytes(content)


REFUSED: dict[str, tuple[bytes, str]] = {
    "nothing": (b"", "empty"),
    "a web page": (HTML, "another_kind"),
    "an archive before a PDF": (b"PK\x03\x04" + PDF, "another_kind"),
    "half a PDF": (PDF[: len(PDF) // 2], "cut_off"),
    "a beginning and an end": (b"%PDF-1.7\n%%EOF", "not_drawn"),
    "the middle torn out": (PDF[:60] + b"%%EOF", "not_drawn"),
    "a PDF without pages": (re.sub(rb"/Kids \[.*?\]", b"/Kids [ ]", PDF), "not_drawn"),
    "a password": (a_locked_pdf(), "locked"),
    "half a JPEG": (a_jpeg()[:-40], "cut_off"),
    "an immense JPEG": (a_jpeg(claimed=(65_000, 65_000)), "too_many_pixels"),
    "an immense PNG": (a_png(60_000, 60_000, b""), "too_many_pixels"),
    "a PNG without points": (a_png(300, 300, b""), "not_drawn"),
    "half a PNG": (PNG[:-12], "cut_off"),
}
TAKEN: dict[str, tuple[bytes, tuple[int, int, int]]] = {
    "a JPEG": (a_jpeg(), (80, 60, 1)),
    "a picture and a web page": (PNG + HTML, (80, 60, 1)),
    "a picture and a PDF": (a_jpeg() + PDF + b"\xff\xd9", (80, 60, 1)),
    "scripts and programs": (a_scripted_pdf("while (true) app.alert(1)"), (400, 517, 1)),
    "a tower": (a_pdf(size=(5, 14_000)), (10, 28_000, 1)),
}


def damaged(content: bytes, times: int) -> Iterator[bytes]:
    """The same with single bytes changed, a piece cut out, or a piece repeated."""
    chance = random.Random(9)
    for number in range(times):
        changed, at = bytearray(content), chance.randrange(20, len(content) - 20)
        if number % 3 == 0:
            del changed[at : at + 15]
        elif number % 3 == 1:
            changed[at:at] = changed[at // 2 : at]
        else:
            for place in chance.choices(range(20, len(content)), k=8):
                changed[place] ^= 1 << chance.randrange(8)
        yield bytes(changed)


def written(folder: Path, content: bytes) -> Path:
    file = folder / "referral.pdf"
    file.write_bytes(content)
    return file


@pytest.mark.parametrize("name", REFUSED)
def test_it_is_refused_in_words(tmp_path: Path, name: str):
    content, code = REFUSED[name]

    with pytest.raises(Refused) as refusal:
        bring(written(tmp_path, content))

    [reason] = refusal.value.reasons
    assert reason.code == f"documents.{code}"
    assert sentence(reason)


@pytest.mark.parametrize("name", TAKEN)
def test_it_is_shown_as_what_its_first_bytes_say_and_nothing_of_it_runs(tmp_path: Path, name: str):
    content, (width, height, pages) = TAKEN[name]

    paper, of = bring(written(tmp_path, content))

    image = draw(paper, 0, 400).image
    assert (image.width(), image.height(), of) == (width, height, pages)
    assert list(tmp_path.iterdir()) == [tmp_path / "referral.pdf"]


def test_whatever_is_changed_in_a_paper_it_is_drawn_or_refused():
    fates = {"drawn": 0, "refused": 0}
    for content, kind in ((PDF, MediaType.PDF), (PNG, MediaType.PNG), (a_jpeg(), MediaType.JPEG)):
        for changed in damaged(content, 6):
            try:
                draw(Paper(changed, kind), 0, 400)
                fates["drawn"] += 1
            except Refused as refusal:
                fates["refused"] += all(map(sentence, refusal.reasons))

    assert sum(fates.values()) == 18
    assert all(fates.values())


@pytest.mark.parametrize(
    ("program", "code"),
    [
        ("import os; os.abort()", "not_drawn"),
        ("import sys; sys.stdout.write('x' * 99)", "not_drawn"),
        ("print('short')", "not_drawn"),
        ("while True: pass", "too_slow"),
    ],
)
def test_a_drawing_that_dies_lies_or_never_ends_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, program: str, code: str
):
    stand_in = tmp_path / "drawing.py"
    stand_in.write_text(program)
    monkeypatch.setattr(drawing, "__file__", str(stand_in))
    monkeypatch.setattr(drawing, "LONGEST_SECONDS", 1)

    with pytest.raises(Refused, match=rf"documents\.{code}"):
        draw(Paper(PDF, MediaType.PDF), 0, 400)


@pytest.mark.parametrize("deed", ["bytearray(3 << 30)", "Path(sys.argv[1]).write_text('x')"])
def test_the_drawing_has_no_room_and_writes_nothing(tmp_path: Path, deed: str):
    imports = "import sys; from pathlib import Path; from ui.documents.drawing import _bound"
    code = f"{imports}; _bound(); {deed}"
    command = [sys.executable, "-c", code, str(tmp_path / "x")]

    done = subprocess.run(command, capture_output=True, check=False)

    assert done.returncode != 0
    assert not any(file.stat().st_size for file in tmp_path.iterdir())


def test_a_file_over_the_limit_is_not_read(tmp_path: Path):
    with (tmp_path / "large.pdf").open("wb") as hollow:
        hollow.truncate(LARGEST + 1)

    with pytest.raises(Refused, match=r"files\.too_large"):
        bring(tmp_path / "large.pdf")


def test_the_form_says_it_and_shows_nothing(open_panel: Open, tmp_path: Path):
    screen = open_panel()

    screen.name_file(written(tmp_path, HTML))

    assert screen.problem == (
        "This is not a PDF, JPEG or PNG, whatever its name says. Save or scan it as a PDF,"
        " then attach that."
    )
    assert (screen.width, screen.panel.form.title.value()) == (0, "")
