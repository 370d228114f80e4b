"""Taking what a booking needs: the wished resources, or the first free ones of their pools."""

from collections.abc import Collection, Mapping

from clinicdesk.desk import Work
from clinicdesk.errors import Reason, Refused
from clinicdesk.scheduling.availability import Supply, Taken, free_from, taken, taken_reason
from clinicdesk.scheduling.rules import Part, Span, occupied
from clinicdesk.scheduling.tables import Occupancy


def occupancies(
    work: Work,
    stock: Supply,
    procedure: Span,
    wishes: Mapping[Part, int | None],
    parts: Collection[Part],
    ignoring: int | None = None,
) -> list[Occupancy]:
    """For each part the wished resource, or the first free one of its pool.

    A part without resources is not required. Refused when one is taken, or not in its pool.
    """
    candidates = {part: _candidates(stock, part, wishes.get(part)) for part in parts}
    spans = {part: occupied(stock.requirement(part), procedure) for part in parts}
    around = Span(
        min(span.start for span in spans.values()), max(span.end for span in spans.values())
    )
    everything = [one for pool in candidates.values() for one in pool]
    busy = taken(work, everything, around, ignoring)
    chosen = []
    for part in (part for part in parts if candidates[part]):
        span = spans[part]
        theirs = [
            item
            for item in busy
            if item.resource_id in candidates[part] and item.span.overlaps(span)
        ]
        held = {item.resource_id for item in theirs}
        free = next((one for one in candidates[part] if one not in held), None)
        if free is None:
            raise Refused(_taken(work, stock, procedure, wishes, part, theirs[0], ignoring))
        chosen.append(
            Occupancy(
                resource_id=free, part=part, starts_at=span.start, ends_at=span.end, active=True
            )
        )
    return chosen


def _candidates(stock: Supply, part: Part, wish: int | None) -> tuple[int, ...]:
    if wish is None:
        return stock.pools[part]
    if part is not Part.PATIENT and wish not in stock.pools[part]:
        raise Refused(Reason("scheduling.not_in_pool", {"part": part.replace("_", " ")}))
    return (wish,)


def _taken(
    work: Work,
    stock: Supply,
    procedure: Span,
    wishes: Mapping[Part, int | None],
    part: Part,
    by: Taken,
    ignoring: int | None,
) -> Reason:
    free = free_from(
        work,
        stock,
        minutes=procedure.minutes,
        not_before=procedure.start,
        n=2,
        patient_resource=wishes.get(Part.PATIENT),
        preferred=frozenset(one for one in wishes.values() if one),
        ignoring=ignoring,
    )
    if part is Part.PATIENT:
        resource = "This patient"
    elif wishes.get(part):
        resource = stock.names[by.resource_id]
    else:
        resource = f"Every {part.replace('_', ' ')}"
    return taken_reason(work, stock, by, resource, free)
