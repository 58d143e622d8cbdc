"""The data check that a contributor runs on one record: one line for each thing that is wrong, with file, place and mend."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
GOOD = """id = "LicenseRef-test"
source = "https://example.org/license"
verified = 2026-11-24
{more}
[[clauses]]
section = "1"
kind = "notice"
effect = "obliges"
summary = "Copies carry the notice."
{clause}
"""


def check(file: Path) -> tuple[int, str]:
    done = subprocess.run([sys.executable, "tasks/compile_data.py", str(file)], cwd=ROOT, check=False, capture_output=True, text=True)
    assert "Traceback" not in done.stderr
    return done.returncode, done.stderr


@pytest.mark.parametrize(
    ("more", "clause", "message"),
    [
        ("", "", ""),
        ('licence = "MIT"', "", "'licence' is no field of License"),
        ('supersedes = "LicenseRef-nobody-knows"', "", "supersedes: No licence is known as 'LicenseRef-nobody-knows'."),
        (
            'permissions = { commercial = "granted" }',
            '[[clauses]]\nsection = "2"\nkind = "commercial-use"\neffect = "prohibits"\nsummary = "No."',
            "Lower the permission to 'denied', or mend the clause.",
        ),
        (
            "",
            '[[clauses]]\nkind = "notice"\neffect = "obliges"\nsummary = "No section."',
            "clauses[1]: The clause names no section or has no summary. Add them.",
        ),
        (
            "",
            '[[clauses]]\nsection = "2"\nkind = "scale"\neffect = "needs-license"\nsummary = "No unit."\n'
            'threshold = { metric = "annual-revenue", limit = 1, comparator = ">" }',
            "clauses[1].threshold.currency: A limit on annual-revenue has no currency. Add its ISO 4217 code.",
        ),
        ("", 'kind = "notice"', "Correct the syntax."),
    ],
    ids=["good", "unknown key", "unknown predecessor", "contradiction", "no section", "no unit", "syntax"],
)
def test_a_profile_is_checked(tmp_path: Path, more: str, clause: str, message: str) -> None:
    folder = tmp_path / "licenses"
    folder.mkdir()
    file = folder / "test.toml"
    file.write_text(GOOD.format(more=more, clause=clause), encoding="utf-8")
    status, problems = check(file)
    assert status == (1 if message else 0)
    assert message in problems
    assert problems.count("\n") == (1 if message else 0)
    assert str(file) in problems or not message


def test_a_model_without_sources_is_refused(tmp_path: Path) -> None:
    folder = tmp_path / "models"
    folder.mkdir()
    file = folder / "m.toml"
    file.write_text('name = "M"\n[[artifacts]]\nkind = "model-parameters"\nlicense = "nobody-knows"\n', encoding="utf-8")
    status, problems = check(file)
    assert status == 1
    assert "released: The field is missing." in problems
    assert "artifacts[0]: The source or the day is missing." in problems
    assert "licenses: No licence is known as 'LicenseRef-nobody-knows'." in problems
