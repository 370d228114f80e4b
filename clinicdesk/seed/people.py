"""Made-up people: the same ones for the same seed."""

import tomllib
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from random import Random

from clinicdesk import paths
from clinicdesk.patients.rules import Sex

_SHARE_HARD, _SHARE_DOUBLE, _SHARE_FEMALE = 0.03, 0.05, 0.6
_SHARE_SECOND_PHONE, _SHARE_THINNER = 0.4, 0.3
_MEAN_AGE, _SPREAD, _YOUNGEST, _OLDEST = 69, 11, 30, 97


@dataclass(frozen=True)
class Person:
    """A made-up patient; phones are (as typed, digits), the first is the one to call."""

    family: str
    given: str
    sex: Sex
    born: date
    phones: tuple[tuple[str, str], ...]
    street: str
    city: str
    postal_code: str
    medicines: tuple[str, ...]
    takes_thinner: bool


def person(draw: Random, today: date) -> Person:
    """Somebody the draw comes up with; ages as in a clinic for the spine."""
    sex = Sex.FEMALE if draw.random() < _SHARE_FEMALE else Sex.MALE
    city, postal_code = draw.choice(_words("cities", "|")).split(" ")
    takes_thinner = draw.random() < _SHARE_THINNER
    return Person(
        family=_family(draw),
        given=draw.choice(_words(f"given_{sex}")),
        sex=sex,
        born=_born(draw, today),
        phones=tuple(_phone(draw) for _ in range(1 + (draw.random() < _SHARE_SECOND_PHONE))),
        street=f"{draw.randrange(1, 2000)} {draw.choice(_words('streets'))} "
        f"{draw.choice(_words('kinds', '|'))}",
        city=city,
        postal_code=postal_code,
        medicines=_medicines(draw, takes_thinner),
        takes_thinner=takes_thinner,
    )


def _family(draw: Random) -> str:
    kind = draw.random()
    if kind < _SHARE_HARD:
        return draw.choice(_words("hard", "|"))
    one = draw.choice(_words("stems")) + draw.choice(_words("endings"))
    if kind < _SHARE_HARD + _SHARE_DOUBLE:
        return f"{one}-{draw.choice(_words('stems'))}{draw.choice(_words('endings'))}"
    return one


def _born(draw: Random, today: date) -> date:
    years = min(max(draw.gauss(_MEAN_AGE, _SPREAD), _YOUNGEST), _OLDEST)
    return today - timedelta(days=int(years * 365.25))


def _phone(draw: Random) -> tuple[str, str]:
    """Numbers of the range that is kept for fiction are few: exchanges vary too."""
    area, exchange = draw.choice(_words("area_codes")), draw.randrange(200, 1000)
    line = draw.randrange(100, 200)
    return f"({area}) {exchange}-0{line}", f"{area}{exchange}0{line}"


def _medicines(draw: Random, takes_thinner: bool) -> tuple[str, ...]:
    usual = draw.sample(_words("medicines", "|"), draw.randrange(3))
    return (*usual, *([draw.choice(_words("thinners", "|"))] if takes_thinner else []))


@cache
def _words(name: str, apart: str | None = None) -> tuple[str, ...]:
    return tuple(word.strip() for word in _pool()[name].split(apart) if word.strip())


@cache
def _pool() -> dict[str, str]:
    file = paths.resources() / "seed" / "people.toml"
    return tomllib.loads(file.read_text(encoding="utf-8"))
