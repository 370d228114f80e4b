"""A coordinator brings in what the referring practice exported, and sees what changed later."""

from pathlib import Path

from PySide6.QtCore import Qt

from clinicdesk import demo
from tests.builders import fhir
from tests.journeys.playing import Play
from tests.screens.imports import ImportScreen
from tests.screens.keys import Keys
from ui.pages import PATIENTS, PatientsArea

Key = Qt.Key


def exported(folder: Path, *, changed: bool = False) -> Path:
    """Three patients, one on a blood thinner, and a file that is no export."""
    folder.mkdir(exist_ok=True)
    people = (("Okoye", "Ada", "Warfarin Sodium 5 MG Oral Tablet"), ("Łukasik", "Zoë", "Zocor"))
    for number, (family, given, medicine) in enumerate(people, 1):
        key, about = f"p{number}", {"reference": f"Patient/p{number}"}
        name = [{"use": "official", "family": family, "given": [given]}]
        moved = (
            {"address": [{"line": ["9 Elm St"], "city": "Napa", "state": "CA"}]} if changed else {}
        )
        status = "stopped" if changed else "active"
        fhir.write(
            folder,
            f"{family.lower()}.json",
            fhir.bundle(
                fhir.person(key, name=name, birthDate=f"194{number}-07-04", **moved),
                fhir.order(f"m{number}", medicine, status, subject=about),
                fhir.condition(f"c{number}", subject=about),
                fhir.allergy(f"a{number}", "Latex", patient=about),
            ),
        )
    fhir.write(folder, "notes.json", "Dear colleague,")
    return folder


def test_import(play: Play, tmp_path: Path) -> None:
    play.sign_in("dana", demo.PASSWORD)
    area = play.page(PATIENTS, PatientsArea)
    keys = Keys()
    keys.tab_to(area.list.bring)
    keys.press(Key.Key_Space)
    screen = ImportScreen(play._qtbot, area.imports)
    play.step("Import: choose files, a folder, or type where they are")

    screen.bring(exported(tmp_path / "export"))
    assert [verdict for _, verdict in screen.rows] == ["Left out", "New", "New"]
    assert "Warfarin Sodium 5 MG Oral Tablet" in screen.look_at(1) + screen.look_at(2)
    play.step("Preview: two new patients, one file that cannot be read")

    screen.carry_out()
    assert screen.summary.startswith("Done. 2 patients and 1 file without one: ")
    play.step("Report: what was imported, and what not and why")

    screen.choose_others()
    screen.bring(exported(tmp_path / "export", changed=True))
    assert [verdict for _, verdict in screen.rows] == ["Left out", "Already here", "Already here"]
    assert any("no longer current" in line for line in screen.look_at(1))
    play.step("Differs: an address and a stopped medicine, and the chart stays as it is")

    keys.tab_to(area.imports.back)
    keys.press(Key.Key_Space)
    play.open_chart("okoye")
    assert "warfarin" in play.chart.banner.lower()
    play.step("Chart: the imported patient with the blood thinner in the banner")
