"""A booking typed into the finder: `book delacroix thu 945 r2 45`, spelled out in full."""

from collections.abc import Callable

from PySide6.QtCore import QObject

from clinicdesk.scheduling.line_words import Offered
from clinicdesk.scheduling.one_line import Reading, read_line
from clinicdesk.scheduling.queries import Choices, Waiting, choices, to_schedule
from ui.kit.finder_row import Answer, FinderRow
from ui.kit.privacy import shown_name, unless_private
from ui.scheduling.line_wording import born, offered, questions, spelled
from ui.session import Session

_BOOK = "book"
_SAVED_LATER = "Opens the booking panel: nothing is saved before you make sure whose it is"
_WHO = "Type who waits, and when: a day, a time, r2, 45, dr okafor"


class BookSource:
    """`book` is called with the line that is chosen.

    Whoever does not begin with the word types a waiting patient with a time.
    """

    group = "Book"

    def __init__(self, session: Session, owner: QObject, book: Callable[[str], object]) -> None:
        """Answers stop coming when `owner` is gone."""
        self._session, self._owner, self._book = session, owner, book

    def find(self, typed: str, then: Callable[[Answer], object]) -> None:
        """At most one row, and only what the words say; who waits is asked for each time."""
        word, _, line = typed.strip().partition(" ")
        is_asked = word.casefold() == _BOOK
        line = line.strip() if is_asked else typed.strip()
        if not line or not (is_asked or _says_when(line, self._session)):
            then(Answer())
            return

        def answer(offers: Choices, waiting: tuple[Waiting, ...]) -> None:
            about = offered(self._session.today(), waiting, offers)
            reading = read_line(line, about)
            then(self._answer(line, reading, waiting, max(offers.usual_minutes), is_asked))

        def go_on(offers: Choices) -> None:
            read(self._owner, to_schedule, then=lambda waiting: answer(offers, waiting))

        read = self._session.background.read
        read(self._owner, choices, then=go_on)

    def _answer(
        self,
        line: str,
        reading: Reading,
        waiting: tuple[Waiting, ...],
        minutes: int,
        is_asked: bool,
    ) -> Answer:
        if reading.unclear or reading.unread or not reading.patients:
            said = questions(reading) or [_WHO]
            return Answer(note=" ".join(said)) if is_asked else Answer()
        row = self._row(line, reading, waiting, minutes)
        return Answer((row,), leads=is_asked or reading.is_whole)

    def _row(
        self, line: str, reading: Reading, waiting: tuple[Waiting, ...], minutes: int
    ) -> FinderRow:
        ids = {one.id for one in reading.patients}
        named = [one.patient for one in waiting if one.case_id in ids]
        who = named[0] if len(named) == 1 else None
        whose = (shown_name(who.name), unless_private(born(who), f"MRN {who.mrn}")) if who else ()
        words = spelled(reading, whose, minutes)
        if reading.at is not None and not reading.minutes:
            line = f"{line} {minutes} min"  # the end that is spelled out is the one that is booked
        several = f"{len(named)} patients have such a name: choose whom" if len(named) > 1 else ""
        return FinderRow(
            f"Book {words}".strip(),
            about=several or _SAVED_LATER,
            icon="calendar-plus",
            act=lambda: self._book(line),
        )


def _says_when(line: str, session: Session) -> bool:
    """Whether a time stands there too: a name, or one with a birth date, is only looked up."""
    return " " in line and read_line(line, Offered(session.today())).at is not None
