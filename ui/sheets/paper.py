"""From PDF bytes to pixels and paper. Runs on the press thread alone: PDFium has one user.

What is seen, printed and saved are the same bytes.
"""

from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, QSizeF, Qt
from PySide6.QtGui import QImage, QPageLayout, QPageSize, QPainter
from PySide6.QtPrintSupport import QPrinter

from clinicdesk.errors import Reason, Refused

if TYPE_CHECKING:
    import pypdfium2

PRINT_DPI = 300
_POINTS_PER_INCH = 72
_UPRIGHT, _ACROSS = QPageLayout.Orientation.Portrait, QPageLayout.Orientation.Landscape


def pages(pdf: bytes, width: int) -> list[QImage]:
    """Every page as an image `width` device pixels wide."""
    return list(_drawn(pdf, lambda page: width / page.get_width()))


def at_print_size(pdf: bytes) -> list[QImage]:
    """Every page as an image at 300 dpi."""
    return list(_drawn(pdf, lambda _: PRINT_DPI / _POINTS_PER_INCH))


def print_pages(images: Sequence[QImage], printer: QPrinter) -> None:
    """Paint every page at 300 dpi. Raises Refused when the printer does not take it."""
    printer.setPageSize(QPageSize(QPageSize.PageSizeId.Letter))
    on_its_side = bool(images) and images[0].width() > images[0].height()
    printer.setPageOrientation(_ACROSS if on_its_side else _UPRIGHT)
    printer.setFullPage(True)
    printer.setResolution(PRINT_DPI)
    painter = QPainter()
    if not painter.begin(printer):
        raise Refused(Reason("sheets.not_printed"))
    with painter:
        paper = printer.paperRect(QPrinter.Unit.DevicePixel)
        for place, image in enumerate(images):
            if place and not printer.newPage():
                raise Refused(Reason("sheets.not_printed"))
            painter.drawImage(_fitted(image, paper), image)


def _drawn(pdf: bytes, scale: "Callable[[pypdfium2.PdfPage], float]") -> Iterator[QImage]:
    import pypdfium2  # noqa: PLC0415 - loaded with the first sheet, not with the program

    with pypdfium2.PdfDocument(pdf) as document:
        for page in document:
            bitmap = page.render(scale=scale(page), prefer_bgrx=True)
            shape = (bitmap.width, bitmap.height, bitmap.stride)
            # The copy owns its pixels; the bitmap's go with it.
            yield QImage(bitmap.buffer, *shape, QImage.Format.Format_RGB32).copy()
            bitmap.close()
            page.close()


def _fitted(image: QImage, paper: QRectF) -> QRectF:
    """As large as the paper allows, in its own proportions, from the top left corner."""
    size = QSizeF(image.size()).scaled(paper.size(), Qt.AspectRatioMode.KeepAspectRatio)
    return QRectF(paper.topLeft(), size)
