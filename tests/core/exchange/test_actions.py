"""Importing FHIR bundles, on both databases: what is taken, what never is, and only once."""

from datetime import date
from typing import Any
from uuid import uuid4

import msgspec
import pytest
from sqlalchemy import select

from clinicdesk.cases.queries import current_case
from clinicdesk.desk import Actor, Desk
from clinicdesk.errors import Refused
from clinicdesk.exchange.actions import Imported, import_patient
from clinicdesk.exchange.fhir import ImportPatient, read_bundle
from clinicdesk.exchange.queries import has_news
from clinicdesk.patients.queries import find_patients, patient
from clinicdesk.patients.rules import Sex
from clinicdesk.patients.tables import Patient, PatientIdentifier
from clinicdesk.record.queries import chart
from clinicdesk.record.rules import AllergyState, ThinnerAnswer
from tests.builders import fhir
from tests.builders.clinic import COORDINATOR
from tests.builders.gestures import ask
from tests.builders.rows import contents, history, rows

CONSOLE = Actor(1, "console", "Command line", frozenset({"console"}))


def read(content: dict[str, Any]) -> list[ImportPatient]:
    return list(read_bundle(msgspec.json.encode(content)).patients)


def brought_in(desk: Desk, record: ImportPatient) -> Imported:
    return desk.change(CONSOLE, import_patient, record, uuid4()).answer


def test_what_is_taken_and_what_is_left(desk: Desk):
    parsed = read_bundle(msgspec.json.encode(fhir.whole()))
    assert parsed.skipped == 5
    [record] = parsed.patients

    done = brought_in(desk, record)

    assert (done.is_new, done.medicines, done.allergies) == (True, 2, 1)
    found = ask(desk, COORDINATOR, patient, done.patient_id)
    assert found.name.in_full == "Adán José Portillo"
    assert (found.birth_date, found.sex, found.phone) == (
        date(1948, 3, 14),
        Sex.MALE,
        "(555) 159-8137",
    )
    on_chart = ask(desk, COORDINATOR, chart, done.patient_id)
    assert [one.drug_keys for one in on_chart.medicines] == [("warfarin",), ()]
    assert on_chart.takes_thinner is ThinnerAnswer.YES
    assert (on_chart.allergies, on_chart.allergy_state) == (("Latex",), AllergyState.KNOWN)
    assert [one.id for one in ask(desk, COORDINATOR, find_patients, "cazares")] == [found.id]
    assert ask(desk, COORDINATOR, current_case, done.patient_id) is None


def test_numbers_that_states_give_are_stored_nowhere(desk: Desk, url: str):
    [record] = read(fhir.whole())

    brought_in(desk, record)

    with rows(url) as session:
        assert list(session.scalars(select(PatientIdentifier.value))) == ["p1"]
    written = str(contents(url)) + "".join(one.body for one in history(url))
    assert [number for number in fhir.STATE_NUMBERS.values() if number in written] == []
    assert "Portillo" in written


def test_the_second_import_finds_nothing_new(desk: Desk, url: str):
    [record] = read(fhir.whole())
    first = brought_in(desk, record)
    before = contents(url)

    assert desk.read(CONSOLE, has_news, record) is False
    again = brought_in(desk, record)

    assert again == Imported(first.patient_id, is_new=False, medicines=0, allergies=0)
    after = contents(url)
    assert {name for name in after if after[name] != before[name]} == {"change"}
    assert history(url)[-1].body == ""


def test_a_later_bundle_adds_only_what_is_new_and_overwrites_nothing(desk: Desk, url: str):
    [record] = read(fhir.whole())
    first = brought_in(desk, record)
    with rows(url) as session:
        session.get_one(Patient, first.patient_id).preferred = "Don Adán"
    other = fhir.person(name=[{"family": "Portillo", "given": ["Adan"]}], birthDate="1948-03-15")
    [later] = read(fhir.bundle(other, fhir.order("m9", "Plavix"), fhir.allergy("a9", "Iodine")))
    assert desk.read(CONSOLE, has_news, later) is True

    done = brought_in(desk, later)

    assert done == Imported(first.patient_id, is_new=False, medicines=1, allergies=1)
    found = ask(desk, COORDINATOR, patient, first.patient_id)
    assert (found.name.given, found.name.preferred) == ("Adán", "Don Adán")
    assert found.birth_date == date(1948, 3, 14)


def test_no_allergies_and_no_medicines_are_not_a_no(desk: Desk):
    [record] = read(fhir.bundle(fhir.person()))

    done = brought_in(desk, record)

    on_chart = ask(desk, COORDINATOR, chart, done.patient_id)
    assert on_chart.allergy_state is AllergyState.NOT_RECORDED
    assert on_chart.takes_thinner is ThinnerAnswer.NOT_ASKED


def test_two_people_in_one_bundle_keep_their_own_medicines(desk: Desk):
    other = fhir.person("p2", name=[{"family": "Łoś", "given": ["Żaneta"]}], gender="female")
    orders = (
        fhir.order("m1", "Plavix"),
        fhir.order("m2", "Eliquis", subject={"reference": "Patient/p2"}),
    )
    people = read(fhir.bundle(fhir.person(), other, *orders))

    ids = [brought_in(desk, one).patient_id for one in people]

    found = [ask(desk, COORDINATOR, chart, one).medicines[0].name for one in ids]
    assert found == ["Plavix", "Eliquis"]


def test_somebody_already_registered_by_hand_is_a_question(desk: Desk, url: str):
    [record] = read(fhir.bundle(fhir.person()))
    brought_in(desk, record)
    before = contents(url)
    [elsewhere] = read(fhir.bundle(fhir.person("p9")))

    with pytest.raises(Refused, match=r"patients\.namesake"):
        brought_in(desk, elsewhere)
    assert contents(url) == before


def registration(**given: Any) -> Any:
    [record] = read(fhir.bundle(fhir.person(**given)))
    return record.registration


def test_how_a_person_is_read():
    mononym = registration(name=[{"given": ["Suharto"]}])
    assert (mononym.family, mononym.given) == ("Suharto", "")
    unofficial = registration(
        name=[{"use": "old", "family": "Old"}, {"use": "usual", "family": "Now", "suffix": ["Jr."]}]
    )
    assert (unofficial.family, unofficial.suffix) == ("Now", "Jr.")
    assert unofficial.former_names == (("Old", ""),)
    assert registration(deceasedDateTime="1987-10-19T05:08:34-04:00").deceased_on == date(
        1987, 10, 19
    )
    assert registration(gender="unknown").sex is None
    assert registration(telecom=[], address=[]).street == ""
    assert registration().street == "12 Oak St, Apt 4"
