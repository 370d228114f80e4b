"""What is typed is kept on the workstation until it is saved, encrypted and shared safely."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from clinicdesk.drafts import Draft, Drafts, Place, Whose, open_drafts
from clinicdesk.errors import Refused
from tests.conftest import Clock

DANA, NOOR = Whose("harbor", 1), Whose("harbor", 2)
ELSEWHERE = Whose("another clinic", 1)
REGISTER, INTAKE = Place("patients.register", 0), Place("intake.save_intake", 7)
ZONE = ZoneInfo("America/Los_Angeles")
HALF_TYPED = {"Family name": "Martínez \ud83d Ōé\u202e", "Birth date": "3/1", "Sex": None}


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "data" / "drafts.db"


@pytest.fixture
def drafts(file: Path, clock: Clock) -> Iterator[Drafts]:
    opened = open_drafts(file, clock())
    yield opened
    opened.close()


@pytest.fixture
def typed(clock: Clock) -> Draft:
    return Draft(REGISTER, 0, {"Sex": "Male"}, HALF_TYPED, clock())


def test_every_letter_comes_back_as_it_was_typed(drafts: Drafts, typed: Draft):
    drafts.keep(DANA, typed)

    assert drafts.of(DANA) == (typed,)


def test_the_newest_takes_the_place_of_the_one_before(drafts: Drafts, typed: Draft):
    other = replace(typed, place=INTAKE, lock_version=3)
    for draft in (typed, other, replace(typed, typed={"Family name": "Martinez"}, lock_version=2)):
        drafts.keep(DANA, draft)

    assert [(one.place, one.lock_version) for one in drafts.of(DANA)] == [
        (INTAKE, 3),
        (REGISTER, 2),
    ]


def test_drafts_belong_to_one_person_of_one_clinic(drafts: Drafts, typed: Draft):
    drafts.keep(DANA, typed)
    for other in (NOOR, ELSEWHERE):
        drafts.drop(other, typed.place)
        assert drafts.of(other) == ()

    assert drafts.of(DANA) == (typed,)


def test_what_was_saved_leaves_nothing(drafts: Drafts, typed: Draft):
    drafts.keep(DANA, typed)
    drafts.drop(DANA, REGISTER)

    assert drafts.of(DANA) == ()


def test_what_was_discarded_comes_back(drafts: Drafts, typed: Draft, clock: Clock):
    drafts.keep(DANA, typed)
    drafts.discard(DANA, REGISTER, clock())
    assert [one.discarded_at for one in drafts.of(DANA)] == [clock()]
    drafts.drop(DANA, REGISTER)  # saving something else meanwhile does not touch it

    drafts.bring_back(DANA, REGISTER, clock())
    assert drafts.of(DANA) == (typed,)


def test_with_nothing_to_bring_back_what_is_typed_stays(drafts: Drafts, typed: Draft, clock: Clock):
    drafts.keep(DANA, typed)

    drafts.bring_back(DANA, REGISTER, clock())

    assert drafts.of(DANA) == (typed,)


def test_bringing_back_loses_nothing_that_was_typed_since(
    drafts: Drafts, typed: Draft, clock: Clock
):
    since = replace(typed, typed={"Family name": "Okafor"})
    drafts.keep(DANA, typed)
    drafts.discard(DANA, REGISTER, clock())
    drafts.keep(DANA, since)
    clock.advance(minutes=1)

    drafts.bring_back(DANA, REGISTER, clock())
    assert drafts.of(DANA) == (typed, replace(since, discarded_at=clock()))
    drafts.bring_back(DANA, REGISTER, clock())
    assert since in drafts.of(DANA)


@pytest.mark.parametrize(("hours", "left"), [(15, 2), (16, 1)])
def test_the_day_ends_at_the_clinics_midnight(
    drafts: Drafts, typed: Draft, clock: Clock, hours: int, left: int
):
    """It is 8 AM there; another clinic's drafts and those that count are not swept."""
    for whose in (DANA, ELSEWHERE):
        drafts.keep(whose, typed)
        drafts.discard(whose, REGISTER, clock())
    drafts.keep(DANA, typed)
    drafts.sweep(NOOR, ZONE, clock() + timedelta(hours=hours))

    assert len(drafts.of(DANA)) == left
    assert len(drafts.of(ELSEWHERE)) == 1


def test_two_programs_share_the_file(drafts: Drafts, file: Path, typed: Draft, clock: Clock):
    other = open_drafts(file, clock())
    drafts.keep(DANA, typed)
    other.keep(NOOR, typed)

    assert other.of(DANA) == drafts.of(NOOR) == (typed,)
    other.close()


def test_nothing_typed_can_be_read_in_the_file(drafts: Drafts, file: Path, typed: Draft):
    drafts.keep(DANA, replace(typed, typed={"Family name": "Winterbottom"}))
    drafts.discard(DANA, REGISTER, typed.saved_at)
    drafts.close()

    for part in file.parent.iterdir():
        assert b"Winterbottom" not in part.read_bytes()


def damaged(file: Path) -> None:
    content = bytearray(file.read_bytes())
    content[len(content) // 2] ^= 1
    file.write_bytes(content)


def without_key(file: Path) -> None:
    file.with_name(file.name + ".keys").unlink()


def spoilt_key(file: Path) -> None:
    file.with_name(file.name + ".keys").write_text("{}")


def cut_short(file: Path) -> None:
    file.write_bytes(file.read_bytes()[:1000])


@pytest.mark.parametrize("spoil", [damaged, without_key, spoilt_key, cut_short])
def test_a_file_that_cannot_be_read_is_set_aside(
    drafts: Drafts, file: Path, typed: Draft, clock: Clock, spoil
):
    drafts.keep(DANA, typed)
    drafts.close()
    spoil(file)
    before = file.read_bytes()
    opened = open_drafts(file, clock())

    assert opened.set_aside
    assert opened.of(DANA) == ()
    assert file.with_name("drafts.db.unreadable-20261123-160000").read_bytes() == before
    opened.keep(DANA, typed)
    opened.close()
    again = open_drafts(file, clock())
    assert (again.set_aside, again.of(DANA)) == (False, (typed,))
    again.close()


def test_where_nothing_can_be_kept_it_is_said(tmp_path: Path, clock: Clock):
    (tmp_path / "data").write_text("no folder")

    with pytest.raises(Refused, match=r"drafts\.not_kept"):
        open_drafts(tmp_path / "data" / "drafts.db", clock())


def test_a_disk_that_fails_later_is_told(drafts: Drafts, file: Path, typed: Draft):
    drafts.keep(DANA, typed)
    drafts.close()
    damaged(file)

    with pytest.raises(Refused, match=r"drafts\.not_kept"):
        drafts.of(DANA)
