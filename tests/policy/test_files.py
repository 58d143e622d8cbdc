"""Policies in files: what is broken is one error with file, line and mend, and never a pass."""

from __future__ import annotations

import datetime
import json
import re
import tomllib
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from click.testing import CliRunner
from hypothesis import given, strategies as st

from openweights import Policy, PolicyError, read_policy
from openweights.cli import cli
from openweights.policy.explanation import sentences
from openweights.policy.position import line_of
from openweights.policy.problems import problems
from openweights.policy.schema import policy_schema

LIBRARY = sorted((Path(__file__).parents[2] / "examples" / "policies").glob("*.toml"))
DAY = datetime.date(2026, 11, 24)

BROKEN = {
    "syntax": ("name = 'a'\nlevel = \n", 2, "It is no TOML"),
    "unknown key": ("name = 'a'\n\n[licence]\nallow = ['MIT']\n", 3, "'licence' is no field of Policy. Did you mean 'licenses'?"),
    "unknown key inside": ("[licenses]\nallow = ['MIT']\nforbid = []\n", 3, "'forbid' is no field of LicenseRule"),
    "wrong type": ("level = 'api'\n[flags]\ndeny = 'gated'\n", 3, "flags.deny: 'gated' is no list"),
    "wrong type of a table": ("\nuse = 3\n", 2, "use: 3 is no Use"),
    "no such level": ("# c\nlevel = 'opensource'\n", 2, "'opensource' is no Openness. Did you mean 'open-source'?"),
    "no such licence": ("[licenses]\nallow = [\n  'MIT',\n  'MTI',\n]\n", 2, "No license is known as 'MTI'"),
    "allowed and denied": ("[flags]\nallow = ['gated']\ndeny = ['gated']\n", 3, "both allowed and denied"),
    "contradiction": ("level = 'open-source'\n[licenses]\nallow = ['CC-BY-NC-4.0']\n", 3, "No licence that is allowed reaches"),
    "exception without an owner": (
        "level = 'api'\n[[exceptions]]\nmodel = 'a'\nrules = ['level']\nreason = 'r'\nexpires = 2027-01-01\n",
        2,
        "needs the field 'owner'",
    ),
    "exception without a day": (
        "level = 'api'\n[[exceptions]]\nmodel = 'a'\nrules = ['level']\nreason = 'r'\nowner = 'o'\nexpires = 'never'\n",
        7,
        "is no date",
    ),
    "extends nothing": ("extends = ['missing.toml']\n", 1, "There is no file 'missing.toml'"),
    "extends no list": ("name = 'x'\nextends = 'missing.toml'\n", 2, "It is no list of files"),
    "extends itself": ("name = 'x'\nextends = ['policy.toml']\n", 2, "The policy extends itself: policy.toml -> policy.toml"),
    "says where it is": ("file = 'elsewhere.toml'\n", 1, "'file' is no key"),
    "nested": ("a" + " = [" + "[" * 500 + "]" * 500 + "]\n", None, "nested too deeply"),
    "empty name": ("name = ''\n", 1, "The text is empty"),
}


@pytest.mark.parametrize("case", BROKEN)
def test_a_broken_policy_is_one_line_with_file_line_and_status_2(case: str, tmp_path: Path) -> None:
    text, line, message = BROKEN[case]
    file = tmp_path / "policy.toml"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(PolicyError) as caught:
        read_policy(file)
    assert caught.value.line == line
    for command in (["check", "Mistral 7B", "--policy"], ["lock", "Mistral 7B", "--policy"], ["policy", "explain"], ["policy", "check"]):
        result = CliRunner().invoke(cli, [*command, str(file)], catch_exceptions=False)
        assert result.exit_code == 2
        assert result.stdout == ""
        assert result.stderr.count("\n") == 1
        assert result.stderr.startswith(f"error: {file}:{line}: " if line else f"error: {file}: ")
        assert message in result.stderr


@pytest.mark.parametrize("content", [b"\xff\xfe", b"x" * 300_000, None], ids=["encoding", "size", "missing"])
def test_a_file_that_is_none_is_refused(content: bytes | None, tmp_path: Path) -> None:
    file = tmp_path / "policy.toml"
    if content is not None:
        file.write_bytes(content)
    with pytest.raises(PolicyError, match=re.escape(str(file))):
        read_policy(file)


def test_a_cycle_over_several_files_names_them(tmp_path: Path) -> None:
    for name, other in (("a", "b"), ("b", "c"), ("c", "a")):
        (tmp_path / f"{name}.toml").write_text(f"extends = ['{other}.toml']\n", encoding="utf-8")
    with pytest.raises(PolicyError, match=r"c\.toml:1: The policy extends itself: a\.toml -> b\.toml -> c\.toml -> a\.toml"):
        read_policy(tmp_path / "a.toml")


def test_too_long_a_chain_and_too_many_files_are_refused(tmp_path: Path) -> None:
    for number in range(30):
        (tmp_path / f"{number}.toml").write_text(f"extends = ['{number + 1}.toml']\n", encoding="utf-8")
    with pytest.raises(PolicyError, match="Merge some"):
        read_policy(tmp_path / "0.toml")


def test_a_base_is_found_from_the_folder_of_the_file_and_read_once(tmp_path: Path) -> None:
    (tmp_path / "org").mkdir()
    (tmp_path / "org" / "base.toml").write_text("level = 'api'\n", encoding="utf-8")
    (tmp_path / "left.toml").write_text("extends = ['org/base.toml']\n", encoding="utf-8")
    (tmp_path / "top.toml").write_text("extends = ['left.toml', 'org/base.toml']\n", encoding="utf-8")
    policy = read_policy(tmp_path / "top.toml")
    assert [layer.name for layer in policy.layers] == ["base", "left", "top"]


def test_an_error_in_a_base_names_the_base(tmp_path: Path) -> None:
    (tmp_path / "base.toml").write_text("name = 'b'\nlevel = 3\n", encoding="utf-8")
    (tmp_path / "top.toml").write_text("extends = ['base.toml']\n", encoding="utf-8")
    with pytest.raises(PolicyError, match=r"base\.toml:2: level: 3 is no Openness"):
        read_policy(tmp_path / "top.toml")


def test_a_value_of_many_lines_costs_little() -> None:
    text = "[flags]\ndeny = [\n" + "  'gated',\n" * 20_000 + "]\n"
    assert line_of(text, ("flags", "deny")) in (2, None)


@given(st.lists(st.tuples(st.sampled_from("abc"), st.integers(0, 3)), max_size=6), st.integers(0, 2))
def test_the_line_of_a_key_is_the_one_on_which_it_was_written(pairs: list[tuple[str, int]], blanks: int) -> None:
    lines: list[str] = []
    written: dict[tuple[str | int, ...], int] = {}
    for position, (key, width) in enumerate(pairs):
        lines += ["", "# remark = 1"] * blanks
        lines.append("[[tables]]")
        written["tables", position] = len(lines)
        value = ["[", *["  'x = 1',"] * width, "]"]
        lines += [f"{key} = {value[0]}", *value[1:]]
        written["tables", position, key] = len(lines) - width - 1
    for path, line in written.items():
        assert line_of("\n".join(lines), path) == line


@pytest.mark.parametrize("file", LIBRARY, ids=lambda file: file.stem)
def test_the_policies_of_the_library_are_sound(file: Path) -> None:
    policy = read_policy(file)
    assert problems(policy, today=DAY) == ()
    assert policy.description
    jsonschema.validate(tomllib.loads(file.read_text(encoding="utf-8")), policy_schema())
    passing = [name for name in ("Mistral 7B", "OLMo 2", "Llama 3.1", "GPT-5", "Llama 4") if policy.allows(name, today=DAY)]
    assert (
        passing
        == {
            "air-gapped": ["Mistral 7B", "OLMo 2"],
            "commercial-eu": ["Mistral 7B", "OLMo 2", "Llama 3.1"],
            "permissive-only": ["Mistral 7B", "OLMo 2"],
            "public-sector": ["OLMo 2"],
            "research-lab": ["Mistral 7B", "OLMo 2", "Llama 3.1"],
            "startup": ["Mistral 7B", "OLMo 2", "Llama 3.1", "Llama 4"],
        }[file.stem]
    )


def test_the_library_has_the_six_policies() -> None:
    assert [file.stem for file in LIBRARY] == ["air-gapped", "commercial-eu", "permissive-only", "public-sector", "research-lab", "startup"]


@pytest.mark.parametrize(
    "case", ["unknown key", "unknown key inside", "wrong type", "wrong type of a table", "no such level", "extends no list"]
)
def test_the_schema_refuses_what_the_reader_refuses(case: str) -> None:
    table = tomllib.loads(BROKEN[case][0])
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(table, policy_schema())


def test_the_schema_is_printed() -> None:
    printed = json.loads(CliRunner().invoke(cli, ["schema", "policy"]).stdout)
    assert printed == json.loads(json.dumps(policy_schema()))
    jsonschema.Draft202012Validator.check_schema(printed)


FLAWED: dict[str, Any] = {
    "level": "open-source",
    "category": "open-weights",
    "data": "1999.1.1",
    "licenses": {"deny": ["llama3.1", "MIT"]},
    "flags": {"deny": ["non-commercial", "gated"]},
    "publishers": {"deny": ["Mta", "Meta"]},
    "frameworks": [{"id": "osaid", "verdicts": ["open-sauce", "open-source"]}],
    "exceptions": [
        {"model": "Llama 3.1", "rules": ["level"], "reason": "r", "owner": "o", "expires": "2026-11-23"},
        {"model": "nobody", "rules": ["level", "use"], "reason": "r", "owner": "o", "expires": "2026-11-24"},
    ],
}


def test_a_policy_is_checked_itself() -> None:
    found = {".".join(map(str, each.path)): each.text for each in problems(Policy(name="flawed", **FLAWED), today=DAY)}
    assert set(found) == {
        "category",
        "data",
        "licenses.deny",
        "flags.deny",
        "publishers.deny",
        "frameworks.0.verdicts",
        "exceptions.0.expires",
        "exceptions.1.model",
        "exceptions.1.rules",
    }
    assert "'LicenseRef-llama3.1' need not be denied" in found["licenses.deny"]
    assert "'non-commercial' never matches" in found["flags.deny"]
    assert "'Mta' never matches" in found["publishers.deny"]
    assert "Did you mean 'Meta'?" in found["publishers.deny"]
    assert "Did you mean 'open-source'?" in found["frameworks.0.verdicts"]
    assert "asks for nothing" in problems(Policy(), today=DAY)[0].text


def test_problems_are_printed_with_their_lines(tmp_path: Path) -> None:
    file = tmp_path / "policy.toml"
    file.write_text(
        "level = 'api'\n\n[[exceptions]]\nmodel = 'GPT-5'\nrules = ['level']\nreason = 'r'\nowner = 'o'\nexpires = 2026-11-23\n",
        encoding="utf-8",
    )
    result = CliRunner().invoke(cli, ["policy", "check", str(file), "--today", "2026-11-24"])
    assert result.exit_code == 1
    assert result.stdout.startswith(f"{file}:8: exceptions.0.expires: The exception for 'GPT-5' ended on 2026-11-23.")
    (row,) = json.loads(CliRunner().invoke(cli, ["policy", "check", str(file), "--today", "2026-11-24", "--json"]).stdout)
    assert (row["line"], row["path"]) == (8, ["exceptions", 0, "expires"])
    assert CliRunner().invoke(cli, ["policy", "check", str(file), "--today", "2026-11-23"]).exit_code == 0


def test_an_explanation_says_every_rule() -> None:
    policy = Policy(
        name="whole",
        extends=[Policy(name="base", category="open-weights", final=True)],
        use={
            "commercial": True,
            "host": False,
            "monthly_active_users": 1000,
            "annual_revenue": "EUR 5",
            "territories": "EU",
            "purposes": [],
        },
        warn_at=0.1,
        publishers={"allow": ["Meta", "OpenAI"], "deny": ["xAI"]},
        unknown="warn",
        **{key: value for key, value in FLAWED.items() if key != "publishers"},
    )
    text = policy.explain(today=DAY)
    for part in (
        "at least open-source",
        "None of these licences",
        "MIT",
        "None of these strings",
        "gated",
        "must be Meta or OpenAI",
        "may not be xAI",
        "Open Source AI Definition",
        "open-sauce or open-source",
        "commercial; not host; 1,000 monthly active users; annual revenue: EUR 5",
        "territories: EU; purposes: none",
        "10% of a limit",
        "data must be those of 1999.1.1",
        "passes with a warning",
        "it ended on 2026-11-23",
        "until 2026-11-24",
        "It extends base, whose rules hold too, and no exception elsewhere lifts them",
    ):
        assert part in text
    assert list(sentences(policy, today=DAY)) == text.splitlines()
