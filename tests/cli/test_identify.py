"""`openweights identify`, and a model card as a REF."""

from __future__ import annotations

from pathlib import Path

from identify.vendor.licenses import LICENSES

from tests.cli.test_cli import rows, run

TEXTS = dict(LICENSES)


def test_texts_are_identified_by_name_and_exit_status(tmp_path: Path) -> None:
    (tmp_path / "MIT").write_text(TEXTS["MIT"])
    (tmp_path / "none").write_text("All rights reserved.")
    known, unknown = str(tmp_path / "MIT"), str(tmp_path / "none")
    done = run("identify", known)
    assert (done.exit_code, "(MIT)" in done.output) == (0, True)
    assert run("identify", known, unknown).exit_code == 3
    first, second = rows("identify", known, unknown)
    assert [each["id"] for each in first["licenses"]] == ["MIT"]
    assert (second["ref"], second["licenses"], second["has_further_text"]) == (unknown, [], False)


def test_further_conditions_are_told(tmp_path: Path) -> None:
    file = tmp_path / "LICENSE"
    file.write_text(TEXTS["MIT"] + " ".join(f"word{number}" for number in range(200)))
    assert "further conditions" in run("identify", str(file)).output


def test_a_file_that_cannot_be_read_is_one_line_and_exit_status_2(tmp_path: Path) -> None:
    done = run("identify", str(tmp_path))
    assert done.exit_code == 2
    assert "It is no file" in done.stderr


def test_a_model_card_is_a_ref(tmp_path: Path) -> None:
    file = tmp_path / "README.md"
    file.write_text("---\nlicense: gemma\nextra_gated_prompt: accept\n---\n# Tuned\n")
    (row,) = rows("classify", str(file))
    assert (row["model"], row["level"]) == ("Tuned", "weights-restricted")
    assert "gated" in [flag["flag"] for flag in row["flags"]]
