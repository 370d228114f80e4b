"""Recognising the drugs that must be held, in the words that people and exports use."""

import pytest

from clinicdesk.policy import DrugRow, DrugTable, drug_table
from clinicdesk.record.rules import recognise_all


def recognise(medicine: str, table: DrugTable) -> DrugRow | None:
    """The drug that the medicine's name speaks of first of all."""
    return next(iter(recognise_all(medicine, table)), None)


ASRA = drug_table()
NAMES = [
    pytest.param(name, row.key, id=f"{row.key}-{name}") for row in ASRA.rows for name in row.names
]


@pytest.mark.parametrize(
    ("medicine", "key"),
    [
        ("Clopidogrel 75 MG Oral Tablet", "clopidogrel"),
        ("Naproxen sodium 220 MG Oral Tablet", "naproxen"),
        ("Warfarin Sodium 5 MG Oral Tablet", "warfarin"),
        ("Aspirin 81 MG Oral Tablet", "aspirin"),
        ("Alteplase 100 MG Injection", "fibrinolytic"),
        ("dabigatran etexilate mesylate 150 MG", "dabigatran"),
        ("0.4 ML enoxaparin sodium 100 MG/ML Prefilled Syringe [Lovenox]", "enoxaparin_treatment"),
        ("fondaparinux sodium", "fondaparinux"),
        ("ticagrelor 90 MG [Brilinta]", "ticagrelor"),
        ("COUMADIN", "warfarin"),
        ("  eliquis\t5mg bid ", "apixaban"),
        ("Élïquis", "apixaban"),
        ("aspirin81mg", "aspirin"),
        ("low-dose aspirin", "aspirin"),
        ("Excedrin Migraine", "aspirin"),
        ("Alka-Seltzer", "aspirin"),
        ("alka seltzer original", "aspirin"),
        ("Goody's powder", "aspirin"),
        ("Goody’s powder", "aspirin"),
        ("ASA 325", "aspirin"),
        ("heparin sodium, porcine 5000 UNT/ML", "heparin_subcutaneous"),
        ("heparin IV", "heparin_intravenous"),
        ("Enoxaparin 40 mg, prophylactic dose", "enoxaparin_prophylactic"),
        ("Mefenamic acid", "mefenamic_acid"),
    ],
)
def test_a_hold_drug_is_recognised(medicine: str, key: str) -> None:
    row = recognise(medicine, ASRA)

    assert row is not None
    assert row.key == key


@pytest.mark.parametrize(("name", "key"), NAMES)
def test_every_name_of_the_table_is_recognised(name: str, key: str) -> None:
    row = recognise(f"{name.upper()} 10 MG Oral Tablet", ASRA)

    assert row is not None
    if name != "Lovenox":  # both doses carry the brand; the longer hold is assumed
        assert row.key == key


@pytest.mark.parametrize(
    "medicine",
    [
        "",
        " ",
        "81 MG",
        "Simvastatin 10 MG",
        "Acetaminophen 325 MG Oral Tablet",
        "heparinoid cream",
        "nonaspirin",
        "Aspirin-free cold relief",
        "mefenamic",
        "plavixx",
        "Vitamin B 12 5 MG/ML Injectable Solution",
        "\u0430spirin",  # a Cyrillic letter is another word; the answer stays "not known"
    ],
)
def test_another_medicine_is_not_recognised(medicine: str) -> None:
    assert recognise(medicine, ASRA) is None


@pytest.mark.parametrize(
    ("medicine", "keys"),
    [
        ("12 HR Aspirin 25 MG / Dipyridamole 200 MG", ["aspirin_dipyridamole"]),
        ("dipyridamole and aspirin", ["aspirin_dipyridamole"]),
        ("Aggrenox", ["aspirin_dipyridamole"]),
        ("Plavix and aspirin", ["clopidogrel", "aspirin"]),
        ("Plavix (clopidogrel)", ["clopidogrel"]),
        ("Ibuprofen / famotidine [Duexis]", ["ibuprofen"]),
        ("Aspirin-free, with naproxen", ["naproxen"]),
        ("water", []),
    ],
)
def test_combination_products(medicine: str, keys: list[str]) -> None:
    assert [row.key for row in recognise_all(medicine, ASRA)] == keys


@pytest.mark.parametrize("profile", ["asra_2018", "acc_pause"])
def test_recognition_does_not_depend_on_the_profile(profile: str) -> None:
    row = recognise("Aleve", drug_table(profile))

    assert row is not None
    assert row.key == "naproxen"
