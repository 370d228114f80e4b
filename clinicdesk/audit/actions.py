"""Accepting a history that does not fit what a workstation saw."""

from dataclasses import dataclass

from clinicdesk.desk import Work


@dataclass(frozen=True)
class AcceptHistory:
    """The change that the workstation had seen and that is no more, or is another one."""

    seen_id: int


def accept_history(work: Work, request: AcceptHistory) -> None:
    """The recorded fact that an administrator takes the history as it is, after a restore."""
