"""Fields in which a person picks from a few words that are all on screen."""

from collections.abc import Iterable, Sequence
from typing import Generic, TypeVar

from PySide6.QtWidgets import QWidget

from ui.kit.alt_keys import unmarked
from ui.kit.field import LabelledField
from ui.kit.not_recorded import or_not_recorded
from ui.kit.segments import Segments
from ui.kit.typed import Typed

Value = TypeVar("Value")


class ChoiceField(LabelledField, Generic[Value]):
    """One of a few values; with `clearable`, none is an answer too (Delete or a second click).

    `optional` puts "Not recorded" first: it stands for None, and is chosen to begin with.
    """

    def __init__(
        self,
        label: str,
        options: Sequence[tuple[Value, str]],
        *,
        clearable: bool = True,
        optional: bool = False,
        hint: str = "",
        parent: QWidget | None = None,
    ) -> None:
        offered = or_not_recorded(options) if optional else list(options)
        self._values = [value for value, _ in offered]
        self._words = [text for _, text in offered]
        can_be_cleared = clearable and not optional
        self._segments = Segments(self._words, unmarked(label), clearable=can_be_cleared)
        super().__init__(label, self._segments, hint=hint, parent=parent)
        self._segments.changed.connect(self.edited)
        self.set_value(None)

    def value(self) -> Value | None:
        chosen = self._segments.chosen()
        return self._values[chosen[0]] if chosen else None

    def set_value(self, value: Value | None) -> None:
        """Raises ValueError for a value that is not among the options."""
        absent = value is None and None not in self._values
        self._segments.choose(() if absent else (self._values.index(value),))

    def typed(self) -> Typed:
        """The word chosen, or None."""
        return next((self._words[place] for place in self._segments.chosen()), None)

    def put_back(self, typed: Typed) -> None:
        places = _places(self._words, [typed])
        self._segments.choose(places or ([0] if None in self._values else []))
        self.edited.emit()


class ChoicesField(LabelledField, Generic[Value]):
    """Any number of a few values, such as the levels to treat."""

    def __init__(
        self,
        label: str,
        options: Sequence[tuple[Value, str]],
        *,
        hint: str = "",
        parent: QWidget | None = None,
    ) -> None:
        self._values = [value for value, _ in options]
        self._words = [text for _, text in options]
        self._segments = Segments(self._words, unmarked(label), many=True)
        super().__init__(label, self._segments, hint=hint, parent=parent)
        self._segments.changed.connect(self.edited)

    def value(self) -> tuple[Value, ...]:
        """The chosen values, in the order of the options."""
        return tuple(self._values[place] for place in self._segments.chosen())

    def set_value(self, values: Iterable[Value]) -> None:
        """Raises ValueError for a value that is not among the options."""
        self._segments.choose(self._values.index(value) for value in values)

    def typed(self) -> Typed:
        """The words chosen."""
        return [self._words[place] for place in self._segments.chosen()]

    def put_back(self, typed: Typed) -> None:
        self._segments.choose(_places(self._words, typed))
        self.edited.emit()


def _places(words: Sequence[str], chosen: Sequence[str | None]) -> list[int]:
    """Where these words stand; one that is offered no longer has no place."""
    return [words.index(word) for word in chosen if word in words]
