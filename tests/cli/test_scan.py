"""`openweights scan`."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from openweights.cli import cli


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    code = (
        'AutoModel.from_pretrained("meta-llama/Llama-3.1-8B")\n'
        'client.responses.create(model="gpt-4o")  # openweights: allow approved\n'
        'AutoModel.from_pretrained("zork/[bold]quux")\n'
        "AutoModel.from_pretrained(name)\n"
    )
    (tmp_path / "a.py").write_text(code, encoding="utf-8")
    (tmp_path / "b.py").write_bytes(b"model \0")
    return tmp_path


def test_the_text_says_where_each_model_stands_and_what_is_silenced(folder: Path) -> None:
    done = CliRunner().invoke(cli, ["scan", str(folder)])
    assert done.exit_code == 0
    assert "Llama 3.1  open-weights  weights-restricted\n  flags: user-threshold, " in done.stdout
    assert "a.py:1:28  meta-llama/Llama-3.1-8B  AutoModel.from_pretrained()" in done.stdout
    assert "a.py:2:32  gpt-4o  client.responses.create()  (allowed: approved)" in done.stdout
    assert "zork/[bold]quux  unknown" in done.stdout
    assert "2 files read, 3 references to 3 models, 2 of them to no record, 1 silenced." in done.stdout
    assert "note: b.py: It is binary." in done.stderr


def test_only_what_has_no_record(folder: Path) -> None:
    done = CliRunner().invoke(cli, ["scan", "--unknown", str(folder)])
    assert "Llama" not in done.stdout
    assert "zork/[bold]quux" in done.stdout


def test_json_has_every_key(folder: Path) -> None:
    done = CliRunner().invoke(cli, ["scan", "--json", str(folder), str(folder / "nowhere")])
    assert done.exit_code == 2
    report, error = json.loads(done.stdout)
    assert set(report) == {"ref", "files", "models", "references", "notes"}
    assert [each["status"] for each in report["references"]] == ["release", "release", "unknown", "dynamic"]
    assert {
        "file",
        "line",
        "column",
        "cell",
        "text",
        "call",
        "used_on",
        "status",
        "model",
        "ids",
        "read_as",
        "silenced",
        "contradictions",
        "remarks",
    } == set(report["references"][0])
    llama = next(each for each in report["models"] if each["model"] == "Llama 3.1")
    assert (llama["category"], llama["level"], llama["references"]) == ("open-weights", "weights-restricted", 1)
    assert "user-threshold" in llama["flags"]
    assert report["notes"] == [{"file": "b.py", "reason": "It is binary.", "skipped": True}]
    assert error["did_you_mean"] == []
    assert "no such file or folder" in error["error"]
