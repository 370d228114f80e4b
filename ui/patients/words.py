"""How patients' facts read on screen."""

from datetime import date

from clinicdesk import messages, policy
from clinicdesk.intake.queries import IntakeFacts
from clinicdesk.intake.rules import AnswerState
from clinicdesk.patients.queries import PatientFacts
from clinicdesk.record import rules
from clinicdesk.record.queries import Chart, Medicine
from clinicdesk.record.rules import AllergyState, ThinnerAnswer
from ui.kit.age import age
from ui.kit.age import born as born
from ui.kit.banner import BannerChip, BannerFacts
from ui.kit.name_alert import NAME_ALERT
from ui.kit.not_recorded import NOT_RECORDED
from ui.kit.person_fields import SEXES
from ui.kit.tokens import Status

_ASKED_IN_VAIN = {AnswerState.UNKNOWN: "not known", AnswerState.DECLINED: "declined"}


def sex(facts: PatientFacts) -> str:
    """The sex in a full word."""
    return NOT_RECORDED if facts.sex is None else dict(SEXES)[facts.sex]


def deceased(facts: PatientFacts) -> str:
    """`Deceased Jan 3, 2027`, or "" for the living."""
    if facts.deceased_on:
        return f"Deceased {messages.short_day(facts.deceased_on)}"
    return "Has died, day not known" if facts.has_died else ""


def died(facts: PatientFacts) -> str:
    """`Jan 3, 2027`, or "" for the living."""
    if facts.deceased_on:
        return messages.short_day(facts.deceased_on)
    return "day not known" if facts.has_died else ""


def banner(
    facts: PatientFacts,
    chart: Chart,
    intake: IntakeFacts | None,
    today: date,
    similar: tuple[str, ...] = (),
) -> BannerFacts:
    """The banner of a chart; `intake` knows what was asked without an answer.

    `similar` are those with a similar name, already worded.
    """
    alert = (BannerChip(Status.ATTN, NAME_ALERT, more=similar),) if similar else ()
    return BannerFacts(
        name=facts.name.on_screen,
        preferred=facts.name.preferred,
        former="; ".join(name.on_screen for name in facts.former),
        born=messages.short_day(facts.birth_date),
        age=age(facts, today),
        died=died(facts),
        sex=sex(facts),
        mrn=facts.mrn,
        phone=facts.phone or NOT_RECORDED,
        chips=(*alert, allergy_chip(chart, intake), thinner_chip(chart, intake)),
    )


def allergy_chip(chart: Chart, intake: IntakeFacts | None = None) -> BannerChip:
    """What is known of allergies; "not recorded" is never "none"."""
    match chart.allergy_state:
        case AllergyState.KNOWN:
            named = ", ".join(item.substance for item in chart.allergies)
            return BannerChip(Status.BLOCK, f"Known allergies · {named}", "alert-triangle")
        case AllergyState.NONE_KNOWN:
            return BannerChip(Status.DONE, "No known allergies")
        case AllergyState.NOT_RECORDED:
            asked = _asked_in_vain(intake, "allergies")
            said = f"Allergies not recorded · {asked}" if asked else "Allergies not recorded"
            return BannerChip(Status.WAIT, said)


def thinner_chip(chart: Chart, intake: IntakeFacts | None = None) -> BannerChip:
    """What is known of blood thinners; the medicine list counts before the answer."""
    named = [item for item in chart.thinners if is_thinner(item)]
    if named:
        names = ", ".join(dict.fromkeys(name for item in named for name in generics(item)))
        return BannerChip(Status.ATTN, f"Blood thinner · {names}", "droplet-off")
    match chart.takes_thinner:
        case ThinnerAnswer.YES:
            return BannerChip(Status.ATTN, "Blood thinner · not named", "droplet-off")
        case ThinnerAnswer.NO:
            return BannerChip(Status.DONE, "No blood thinner")
        case ThinnerAnswer.NOT_ASKED:
            asked = _asked_in_vain(intake, "blood_thinner") or "not asked"
            return BannerChip(Status.WAIT, f"Blood thinner · {asked}")


def no_medicines(chart: Chart, intake: IntakeFacts | None) -> str:
    """What an empty list means: "None" was said, or nothing is known."""
    answers = {answer.key: answer for answer in intake.answers} if intake else {}
    answer = answers.get("medicines")
    if answer and answer.value == () and not chart.struck:
        return "None"
    return _asked_in_vain(intake, "medicines").capitalize() or NOT_RECORDED


def recognised(name: str) -> str:
    """The hold-table drugs in a medicine's name: "Blood thinner: apixaban", "" without any."""
    rows = rules.recognise_all(name, policy.drug_table())
    thins = rules.is_thinner((row.key for row in rows), policy.drug_table())
    what = "Blood thinner" if thins else "Held before a procedure"
    return f"{what}: {', '.join(row.name for row in rows)}" if rows else ""


def _asked_in_vain(intake: IntakeFacts | None, key: str) -> str:
    """ "not known" or "declined" for a question that was asked, else ""."""
    states = {answer.key: answer.state for answer in intake.answers} if intake else {}
    return _ASKED_IN_VAIN.get(states.get(key, AnswerState.NOT_ASKED), "")


def is_thinner(medicine: Medicine) -> bool:
    """Whether a medicine answers the question for blood thinners; a pain medicine does not."""
    return rules.is_thinner(medicine.drug_keys, policy.drug_table())


def generics(medicine: Medicine) -> tuple[str, ...]:
    """The generic names of the drugs in a medicine that must be held."""
    table = policy.drug_table()
    return tuple(table.row_of(key, medicine.name).name for key in medicine.drug_keys)
