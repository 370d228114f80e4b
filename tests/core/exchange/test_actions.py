"""Importing FHIR bundles, on both databases: what is taken, what never is, and only once."""

import json
from datetime import date
from pathlib import Path
from typing import Any
from uuid import uuid4

import msgspec
import pytest
from sqlalchemy import select

from clinicdesk.cases.queries import current_case
from clinicdesk.contacts.queries import contacts
from clinicdesk.desk import Actor, Desk
from clinicdesk.duplicates.actions import MergePatients, merge_patients
from clinicdesk.errors import Refused
from clinicdesk.exchange.actions import Imported, import_patient
from clinicdesk.exchange.candidates import Comparison, Counts, ImportPatient, Verdict
from clinicdesk.exchange.fhir import read_bundle
from clinicdesk.exchange.files import sources_in
from clinicdesk.exchange.importing import Import
from clinicdesk.exchange.queries import compare_patients
from clinicdesk.exchange.reports import Fate, Report, as_json, as_text
from clinicdesk.intake.actions import SaveIntake, save_intake
from clinicdesk.patients.queries import find_patients, patient
from clinicdesk.patients.rules import Sex
from clinicdesk.patients.tables import Patient, PatientIdentifier
from clinicdesk.record.actions import (
    StrikeAllergy,
    StrikeMedicine,
    strike_allergy,
    strike_medicine,
)
from clinicdesk.record.queries import chart
from clinicdesk.record.rules import AllergyState, ThinnerAnswer
from tests.builders import fhir
from tests.builders.clinic import COORDINATOR, NURSE
from tests.builders.contacts import known
from tests.builders.gestures import ask, do, refused
from tests.builders.patients import a_patient
from tests.builders.rows import contents, counted, history, rows

CONSOLE = Actor(1, "console", "Command line", frozenset({"console"}))


def read(content: dict[str, Any]) -> list[ImportPatient]:
    found = read_bundle(msgspec.json.encode(content)).candidates
    return [one.record for one in found if one.record]


def brought_in(desk: Desk, record: ImportPatient) -> Imported:
    return desk.change(CONSOLE, import_patient, record, uuid4()).answer


def compared(desk: Desk, record: ImportPatient) -> Comparison:
    [found] = desk.read(CONSOLE, compare_patients, (record,))
    return found


def test_what_is_taken_and_what_is_left(desk: Desk):
    content = fhir.whole()
    content["entry"][0]["resource"]["contact"] = [{"name": {"text": "Inés Portillo"}}]
    [record] = read(content)

    done = brought_in(desk, record)

    assert (done.is_new, done.adds) == (True, Counts(2, 1, 2))
    assert [
        one.contact.name for one in ask(desk, COORDINATOR, contacts, done.patient_id).people
    ] == ["Inés Portillo"]
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
    known = ask(desk, COORDINATOR, find_patients, "cazares").patients
    assert [one.id for one in known] == [found.id]
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

    assert compared(desk, record).verdict is Verdict.SAME
    again = brought_in(desk, record)

    assert again == Imported(first.patient_id, first.mrn, is_new=False, adds=Counts())
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
    assert compared(desk, later).adds == Counts(1, 1, 0)

    done = brought_in(desk, later)

    assert done == Imported(first.patient_id, first.mrn, is_new=False, adds=Counts(1, 1, 0))
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
    strangers = {
        "birth_date_differs": {"birthDate": "1948-03-15"},
        "identifier_of_another": {"name": [{"family": "Quispe", "given": ["Adán"]}]},
        "identifier_of_another ": {
            "identifier": numbers((fhir.HOSPITAL, "p1"), (fhir.HOSPITAL, "p2"))
        },
    }

    for code, stranger in strangers.items():
        [record] = read(fhir.bundle(fhir.person(**stranger), fhir.order("m9", "Plavix")))
        with pytest.raises(Refused, match=rf"exchange\.{code.strip()}"):
            brought_in(desk, record)
        [reason] = compared(desk, record).objections
        assert reason.code == f"exchange.{code.strip()}"

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


def referring(key: str, reference: str, **given: Any) -> dict[str, Any]:
    """An order whose medicine stands in another resource."""
    at = {"medicationCodeableConcept": {}, "medicationReference": {"reference": reference}}
    return fhir.order(key, "", **at, **given)


def test_a_medicine_is_found_where_the_order_points(desk: Desk):
    shelf = fhir.medicine("s1", "Warfarin 5 MG"), fhir.medicine("s2", "Plavix")
    inside = [
        {"resourceType": "Organization", "id": "o", "code": 7},
        fhir.medicine("in", "Eliquis"),
    ]
    orders = (
        referring("m1", "Medication/s1"),
        referring("m2", "urn:uuid:s2"),
        referring("m3", "#in", contained=inside),
        referring("m4", "Medication/none"),
        fhir.order("m5", " "),
        referring("m6", "Medication/none") | {"medicationReference": {"display": "Xarelto"}},
    )
    mute = fhir.allergy("a1", "")
    [record] = read(fhir.bundle(fhir.person(), *shelf, *orders, mute))

    done = brought_in(desk, record)

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


def test_two_systems_may_give_one_number_to_two_drugs_and_two_allergies(desk: Desk):
    [first] = read(
        fhir.bundle(fhir.person(), fhir.order("1", "Metformin"), fhir.allergy("1", "Latex"))
    )
    done = brought_in(desk, first)
    orders = (fhir.order("1", "Plavix 75 MG"), fhir.order("1", "Zocor"), fhir.order("1", "Eliquis"))
    [later] = read(fhir.bundle(fhir.person(), *orders, fhir.allergy("1", "Iodine")))
    foretold = compared(desk, later)

    assert brought_in(desk, later).adds == foretold.adds == Counts(2, 1, 0)

    on_chart = ask(desk, COORDINATOR, chart, done.patient_id)
    assert [one.name for one in on_chart.thinners] == ["Plavix 75 MG", "Eliquis"]
    assert [one.substance for one in on_chart.allergies] == ["Latex", "Iodine"]
    again = compared(desk, later)
    assert again.verdict is Verdict.SAME
    told = [(one.field, one.here, one.there) for one in again.differs]
    assert told == [("Medicine", "Metformin", "Zocor")]


def test_what_was_struck_out_here_stays_out(desk: Desk):
    lines = (fhir.order("m1", "Plavix"), fhir.allergy("a1", "Latex"))
    [record] = read(fhir.bundle(fhir.person(), *lines))
    patient_id = brought_in(desk, record).patient_id
    on_chart = ask(desk, COORDINATOR, chart, patient_id)
    never = {"reason": "Another patient's"}
    for action, strike in (
        (strike_medicine, StrikeMedicine(medication_id=on_chart.medicines[0].id, **never)),
        (strike_allergy, StrikeAllergy(allergy_id=on_chart.allergies[0].id, **never)),
    ):
        do(desk, NURSE, action, strike)

    [later] = read(fhir.bundle(fhir.person(), *lines, fhir.order("m2", "Zocor")))
    assert brought_in(desk, later).adds == Counts(1, 0, 0)

    now = ask(desk, COORDINATOR, chart, patient_id)
    assert ([one.name for one in now.medicines], now.allergies) == (["Zocor"], ())
    assert now.allergy_state is AllergyState.NOT_RECORDED


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
    assert compared(desk, elsewhere).objections[0].facts["mrn"].startswith("102-")
    assert contents(url) == before
    by_former_name = {"name": [{"family": "Cazares", "given": ["Adán"]}]}
    [maiden] = read(fhir.bundle(fhir.person("p8", **by_former_name)))
    assert [one.code for one in compared(desk, maiden).objections] == ["exchange.namesake"]
    [born_later] = read(fhir.bundle(fhir.person("p7", birthDate="1948-03-15", **by_former_name)))
    assert compared(desk, born_later).verdict is Verdict.NEW


def test_whoever_was_merged_into_another_is_the_other(desk: Desk):
    maiden = {"name": [{"family": "Cazares", "given": ["Adán"]}]}
    [record] = read(fhir.bundle(fhir.person(**maiden)))
    merged = brought_in(desk, record).patient_id
    kept = a_patient(desk, birth_date=date(1948, 3, 14))
    versions = [known(desk, one).lock_version for one in (kept, merged)]
    merge = MergePatients(
        kept_id=kept,
        kept_version=versions[0],
        merged_id=merged,
        merged_version=versions[1],
        birth_year=1948,
    )
    do(desk, NURSE, merge_patients, merge)
    [without_number] = read(fhir.bundle(fhir.person("p9", **maiden)))

    by_number, by_name = compared(desk, record), compared(desk, without_number)

    mrn = ask(desk, COORDINATOR, patient, kept).mrn
    assert (by_number.verdict, by_number.mrn) == (Verdict.SAME, mrn)
    assert [one.facts["mrn"] for one in by_name.objections] == [mrn]


def test_a_phone_for_calls_and_messages_is_one_phone(desk: Desk, url: str):
    [record] = read(
        fhir.bundle(
            fhir.person(
                telecom=[
                    {"system": "phone", "value": "707-555-0138"},
                    {"system": "sms", "value": "(707) 555-0138"},
                ]
            )
        )
    )
    done = brought_in(desk, record)
    assert [one.typed for one in known(desk, done.patient_id).reach.phones] == ["707-555-0138"]


def test_orders_without_an_id_are_all_kept_and_only_once(desk: Desk):
    content = fhir.bundle(fhir.person(), *(fhir.order("", name) for name in ("Plavix", "Zocor")))
    for entry in content["entry"][1:]:
        del entry["fullUrl"]
    [record] = read(content)

    done = brought_in(desk, record)

    found = ask(desk, COORDINATOR, chart, done.patient_id)
    assert [one.name for one in found.medicines] == ["Plavix", "Zocor"]
    assert compared(desk, record).verdict is Verdict.SAME


def test_a_later_bundle_brings_the_news_of_a_death_once(desk: Desk):
    [living] = read(fhir.bundle(fhir.person()))
    first = brought_in(desk, living)
    [dead] = read(fhir.bundle(fhir.person(deceasedDateTime="2026-10-03T05:08:34-04:00")))
    assert compared(desk, dead).verdict is Verdict.ADDS

    brought_in(desk, dead)

    found = ask(desk, COORDINATOR, patient, first.patient_id)
    assert found.deceased_on == date(2026, 10, 3)
    assert compared(desk, dead).verdict is Verdict.SAME
    assert compared(desk, living).verdict is Verdict.SAME
    other_day = fhir.person(deceasedDateTime="2026-10-04")
    [another] = read(fhir.bundle(other_day, fhir.order("m7", "Zocor")))
    assert [one.field for one in compared(desk, another).differs] == ["Died"]
    brought_in(desk, another)
    assert ask(desk, COORDINATOR, patient, first.patient_id).deceased_on == date(2026, 10, 3)


def test_who_died_on_a_day_that_nobody_knows_is_dead(desk: Desk):
    [record] = read(fhir.bundle(fhir.person(deceasedBoolean=True)))

    done = brought_in(desk, record)

    found = ask(desk, COORDINATOR, patient, done.patient_id)
    assert (found.has_died, found.deceased_on) == (True, None)
    intake = SaveIntake(patient_id=done.patient_id, answers=())
    assert refused(desk, COORDINATOR, save_intake, intake) == ["patients.deceased_some_day"]
    [on_a_day] = read(fhir.bundle(fhir.person(deceasedDateTime="2026-10-03")))
    assert brought_in(desk, on_a_day).patient_id == done.patient_id
    assert ask(desk, COORDINATOR, patient, done.patient_id).deceased_on == date(2026, 10, 3)


def test_what_differs_is_told_and_stays_as_it_is(desk: Desk, url: str):
    [record] = read(fhir.whole())
    first = brought_in(desk, record)
    chart_of = (desk, COORDINATOR, chart, first.patient_id)
    before = ask(*chart_of)
    later = fhir.bundle(
        fhir.person(
            name=[{"family": "Cazares", "given": ["Adán"]}],
            telecom=[{"system": "phone", "value": "707-555-0100"}],
            address=[{"line": ["9 Elm St"], "city": "Napa", "state": "CA"}],
            gender="other",
        ),
        fhir.order("m1", "Warfarin Sodium 5 MG Oral Tablet", "stopped"),
        fhir.allergy("a1", "Latex", "resolved"),
        fhir.condition("c1", clinicalStatus={}, abatementDateTime="2026-01-02"),
    )
    [other] = read(later)

    found = compared(desk, other)

    assert found.verdict is Verdict.SAME
    assert [(one.field, one.here, one.there) for one in found.differs] == [
        ("Name", "Adán José Portillo", "Adán Cazares"),
        ("Sex", "male", "other"),
        ("Address", "12 Oak St, Apt 4, Napa, CA", "9 Elm St, Napa, CA"),
        ("Phone", "(555) 159-8137", "(707) 555-0100"),
        ("Medicine", "Warfarin Sodium 5 MG Oral Tablet", "no longer current"),
        ("Allergy", "Latex", "no longer current"),
        ("Condition", "Spinal stenosis", "resolved Jan 2, 2026"),
    ]
    stored = contents(url)
    brought_in(desk, other)
    after = contents(url)
    assert {name for name in after if after[name] != stored[name]} == {"change"}
    assert ask(*chart_of) == before


def test_a_file_says_that_there_is_no_allergy_only_where_nobody_answered(desk: Desk):
    none = {"coding": [{"system": "http://snomed.info/sct", "code": "716186003"}], "text": "None"}
    said = fhir.allergy("a1", "", code=none)
    [record] = read(fhir.bundle(fhir.person(), said))
    assert compared(desk, record).verdict is Verdict.NEW

    done = brought_in(desk, record)

    assert ask(desk, COORDINATOR, chart, done.patient_id).allergy_state is AllergyState.NONE_KNOWN
    assert compared(desk, record).verdict is Verdict.SAME
    [latex] = read(fhir.bundle(fhir.person(), fhir.allergy("a2", "Latex")))
    brought_in(desk, latex)
    assert [(one.field, one.here) for one in compared(desk, record).differs] == [
        ("Allergies", "Latex")
    ]
    brought_in(desk, record)
    assert ask(desk, COORDINATOR, chart, done.patient_id).allergy_state is AllergyState.KNOWN


def test_a_dry_run_and_a_stop_write_nothing_more(desk: Desk, url: str, tmp_path: Path):
    people = [
        fhir.person(f"p{n}", name=[{"family": f"Łoś {n}"}], birthDate=f"195{n}-01-01")
        for n in range(3)
    ]
    file = fhir.write(tmp_path, "three.json", fhir.bundle(*people))
    [source] = sources_in([file])
    before = contents(url)

    [dry] = Import(desk, CONSOLE, is_dry=True).run([source])
    assert [one.fate for one in dry.results] == [Fate.FORETOLD] * 3
    assert contents(url) == before

    stops = iter([False, False, True, True])
    [cut] = Import(desk, CONSOLE, stopped=lambda: next(stops)).run([source])
    assert [one.fate for one in cut.results] == [Fate.IMPORTED, *[Fate.NOT_REACHED] * 2]
    assert list(Import(desk, CONSOLE, stopped=lambda: True).run([source])) == []

    [rest] = Import(desk, CONSOLE).run([source])
    assert [one.fate for one in rest.results] == [Fate.SAME, Fate.IMPORTED, Fate.IMPORTED]
    told = json.loads(as_json(Report((rest,))))
    assert [one["fate"] for one in told["files"][0]["patients"]] == [
        one.fate for one in rest.results
    ]
    assert len(as_text(Report((rest,))).decode().splitlines()) >= 4


def test_statements_do_not_grow_with_what_a_patient_has(desk: Desk):
    def statements(key: str, many: int) -> int:
        orders = [
            fhir.order(f"{key}{n}", f"Zocor {n} MG", subject={"reference": f"Patient/{key}"})
            for n in range(many)
        ]
        person = fhir.person(key, birthDate=f"1950-01-{many:02}")
        [record] = read(fhir.bundle(person, *orders))
        with counted(desk._engine) as seen:
            brought_in(desk, record)
        # The embedded file takes rows one by one, without a way to a server.
        return len([one for one in seen if not one.startswith("INSERT")])

    statements("p0", 1)
    assert statements("p2", 20) == statements("p1", 2)
