"""Keeps the rows by which patients are found: replaced with every save, made anew by an upgrade.

They go around the session's unit of work, so they are no part of the history
(docs/decisions/015-derived-rows.md).
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from typing import Any

from sqlalchemy import Connection, delete, insert, select

from clinicdesk.patients.rules import PersonName
from clinicdesk.patients.tables import (
    Patient,
    PatientBlock,
    PatientIdentifier,
    PatientName,
    PatientPhone,
    PatientWord,
)
from clinicdesk.patients.words import Known, blocks_of, words_of

_AT_ONCE = 500

Row = dict[str, Any]


def renew(connection: Connection, patient_ids: Collection[int]) -> None:
    """Replace the words and blocks of these patients; a merged one has none."""
    for kind in (PatientWord, PatientBlock):
        connection.execute(delete(kind).where(kind.patient_id.in_(patient_ids)))
    add(connection, known_of(connection, patient_ids))


def add(connection: Connection, people: Iterable[tuple[int, Known]]) -> None:
    """Keep the words and blocks of patients who have none yet."""
    words: list[Row] = []
    blocks: list[Row] = []
    for patient_id, known in people:
        words += word_rows(patient_id, known)
        blocks += block_rows(patient_id, known)
    for kind, rows in ((PatientWord, words), (PatientBlock, blocks)):
        if rows:
            connection.execute(insert(kind), rows)


def renew_all(connection: Connection) -> None:
    """Make every derived row anew; in batches, so that memory does not grow with the clinic."""
    last = 0
    while ids := connection.scalars(
        select(Patient.id).where(Patient.id > last).order_by(Patient.id).limit(_AT_ONCE)
    ).all():
        renew(connection, ids)
        last = ids[-1]


def word_rows(patient_id: int, known: Known) -> list[Row]:
    """Rows of `patient_word`, in the table's order."""
    words = sorted(words_of(known))
    return [{"word": word, "part": part, "patient_id": patient_id} for word, part in words]


def block_rows(patient_id: int, known: Known) -> list[Row]:
    """Rows of `patient_block`, in the table's order."""
    return [{"block": block, "patient_id": patient_id} for block in sorted(blocks_of(known))]


def known_of(connection: Connection, patient_ids: Collection[int]) -> Iterator[tuple[int, Known]]:
    """All by which these patients are found, in a constant number of statements.

    A merged record's name and number find the record it was merged into; it has none of its own.
    """
    former, phones, numbers = (defaultdict[int, list[Any]](list) for _ in range(3))
    for patient_id, family, given in connection.execute(
        select(PatientName.patient_id, PatientName.family, PatientName.given).where(
            PatientName.patient_id.in_(patient_ids)
        )
    ):
        former[patient_id].append((family, given or ""))
    for patient_id, digits, e164 in connection.execute(
        select(PatientPhone.patient_id, PatientPhone.digits, PatientPhone.e164).where(
            PatientPhone.patient_id.in_(patient_ids), PatientPhone.ended_at.is_(None)
        )
    ):
        phones[patient_id].append((digits, e164))
    for patient_id, value in connection.execute(
        select(PatientIdentifier.patient_id, PatientIdentifier.value).where(
            PatientIdentifier.patient_id.in_(patient_ids)
        )
    ):
        numbers[patient_id].append(value)
    into = Patient.merged_into_id
    for kept_id, family, given, mrn in connection.execute(
        select(into, Patient.family, Patient.given, Patient.mrn).where(into.in_(patient_ids))
    ):
        former[kept_id or 0].append((family, given or ""))
        numbers[kept_id or 0].append(mrn)
    for row in connection.execute(
        select(
            Patient.id, Patient.family, Patient.given, Patient.middle, Patient.preferred,
            Patient.mrn, Patient.birth_date,
        ).where(Patient.id.in_(patient_ids), Patient.merged_into_id.is_(None))
    ):  # fmt: skip
        yield (
            row.id,
            Known(
                name=PersonName(
                    row.family, row.given or "", row.middle or "", preferred=row.preferred or ""
                ),
                former=tuple(former[row.id]),
                mrn=row.mrn,
                born=row.birth_date,
                phones=tuple(phones[row.id]),
                identifiers=tuple(numbers[row.id]),
            ),
        )
