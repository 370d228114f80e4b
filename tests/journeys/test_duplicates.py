"""Somebody is registered who is here already; two records that are one person's become one."""

from datetime import date

from clinicdesk.demo import PASSWORD
from clinicdesk.desk import Desk
from clinicdesk.patients.actions import RegisterPatient, register_patient
from clinicdesk.patients.rules import NewPhone
from tests.builders.gestures import do
from tests.journeys.playing import Play
from tests.screens.keys import press
from ui.pages import PATIENTS, PatientsArea

RINGS = (NewPhone(typed="707 555 0144"),)


def test_duplicates(play: Play, desk: Desk) -> None:
    """By keyboard alone: not registered twice, found in the report, merged, and undone."""
    for family, day in (("Whitfield", 6), ("Whitfeld", 7)):
        anne = RegisterPatient(
            family=family, given="Anne", birth_date=date(1948, 5, day), phones=RINGS
        )
        do(desk, "dana", register_patient, anne)
    play.sign_in("dana", PASSWORD)
    use_who_is_here(play)
    merge_two_records(play)
    undo_the_merge(play)


def use_who_is_here(play: Play) -> None:
    """While a name is typed by ear, the patient who is meant stands beside it."""
    register = play.patients().new_patient()
    register.fill(family="Witfield", given="Ann", born="5/6/1948")
    play.settle()
    register.wait_for_matches()
    assert register.matches[0].startswith("WHITFIELD, Anne, Born May 6, 1948")
    play.step("Typed by ear: who may be meant, and why")
    play.chart.wait_for(register.use())
    area = play.page(PATIENTS, PatientsArea)
    assert "WHITFIELD, Anne" in play.chart.banner
    assert area.list.register.family.value() == "Witfield"
    play.step("Used: the chart is open, and nothing typed is lost")


def merge_two_records(play: Play) -> None:
    """The report names the two records; side by side a person chooses what counts."""
    pairs = play.duplicates()
    assert pairs.pairs == [("WHITFIELD, Anne", "WHITFELD, Anne")]
    assert pairs.why.startswith("birth date differs in one place")
    play.step("Possible duplicates: the pairs, and why")
    pairs.compare()
    pairs.keep_the_other()
    pairs.take("family")
    play.step("Side by side: what differs is chosen field by field")
    pairs.merge("1949")
    play.settle()
    assert "Type the birth year" in pairs.problem
    play.step("Another birth year: nothing is merged")
    pairs.merge("1948")
    play.settle()
    play.chart.wait_for(play.chart.page.chart.patient_id)
    assert play.chart.banner.startswith("WHITFIELD, Anne, Former name WHITFELD, Anne")
    assert "Born May 7, 1948" in play.chart.banner
    play.step("Merged: one chart, with the way back")


def undo_the_merge(play: Play) -> None:
    """Nothing was changed since: both records are as they were."""
    strip = play.chart.page.chart.merges
    assert "Merged with WHITFELD, Anne, MRN" in strip.lines[0].text()
    press(strip.undo)
    play.settle()
    assert strip.isHidden()
    assert "WHITFELD, Anne" in play.chart.banner
    play.step("Undone: two records again")
    assert play.duplicates().pairs == [("WHITFIELD, Anne", "WHITFELD, Anne")]
    pairs = play.duplicates()
    pairs.different_people()
    play.settle()
    assert pairs.pairs == []
    play.step("Different people: the pair is not named again")
