"""A letter is typed in the finder: from the key press until the list is painted."""

from statistics import median
from time import perf_counter, thread_time

from PySide6.QtCore import QEventLoop, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from bench.clinics import NOW, Clinics, opened
from bench.measuring import p95, title, verdict
from clinicdesk.drafts import Whose
from clinicdesk.staff.queries import clinic
from ui.background import Background
from ui.drafting import Drafting
from ui.kit import theme
from ui.pages import Pages
from ui.session import Session
from ui.shell.finder import Finder
from ui.shell.main_window import MainWindow
from ui.shell.person_button import Person

WORDS = ("malbank", "o'brien", "delacruz", "rosa mal", "0138", "nov 1944", "302-836", "malbnak")
ROUNDS = 4
MOST_MS = 16.7

Key = tuple[float, float]
"""Milliseconds from the key press to the painted list, and what the window's thread worked."""


def run(clinics: Clinics) -> None:
    """Print the middle and the slow end of every key of some words, at each size."""
    application = QApplication.instance() or QApplication([])
    theme.apply(application)
    title(f"Key press to painted list (ms; target: p95 at most {MOST_MS})")
    for size in clinics.sizes:
        print(f"{size:9,} patients, embedded    {_told(_typed(clinics.embedded(size)))}")
    if url := clinics.server():
        print(f"  100,000 patients, PostgreSQL  {_told(_typed(url))}")


def _told(keys: list[Key]) -> str:
    times, own = zip(*keys, strict=True)
    return (
        f"{len(times)} keys: p50 {median(times):5.1f}  p95 {p95(times):5.1f}  max {max(times):5.1f}"
        f"  {verdict(p95(times), MOST_MS)};  CPU of the window's thread p95 {p95(own):5.1f}"
    )


def _typed(url: str) -> list[Key]:
    desk, dana = opened(url)
    background = Background(desk, dana)
    facts = desk.read(dana, clinic)
    drafts = Drafting(background, None, Whose("bench", dana.id), now=lambda: NOW, zone=facts.zone)
    session = Session(background, dana, facts, lambda: NOW, drafts)
    pages = Pages(session, go=str, notify=str, choose_file=str)
    window = MainWindow(pages.entries(), clinic=facts.name, person=Person(dana.name, "Front desk"))
    window.offer_commands(pages.everywhere())
    window.let_find(*pages.finder_words, pages.sources(window), background)
    window.resize(1440, 900)
    window.show()
    window.activateWindow()
    _settle(background)
    times = [one for _ in range(ROUNDS) for word in WORDS for one in _word(window, word)]
    background.close()
    window.close()
    desk.close()
    return times


def _word(window: MainWindow, word: str) -> list[Key]:
    """The finder opens, the word is typed letter by letter, the finder closes."""
    finder = window.finder
    assert finder is not None
    finder.begin()
    _answered(finder)
    times = []
    for letter in word:
        begun, worked = perf_counter(), thread_time()
        QTest.keyClick(finder.box, letter)
        _answered(finder)
        QApplication.processEvents()
        times.append(((perf_counter() - begun) * 1000, (thread_time() - worked) * 1000))
    QTest.keyClick(finder.box, Qt.Key.Key_Escape)
    QApplication.processEvents()
    return times


def _answered(finder: Finder) -> None:
    if not finder.is_answered:
        loop = QEventLoop()
        finder.answered.connect(loop.quit)
        loop.exec()
        finder.answered.disconnect(loop.quit)


def _settle(background: Background) -> None:
    while background.pending:
        loop = QEventLoop()
        background.settled.connect(loop.quit)
        loop.exec()
    QApplication.processEvents()
