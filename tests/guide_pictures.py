"""`make guide-pictures`: the guide's pictures, from `make screenshots`, small enough to keep."""

import sys
from pathlib import Path

from PIL import Image

ROOT = Path(__file__).parents[1]
TO = ROOT / "docs" / "guide" / "pictures"
WIDTH, COLOURS = 960, 128
COMMANDS = "one-list-for-patients-days-screens-and-commands"
# The picture in the guide, and the step of a journey that shows it.
PICTURES = {
    "schedule": "*-schedule.png",
    "find": f"{COMMANDS}/*-patients-first.png",
    "keys": "menu-bar-sheet-and-guide/*-shortcuts.png",
    "today": "the-day/*-not-alone.png",
    "booking": "*-taken.png",
    "driver": "*-driver-named.png",
    "evaluation": "*-evaluation.png",
    "policy": "*-policy-signed.png",
    "discharge": "*-discharge-sheet.png",
}


def main(screenshots: Path) -> None:
    """Write each picture anew; raises ValueError when its step does not exist any more."""
    TO.mkdir(exist_ok=True)
    for name, step in PICTURES.items():
        *_, found = sorted(screenshots.glob(step), key=lambda file: file.stat().st_mtime)
        shrink(found, TO / f"{name}.png")


def shrink(source: Path, to: Path) -> None:
    """Fewer pixels and fewer colours: what is on a screen stays legible in either."""
    with Image.open(source) as whole:
        height = whole.height * WIDTH // whole.width
        small = whole.convert("RGB").resize((WIDTH, height), Image.Resampling.LANCZOS)
    small.quantize(COLOURS, dither=Image.Dither.NONE).save(to, optimize=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
