"""The resources of a bundle or of lines, decoded where they are taken and counted where not."""

import re
from codecs import BOM_UTF8
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any, Generic, TypeVar

import msgspec

from clinicdesk.errors import Reason, Refused
from clinicdesk.exchange import resources
from clinicdesk.exchange.r4 import OF_OTHERS, refuse_another_version, refuse_repeated_names
from clinicdesk.text import clean

Kind = TypeVar("Kind", bound=resources.Camel)

MOST_TAKEN = 200_000
"""Resources that are read together; it bounds the memory that reading takes."""

_TAKEN: dict[str, type[resources.Camel]] = {
    "Patient": resources.Patient,
    "Medication": resources.Medication,
    "MedicationRequest": resources.MedicationRequest,
    "MedicationStatement": resources.MedicationStatement,
    "AllergyIntolerance": resources.Allergy,
    "Condition": resources.Condition,
}
_SAYS_KIND = b'"resourceType"'
_PLAIN = re.compile(r"[A-Za-z]{1,60}")
_MOST_KINDS = 200  # more than FHIR has


@dataclass(frozen=True)
class Item(Generic[Kind]):
    """A resource: its address, what tells it from all others, and what it says."""

    at: str
    key: str
    resource: Kind


@dataclass
class Gathered:
    """Resources that are read together; `ignored` counts those that the record has no place for."""

    ignored: Counter[str] = field(default_factory=Counter)
    _found: dict[type[resources.Camel], list[Item[Any]]] = field(
        default_factory=lambda: defaultdict(list)
    )
    _seen: set[bytes] = field(default_factory=set)

    def of(self, kind: type[Kind]) -> list[Item[Kind]]:
        """All resources of this kind, in their order."""
        return self._found[kind]

    def take(self, at: str, raw: bytes) -> bool:
        """Keep a resource if it is of a kind that is taken; the same words twice are one.

        Raises msgspec.MsgspecError for what is no resource, Refused for another version of FHIR.
        """
        kind = resources.decoded(raw, resources.Typed).resource_type
        if kind not in _TAKEN and kind not in OF_OTHERS and _says_its_kind_once(raw):
            is_told = kind in self.ignored or len(self.ignored) < _MOST_KINDS
            self.ignored[kind if is_told and _PLAIN.fullmatch(kind) else "?"] += 1
            return False
        refuse_another_version(kind, raw)
        if taken := _TAKEN.get(kind):
            self._keep(at, raw, taken)
        return True

    def _keep(self, at: str, raw: bytes, kind: type[resources.Camel]) -> None:
        resource = resources.decoded(raw, kind)
        same = sha256(at.encode() + b"\0" + raw).digest()
        if same in self._seen:
            return
        self._seen.add(same)
        if len(self._seen) > MOST_TAKEN:
            raise Refused(Reason("exchange.too_many_together", {"limit": MOST_TAKEN}))
        self._found[kind].append(Item(at, _told_apart(resource, at, raw), resource))


def of_bundle(content: bytes) -> Gathered:
    """The resources of a bundle. Raises Refused for what is no readable R4 bundle."""
    try:
        text = content.removeprefix(BOM_UTF8)
        read = msgspec.json.decode(text, type=resources.Bundle)
        if read.resource_type != "Bundle":
            raise Refused(Reason("exchange.not_a_bundle"))
        found = Gathered()
        everything = ((entry.full_url, bytes(entry.resource)) for entry in read.entry)
        ignored = [raw for at, raw in everything if raw and not found.take(at, raw)]
        refuse_repeated_names(text, ignored)
    except (msgspec.MsgspecError, UnicodeError, RecursionError):
        raise Refused(Reason("exchange.unreadable")) from None
    return found


def of_lines(found: Gathered, lines: Iterable[bytes]) -> None:
    """Add resources that stand one in a line. Raises Refused, naming the line."""
    for number, line in enumerate(lines, 1):
        text = (line.removeprefix(BOM_UTF8) if number == 1 else line).strip()
        try:
            if text and found.take("", text):
                refuse_repeated_names(text)
        except (msgspec.MsgspecError, UnicodeError, RecursionError):
            raise Refused(Reason("exchange.line_unreadable", {"line": number})) from None


def _says_its_kind_once(raw: bytes) -> bool:
    """Whether no second name could make another kind of this: such a one is read with care.

    What lies inside it may say its own kind; a name may be written with escapes.
    """
    if b"\\u" in raw:
        return False
    said = raw.count(_SAYS_KIND)
    if said > 1:
        inside = msgspec.json.decode(raw, type=dict[str, msgspec.Raw])
        said -= sum(bytes(part).count(_SAYS_KIND) for part in inside.values())
    return said == 1


def _told_apart(resource: Any, at: str, raw: bytes) -> str:
    """What tells a resource from all others: its id, its address, or else what it says."""
    if known := clean(resource.id) or clean(at):
        return known
    told = msgspec.json.encode(msgspec.json.decode(raw), order="sorted")
    return f"sha256:{sha256(told).hexdigest()}"
