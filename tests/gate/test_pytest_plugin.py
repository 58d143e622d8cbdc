"""The plugin of pytest in a project of its own."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

TESTS = """\
def test_that_passes(openweights_policy):
    assert openweights_policy.allows("Mistral 7B")


def test_that_does_not(openweights_policy):
    assert openweights_policy.allows("Llama 3.1")


def test_a_list(openweights_policy):
    report = openweights_policy.check(["Mistral 7B", "OLMo 2"])
    assert report.passes, report.explain()
"""


def pytest_in(folder: Path, *options: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", "-q", *options]
    env = {name: value for name, value in os.environ.items() if not name.startswith(("PYTEST_", "COV_"))}
    return subprocess.run(command, cwd=folder, env=env, check=False, capture_output=True, text=True)


@pytest.fixture
def project(tmp_path: Path) -> Path:
    (tmp_path / "tests").mkdir()
    (tmp_path / "tests" / "test_models.py").write_text(TESTS, encoding="utf-8")
    (tmp_path / "pyproject.toml").write_text('[tool.pytest.ini_options]\ntestpaths = ["tests"]\n', encoding="utf-8")
    (tmp_path / "openweights-policy.toml").write_text('name = "team"\nlevel = "weights-unrestricted"\n', encoding="utf-8")
    return tmp_path


def test_a_test_says_what_is_wrong(project: Path) -> None:
    done = pytest_in(project)
    assert done.returncode == 1
    assert "1 failed, 2 passed" in done.stdout
    assert (
        "<Report: blocked by team: Llama 3.1: level: It is weights-restricted, and the policy asks for weights-unrestricted." in done.stdout
    )


def test_the_file_is_found_by_the_ini_option_from_the_root_folder(project: Path) -> None:
    (project / "openweights-policy.toml").rename(project / "policy.toml")
    (project / "pyproject.toml").write_text('[tool.pytest.ini_options]\nopenweights_policy = "policy.toml"\n', encoding="utf-8")
    assert "1 failed, 2 passed" in pytest_in(project / "tests").stdout


def test_a_broken_policy_fails_every_test_that_asks_for_it(project: Path) -> None:
    (project / "openweights-policy.toml").write_text("lvel = 'api'\n", encoding="utf-8")
    done = pytest_in(project)
    assert "3 errors" in done.stdout
    assert "openweights-policy.toml:1: 'lvel' is no field of Policy. Did you mean 'level'?" in done.stdout


def test_a_project_without_a_policy_is_left_alone(project: Path) -> None:
    (project / "openweights-policy.toml").unlink()
    (project / "tests" / "test_models.py").write_text("def test_nothing():\n    pass\n", encoding="utf-8")
    done = pytest_in(project)
    assert (done.returncode, "1 passed" in done.stdout) == (0, True)
