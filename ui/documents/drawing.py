"""Draws one page of a document in a program of its own: what a file does to it, it does to nothing.

    python -I -B drawing.py pdf 0 816   < the bytes of the file   > the page

The answer is four big-endian 32-bit numbers (pages, width, height and bytes in a line) and the
points, four bytes each: blue, green, red, unused. It opens no file and no connection, knows no
database and no key, runs no script, follows no link, and has bounds for memory and time.
"""

import sys
from contextlib import suppress
from math import ceil, sqrt
from struct import pack

LOCKED, TOO_MANY_POINTS = 3, 4
MOST_POINTS = 60_000_000
"""Of a picture as it comes: a telephone's 50 megapixels, and 240 MB once it is unpacked."""
MOST_DRAWN = 16_000_000
"""Of a page as it is drawn, 64 MB: an ordinary page at three times the width of a window."""
LONGEST_SECONDS = 20
_MOST_MEMORY = 2 * 1024**3
_ASKS_FOR_PASSWORD = 4

Page = tuple[int, int, int, int, bytes]
"""Pages, width, height, bytes in a line, points."""


def page_of(media_type: str, content: bytes, page: int, width: int) -> Page:
    """One page, counted from 0, `width` points wide or less. Raises SystemExit or any error."""
    return (
        _pdf(content, page, width) if media_type == "pdf" else _picture(media_type, content, width)
    )


def fitted(size: tuple[float, float], width: int) -> tuple[int, int]:
    """The size in points that something is drawn in: as wide as asked, never over the limit."""
    if min(size) <= 0:
        raise ValueError("nothing to draw")
    scale = min(width / size[0], sqrt(MOST_DRAWN / (size[0] * size[1])), 30_000 / max(size))
    return max(1, int(size[0] * scale)), max(1, int(size[1] * scale))


def _pdf(content: bytes, page: int, width: int) -> Page:
    import pypdfium2  # noqa: PLC0415 - a picture does without

    try:
        document = pypdfium2.PdfDocument(content)
    except pypdfium2.PdfiumError as error:
        sys.exit(LOCKED if error.err_code == _ASKS_FOR_PASSWORD else 1)
    shown = document[page]
    size = shown.get_size()
    scale = min(one / whole for one, whole in zip(fitted(size, width), size, strict=True))
    # Forms stay undrawn: their fields may bring scripts, and what is filled in is an annotation.
    bitmap = shown.render(scale=scale, prefer_bgrx=True, may_draw_forms=False)
    points = bytes(bitmap.buffer)
    return len(document), bitmap.width, bitmap.height, bitmap.stride, points


def _picture(media_type: str, content: bytes, width: int) -> Page:
    from PySide6.QtCore import QBuffer, QByteArray, QSize  # noqa: PLC0415 - a PDF does without
    from PySide6.QtGui import QImage, QImageIOHandler, QImageReader  # noqa: PLC0415

    bytes_ = QByteArray(content)
    buffer = QBuffer(bytes_)
    buffer.open(QBuffer.OpenModeFlag.ReadOnly)
    reader = QImageReader(buffer, QByteArray(media_type.encode()))
    reader.setDecideFormatFromContent(False)
    reader.setAutoTransform(True)
    size = reader.size()
    if size.width() * size.height() > MOST_POINTS:
        sys.exit(TOO_MANY_POINTS)
    lies = bool(reader.transformation() & QImageIOHandler.Transformation.TransformationRotate90)
    upright = (size.height(), size.width()) if lies else (size.width(), size.height())
    wide, high = fitted(upright, min(width, 2 * upright[0]))
    reader.setScaledSize(QSize(high, wide) if lies else QSize(wide, high))
    image = reader.read().convertToFormat(QImage.Format.Format_RGB32)
    if image.isNull():
        sys.exit(1)
    points = bytes(image.constBits())
    return 1, image.width(), image.height(), image.bytesPerLine(), points


def _bound() -> None:
    """What the system holds this program to, where it can: memory, time, no file, no core file."""
    with suppress(ImportError, ValueError, OSError):
        import resource  # noqa: PLC0415 - not on Windows, where only the time is bounded

        for what, most in (
            (resource.RLIMIT_CORE, 0),
            (resource.RLIMIT_FSIZE, 0),
            (resource.RLIMIT_CPU, ceil(LONGEST_SECONDS)),
            (resource.RLIMIT_AS, _MOST_MEMORY),
        ):
            resource.setrlimit(what, (most, most))


if __name__ == "__main__":
    _bound()
    kind, number, wanted = sys.argv[1:]
    *head, drawn = page_of(kind, sys.stdin.buffer.read(), int(number), int(wanted))
    sys.stdout.buffer.write(pack(">4I", *head) + drawn)
