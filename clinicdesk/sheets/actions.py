"""Previewing and issuing sheets."""

import hashlib
from dataclasses import dataclass
from datetime import date

from clinicdesk import topics
from clinicdesk.desk import Work
from clinicdesk.errors import Reason, Refused
from clinicdesk.patients.verification import Verification, refuse_unverified
from clinicdesk.scheduling.queries import BookingFacts, live_booking, name_alerts
from clinicdesk.sheets.content import SheetContent, compose
from clinicdesk.sheets.facts import canonical, printed_fields
from clinicdesk.sheets.gathering import facts_of
from clinicdesk.sheets.queries import day_list, printed_before
from clinicdesk.sheets.rules import SheetKind
from clinicdesk.sheets.tables import IssuedSheet, SheetFile
from clinicdesk.staff.queries import clinic


@dataclass(frozen=True, kw_only=True)
class PreviewSheet:
    """Which sheet of which booking."""

    booking_id: int
    kind: SheetKind


@dataclass(frozen=True, kw_only=True)
class IssueSheet:
    """The drawn bytes of a previewed sheet, the paper code they carry, and whose it is."""

    booking_id: int
    verified: Verification | None
    kind: SheetKind
    paper_code: str
    renderer: str
    pdf: bytes


@dataclass(frozen=True, kw_only=True)
class PrintDayList:
    """Which day's list leaves, and the code of what is on it."""

    on: date
    code: str


def preview_sheet(work: Work, request: PreviewSheet) -> SheetContent:
    """The recorded view of a sheet as it would be printed now.

    Refused while dose dates rest on an unsigned policy, before the procedure is recorded, and for
    a booking that was moved.
    """
    facts = live_booking(work, request.booking_id, done=True)
    work.patient_id = facts.patient.id
    alert = bool(name_alerts(work, facts.patient.id, _day(work, facts)))
    return compose(facts_of(work, facts, request.kind), name_alert=alert)


def issue_sheet(work: Work, request: IssueSheet) -> int:
    """Keep the bytes that are printed or saved now; answers the sheet's id.

    Refused when a fact changed since the preview: paper codes of different facts differ. Refused
    too when nobody made sure whose sheet it is (RULE-53); right after the sheet of somebody with a
    similar name, the birth year has to be typed.
    """
    facts = live_booking(work, request.booking_id, done=True)
    patient = facts.patient
    before = printed_before(work, patient)
    refuse_unverified(
        work,
        request.verified,
        patient.id,
        patient.birth_date,
        _day(work, facts),
        alert=bool(before),
    )
    current = facts_of(work, facts, request.kind)
    content = compose(current)
    if content.paper_code != request.paper_code:
        raise Refused(
            Reason("sheets.changed_since_preview", {"sheet": request.kind.replace("_", "-")})
        )
    sheet = IssuedSheet(
        booking_id=facts.id,
        kind=request.kind,
        template_version=content.template_version,
        renderer=request.renderer,
        paper_code=content.paper_code,
        fields=canonical(printed_fields(current)),
        sha256=hashlib.sha256(request.pdf).hexdigest(),
        issued_by=work.actor.id,
        issued_at=work.now,
    )
    work.session.add(sheet)
    work.session.flush()
    work.session.add(SheetFile(issued_sheet_id=sheet.id, pdf=request.pdf))
    work.touch(topics.SHEETS, topics.READINESS, patient_id=facts.patient.id)
    return sheet.id


def print_day_list(work: Work, request: PrintDayList) -> None:
    """The recorded fact that a list which names patients leaves: of which day, of how many.

    Refused when the day is not what it was when the list was made.
    """
    now = day_list(work, request.on)
    if now.code != request.code:
        raise Refused(Reason("sheets.day_changed"))
    work.touch(f"printed:day:{request.on}:{now.count}")


def _day(work: Work, facts: BookingFacts) -> date:
    return facts.starts_at.astimezone(clinic(work).zone).date()
