"""The change table: a chain without gaps that says who did what, and repeats no secret."""

import json
from datetime import time
from math import ceil
from unicodedata import normalize

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Connection, delete, update
from sqlalchemy.exc import ProgrammingError
from sqlalchemy.orm import Session

from clinicdesk import history as history_module
from clinicdesk.desk import Desk, Work
from clinicdesk.history import (
    Break,
    Change,
    Fault,
    Link,
    Verified,
    canonical,
    link,
    stored,
    verify,
)
from clinicdesk.patients.tables import PatientPhone
from clinicdesk.record.actions import SetDoseTimes, set_dose_times
from clinicdesk.record.queries import chart
from clinicdesk.scheduling.actions.people import add_person
from clinicdesk.staff.rules import Role
from tests.builders.clinic import ADMINISTRATOR, COORDINATOR, HASH, actor, person
from tests.builders.evidence import PDF, name_driver, print_sheet
from tests.builders.gestures import ask, do
from tests.builders.patients import a_booked_case, a_patient
from tests.builders.rows import as_owner, contents, counted, history, plain_sql
from tests.builders.times import at

TEN = at("2027-01-12 10:00")


def broken_links(url: str) -> list[int]:
    """The ids at which the chain does not fit: gap, wrong neighbour, or changed content."""
    broken, before, expected = [], "0" * 64, 1
    for change in history(url):
        if (change.id, change.prev, change.hash) != (expected, before, link(change)):
            broken.append(change.id)
        before, expected = change.hash, change.id + 1
    return broken


def test_every_gesture_adds_one_link(desk: Desk, url: str):
    before = len(history(url))

    made = a_booked_case(desk, TEN, ["Eliquis 5 mg"])
    print_sheet(desk, made.booking_id)

    done = [change.action for change in history(url)[before:]]
    assert done == [
        "patients.register_patient",
        "intake.save_intake",
        "evaluations.sign_evaluation",
        "record.set_dose_times",
        "scheduling.book_slot",
        "sheets.preview_sheet",
        "sheets.issue_sheet",
    ]
    assert broken_links(url) == []


def test_a_change_says_who_what_and_whose_chart(desk: Desk, url: str):
    patient_id = a_patient(desk, family="Ñandú")

    change = history(url)[-1]

    assert change.actor_id == actor(desk, COORDINATOR).id
    assert (change.patient_id, change.answer) == (patient_id, str(patient_id))
    assert change.topics == f"patient:{patient_id} patients"
    assert change.db_user == ("embedded" if url.startswith("sqlite") else "workstation")
    [registered] = [row for row in json.loads(change.body) if row["table"] == "patient"]
    assert registered["before"] == {}
    assert registered["after"]["family"] == "Ñandú"
    assert "Ñandú" in change.body


def test_an_edit_is_kept_with_what_was_there_before(desk: Desk, url: str):
    made = a_booked_case(desk, TEN, ["Eliquis 5 mg"], dose_times=[time(8)])
    [medicine] = ask(desk, COORDINATOR, chart, made.patient_id).thinners
    both = SetDoseTimes(
        medication_ids=(medicine.id,), dose_times=(time(20), time(8)), began=(time(8),)
    )

    do(desk, COORDINATOR, set_dose_times, both)

    [edit] = json.loads(history(url)[-1].body)
    assert edit == {
        "table": "medication",
        "id": medicine.id,
        "before": {"dose_times": "08:00"},
        "after": {"dose_times": "08:00 20:00"},
    }


def test_the_same_gesture_reads_the_same_on_both_databases(desk: Desk, url: str):
    """Instants in UTC, decimals and choices as text: the spelling that the hashes rest on."""
    a_booked_case(desk, TEN)
    change = history(url)[-1]

    body = json.loads(change.body)
    [booking] = [row["after"] for row in body if row["table"] == "booking"]
    assert booking["starts_at"] == "2027-01-12T18:00:00.000000+00:00"
    assert (booking["sedation"], booking["state"]) == ("moderate", "booked")
    spelled = json.dumps(body, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    assert change.body == spelled


def test_no_secret_and_no_file_is_in_the_body(desk: Desk, url: str):
    do(desk, ADMINISTRATOR, add_person, person("x.new", "New Nurse", Role.NURSE))
    newcomer = json.loads(history(url)[-1].body)
    print_sheet(desk, a_booked_case(desk, TEN).booking_id)
    printed = json.loads(history(url)[-1].body)

    member = next(row["after"] for row in newcomer if row["table"] == "staff_member")
    file = next(row["after"] for row in printed if row["table"] == "sheet_file")
    assert member["password_hash"] == "changed"
    assert (file["pdf"]["bytes"], set(file["pdf"])) == (len(PDF), {"bytes", "sha256"})
    everything = "".join(change.body + change.answer for change in history(url))
    assert HASH not in everything
    assert PDF.decode() not in everything


def test_tampering_breaks_the_chain(desk: Desk, url: str):
    """Each column changed in a row of its own, and another row taken out."""
    for _ in range(8):
        a_patient(desk)
    harms = {"actor_id": 99, "at": TEN, "patient_id": 99, "body": ""}
    harms |= dict.fromkeys("request_id db_user workstation action topics answer".split(), "x")
    assert broken_links(url) == []

    with plain_sql(as_owner(url)) as owner:
        _unguard(owner)
        for row, (column, changed) in enumerate(harms.items(), start=2):
            tampered = update(Change).where(Change.__table__.c.id == row)
            owner.execute(tampered.values({column: changed}))
        owner.execute(delete(Change).where(Change.__table__.c.id == 13))

    assert broken_links(url) == [*range(2, 12), 14]


def _unguard(owner: Connection) -> None:
    if owner.dialect.name == "postgresql":
        owner.exec_driver_sql("ALTER TABLE change DISABLE TRIGGER USER")
        return
    for event in ("update", "delete"):
        owner.exec_driver_sql(f"DROP TRIGGER change_{event}_guard")


def test_a_name_typed_in_parts_keeps_the_chain(desk: Desk, url: str):
    """What is hashed is the composed form that the columns give back."""
    made = a_booked_case(desk, TEN)
    name_driver(desk, made.booking_id, name="He\u0301le\u0300ne Nguye\u0302\u0303n")

    assert broken_links(url) == []


def test_a_signature_is_in_the_history(desk: Desk, url: str):
    a_booked_case(desk, TEN)
    [signing] = [one for one in history(url) if one.action == "evaluations.sign_evaluation"]

    edits = [row["after"] for row in json.loads(signing.body) if row["before"]]
    assert any({"signed_at", "signed_by"} <= after.keys() for after in edits)


def removes(work: Work, phone_id: int) -> None:
    work.session.delete(work.session.get_one(PatientPhone, phone_id))


def test_nothing_is_deleted_through_the_desk(desk: Desk, url: str, monkeypatch: pytest.MonkeyPatch):
    a_patient(desk)
    before = contents(url)
    monkeypatch.setattr(removes, "__module__", "clinicdesk.patients.actions")
    monkeypatch.setattr(removes, "__name__", "register_patient")

    with pytest.raises((AssertionError, ProgrammingError), match=r"ever deleted|permission denied"):
        do(desk, COORDINATOR, removes, 1)

    assert contents(url) == before


def test_neighbouring_fields_cannot_be_shifted_into_each_other(desk: Desk, url: str):
    change = history(url)[-1]
    values = {column.name: getattr(change, column.name) for column in Change.__table__.c}
    shifted = {**values, "action": change.action[:-1], "topics": change.action[-1] + change.topics}

    assert link(Change(**values)) == change.hash
    assert link(Change(**shifted)) != change.hash


ODD = st.text(
    st.sampled_from('an\n\t"\\ é\u0301\u0303\u0327\u1161\u11a8가\U0001d165🙂İ'), max_size=12
)


@given(st.recursive(ODD | st.integers() | st.booleans() | st.none(), st.lists, max_leaves=8))
def test_canonical_text_comes_back_from_a_column_as_it_went_in(value: object):
    """A column keeps NFC: it must find nothing to compose in the text, and JSON must read it."""
    written = canonical(value)

    assert normalize("NFC", written) == written
    assert canonical(json.loads(written)) == written


def test_verification_sees_what_reads_the_same(desk: Desk, url: str):
    """Another Unicode form of a name looks alike on screen and is an edit all the same."""
    a_patient(desk, family="Ñandú")
    change = history(url)[-1]
    row = [getattr(change, column.name) for column in Change.__table__.c]
    start = Link(change.id - 1, change.prev)
    assert verify([row], start).broken is None

    row[9] = normalize("NFD", row[9])

    assert verify([row], start).broken == Break(change.id, Fault.EDITED)


def test_a_long_history_is_read_in_batches(desk: Desk, url: str, monkeypatch: pytest.MonkeyPatch):
    for _ in range(5):
        a_patient(desk)
    whole = history(url)
    monkeypatch.setattr(history_module, "_BATCH", 3)

    with (
        plain_sql(url) as connection,
        Session(connection) as session,
        counted(connection.engine) as statements,
    ):
        seen = verify(stored(session))

    assert seen == Verified(len(whole), Link(whole[-1].id, whole[-1].hash))
    assert len(statements) == ceil(len(whole) / 3) + 1
