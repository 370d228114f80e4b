"""R-14: the watch over the whole suite (tests/sqlwatch.py) sees a statement built from input."""

from collections.abc import Callable

import pytest
from sqlalchemy import text

from clinicdesk.desk import Desk, Work
from clinicdesk.patients.queries import find_patients
from clinicdesk.policy import permissions
from tests.builders.clinic import COORDINATOR
from tests.builders.gestures import ask
from tests.builders.hostile import hostile_texts
from tests.builders.patients import a_patient
from tests.promises import promise
from tests.sqlwatch import Watch, watching

CANARY = "folded /* zq7 */ DESC"


def sorted_names(work: Work, order: str) -> list[str]:
    """A question as it must not be asked."""
    found = work.session.execute(text("SELECT family FROM patient ORDER BY " + order))  # noqa: S608
    return [row[0] for row in found]


def bound_names(work: Work, name: str) -> list[str]:
    """The same with the name where it belongs."""
    found = work.session.execute(text("SELECT mrn FROM patient WHERE family = :n"), {"n": name})
    return [row[0] for row in found]


@pytest.fixture
def asking(monkeypatch: pytest.MonkeyPatch) -> None:
    """The two questions stand among the product's."""
    for question in (sorted_names, bound_names):
        monkeypatch.setattr(question, "__module__", "clinicdesk.patients.queries")
        monkeypatch.setitem(
            permissions(), f"patients.{question.__name__}", permissions()["patients.find_patients"]
        )


@promise(
    "R-14",
    "no statement's text holds what was typed: every test of the suite is watched for it",
    every={"searches": 100},
    stress={"searches": 560},
    mutant="one ORDER BY put together from input",
)
def test_no_search_becomes_part_of_a_statement(
    desk: Desk,
    no_sql_from_input: Watch,
    sizes: dict[str, int],
    seed: int,
    shown: Callable[[str], None],
):
    """Mutant: `pytest tests/reliability/test_sql_from_input.py -k put_together`."""
    storable = [one for one in hostile_texts(seed) if one.isprintable() and len(one) < 400]
    for typed in storable[: sizes["searches"]]:
        ask(desk, COORDINATOR, find_patients, typed)

    assert no_sql_from_input.built_from_input() == {}
    watched = len(no_sql_from_input.statements)
    shown(f"{len(no_sql_from_input.typed):,} texts typed, {watched} statements, none built of them")


@pytest.mark.usefixtures("asking")
def test_an_order_by_put_together_from_input_is_noticed(desk: Desk, no_sql_from_input: Watch):
    with pytest.raises(AssertionError, match="bind what was typed"), watching():
        ask(desk, COORDINATOR, sorted_names, CANARY)

    built = no_sql_from_input.built_from_input()

    assert [typed in statement for typed, statement in built.items()] == [True]
    no_sql_from_input.statements.clear()


@pytest.mark.usefixtures("asking")
def test_a_bound_name_is_no_part_of_its_statement(desk: Desk, no_sql_from_input: Watch):
    a_patient(desk, family="SELECT zq7")

    assert len(ask(desk, COORDINATOR, bound_names, "SELECT zq7")) == 1

    assert "SELECT zq7" in no_sql_from_input.typed
    assert no_sql_from_input.built_from_input() == {}
