"""What is read of FHIR resources, case by case; no database."""

import json
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Any

import msgspec
import pytest

from clinicdesk.contacts.rules import Contact
from clinicdesk.errors import Refused
from clinicdesk.exchange import files, gathering
from clinicdesk.exchange.candidates import ImportPatient, Reading
from clinicdesk.exchange.fhir import read_bundle
from clinicdesk.exchange.files import sources_in
from clinicdesk.exchange.reading import read_source
from clinicdesk.messages import sentence
from clinicdesk.patients.rules import NewPhone, PhoneKind, Sex
from tests.builders import fhir
from tests.builders.published import THINNERS, published


def reading(*entries: dict[str, Any]) -> Reading:
    return read_bundle(msgspec.json.encode(fhir.bundle(*entries)))


def record_of(*entries: dict[str, Any], **person: Any) -> ImportPatient:
    [candidate] = reading(fhir.person(**person), *entries).candidates
    assert candidate.record
    return candidate.record


def registration(**person: Any) -> Any:
    return record_of(**person).registration


def left_out(*entries: dict[str, Any], **person: Any) -> list[str]:
    """The codes of what is left out, but for numbers of states."""
    [candidate] = reading(fhir.person(**person), *entries).candidates
    assert all(sentence(one.reason) for one in candidate.skipped)
    codes = [one.reason.code.partition(".")[2] for one in candidate.skipped]
    return [code for code in codes if code != "number_of_a_state"]


def test_a_mononym_is_a_family_name():
    mononym = registration(name=[{"given": ["Suharto"]}])

    assert (mononym.family, mononym.given) == ("Suharto", "")


# Names, and the family, given, preferred and former names read from them.
NAMES: dict[str, tuple[list[dict[str, Any]], str, str, str, tuple[tuple[str, str], ...]]] = {
    "digits": (
        [{"use": "official", "family": "Frami345", "given": ["Abe604"]}],
        *("Frami345", "Abe604", "", ()),
    ),
    "the official counts before the usual": (
        [{"use": "usual", "family": "Ruiz", "given": ["Bob"]},
         {"use": "official", "family": "Ruiz", "given": ["Robert"]}],
        *("Ruiz", "Robert", "Bob", (("Ruiz", "Bob"),)),
    ),
    "a nickname is what the person is called": (
        [{"family": "Ruiz", "given": ["Robert"]}, {"use": "nickname", "given": ["Bobby"]}],
        *("Ruiz", "Robert", "Bobby", ()),
    ),
    "maiden and old are former": (
        [{"use": "maiden", "family": "Kunze", "given": ["Ana"]},
         {"use": "old", "family": "Gil"},
         {"use": "official", "family": "Ruiz", "given": ["Ana"]}],
        *("Ruiz", "Ana", "", (("Kunze", "Ana"), ("Gil", ""))),
    ),
    "what has ended is former": (
        [{"family": "Gil", "given": ["Ana"], "period": {"end": "2010"}},
         {"family": "Ruiz", "given": ["Ana"]}],
        *("Ruiz", "Ana", "", (("Gil", "Ana"),)),
    ),
    "a person with only a past name still has it": (
        [{"use": "old", "family": "Gil", "given": ["Ana"]}],
        *("Gil", "Ana", "", ()),
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", NAMES)
def test_which_name_counts_now(case: str):
    names, *expected = NAMES[case]

    read = registration(name=names)

    assert [read.family, read.given, read.preferred, read.former_names] == expected


def phone(value: str, **given: Any) -> dict[str, Any]:
    return {"system": "phone", "value": value, **given}


def test_phones_come_by_rank_and_old_ones_stay_away():
    ways = [
        phone("1", use="home"),
        phone("2", use="mobile", rank=1),
        phone("3", use="old"),
        phone("4", use="work", period={"end": "2019-01-01"}),
        {"system": "fax", "value": "5"},
        {"system": "email", "value": "no address"},
        {"system": "email", "value": "adan@example.com", "rank": 2},
    ]

    read = registration(telecom=ways)

    assert read.phones == (
        NewPhone(typed="2", kind=PhoneKind.MOBILE, preferred=True),
        NewPhone(typed="1", kind=PhoneKind.HOME),
    )
    assert read.email == "adan@example.com"
    assert left_out(telecom=ways) == ["phone_of_before"] * 2 + ["email_not_taken"]


def test_where_the_person_lives_now_counts():
    lived = {"line": ["1 Old St"], "period": {"end": "2001-01-01"}}
    places = [lived, {"use": "billing", "line": ["PO Box"]}, {"use": "home", "line": ["2 New St"]}]

    assert registration(address=places).street == "2 New St"
    assert left_out(address=places) == ["address_of_before", "second_address"]
    assert registration(address=[lived]).street == ""
    assert registration(telecom=[], address=[]).street == ""
    assert registration().street == "12 Oak St, Apt 4"


def test_whom_to_call():
    daughter = {
        "relationship": [{"coding": [{"code": "C"}], "text": "Daughter"}],
        "name": {"family": "Portillo", "given": ["Inés"]},
        "telecom": [phone("707-555-0171")],
    }
    people = [daughter, {"name": {"text": "Once"}, "period": {"end": "2001"}}, {}]

    [taken] = record_of(contact=people).contacts

    assert taken == Contact(
        name="Inés Portillo", relation="Daughter", phone="707-555-0171", is_emergency=True
    )
    assert left_out(contact=people)[0] == "contact_of_before"
    assert len(left_out(contact=people)) == 2


def spoken(code: str = "", text: str = "", **given: Any) -> dict[str, Any]:
    return {"language": {"coding": [{"code": code}], "text": text}, **given}


@pytest.mark.parametrize(
    ("languages", "code"),
    [
        ([], ""),
        ([spoken("es")], "es"),
        ([spoken("en-US")], "en"),
        ([spoken(text="spanish")], "es"),
        ([spoken("xx", "Elvish")], "xx"),
        ([spoken(text="Elvish")], ""),
        ([spoken("es"), spoken("en", preferred=True)], "en"),
        ([spoken("es"), spoken("en")], ""),
    ],
)
def test_the_preferred_or_only_language(languages: list[dict[str, Any]], code: str):
    assert registration(communication=languages).language == code


def test_who_has_died():
    on_a_day = registration(deceasedDateTime="1987-10-19T05:08:34-04:00")
    assert (on_a_day.has_died, on_a_day.deceased_on) == (True, date(1987, 10, 19))
    for died in ({"deceasedBoolean": True}, {"deceasedDateTime": "2024-05"}):
        some_day = registration(**died)
        assert (some_day.has_died, some_day.deceased_on) == (True, None)
        assert left_out(**died) == ["death_without_day"]
    assert not registration(deceasedBoolean=False).has_died
    assert registration(gender="unknown").sex is None
    assert registration(gender="female").sex is Sex.FEMALE


def test_the_sentence_of_a_death_without_a_day_is_no_refusal():
    [candidate] = reading(fhir.person(birthDate="1948-03")).candidates

    assert [one.code for one in candidate.objections] == ["exchange.patient_incomplete"]
    assert candidate.name.family == "Portillo"


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
    number = {"system": "urn:oid:2.16.840.1.113883.4.19", "value": "5"}

    assert registration(identifier=[number]).identifiers == (
        ("urn:oid:2.16.840.1.113883.4.19", "5"),
    )
    assert left_out(identifier=[{"value": "12"}]) == ["number_of_nobody"]


# An order as it differs from an active one, and why it is no medicine; "" for one that is.
ORDERS: dict[str, tuple[dict[str, Any], str]] = {
    "active": ({}, ""),
    "original": ({"intent": "original-order"}, ""),
    "of no intent": ({"intent": ""}, ""),
    **{
        status: ({"status": status}, "not_current")
        for status in ("stopped", "completed", "cancelled", "entered-in-error")
    },
    **{status: ({"status": status}, "thinner_not_current") for status in ("on-hold", "draft", "")},
    **{intent: ({"intent": intent}, "not_ordered") for intent in ("plan", "proposal", "option")},
    "not to be given": ({"doNotPerform": True}, "not_to_be_given"),
    "without words": (
        {"medicationCodeableConcept": {"coding": [{"code": "855332"}]}}, "without_words",
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", ORDERS)
def test_which_orders_are_current(case: str):
    given, code = ORDERS[case]
    order = fhir.order("m1", "Warfarin", **given)

    assert record_of(order).thinners == (() if code else ("Warfarin",))
    assert left_out(order) == ([code] if code else [])
    assert record_of(order).ended == (("fhir:order:m1",) if "not_current" in code else ())


def test_a_statement_that_it_is_taken_counts_like_an_order():
    taken = fhir.order("s1", "Eliquis", resourceType="MedicationStatement", intent=None)
    del taken["intent"]
    [medicine] = record_of({**taken, "effectivePeriod": {"start": "2020-02-03"}}).medicines

    assert (medicine.source, medicine.started_on) == ("fhir:statement:s1", date(2020, 2, 3))
    assert left_out({**taken, "status": "completed"}) == ["not_current"]


def coded(code: str) -> dict[str, Any]:
    coding = {"system": "http://snomed.info/sct", "code": code, "display": "No known"}
    return {"coding": [coding], "text": "No known allergy"}


def test_no_known_allergy_is_no_allergy_and_only_the_whole_one_says_none():
    everything = record_of(fhir.allergy("a1", "", code=coded("716186003")))
    only_drugs = record_of(fhir.allergy("a1", "", code=coded("409137002")))

    assert (everything.allergies, everything.has_no_allergies) == ((), True)
    assert (only_drugs.allergies, only_drugs.has_no_allergies) == ((), False)
    assert left_out(fhir.allergy("a1", "", code=coded("409137002"))) == ["no_allergy_to_some"]


def status(code: str) -> dict[str, Any]:
    return {"coding": [{"code": code}]}


# A condition as it differs from one that is present, and why it is left out.
CONDITIONS: dict[str, tuple[dict[str, Any], str]] = {
    "present": ({}, ""),
    "recurrence": ({"clinicalStatus": status("recurrence")}, ""),
    "resolved": (
        {"clinicalStatus": status("resolved"), "abatementDateTime": "2020-01-02"},
        "",
    ),
    "resolved some day": ({"clinicalStatus": status("resolved")}, "gone_without_day"),
    "in remission since a year": (
        {"clinicalStatus": status("remission"), "abatementDateTime": "2020"},
        "gone_without_day",
    ),
    "refuted": ({"verificationStatus": status("refuted")}, "withdrawn"),
    "an error": ({"verificationStatus": status("entered-in-error")}, "withdrawn"),
    "without words": ({"code": {}}, "without_words"),
}


@pytest.mark.parametrize("case", CONDITIONS)
def test_which_conditions_are_taken(case: str):
    given, code = CONDITIONS[case]
    condition = fhir.condition("c1", **given)

    taken = record_of(condition).conditions
    assert left_out(condition) == ([code] if code else [])
    assert len(taken) == (0 if code else 1)
    for one in taken:
        assert (one.code, one.began_on) == ("http://snomed.info/sct|76107001", date(2019, 5, 1))
        assert one.resolved_on == (date(2020, 1, 2) if case == "resolved" else None)


def test_a_drug_is_recognised_in_whatever_names_it():
    said = {"text": "blood pill", "coding": [{"display": "Zocor"}, {"display": "Warfarin 5 MG"}]}

    record = record_of(fhir.order("m1", "", medicationCodeableConcept=said))

    assert [one.name for one in record.medicines] == ["blood pill"]
    assert record.thinner_drugs == ("warfarin",)


def test_an_allergy_without_words_is_not_none():
    nobody_asked = fhir.allergy(
        "a1", "None", code={"coding": [{"code": "716186003"}], "text": "No"}
    )

    assert record_of(nobody_asked).has_no_allergies
    assert not record_of(nobody_asked, fhir.allergy("a2", "")).has_no_allergies


def test_what_is_read_together_has_an_end(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(gathering, "MOST_TAKEN", 2)

    assert reading(fhir.person(), fhir.observation("o1"), fhir.order("m1", "Zocor")).candidates
    with pytest.raises(Refused, match=r"exchange\.too_many_together"):
        reading(fhir.person(), *(fhir.order(f"m{n}", "Zocor") for n in range(2)))


def test_kinds_that_nobody_ever_heard_of_are_counted_together():
    odd = [
        {"resourceType": f"Kind{chr(65 + n % 26)}{chr(65 + n // 26)}", "id": "x"}
        for n in range(400)
    ]

    ignored = reading(fhir.person(), *odd).ignored
    assert ignored
    assert (len(ignored), sum(ignored.values()), ignored["?"]) == (201, 400, 200)


NUMBERED = f"Patient?identifier={fhir.HOSPITAL}%7Cp1"


@pytest.mark.parametrize(
    ("subject", "is_found"),
    [
        ({"reference": "urn:uuid:p1"}, True),
        ({"reference": "Patient/p1"}, True),
        ({"reference": "Patient/p1/_history/3"}, True),
        ({"reference": NUMBERED}, True),
        ({"reference": NUMBERED.replace("%7C", "|")}, True),
        ({"identifier": {"system": fhir.HOSPITAL, "value": "p1"}}, True),
        ({"reference": "Patient?identifier=urn:other|p1"}, False),
        ({"reference": "http://elsewhere.example/Patient/p1"}, False),
        (
            {"reference": "Patient/p2", "identifier": {"system": fhir.HOSPITAL, "value": "p1"}},
            False,
        ),
        ({}, False),
    ],
)
def test_whose_an_order_is(subject: dict[str, Any], is_found: bool):
    found = reading(fhir.person(), fhir.order("m1", "Plavix", subject=subject))

    [candidate] = found.candidates
    assert candidate.record
    assert len(candidate.record.medicines) == is_found
    assert [one.reason.code for one in found.skipped] == ["exchange.nobodys"] * (not is_found)


def test_a_number_that_two_people_have_is_nobodys_address():
    two = (fhir.person(), fhir.person("p2", birthDate="1950-01-01"))
    shared = {"identifier": {"system": "http://hl7.org/fhir/sid/us-ssn", "value": "999-55-2827"}}

    found = reading(*two, fhir.order("m1", "Plavix", subject=shared))

    assert [one.record.medicines for one in found.candidates if one.record] == [(), ()]
    assert len(found.skipped) == 1


def test_what_has_no_address_is_nobodys():
    content = fhir.bundle(fhir.person(), fhir.order("m1", "Plavix", subject={}))
    content["entry"][0]["fullUrl"] = ""
    [candidate] = read_bundle(msgspec.json.encode(content)).candidates

    assert candidate.record
    assert candidate.record.medicines == ()


def test_a_published_bundle_is_read_by_what_counts():
    bundle = published(3, 200_000)
    orders = [one["resource"] for one in bundle["entry"] if one["request"]["url"][:4] == "Medi"]
    active = [o["medicationCodeableConcept"]["text"] for o in orders if o["status"] == "active"]

    found = read_bundle(json.dumps(bundle, indent=2).encode())

    [candidate] = found.candidates
    assert candidate.record
    assert sorted(candidate.record.thinners) == sorted(m for m in active if m in THINNERS)
    assert found.ignored
    assert found.ignored.keys() >= {"Observation", "Claim", "ExplanationOfBenefit"}


@pytest.mark.parametrize("name", ['"resourceType"', '"resource\\u0054ype"'])
def test_an_order_cannot_pass_as_something_that_is_ignored(name: str):
    order = json.dumps(fhir.order("m1", "Warfarin"))
    disguised = f'{order[:-1]}, {name}: "Observation"}}'
    bundle = json.dumps(fhir.bundle(fhir.person(), fhir.observation("o1")))
    content = bundle.replace(json.dumps(fhir.observation("o1")), disguised)

    with pytest.raises(Refused, match=r"exchange\.repeated_name"):
        read_bundle(content.encode())


# ------------------------------------------------------------------------ lines and folders


def lines(*entries: dict[str, Any]) -> str:
    return "".join(json.dumps(one) + "\n" for one in entries)


def readings(*paths: Path) -> list[Reading]:
    return [read_source(source) for source in sources_in(paths)]


def thinners(found: Iterable[Reading]) -> list[list[str]]:
    return [
        [name for one in reading.candidates if one.record for name in one.record.thinners]
        for reading in found
    ]


def test_line_files_of_a_folder_are_read_together_and_bundles_by_themselves(tmp_path: Path):
    export, deeper = tmp_path / "export", tmp_path / "export" / "more"
    deeper.mkdir(parents=True)
    about = {"reference": "Patient/p1"}
    fhir.write(export, "a.json", fhir.bundle(fhir.person("p3"), fhir.order("m3", "Xarelto")))
    order, statin = fhir.order("m1", "Warfarin", subject=about), fhir.order("m2", "Zocor")
    fhir.write(export, "MedicationRequest.ndjson", lines(order, statin))
    fhir.write(export, "Patient.ndjson", "\ufeff" + lines(fhir.person()))
    fhir.write(export, "notes.txt", "not read")
    fhir.write(deeper, "told-by-content.json", lines(fhir.person("p9"), fhir.observation("o1")))

    found = readings(tmp_path)

    assert [one.file for one in found] == ["export", "a.json", "told-by-content.json"]
    assert thinners(found) == [["Warfarin"], [], []]
    assert [len(one.candidates) for one in found] == [1, 1, 1]


def test_a_broken_line_is_named_and_a_line_has_an_end(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    broken = fhir.write(tmp_path, "x.ndjson", lines(fhir.person()) + "{\n")
    [found] = readings(broken)
    assert [(one.code, one.facts["line"]) for one in found.objections] == [
        ("exchange.line_unreadable", 2)
    ]

    monkeypatch.setattr(files, "LARGEST_FILE", 100)
    [found] = readings(broken)
    assert [one.code for one in found.objections] == ["files.too_large"]
