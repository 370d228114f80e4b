"""What is installed elsewhere is complete: code, and data where `clinicdesk.paths` looks for it."""

import subprocess
import sys
import zipfile
from pathlib import Path

ROOT = Path(__file__).parents[2]
PLACES = {
    "clinicdesk": "clinicdesk",
    "ui": "ui",
    "docs/guide": "clinicdesk/_bundled/guide",
    "migrations": "clinicdesk/_bundled/migrations",
    "resources": "clinicdesk/_bundled/resources",
}


def test_the_installed_program_holds_the_same_data():
    spec = (ROOT / "installer.spec").read_text(encoding="utf-8")
    folders = [folder for folder, place in PLACES.items() if folder != place]

    assert len(folders) > 2
    assert [folder for folder in folders if f'"{folder}"' not in spec] == []


def test_the_wheel_holds_code_and_data(tmp_path: Path):
    done = subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory", tmp_path],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    (wheel,) = tmp_path.glob("clinicdesk-*.whl")
    names = set(zipfile.ZipFile(wheel).namelist())

    for folder, place in PLACES.items():
        files = (file for file in (ROOT / folder).rglob("*") if file.is_file())
        expected = {
            f"{place}/{file.relative_to(ROOT / folder)}"
            for file in files
            if "__pycache__" not in file.parts
        }
        assert expected, folder
        assert expected - names == set()
    assert {name.partition("/")[0] for name in names if ".dist-info/" not in name} == {
        "clinicdesk",
        "ui",
    }
