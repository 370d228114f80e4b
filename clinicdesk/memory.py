"""The program's memory holds keys and patient data: a crash writes none of it to a file."""

import ctypes
import sys

_PR_SET_DUMPABLE = 4


def keep_private() -> None:
    """On Linux: no core file, and no other program of this person may read the memory.

    Out of reach: the computer's administrator, swap, hibernation, and the crash reports of other
    systems, which their own settings decide.
    """
    if sys.platform == "linux":
        import resource  # noqa: PLC0415 - Windows has none

        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        ctypes.CDLL(None).prctl(_PR_SET_DUMPABLE, 0, 0, 0, 0)
