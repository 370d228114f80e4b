"""What a booking says on the schedule."""

import pytest

from clinicdesk.cases.rules import CaseStatus
from clinicdesk.policy import Due
from clinicdesk.readiness.rules import GateState
from tests.builders.times import ZONE, at
from tests.ui.scheduling.days import NOW, ROSE, facts, gates
from ui.kit.tokens import Status
from ui.scheduling.cards import BookingCard, card_of

READY, ACTION, BLOCKED = GateState.READY, GateState.NEEDS_ACTION, GateState.BLOCKED
NOT_ASKED, NOT_APPLICABLE = GateState.NOT_ASKED, GateState.NOT_APPLICABLE


def card(*states: GateState, due: Due = Due.BOOKING, **given) -> BookingCard:
    booking = facts("2027-01-12 14:15", "Nakagawa", "Ken", minutes=45, **given)
    return card_of(booking, gates(booking, *states, due=due) if states else None, ZONE, NOW)


@pytest.mark.parametrize(
    ("states", "status", "word", "said"),
    [
        ((READY, READY, NOT_APPLICABLE, READY), Status.READY, "Ready", "Ready"),
        ((READY, ACTION, READY, READY), Status.ATTN, "1 to fix", "Needs action"),
        ((READY, READY, NOT_ASKED, NOT_ASKED), Status.ATTN, "2 to fix", "Needs action"),
        ((READY, BLOCKED, ACTION, READY), Status.BLOCK, "Blocked", "Blocked"),
    ],
)
def test_readiness_is_the_status_of_what_is_scheduled(states, status, word, said):
    shown = card(*states)

    assert (shown.status, shown.word) == (status, word)
    assert shown.spoken == f"2:15 to 3:00 PM, NAKAGAWA, Ken, MILD L4–L5 both sides, {said}"


@pytest.mark.parametrize(
    ("case", "status", "word"),
    [
        (CaseStatus.CHECKED_IN, Status.FLOW, "Checked in"),
        (CaseStatus.PRE_OP, Status.FLOW, "Pre-op"),
        (CaseStatus.IN_PROCEDURE, Status.FLOW, "In procedure"),
        (CaseStatus.RECOVERY, Status.FLOW, "Recovery"),
        (CaseStatus.DISCHARGED, Status.DONE, "Done"),
        (CaseStatus.FOLLOWED_UP, Status.DONE, "Done"),
        (CaseStatus.CLOSED, Status.DONE, "Done"),
    ],
)
def test_who_is_in_the_clinic_or_done_says_so(case: CaseStatus, status: Status, word: str):
    shown = card(READY, BLOCKED, READY, READY, status=case)

    assert (shown.status, shown.word, shown.movable) == (status, word, False)


def test_only_what_is_scheduled_can_be_moved():
    assert card(READY, READY, READY, READY).movable


def test_without_readiness_nothing_is_called_ready():
    assert (card().status, card().word, card().marks) == (Status.WAIT, "Scheduled", ())


@pytest.mark.parametrize(
    ("state", "due", "mark"),
    [
        (ACTION, Due.BOOKING, Status.ATTN),
        (BLOCKED, Due.BOOKING, Status.BLOCK),
        (NOT_ASKED, Due.T_1, Status.ATTN),
        (NOT_ASKED, Due.CHECK_IN, Status.WAIT),  # arrival at 1:15 PM has not come
        (READY, Due.CHECK_IN, Status.READY),
    ],
)
def test_a_gate_is_loud_from_when_it_counts(state: GateState, due: Due, mark: Status):
    assert [one.status for one in card(READY, READY, state, READY, due=due).marks][2] is mark


def test_what_does_not_apply_has_no_mark_and_done_has_none():
    assert [one.word for one in card(READY, READY, NOT_APPLICABLE, READY).marks] == [
        "Evaluation",
        "Blood thinner",
        "Packet",
    ]
    assert card(READY, READY, READY, READY, status=CaseStatus.DISCHARGED).marks == ()


def test_a_range_over_noon_says_am_and_pm():
    noon = facts("2027-01-12 11:30", minutes=45)
    shown = card_of(noon, None, ZONE, NOW)

    assert shown.time == "11:30 – 12:15"
    assert shown.spoken.startswith("11:30 AM to 12:15 PM, ")


def test_the_tooltip_has_everything_and_what_to_do():
    booking = facts("2027-01-12 14:15", "Nakagawa", "Ken", minutes=45)
    shown = card_of(booking, gates(booking, ACTION), ZONE, at("2027-01-12 08:00"))

    assert shown.tooltip.splitlines() == [
        "2:15 to 3:00 PM",
        "NAKAGAWA, Ken",
        "MILD L4–L5 both sides · 45 min",
        "Dr. N. Okafor",
        "1 to fix",
        "Ask who will take the patient home.",
    ]


def test_a_name_alert_is_said_and_the_tooltip_names_the_other():
    shown = card(READY, READY, READY, READY, namesakes=(ROSE,))

    assert shown.spoken.startswith("2:15 to 3:00 PM, NAKAGAWA, Ken, Name alert, MILD")
    assert "Rose" not in shown.spoken
    assert shown.tooltip.splitlines()[1:3] == [
        "NAKAGAWA, Ken",
        "Similar name: MARTIN, Rose, born Jun 2, 1950, Wed, Jan 13, 2027, 9:00 AM",
    ]
