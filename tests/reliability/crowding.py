"""What one process does on a drive that fills up; run with its own small drive mounted.

    python -m tests.reliability.crowding DRIVE TEMPLATE POINTS SEED

Prints what it saw as JSON. A drive that is mounted is filled with ballast. Where this computer
mounts nothing for us, no file may grow instead: the same writes fail, with another error number.
"""

import json
import os
import random
import resource
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any

from sqlalchemy.orm import configure_mappers

from clinicdesk import backup, demo
from clinicdesk.database import open_engine
from clinicdesk.desk import Desk
from clinicdesk.errors import Refused, Unanswered
from clinicdesk.messages import sentence
from clinicdesk.opening import open_desk
from clinicdesk.outgoing import put_file
from clinicdesk.patients.queries import find_patients
from clinicdesk.settings import embedded_url
from tests.builders.clinic import COORDINATOR
from tests.builders.drives import closed
from tests.builders.gestures import ask
from tests.builders.patients import an_approved_case
from tests.reliability.acknowledging import Acknowledging
from tests.reliability.ledger import damage, differences, reopened, requests

PDF = b"%PDF-1.7" + bytes(3_000_000)
MOST_CHANGES = 100
LARGEST_ROOM = 500_000
NOW = datetime(2026, 11, 23, 16, tzinfo=UTC)


class Small:
    """A small drive of its own."""

    def __init__(self, folder: Path) -> None:
        self._ballast = folder / "ballast"
        self._folder = folder

    def crowd(self, room: int) -> None:
        """Fill the drive until only that many bytes are free."""
        free = shutil.disk_usage(self._folder).free
        with self._ballast.open("wb") as file:
            os.posix_fallocate(file.fileno(), 0, max(1, free - room))

    def clear(self) -> None:
        self._ballast.unlink(missing_ok=True)

    @contextmanager
    def closed_to_writing(self) -> Iterator[str]:
        """The drive can only be read; how that is called."""
        subprocess.run(["mount", "-o", "remount,bind,ro", self._folder], check=True)
        yield "disk.read_only"
        subprocess.run(["mount", "-o", "remount,bind,rw", self._folder], check=True)


class Limited:
    """A drive of the computer on which no file may grow beyond a limit."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def crowd(self, room: int) -> None:
        self._limit(room)

    def clear(self) -> None:
        self._limit(resource.RLIM_INFINITY)

    def _limit(self, most: int) -> None:
        _, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
        resource.setrlimit(resource.RLIMIT_FSIZE, (most, hard))

    def closed_to_writing(self) -> Any:
        return no_permission(self._folder)


@contextmanager
def no_permission(folder: Path) -> Iterator[str]:
    """Somebody who may read what is there and write nothing; how that is called."""
    with closed(folder):
        yield "disk.not_permitted"


def told(work: Callable[[], object]) -> list[str]:
    """The code and the words with which it is refused; nothing when it is not."""
    try:
        work()
    except (Refused, Unanswered) as refusal:
        reason = refusal.reasons[0]
        return [reason.code, sentence(reason)]
    return []


def fill(desk: Desk) -> None:
    """One patient after the other."""
    for number in range(MOST_CHANGES):
        an_approved_case(desk, family="x" + "".join(chr(97 + int(digit)) for digit in str(number)))


def leave(place: Path) -> dict[str, list[str]]:
    """How the other things end that the program writes to this drive."""
    sheet = place / "sheet.pdf"
    return {
        "sheet": told(lambda: put_file(PDF, sheet)),
        "backup": told(lambda: backup.keep(place / "clinic.db", NOW)),
        "demo": told(lambda: demo.make(embedded_url(place / "demo.db"), NOW)),
    }


def parts(place: Path) -> list[str]:
    """What the program left there that looks finished and is not."""
    names = [name for name in ("sheet.pdf", "demo.db") if (place / name).exists()]
    copies = backup.copies_of(place / "clinic.db")
    return [*names, *(copy.name for copy in copies if told(partial(backup.verify, copy)))]


def written_in_place(place: Path) -> list[str]:
    """The mutant: a file gets its final name at once; what looks finished then and is not."""
    with suppress(OSError):
        (place / "sheet.pdf").write_bytes(PDF)
    return parts(place)


def at_a_point(place: Path, drive: Small | Limited, room: int) -> dict[str, Any]:
    """Work until the drive is full, see what is left, make room and go on."""
    kept: list[str] = []
    url = embedded_url(place / "clinic.db")
    desk = Acknowledging(url, kept.append)
    ask(desk, COORDINATOR, find_patients, "")
    drive.crowd(room)
    seen: dict[str, Any] = {
        "full": told(lambda: fill(desk)),
        "reading": told(lambda: ask(desk, COORDINATOR, find_patients, "")),
        "opening": told(lambda: open_desk(url).close()),
        **leave(place),
        "parts": parts(place),
        "in_place": written_in_place(place),
    }
    drive.clear()
    seen["after"] = told(lambda: an_approved_case(desk, family="After"))
    desk.close()
    with reopened(open_engine(url)) as session:
        seen["lost"] = sorted(set(kept) - set(requests(session)))
        seen["wrong"] = [*damage(session), *differences(session)]
    return {**seen, "kept": len(kept)}


def main(folder: Path, template: Path, points: int, seed: int) -> None:
    configure_mappers()
    choice = random.Random(seed)
    drive = Small(folder) if os.path.ismount(folder) else Limited(folder)
    seen = []
    for number in range(points):
        place = folder / str(number)
        shutil.copytree(template, place)
        seen.append(at_a_point(place, drive, choice.randrange(LARGEST_ROOM)))
        shutil.rmtree(place)
    shutil.copytree(template, folder / "read")
    opening = embedded_url(folder / "read" / "clinic.db")
    refusals = []
    for way in (drive.closed_to_writing, lambda: no_permission(folder / "read")):
        with way() as expected:
            refusals.append([expected, *told(lambda: open_desk(opening).close())])
    sys.stdout.write(
        json.dumps({"drive": type(drive).__name__, "points": seen, "closed": refusals})
    )


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3]), int(sys.argv[4]))
