"""Where the processes come from that work side by side, or are killed.

They are forked from one that has imported the program, so none of them pays for that again.
"""

import multiprocessing
from multiprocessing.context import ForkServerContext

PRELOADED = "tests.preloaded"


def forking() -> ForkServerContext:
    """Makes processes (and what they share) that begin at once."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload([PRELOADED])
    return context
