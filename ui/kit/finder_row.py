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

    Choosing it does `act`, or with `retype` puts other words into the finder.
    """

    title: str
    about: str = ""
    because: str = ""
    marks: tuple[Mark, ...] = ()
    icon: str = "user"
    act: Callable[[], object] | None = None
    retype: str = ""

    @property
    def spoken(self) -> str:
        """The row read out."""
        words = (self.title, *(mark.words for mark in self.marks), self.because, self.about)
        return ", ".join(word for word in words if word)


@dataclass(frozen=True)
class Answer:
    """Rows, the likeliest first; `heading` stands over them, `note` below."""

    rows: tuple[FinderRow, ...] = ()
    heading: str = ""
    note: str = ""


class Source(Protocol):
    """Where rows come from; `words` say what can be found, `placeholder` by what."""

    words: str
    placeholder: str

    def find(self, typed: str, then: Callable[[Answer], object]) -> object:
        """Look for what is typed; "" asks for what was used last. `then` comes on this thread."""
