"""Nothing that can stand in a patient's history is without words."""

import re

from sqlalchemy import Enum

from clinicdesk import wiring
from clinicdesk.audit.rules import NOT_RECORDED, Kind
from clinicdesk.audit.words import catalogue, choice_name, done, in_words, reading
from clinicdesk.database import Base
from tests.builders.times import ZONE

wiring.load_tables()
TABLES = {
    name: table
    for name, table in Base.metadata.tables.items()
    if name not in catalogue().not_shown and name != "change"
}


def test_every_column_has_its_words_or_is_listed_as_not_shown():
    assert {name: set(table.columns.keys()) for name, table in TABLES.items()} == {
        name: set(labels) for name, labels in catalogue().fields.items()
    }
    assert catalogue().not_shown <= Base.metadata.tables.keys()


def test_a_label_is_for_a_person():
    labels = {label for fields in catalogue().fields.values() for label in fields.values()}

    assert {label for label in labels if label and not re.fullmatch("[A-Z1].*[^.]", label)} == set()
    assert {label for label in labels if "_" in label or "id" in label.split()} == set()


def test_every_choice_reads_as_words():
    choices = {
        choice_name(column.type): (name, column.name, column.type.enums)
        for name, table in TABLES.items()
        for column in table.columns
        if isinstance(column.type, Enum)
    }
    words = {
        in_words(value, reading(table, column, {}), ZONE)
        for table, column, values in choices.values()
        if reading(table, column, {})
        for value in values
    }

    assert catalogue().choices.keys() <= choices.keys()
    for kind, own in catalogue().choices.items():
        assert own.keys() <= set(choices[kind][2]), kind
    assert {one for one in words if "_" in one or not one[:1].isupper()} == {NOT_RECORDED}
    assert {"MRI", "L4-L5", "Both sides", "Checked in", "Ride alone"} <= words


def test_no_reference_is_read_as_a_number():
    shown = {
        (name, column.name): reading(name, column.name, {})
        for name, table in TABLES.items()
        for column in table.columns
        if column.foreign_keys or column.primary_key
    }

    assert {how.kind for how in shown.values() if how} == {Kind.NAMED}


def test_what_another_version_wrote_is_still_read():
    assert done("scheduling.wait_for_place") == "Wait for place"
    assert reading("no_such_table", "x", {}) is None
    assert reading("booking", "no_such_column", {}) is None
