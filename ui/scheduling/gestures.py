"""What a hand or a key does with a card: by which part it is held, and where it would go.

Pure: minutes and px in, minutes and px out; no widget, no clock.
"""

from dataclasses import dataclass, replace
from datetime import datetime
from enum import Enum

from PySide6.QtCore import QRectF

from ui.scheduling.cards import BookingCard
from ui.scheduling.day_contents import DayContents
from ui.scheduling.day_cursor import Block, Place
from ui.scheduling.wording import bare_clock

EDGE = 6
_NEAR, _FASTEST = 36, 24


class Grip(Enum):
    """The part of a card that is held."""

    WHOLE = "whole"
    TOP = "top"
    BOTTOM = "bottom"


@dataclass(frozen=True)
class Ghost:
    """A card on its way to another place, or to another length in minutes."""

    card: BookingCard
    place: Place
    minutes: int


def grip_at(area: QRectF, y: float) -> Grip:
    """The edges of a card change its length; a low card has narrow ones."""
    edge = min(EDGE, area.height() / 4)
    if y < area.top() + edge:
        return Grip.TOP
    return Grip.BOTTOM if y > area.bottom() - edge else Grip.WHOLE


def dragged(
    card: BookingCard, block: Block, grip: Grip, moved: float, column: int, step: int
) -> Ghost:
    """The card drawn so many minutes down, into a column, held by a part; on the nearest step."""
    if grip is Grip.WHOLE:
        place = Place(column, snapped(block.start + moved, step))
        return Ghost(card, place, block.end - block.start)
    if grip is Grip.TOP:
        start = min(snapped(block.start + moved, step), block.end - step)
        return Ghost(card, Place(block.column, start), block.end - start)
    end = max(snapped(block.end + moved, step), block.start + step)
    return Ghost(card, Place(block.column, block.start), end - block.start)


def snapped(minute: float, step: int) -> int:
    """The nearest step of the grid, of two the later one; never before the column begins."""
    return max(int((minute + step / 2) // step * step), 0)


def nudged(ghost: Ghost, contents: DayContents, *, steps: int = 0, columns: int = 0) -> Ghost:
    """The ghost by so many grid steps down and columns to the right; at the edges it stays."""
    step, last = contents.grid_minutes, contents.geometry(0).minutes - ghost.minutes
    minute = ghost.place.minute
    if steps:
        onto_grid = snapped(minute, step) if minute % step else minute + steps * step
        minute = min(max(onto_grid, 0), last)
    column = min(max(ghost.place.column + columns, 0), len(contents.rooms) - 1)
    return replace(ghost, place=Place(column, minute))


def lengthened(ghost: Ghost, contents: DayContents, steps: int) -> Ghost:
    """The ghost so many grid steps longer, or shorter; never shorter than one step."""
    step = contents.grid_minutes
    most = contents.geometry(0).minutes - ghost.place.minute
    return replace(ghost, minutes=min(max(ghost.minutes + steps * step, step), most))


def is_moved(ghost: Ghost, contents: DayContents) -> bool:
    """Whether the ghost stands elsewhere than its booking, or is longer or shorter."""
    block = contents.blocks[ghost.card.id]
    here = (Place(block.column, block.start), block.end - block.start)
    return here != (ghost.place, ghost.minutes)


def objection(ghost: Ghost, contents: DayContents, now: datetime) -> str:
    """What is seen at once to stand in the way, or ""; the core decides when it is saved."""
    column, start = ghost.place.column, ghost.place.minute
    end = start + ghost.minutes
    block = Block(ghost.card.id, column, start, end, end + contents.turnover)
    if not is_moved(ghost, contents):
        return ""
    if contents.geometry(0).instant(start, column) < now:
        return "In the past"
    if not contents.places.is_open(block):
        return "Outside the opening hours"
    other = contents.places.in_the_way(block)
    return _in_the_way(block, other, contents) if other else ""


def _in_the_way(block: Block, other: Block, contents: DayContents) -> str:
    """Another booking, or the time in which the room is made ready between the two."""
    card = contents.cards_by_id[other.booking_id]
    if block.start >= other.end:
        ready = contents.geometry(0).wall(other.free_from, other.column)
        return f"After {card.name} the room is ready at {bare_clock(ready)}"
    if other.start >= block.end:
        return f"No time to make the room ready for {card.name}"
    return f"Taken by {card.name}, {card.time}"


def scroll_step(at: float, length: float) -> int:
    """How far to scroll, px, while a card is dragged at this place of a view; 0 in its middle."""
    if at < _NEAR:
        return -_speed(_NEAR - at)
    return _speed(at - (length - _NEAR)) if at > length - _NEAR else 0


def _speed(depth: float) -> int:
    """Faster the nearer the edge, and past it."""
    return 1 + int(min(depth / _NEAR, 1) * (_FASTEST - 1))
