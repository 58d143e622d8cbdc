"""`openweights sbom`."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from openweights.cli import cli
from openweights.sbom import from_cyclonedx, from_spdx3


def run(*arguments: str, stdin: str | None = None) -> Result:
    return CliRunner().invoke(cli, ["sbom", *arguments], input=stdin, catch_exceptions=False)


@pytest.mark.parametrize(("arguments", "version"), [((), "1.6"), (("--spec-version", "1.7"), "1.7")])
def test_cyclonedx_goes_to_standard_output(arguments: tuple[str, ...], version: str) -> None:
    done = run("GPT-5", "mistralai/Mistral-7B-v0.1", *arguments)
    assert json.loads(done.stdout)["specVersion"] == version
    assert [each.model.name for each in from_cyclonedx(done.stdout)] == ["GPT-5", "Mistral 7B"]


def test_spdx_goes_to_a_file_and_names_come_from_standard_input(tmp_path: Path) -> None:
    file = tmp_path / "models.spdx.json"
    done = run("-", "--format", "spdx", "-o", str(file), stdin="GPT-5\n\nOLMo 2\n")
    assert (done.exit_code, done.output) == (0, "")
    assert [each.model.name for each in from_spdx3(file)] == ["GPT-5", "OLMo 2"]


def test_a_model_file_is_a_ref(tmp_path: Path) -> None:
    file = tmp_path / "mine.toml"
    file.write_text('name = "Mine"\n', encoding="utf-8")
    assert [each.model.name for each in from_cyclonedx(run(str(file)).stdout)] == ["Mine"]


def test_all_bad_refs_are_named_and_nothing_is_written(tmp_path: Path) -> None:
    file = tmp_path / "bom.json"
    done = run("no such model", "Llama", "GPT-5", "-o", str(file))
    assert done.exit_code == 2
    assert "'no such model'" in done.stderr
    assert "releases" in done.stderr
    assert not file.exists()


def test_a_version_of_cyclonedx_is_none_of_spdx_and_a_file_may_be_out_of_reach(tmp_path: Path) -> None:
    assert run("GPT-5", "--format", "spdx", "--spec-version", "1.6").exit_code == 2
    done = run("GPT-5", "-o", str(tmp_path))
    assert (done.exit_code, "cannot be written" in done.stderr) == (2, True)
