"""The start: from the first instruction to a painted window, and to one that takes a password."""

import subprocess
import sys
import time
from statistics import median

from bench.clinics import Clinics
from bench.measuring import title, verdict

ROUNDS = 9
MOST_TIMES = 1.6
LONGEST_GAP_MS = 50


def run(clinics: Clinics) -> None:
    """Print a minimal window and this program side by side, in turns."""
    title(f"Start (ms; target: first paint at most {MOST_TIMES} x a minimal window)")
    url = clinics.embedded(min(clinics.sizes))
    minimal, program = [], []
    for _ in range(ROUNDS):
        minimal.append(_started("minimal"))
        program.append(_started("program", url))
    bare = median(one["painted"] for one in minimal)
    own = median(one["painted"] for one in program)
    ready = median(one["ready"] for one in program)
    gap = max(one["gap"] for one in program)
    print(f"first paint   minimal {bare:5.0f}   program {own:5.0f}   {own / bare:4.2f} x", end="  ")
    print(verdict(own / bare, MOST_TIMES))
    print(f"sign-in ready {ready:5.0f}; longest gap until then {gap:.0f}", end="  ")
    print(f"(target {LONGEST_GAP_MS})  {verdict(gap, LONGEST_GAP_MS)}")


def _started(*way: str) -> dict[str, float]:
    """Milliseconds from before the process to each thing it told; a gap is a length itself."""
    begun = time.monotonic()
    child = [sys.executable, "-m", "bench.started", *way]
    lines = subprocess.run(child, check=True, capture_output=True, text=True).stdout.splitlines()
    told = dict(line.split(" ", 1) for line in lines if " " in line)
    return {
        what: (float(told[what]) - (0 if what == "gap" else begun)) * 1000
        for what in ("painted", "ready", "gap")
        if what in told
    }
