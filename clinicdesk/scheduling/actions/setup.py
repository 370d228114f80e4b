"""Opening a clinic with its rooms and hours."""

from dataclasses import dataclass
from datetime import date, time

from clinicdesk.desk import Work
from clinicdesk.scheduling.actions.people import add_person
from clinicdesk.scheduling.rules import Part, Phase, ResourceKind, WeeklyHours
from clinicdesk.scheduling.tables import (
    OpeningHours,
    ProcedureRequirement,
    ProcedureType,
    Resource,
)
from clinicdesk.staff.actions import NewPerson, OpenSite, open_site


@dataclass(frozen=True, kw_only=True)
class OpenClinic:
    """The site, what it has, when it works, and its first administrator. All times in minutes.

    The defaults are the usual MILD day: arrive an hour early, recover for an hour.
    """

    site: OpenSite
    administrator: NewPerson
    rooms: tuple[str, ...] = ("Procedure Room 1", "Procedure Room 2")
    recovery_bays: int = 4
    opens: time = time(7, 0)
    closes: time = time(17, 0)
    weekdays: tuple[int, ...] = (0, 1, 2, 3, 4)
    open_since: date = date(2020, 1, 1)
    usual_minutes: tuple[int, ...] = (45, 60)
    least_minutes: int = 30
    most_minutes: int = 180
    grid_minutes: int = 15
    turnover: int = 15
    arrival_lead: int = 60
    recovery: int = 60


def open_clinic(work: Work, request: OpenClinic) -> int:
    """Create the clinic; answers the administrator's id. Refused when a clinic exists."""
    for weekday in request.weekdays:
        WeeklyHours(weekday, request.opens, request.closes)
    site_id = open_site(work, request.site)
    work.session.add_all(_places(site_id, request))
    work.session.add_all(_hours(site_id, request))
    _add_procedure(work, request)
    return add_person(work, request.administrator)


def _places(site_id: int, request: OpenClinic) -> list[Resource]:
    rooms = [(ResourceKind.ROOM, Part.ROOM, name) for name in request.rooms]
    bays = [
        (ResourceKind.BAY, Part.RECOVERY_BAY, f"Recovery bay {number}")
        for number in range(1, request.recovery_bays + 1)
    ]
    return [
        Resource(site_id=site_id, kind=kind, pool=part, name=name)
        for kind, part, name in rooms + bays
    ]


def _hours(site_id: int, request: OpenClinic) -> list[OpeningHours]:
    return [
        OpeningHours(
            site_id=site_id,
            weekday=weekday,
            opens=request.opens,
            closes=request.closes,
            valid_from=request.open_since,
        )
        for weekday in request.weekdays
    ]


def _add_procedure(work: Work, request: OpenClinic) -> None:
    procedure = ProcedureType(
        name="MILD",
        usual_minutes=" ".join(map(str, request.usual_minutes)),
        least_minutes=request.least_minutes,
        most_minutes=request.most_minutes,
        grid_minutes=request.grid_minutes,
    )
    work.session.add(procedure)
    work.session.flush()
    work.session.add_all(
        ProcedureRequirement(
            procedure_type_id=procedure.id,
            part=part,
            pool=part,
            phase=phase,
            before_minutes=before,
            after_minutes=after,
        )
        for part, phase, before, after in (
            (Part.ROOM, Phase.DURING, 0, request.turnover),
            (Part.PHYSICIAN, Phase.DURING, 0, 0),
            (Part.NURSE, Phase.DURING, 0, 0),
            (Part.RECOVERY_BAY, Phase.AFTER, 0, request.recovery),
            (Part.PATIENT, Phase.DURING, request.arrival_lead, request.recovery),
        )
    )
