"""R-12b: two releases at one database: the older one works with it, or writes nothing."""

import random
from collections.abc import Callable
from pathlib import Path

import pytest

from clinicdesk import opening, upgrade
from clinicdesk.errors import Refused
from clinicdesk.messages import sentence
from tests.builders.patients import a_booked_case, a_patient
from tests.builders.rows import as_owner, contents, plain_sql
from tests.builders.times import at
from tests.conftest import Clock
from tests.migrations import planted
from tests.promises import promise

Start = Callable[[str, Clock], object]


def as_workstation(url: str, clock: Clock) -> int:
    """What a workstation does: bring its own database up, open, and work; the booking made."""
    opening.bring_up(url)
    desk = opening.open_desk(url, create=True, clock=clock)
    try:
        return a_booked_case(desk, at("2027-01-12 10:00")).booking_id
    finally:
        desk.close()


def as_console(url: str, clock: Clock) -> object:
    return opening.open_desk(url, clock=clock)


def as_upgrade(url: str, clock: Clock) -> object:
    return opening.upgrade_database(as_owner(url))


def raise_to_next(url: str, folder: Path, **numbers: int) -> None:
    """Upgrade the database to the release after this one."""
    scripts = planted.plant(folder, planted.ADD, **numbers)
    with planted.release(scripts):
        opening.upgrade_database(as_owner(url), backup_taken=True)


def everything(url: str) -> object:
    """Its rows, its schema, and the bytes of an embedded one."""
    return contents(url), planted.schema(url), planted.file_bytes(url)


@promise(
    "R-12b",
    "An older program that a newer database does not admit writes nothing and names what it needs",
    every={"starts": 6},
    stress={"starts": 60},
    mutant="no start gate: the older program books into the newer database",
)
def test_an_older_program_writes_nothing(
    url: str,
    tmp_path: Path,
    clock: Clock,
    sizes: dict[str, int],
    seed: int,
    shown: Callable[[str], None],
):
    """The mutant is `test_without_the_gate_it_would_write`."""
    raise_to_next(url, tmp_path)
    before = everything(url)
    starts: list[Start] = [as_workstation, as_console, as_upgrade]

    for start in random.Random(seed).choices(starts, k=sizes["starts"]):
        with pytest.raises(Refused) as caught:
            start(url, clock)
        [reason] = caught.value.reasons
        assert "Install ClinicDesk 9.8.0" in sentence(reason)

    assert everything(url) == before
    shown(f"{sizes['starts']} starts, 0 bytes written")


def test_without_the_gate_it_would_write(
    url: str, tmp_path: Path, clock: Clock, monkeypatch: pytest.MonkeyPatch
):
    raise_to_next(url, tmp_path)
    before = contents(url)
    for gate in ("check", "announce"):
        monkeypatch.setattr(upgrade, gate, lambda _: None)

    as_workstation(url, clock)

    assert contents(url) != before


def test_an_older_program_works_with_a_database_that_admits_it(
    url: str, tmp_path: Path, clock: Clock
):
    own = upgrade.own_version().current
    raise_to_next(url, tmp_path, compatible=own)
    before = planted.schema(url)

    assert as_workstation(url, clock) == 1
    assert as_upgrade(url, clock) is None
    assert planted.schema(url) == before


def test_a_window_that_stays_open_over_an_upgrade(
    postgresql_url: str, tmp_path: Path, clock: Clock
):
    """A workstation does not start anew; its server does not let it go on."""
    desk = opening.open_desk(postgresql_url, clock=clock)
    a_patient(desk, family="Before")
    raise_to_next(postgresql_url, tmp_path)
    before = contents(postgresql_url)

    with pytest.raises(Refused, match=r"upgrade\.meanwhile"):
        a_patient(desk, family="After")
    assert contents(postgresql_url) == before

    with plain_sql(as_owner(postgresql_url)) as owner:
        owner.exec_driver_sql("DROP TRIGGER change_program ON change")
    a_patient(desk, family="Mutant")
    assert contents(postgresql_url) != before
    desk.close()


def test_a_window_that_stays_open_over_an_upgrade_of_its_own_file(
    sqlite_url: str, tmp_path: Path, clock: Clock
):
    desk = opening.open_desk(sqlite_url, clock=clock)
    a_patient(desk, family="Before")
    raise_to_next(sqlite_url, tmp_path)
    before = contents(sqlite_url)

    for _ in range(2):
        with pytest.raises(Refused, match=r"upgrade\.meanwhile"):
            a_patient(desk, family="After")
    with plain_sql(sqlite_url) as other:
        other.exec_driver_sql("UPDATE patient SET family = 'Nobody waits'")
    desk.close()
    assert len(contents(sqlite_url)["change"]) == len(before["change"])


def test_a_window_that_the_upgrade_admits_goes_on(url: str, tmp_path: Path, clock: Clock):
    desk = opening.open_desk(url, clock=clock)
    raise_to_next(url, tmp_path, compatible=upgrade.own_version().current)

    assert a_patient(desk, family="After")
    desk.close()


def test_a_newer_program_leaves_an_older_server_to_its_owner(
    postgresql_url: str, tmp_path: Path, clock: Clock
):
    with planted.release(planted.plant(tmp_path, planted.ADD)):
        before = everything(postgresql_url)
        with pytest.raises(Refused) as caught:
            as_workstation(postgresql_url, clock)

        assert "clinicdesk-admin upgrade" in sentence(caught.value.reasons[0])
        assert everything(postgresql_url) == before

        opening.upgrade_database(as_owner(postgresql_url), backup_taken=True)
        assert as_workstation(postgresql_url, clock) == 1


def test_a_newer_program_brings_its_own_database_up(sqlite_url: str, tmp_path: Path, clock: Clock):
    """With a copy of what it was; a console that is not told to upgrade does not."""
    with planted.release(planted.plant(tmp_path, planted.REBUILD)):
        with pytest.raises(Refused, match=r"upgrade\.too_old"):
            as_console(sqlite_url, clock)
        assert not (tmp_path / "clinic.db.backups").exists()

        assert as_workstation(sqlite_url, clock) == 1

    assert len(list((tmp_path / "clinic.db.backups").iterdir())) == 1


def test_going_back_to_the_release_before(sqlite_url: str, tmp_path: Path, clock: Clock):
    """As docs/upgrading.md tells it: the copy's two files take the place of the database's."""
    as_workstation(sqlite_url, clock)
    before = contents(sqlite_url)
    with planted.release(planted.plant(tmp_path, planted.REBUILD)):
        kept = opening.bring_up(sqlite_url)
        assert kept
    with pytest.raises(Refused):
        as_console(sqlite_url, clock)

    for name in ("clinic.db", "clinic.db.keys"):
        (tmp_path / name).rename(tmp_path / f"{name}.later")
        (tmp_path / name).write_bytes((kept / name).read_bytes())

    assert contents(sqlite_url) == before
    desk = opening.open_desk(sqlite_url, clock=clock)
    assert a_booked_case(desk, at("2027-01-12 12:00")).booking_id == 2
    desk.close()
