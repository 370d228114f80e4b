"""Signing in, wrong tries, PINs and one-time passwords, on both databases."""

from collections.abc import Callable
from datetime import timedelta
from types import SimpleNamespace
from uuid import uuid4

import pytest
from argon2 import PasswordHasher

from clinicdesk import opening
from clinicdesk.desk import Desk, Work
from clinicdesk.errors import Refused
from clinicdesk.staff import passwords, tries
from clinicdesk.staff.actions import (
    NOBODY,
    ChoosePassword,
    ChoosePin,
    GiveOneTimePassword,
    choose_password,
    choose_pin,
    confirm_identity,
    give_one_time_password,
    record_wrong_try,
    set_lock_minutes,
    sign_in,
)
from clinicdesk.staff.passwords import Proof, prove
from clinicdesk.staff.queries import (
    Credentials,
    clinic,
    credentials,
    own_account,
    people,
    staff_list,
)
from clinicdesk.staff.rules import FREE_TRIES, MOST_TRIES, Role
from clinicdesk.staff.tables import StaffMember
from tests.builders.clinic import ADMINISTRATOR, COORDINATOR, HASH, NURSE, PASSWORD, actor, proof
from tests.builders.gestures import ask, do, refused, told
from tests.builders.rows import contents, database_refuses, history, rows
from tests.builders.sign_in import PIN, give_pin
from tests.builders.staff import end
from tests.conftest import Clock
from tests.promises import promise

OTHER_HASH = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1).hash("another password")


@pytest.fixture
def calls(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The hashes that argon2 was asked to verify."""
    seen: list[str] = []

    class Counting(PasswordHasher):
        def verify(self, hash: str, password: str) -> bool:  # noqa: A002 - argon2's own name
            seen.append(hash)
            return super().verify(hash, password)

    monkeypatch.setattr(passwords, "PasswordHasher", Counting)
    monkeypatch.setattr(passwords, "_UNKNOWN", HASH)  # calls are counted, not their cost
    return seen


def test_an_unknown_name_costs_what_a_known_one_costs():
    assert not PasswordHasher().check_needs_rehash(passwords._UNKNOWN)


def wrong_try(desk: Desk, login: str) -> timedelta:
    pause: timedelta = desk.change(NOBODY, record_wrong_try, login, uuid4()).answer
    return pause


def known(desk: Desk, login: str) -> Credentials:
    found = desk.read(NOBODY, credentials, login)
    assert found is not None
    return found


def proving(desk: Desk, login: str, typed: str, *, or_pin: bool = False) -> Proof | str:
    """The proof, or the code of the refusal."""
    try:
        return prove(desk.read(NOBODY, credentials, login), typed, or_pin=or_pin)
    except Refused as refusal:
        return str(refusal)


def one_time(desk: Desk, login: str) -> GiveOneTimePassword:
    [listed] = [one for one in ask(desk, ADMINISTRATOR, staff_list) if one.login == login]
    return GiveOneTimePassword(
        staff_member_id=listed.id, lock_version=listed.lock_version, password_hash=OTHER_HASH
    )


def test_a_new_database_lets_nobody_in(desk_without_clinic: Desk):
    """There is no default account: the first start makes the administrator."""
    for login in ("admin", "administrator", "root", "console", "nobody", "clinicdesk", ""):
        found = desk_without_clinic.read(NOBODY, credentials, login)
        assert found is None or (found.password_hash, found.actor.roles) == (None, frozenset())
    assert proving(desk_without_clinic, "admin", "admin") == "staff.wrong_password"


@promise(
    "R-16",
    "Whoever is tried, known or not, gets the same words, the same work and the same pauses",
    every={"tries": 7},
    stress={"tries": 100},
    mutant="a name that nobody has is refused before argon2 is asked (the next test)",
)
@pytest.mark.parametrize("login", [COORDINATOR, "nobody.here", "console", ""])
def test_whoever_is_tried_costs_the_same_and_gets_the_same_words(
    desk: Desk, login: str, calls: list[str], sizes: dict[str, int], shown: Callable[[str], None]
):
    count = sizes["tries"]
    seen = [
        (proving(desk, login, "not the password at all"), wrong_try(desk, login))
        for _ in range(count)
    ]

    shown(f"{count} wrong tries, {len(calls)} calls of argon2, {len(set(seen))} answers")
    pauses = [timedelta(0)] * (FREE_TRIES - 1) + [timedelta(seconds=5)] * (count - FREE_TRIES + 1)
    assert seen == [("staff.wrong_password", one) for one in pauses]
    assert len(calls) == count


def test_a_short_cut_for_unknown_names_is_seen(
    desk: Desk, calls: list[str], monkeypatch: pytest.MonkeyPatch
):
    """The mutant: nothing is verified for a name that nobody has."""
    verifies = passwords._verifies
    monkeypatch.setattr(
        passwords, "_verifies", lambda known, typed: known is not None and verifies(known, typed)
    )
    for login in (COORDINATOR, "nobody.here"):
        assert proving(desk, login, "not the password at all") == "staff.wrong_password"

    assert len(calls) == 1


def test_wrong_tries_are_on_record_without_what_was_typed(desk: Desk, url: str):
    before = len(history(url))
    wrong_try(desk, COORDINATOR)
    wrong_try(desk, "my secret river walk")

    entries = history(url)[before:]
    assert [(one.action, one.actor_id) for one in entries] == [("staff.record_wrong_try", 0)] * 2
    assert "river" not in str(contents(url))


def test_after_five_wrong_tries_even_the_right_password_waits(desk: Desk, clock: Clock):
    who = proof(actor(desk, COORDINATOR))
    for _ in range(FREE_TRIES):
        wrong_try(desk, COORDINATOR)

    assert refused(desk, COORDINATOR, sign_in, who) == ["staff.pause"]
    assert refused(desk, COORDINATOR, confirm_identity, who) == ["staff.pause"]
    assert "Wait 5 seconds" in told(desk, COORDINATOR, sign_in, who)
    clock.advance(seconds=4.999)
    assert refused(desk, COORDINATOR, sign_in, who) == ["staff.pause"]
    clock.advance(seconds=0.001)
    do(desk, COORDINATOR, sign_in, who)
    assert wrong_try(desk, COORDINATOR) == timedelta(0)


def test_tries_during_a_pause_do_not_make_it_longer(desk: Desk, clock: Clock):
    for _ in range(FREE_TRIES):
        wrong_try(desk, COORDINATOR)
    clock.advance(seconds=3)

    assert [wrong_try(desk, COORDINATOR) for _ in range(9)] == [timedelta(seconds=2)] * 9
    clock.advance(seconds=2)
    assert wrong_try(desk, COORDINATOR) == timedelta(seconds=10)


def test_nobody_waits_for_the_day_that_a_wrong_clock_once_showed(desk: Desk, clock: Clock):
    clock.advance(days=900)
    for _ in range(FREE_TRIES):
        wrong_try(desk, COORDINATOR)
    clock.advance(days=-900)

    do(desk, COORDINATOR, sign_in, proof(actor(desk, COORDINATOR)))

    assert known(desk, COORDINATOR).wrong_tries == 0


def test_tries_are_kept_when_the_program_is_started_again(desk: Desk, url: str, clock: Clock):
    assert after_a_restart(desk, url, clock) == [timedelta(seconds=5)] * 2


def after_a_restart(desk: Desk, url: str, clock: Clock) -> list[timedelta]:
    """The pauses of a known and an unknown name after five wrong tries and a new start."""
    logins = (COORDINATOR, "nobody.here")
    for login in logins * FREE_TRIES:
        wrong_try(desk, login)
    desk.close()
    again = opening.open_desk(url, clock=clock)
    pauses = [wrong_try(again, login) for login in logins]
    again.close()
    return pauses


def test_tries_that_are_not_kept_are_seen_by_the_test(
    desk: Desk, url: str, clock: Clock, monkeypatch: pytest.MonkeyPatch
):
    """The mutant: a count that lives as long as the desk."""
    kept: dict[int, SimpleNamespace] = {}

    def in_memory(work: Work, _: str) -> SimpleNamespace:
        fresh = SimpleNamespace(failed_tries=0, failed_at=None)
        return kept.setdefault(id(work.session.get_bind().engine), fresh)

    monkeypatch.setattr(tries, "_person", in_memory)
    assert after_a_restart(desk, url, clock) == [timedelta(0)] * 2


def test_somebody_elses_wrong_tries_are_their_own(desk: Desk):
    for _ in range(FREE_TRIES):
        wrong_try(desk, COORDINATOR)

    assert wrong_try(desk, NURSE) == timedelta(0)
    assert wrong_try(desk, "nobody.here") == timedelta(0)


def test_a_hundred_wrong_tries_lock_the_person(desk: Desk, url: str, clock: Clock):
    with rows(url) as session:
        person = session.get_one(StaffMember, actor(desk, COORDINATOR).id)
        person.failed_tries, person.failed_at = MOST_TRIES - 2, clock.now
    for _ in range(2):
        assert refused(desk, COORDINATOR, sign_in, proof(actor(desk, COORDINATOR))) == [
            "staff.pause"
        ]
        clock.advance(minutes=15)
        wrong_try(desk, COORDINATOR)
    clock.advance(days=1)

    for action in (sign_in, confirm_identity):
        assert refused(desk, COORDINATOR, action, proof(actor(desk, COORDINATOR))) == [
            "desk.access_locked"
        ]


def test_whoever_is_locked_is_told_nothing_of_their_password(desk: Desk, url: str, clock: Clock):
    with rows(url) as session:
        person = session.get_one(StaffMember, actor(desk, COORDINATOR).id)
        person.failed_tries, person.failed_at, person.locked_at = MOST_TRIES, clock.now, clock.now
    for _ in range(MOST_TRIES):
        wrong_try(desk, "nobody.here")
        clock.advance(minutes=15)

    for typed in (PASSWORD, "not the password at all"):
        assert proving(desk, COORDINATOR, typed) == "staff.wrong_password"
    for login in (COORDINATOR, "nobody.here"):
        with pytest.raises(Refused, match=r"desk\.access_locked"):
            wrong_try(desk, login)


def test_a_pin_opens_until_five_tries_were_wrong(desk: Desk, calls: list[str]):
    give_pin(desk, COORDINATOR)
    who = actor(desk, COORDINATOR).id
    assert ask(desk, COORDINATOR, own_account).has_pin
    assert proving(desk, COORDINATOR, PIN, or_pin=True) == Proof(who, by_pin=True)
    assert proving(desk, COORDINATOR, "385207", or_pin=True) == "staff.wrong_password"
    assert proving(desk, COORDINATOR, PASSWORD, or_pin=True) == Proof(who)
    assert len(calls) == 3

    for _ in range(FREE_TRIES):
        wrong_try(desk, COORDINATOR)
    assert proving(desk, COORDINATOR, PIN, or_pin=True) == "staff.pin_closed"
    assert proving(desk, COORDINATOR, PASSWORD, or_pin=True) == Proof(who)


def test_a_pin_signs_nobody_in_and_chooses_nothing(desk: Desk):
    give_pin(desk, COORDINATOR)

    assert proving(desk, COORDINATOR, PIN) == "staff.wrong_password"
    assert proving(desk, NURSE, PIN, or_pin=True) == "staff.no_pin"
    by_pin = Proof(actor(desk, COORDINATOR).id, by_pin=True)
    for action, request in (
        (sign_in, by_pin),
        (choose_password, ChoosePassword(password_hash=OTHER_HASH, proof=by_pin)),
        (choose_pin, ChoosePin(pin_hash=OTHER_HASH, proof=by_pin)),
    ):
        assert refused(desk, COORDINATOR, action, request) == ["staff.wrong_password"]


def test_the_right_secret_ends_the_row_of_wrong_tries(desk: Desk):
    for _ in range(FREE_TRIES - 1):
        wrong_try(desk, COORDINATOR)
    do(desk, COORDINATOR, confirm_identity, proof(actor(desk, COORDINATOR)))

    assert known(desk, COORDINATOR).wrong_tries == 0


def test_a_person_changes_their_own_password(desk: Desk, url: str):
    new = ChoosePassword(password_hash=OTHER_HASH, proof=proof(actor(desk, COORDINATOR)))
    assert refused(desk, NURSE, choose_password, new) == ["staff.wrong_password"]
    do(desk, COORDINATOR, choose_password, new)

    assert known(desk, COORDINATOR).password_hash == OTHER_HASH
    assert "argon2" not in history(url)[-1].body


def test_a_one_time_password_is_replaced_and_does_not_last(desk: Desk, clock: Clock):
    give_pin(desk, COORDINATOR)
    wrong_try(desk, COORDINATOR)
    do(desk, ADMINISTRATOR, give_one_time_password, one_time(desk, COORDINATOR))

    given = known(desk, COORDINATOR)
    assert (given.password_hash, given.pin_hash, given.wrong_tries) == (OTHER_HASH, None, 0)
    who = proof(actor(desk, COORDINATOR))
    clock.advance(days=3)
    do(desk, COORDINATOR, sign_in, who)
    assert ask(desk, COORDINATOR, own_account).has_one_time_password
    clock.advance(seconds=1)
    assert refused(desk, COORDINATOR, sign_in, who) == ["staff.one_time_over"]

    do(desk, COORDINATOR, choose_password, ChoosePassword(password_hash=HASH, proof=who))
    do(desk, COORDINATOR, sign_in, who)
    assert not ask(desk, COORDINATOR, own_account).has_one_time_password


def test_a_one_time_password_is_for_somebody_else_who_works_here(desk: Desk):
    to_oneself = refused(desk, ADMINISTRATOR, give_one_time_password, one_time(desk, ADMINISTRATOR))
    end(desk, COORDINATOR)
    to_the_ended = refused(desk, ADMINISTRATOR, give_one_time_password, one_time(desk, COORDINATOR))

    assert to_oneself == to_the_ended == ["staff.not_to_be_let_in"]


def test_the_time_to_the_lock_is_the_clinics(desk: Desk, url: str):
    assert ask(desk, COORDINATOR, clinic).lock_minutes == 5
    do(desk, ADMINISTRATOR, set_lock_minutes, 3)

    assert ask(desk, COORDINATOR, clinic).lock_minutes == 3
    assert refused(desk, ADMINISTRATOR, set_lock_minutes, 0) == ["staff.lock_minutes_range"]
    assert refused(desk, COORDINATOR, set_lock_minutes, 3) == ["desk.not_allowed"]
    assert "lock_minutes" in database_refuses(url, "UPDATE site SET lock_minutes = 16")


def test_everybody_can_lock_and_prove_it_again(desk: Desk):
    for one in ask(desk, ADMINISTRATOR, people):
        do(desk, one.login, confirm_identity, proof(actor(desk, one.login)))

    assert {*Role} == {role for one in ask(desk, ADMINISTRATOR, people) for role in one.roles}
