"""`scan`, `check` and `lock` on a small repository: code, a bill of materials, and a tuned model in a folder that git ignores."""

from __future__ import annotations

import json
import struct
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from openweights.cli import cli

CODE = """\
from transformers import AutoModel

one = AutoModel.from_pretrained("meta-llama/Llama-3.1-8B")
two = AutoModel.from_pretrained("mistralai/Mistral-7B-v0.1")
own = AutoModel.from_pretrained("acme/own-7b")  # openweights: allow trained by ourselves
late = AutoModel.from_pretrained(f"acme/{size}")
"""
CARD = """\
---
library_name: transformers
license: mit
base_model: meta-llama/Llama-3.1-8B
---
"""
BOM = """\
{
  "bomFormat": "CycloneDX",
  "specVersion": "1.6",
  "components": [
    {"type": "library", "name": "torch"},
    {"type": "machine-learning-model", "name": "base",
     "purl": "pkg:huggingface/google/gemma-2-9b",
     "licenses": [{"license": {"id": "MIT"}}]},
    {"type": "machine-learning-model", "name": "in-house"}
  ]
}
"""
POLICY = 'name = "team"\nlevel = "weights-unrestricted"\n'


def run(*arguments: str, stdin: str | None = None) -> Result:
    return CliRunner().invoke(cli, arguments, input=stdin, catch_exceptions=False)


def rows(*arguments: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(run(*arguments, "--json").stdout)
    return found


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    root = tmp_path / "product"
    tuned = root / "models" / "tuned"
    tuned.mkdir(parents=True)
    (root / ".git").mkdir()
    (root / "src").mkdir()
    (root / ".gitignore").write_text("/models/\n", encoding="utf-8")
    (root / "src" / "app.py").write_text(CODE, encoding="utf-8")
    (root / "sbom.cdx.json").write_text(BOM, encoding="utf-8")
    (root / "openweights-policy.toml").write_text(POLICY, encoding="utf-8")
    (tuned / "README.md").write_text(CARD, encoding="utf-8")
    (tuned / "config.json").write_text('{"model_type": "llama", "_name_or_path": "meta-llama/Llama-3.1-8B"}', encoding="utf-8")
    (tuned / "model.safetensors").write_bytes(struct.pack("<Q", 2) + b"{}")
    monkeypatch.chdir(root)
    return root


def places(found: list[dict[str, Any]]) -> dict[str, str]:
    return {f"{each['place']['file']}:{each['place']['line']}:{each['place']['column']}": each["ref"] for each in found}


def test_scan_finds_code_bills_and_folders_and_what_contradicts_itself(folder: Path) -> None:
    (report,) = rows("scan", ".")
    assert [(each["file"], each["line"], each["status"]) for each in report["references"]] == [
        ("sbom.cdx.json", 7, "release"),
        ("sbom.cdx.json", 9, "described"),
        ("src/app.py", 3, "release"),
        ("src/app.py", 4, "release"),
        ("src/app.py", 5, "unknown"),
        ("src/app.py", 6, "dynamic"),
        ("models/tuned/README.md", 3, "described"),
    ]
    kinds = [each["kind"] for reference in report["references"] for each in reference["contradictions"]]
    assert kinds == ["sbom-record", "base-terms"]
    tuned = next(each for each in report["models"] if each["model"].startswith("models/tuned"))
    assert tuned["ceiling"] == "weights-restricted"
    text = run("scan", ".").stdout
    assert "base-terms  README.md says MIT; its base Llama 3.1 is under LicenseRef-llama3.1" in text
    assert "2 contradictions." in text


@pytest.mark.parametrize(("which", "count"), [("all", 1), ("tracked", 0), ("none", 0)])
def test_folders_that_git_ignores_are_looked_into_unless_told_otherwise(folder: Path, which: str, count: int) -> None:
    (report,) = rows("scan", ".", "--folders", which)
    assert sum(each["file"].startswith("models/") for each in report["references"]) == count


def test_a_configuration_of_another_program_is_no_model(folder: Path) -> None:
    (folder / "web").mkdir()
    (folder / "web" / "config.json").write_text('{"port": 8080}', encoding="utf-8")
    (folder / "web" / "data.bin").write_bytes(b"\0")
    (folder / "web" / "README.md").write_text("---\ntitle: Web\nlicense: mit\n---\n", encoding="utf-8")
    (report,) = rows("scan", ".")
    assert not [each for each in report["references"] if each["file"].startswith("web/")]


def test_the_cache_of_the_hub(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    constants = pytest.importorskip("huggingface_hub.constants")
    commit = "0123456789abcdef0123456789abcdef01234567"
    snapshot = folder / "cache" / "models--meta-llama--Llama-3.1-8B" / "snapshots" / commit
    snapshot.mkdir(parents=True)
    (snapshot / "README.md").write_text("---\nlicense: llama3.1\n---\n", encoding="utf-8")
    refs = folder / "cache" / "models--meta-llama--Llama-3.1-8B" / "refs"
    refs.mkdir()
    (refs / "main").write_text(commit, encoding="utf-8")
    monkeypatch.setattr(constants, "HF_HUB_CACHE", str(folder / "cache"))
    (report,) = rows("scan", "--cache")
    assert [(each["model"], each["status"]) for each in report["models"]] == [("Llama 3.1", "release")]
    assert run("check", "--cache").exit_code == 1
    monkeypatch.setattr(constants, "HF_HUB_CACHE", str(folder / "nowhere"))
    assert run("scan", "--cache").exit_code == 2
    assert run("scan").exit_code == 2


def test_check_holds_every_reference_to_the_policy_at_its_place(folder: Path) -> None:
    result = run("check", ".", "--json")
    assert result.exit_code == 2, "a name that is made when the code runs is not known"
    answers = json.loads(result.stdout)
    assert places(answers) == {
        "sbom.cdx.json:7:15": "pkg:huggingface/google/gemma-2-9b",
        "sbom.cdx.json:9:49": "in-house (sbom.cdx.json)",
        "src/app.py:3:34": "meta-llama/Llama-3.1-8B",
        "src/app.py:4:34": "mistralai/Mistral-7B-v0.1",
        "src/app.py:5:34": "acme/own-7b",
        "src/app.py:6:34": 'f"acme/{size}"',
        "models/tuned/README.md:3:1": "models/tuned (models/tuned/README.md)",
    }
    assert [each["passes"] for each in answers] == [False, False, False, True, True, False, False]
    assert [each["silenced"] for each in answers if each["silenced"]] == ["trained by ourselves"]
    assert answers[-1]["remarks"][0].endswith("(base-terms)")


def test_unknown_references_are_treated_as_the_policy_says(folder: Path) -> None:
    file = folder / "openweights-policy.toml"
    file.write_text('unlisted = "warn"\n', encoding="utf-8")
    result = run("check", "src")
    assert result.exit_code == 0
    assert "The name is made when the code runs, so nothing is known of the model." in result.stdout
    assert "silenced  acme/own-7b  src/app.py:5:34: trained by ourselves" in result.stdout
    file.write_text('unlisted = "pass"\n', encoding="utf-8")
    assert " warning" not in run("check", "src").stdout


def test_a_policy_can_forbid_silencing_and_none_that_extends_it_allows_it(folder: Path) -> None:
    base = folder / "base.toml"
    base.write_text("silencing = false\n", encoding="utf-8")
    (folder / "openweights-policy.toml").write_text('extends = ["base.toml"]\nunlisted = "fail"\nsilencing = true\n', encoding="utf-8")
    (own,) = [each for each in rows("check", "src") if each["ref"] == "acme/own-7b"]
    assert (own["passes"], own["silenced"]) == (False, None)
    assert "counts also where a comment or a manifest silences it" in run("policy", "explain", "base.toml").stdout


def test_every_format_says_where_and_what_is_silenced(folder: Path) -> None:
    def printed(format: str) -> str:
        return run("check", ".", "--format", format).stdout

    results = json.loads(printed("sarif"))["runs"][0]["results"]
    spots = {
        (
            each["locations"][0]["physicalLocation"]["artifactLocation"]["uri"],
            each["locations"][0]["physicalLocation"]["region"]["startLine"],
        )
        for each in results
    }
    assert {("src/app.py", 3), ("sbom.cdx.json", 7), ("models/tuned/README.md", 3)} <= spots
    (quiet,) = [each for each in results if "suppressions" in each]
    assert quiet["suppressions"] == [{"kind": "inSource", "status": "accepted", "justification": "trained by ourselves"}]
    assert "::error file=src/app.py,line=3,col=34,title=openweights level::meta-llama/Llama-3.1-8B: " in printed("github")
    assert "::notice file=src/app.py,line=5,col=34,title=openweights silenced::acme/own-7b: trained by ourselves" in printed("github")
    assert {"path": "src/app.py", "lines": {"begin": 3}} in [each["location"] for each in json.loads(printed("gitlab"))]
    assert '<skipped message="trained by ourselves"/>' in printed("junit")
    for format in ("text", "html", "csv", "markdown"):
        assert "trained by ourselves" in printed(format)


def test_what_is_named_in_policy_and_lock_is_not_used(folder: Path) -> None:
    (folder / "sbom.cdx.json").unlink()
    exception = '[[exceptions]]\nmodel = "openai/gpt-4o"\nrules = ["level"]\nreason = "r"\nowner = "o"\nexpires = 2199-01-01\n'
    (folder / "rules.toml").write_text(f'unlisted = "pass"\n{exception}', encoding="utf-8")
    (folder / "openweights-policy.toml").write_text(exception, encoding="utf-8")
    arguments = ("--policy", "rules.toml", "--folders", "none")
    assert {each["place"]["file"] for each in rows("check", ".", *arguments)} == {"src/app.py"}
    # A name that no record carries is locked as what it is, if the policy lets it pass.
    assert run("lock", ".", *arguments).stdout.startswith("3 models locked")
    assert run("check", ".", "--locked", *arguments).exit_code == 0
    (folder / "src" / "new.py").write_text("AutoModel.from_pretrained('openai/gpt-oss-20b')\n", encoding="utf-8")
    answers = [each for each in rows("check", ".", "--locked", *arguments) if each["violations"]]
    assert [(each["place"]["file"], each["violations"][0]["detail"]) for each in answers] == [("src/new.py", "new")]


def test_a_file_is_scanned_or_is_a_model_or_does_not_pass(folder: Path) -> None:
    assert set(places(rows("check", "src/app.py"))) == {f"src/app.py:{row}" for row in ("3:34", "4:34", "5:34", "6:34")}
    (folder / "settings.yaml").write_text("llm:\n  model: openai/gpt-4o\n", encoding="utf-8")
    assert places(rows("check", "settings.yaml")) == {"settings.yaml:2:10": "openai/gpt-4o"}
    (folder / "note.xyz").write_text("meta-llama/Llama-3.1-8B", encoding="utf-8")
    (answer,) = rows("check", "note.xyz")
    assert "It is no kind of file that is read." in answer["error"]
    (folder / "openweights-policy.toml").write_text('unlisted = "pass"\n', encoding="utf-8")
    assert run("check", "./srcc").exit_code == 2, "a path that is not there is no name of an unknown model"


def test_a_word_that_is_both_a_model_and_a_folder_is_never_guessed(folder: Path) -> None:
    (folder / "whisper").mkdir()
    result = run("check", "whisper")
    assert (result.exit_code, result.stdout) == (2, "")
    assert "Write ./whisper for the path" in result.stderr
    assert run("check", "./whisper").exit_code == 0
