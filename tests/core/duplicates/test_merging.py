"""Merging two records and taking it back, on both databases: nothing is lost, nothing is left."""

from dataclasses import replace
from datetime import timedelta
from random import Random
from typing import Any

import pytest
from sqlalchemy import func, select

from clinicdesk import guards, wiring
from clinicdesk.audit.queries import history_of_patient
from clinicdesk.cases.actions import open_case
from clinicdesk.cases.queries import current_case
from clinicdesk.cases.rules import CaseStatus
from clinicdesk.database import Base
from clinicdesk.desk import Desk
from clinicdesk.duplicates.actions import UndoMerge, merge_patients, undo_merge
from clinicdesk.duplicates.joining import JOINED
from clinicdesk.duplicates.queries.merging import merges_of
from clinicdesk.duplicates.rules import FIELDS, joined_allergies, joined_thinner
from clinicdesk.history import Change
from clinicdesk.patients.actions import open_chart
from clinicdesk.patients.derived import renew_all
from clinicdesk.patients.queries import find_patients, patient
from clinicdesk.patients.tables import (
    DifferentPeople,
    Patient,
    PatientBlock,
    PatientMerge,
    PatientWord,
)
from clinicdesk.readiness.rules import GateKey, GateState
from clinicdesk.record.actions import AddMedicine, add_medicine
from clinicdesk.record.queries import chart
from clinicdesk.record.rules import AllergyState, ThinnerAnswer
from clinicdesk.record.tables import Allergy, Medication
from tests.builders.clinic import COORDINATOR, NURSE
from tests.builders.duplicates import THEN, a_merge, fill, merge, took_place
from tests.builders.evidence import gate, print_sheet, sheet
from tests.builders.gestures import ask, do, refused, told
from tests.builders.patients import a_booked_case, a_patient
from tests.builders.rows import contents, plain_sql, rows
from tests.builders.times import at

K, N, U = AllergyState.KNOWN, AllergyState.NONE_KNOWN, AllergyState.NOT_RECORDED
YES, NO, ASK = ThinnerAnswer.YES, ThinnerAnswer.NO, ThinnerAnswer.NOT_ASKED
WHOLE = [kind for kind, join in JOINED.items() if join.__name__ in ("_all", "_cases", "_coverage")]
OWN = {Change.__tablename__, PatientMerge.__tablename__}


@pytest.mark.parametrize(
    ("one", "other", "joined"),
    [(K, K, K), (K, N, K), (K, U, K), (N, N, N), (N, U, U), (U, U, U)],
)
def test_allergies_of_two_records(one: AllergyState, other: AllergyState, joined: AllergyState):
    assert {joined_allergies(one, other), joined_allergies(other, one)} == {joined}


@pytest.mark.parametrize(
    ("one", "other", "joined"),
    [(YES, YES, YES), (YES, NO, YES), (YES, ASK, YES), (NO, NO, NO), (NO, ASK, ASK)],
)
def test_thinners_of_two_records(one: ThinnerAnswer, other: ThinnerAnswer, joined: ThinnerAnswer):
    assert {joined_thinner(one, other), joined_thinner(other, one)} == {joined}


def test_every_table_that_names_a_patient_is_joined():
    """A table that comes later is listed in duplicates/joining.py, or a merge would leave it."""
    wiring.load_tables()
    about_records = {Patient, PatientMerge, DifferentPeople, PatientWord, PatientBlock}
    naming = {
        table.name
        for table in Base.metadata.tables.values()
        if any(key.column.table.name == "patient" for key in table.foreign_keys)
    }

    listed = {kind.__tablename__ for kind in (*JOINED, *about_records)}
    assert naming - listed == set()
    assert {kind.__tablename__ for kind in JOINED} <= naming
    assert {kind.__tablename__ for kind in JOINED} == {*guards.OF_A_PATIENT}


def without_versions(url: str) -> dict[str, Any]:
    """Every row of every table but the history, without the count of its edits."""
    wiring.load_tables()
    kept = {}
    for name, found in contents(url).items():
        columns = [column.name for column in Base.metadata.tables[name].columns]
        place = columns.index("lock_version") if "lock_version" in columns else len(columns)
        kept[name] = [row[:place] + row[place + 1 :] for row in found]
    return {name: found for name, found in kept.items() if name not in OWN}


def left(url: str, kind: type[Any], patient_id: int) -> int:
    """How many rows of a table name this patient."""
    with rows(url) as session:
        theirs = select(func.count()).select_from(kind).where(kind.patient_id == patient_id)
        return session.scalar(theirs) or 0


def counting(url: str, patient_id: int) -> set[str]:
    """What the patient reacts to and takes, as far as it counts."""
    with rows(url) as session:
        both = (Allergy, Allergy.substance), (Medication, Medication.name)
        return {
            name
            for kind, called in both
            for name in session.scalars(
                select(called).where(kind.patient_id == patient_id, kind.entered_in_error.is_(None))
            )
        }


def test_a_merge_that_is_undone_leaves_every_row_as_it_was(desk: Desk, url: str, seed: int):
    draw = Random(seed)
    for _ in range(5):
        kept, merged = a_patient(desk), a_patient(desk, family="Martines", preferred="Rosie")
        fill(url, kept, draw, is_open=draw.random() < 0.5)
        fill(url, merged, draw, is_open=False)
        with plain_sql(url) as connection:
            renew_all(connection)
        before = without_versions(url)
        taken = draw.sample([field.key for field in FIELDS], draw.randrange(len(FIELDS)))

        known = {who: counting(url, who) for who in (kept, merged)}
        merge_id = merge(desk, kept, merged, *taken)
        assert {kind.__tablename__ for kind in WHOLE if left(url, kind, merged)} == set()
        assert counting(url, kept) == known[kept] | known[merged], f"seed {seed}"
        do(desk, NURSE, undo_merge, UndoMerge(merge_id))

        after = without_versions(url)
        assert {name for name in before if before[name] != after[name]} == set(), f"seed {seed}"


def test_a_merge_brings_one_chart_and_its_undo_two(desk: Desk):
    made = a_booked_case(desk, at("2026-12-08 10:00"), ["Eliquis 5 mg"])
    kept = made.patient_id
    merged = a_patient(desk, family="Martines", given="Rosita", phones=())
    do(desk, COORDINATOR, open_case, merged)
    do(desk, COORDINATOR, add_medicine, AddMedicine(patient_id=merged, name="Warfarin 5 mg"))
    number = ask(desk, COORDINATOR, patient, merged).mrn

    merge_id = merge(desk, kept, merged, "family")

    assert do(desk, COORDINATOR, open_chart, merged) == kept
    names = [one.name for one in ask(desk, COORDINATOR, chart, kept).medicines]
    assert names == ["Eliquis 5 mg", "Warfarin 5 mg"]
    assert ask(desk, COORDINATOR, current_case, kept).id == made.case_id
    assert ask(desk, COORDINATOR, patient, kept).name.family == "Martines"
    found = {
        typed: [one.id for one in ask(desk, COORDINATOR, find_patients, typed).patients]
        for typed in ("rosita", "martinez", "martines", number)
    }
    assert found == {typed: [kept] for typed in found}
    [shown] = ask(desk, COORDINATOR, merges_of, kept)
    assert (shown.merge_id, shown.mrn, shown.name.given) == (merge_id, number, "Rosita")
    done = [entry.done for entry in ask(desk, COORDINATOR, history_of_patient, kept).entries]
    assert {"Merged two records", "Opened a case"} <= set(done)

    do(desk, COORDINATOR, undo_merge, UndoMerge(merge_id))

    assert do(desk, COORDINATOR, open_chart, merged) == merged
    assert ask(desk, COORDINATOR, current_case, merged).status is CaseStatus.REFERRED
    assert ask(desk, COORDINATOR, merges_of, kept) == ()
    assert refused(desk, COORDINATOR, undo_merge, UndoMerge(merge_id)) == [
        "duplicates.undone_already"
    ]


def test_a_sheet_with_the_old_name_is_out_of_date(desk: Desk):
    merged = a_booked_case(desk, at("2026-12-08 10:00"), family="Martines")
    kept = a_patient(desk)
    print_sheet(desk, merged.booking_id)
    assert sheet(desk, merged.booking_id).stale_fields == ()

    merge(desk, kept, merged.patient_id)

    assert sheet(desk, merged.booking_id).stale_fields != ()
    assert gate(desk, merged.booking_id, GateKey.PACKET).state is GateState.NEEDS_ACTION


def test_what_is_merged_cannot_be_undone_over_somebodys_work(desk: Desk):
    kept, merged, third = (a_patient(desk) for _ in range(3))
    first = merge(desk, kept, merged)
    second = merge(desk, third, kept)
    assert refused(desk, NURSE, undo_merge, UndoMerge(first)) == ["duplicates.undo_later_first"]
    assert do(desk, NURSE, open_chart, merged) == third
    do(desk, NURSE, undo_merge, UndoMerge(second))
    assert do(desk, NURSE, open_chart, merged) == kept

    do(desk, NURSE, add_medicine, AddMedicine(patient_id=kept, name="Metformin 500 mg"))

    words = told(desk, COORDINATOR, undo_merge, UndoMerge(first))
    assert "Noor Haddad changed this patient on Mon, Nov 23, 2026, 8:00 AM" in words


def test_merges_that_are_refused(desk: Desk):
    kept = a_booked_case(desk, at("2026-12-08 10:00")).patient_id
    referred = a_patient(desk)
    do(desk, COORDINATOR, open_case, referred)
    booked = a_booked_case(desk, at("2026-12-09 10:00")).patient_id
    right = a_merge(desk, kept, referred)
    wrong = {
        "duplicates.birth_year": replace(right, birth_year=1950),
        "duplicates.one_record": replace(right, merged_id=kept),
        "desk.changed_meanwhile": replace(right, merged_version=right.merged_version + 1),
        "duplicates.both_open": a_merge(desk, kept, booked),
        "duplicates.keep_the_other": a_merge(desk, referred, kept),
    }

    found = {code: refused(desk, COORDINATOR, merge_patients, one) for code, one in wrong.items()}

    assert found == {code: [code] for code in wrong}
    do(desk, COORDINATOR, merge_patients, right)
    assert refused(desk, COORDINATOR, merge_patients, a_merge(desk, booked, referred)) == [
        "duplicates.merged_already"
    ]


def test_nobody_was_in_two_places_at_once(desk: Desk, url: str):
    kept, merged = a_patient(desk), a_patient(desk)
    with rows(url) as session:
        took_place(session, kept, THEN)
        took_place(session, merged, THEN + timedelta(minutes=59))

    assert refused(desk, COORDINATOR, merge_patients, a_merge(desk, kept, merged)) == [
        "duplicates.booked_at_once"
    ]


def test_a_chart_that_is_still_open_elsewhere_writes_nothing_to_a_merged_record(desk: Desk):
    kept, merged = a_patient(desk), a_patient(desk)
    merge(desk, kept, merged)
    late = AddMedicine(patient_id=merged, name="Warfarin 5 mg")

    assert refused(desk, NURSE, add_medicine, late) == ["desk.merged_meanwhile"]
    assert refused(desk, COORDINATOR, open_case, merged) == ["desk.merged_meanwhile"]
