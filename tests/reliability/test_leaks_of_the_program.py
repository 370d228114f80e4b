"""R-15: the program in its own process leaves no word of a patient, however it ends."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from clinicdesk import opening
from clinicdesk.database import embedded_file
from clinicdesk.patients.actions import NewPhone
from tests.builders import fhir
from tests.builders.canary import Canary, a_canary
from tests.builders.patients import a_booked_case
from tests.builders.times import at
from tests.conftest import Clock
from tests.promises import promise
from tests.reliability import living

ROOT = Path(__file__).parents[2]
Shown = Callable[[str], None]
Sizes = dict[str, int]
ENDS = ("killed", "closed", "crashed")


@dataclass(frozen=True)
class House:
    """The folders of a person at a computer: everything a program may write is below."""

    folder: Path

    @property
    def environment(self) -> dict[str, str]:
        names = {
            "HOME": "home",
            "XDG_CONFIG_HOME": "home/config",
            "XDG_DATA_HOME": "home/data",
            "XDG_STATE_HOME": "home/state",
            "XDG_CACHE_HOME": "home/cache",
            "XDG_RUNTIME_DIR": "runtime",
            "TMPDIR": "tmp",
        }
        made = {name: self.folder / below for name, below in names.items()}
        for one in made.values():
            one.mkdir(parents=True, exist_ok=True, mode=0o700)
        return {**os.environ, **{name: str(one) for name, one in made.items()}}


def run(house: House, *command: object) -> subprocess.Popen[str]:
    """A process in this house; what it says stands in the house's files `out` and `err`."""
    environment = {**house.environment, "QT_QPA_PLATFORM": "offscreen"}
    with (house.folder / "err").open("a") as err:
        return subprocess.Popen(
            [sys.executable, "-m", *map(str, command)],
            cwd=ROOT,
            env=environment,
            stdout=subprocess.PIPE,
            stderr=err,
            text=True,
        )


def lived(house: House, url: str, seed: int, way: str) -> list[str]:
    """The titles that were shown; the program has ended in that way."""
    with run(house, "tests.reliability.living", url, seed, way) as program:
        assert program.stdout is not None
        said = [program.stdout.readline(), program.stdout.readline()]
        if way != "closed":
            program.kill()
        rest = program.stdout.read()
    assert said[1] == "alive\n", (house.folder / "err").read_text()[-3000:]
    (house.folder / "out").write_text("".join([*said, rest]))
    titles: list[str] = json.loads(said[0])
    return titles


def a_known_patient(url: str, clock: Clock, canary: Canary, number: int) -> None:
    """Nothing is open afterwards: to read a file of SQLite's drops this process's locks on it."""
    desk = opening.open_desk(url, clock=clock)
    a_booked_case(
        desk,
        at(f"2027-01-{12 + number % 3} {9 + 3 * (number // 3):02}:00"),
        family=canary.family,
        given=canary.given,
        birth_date=canary.born,
        phones=(NewPhone(typed=canary.phone),),
    )
    desk.close()


@promise(
    "R-15",
    "the real program leaves no word of a patient in stderr, temporary files, drafts, settings"
    " or window titles: closed, crashed in a slot, a query and a thread, or killed",
    every={"ends": 1},
    stress={"ends": 6},
    mutant="a window that shows a name in its title; a log of the exceptions' texts",
)
def test_the_program_leaves_no_trace(
    clock: Clock, url: str, tmp_path: Path, sizes: Sizes, seed: int, shown: Shown
):
    """Mutant: `pytest tests/reliability/test_leaks_of_the_program.py -k is_noticed`."""
    titles: set[str] = set()
    for number in range(sizes["ends"]):
        way, house = ENDS[-1 - number % 3], House(tmp_path / f"house{number}")
        canary = a_canary(seed + number)
        a_known_patient(url, clock, canary, number)

        titles |= set(lived(house, url, seed + number, way))

        assert (way == "crashed") == ("report " in (house.folder / "err").read_text())
        assert canary.seen_below(house.folder) == {}, way
        assert canary.seen_in(" ".join(titles)) == set()
        if file := embedded_file(url):
            assert canary.seen_below(file.parent) == {}
    assert titles
    shown(f"{sizes['ends']} programs ended, titles {sorted(titles)}, 0 traces")


def test_the_command_line_leaves_no_trace(url: str, tmp_path: Path):
    house, canary = House(tmp_path / "house"), a_canary(5)
    person = {"birthDate": f"{canary.born}", "name": [{"family": f"{canary.family}\u202e"}]}
    files = [
        fhir.write(tmp_path, "a.json", fhir.bundle(fhir.person(**person))),
        fhir.write(tmp_path, "b.json", json.dumps({"resourceType": canary.note})),
        fhir.write(
            tmp_path, "c.json", json.dumps(fhir.bundle(fhir.person(gender=canary.note)))[:-9]
        ),
    ]
    with run(house, "clinicdesk.admin", "import-fhir", "--database", url, *files) as command:
        said, _ = command.communicate()

    assert command.returncode == 1
    assert len((house.folder / "err").read_text().splitlines()) == len(files)
    assert canary.seen_in(said) == set()
    assert canary.seen_below(house.folder) == {}


def test_a_trace_is_noticed(tmp_path: Path):
    canary, house = a_canary(6), House(tmp_path)
    told = f"raise ValueError({canary.family!r})"
    with run(house, "timeit", "-n1", "-r1", told) as program:
        program.wait()
    (tmp_path / "tmp" / f"{canary.note}.pdf").write_text("")
    (tmp_path / "home" / "settings").write_bytes(canary.given.encode("utf-16-le"))

    assert set(canary.seen_below(tmp_path)) == {"err", f"tmp/{canary.note}.pdf", "home/settings"}


def test_a_name_in_a_title_is_noticed(qtbot: QtBot):
    canary, window = a_canary(7), QWidget()
    qtbot.addWidget(window)
    window.setWindowTitle(f"{canary.family.upper()}, {canary.given} - ClinicDesk")

    assert canary.seen_in(" ".join(living.titles())) == {
        canary.family.lower(),
        canary.given.lower(),
    }
