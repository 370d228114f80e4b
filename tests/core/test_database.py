"""Column types behave alike on both databases, and the database refuses what they refuse."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta, timezone
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import Boolean, Enum, Integer, String, Table, Text, insert, select
from sqlalchemy.exc import StatementError

from clinicdesk.database import Base, PlainText, Scaled, UtcDateTime, open_engine
from clinicdesk.errors import Refused
from clinicdesk.patients.tables import Patient
from clinicdesk.record.tables import Lab
from tests.builders.rows import database_refuses, plain_sql

LOS_ANGELES = ZoneInfo("America/Los_Angeles")
PERSON = {"mrn": "1", "folded": "x", "birth_date": datetime(1950, 1, 1, tzinfo=UTC).date()}


@pytest.fixture
def patient_id(url: str) -> int:
    with plain_sql(url) as connection:
        person = insert(Patient).values(**PERSON, family="Nguyễn", lock_version=1)
        found: int = connection.scalar(person.returning(Patient.id))
    return found


def a_lab(patient_id: int, **given: Any) -> dict[str, Any]:
    taken_at = datetime(2026, 11, 20, tzinfo=UTC)
    row = {"patient_id": patient_id, "kind": "inr", "value": Decimal(1), "taken_at": taken_at}
    return {**row, **given}


def stored(url: str, patient_id: int, **given: Any) -> Any:
    """The row as it comes back."""
    with plain_sql(url) as connection:
        lab = insert(Lab).values(a_lab(patient_id, **given)).returning(Lab.id)
        return connection.execute(select(Lab).where(Lab.id == connection.scalar(lab))).one()


INSTANTS = (
    datetime(2027, 1, 12, 9, 45, tzinfo=LOS_ANGELES),
    datetime(2027, 11, 7, 1, 30, tzinfo=LOS_ANGELES, fold=0),
    datetime(2027, 11, 7, 1, 30, tzinfo=LOS_ANGELES, fold=1),
    datetime(2027, 3, 14, 3, 0, tzinfo=LOS_ANGELES),
    datetime(1969, 12, 31, 23, 59, 59, 999_999, tzinfo=UTC),
    datetime(2027, 1, 12, 9, 45, 0, 1, tzinfo=timezone(timedelta(hours=5, minutes=45))),
    datetime(9999, 12, 31, tzinfo=UTC),
)


def test_an_instant_comes_back_as_it_was_to_the_microsecond(url: str, patient_id: int):
    for instant in INSTANTS:
        found = stored(url, patient_id, taken_at=instant).taken_at
        assert (found, found.tzinfo) == (instant.astimezone(UTC), UTC)

    first, second = (stored(url, patient_id, taken_at=one).taken_at for one in INSTANTS[1:3])
    assert second - first == timedelta(hours=1)


def test_an_instant_without_a_zone_is_refused(url: str, patient_id: int):
    with pytest.raises(StatementError, match="needs its time zone"):
        stored(url, patient_id, taken_at=INSTANTS[0].replace(tzinfo=None))


def test_decimals_keep_their_places(url: str, patient_id: int):
    for value in map(Decimal, ("1.25", "0.1", "999.9", "-2.5", "3")):
        found = stored(url, patient_id, value=value).value
        assert (found, found.as_tuple().exponent) == (value, -2)
    with pytest.raises(StatementError, match="more than 2 decimal"):
        stored(url, patient_id, value=Decimal("1.255"))


KEPT_TEXT = {
    "Mari\u0301a": "María",
    "Nguyễn Thị Hoa": "Nguyễn Thị Hoa",
    "Żółć O'Brien-Łoś": "Żółć O'Brien-Łoś",
    "李小龙 \U0001f642": "李小龙 \U0001f642",
    "x'; DROP TABLE patient; --": "x'; DROP TABLE patient; --",
    "%_\\": "%_\\",
    "a" * 100: "a" * 100,
    "e\u0301" * 100: "é" * 100,
}


def test_text_comes_back_in_one_form(url: str):
    with plain_sql(url) as connection:
        for number, typed in enumerate(KEPT_TEXT):
            person = {**PERSON, "mrn": str(number), "family": typed}
            connection.execute(insert(Patient).values(**person, lock_version=1))
        found = list(connection.scalars(select(Patient.family).order_by(Patient.id)))

    assert found == list(KEPT_TEXT.values())


REFUSED_TEXT = ("a" * 101, "Ann\x00", "Ann\x1b", "Ann\u202e", "Ann\u2066", "Ann\nLee", "\ud800")


def test_text_that_hides_something_is_refused_alike(url: str):
    for typed in REFUSED_TEXT:
        with pytest.raises((StatementError, Refused)) as caught, plain_sql(url) as connection:
            connection.execute(insert(Patient).values(**PERSON, family=typed, lock_version=1))
        found = getattr(caught.value, "orig", caught.value)
        assert isinstance(found, Refused), typed


def texts() -> Iterator[tuple[Table, Any]]:
    for table in Base.metadata.sorted_tables:
        for column in table.columns:
            if isinstance(column.type, String | Text | PlainText):
                yield table, column


def test_every_text_column_is_plain_text_or_a_choice(desk: object):
    bare = {str(column) for _, column in texts() if not isinstance(column.type, PlainText | Enum)}
    assert bare == set()


def test_every_other_column_has_a_type_that_is_alike_on_both(desk: object):
    plain = {
        str(column): type(column.type).__name__
        for table in Base.metadata.sorted_tables
        for column in table.columns
        if not isinstance(column.type, PlainText | Enum | UtcDateTime | Scaled | Integer | Boolean)
    }
    assert set(plain.values()) == {"Date", "Time", "LargeBinary"}


def test_the_database_itself_refuses_what_the_types_refuse(url: str, patient_id: int):
    """Plain SQL past the types: lengths, choices, flags and numbers."""
    place = "INSERT INTO resource (site_id, kind, pool, name) VALUES (1, :kind, 'p', :name)"
    phone = (
        "INSERT INTO patient_phone (patient_id, as_typed, digits, kind, may_leave_message)"
        " VALUES (:patient, '1', '1', 'home', :leave)"
    )
    lab = (
        "INSERT INTO lab (patient_id, kind, value, taken_at) VALUES (:patient, 'inr', :value, :at)"
    )
    patient, sqlite = {"patient": patient_id}, url.startswith("sqlite")
    good_at = 0 if sqlite else "2027-01-12 00:00:00+00"
    tries = {
        "choice": (place, {"kind": "boat", "name": "x"}),
        "capital": (place, {"kind": "Room", "name": "x"}),
        "too long": (place, {"kind": "room", "name": "x" * 101}),
        "nul": (place, {"kind": "room", "name": "x\x00"}),
        "flag": (phone, {**patient, "leave": 2}),
        "number": (lab, {**patient, "value": "much", "at": good_at}),
        "fraction": (lab, {**patient, "value": "1.5", "at": good_at}),
        "instant": (lab, {**patient, "value": 1, "at": "yesterday at noon"}),
        "reference": (lab, {"patient": 99, "value": 1, "at": good_at}),
    }

    passed = {
        name for name, (sql, values) in tries.items() if not database_refuses(url, sql, **values)
    }

    assert passed == set()
    assert database_refuses(url, place, kind="room", name="x" * 100) == ""
    assert database_refuses(url, lab, **patient, value=12, at=good_at) == ""


def test_names_are_ordered_alike_whatever_the_locale(url: str):
    names = ["Zed", "adam", "Émile", "Baker", "émile", "Eve", "Łoś"]
    with plain_sql(url) as connection:
        for number, name in enumerate(names):
            person = {**PERSON, "mrn": str(number), "folded": name}
            connection.execute(insert(Patient).values(**person, family="x", lock_version=1))
        found = list(connection.scalars(select(Patient.folded).order_by(Patient.folded)))

    assert found == sorted(names)


def test_the_embedded_database_is_opened_with_every_setting(sqlite_url: str):
    wanted = {
        "journal_mode": "wal",
        "synchronous": 2,
        "foreign_keys": 1,
        "secure_delete": 1,
        "trusted_schema": 0,
        "cell_size_check": 1,
        "temp_store": 2,
        "mmap_size": 0,
        "busy_timeout": 5000,
    }
    with plain_sql(sqlite_url) as connection:
        found = {name: connection.exec_driver_sql(f"PRAGMA {name}").scalar() for name in wanted}
        version = connection.exec_driver_sql("SELECT sqlite_version()").scalar_one()

    assert found == wanted
    # Before 3.51.3 a write-ahead log could be reset under another connection.
    assert tuple(map(int, version.split("."))) >= (3, 51, 3)


def test_a_servers_statements_have_their_limits(postgresql_url: str):
    wanted = {
        "lock_timeout": "5s",
        "statement_timeout": "10s",
        "idle_in_transaction_session_timeout": "10s",
        "TimeZone": "UTC",
    }
    with plain_sql(postgresql_url) as connection:
        found = {name: connection.exec_driver_sql(f"SHOW {name}").scalar() for name in wanted}

    assert found == wanted


def test_no_error_repeats_what_was_to_be_stored(url: str):
    secret = "Rosa-Secret"
    with plain_sql(url) as connection:
        connection.execute(insert(Patient).values(**PERSON, family=secret, lock_version=1))
    engine = open_engine(url)
    with pytest.raises(StatementError) as caught, engine.begin() as connection:
        connection.execute(insert(Patient).values(**PERSON, family=secret, lock_version=1))
    engine.dispose()

    assert secret not in str(caught.value)
