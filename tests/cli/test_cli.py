"""The command line as a user meets it: words, tables, JSON and exit statuses (design section 8)."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from click.testing import CliRunner, Result

from openweights.bundle import bundle, use
from openweights.cli import cli


def run(*arguments: str, stdin: str | None = None) -> Result:
    return CliRunner().invoke(cli, arguments, input=stdin, catch_exceptions=False)


def rows(*arguments: str, stdin: str | None = None) -> list[dict[str, Any]]:
    answer: list[dict[str, Any]] = json.loads(run(*arguments, "--json", stdin=stdin).stdout)
    return answer


CLASSIFY_KEYS = "ref model category level ceiling certain completeness freedom flags findings claims openwashing next".split()
LICENSE_KEYS = "ref id name steward url osi_approved fsf_libre freedom permissions clauses flags aliases sources".split()
LIST_KEYS = "id name developer released level category".split()


def test_the_models_of_the_source_material_stand_where_the_recorded_facts_put_them() -> None:
    names = [
        "Llama 3",
        "Mistral 7B",
        "DeepSeek R1",
        "gemma",
        "qwen3",
        "gpt-oss-120b",
        "OLMo 2",
        "GPT-5",
        "Claude",
        "Gemini 2.5 Pro",
        "ChatGPT",
        "LLaVA",
    ]
    answers = {row["ref"]: row for row in rows("classify", *names)}
    assert {name: (row["level"], row["ceiling"]) for name, row in answers.items()} == {
        "Llama 3": ("weights-restricted", "weights-restricted"),
        "Mistral 7B": ("weights-unrestricted", "weights-unrestricted"),
        "DeepSeek R1": ("weights-unrestricted", "weights-unrestricted"),
        "gemma": ("weights-restricted", "weights-unrestricted"),
        "qwen3": ("weights-unrestricted", "weights-unrestricted"),
        "gpt-oss-120b": ("weights-unrestricted", "weights-unrestricted"),
        "OLMo 2": ("fully-open", "fully-open"),
        "GPT-5": ("api", "api"),
        "Claude": ("api", "api"),
        "Gemini 2.5 Pro": ("api", "api"),
        "ChatGPT": ("hosted", "hosted"),
        "LLaVA": ("weights-non-commercial", "weights-unrestricted"),
    }
    for row in answers.values():
        assert set(CLASSIFY_KEYS) <= set(row)
    threshold = next(flag for flag in answers["Llama 3"]["flags"] if flag["flag"] == "user-threshold")["clauses"][0]["threshold"]
    assert (threshold["limit"], threshold["comparator"], threshold["metric"]) == (700_000_000, ">", "monthly-active-users")
    assert {"metric", "limit", "comparator", "currency"} <= set(threshold)
    assert {claim["category"] for claim in answers["gemma"]["claims"]} == {"open-weights"}
    assert any(over["claim"]["category"] == "open-source" for over in answers["LLaVA"]["openwashing"])
    assert len(answers["gemma"]["members"]) >= 4


def test_what_is_not_known_keeps_its_place_and_the_others_are_answered() -> None:
    result = run("classify", "GPT-5", "Lama 3", "Mistral 7B", "--json")
    assert result.exit_code == 2
    answers = json.loads(result.stdout)
    assert [row["ref"] for row in answers] == ["GPT-5", "Lama 3", "Mistral 7B"]
    assert answers[1]["did_you_mean"][0] == "Llama 3"
    assert "Lama 3" in answers[1]["error"]
    assert "level" in answers[2]


def test_a_dash_reads_refs_from_standard_input() -> None:
    assert [row["ref"] for row in rows("classify", "-", stdin="GPT-5\n\n  Mistral 7B  \n")] == ["GPT-5", "Mistral 7B"]


def test_text_output_explains() -> None:
    result = run("classify", "Llama 3")
    assert result.exit_code == 0
    assert "user-threshold (LicenseRef-llama3 2: monthly-active-users > 700,000,000)" in result.stdout
    assert "\x1b" not in result.stdout
    assert run("classify", "Llama 3", "--brief").stdout.count("\n") == 1


@pytest.mark.parametrize("suffix", ["toml", "json"])
def test_a_file_is_a_ref(tmp_path: Path, suffix: str) -> None:
    file = tmp_path / f"model.{suffix}"
    table = {"name": "M", "access": "api", "artifacts": [{"kind": "model-parameters", "availability": "not-published"}]}
    toml = 'name = "M"\naccess = "api"\n[[artifacts]]\nkind = "model-parameters"\navailability = "not-published"\n'
    file.write_text(json.dumps(table) if suffix == "json" else toml, encoding="utf-8")
    assert rows("classify", str(file))[0]["level"] == "api"


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"x = (", "line 1"),
        (b"\xff\xfe", "not in UTF-8"),
        (b'name = "M"\nlicence = "MIT"', "'licence' is no field of Model. Did you mean 'licenses'?"),
        (b'name = "A"\n[[base_models]]\nmodel = "a"', "is its own base"),
        (b'name = "A"\n[[artifacts]]\nkind = "datasets"\nlicense = "("', "artifacts[0].license: '(' is no licence expression"),
        (b"[" * 100_000, ""),
        (b'name = "' + b"a" * 3_000_000 + b'"', "more than 2,000,000 bytes"),
    ],
    ids=["syntax", "encoding", "unknown field", "own base", "expression", "nesting", "size"],
)
def test_a_bad_file_is_one_line_that_names_it(tmp_path: Path, content: bytes, message: str) -> None:
    file = tmp_path / "bad.toml"
    file.write_bytes(content)
    result = run("classify", str(file))
    assert result.exit_code == 2
    assert result.stderr.count("\n") == 1
    assert result.stderr.startswith(f"error: {file}: ")
    assert message in result.stderr
    assert len(result.stderr) < 1000


@pytest.mark.parametrize(
    "ref", ["(", "(" * 100_000, "a" * 1_000_000, "Lama 3", "missing.toml", "\x1b[31mred", "nul\x00.toml"], ids=range(7)
)
@pytest.mark.parametrize("command", ["classify", "license"])
def test_a_bad_name_is_one_line_and_exit_status_2(command: str, ref: str) -> None:
    result = run(command, ref)
    assert result.exit_code == 2
    assert result.stderr.count("\n") == 1
    assert len(result.stderr) < 500
    assert "\x1b" not in result.stderr


def test_license_says_what_a_licence_is_and_on_what_ground() -> None:
    answers = rows("license", "llama3.1", "apache-2.0", "gpl", "CC-BY-NC-4.0")
    assert all(set(LICENSE_KEYS) <= set(row) for row in answers)
    assert [row["freedom"]["low"] for row in answers] == ["restricted", "open", "open", "non-commercial"]
    assert answers[0]["clauses"][0]["section"]
    assert answers[1]["grounds"] == ["approved by the OSI", "listed as free by the FSF"]
    assert "GPL-2.0-only" in answers[2]["members"]
    assert "osd.6" in answers[3]["grounds"][0]
    assert "approved by the OSI" in run("license", "mit").stdout


def test_list_filters() -> None:
    every = rows("list")
    assert all(set(LIST_KEYS) <= set(row) for row in every)
    closed = rows("list", "--category", "closed")
    assert {row["category"] for row in closed} == {"closed"}
    thresholds = {row["name"] for row in rows("list", "--flag", "user-threshold")}
    assert "Llama 3" in thresholds
    assert "Mistral 7B" not in thresholds
    assert {row["family"] for row in rows("list", "--family", "gemma")} == {"Gemma"}
    assert all(row["released"] >= "2025" for row in rows("list", "--since", "2025"))
    assert all(row["released"] < "2024" for row in rows("list", "--until", "2024"))
    assert {row["developer"] for row in rows("list", "--publisher", "mistral ai")} == {"Mistral AI"}
    assert "Llama 3.1" in {row["name"] for row in rows("list", "--license", "llama3.1")}
    assert {row["access"] for row in rows("list", "--level", "unreleased")} <= {"unreleased", "unknown"}


def test_usage_errors_have_exit_status_2() -> None:
    assert run("list", "--since", "yesterday").exit_code == 2
    assert run("list", "--license", "nobody-knows").exit_code == 2
    assert run("classify").exit_code == 2
    assert run("clasify").exit_code == 2


@pytest.mark.parametrize("command", [[], ["classify"], ["license"], ["permits"], ["list"], ["schema"]])
def test_help_has_examples(command: list[str]) -> None:
    result = run(*command, "--help")
    assert result.exit_code == 0
    assert "Example" in result.stdout


def test_the_schema_is_json() -> None:
    assert json.loads(run("schema").stdout)["title"] == "Model"


PERMITS_KEYS = ["ref", "model", "decision", "clauses", "obligations", "open_questions"]


@pytest.mark.parametrize(
    ("arguments", "status", "decision"),
    [
        (["Llama 3.1 405B", "--commercial", "--mau", "800000000"], 1, "needs-license"),
        (["Llama 3.1 405B", "--commercial", "--mau", "700000000"], 0, "permitted-with-obligations"),
        (["Llama 3.1 405B", "--commercial"], 3, "unknown"),
        (["Llama 4", "--established-in", "DE"], 1, "prohibited"),
        (["mit", "--redistribute"], 0, "permitted-with-obligations"),
        (["mit", "--no-redistribute"], 0, "permitted"),
        (["CC-BY-NC-4.0", "--commercial"], 1, "prohibited"),
        (["CC-BY-NC-4.0", "--no-commercial", "--no-redistribute"], 0, "permitted"),
        (["hunyuan-a13b", "--territory", "EU"], 1, "prohibited"),
        (["Gemma 3", "--purpose", "malware"], 1, "prohibited"),
    ],
)
def test_permits_answers_in_json_and_by_exit_status(arguments: list[str], status: int, decision: str) -> None:
    result = run("permits", *arguments, "--json")
    assert result.exit_code == status
    (row,) = json.loads(result.stdout)
    assert row["decision"] == decision
    assert set(PERMITS_KEYS) <= set(row)
    text = run("permits", *arguments)
    assert text.exit_code == status
    assert decision in text.stdout


def test_permits_names_the_clause_and_the_day() -> None:
    text = run("permits", "Llama 3.1 405B", "--commercial", "--mau", "800000000").stdout
    assert "LicenseRef-llama3.1 2: " in text
    assert "released, 2024-07-23" in text


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["mit", "--territory", "XX"], "territories[0]: 'XX' is no territory"),
        (["mit", "--mau", "-5"], "monthly_active_users: -5 is no number of users"),
        (["mit", "--revenue", "a lot"], "annual_revenue: 'a lot' is no amount"),
        (["mit", "--rate", "USD/CNY"], "rates: 'USD/CNY' is no exchange rate"),
        (["mit", "--purpose", "legal", "--no-purpose"], "--purpose and --no-purpose are both given"),
        (["nobody knows this"], "No model is known as 'nobody knows this'"),
    ],
)
def test_permits_refuses_bad_input(arguments: list[str], message: str) -> None:
    result = run("permits", *arguments)
    assert result.exit_code == 2
    assert message in result.stderr
    assert result.stderr.count("\n") == 1
    (row,) = json.loads(run("permits", *arguments, "--json").stdout)
    assert message in row["error"]


def test_license_compares_versions() -> None:
    (row,) = rows("license", "--diff", "llama3", "llama3.1")
    assert ("removed", "output-training") in {(change["change"], change["kind"]) for change in row["changes"]}
    assert "output-training" in run("license", "--diff", "llama3", "llama3.1").stdout
    assert run("license", "--diff", "llama3", "nobody-knows").exit_code == 2
    assert run("license", "mit", "--diff", "llama3", "llama3.1").exit_code == 2
    assert run("license").exit_code == 2


def test_license_counts_what_is_known() -> None:
    (figures,) = rows("license", "--stats")
    assert figures["spdx_ids_with_a_verdict"] >= 0.9 * figures["spdx_ids"]
    assert figures["hub_ids_resolved"] == figures["hub_ids"] == 83
    assert figures["profiles_beyond_spdx"] >= 100


def test_assess_answers_for_one_framework_or_all() -> None:
    (row,) = rows("assess", "OLMo 2", "--framework", "osaid")
    assert (row["verdict"], row["met"]) == ("open-source", "met")
    assert {"ref", "model", "framework", "version", "verdict", "criteria", "score"} <= set(row)
    assert run("assess", "OLMo 2", "-f", "osaid").exit_code == 0
    assert run("assess", "Llama 3", "-f", "osaid").exit_code == 1
    assert run("assess", "Apertus", "-f", "osaid").exit_code == 3
    assert len(rows("assess", "OLMo 2")) == 7
    assert run("assess", "OLMo 2", "-f", "nobody").exit_code == 2
    assert "osaid" in run("assess", "--list").stdout
    (mof,) = rows("assess", "OLMo 2", "-f", "mof")
    assert set(mof["score"]) == {"class-1", "class-2", "class-3"}


def test_compare_sets_models_side_by_side() -> None:
    table = rows("compare", "Llama 3", "OLMo 2")
    assert [row["level"] for row in table] == ["weights-restricted", "fully-open"]
    assert table[1]["frameworks"]["osaid"]["met"] == "met"
    assert "fully-open" in run("compare", "Llama 3", "OLMo 2").stdout
    assert run("compare", "Lama 3").exit_code == 2


def test_a_mof_file_is_a_ref(tmp_path: Path) -> None:
    file = tmp_path / "model.yml"
    file.write_text(
        "framework: {name: Model Openness Framework, version: '1.0', date: '2024-12-15'}\n"
        "release:\n  name: Mine\n  components:\n    - {name: Model parameters (Final), license: MIT}\n",
        encoding="utf-8",
    )
    (row,) = rows("assess", str(file), "-f", "mof")
    assert row["model"] == "Mine"
    neither = tmp_path / "other.yaml"
    neither.write_text("a: 1\n", encoding="utf-8")
    assert "neither" in run("classify", str(neither)).stderr


def test_statistics_claims_and_advice() -> None:
    numbers = rows("list", "--stats")[0]
    assert numbers["releases"] == len(rows("list"))
    printed = run("list", "--stats").stdout
    assert "wanted names resolved, per cent" in printed
    assert "modality biology" in printed
    claims = rows("list", "--claims")
    assert claims[0]["claimed"] == sum(row["claimed"] for row in claims[1:])
    assert "called open source" in run("list", "--claims").stdout
    advice = rows("recommend", "--need", "data-privacy", "--commercial", "--limit", "2")
    assert [row["category"] for row in advice][-1] == "closed"
    assert all(len(row["models"]) <= 2 and row["cons"] for row in advice)
    assert "given up" in run("recommend", "--need", "no-infrastructure", "--limit", "1").stdout


CARD = "---\nlicense: llama3.1\nbase_model: meta-llama/Llama-3.1-8B\npipeline_tag: text-generation\n---\n# Acme 7B\n"


def test_a_record_is_drafted_from_a_card_completed_and_checked(tmp_path: Path) -> None:
    card, target = tmp_path / "README.md", tmp_path / "acme-7b.toml"
    card.write_text(CARD, encoding="utf-8")
    run("record", "new", str(card), "--hub-id", "acme/acme-7b", "-o", str(target))
    text = target.read_text(encoding="utf-8")
    assert "# To find out: the field 'developer'" in text
    unfinished = run("record", "check", str(target))
    assert unfinished.exit_code == 1
    assert "developer" in unfinished.stdout
    done = text.replace('name = "Acme 7B"', 'name = "Acme 7B"\ndeveloper = "Acme"\nreleased = "2026-01-02"\naccess = "download"')
    done = done.replace('kind = "model-parameters"', 'kind = "model-parameters"\navailability = "public"')
    done = done.replace('    "name",\n', '    "name", "developer", "released", "access",\n')
    target.write_text(done, encoding="utf-8")
    checked = run("record", "check", str(target))
    assert (checked.exit_code, checked.stdout) == (0, "")
    again = run("record", "new", str(card), "-o", str(target))
    assert again.exit_code == 2
    assert "cannot be written" in again.stderr
    assert target.read_text(encoding="utf-8") == done
    before = bundle()
    try:
        answer = rows("--data", str(tmp_path), "classify", "acme/acme-7b")[0]
    finally:
        use(before)
    assert (answer["level"], next(flag["flag"] for flag in answer["flags"])) == ("weights-restricted", "user-threshold")
    assert "is no folder" in run("--data", str(tmp_path / "none"), "list").stderr


def test_schemas_of_both_records() -> None:
    model, license = (json.loads(run("schema", kind).stdout) for kind in ("model", "license"))
    assert model["title"] == "Model"
    assert license["title"] == "License"
    assert "history" in model["$defs"]["Artifact"]["properties"]
    jsonschema.Draft202012Validator(license).validate({"id": "LicenseRef-x", "name": "X"})


def test_a_day_and_a_channel() -> None:
    assert rows("classify", "Falcon 40B", "--as-of", "2023-05-27")[0]["level"] == "weights-non-commercial"
    assert "is no date" in run("classify", "Falcon 40B", "--as-of", "May").stderr
    asked = ("permits", "Claude Opus 4.5", "--commercial", "--established-in", "DE")
    assert rows(*asked, "--channel", "app")[0]["decision"] == "prohibited"
