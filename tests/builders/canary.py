"""A made-up patient whose every word is found again wherever it should not be."""

import random
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path


@dataclass(frozen=True)
class Canary:
    """Words that stand nowhere else; `born` and `phone` are as nobody else's in a test."""

    family: str
    given: str
    note: str
    phone: str
    born: date

    @property
    def traces(self) -> tuple[str, ...]:
        """What would be seen of the patient, in lower case, in all the forms that are shown."""
        digits = "".join(filter(str.isdigit, self.phone))
        day = self.born
        shown = (f"{day:%b} {day.day}, {day:%Y}", f"{day:%B} {day.day}, {day:%Y}", f"{day}")
        numbers = (digits, f"({digits[:3]}) {digits[3:6]}-{digits[6:]}")
        return tuple(map(str.lower, (self.family, self.given, self.note, *shown, *numbers)))

    def seen_in(self, text: str | bytes) -> set[str]:
        """The traces in a text, or in a file's bytes as UTF-8 or as Qt holds them."""
        if isinstance(text, str):
            return {trace for trace in self.traces if trace in text.lower()}
        raw = text.lower()
        forms = {trace: (trace.encode(), trace.encode("utf-16-le")) for trace in self.traces}
        return {trace for trace, both in forms.items() if any(form in raw for form in both)}

    def seen_below(self, folder: Path) -> dict[str, set[str]]:
        """The files below a folder, by name, in which a trace stands; names of files count too."""
        found = {
            str(file.relative_to(folder)): self.seen_in(file.read_bytes())
            | self.seen_in(str(file.relative_to(folder)))
            for file in folder.rglob("*")
            if file.is_file()
        }
        return {name: seen for name, seen in found.items() if seen}


def a_canary(seed: int) -> Canary:
    """Another patient for every seed."""
    chance = random.Random(seed)

    def word() -> str:
        return "".join(chance.choice("bdfgjkmpqvwxz") + chance.choice("aiou") for _ in range(6))

    return Canary(
        family=word().capitalize(),
        given=word().capitalize(),
        note=f"{word()} {word()}",
        phone=f"707{chance.randrange(200, 1000)}{chance.randrange(1000, 10_000)}",
        born=date(1931, 1, 1) + timedelta(days=chance.randrange(5000)),
    )
