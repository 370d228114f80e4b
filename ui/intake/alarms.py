"""The wording of what an intake raises: the emergency box (RULE-01) and what is still open."""

from collections.abc import Collection, Iterable
from zoneinfo import ZoneInfo

from clinicdesk import messages
from clinicdesk.errors import Fact, Reason
from clinicdesk.intake.queries import IntakeFacts
from clinicdesk.intake.rules import RED_FLAGS, Answer, flags_to_see, red_flags, unclear_flags
from ui.intake.emergency_box import Alarm


def alarm(answers: Collection[Answer], facts: IntakeFacts | None, zone: ZoneInfo) -> Alarm | None:
    """The words for these answers, None when nothing is flagged; `facts` says what was seen."""
    reported, unclear = red_flags(answers), unclear_flags(answers)
    if not reported and not unclear:
        return None
    flags = {*reported, *unclear}
    heading = "emergency" if reported else "clinician_first"
    said = (_listed("flags_reported", reported), _listed("flags_unclear", unclear))
    seen = facts is not None and flags <= _seen(facts)
    return Alarm(
        _words(heading), tuple(filter(None, said)), _seen_by(facts, zone) if facts and seen else ""
    )


def merged(reasons: Iterable[Reason]) -> list[Reason]:
    """One reason of each kind with its facts listed: "Ask about A, B, or record ..."."""
    kinds: dict[str, list[Reason]] = {}
    for reason in reasons:
        kinds.setdefault(reason.code, []).append(reason)
    return [
        Reason(
            code,
            {name: ", ".join(str(each.facts[name]) for each in same) for name in same[0].facts},
        )
        if len(same) > 1
        else same[0]
        for code, same in kinds.items()
    ]


def _seen(facts: IntakeFacts) -> set[str]:
    """The stored flags that a clinician has acknowledged."""
    return {*flags_to_see(facts.answers)} - {*facts.open_flags}


def _seen_by(facts: IntakeFacts, zone: ZoneInfo) -> str:
    fact: dict[str, Fact] = {"who": facts.acknowledged_by, "at": facts.acknowledged_at}
    return messages.sentence(Reason("intake.seen", fact), zone)


def _listed(code: str, flags: tuple[str, ...]) -> str:
    words = ", ".join(RED_FLAGS[flag] for flag in flags)
    return _words(code, flags=words) if flags else ""


def _words(code: str, **facts: Fact) -> str:
    return messages.sentence(Reason(f"intake.{code}", facts))
