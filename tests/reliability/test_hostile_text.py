"""R-09: whatever is typed is kept to the letter or refused in words, alike on both databases."""

import random
import unicodedata
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from itertools import islice
from unittest.mock import patch

import pytest
from sqlalchemy import Connection, insert
from sqlalchemy.exc import StatementError

from clinicdesk import opening
from clinicdesk.audit.queries import history_of_patient
from clinicdesk.contacts.rules import read_trial_number
from clinicdesk.desk import Desk
from clinicdesk.errors import Refused
from clinicdesk.holds.tables import PolicyVersion
from clinicdesk.intake.actions import SaveIntake, save_intake
from clinicdesk.messages import sentence
from clinicdesk.patients.actions import NewPhone, RegisterPatient, register_patient
from clinicdesk.patients.queries import find_patients, patient
from clinicdesk.patients.rules import fold, shown_phone
from clinicdesk.patients.tables import Patient
from clinicdesk.record.queries import chart
from clinicdesk.staff.actions import NOBODY
from clinicdesk.staff.queries import credentials, sign_in_name
from clinicdesk.text import clean, text_objections
from tests.builders.clinic import COORDINATOR, PHYSICIAN
from tests.builders.every_action import MAKERS, WITHOUT_CLINIC, Gesture, prepared
from tests.builders.gestures import ask, do
from tests.builders.hostile import hostile_texts
from tests.builders.patients import a_patient, answers, as_loaded
from tests.builders.rows import plain_sql
from tests.builders.times import ZONE
from tests.builders.typing_in import Put, rehearsing, text_fields
from tests.conftest import Clock
from tests.promises import promise

Shown = Callable[[str], None]
Sizes = dict[str, int]
KEPT = ("kept",)
# What the program itself puts into a request; nobody types it.
NOT_TYPED = (
    ".key .drug_key .sha256 .code .paper_code .renderer .flags[0] .as_written .source .time_zone"
    " .password_hash .pin_hash"
).split()

# A sign-in name, a search: nobody stores them.
LOOKED_UP = ("", ".typed")
# What a field asks of its text besides.
OWN_FORM = {
    "email": "patients.email_unread",
    "phone": "patients.phone_short",
    "postal_code": "patients.postal_code_digits",
    "trial_number": "contacts.trial_number",
}


@pytest.fixture
def both(sqlite_url: str, postgresql_url: str) -> tuple[str, str]:
    """The same clinic on both databases."""
    return sqlite_url, postgresql_url


@contextmanager
def at_the_desk(url: str) -> Iterator[Desk]:
    desk = opening.open_desk(url, clock=Clock())
    try:
        yield desk
    finally:
        desk.close()


# ------------------------------------------------------------------------------ the one text type


def put(connection: Connection, number: int, text: str) -> list[str]:
    """How a line and a note with this text come back, or why not."""
    born = Clock().now.date()
    person = {"mrn": str(number), "folded": "x", "birth_date": born, "lock_version": 1}
    table = {"profile": "p", "version": "v", "sha256": str(number)}
    found = []
    for column, values in ((Patient.family, person), (PolicyVersion.text, table)):
        row = insert(column.class_).values(**values, **{column.key: text}).returning(column)
        try:
            with connection.begin_nested():
                found.append(str(connection.scalar(row)))
        except StatementError as error:
            refused = isinstance(error.orig, Refused)
            found.append(str(error.orig) if refused else type(error).__name__)
    return found


def differing(urls: tuple[str, str], texts: list[str]) -> list[str]:
    """The texts that the two databases do not treat alike."""
    ways = []
    for url in urls:
        with plain_sql(url) as connection:
            ways.append([put(connection, number, text) for number, text in enumerate(texts)])
    return [ascii(text) for text, *way in zip(texts, *ways, strict=True) if way[0] != way[1]]


@promise(
    "R-09",
    "the one text type keeps a text in one form or refuses it, alike on both databases",
    every={"seeds": 1},
    stress={"seeds": 40},
    mutant="the type lets every text through",
)
def test_the_text_type(both: tuple[str, str], sizes: Sizes, seed: int, shown: Shown):
    """Mutant: `pytest tests/reliability/test_hostile_text.py -k lets_every_text_through`."""
    texts = list(dict.fromkeys(t for n in range(sizes["seeds"]) for t in hostile_texts(seed + n)))

    assert differing(both, texts) == []
    shown(f"{len(texts):,} texts, 0 differences between the databases")


def test_a_text_type_that_lets_every_text_through_is_noticed(both: tuple[str, str]):
    with patch("clinicdesk.database.text_objections", return_value=[]):
        found = differing(both, [t for t in hostile_texts(1) if max(t, default="") < "\ud800"])

    assert "'Ann\\x00Lee'" in found


# ----------------------------------------------------------------------- every field of a request


def typed_in(gesture: Gesture) -> Iterator[tuple[str, Put]]:
    """The places of a gesture's request where a person, or another system's file, puts a text."""
    for path, change in text_fields(fuller(gesture.request)):
        if ".began" not in path and not path.endswith(tuple(NOT_TYPED)):
            yield path, change


def fuller(request: object) -> object:
    """The request with what it may also hold."""
    match request:
        case RegisterPatient():
            also = {"former_names": (("Lee", "Ann"),), "identifiers": (("urn:x", "1"),)}
            return replace(request, phones=(NewPhone(typed="1"),), **also)
        case SaveIntake():
            return replace(request, answers=answers(medicines=["x"], allergies=["y"], thinner=True))
        case _ if hasattr(request, "registration"):
            return replace(request, registration=fuller(request.registration))
    return request


def decision(desk: Desk, gesture: Gesture, path: str, change: Put, text: str) -> tuple[str, ...]:
    """Kept, or why not; anything else fails here. Nothing stays in the database."""
    with rehearsing() as stored:
        try:
            replace(gesture, request=change(text)).carry_out(desk)
        except Refused as refusal:
            told = [sentence(reason, ZONE) for reason in refusal.reasons]
            codes = tuple(reason.code for reason in refusal.reasons)
            own = OWN_FORM.get(path.rpartition(".")[2], "text.")
            assert not text.strip() or all(code.startswith(("text.", own)) for code in codes), path
            assert not any(words.startswith("Text ") for words in told), path
            return codes
    forms = {unicodedata.normalize("NFC", text), clean(text)}
    forms |= {sign_in_name(text)} if path.endswith("login") else set()
    forms |= {shown_phone(clean(text))} if path.endswith("phone") else set()
    forms |= {read_trial_number(text)} if path.endswith("trial_number") else set()
    forms |= {clean(f"Restart: {text.strip()}")} if path.endswith("restart") else set()
    assert path in LOOKED_UP or not clean(text) or forms & {*stored}, (path, ascii(text))
    return KEPT


def dealt(texts: list[str], seed: int) -> Iterator[str]:
    """The texts without an end, in another order each time: none comes twice before all came."""
    chance = random.Random(seed)
    while True:
        yield from chance.sample(texts, len(texts))


def decisions(url: str, many: int, seed: int) -> dict[tuple[str, str, str], tuple[str, ...]]:
    """What every field of every action says to `many` texts, the same for the same seed."""
    texts, found = dealt(hostile_texts(seed), seed), {}
    with at_the_desk(url) as desk:
        clock = Clock()
        for key in sorted(MAKERS.keys() - WITHOUT_CLINIC):
            gesture = prepared(key, desk, clock)
            for path, change in typed_in(gesture):
                for text in islice(texts, many):
                    said = decision(desk, gesture, path, change, text)
                    found[key, path, ascii(text)] = said
    return found


@promise(
    "R-09",
    "every text field of every action keeps a text or refuses it by the field's name, on both",
    # Whole actions answer, 10 ms for each text, field and database, so the texts are dealt to the
    # fields in turn: every text comes up in some field, at stress in several; none in every field.
    every={"texts for a field": 6},
    stress={"texts for a field": 60},
    mutant="an action that stores half of what was typed",
)
def test_every_field_of_every_action(both: tuple[str, str], sizes: Sizes, seed: int, shown: Shown):
    """Mutant: `pytest tests/reliability/test_hostile_text.py -k loses_a_letter`."""
    embedded, shared = (decisions(url, sizes["texts for a field"], seed) for url in both)

    assert {
        at: (said, shared.get(at)) for at, said in embedded.items() if shared.get(at) != said
    } == {}
    fields = {at[:2] for at in embedded}
    assert len(fields) > 35
    kept = sum(said == KEPT for said in embedded.values())
    shown(
        f"{len(fields)} fields, {2 * len(embedded):,} entries, half of them on each database: "
        f"{kept / len(embedded):.0%} kept to the letter, the others refused in words"
    )


def test_an_action_that_loses_a_letter_is_noticed(desk: Desk, clock: Clock):
    gesture = prepared("record.strike_medicine", desk, clock)
    shorter = lambda text: replace(gesture.request, reason=text[:-1])  # noqa: E731

    with pytest.raises(AssertionError, match="reason"):
        decision(desk, gesture, ".reason", shorter, "Nguy\u1ec5n")


def test_the_first_page_of_a_clinic(desk_without_clinic: Desk, clock: Clock):
    gesture = prepared("scheduling.open_clinic", desk_without_clinic, clock)

    said = [
        decision(desk_without_clinic, gesture, path, change, text)
        for path, change in typed_in(gesture)
        for text in hostile_texts(1)[:12]
    ]

    assert KEPT in said


# ----------------------------------------------------------------------------- search and sign-in


def test_the_same_words_twice_are_one_entry(desk: Desk):
    typed = [clean(text) for text in hostile_texts(2)]
    words = [one for one in typed if one and not text_objections("Line", one, 60)][:150]
    patient_id = a_patient(desk)
    taken = SaveIntake(
        patient_id=patient_id, answers=answers(medicines=words, allergies=words, thinner=True)
    )
    do(desk, COORDINATOR, save_intake, replace(taken, answers=taken.answers[:-1]))
    before = ask(desk, COORDINATOR, chart, patient_id)

    do(desk, COORDINATOR, save_intake, as_loaded(desk, taken))

    after = ask(desk, COORDINATOR, chart, patient_id)
    assert [one.name for one in after.medicines] == [one.name for one in before.medicines]
    assert [one.substance for one in after.allergies] == [one.substance for one in before.allergies]


def test_search_finds_or_says_why_not_and_never_everybody(desk: Desk):
    everybody = {a_patient(desk, family="Qqx" * n, given="", phones=()) for n in (1, 2)}
    told: set[str] = set()
    for text in [*hostile_texts(3)[:150], "a " * 10_000]:
        try:
            found = {one.id for one in ask(desk, COORDINATOR, find_patients, text).patients}
        except Refused as refusal:
            told |= {reason.code for reason in refusal.reasons}
            continue
        assert not found & everybody or not fold(text), ascii(text)
    assert told == {"text.hidden_character", "text.too_long"}


def test_who_has_an_odd_name_is_found_by_it(desk: Desk):
    for text in ("100%", "a_b%c\\d", "\\\\'", "O'Brien-\u0141o\u015b", "\u674e\u5c0f\u9f99"):
        a_patient(desk, family="Decoy 100 aXbYcZd")
        request = RegisterPatient(family=text, given=text, birth_date=Clock().now.date())
        patient_id = do(desk, COORDINATOR, register_patient, request)

        found = ask(desk, COORDINATOR, find_patients, text).patients

        assert [one.id for one in found] == [patient_id]
        assert ask(desk, COORDINATOR, patient, patient_id).name.family == text


def test_a_hostile_sign_in_name_is_nobody(desk: Desk):
    for text in hostile_texts(4)[:150]:
        assert desk.read(NOBODY, credentials, text) is None, ascii(text)


def test_the_history_keeps_every_letter(desk: Desk):
    typed = [clean(text) for text in hostile_texts(5)]
    storable = [one for one in typed if one and not text_objections("Name", one, 100)]
    names = [one for one in storable if len(fold(one)) < 200]
    born = Clock().now.date()
    former = tuple((name, name) for name in names)
    request = RegisterPatient(family="Lee", birth_date=born, former_names=former)
    patient_id = do(desk, COORDINATOR, register_patient, request)

    page = ask(desk, PHYSICIAN, history_of_patient, patient_id)

    told = "\n".join(one.after for entry in page.entries for one in entry.differences)
    assert [ascii(name) for name in names if name not in told] == []
