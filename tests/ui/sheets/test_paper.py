"""Bytes to pixels, paper and file."""

from pathlib import Path

import pypdfium2
import pytest
from PySide6.QtPrintSupport import QPrinter
from pytestqt.qtbot import QtBot

from clinicdesk.errors import Refused
from clinicdesk.sheets.content import compose
from clinicdesk.sheets.pdf import draw
from tests.builders.sheet_facts import PRE_OP
from ui.sheets import paper


@pytest.fixture(scope="module")
def pdf() -> bytes:
    return draw(compose(PRE_OP))


@pytest.mark.parametrize("width", [200, 816, 1632])
def test_every_page_has_the_wanted_width_and_something_on_it(pdf: bytes, width: int) -> None:
    images = paper.pages(pdf, width)
    assert len(images) == len(pypdfium2.PdfDocument(pdf))
    for image in images:
        assert image.width() == width
        assert image.height() / width == pytest.approx(11 / 8.5, abs=0.01)
        assert len({image.pixel(x, y) for x in range(0, width, 7) for y in range(0, 200, 5)}) > 1


def test_printing_paints_every_page(pdf: bytes, tmp_path: Path, qtbot: QtBot) -> None:
    file = tmp_path / "printed.pdf"
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setOutputFileName(str(file))
    paper.print_pages(paper.at_print_size(pdf), printer)
    printed = pypdfium2.PdfDocument(file)
    assert len(printed) == len(pypdfium2.PdfDocument(pdf))
    assert printed[0].get_size() == pytest.approx((612, 792), abs=1)
    assert _ink(file.read_bytes()) == pytest.approx(_ink(pdf), rel=0.1)


@pytest.mark.qt_log_ignore("QPainter::begin")
def test_a_printer_that_refuses(pdf: bytes, tmp_path: Path, qtbot: QtBot) -> None:
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setOutputFileName(str(tmp_path / "no such folder" / "printed.pdf"))
    with pytest.raises(Refused, match=r"sheets\.not_printed"):
        paper.print_pages(paper.at_print_size(pdf), printer)


def _ink(pdf: bytes) -> float:
    """The share of dark pixels on the first page."""
    image = paper.pages(pdf, 400)[0]
    places = [(x, y) for x in range(image.width()) for y in range(image.height())]
    return sum((image.pixel(x, y) & 0xFF) < 128 for x, y in places) / len(places)
