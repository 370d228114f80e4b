"""FHIR orders, statements, allergies and conditions as lines of a chart, or why they are none."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import msgspec

from clinicdesk.errors import Reason, Refused
from clinicdesk.exchange import resources
from clinicdesk.exchange.candidates import Part
from clinicdesk.exchange.gathering import Gathered, Item
from clinicdesk.exchange.people import day
from clinicdesk.policy import drug_table
from clinicdesk.record.conditions import NewCondition
from clinicdesk.record.entries import NewAllergy, NewMedicine
from clinicdesk.record.rules import is_thinner, recognise_all
from clinicdesk.text import clean

_LONGEST = 200
_NOT_ORDERED = frozenset({"proposal", "plan", "option"})
_OVER = frozenset({"stopped", "completed", "cancelled", "entered-in-error", "not-taken"})
_WITHDRAWN = frozenset({"refuted", "entered-in-error"})
_GONE = frozenset({"inactive", "resolved", "remission"})
_SNOMED = "http://snomed.info/sct"
_NO_ALLERGY = "716186003"
# Nobody asked about everything: of medicines, food, surroundings, insects, latex.
_NO_ALLERGY_TO_SOME = frozenset(
    {"409137002", "429625007", "428607008", "428197003", "1003774007", "716184000", "716185004"}
)

Line = NewMedicine | NewAllergy | NewCondition


@dataclass(frozen=True)
class Charted:
    """One entry of a file: whose it is, and the line of the chart or why it is none.

    `ended` is the source of a medicine or an allergy that is no longer current; `says_none` marks
    the statement that there is no allergy at all.
    """

    part: Part
    whose: resources.Reference
    line: Line | None = None
    left: Reason | None = None
    ended: str = ""
    says_none: bool = False


def charted(found: Gathered) -> Iterator[Charted]:
    """Every entry that belongs to somebody's chart."""
    shelf = Shelf(found)
    for order in found.of(resources.MedicationRequest):
        yield _order(order, shelf)
    for statement in found.of(resources.MedicationStatement):
        yield _statement(statement, shelf)
    for allergy in found.of(resources.Allergy):
        yield _allergy(allergy)
    for condition in found.of(resources.Condition):
        yield _condition(condition)


class Shelf:
    """The medicines of a file by all their addresses."""

    def __init__(self, found: Gathered) -> None:
        """Raises Refused when one address means two: an order could mean either."""
        self._kept: dict[str, resources.Concept] = {}
        meant: dict[str, int] = {}
        for place, item in enumerate(found.of(resources.Medication)):
            for at in addresses(item):
                if meant.setdefault(at, place) != place:
                    raise Refused(Reason("exchange.shared_address"))
                self._kept[at] = item.resource.code

    def said(self, order: resources.Medicated) -> list[str]:
        """The medicine as the order says it, as contained in it, as in the file, and by its name.

        Every text and every code's words: what the first ones call "blood pill" others name.
        """
        at = order.medication_reference
        concepts = (
            order.medication_codeable_concept,
            _contained(order).get(at.reference),
            self._kept.get(at.reference),
        )
        texts = [text for concept in concepts if concept for text in concept.texts]
        return list(filter(None, map(clean, (*texts, at.display))))


def addresses(item: Item[resources.Patient] | Item[resources.Medication]) -> list[str]:
    """How other resources refer to this one."""
    resource = item.resource
    kind = type(resource).__name__
    own = [f"{kind}/{resource.id}", f"urn:uuid:{resource.id}"] if resource.id else []
    return [item.at, *own] if item.at else own


def _contained(order: resources.Medicated) -> Mapping[str, resources.Concept]:
    found = {}
    try:
        for raw in map(bytes, order.contained):
            if resources.decoded(raw, resources.Typed).resource_type == "Medication":
                item = resources.decoded(raw, resources.Medication)
                found[f"#{item.id}"] = item.code
    except (msgspec.MsgspecError, RecursionError):
        raise Refused(Reason("exchange.unreadable")) from None
    return found


def _order(item: Item[resources.MedicationRequest], shelf: Shelf) -> Charted:
    order = item.resource
    source = f"fhir:order:{item.key}"
    if order.status != "active":
        return _not_current(order, shelf, source)
    if order.intent in _NOT_ORDERED:
        return _left(Part.MEDICINE, order.subject, "not_ordered", intent=order.intent)
    if order.do_not_perform:
        return _left(Part.MEDICINE, order.subject, "not_to_be_given")
    return _medicine(order, shelf, source, order.authored_on)


def _statement(item: Item[resources.MedicationStatement], shelf: Shelf) -> Charted:
    said = item.resource
    source = f"fhir:statement:{item.key}"
    if said.status != "active":
        return _not_current(said, shelf, source)
    return _medicine(said, shelf, source, said.effective_date_time or said.effective_period.start)


def _not_current(said: resources.Medicated, shelf: Shelf, source: str) -> Charted:
    """A blood thinner on hold, or of a status nobody knows, is named: it may be taken (RULE-02)."""
    texts = shelf.said(said)
    drugs = recognise_all(" ".join(texts), drug_table())
    if said.status in _OVER or not is_thinner((drug.key for drug in drugs), drug_table()):
        return _left(Part.MEDICINE, said.subject, "not_current", source, status=said.status)
    named = {"status": said.status, "words": texts[0]}
    return _left(Part.MEDICINE, said.subject, "thinner_not_current", source, **named)


def _medicine(said: resources.Medicated, shelf: Shelf, source: str, since: str) -> Charted:
    texts = shelf.said(said)
    if not texts:
        return _left(Part.MEDICINE, said.subject, "without_words")
    line = NewMedicine(
        name=texts[0][:_LONGEST],
        as_written=" ".join(texts),
        started_on=day(since),
        source=source,
    )
    return Charted(Part.MEDICINE, said.subject, line)


def _allergy(item: Item[resources.Allergy]) -> Charted:
    said, source = item.resource, f"fhir:allergy:{item.key}"
    if withdrawn := said.verification_status.codes & _WITHDRAWN:
        return _left(Part.ALLERGY, said.patient, "withdrawn", source, status=min(withdrawn))
    if gone := said.clinical_status.codes & _GONE:
        return _left(Part.ALLERGY, said.patient, "not_current", source, status=min(gone))
    words = clean(said.code.words)
    if not words:
        return _left(Part.ALLERGY, said.patient, "without_words")
    none = {one.code for one in said.code.coding if one.system in (_SNOMED, "")}
    if _NO_ALLERGY in none:
        return Charted(Part.ALLERGY, said.patient, says_none=True)
    if none & _NO_ALLERGY_TO_SOME:
        return _left(Part.ALLERGY, said.patient, "no_allergy_to_some", words=words[:_LONGEST])
    line = NewAllergy(substance=words[:_LONGEST], source=source)
    return Charted(Part.ALLERGY, said.patient, line)


def _condition(item: Item[resources.Condition]) -> Charted:
    said = item.resource
    if withdrawn := said.verification_status.codes & _WITHDRAWN:
        return _left(Part.CONDITION, said.subject, "withdrawn", status=min(withdrawn))
    words = clean(said.code.words)
    if not words:
        return _left(Part.CONDITION, said.subject, "without_words")
    resolved = day(said.abatement_date_time or said.abatement_period.end)
    gone = said.clinical_status.codes & _GONE
    if gone and resolved is None:
        return _left(Part.CONDITION, said.subject, "gone_without_day", status=min(gone))
    line = NewCondition(
        name=words[:_LONGEST],
        code=_code(said.code),
        began_on=day(said.onset_date_time or said.onset_period.start),
        resolved_on=resolved,
        source=f"fhir:condition:{item.key}",
    )
    return Charted(Part.CONDITION, said.subject, line)


def _code(said: resources.Concept) -> str:
    """The first code with its system, "" for one that is too long to be one."""
    coded = (f"{one.system}|{one.code}" for one in said.coding if one.code)
    code = clean(next(coded, ""))
    return code if len(code) <= _LONGEST else ""


def _left(
    part: Part, whose: resources.Reference, code: str, ended: str = "", **facts: str
) -> Charted:
    worded = {key: fact[:_LONGEST] or "not given" for key, fact in facts.items()}
    return Charted(part, whose, left=Reason(f"exchange.{code}", worded), ended=ended)
