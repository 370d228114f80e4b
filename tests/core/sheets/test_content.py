"""What a sheet says, for every state the facts can be in."""

from dataclasses import replace
from itertools import product

import pytest

from clinicdesk import messages
from clinicdesk.errors import Refused
from clinicdesk.procedure_day.rules import Closure
from clinicdesk.scheduling.rules import Sedation
from clinicdesk.sheets.content import Run, compose
from clinicdesk.sheets.facts import DischargeFacts, Facts, PreOpFacts, fasting_profile
from clinicdesk.sheets.rules import (
    DoseKind,
    FollowUp,
    RestartKind,
    SheetKind,
    ThinnerState,
    fasting_times,
)
from clinicdesk.sheets.texts import parse, sheet_text
from tests.builders.sheet_facts import (
    ANA,
    CLINIC,
    DISCHARGE,
    DOSES,
    PRE_OP,
    RESTARTS,
    ROSA,
    SMALL_TEXT,
    local,
)

UNNAMED = replace(PRE_OP, drugs=(), thinner_state=ThinnerState.UNNAMED)
NO_DRUGS = replace(PRE_OP, drugs=(), thinner_state=ThinnerState.NONE)
NO_PHONE_AT_NIGHT = replace(CLINIC, after_hours_phone=None)


def text_of(facts: Facts) -> str:
    return compose(facts).plain_text


def after(state: ThinnerState) -> DischargeFacts:
    """The sheet after a procedure for which nothing was held."""
    return replace(DISCHARGE, restarts=(), thinner_state=state)


def with_doses(*kinds: DoseKind) -> PreOpFacts:
    return replace(PRE_OP, drugs=tuple(DOSES[kind] for kind in kinds))


CUT_OFF = DOSES[DoseKind.CUT_OFF]
SAYS = [
    (PRE_OP, "Tuesday, January 12, 2027, at 8:45 AM"),
    (PRE_OP, "9:45 AM, about 60 minutes, with Dr. N. Okafor"),
    (PRE_OP, "L3–L4 (left), L4–L5 (both sides)"),
    (PRE_OP, "About 11:50 AM. It may be later."),
    (PRE_OP, "Ana Martinez (daughter), (707) 555-0171"),
    (PRE_OP, "1200 Vine Street, Suite 4, Napa, CA 94558"),
    (PRE_OP, "Tuesday, January 12, 2027, at 1:45 AM"),
    (PRE_OP, "Tuesday, January 12, 2027, at 3:45 AM"),
    (PRE_OP, "Tuesday, January 12, 2027, at 7:45 AM"),
    (PRE_OP, "A taxi, bus or ride app on its own does not count."),
    (PRE_OP, "Have an adult stay with you for 24 hours"),
    (PRE_OP, "a small sip of water"),
    (PRE_OP, "Loose, easy clothes and flat shoes."),
    (PRE_OP, "Call (707) 555-0100. When we are closed: (707) 555-0199."),
    (replace(PRE_OP, driver=None), "Driver: not yet named, call (707) 555-0100"),
    (
        PRE_OP,
        (
            "Take your last dose on Saturday, January 9, 2027, at 8:00 AM. Take no more after "
            "that. Do not take it on Sunday, January 10; Monday, January 11; or Tuesday, "
            "January 12, 2027."
        ),
    ),
    (
        replace(PRE_OP, drugs=(replace(DOSES[DoseKind.LAST_DOSE], days_off=()),)),
        "Take your last dose on Saturday, January 9, 2027, at 8:00 AM. Take no more after that.",
    ),
    (
        with_doses(DoseKind.CUT_OFF),
        (
            "Take no dose after Thursday, January 7, 2027, at 9:45 AM. Do not take it on any day "
            "from Friday, January 8, through Tuesday, January 12, 2027."
        ),
    ),
    (
        replace(PRE_OP, drugs=(replace(CUT_OFF, days_off=(), instant=local(12, 0)),)),
        "Take no dose after Monday, January 11, 2027, at 11:59 PM.",
    ),
    (with_doses(DoseKind.KEEP_TAKING), "Keep taking it as you do now."),
    (with_doses(DoseKind.ASK), "Call (707) 555-0100 now."),
    (NO_DRUGS, "You told us that you take no blood thinner."),
    (
        replace(NO_DRUGS, thinner_state=ThinnerState.NOT_KNOWN),
        "We do not know yet if you take a blood thinner. Call (707) 555-0100 today",
    ),
    (UNNAMED, "You told us that you take a blood thinner. We do not know yet which one."),
    (replace(UNNAMED, drugs=PRE_OP.drugs), "We do not know yet which one."),
    (replace(UNNAMED, drugs=PRE_OP.drugs), "Take your last dose on"),
    (PRE_OP, "You will be sleepy. An adult, 18 or older, must drive you home."),
    (PRE_OP, "We give you medicine to relax you and numb your back."),
    (replace(PRE_OP, sedation=Sedation.NONE), "\nAn adult, 18 or older, must drive you home."),
    (replace(PRE_OP, sedation=Sedation.NONE), "You stay awake and can talk to us."),
    (DISCHARGE, "Tuesday, January 12, 2027, at 9:45 AM"),
    (DISCHARGE, "L4–L5 (both sides), by Dr. N. Okafor"),
    (DISCHARGE, "Ana Martinez (daughter), (707) 555-0171"),
    (replace(DISCHARGE, driver=None), "No driver is on record."),
    (DISCHARGE, "Call 911 right away if:"),
    (DISCHARGE, "Call (707) 555-0100. When we are closed: (707) 555-0199."),
    (
        replace(DISCHARGE, clinic=NO_PHONE_AT_NIGHT),
        "Call (707) 555-0100. When we are closed, go to the emergency room.",
    ),
    (replace(PRE_OP, clinic=NO_PHONE_AT_NIGHT), "Call (707) 555-0100.\nCall 911 if"),
    (
        DISCHARGE,
        (
            "Do not drive, drink alcohol or sign legal papers before "
            "Wednesday, January 13, 2027, at 10:40 AM."
        ),
    ),
    (
        replace(DISCHARGE, sedation=Sedation.NONE),
        "Do not drive before Wednesday, January 13, 2027, at 10:40 AM.",
    ),
    (DISCHARGE, "Lift nothing over 10 pounds before Tuesday, January 26, 2027."),
    (DISCHARGE, "No hard exercise before Tuesday, January 26, 2027."),
    (DISCHARGE, "You may shower from Wednesday, January 13, 2027."),
    (DISCHARGE, "No bath, pool or hot tub before Tuesday, January 26, 2027."),
    (DISCHARGE, "After 2 weeks\nOn or near Tuesday, January 26, 2027"),
    (DISCHARGE, "After 3 months\nOn or near Monday, April 12, 2027"),
    (DISCHARGE, "We are at 1200 Vine Street, Suite 4, Napa, CA 94558."),
    (replace(DISCHARGE, follow_ups=(FollowUp("2 weeks", None),)), "Ask us for the day"),
    (
        after(ThinnerState.UNNAMED),
        (
            "Do not start or restart any blood thinner until we tell you. "
            "We do not know yet which one you take."
        ),
    ),
    (
        after(ThinnerState.NOT_KNOWN),
        (
            "Do not start or restart any blood thinner until we tell you. "
            "We do not know yet if you take one."
        ),
    ),
    (after(ThinnerState.NOT_KNOWN), "Take your other daily medicines as before."),
    (after(ThinnerState.NONE), "Take your daily medicines as before."),
    (after(ThinnerState.LISTED), "Take your daily medicines as before."),
    (replace(DISCHARGE, thinner_state=ThinnerState.UNNAMED), "until we tell you."),
]


@pytest.mark.parametrize(("facts", "words"), SAYS)
def test_says(facts: Facts, words: str) -> None:
    assert words in text_of(facts)


SAYS_NOT = [
    (after(ThinnerState.UNNAMED), "Take your daily medicines as before."),
    (after(ThinnerState.NOT_KNOWN), "Take your daily medicines as before."),
    (after(ThinnerState.NONE), "any blood thinner"),
    (PRE_OP, "not yet named"),
    (replace(PRE_OP, driver=None), "Ana Martinez"),
    (NO_DRUGS, "What to do"),
    (replace(NO_DRUGS, thinner_state=ThinnerState.NOT_KNOWN), "no blood thinner"),
    (replace(PRE_OP, sedation=Sedation.NONE), "sleepy"),
    (replace(PRE_OP, clinic=replace(CLINIC, address_lines=())), "Where"),
    (replace(PRE_OP, clinic=replace(CLINIC, address_lines=("",))), "Where"),
    (replace(DISCHARGE, clinic=replace(CLINIC, address_lines=())), "We are at"),
    (replace(DISCHARGE, restarts=()), "The medicine you stopped"),
    (replace(DISCHARGE, sedation=Sedation.NONE), "legal papers"),
]


@pytest.mark.parametrize(("facts", "words"), SAYS_NOT)
def test_does_not_say(facts: Facts, words: str) -> None:
    assert words not in text_of(facts)


WOUNDS = {
    Closure.STITCH: "We take it out at your first visit.",
    Closure.GLUE: "No cream, lotion or ointment on the glue.",
    Closure.STRIPS: "Let the strips fall off on their own.",
    Closure.DRESSING: "There is no stitch and no glue.",
}


@pytest.mark.parametrize("closure", Closure)
def test_the_wound_block_follows_the_closure(closure: Closure) -> None:
    text = text_of(replace(DISCHARGE, closure=closure))
    assert [other for other, words in WOUNDS.items() if words in text] == [closure]
    assert "Keep it clean and dry." in text


SHOWN_SEDATION = {
    Sedation.NONE: "None. The skin was numbed.",
    Sedation.MINIMAL: "Minimal",
    Sedation.MODERATE: "Moderate",
    Sedation.DEEP: "Deep",
    Sedation.GENERAL: "General",
}


@pytest.mark.parametrize("sedation", Sedation)
def test_the_sedation_given_is_shown(sedation: Sedation) -> None:
    text = text_of(replace(DISCHARGE, sedation=sedation))
    assert f"Sedation\n{SHOWN_SEDATION[sedation]}\n" in text


ORDERS = {
    RestartKind.RESTART_AT: "Start it again on Wednesday, January 13, 2027, at 10:40 AM.",
    RestartKind.WHEN_TOLD: "Do not restart until we tell you. If we have not called",
    RestartKind.STAY_OFF: "Stay off it.",
    RestartKind.NOT_DECIDED: "Do not restart until we tell you. Call (707) 555-0100 before",
}


@pytest.mark.parametrize("kind", RestartKind)
def test_every_held_drug_has_its_restart_line(kind: RestartKind) -> None:
    text = text_of(replace(DISCHARGE, restarts=(RESTARTS[kind],)))
    assert [order for order, words in ORDERS.items() if words in text] == [kind]
    assert f"{RESTARTS[kind].name}\n{ORDERS[kind]}" in text


def test_a_drug_without_an_order_gets_no_date() -> None:
    text = text_of(replace(DISCHARGE, restarts=(RESTARTS[RestartKind.NOT_DECIDED],)))
    table = text.split("The medicine you stopped")[1].split("Pain")[0]
    assert "2027" not in table


@pytest.mark.parametrize("restarts", [(), *((line,) for line in RESTARTS.values())])
def test_pain_advice_never_contradicts_the_hold_plan(restarts: tuple[object, ...]) -> None:
    """RULE-46: no anti-inflammatory is offered; a restart line always wins over the advice."""
    content = compose(replace(DISCHARGE, restarts=restarts))
    (pain,) = (section for section in content.sections if section.id == "pain")
    advice = ["".join(run.text for run in item) for item in pain.items]
    naming = [line for line in advice if "ibuprofen" in line or "aspirin" in line]
    assert len(naming) == 1
    assert naming[0].startswith("Do not add" if restarts else "Ask us before")
    assert ("do what the table says" in naming[0]) == bool(restarts)


def test_every_block_of_every_text_appears_in_some_sheet() -> None:
    seen: dict[SheetKind, set[str]] = {kind: set() for kind in SheetKind}
    for facts, _ in SAYS:
        content = compose(facts)
        seen[content.kind] |= {section.id for section in content.sections}
    for closure in Closure:
        seen[SheetKind.DISCHARGE] |= {
            section.id for section in compose(replace(DISCHARGE, closure=closure)).sections
        }
    for kind in SheetKind:
        assert seen[kind] == {block.id for block in sheet_text(kind).block}


def test_no_state_leaves_a_field_or_a_line_without_words() -> None:
    for driver, phone, sedation in product((None, ANA), (None, "(707) 555-0199"), Sedation):
        clinic = replace(CLINIC, after_hours_phone=phone)
        for state in ThinnerState:
            drugs = tuple(DOSES.values()) if state is ThinnerState.LISTED else ()
            facts = replace(PRE_OP, clinic=clinic, driver=driver, sedation=sedation)
            assert "{" not in text_of(replace(facts, thinner_state=state, drugs=drugs))
            assert "{" not in text_of(replace(after(state), clinic=clinic, driver=driver))
        for closure in Closure:
            facts = replace(DISCHARGE, clinic=clinic, driver=driver, sedation=sedation)
            assert "{" not in text_of(replace(facts, closure=closure))


def test_fasting_follows_the_clock_across_daylight_saving() -> None:
    start = local(14, 9, month=3)
    facts = replace(PRE_OP, fasting=fasting_times(start, start, fasting_profile()))
    text = text_of(facts)
    assert "Saturday, March 13, 2027, at 11:59 PM" in text
    assert "Sunday, March 14, 2027, at 3:00 AM" in text
    assert "Sunday, March 14, 2027, at 7:00 AM" in text


def test_a_value_is_never_markup() -> None:
    hostile = replace(ANA, name="**Ana** {clinic.phone} <b>x</b>")
    text = text_of(replace(PRE_OP, driver=hostile))
    assert "**Ana** {clinic.phone} <b>x</b> (daughter)" in text


def test_bold_is_the_texts_own() -> None:
    (visit,) = (section for section in compose(PRE_OP).sections if section.id == "visit")
    assert visit.table is not None
    driver = visit.table.rows[4][1]
    assert driver[:2] == (Run("Ana Martinez", bold=True), Run(" ("))


def test_the_frame_carries_identity_version_and_code() -> None:
    content = compose(PRE_OP)
    assert content.frame.identity == (
        "Born March 14, 1951 • MRN 102-9813 • Procedure Tuesday, January 12, 2027"
    )
    assert content.frame.questions == "Questions? Call (707) 555-0100"
    assert content.frame.clinic == "Vine Street Spine Clinic"
    assert content.template_version == f"pre_op {sheet_text(SheetKind.PRE_OP).version}"
    assert content.paper_code in content.frame.footer
    assert content.template_version in content.frame.footer


def test_the_code_follows_the_facts_and_the_version() -> None:
    small = parse(SMALL_TEXT, SheetKind.PRE_OP)
    next_version = parse(SMALL_TEXT.replace('version = "1"', 'version = "2"', 1), SheetKind.PRE_OP)
    codes = {
        compose(PRE_OP, small).paper_code,
        compose(PRE_OP, next_version).paper_code,
        compose(replace(PRE_OP, patient=replace(ROSA, full_name="Rosa")), small).paper_code,
    }
    assert len(codes) == 3
    assert compose(PRE_OP, small) == compose(PRE_OP, small)


@pytest.mark.parametrize(
    ("old", "new", "what"),
    [
        ("Arrive at {arrival.clock}.", "{driver.name} drives.", "{driver.name}"),
        (
            'text = ["Arrive at {arrival.clock}."]',
            (
                'each = "drugs"\nrows = [{cells = ["{drug.name}", "Stop."], '
                'when = [{field = "drug.kind", is = "ask"}]}]'
            ),
            "a line of drugs without a row",
        ),
    ],
)
def test_a_text_without_words_for_this_patient_is_refused(old: str, new: str, what: str) -> None:
    text = parse(SMALL_TEXT.replace(old, new), SheetKind.PRE_OP)
    with pytest.raises(Refused) as refused:
        compose(replace(PRE_OP, driver=None), text)
    (reason,) = refused.value.reasons
    assert reason.code == "sheets.text_unfit"
    assert what in messages.sentence(reason)
