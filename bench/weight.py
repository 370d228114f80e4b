"""What the program weighs after its start, and after a day's work."""

import subprocess
import sys

from bench.clinics import Clinics
from bench.measuring import title, verdict

MOST_MB = 130


def run(clinics: Clinics) -> None:
    """Print megabytes and widgets after the start, and while one person does 5,000 things."""
    title(f"Weight (MB; target: at most {MOST_MB} after the start, and flat)")
    url = clinics.embedded(min(clinics.sizes))
    child = [sys.executable, "-m", "bench.lived", url]
    lines = subprocess.run(child, check=True, capture_output=True, text=True).stdout.splitlines()
    for line in lines:
        done, whole, share, widgets = map(int, line.split())
        print(f"{done:6,} actions   {whole:4} resident   {share:4} its share   {widgets:5} widgets")
    print(verdict(int(lines[0].split()[1]), MOST_MB))
