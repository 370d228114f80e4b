"""What others would try first, how long wrong tries pause, and what a lock time may be."""

import random
from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest

from clinicdesk.staff.passwords import common_words, one_time_password
from clinicdesk.staff.rules import (
    MOST_TRIES,
    in_words,
    lock_objections,
    own_length,
    password_objections,
    pause_after,
    pin_objections,
)
from tests.promises import promise

KNOWN = ("Dana Mills", "Vineyard Spine Clinic", "ClinicDesk", *common_words())
_FILLINGS = ("", "!", "123", "2026", "12345678", "!!!!!!!!", "qwertyuiop", "aaaaaaaa", "4321")
_LOOKS = str.maketrans("oieast", "0!3@$7")


def codes(password: str) -> list[str]:
    return [reason.code for reason in password_objections(password, "dana", KNOWN)]


@pytest.mark.parametrize(
    "password",
    [
        "123456789012345",
        "qwertyuiopasdfghjkl",
        "9876543210zyxwvu",
        "aaaaaaaaaaaaaaaaaaaa",
        "abcabcabcabcabcabc",
        "PasswordPassword",
        "P@ssw0rd12345678",
        "Welcome to clinic!!!",
        "dana mills dana mills",
        "Vineyard-Spine-2026",
        "clinicdesk clinicdesk",
        "iloveyou iloveyou 4ever",
        "山田太郎" * 4,
    ],
)
def test_what_is_mostly_common_is_refused(password: str):
    assert codes(password) == ["staff.password_guessable"]


@pytest.mark.parametrize(
    "password",
    [
        "correct horse battery",
        "a walk along the river",
        "my password is a plum tree",
        "Vineyard walk at dawn, twice",
        "kx7 w2qv-9rtp zl4m",
        "ürümqi köyünde çay içtim",
        "0451 9387 2260 7713",
    ],
)
def test_what_is_a_persons_own_is_taken(password: str):
    assert codes(password) == []


def test_no_composition_is_demanded():
    assert codes("plain words and no signs") == codes("71 9!04 ?682 53-08") == []


def common_passwords(chosen: random.Random) -> Iterator[str]:
    """What leaked passwords are made of: words, twice or padded, and with swapped signs."""
    while True:
        first, second = chosen.choices(common_words(), k=2)
        typed = chosen.choice((first * 2, first + second, f"{first} {second}", first))
        typed += chosen.choice(_FILLINGS)
        look = chosen.choice((str.title, str.upper, str, lambda text: text.translate(_LOOKS)))
        if len(typed) >= 15:
            yield look(typed)


@promise(
    "R-16",
    "A password of common words and patterns is refused, however it is dressed",
    every={"passwords": 1_000},
    stress={"passwords": 10_000},
    mutant="no words are known",
)
def test_common_passwords(sizes: dict[str, int], seed: int, shown: Callable[[str], None]):
    """Different ones of 15 characters and more. The mutant is the last assertion."""
    made = common_passwords(random.Random(seed))
    tried: set[str] = set()
    while len(tried) < sizes["passwords"]:
        tried.add(next(made))

    taken = {password for password in tried if codes(password) == []}
    shown(f"{len(tried):,} common passwords, {len(taken)} taken")
    assert taken == set()
    assert any(not password_objections(password, "dana") for password in tried)


@pytest.mark.parametrize(
    ("password", "own"),
    [("banana bread", 11), ("", 0), ("plum plum plum", 4), ("abcd plum", 4), ("p4tient summer", 0)],
)
def test_how_much_is_a_persons_own(password: str, own: int):
    assert own_length(password, ("patient", "patients", "summer")) == own


def test_one_time_passwords_are_good_enough_and_differ():
    made = {one_time_password() for _ in range(50)}

    assert len(made) == 50
    assert [password for password in made if codes(password)] == []


@pytest.mark.parametrize("pin", ["", "12345", "1234567", "12 456", "12345a", "١٢٣٤٥٦"])
def test_a_pin_has_six_digits(pin: str):
    assert [reason.code for reason in pin_objections(pin)] == ["staff.pin_length"]


@pytest.mark.parametrize(
    "pin",
    [
        *("000000", "121212", "112112"),
        *("123456", "654321", "890123", "975319", "246802"),
        *("123123", "904409", "252525"),
        *("031451", "140351", "510314", "290200", "195103", "031951", "201212"),
    ],
)
def test_a_pin_that_many_try(pin: str):
    assert [reason.code for reason in pin_objections(pin)] == ["staff.pin_guessable"]


@pytest.mark.parametrize("pin", ["385206", "804716", "992813", "130013", "990013"])
def test_a_good_pin(pin: str):
    assert pin_objections(pin) == []


def test_most_pins_may_be_chosen():
    assert sum(not pin_objections(f"{number:06}") for number in range(0, 1_000_000, 10)) > 85_000


@pytest.mark.parametrize(
    ("tries", "words"),
    [
        (0, "0 seconds"),
        (4, "0 seconds"),
        (5, "5 seconds"),
        (6, "10 seconds"),
        (8, "40 seconds"),
        (9, "2 minutes"),
        (12, "11 minutes"),
        (13, "15 minutes"),
        (MOST_TRIES, "15 minutes"),
    ],
)
def test_the_pause_grows(tries: int, words: str):
    assert in_words(pause_after(tries)) == words


@pytest.mark.parametrize(
    ("pause", "words"),
    [
        (timedelta(milliseconds=1), "1 second"),
        (timedelta(seconds=59, milliseconds=1), "1 minute"),
        (timedelta(seconds=61), "2 minutes"),
    ],
)
def test_a_pause_is_never_told_too_short(pause: timedelta, words: str):
    assert in_words(pause) == words


@pytest.mark.parametrize(("minutes", "refused"), [(0, 1), (1, 0), (15, 0), (16, 1), (-5, 1)])
def test_lock_minutes(minutes: int, refused: int):
    assert len(lock_objections(minutes)) == refused
