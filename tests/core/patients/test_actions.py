"""Registering and finding patients, on both databases: no letter of a name is lost."""

from dataclasses import replace
from datetime import date, timedelta

from sqlalchemy import select

from clinicdesk.desk import Desk
from clinicdesk.patients.actions import RegisterPatient, register_patient
from clinicdesk.patients.queries import patient
from clinicdesk.patients.rules import LAST_MRN_SERIAL, NewPhone, PhoneKind, Sex
from clinicdesk.patients.tables import MrnCounter, Patient
from tests.builders.clinic import COORDINATOR
from tests.builders.gestures import ask, do, refused, told
from tests.builders.patients import a_patient
from tests.builders.rows import rows

ROSA = RegisterPatient(
    family="Martínez López",
    given="Rosa",
    middle="María",
    suffix="Jr.",
    preferred="Rosie",
    birth_date=date(1951, 3, 14),
    sex=Sex.FEMALE,
    phones=(NewPhone(typed="707 555 0171", kind=PhoneKind.MOBILE, preferred=True),),
    gender="Woman",
    email="rosa@example.com",
    language="es",
    needs_interpreter=True,
    street="12 Oak Street",
    former_names=(("Ybarra", "Rosa"),),
    identifiers=(("urn:other-clinic", "X-77"),),
)


def test_a_patient_is_kept_letter_by_letter(desk: Desk):
    patient_id = do(desk, COORDINATOR, register_patient, ROSA)

    found = ask(desk, COORDINATOR, patient, patient_id)
    assert found.name.in_full == "Rosa María Martínez López Jr."
    assert found.name.on_screen == "MARTÍNEZ LÓPEZ, Rosa Jr."
    assert (found.birth_date, found.sex) == (date(1951, 3, 14), Sex.FEMALE)
    assert found.phone == "(707) 555-0171"


def test_what_is_told_is_kept_and_the_rest_is_not_recorded(desk: Desk, url: str):
    do(desk, COORDINATOR, register_patient, ROSA)
    a_patient(desk, family="Okonkwo", given="Ada", phones=(NewPhone(typed="1"),))

    with rows(url) as session:
        told, silent = session.scalars(select(Patient).order_by(Patient.id))
        kept = [
            (row.gender, row.email, row.language, row.needs_interpreter, row.phones[0].preferred)
            for row in (told, silent)
        ]
    assert kept == [
        ("Woman", "rosa@example.com", "es", True, True),
        (None, None, None, None, False),
    ]


def test_record_numbers_rise_and_carry_their_check_digit(desk: Desk):
    shown = [ask(desk, COORDINATOR, patient, a_patient(desk)).mrn for _ in range(3)]

    assert shown == ["102-9818", "102-9826", "102-9834"]


def test_a_refused_registration_uses_up_no_number(desk: Desk):
    refused(desk, COORDINATOR, register_patient, replace(ROSA, family=""))

    assert ask(desk, COORDINATOR, patient, a_patient(desk)).mrn == "102-9818"


def test_registrations_that_are_refused(desk: Desk):
    do(desk, COORDINATOR, register_patient, ROSA)
    tomorrow = date(2026, 11, 24)
    expected = {
        "patients.family_missing": replace(ROSA, family="  "),
        "patients.born_in_future": replace(ROSA, birth_date=tomorrow + timedelta(days=1)),
        "patients.born_too_long_ago": replace(ROSA, birth_date=date(1880, 1, 1)),
        "patients.died_out_of_life": replace(ROSA, deceased_on=date(1900, 1, 1)),
        "patients.namesake": replace(ROSA, family="MARTINEZ-LOPEZ", given="rosa"),
        "text.too_long": replace(ROSA, family="x" * 101),
        "text.hidden_character": replace(ROSA, given="Ro\u202esa"),
    }

    found = {
        code: refused(desk, COORDINATOR, register_patient, one) for code, one in expected.items()
    }

    assert found == {code: [code] for code in expected}
    for former in (("Ro\ud800", "Rosa"), ("\ufdfa" * 100, "")):
        other = replace(ROSA, family="Other", former_names=(former,))
        assert refused(desk, COORDINATOR, register_patient, other)[0].startswith("text.")
    assert "102-9818" in told(desk, COORDINATOR, register_patient, ROSA)


def test_a_namesake_can_be_somebody_else(desk: Desk):
    first = do(desk, COORDINATOR, register_patient, ROSA)
    other = replace(ROSA, namesake_is_another=True, identifiers=())

    assert do(desk, COORDINATOR, register_patient, other) != first
    twin = replace(ROSA, given="Rita", preferred="", former_names=(), identifiers=())
    assert do(desk, COORDINATOR, register_patient, twin)


def test_the_last_record_number(desk: Desk, url: str):
    with rows(url) as session:
        session.add(MrnCounter(id=1, last_serial=LAST_MRN_SERIAL - 1))
    assert ask(desk, COORDINATOR, patient, a_patient(desk)).mrn == "999-9996"

    more = replace(ROSA, namesake_is_another=True)
    assert refused(desk, COORDINATOR, register_patient, more) == ["patients.numbers_used_up"]


def test_a_single_name_and_no_phone(desk: Desk):
    patient_id = a_patient(desk, family="Suharto", given="", sex=None, phones=())

    found = ask(desk, COORDINATOR, patient, patient_id)
    assert (found.name.on_screen, found.name.in_full) == ("SUHARTO", "Suharto")
    assert (found.phone, found.sex) == ("", None)
