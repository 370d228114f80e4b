"""What an import would do, before anything is written."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from sqlalchemy import func, select, tuple_, union_all
from sqlalchemy.orm import aliased, selectinload

from clinicdesk.desk import Work
from clinicdesk.errors import Fact, Reason
from clinicdesk.exchange.candidates import NO_LINES, Comparison, Counts, ImportPatient, Verdict
from clinicdesk.exchange.differences import Here, Taken, differences
from clinicdesk.patients.actions import (
    RegisterPatient,
    namesakes,
    registration_objections,
)
from clinicdesk.patients.queries import name_of
from clinicdesk.patients.rules import PersonName, fold, folded_name, shown_mrn
from clinicdesk.patients.searching import former_names
from clinicdesk.patients.tables import Patient, PatientIdentifier, PatientName
from clinicdesk.record.entries import new_allergies, new_medicines
from clinicdesk.record.rules import AllergyState
from clinicdesk.record.tables import Allergy, ChartFacts, Condition, Medication

_AT_ONCE = 5_000
_NOBODY = 0  # whose lines are counted only

Row = TypeVar("Row", Medication, Allergy, Condition, ChartFacts)
Number = tuple[str, str]
Named = tuple[str, date]
"""A folded name and a birth date."""


def compare_patients(work: Work, records: tuple[ImportPatient, ...]) -> tuple[Comparison, ...]:
    """What importing each of these would do, in a constant number of statements for a few of them.

    A patient is known by a number, and only if birth date and a family name, former names
    included, are the same: another's medicines never reach a chart. Somebody of the same name and
    birth date without a number is a question that a file cannot answer (RULE-05).
    """
    files = [record.registration for record in records]
    objections = [registration_objections(file, work.now.date()) for file in files]
    # Nothing is looked for by a text that the database would refuse: it would refuse all of them.
    fit = [file for file, reasons in zip(files, objections, strict=True) if not reasons]
    owners = _owners(work, [number for file in fit for number in file.identifiers])
    known = [_numbered(file, owners) for file in files]
    here = _here(work, {ids[0] for ids in known if len(ids) == 1})
    namesakes = _namesakes(work, [file for file in fit if not _numbered(file, owners)])
    return tuple(
        _compared(record, [*reasons, *_claims(ids)], here.get(ids[0]) if ids else None, namesakes)
        for record, reasons, ids in zip(records, objections, known, strict=True)
    )


def compare_rows(work: Work, records: tuple[ImportPatient, ...]) -> tuple[Comparison, ...]:
    """The same for rows of a list, which may come without numbers, and more than once.

    Somebody of the same name and birth date is the same person then; who is much like somebody
    here is left for a person to decide.
    """
    found = compare_patients(work, records)
    return tuple(_row(work, record, one) for record, one in zip(records, found, strict=True))


def _row(work: Work, record: ImportPatient, found: Comparison) -> Comparison:
    if [one.code for one in found.objections] == ["exchange.namesake"]:
        mrn = str(found.objections[0].facts["mrn"])
        return Comparison(verdict=Verdict.SAME, mrn=mrn)
    matches = namesakes(work, record.registration) if found.verdict is Verdict.NEW else []
    if not matches:
        return found
    mrn = shown_mrn(work.session.get_one(Patient, matches[0].patient_id).mrn)
    why = ", ".join(matches[0].like.why)
    possible = Reason("exchange.possible_duplicate", {"mrn": mrn, "why": why})
    return Comparison(verdict=Verdict.LEFT_OUT, objections=(possible,))


@dataclass(frozen=True)
class _Known:
    """The rows of a patient who is here."""

    patient: Patient
    former: tuple[PersonName, ...]
    medicines: tuple[Medication, ...]
    allergies: tuple[Allergy, ...]
    conditions: tuple[Condition, ...]
    facts: tuple[ChartFacts, ...]


def _compared(
    record: ImportPatient,
    objections: list[Reason],
    found: _Known | None,
    namesakes: Mapping[Named, str],
) -> Comparison:
    file = record.registration
    if found:
        objections += _of_another(found, file)
    elif mrn := next((namesakes[name] for name in _named(file) if name in namesakes), ""):
        objections.append(Reason("exchange.namesake", {"mrn": mrn}))
    if objections:
        return Comparison(verdict=Verdict.LEFT_OUT, objections=tuple(objections))
    if found is None:
        return Comparison(verdict=Verdict.NEW, adds=_adds(record))
    return _against(found, record)


def _against(known: _Known, record: ImportPatient) -> Comparison:
    adds = _adds(record, known.medicines, known.allergies, known.conditions)
    news = tuple(_news(known, record))
    return Comparison(
        verdict=Verdict.ADDS if news or adds != NO_LINES else Verdict.SAME,
        patient_id=known.patient.id,
        mrn=shown_mrn(known.patient.mrn),
        adds=adds,
        news=news,
        differs=tuple(differences(_recorded(known), record)),
    )


def _adds(
    record: ImportPatient,
    medicines: Sequence[Medication] = (),
    allergies: Sequence[Allergy] = (),
    conditions: Sequence[Condition] = (),
) -> Counts:
    """How many lines are new beside these."""
    known = {row.source for row in allergies}
    new = new_allergies(_NOBODY, allergies, record.allergies)
    return Counts(
        len(new_medicines(_NOBODY, medicines, record.medicines)),
        sum(row.source not in known for row in new),
        len({one.source for one in record.conditions} - {row.source for row in conditions}),
    )


def _news(known: _Known, record: ImportPatient) -> Iterator[Reason]:
    file, here = record.registration, known.patient
    if file.deceased_on and here.deceased_on is None:
        yield Reason("exchange.died_on", {"day": file.deceased_on})
    elif file.has_died and not here.has_died:
        yield Reason("exchange.died_some_day")
    if record.has_no_allergies and not record.allergies and not _is_asked(known):
        yield Reason("exchange.no_allergies")


def _is_asked(known: _Known) -> bool:
    listed = any(row.entered_in_error is None for row in known.allergies)
    states = {row.allergy_state for row in known.facts}
    return listed or bool(states - {AllergyState.NOT_RECORDED})


def _of_another(known: _Known, file: RegisterPatient) -> list[Reason]:
    here = {fold(known.patient.family), *(fold(name.family) for name in known.former)}
    there = {fold(file.family), *(fold(family) for family, _ in file.former_names)}
    if not here & there:
        return [Reason("exchange.identifier_of_another")]
    born = known.patient.birth_date
    if born != file.birth_date:
        facts: dict[str, Fact] = {
            "mrn": shown_mrn(known.patient.mrn),
            "here": born,
            "file": file.birth_date,
        }
        return [Reason("exchange.birth_date_differs", facts)]
    return []


def _recorded(known: _Known) -> Here:
    row = known.patient
    return Here(
        name=name_of(row),
        sex=row.sex,
        deceased_on=row.deceased_on,
        address=tuple(part or "" for part in (row.street, row.city, row.state, row.postal_code)),
        phones=tuple(phone.as_typed for phone in row.phones if phone.ended_at is None),
        email=row.email or "",
        language=row.language or "",
        medicines=tuple(
            Taken(one.name, one.source)
            for one in known.medicines
            if one.ended_at is None and one.entered_in_error is None
        ),
        allergies=tuple(
            Taken(one.substance, one.source)
            for one in known.allergies
            if one.entered_in_error is None
        ),
        present=tuple(
            Taken(one.name, one.source)
            for one in known.conditions
            if one.resolved_on is None and one.entered_in_error is None
        ),
    )


def _owners(work: Work, numbers: Sequence[Number]) -> dict[Number, int]:
    """Whose each number is; a merged record has none."""
    number = (PatientIdentifier.system, PatientIdentifier.value)
    found: dict[Number, int] = {}
    for start in range(0, len(numbers), _AT_ONCE):
        some = tuple_(*number).in_(numbers[start : start + _AT_ONCE])
        chosen = select(*number, PatientIdentifier.patient_id).where(some)
        for system, value, patient_id in work.session.execute(chosen):
            found[system, value] = patient_id
    return found


def _claims(ids: Sequence[int]) -> list[Reason]:
    """Why numbers of several patients are nobody's."""
    return [Reason("exchange.identifier_of_another")] if len(ids) > 1 else []


def _numbered(file: RegisterPatient, owners: dict[Number, int]) -> list[int]:
    return sorted({owners[number] for number in file.identifiers if number in owners})


def _here(work: Work, patient_ids: Collection[int]) -> dict[int, _Known]:
    if not patient_ids:
        return {}
    chosen = select(Patient).where(Patient.id.in_(patient_ids))
    patients = work.session.scalars(chosen.options(selectinload(Patient.phones))).all()
    former = former_names(work, list(patient_ids))
    medicines, allergies = _of(work, Medication, patient_ids), _of(work, Allergy, patient_ids)
    conditions, facts = _of(work, Condition, patient_ids), _of(work, ChartFacts, patient_ids)
    return {
        row.id: _Known(
            row,
            tuple(former[row.id]),
            tuple(medicines[row.id]),
            tuple(allergies[row.id]),
            tuple(conditions[row.id]),
            tuple(facts[row.id]),
        )
        for row in patients
    }


def _of(work: Work, kind: type[Row], patient_ids: Collection[int]) -> dict[int, list[Row]]:
    by_patient: dict[int, list[Row]] = defaultdict(list)
    for row in work.session.scalars(select(kind).where(kind.patient_id.in_(patient_ids))):
        by_patient[row.patient_id].append(row)
    return by_patient


def _namesakes(work: Work, files: Sequence[RegisterPatient]) -> dict[Named, str]:
    """The MRN of whoever has or had such a name and birth date, and is here under other numbers.

    Whoever was merged into another is the other.
    """
    if not files:
        return {}
    names = {folded for file in files for folded, _ in _named(file)}
    kept = aliased(Patient)
    found = (Patient.birth_date, func.coalesce(kept.mrn, Patient.mrn))
    merged = Patient.merged_into_id == kept.id
    chosen = union_all(
        select(Patient.folded, *found).outerjoin(kept, merged).where(Patient.folded.in_(names)),
        select(PatientName.folded, *found)
        .join(Patient, Patient.id == PatientName.patient_id)
        .outerjoin(kept, merged)
        .where(PatientName.folded.in_(names)),
    )
    return {(name, born): shown_mrn(mrn) for name, born, mrn in work.session.execute(chosen)}


def _named(file: RegisterPatient) -> list[Named]:
    """What the person is or was called, the present name first, with the birth date."""
    names = [(file.family, file.given), *file.former_names]
    return [(folded_name(family, given), file.birth_date) for family, given in names]
