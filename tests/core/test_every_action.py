"""The matrix: every action leaves exactly one row of history, and nothing else leaves any."""

import inspect
from collections.abc import Callable
from contextlib import suppress
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from clinicdesk.audit.words import catalogue, done
from clinicdesk.desk import Desk, Work
from clinicdesk.duplicates.queries.finding import Sought
from clinicdesk.errors import Refused
from clinicdesk.exchange.candidates import ImportPatient
from clinicdesk.history import Change
from clinicdesk.patients.actions import RegisterPatient
from clinicdesk.patients.tables import Patient
from clinicdesk.policy import permissions
from clinicdesk.rights import permission_key
from tests.builders.clinic import ADMINISTRATOR, COORDINATOR, NURSE, PHYSICIAN
from tests.builders.every_action import (
    CONSOLE,
    MAKERS,
    NO_ONE,
    WITHOUT_CLINIC,
    Gesture,
    acting,
    prepared,
)
from tests.builders.patients import a_booked_case, a_patient, a_slot
from tests.builders.times import TUESDAY, at
from tests.conftest import Clock
from tests.core.test_permissions import public
from tests.promises import promise

Row = tuple[str, int, int | None]
ONCE = {"holds.sign_policy", *WITHOUT_CLINIC}
OF_NOBODY = {
    "exchange.export_patients",
    "sheets.print_day_list",
    "holds.sign_policy",
    "scheduling.open_clinic",
    "scheduling.add_person",
    "scheduling.change_person",
    "scheduling.end_person",
    "scheduling.bring_back_person",
}
LOGINS = {
    "front_desk": COORDINATOR,
    "nurse": NURSE,
    "physician": PHYSICIAN,
    "administrator": ADMINISTRATOR,
    "console": CONSOLE,
    "nobody": NO_ONE,
}


def listed(kind: str) -> dict[str, Callable[..., Any]]:
    """The functions of the permission table in modules of actions, or of queries."""
    named = {permission_key(one): one for one in public() if f".{kind}" in one.__module__}
    return {key: function for key, function in named.items() if key in permissions()}


def rows_after(desk: Desk, last: int) -> list[Change]:
    with Session(desk._reads, expire_on_commit=False) as session:
        return list(session.scalars(select(Change).where(Change.id > last).order_by(Change.id)))


def newest(desk: Desk) -> int:
    with Session(desk._reads) as session:
        return session.scalar(select(func.max(Change.id))) or 0


def last_patient(desk: Desk) -> int | None:
    """The makers make their patient last."""
    with Session(desk._reads) as session:
        return session.scalar(select(func.max(Patient.id)))


def expected(desk: Desk, key: str, gesture: Gesture) -> Row:
    """The action, the actor and the patient that the row must name."""
    is_of_patient = key not in OF_NOBODY and key.partition(".")[0] not in ("staff", "audit", "seed")
    patient_id = last_patient(desk) if is_of_patient else None
    return key, acting(desk, gesture.login).id, patient_id


def someone(key: str) -> str:
    """Somebody who may run this."""
    return next(login for role, login in LOGINS.items() if role in permissions()[key])


def stranger(key: str) -> str:
    """Somebody on the staff list who may not, "" where everybody may."""
    staff = [(role, login) for role, login in LOGINS.items() if login not in (CONSOLE, NO_ONE)]
    return next((login for role, login in staff if role not in permissions()[key]), "")


def test_every_action_has_its_maker_and_its_sentence():
    assert listed("actions").keys() == MAKERS.keys()
    worded = {f"{feature}.{name}" for feature, all_ in catalogue().actions.items() for name in all_}
    assert worded == MAKERS.keys()
    assert done("patients.open_chart") == "Opened the chart"


@promise(
    "R-10",
    "Every action and every recorded view leaves exactly one row of history, also when repeated",
    every={"rounds": 1},
    stress={"rounds": 3},
    mutant="a repetition under a new request id (the next test)",
)
def test_every_action_leaves_exactly_one_row(
    desk: Desk,
    desk_without_clinic: Desk,
    clock: Clock,
    sizes: dict[str, int],
    shown: Callable[[str], None],
):
    """With who, what and whose. Mutant: `pytest tests/core/test_every_action.py -k new_request`."""
    wrong, looked_at = {}, 0
    for number in range(sizes["rounds"]):
        for key in MAKERS.keys() - (ONCE if number else set()):
            place = desk_without_clinic if key in WITHOUT_CLINIC else desk
            gesture, request_id = prepared(key, place, clock), uuid4()
            if done_twice(place, gesture, request_id, request_id) != [
                expected(place, key, gesture)
            ]:
                wrong[key] = number
            looked_at += 1

    assert wrong == {}
    shown(f"{looked_at} gestures of {len(MAKERS)} actions, one row each")


def test_under_a_new_request_id_a_repetition_is_a_second_row(desk: Desk, clock: Clock):
    """The mutant: what a repetition would be without the retry key."""
    gesture = prepared("patients.open_chart", desk, clock)

    found = done_twice(desk, gesture, uuid4(), uuid4())

    assert found == [expected(desk, "patients.open_chart", gesture)] * 2


def done_twice(desk: Desk, gesture: Gesture, *request_ids: UUID) -> list[Row]:
    """What the rows say that asking twice left."""
    before = newest(desk)
    for request_id in request_ids:
        gesture.carry_out(desk, request_id)
    return [(row.action, row.actor_id, row.patient_id) for row in rows_after(desk, before)]


def test_a_refused_action_leaves_no_row(desk: Desk, clock: Clock):
    left = {}
    for key in MAKERS.keys() - WITHOUT_CLINIC:
        gesture, who = prepared(key, desk, clock), stranger(key)
        before = newest(desk)
        if who:
            with pytest.raises(Refused):
                desk.change(acting(desk, who), gesture.action, gesture.request, uuid4())
        left[key] = len(rows_after(desk, before))

    assert left == dict.fromkeys(left, 0)


def test_an_action_that_refuses_itself_leaves_no_row(desk: Desk, clock: Clock):
    """What was done once cannot be done again with a new request; whoever asks leaves nothing."""
    refusing = 0
    for key in MAKERS.keys() - WITHOUT_CLINIC:
        gesture = prepared(key, desk, clock)
        gesture.carry_out(desk)
        before = newest(desk)
        try:
            gesture.carry_out(desk)
        except Refused:
            refusing += 1
            assert rows_after(desk, before) == []

    assert refusing > 10


def test_a_query_leaves_no_row(desk: Desk):
    made = a_booked_case(desk, at("2027-01-12 10:00"))
    new = ImportPatient(registration=RegisterPatient(family="New", birth_date=TUESDAY))
    about = {
        **vars(made),
        "on": TUESDAY,
        "from_day": TUESDAY,
        "minutes": 60,
        "typed": "rosa",
        "login": COORDINATOR,
        "records": (new,),
        "sought": Sought(family="Martinez", given="Rosa"),
        "kept_id": made.patient_id,
        "merged_id": a_patient(desk),
        "place": a_slot(made, at("2027-01-13 10:00")),
    }
    before = newest(desk)
    for key, query in listed("queries").items():
        if key == "seed.clinic_to_fill":
            continue  # reads the clinic that seed makes, and no other
        names = [*inspect.signature(query).parameters.values()][1:]
        given = {one.name: about[one.name] for one in names if one.default is one.empty}
        desk.read(acting(desk, someone(key)), query, **given)

    assert rows_after(desk, before) == []


def test_a_query_that_writes_leaves_nothing(desk: Desk, monkeypatch: pytest.MonkeyPatch):
    """The mutant: nothing that a query does is ever committed."""

    def choices(work: Work) -> None:
        work.session.get_one(Patient, patient_id).family = "Changed"
        work.session.flush()

    patient_id = a_booked_case(desk, at("2027-01-12 10:00")).patient_id
    monkeypatch.setattr(choices, "__module__", "clinicdesk.scheduling.queries")
    monkeypatch.setattr(choices, "__qualname__", "choices")
    with suppress(Refused):  # by a server
        desk.read(acting(desk, COORDINATOR), choices)

    with Session(desk._reads) as session:
        assert session.get_one(Patient, patient_id).family == "Martinez"
