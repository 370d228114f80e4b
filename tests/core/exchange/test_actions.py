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
    assert on_chart.allergy_state is AllergyState.KNOWN
    assert [one.substance for one in on_chart.allergies] == ["Latex"]
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
    other = fhir.person(name=[{"family": "PORTILLO", "given": ["Adan"]}])
    [later] = read(fhir.bundle(other, fhir.order("m9", "Plavix"), fhir.allergy("a9", "Iodine")))
    assert desk.read(CONSOLE, has_news, later) is True

    done = brought_in(desk, later)

    assert done == Imported(first.patient_id, is_new=False, medicines=1, allergies=1)
    found = ask(desk, COORDINATOR, patient, first.patient_id)
    assert (found.name.given, found.name.preferred) == ("Adán", "Don Adán")
    assert found.birth_date == date(1948, 3, 14)


OTHER = "http://other.example"


def numbers(*values: tuple[str, str]) -> list[dict[str, str]]:
    return [{"system": system, "value": value} for system, value in values]


def test_another_persons_file_does_not_reach_the_chart(desk: Desk, url: str):
    two = (fhir.person(), fhir.person("p2", birthDate="1950-01-01"))
    for record in read(fhir.bundle(*two)):
        brought_in(desk, record)
    before = contents(url)
    strangers = [
        {"birthDate": "1948-03-15"},
        {"name": [{"family": "Quispe", "given": ["Adán"]}]},
        {"identifier": numbers((fhir.HOSPITAL, "p1"), (fhir.HOSPITAL, "p2"))},
    ]

    for stranger in strangers:
        [record] = read(fhir.bundle(fhir.person(**stranger), fhir.order("m9", "Plavix")))
        for gesture in (brought_in, lambda desk, one: desk.read(CONSOLE, has_news, one)):
            with pytest.raises(Refused, match=r"exchange\.identifier_of_another"):
                gesture(desk, record)

    assert contents(url) == before


def test_a_married_name_is_the_same_person(desk: Desk):
    [before] = read(fhir.bundle(fhir.person()))
    first = brought_in(desk, before)
    names = [{"use": "official", "family": "Ruiz"}, {"use": "old", "family": "Portillo"}]
    [after] = read(fhir.bundle(fhir.person(name=names), fhir.order("m9", "Plavix")))

    assert brought_in(desk, after).patient_id == first.patient_id


def test_a_number_without_its_system_is_nobodys(desk: Desk):
    [first] = read(fhir.bundle(fhir.person(identifier=numbers(("", "12"), (" ", "13")))))
    assert first.registration.identifiers == ()
    other = fhir.person(birthDate="1950-01-01", identifier=numbers(("", "12")))
    [second] = read(fhir.bundle(other))

    assert brought_in(desk, first).patient_id != brought_in(desk, second).patient_id


def test_a_number_that_stands_twice_is_stored_once(desk: Desk, url: str):
    twice = numbers((OTHER, "caf\u00e9"), (OTHER, "cafe\u0301"), (OTHER, " caf\u00e9"))
    [record] = read(fhir.bundle(fhir.person(identifier=twice)))

    brought_in(desk, record)

    with rows(url) as session:
        assert list(session.scalars(select(PatientIdentifier.value))) == ["caf\u00e9"]


def medication(key: str, words: str) -> dict[str, Any]:
    return {"resourceType": "Medication", "id": key, "code": {"text": words}}


def referring(key: str, reference: str, **given: Any) -> dict[str, Any]:
    """An order whose medicine stands in another resource."""
    at = {"medicationCodeableConcept": {}, "medicationReference": {"reference": reference}}
    return fhir.order(key, "", **at, **given)


def test_a_medicine_is_found_where_the_order_points(desk: Desk):
    shelf = medication("s1", "Warfarin 5 MG"), medication("s2", "Plavix")
    inside = [{"resourceType": "Organization", "id": "o", "code": 7}, medication("in", "Eliquis")]
    orders = (
        referring("m1", "Medication/s1"),
        referring("m2", "urn:uuid:s2"),
        referring("m3", "#in", contained=inside),
        referring("m4", "Medication/none"),
        fhir.order("m5", " "),
        referring("m6", "Medication/none") | {"medicationReference": {"display": "Xarelto"}},
    )
    mute = fhir.allergy("a1", "")
    parsed = read_bundle(msgspec.json.encode(fhir.bundle(fhir.person(), *shelf, *orders, mute)))
    assert parsed.skipped == 3

    done = brought_in(desk, parsed.patients[0])

    found = ask(desk, COORDINATOR, chart, done.patient_id)
    named = ["Warfarin 5 MG", "Plavix", "Eliquis", "Xarelto"]
    assert [one.name for one in found.thinners] == named
    assert found.allergy_state is AllergyState.NOT_RECORDED


def test_a_drug_is_recognised_behind_the_cut(desk: Desk):
    words = f"{'compounded ' * 30}warfarin"
    [record] = read(fhir.bundle(fhir.person(), fhir.order("m1", words)))

    done = brought_in(desk, record)

    [medicine] = ask(desk, COORDINATOR, chart, done.patient_id).medicines
    assert (len(medicine.name), medicine.drug_keys) == (200, ("warfarin",))


def test_what_has_no_address_is_nobodys():
    content = fhir.bundle(fhir.person(), fhir.order("m1", "Plavix", subject={}))
    content["entry"][0]["fullUrl"] = ""
    [record] = read(content)

    assert record.medicines == ()


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

    with pytest.raises(Refused, match=r"exchange\.namesake"):
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


ALSO_OF_STATES = [
    {"system": "urn:oid:2.16.840.1.113883.4.1", "value": "999-00-0002"},
    {"system": "urn:x", "value": "2", "type": {"text": "Social Security Number"}},
    {"system": "urn:x", "value": "3", "type": {"coding": [{"display": "Driver's license"}]}},
    {"system": "urn:x", "value": "4", "type": {"text": "PASSPORT"}},
]


@pytest.mark.parametrize("number", ALSO_OF_STATES)
def test_a_number_of_a_state_is_known_by_system_or_words(number: dict[str, Any]):
    assert registration(identifier=[number]).identifiers == ()


def test_a_number_of_a_longer_system_is_taken():
    [taken] = registration(identifier=numbers(("urn:oid:2.16.840.1.113883.4.19", "5"))).identifiers
    assert taken == ("urn:oid:2.16.840.1.113883.4.19", "5")


def test_orders_without_an_id_are_all_kept_and_only_once(desk: Desk):
    content = fhir.bundle(fhir.person(), *(fhir.order("", name) for name in ("Plavix", "Zocor")))
    for entry in content["entry"][1:]:
        del entry["fullUrl"]
    [record] = read(content)

    done = brought_in(desk, record)

    found = ask(desk, COORDINATOR, chart, done.patient_id)
    assert [one.name for one in found.medicines] == ["Plavix", "Zocor"]
    assert desk.read(CONSOLE, has_news, record) is False


@pytest.mark.parametrize("died", [{"deceasedBoolean": True}, {"deceasedDateTime": "2024-05"}])
def test_who_died_on_an_unknown_day_is_left_out_with_a_sentence(died: dict[str, Any]):
    living = fhir.person("p2", birthDate="1950-01-01", deceasedBoolean=False)
    parsed = read_bundle(msgspec.json.encode(fhir.bundle(fhir.person(**died), living)))

    assert [one.code for one in parsed.left_out] == ["exchange.death_without_day"]
    assert [one.registration.birth_date for one in parsed.patients] == [date(1950, 1, 1)]


def test_a_later_bundle_brings_the_news_of_a_death_once(desk: Desk):
    [living] = read(fhir.bundle(fhir.person()))
    first = brought_in(desk, living)
    [dead] = read(fhir.bundle(fhir.person(deceasedDateTime="2026-10-03T05:08:34-04:00")))
    assert desk.read(CONSOLE, has_news, dead) is True

    brought_in(desk, dead)

    found = ask(desk, COORDINATOR, patient, first.patient_id)
    assert found.deceased_on == date(2026, 10, 3)
    assert desk.read(CONSOLE, has_news, dead) is False
    assert desk.read(CONSOLE, has_news, living) is False
