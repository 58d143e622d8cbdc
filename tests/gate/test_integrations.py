"""The GitHub Action, the pre-commit hooks and the GitLab job: valid, and their steps run."""

from __future__ import annotations

import json
import os
import re
import shlex
import subprocess
import sys
from importlib.resources import files
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml

ROOT = Path(__file__).parents[2]
ACTION: dict[str, Any] = yaml.safe_load((ROOT / "action.yml").read_text(encoding="utf-8"))
HOOKS: list[dict[str, Any]] = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))


def builtin(name: str) -> Any:
    return json.loads(files("check_jsonschema.builtin_schemas").joinpath("vendor", f"{name}.json").read_text(encoding="utf-8"))


def test_the_action_is_valid() -> None:
    jsonschema.validate(ACTION, builtin("github-actions"))


def test_inputs_never_become_part_of_a_script() -> None:
    for step in ACTION["runs"]["steps"]:
        assert "${{" not in step["run"]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "openweights-policy.toml").write_text('name = "team"\nlevel = "weights-unrestricted"\n', encoding="utf-8")
    (tmp_path / "models.txt").write_text("Mistral 7B\nOLMo 2\n", encoding="utf-8")
    return tmp_path


def act(folder: Path, **inputs: str) -> tuple[int, str, dict[str, str]]:
    """Run the steps of the action as a runner does: its inputs put into the environment, each step a script of bash."""
    given = {name: str(each["default"]) for name, each in ACTION["inputs"].items()} | {"package": ""} | inputs
    told = {"GITHUB_STEP_SUMMARY": str(folder / "summary.md"), "GITHUB_OUTPUT": str(folder / "output")}
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    out = ""
    for number, step in enumerate(ACTION["runs"]["steps"]):
        script = folder / f"step-{number}.sh"
        script.write_text(step["run"], encoding="utf-8")
        env = {name: re.sub(r"\$\{\{ inputs\.(\w+) \}\}", lambda match: given[match[1]], value) for name, value in step["env"].items()}
        done = subprocess.run(
            ["bash", "--noprofile", "--norc", "-e", "-o", "pipefail", str(script)],
            cwd=folder,
            env={**os.environ, **told, **env, "PATH": path},
            check=False,
            capture_output=True,
            text=True,
        )
        out += done.stdout + done.stderr
        if done.returncode:
            break
    output = (folder / "output").read_text(encoding="utf-8") if (folder / "output").exists() else ""
    return done.returncode, out, dict(line.split("=", 1) for line in output.splitlines())


@pytest.mark.parametrize(
    ("package", "installed"),
    [(ACTION["inputs"]["package"]["default"], "/actions/of a runner[cli,scan]"), ("./mine.whl", "./mine.whl"), ("", None)],
    ids=["its own", "another", "none"],
)
def test_the_action_installs_what_it_comes_with(package: str, installed: str | None, folder: Path) -> None:
    """Not what goes by its name on an index: there may be another one, or none."""
    python = folder / "bin" / "python3"
    python.parent.mkdir()
    python.write_text('#!/bin/sh\nfor word; do last=$word; done\nprintf %s "$last" > installed\n', encoding="utf-8")
    python.chmod(0o755)
    step, _ = ACTION["runs"]["steps"]
    env = {"PATH": f"{python.parent}{os.pathsep}{os.environ['PATH']}", "PACKAGE": package, "GITHUB_ACTION_PATH": "/actions/of a runner"}
    subprocess.run(["bash", "-e", "-c", step["run"]], cwd=folder, env=env, check=True)
    told = folder / "installed"
    assert (told.read_text(encoding="utf-8") if told.exists() else None) == installed


def test_the_action_passes(folder: Path) -> None:
    status, out, outputs = act(folder, models="Qwen3\ngpt-oss-20b", sarif="found.sarif")
    assert (status, outputs) == (0, {"passed": "true"})
    assert "Passed by the policy team: 4 models checked" in out
    assert (folder / "summary.md").read_text(encoding="utf-8").startswith("## Passed: team")
    assert json.loads((folder / "found.sarif").read_text(encoding="utf-8"))["runs"][0]["results"] == []


def test_the_action_blocks_with_annotations(folder: Path) -> None:
    (folder / "models.txt").write_text("Mistral 7B\nLlama 3.1\n", encoding="utf-8")
    status, out, outputs = act(folder)
    assert (status, outputs) == (1, {"passed": "false"})
    assert out.startswith("::error file=models.txt,line=2,col=1,title=openweights level::Llama 3.1: ")
    assert (folder / "summary.md").read_text(encoding="utf-8").startswith("## Blocked: team")


def test_the_action_annotates_what_the_code_names(folder: Path) -> None:
    (folder / "app.py").write_text("\nmodel = AutoModel.from_pretrained('meta-llama/Llama-3.1-8B')\n", encoding="utf-8")
    status, out, outputs = act(folder)
    assert (status, outputs) == (1, {"passed": "false"})
    assert out.startswith("::error file=app.py,line=2,col=36,title=openweights level::meta-llama/Llama-3.1-8B: ")
    # Nothing is scanned if no path is given.
    assert act(folder, path="", list="models.txt")[0] == 0


def test_an_input_of_a_stranger_is_only_text(folder: Path) -> None:
    evil = '"; touch owned; echo "$(touch owned)`touch owned`'
    status, out, outputs = act(folder, models=f"{evil}\n--policy=x", list=f"models.txt\n{evil}")
    assert (status, outputs) == (2, {"passed": "false"})
    assert not (folder / "owned").exists()
    assert "Traceback" not in out


def test_the_action_holds_to_the_lock(folder: Path) -> None:
    assert act(folder, locked="true")[0] == 2
    lock = [sys.executable, "-m", "openweights", "lock", "."]
    assert subprocess.run(lock, cwd=folder, check=False, capture_output=True).returncode == 0
    assert act(folder, locked="true")[0] == 0


@pytest.mark.parametrize("hook", HOOKS, ids=lambda hook: hook["id"])
def test_a_hook_runs_and_blocks(hook: dict[str, Any], folder: Path) -> None:
    assert hook["language"] == "python"
    names = ("openweights-policy.toml", "a/openweights-policy.toml")
    assert hook.get("always_run") or all(re.search(hook["files"], name) for name in names)
    program, *words = shlex.split(f"{hook['entry']} {shlex.join(hook['args'])}")
    assert program == "openweights"

    def status() -> int:
        return subprocess.run([sys.executable, "-m", program, *words], cwd=folder, check=False, capture_output=True).returncode

    assert status() == 0
    (folder / "openweights-policy.toml").write_text('level = "open-source"\ncategory = "open-source"\n', encoding="utf-8")
    assert status() == 1


def test_the_job_for_gitlab_is_valid_and_runs(folder: Path) -> None:
    page = (ROOT / "docs" / "howto" / "gate.md").read_text(encoding="utf-8")
    job = yaml.safe_load(re.findall(r"```yaml title=\"\.gitlab-ci\.yml\"\n(.*?)```", page, re.DOTALL)[0])
    jsonschema.validate(job, builtin("gitlab-ci"))
    steps: dict[str, Any] = job["models"]
    (folder / "models.txt").write_text("Llama 3.1\n", encoding="utf-8")
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    script = "\n".join(line for line in steps["script"] if not line.startswith("pip install"))
    done = subprocess.run(["bash", "-e", "-c", script], cwd=folder, env={**os.environ, "PATH": path}, check=False, capture_output=True)
    assert done.returncode == 1
    assert (
        json.loads((folder / steps["artifacts"]["reports"]["codequality"]).read_text(encoding="utf-8"))[0]["location"]["path"]
        == "models.txt"
    )
    assert (folder / steps["artifacts"]["reports"]["junit"]).exists()
