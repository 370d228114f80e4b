"""How patients' facts read on screen."""

from datetime import date

from clinicdesk import messages, policy
from clinicdesk.patients.queries import PatientFacts
from clinicdesk.patients.rules import Sex, age_on
from clinicdesk.record.queries import Chart, Medicine
from clinicdesk.record.rules import AllergyState, ThinnerAnswer
from ui.kit.banner import BannerChip, BannerFacts
from ui.kit.tokens import Status

SEXES = ((Sex.FEMALE, "Female"), (Sex.MALE, "Male"), (Sex.OTHER, "Other"))
NOT_RECORDED = "Not recorded"


def born(facts: PatientFacts, today: date) -> str:
    """`Mar 14, 1951 (75 y)`, with the age at death for who has died."""
    age = age_on(facts.birth_date, facts.deceased_on or today)
    return f"{messages.short_day(facts.birth_date)} ({age} y)"


def sex(facts: PatientFacts) -> str:
    """The sex in a full word."""
    return NOT_RECORDED if facts.sex is None else dict(SEXES)[facts.sex]


def deceased(facts: PatientFacts) -> str:
    """`Deceased Jan 3, 2027`, or "" for the living."""
    return f"Deceased {messages.short_day(facts.deceased_on)}" if facts.deceased_on else ""


def banner(facts: PatientFacts, chart: Chart, today: date) -> BannerFacts:
    """The banner of a chart."""
    return BannerFacts(
        name=facts.name.on_screen,
        preferred=facts.name.preferred,
        born=messages.short_day(facts.birth_date),
        age=age_on(facts.birth_date, facts.deceased_on or today),
        sex=sex(facts),
        mrn=facts.mrn,
        phone=facts.phone or NOT_RECORDED,
        chips=(allergy_chip(chart), thinner_chip(chart)),
    )


def allergy_chip(chart: Chart) -> BannerChip:
    """What is known of allergies; "not recorded" is never "none"."""
    match chart.allergy_state:
        case AllergyState.KNOWN:
            return BannerChip(
                Status.BLOCK, f"Allergy: {', '.join(chart.allergies)}", "alert-triangle"
            )
        case AllergyState.NONE_KNOWN:
            return BannerChip(Status.DONE, "No known allergies")
        case AllergyState.NOT_RECORDED:
            return BannerChip(Status.WAIT, "Allergies not recorded")


def thinner_chip(chart: Chart) -> BannerChip:
    """What is known of blood thinners; the medicine list counts before the answer."""
    if chart.thinners:
        names = ", ".join(dict.fromkeys(name for item in chart.thinners for name in generics(item)))
        return BannerChip(Status.ATTN, f"Blood thinner: {names}", "droplet-off")
    match chart.takes_thinner:
        case ThinnerAnswer.YES:
            return BannerChip(Status.ATTN, "Blood thinner: not named", "droplet-off")
        case ThinnerAnswer.NO:
            return BannerChip(Status.DONE, "No blood thinner")
        case ThinnerAnswer.NOT_ASKED:
            return BannerChip(Status.WAIT, "Blood thinner: not asked")


def generics(medicine: Medicine) -> tuple[str, ...]:
    """The generic names of the hold-table drugs in a medicine."""
    table = policy.drug_table()
    return tuple(table.row(key).name for key in medicine.drug_keys)
