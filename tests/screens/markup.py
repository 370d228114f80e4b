"""Whether data is read as markup anywhere: by what each widget is told, and by what is painted."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from PySide6.QtCore import QDir, Qt
from PySide6.QtGui import QImage
from PySide6.QtGui import Qt as TextKind
from PySide6.QtWidgets import QAbstractItemView, QLabel, QMessageBox, QTableView, QTextEdit, QWidget

from tests.builders.marked_up import PICTURE

_COLOUR = 0xFF00FE
_POINT = b"\xfe\x00\xff\xff"
"""That colour as it lies in a picture; no theme has it."""

_OWN_TAGS = re.compile(r"</?qt>|<br>")


@contextmanager
def planted(folder: Path) -> Iterator[None]:
    """Inside, PICTURE can be loaded, whichever way its name is written."""
    prefix, name = PICTURE.split(":")
    picture = QImage(12, 12, QImage.Format.Format_RGB32)
    picture.fill(_COLOUR)
    spelled = [(prefix, name), (prefix.upper(), name.upper())]
    for place, file in spelled:
        picture.save(str(folder / file), "PNG")
        QDir.addSearchPath(place, str(folder))
    yield
    for place, _ in spelled:
        QDir.setSearchPaths(place, [])


def read_as_markup(window: QWidget) -> list[str]:
    """What on a window would be shown as anything else than its letters."""
    return [wrong for one in (window, *window.findChildren(QWidget)) for wrong in _read(one)]


def loaded(window: QWidget) -> list[str]:
    """That the picture named in the data was fetched and painted."""
    seen = window.grab().toImage().convertToFormat(QImage.Format.Format_RGB32)
    return ["the picture was loaded"] if _POINT in bytes(seen.constBits()) else []


def _read(one: QWidget) -> Iterator[str]:
    if isinstance(one, QLabel) and one.textFormat() is not Qt.TextFormat.PlainText:
        yield f"label {QLabel.text(one)!r}"
    if isinstance(one, QMessageBox) and one.textFormat() is not Qt.TextFormat.PlainText:
        yield f"message {one.text()!r}"
    if isinstance(one, QTextEdit):
        yield f"rich text {one.toPlainText()!r}"
    tips = [one.toolTip(), one.whatsThis(), one.statusTip()]
    if isinstance(one, QAbstractItemView) and one.isVisible():
        tips += _tips(one)
    yield from (f"tip {tip!r}" for tip in tips if _is_read(tip))


def _is_read(tip: str) -> bool:
    """Tips cannot be told to be plain: one that breaks its lines escapes all the rest."""
    own = tip.startswith("<qt>") and "<" not in _OWN_TAGS.sub("", tip)
    return TextKind.mightBeRichText(tip) and not own


def _tips(view: QAbstractItemView) -> Iterator[str]:
    """What the cells say to the pointer that rests on them."""
    model = view.model()
    columns = model.columnCount() if isinstance(view, QTableView) else 1
    for row in range(model.rowCount() if model else 0):
        for column in range(columns):
            yield str(model.index(row, column).data(Qt.ItemDataRole.ToolTipRole) or "")
