"""Every look that a person can choose, and what has no room in it."""

import re
from collections.abc import Iterator
from contextlib import contextmanager

from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractScrollArea,
    QApplication,
    QComboBox,
    QLabel,
    QLineEdit,
    QTableView,
    QWidget,
)

from ui.kit import theme
from ui.kit.focus_ring import FocusRing
from ui.kit.painting import noting_what_is_cut
from ui.kit.theme import Theme

# What tells people, times and drugs apart.
_IDENTIFIES = re.compile(
    r"[^\W\d_a-zß-ÿ]{2,}, "  # FAMILY, Given
    r"|\b(Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)\w* \d"
    r"|\d:\d\d|\d{3}-\d{4}"  # times, record numbers
    r"|apixaban|aspirin|clopidogrel|dabigatran|edoxaban|rivaroxaban|warfarin"
)


@contextmanager
def wearing(kind: Theme, text: int) -> Iterator[None]:
    """This look, and what was worn before at the end."""
    application, before = QApplication.instance(), theme.current()
    theme.use(application, kind, text)
    settle()
    try:
        yield
    finally:
        theme.use(application, before.theme, before.text)
        settle()


def settle() -> None:
    """Let layouts come to rest."""
    for _ in range(3):
        QApplication.sendPostedEvents()
        QApplication.processEvents()


def cut(window: QWidget) -> list[str]:
    """What on screen has too little room: painted words that identify, and parts of the window."""
    with noting_what_is_cut() as painted:
        window.grab()
    told = [words for words in painted if _IDENTIFIES.search(words)]
    parts = [part for part in window.findChildren(QWidget) if part.isVisible()]
    told += [f"{_said(part)} in {_path(part)}" for part in parts if _is_short(part)]
    told += [f"{_said(part)} beyond {_path(part)}" for part in parts if _is_outside(part)]
    return told


def _is_short(part: QWidget) -> bool:
    """Whether a part of the window is smaller than what it says."""
    if isinstance(part, QLabel):
        return _is_label_short(part)
    if isinstance(part, QComboBox):
        room = part.width() - theme.scaled(30) - 14
        return part.fontMetrics().horizontalAdvance(part.currentText()) > room
    if isinstance(part, QLineEdit):
        around = part.textMargins().left() + part.textMargins().right() + 22
        words = part.placeholderText() if not part.text() else ""
        return part.fontMetrics().horizontalAdvance(words) > part.width() - around
    if isinstance(part, QTableView):
        header = part.horizontalHeader()
        shown = [at for at in range(header.count()) if not header.isSectionHidden(at)]
        return any(header.sectionSizeHint(at) > header.sectionSize(at) + 1 for at in shown)
    if not isinstance(part, QAbstractButton):
        return False
    line = part.fontMetrics().height()
    return part.width() < part.minimumSizeHint().width() or 0 < part.height() < line


def _is_label_short(label: QLabel) -> bool:
    if not label.text():
        return False
    if label.wordWrap():
        return label.height() < label.heightForWidth(label.width()) - 1
    needs = label.sizeHint()
    return label.width() < needs.width() - 1 or label.height() < needs.height() - 1


def _is_outside(part: QWidget) -> bool:
    """Whether its parent cuts it off; what a scroll area holds may be larger than its view."""
    holder = part.parentWidget()
    if holder is None or part.isWindow() or _scrolls(holder) or isinstance(part, FocusRing):
        return False
    return not holder.rect().adjusted(-1, -1, 1, 1).contains(part.geometry())


def _scrolls(holder: QWidget) -> bool:
    area = holder.parentWidget()
    return isinstance(area, QAbstractScrollArea) and area.viewport() is holder


def _said(part: QWidget) -> str:
    words = part.text() if isinstance(part, QLabel | QAbstractButton) else part.accessibleName()
    return f"{type(part).__name__} {words!r} {part.size().toTuple()}"


def _path(part: QWidget) -> str:
    names = []
    while part := part.parentWidget():
        names.append(type(part).__name__)
    return " > ".join(name for name in reversed(names[:6]) if name != "QWidget")
