"""A page of a document as an image, drawn by a program of its own (`drawing`)."""

import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from struct import calcsize, unpack

from PySide6.QtGui import QImage

from clinicdesk import incoming
from clinicdesk.documents.rules import LARGEST, MediaType, content_objections, media_type_of
from clinicdesk.errors import Reason, Refused, refuse_if
from ui.documents import drawing

_HEAD = ">4I"
_NO_WINDOW = getattr(subprocess, "CREATE_NO_WINDOW", 0)


@dataclass(frozen=True)
class Paper:
    """The bytes of a document, and what they are."""

    content: bytes
    media_type: MediaType


@dataclass(frozen=True)
class Drawn:
    """One page as an image, its place from 0, and how many pages there are."""

    image: QImage
    page: int
    of: int


def bring(file: Path) -> tuple[Paper, int]:
    """A file that can be attached, and its pages. Raises Refused for one that cannot be shown."""
    content = incoming.content_of(file, LARGEST)
    refuse_if(content_objections(content))
    media_type = media_type_of(content)
    assert media_type
    paper = Paper(content, media_type)
    return paper, draw(paper, 0, 400).of


def draw(paper: Paper, page: int, width: int) -> Drawn:
    """A page `width` device pixels wide, or less. Raises Refused for what cannot be shown."""
    about = [paper.media_type.value, str(page), str(width)]
    try:
        done = subprocess.run(
            _program() + about,
            input=paper.content,
            capture_output=True,
            check=False,
            timeout=drawing.LONGEST_SECONDS,
            creationflags=_NO_WINDOW,
        )
    except subprocess.TimeoutExpired:
        raise Refused(Reason("documents.too_slow")) from None
    if done.returncode:
        raise Refused(_why(done.returncode))
    return _read(done.stdout, page)


def _program() -> list[str]:
    """A frozen program has no Python to give a file to: the drawing lies beside it."""
    if getattr(sys, "frozen", False):
        return [str(Path(sys.executable).resolve().with_stem("clinicdesk-drawing"))]
    return [sys.executable, "-I", "-B", drawing.__file__]


def _why(code: int) -> Reason:
    if code == drawing.TOO_MANY_POINTS:
        return Reason("documents.too_many_pixels", {"limit": drawing.MOST_POINTS // 1_000_000})
    return Reason("documents.locked" if code == drawing.LOCKED else "documents.not_drawn")


def _read(answer: bytes, page: int) -> Drawn:
    head, points = answer[: calcsize(_HEAD)], answer[calcsize(_HEAD) :]
    pages, width, height, line = unpack(_HEAD, head) if points else (0, 0, 0, 0)
    if not points or len(points) != line * height or line < 4 * width:
        raise Refused(Reason("documents.not_drawn"))
    # The copy owns its points; these go with the answer.
    image = QImage(points, width, height, line, QImage.Format.Format_RGB32).copy()
    return Drawn(image, page, pages)
