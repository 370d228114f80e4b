"""Names on screens that others can see go through one place, which the privacy view governs."""

import re
from pathlib import Path

UI = Path(__file__).parents[2] / "ui"
WHOLE = {
    "kit/privacy.py",
    "kit/name_alert.py",
    "kit/verify_strip.py",
    "patients/merge_page.py",
    "patients/merged_strip.py",
    "patients/possible_matches.py",
    "patients/words.py",
    "procedure_day/gate_dialog.py",
    "scheduling/case_picker.py",
    "scheduling/line_field.py",
    "scheduling/line_wording.py",
    "scheduling/patient_lines.py",
}
"""What somebody opened for one patient, or only compares with what is typed."""
_NAMED = re.compile(r"\.(on_screen|in_full)\b")


def test_a_name_is_whole_only_where_one_patient_was_opened() -> None:
    found = {
        file.relative_to(UI).as_posix()
        for file in UI.rglob("*.py")
        if _NAMED.search(file.read_text(encoding="utf-8"))
    }

    assert found == WHOLE
