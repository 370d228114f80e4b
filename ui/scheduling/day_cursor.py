"""Where the keyboard can stand on the day: at each booking, and at each free step of the grid."""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

Stretch = tuple[int, int]
"""From a minute to another, half open."""


@dataclass(frozen=True)
class Block:
    """A booking in a column, in minutes of the day; `free_from` is when the room is free again."""

    booking_id: int
    column: int
    start: int
    end: int
    free_from: int


@dataclass(frozen=True)
class Place:
    """A place for the cursor: a column and the minute at which a booking or a free step starts."""

    column: int
    minute: int


class DayPlaces:
    """All places of the columns; `opened` are the opening hours of each."""

    def __init__(
        self,
        blocks: Sequence[Block],
        opened: Sequence[Sequence[Stretch]],
        step: int,
    ) -> None:
        self._step = step
        self._columns = len(opened)
        self._blocks = {Place(block.column, block.start): block for block in blocks}
        self._opened = opened
        grids = [
            [minute for start, end in hours for minute in range(start, end, step)]
            for hours in opened
        ]
        self._minutes = [_places(grid, blocks, column) for column, grid in enumerate(grids)]

    def block_at(self, place: Place | None) -> Block | None:
        """The booking that starts there."""
        return self._blocks.get(place) if place else None

    def place_of(self, booking_id: int) -> Place | None:
        found = (at for at, block in self._blocks.items() if block.booking_id == booking_id)
        return next(found, None)

    def first(self) -> Place | None:
        """Where to begin: the day's first booking, or else its first free step."""
        places = [
            Place(column, minutes[0]) for column, minutes in enumerate(self._minutes) if minutes
        ]
        return min([*self._blocks] or places, key=lambda at: (at.minute, at.column), default=None)

    def down(self, place: Place, steps: int) -> Place:
        """So many places later in the same column, or earlier; at the ends it stays."""
        minutes = self._minutes[place.column]
        at = minutes.index(place.minute) + steps
        return Place(place.column, minutes[min(max(at, 0), len(minutes) - 1)])

    def end(self, place: Place, *, last: bool) -> Place:
        """The first or last place of the column."""
        return Place(place.column, self._minutes[place.column][-1 if last else 0])

    def across(self, place: Place, steps: int) -> Place:
        """The place at the same time in another column; at the edges it stays."""
        column = place.column + steps
        return self.nearest(column, place.minute) or place

    def nearest(self, column: int, minute: int) -> Place | None:
        """The place that holds this minute; None outside the rooms or in a column without any."""
        if not 0 <= column < self._columns or not self._minutes[column]:
            return None
        minutes = self._minutes[column]
        return Place(column, minutes[max(bisect_right(minutes, minute) - 1, 0)])

    def free_from(self, place: Place) -> int:
        """When the room is free: there, or after the bookings that follow each other from there."""
        minute = place.minute
        for block in sorted(self._blocks.values(), key=lambda block: block.start):
            if block.column == place.column and block.start <= minute < block.free_from:
                minute = block.free_from
        return minute

    def in_the_way(self, block: Block) -> Block | None:
        """The booking in whose time, turnover included, another one would lie."""
        others = (
            one
            for one in self._blocks.values()
            if one.column == block.column and one.booking_id != block.booking_id
        )
        return next(
            (one for one in others if one.start < block.free_from and block.start < one.free_from),
            None,
        )

    def is_open(self, block: Block) -> bool:
        """Whether the column is open for all of it, turnover included."""
        hours = self._opened[block.column]
        return any(start <= block.start and block.free_from <= end for start, end in hours)

    def is_free(self, column: int, minute: int) -> bool:
        """Whether a free step of the opening hours holds this minute."""
        at = self.nearest(column, minute)
        return at is not None and at not in self._blocks and 0 <= minute - at.minute < self._step


def _places(grid: Sequence[int], blocks: Sequence[Block], column: int) -> list[int]:
    here = [block for block in blocks if block.column == column]
    free = {
        minute
        for minute in grid
        if not any(block.start <= minute < block.free_from for block in here)
    }
    return sorted(free | {block.start for block in here})
