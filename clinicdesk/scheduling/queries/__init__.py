"""What the schedule shows, one file per thing that is shown."""

from clinicdesk.scheduling.queries.bookings import (
    BookingFacts,
    Moved,
    booking,
    booking_of_patient,
    current_booking,
    live_booking,
)
from clinicdesk.scheduling.queries.days import (
    Choice,
    Choices,
    DayView,
    WeekView,
    choices,
    day,
    week,
)
from clinicdesk.scheduling.queries.impact import Impact, move_impact
from clinicdesk.scheduling.queries.placing import Place
from clinicdesk.scheduling.queries.waiting import (
    FreeOpening,
    Waiting,
    count_to_schedule,
    free_openings,
    name_alerts,
    to_schedule,
)

__all__ = [
    "BookingFacts",
    "Choice",
    "Choices",
    "DayView",
    "FreeOpening",
    "Impact",
    "Moved",
    "Place",
    "Waiting",
    "WeekView",
    "booking",
    "booking_of_patient",
    "choices",
    "count_to_schedule",
    "current_booking",
    "day",
    "free_openings",
    "live_booking",
    "move_impact",
    "name_alerts",
    "to_schedule",
    "week",
]
