"""The scripts and notebooks of `examples/`: they say what they should. That notebooks run is seen by `tasks/run_notebooks.py`."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from openweights import assess, compare

ROOT = Path(__file__).resolve().parent.parent
EXAMPLES = ROOT / "examples"


def run(script: str, *arguments: str) -> tuple[int, str]:
    done = subprocess.run([sys.executable, EXAMPLES / script, *arguments], check=False, capture_output=True, text=True)
    assert "Traceback" not in done.stderr
    return done.returncode, done.stdout


@pytest.mark.parametrize("file", sorted(EXAMPLES.glob("*.ipynb")), ids=lambda file: file.stem)
def test_a_notebook_keeps_no_outputs(file: Path) -> None:
    cells = json.loads(file.read_text(encoding="utf-8"))["cells"]
    code = [cell for cell in cells if cell["cell_type"] == "code"]
    assert len(code) >= 8
    assert all(cell["outputs"] == [] and cell["execution_count"] is None for cell in code)


def test_there_are_three_notebooks() -> None:
    assert {file.stem for file in EXAMPLES.glob("*.ipynb")} == {"explore", "portfolio", "definitions"}


def test_the_scan_finds_a_card_that_leaves_out_the_terms_of_its_base() -> None:
    status, text = run("hub_scan.py")
    assert status == 0
    assert "acme/chat: " in text
    assert "base-terms: README.md says MIT; its base Llama 3.1 is under LicenseRef-llama3.1" in text


def test_the_scan_of_a_folder_fails_if_something_is_to_be_looked_at(tmp_path: Path) -> None:
    card = "---\nlicense: {}\nbase_model: meta-llama/Llama-3.1-8B\nbase_model_relation: finetune\n---\n"
    for name, license, status in (("good", "llama3.1", 0), ("bad", "mit", 1)):
        folder = tmp_path / name / "acme" / "m"
        folder.mkdir(parents=True)
        (folder / "README.md").write_text(card.format(license), encoding="utf-8")
        assert run("hub_scan.py", str(tmp_path / name))[0] == status


def test_the_export_writes_two_documents_that_hold_the_models(tmp_path: Path) -> None:
    status, text = run("sbom_export.py", str(tmp_path))
    assert status == 0
    assert text.count("Acme Chat: weights-restricted; user-threshold") == 2
    assert json.loads((tmp_path / "models.cdx.json").read_text(encoding="utf-8"))["bomFormat"] == "CycloneDX"
    assert "@graph" in json.loads((tmp_path / "models.spdx.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("words", [["hub_scan.py", "nowhere"], ["custom_framework.py", "Nobody 5"]], ids=lambda words: words[0])
def test_what_is_mistyped_is_an_error_of_one_line(words: list[str]) -> None:
    done = subprocess.run([sys.executable, EXAMPLES / words[0], words[1]], check=False, capture_output=True, text=True)
    assert (done.returncode, done.stderr.count("\n")) == (1, 1)
    assert done.stderr.startswith("error: ")


def test_a_framework_of_one_s_own_is_applied_beside_the_others(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(EXAMPLES))
    from custom_framework import FRAMEWORK  # type: ignore[import-not-found, unused-ignore]

    assert assess("OLMo 2", FRAMEWORK).verdict == "write with it"
    ours, osaid = compare(["Llama 3.1"], [FRAMEWORK, "osaid"])["Llama 3.1"]
    assert (ours.verdict, osaid.framework) == ("leave it", "osaid")
    assert "GPT-4: leave it (OSAID: not-open-source)" in run("custom_framework.py", "GPT-4")[1]
    assert [criterion.id for criterion in FRAMEWORK.criteria] == [finding.id for finding in ours.criteria]


@pytest.mark.parametrize(("names", "status"), [(["OLMo 2"], 0), (["Llama 3.1"], 1), (["Nobody 5"], 1)])
def test_the_gate_lets_open_models_through(names: list[str], status: int) -> None:
    assert run("gate.py", *names)[0] == status
