"""What the finder shows: rows of any kind that somebody could mean, and what choosing one does."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from ui.kit.tokens import Status


@dataclass(frozen=True)
class Mark:
    """A chip in a row; `icon` replaces the status's own."""

    status: Status
    words: str
    icon: str = ""


@dataclass(frozen=True)
class FinderRow:
    """One thing to choose; `because` says why it is here where its title does not.

    Choosing it does `act`, or with `retype` puts other words into the finder. `keys` do the same
    without the finder.
    """

    title: str
    about: str = ""
    because: str = ""
    marks: tuple[Mark, ...] = ()
    icon: str = "user"
    act: Callable[[], object] | None = None
    retype: str = ""
    keys: str = ""

    @property
    def spoken(self) -> str:
        """The row read out."""
        marks = (mark.words for mark in self.marks)
        words = (self.title, *marks, self.because, self.about, self.keys)
        return ", ".join(word for word in words if word)


@dataclass(frozen=True)
class Answer:
    """Rows, the likeliest first; `heading` stands over them, `note` below all rows.

    Without rows `heading` says that there are none. With `leads` the rows come before those of
    other sources: what was typed can hardly mean anything else.
    """

    rows: tuple[FinderRow, ...] = ()
    heading: str = ""
    note: str = ""
    leads: bool = False


class Source(Protocol):
    """Where rows come from; `group` stands over those whose answer has no heading of its own."""

    group: str

    def find(self, typed: str, then: Callable[[Answer], object]) -> object:
        """Hand the answer for what is typed to `then`, at once or later on this thread."""
