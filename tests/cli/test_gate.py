"""`openweights check`, `lock` and `policy` as a user meets them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from openweights.bundle import bundle
from openweights.cli import cli
from openweights.render.formats import Format

POLICY = 'name = "team"\nlevel = "weights-unrestricted"\n'


def run(*arguments: str, stdin: str | None = None) -> Result:
    return CliRunner().invoke(cli, arguments, input=stdin, catch_exceptions=False)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "openweights-policy.toml").write_text(POLICY, encoding="utf-8")
    (tmp_path / "models.txt").write_text("# what we use\nMistral 7B\n  OLMo 2  # for search\n", encoding="utf-8")
    return tmp_path


def rows(*arguments: str, stdin: str | None = None) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(run(*arguments, "--json", stdin=stdin).stdout)
    return found


def test_exit_statuses(folder: Path) -> None:
    assert run("check", "Mistral 7B").exit_code == 0
    assert run("check", "Mistral 7B", "Llama 3.1").exit_code == 1
    assert run("check", "Llama 3.1", "Lama 3.1").exit_code == 2
    assert run("check").exit_code == 2
    assert run("check", "Mistral 7B", "--policy", "missing.toml").exit_code == 2
    assert run("check", "Mistral 7B", "--output", "html").exit_code == 2
    assert run("check", "Mistral 7B", "--output", "html=no/such/folder.html").exit_code == 2
    assert run("check", "Mistral 7B", "--today", "tomorrow").exit_code == 2
    assert run("check", "--list", "missing.txt").exit_code == 2


def test_every_ref_is_answered_in_its_place(folder: Path) -> None:
    (folder / "broken.toml").write_text("x = (", encoding="utf-8")
    (folder / "own.toml").write_text(
        'name = "Own"\naccess = "download"\n[[artifacts]]\nkind = "model-parameters"\navailability = "public"\nlicense = "CC-BY-NC-4.0"\n',
        encoding="utf-8",
    )
    answers = rows("check", "Mistral 7B", "Lama 3.1", "broken.toml", "own.toml", "-", stdin="OLMo 2\n\n")
    assert [(each["ref"], each["passes"]) for each in answers] == [
        ("Mistral 7B", True),
        ("Lama 3.1", False),
        ("broken.toml", False),
        ("own.toml", False),
        ("OLMo 2", True),
    ]
    assert answers[1]["did_you_mean"][0] == "Llama 3.1"
    assert "line 1" in answers[2]["error"]
    assert answers[3]["model"] == "Own"
    assert [each["rule"] for each in answers[3]["violations"]] == ["level"]
    assert len({frozenset(each) for each in answers}) == 1
    assert run("check", "broken.toml").exit_code == 2


def test_what_cannot_be_read_never_passes(folder: Path) -> None:
    (folder / "openweights-policy.toml").write_text(
        'unknown = "pass"\nunlisted = "pass"\nlevel = "api"\n'
        '[[exceptions]]\nmodel = "broken.toml"\nrules = ["known"]\nreason = "r"\nowner = "o"\nexpires = 2199-01-01\n',
        encoding="utf-8",
    )
    (folder / "broken.toml").write_text("x = (", encoding="utf-8")
    assert run("check", "broken.toml").exit_code == 2
    assert run("check", "nobody knows this").exit_code == 0


@pytest.mark.parametrize("command", ["check", "lock"])
def test_without_a_policy_it_says_how_to_come_by_one(command: str, folder: Path) -> None:
    (folder / "openweights-policy.toml").unlink()
    result = CliRunner().invoke(cli, [command, "Llama 3.1"])
    assert result.exit_code == 2
    assert result.stderr.startswith("error: openweights-policy.toml: There is no such file.")
    assert "--policy FILE" in result.stderr


def test_a_list_says_where_each_model_stands(folder: Path) -> None:
    (folder / "models.txt").write_text("# ours\nMistral 7B\n  Llama 3.1 # soon gone\n", encoding="utf-8")
    answers = rows("check", "--list", "models.txt")
    assert [each["place"] for each in answers] == [
        {"file": "models.txt", "line": 2, "column": 1},
        {"file": "models.txt", "line": 3, "column": 3},
    ]
    assert (
        "::error file=models.txt,line=3,col=3,title=openweights level::Llama 3.1: "
        in run("check", "--list", "models.txt", "--format", "github").stdout
    )


def test_text_names_rule_clause_source_and_mend(folder: Path) -> None:
    text = run("check", "Llama 3.1").stdout
    assert "fail  Llama 3.1\n  error  level [team]  It is weights-restricted" in text
    assert "    clause  LicenseRef-llama3.1 2: " in text
    assert "    source  https://" in text
    assert "    mend    Releases that pass this policy: " in text
    assert text.splitlines()[-1] == "Blocked by the policy team: 1 of 1 model blocked, 1 error, 0 warnings."


@pytest.mark.parametrize("format", [each.value for each in Format])
def test_every_format_is_printed_and_written(folder: Path, format: str) -> None:
    printed = run("check", "Llama 3.1", "Mistral 7B", "--format", format, "--output", f"{format}=report", "--today", "2026-11-24")
    assert printed.exit_code == 1
    assert (folder / "report").read_bytes().decode() == printed.stdout_bytes.decode()


def test_a_lock_reports_what_changed(folder: Path) -> None:
    assert run("lock", "--list", "models.txt").stdout == f"2 models locked in openweights.lock, with the data of {bundle().version}.\n"
    before = (folder / "openweights.lock").read_text(encoding="utf-8")
    assert run("check", "--list", "models.txt", "--locked").exit_code == 0
    run("lock", "--list", "models.txt")
    assert (folder / "openweights.lock").read_text(encoding="utf-8") == before, "the same models give the same file"

    # A model more, a model less.
    answers = rows("check", "OLMo 2", "Qwen3", "--locked")
    assert [[each["detail"] for each in answer["violations"]] for answer in answers] == [[], ["new"]]
    assert "Locked and no longer used: Mistral 7B." in run("check", "OLMo 2", "--locked").stdout

    # The policy was loosened: green, where it was red when it was locked, is a change too.
    run("lock", "Llama 3.1")
    (folder / "openweights-policy.toml").write_text('name = "team"\n', encoding="utf-8")
    (answer,) = rows("check", "Llama 3.1", "--locked")
    assert [each["detail"] for each in answer["violations"]] == ["verdict", "rules"]


@pytest.mark.parametrize(
    ("change", "detail", "message"),
    [
        (lambda m: m["licenses"][0].update(id="MIT"), "license:mistral-7b", "was relicensed: MIT became Apache-2.0"),
        (lambda m: m["licenses"][0].update(fingerprint="0"), "terms:Apache-2.0", "What is recorded of the licence Apache-2.0 changed"),
        (lambda m: m.update(level="api", ceiling="api"), "level:mistral-7b", "was api, and is weights-unrestricted"),
        (lambda m: m.update(fingerprint="0"), "record:mistral-7b", "The record of mistral-7b was corrected"),
        (lambda m: m.update(id="mistral-old"), "meaning", "stood for mistral-old, and stands for mistral-7b"),
    ],
)
def test_a_lock_tells_what_kind_of_change(folder: Path, change: Any, detail: str, message: str) -> None:
    run("lock", "Mistral 7B")
    file = folder / "openweights.lock"
    locked = json.loads(file.read_text(encoding="utf-8"))
    change(locked["names"][0]["models"][0])
    locked["data_version"] = "1999.1.1"
    file.write_text(json.dumps(locked), encoding="utf-8")
    result = run("check", "Mistral 7B", "--locked")
    assert result.exit_code == 1
    assert message in result.stdout
    assert "The lock was written with the data of 1999.1.1" in result.stdout
    (answer,) = rows("check", "Mistral 7B", "--locked")
    assert [each["detail"] for each in answer["violations"]] == [detail]


@pytest.mark.parametrize(
    "content", ["", "[]", "{", "[" * 100_000, '{"format": 2, "policy": "p", "data_version": "1"}', '{"policy": "p"}'], ids=range(6)
)
def test_a_broken_lock_never_passes(folder: Path, content: str) -> None:
    (folder / "openweights.lock").write_text(content, encoding="utf-8")
    result = run("check", "Mistral 7B", "--locked")
    assert (result.exit_code, result.stdout, result.stderr.count("\n")) == (2, "", 1)
    assert result.stderr.startswith("error: openweights.lock: ")


def test_a_lock_of_what_is_not_known_is_refused(folder: Path) -> None:
    assert run("check", "Mistral 7B", "--locked").exit_code == 2
    assert run("lock", "Lama 3.1").exit_code == 2
    assert not (folder / "openweights.lock").exists()


def test_a_policy_is_explained(folder: Path) -> None:
    result = run("policy", "explain", "openweights-policy.toml")
    assert result.exit_code == 0
    assert "- A model must be at least weights-unrestricted: parameters downloadable under open terms." in result.stdout
    (row,) = json.loads(run("policy", "explain", "openweights-policy.toml", "--json").stdout)
    assert row["sentences"] == result.stdout.splitlines()


@pytest.mark.parametrize("command", [["check"], ["lock"], ["policy"], ["policy", "explain"], ["policy", "check"]])
def test_help_has_examples(command: list[str]) -> None:
    assert "Example" in run(*command, "--help").stdout
