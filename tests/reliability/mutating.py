"""A file as accidents and attackers change it: its structure, its values, its bytes."""

import json
import random
from collections.abc import Callable, Iterator
from copy import deepcopy
from typing import Any

from tests.builders import fhir
from tests.builders.hostile import hostile_texts

_VALUES = (
    None,
    True,
    -1,
    1e308,
    10**30,
    0.5,
    "",
    [],
    {},
    [[]],
    [None],
    {"": {}},
    ["x", 1],
    {"reference": 1},
    "Patient/p1",
    "1948-02-30",
    "9999-12-31T99:99",
    "#",
    "urn:uuid:p1",
)
_PIECES = (b"\x00", b"\xff", b"\xef\xbb\xbf", b"\\ud800", b'"', b"{", b"]", b"1e999", b"NaN", b",")


def mutants(many: int, seed: int) -> Iterator[bytes]:
    """So many changed bundles, the same for the same seed."""
    chance, texts = random.Random(seed), hostile_texts(seed)
    ways: tuple[Callable[[], bytes], ...] = (
        lambda: _restructured(chance, texts),
        lambda: _restructured(chance, texts),
        lambda: _damaged(chance),
    )
    for _ in range(many):
        yield chance.choice(ways)()


def _whole() -> dict[str, Any]:
    shelf = {"resourceType": "Medication", "id": "s1", "code": {"text": "Warfarin"}}
    order = fhir.order("m9", "", medicationReference={"reference": "#in"}, contained=[shelf])
    del order["medicationCodeableConcept"]
    parts = [entry["resource"] for entry in fhir.whole()["entry"]]
    return fhir.bundle(*parts, shelf, order)


def _restructured(chance: random.Random, texts: list[str]) -> bytes:
    """One to four places of the bundle hold something else, are gone, or stand twice."""
    bundle = _whole()
    for _ in range(chance.randint(1, 4)):
        places = list(_places(bundle))
        if not places:
            break
        inside, key = chance.choice(places)
        match chance.randrange(4):
            case 0:
                inside[key] = deepcopy(chance.choice(_VALUES))
            case 1:
                inside[key] = chance.choice(texts)
            case 2:
                del inside[key]
            case _:
                other, elsewhere = chance.choice(places)
                inside[key] = deepcopy(other[elsewhere])
    return json.dumps(bundle).encode()


def _places(value: Any) -> Iterator[tuple[Any, Any]]:
    keys = list(value) if isinstance(value, dict) else range(len(value))
    for key in keys:
        yield value, key
        if isinstance(value[key], dict | list):
            yield from _places(value[key])


def _damaged(chance: random.Random) -> bytes:
    """The bundle's bytes, cut short, overwritten, doubled or with a piece put in."""
    content = bytearray(json.dumps(_whole(), ensure_ascii=False).encode())
    for _ in range(chance.randint(1, 3)):
        at = chance.randrange(len(content) + 1)
        match chance.randrange(4):
            case 0:
                del content[at:]
            case 1:
                content[at : at + 1] = bytes([chance.randrange(256)])
            case 2:
                content[at:at] = chance.choice(_PIECES)
            case _:
                content[at:at] = content[at : at + chance.randint(1, 400)]
    return bytes(content)
