"""Own records beside the bundled ones."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from openweights import License, RecordError, UnknownNameError, classify
from openweights.bundle import bundle, use
from openweights.extension import extend

MODEL = """
id = "acme-1"
name = "Acme 1"
developer = "Acme"
family = "Llama"
released = "2025-01-02"
modalities = ["text"]
access = "download"
verified = 2025-01-03
hub_ids = ["acme/acme-1"]

[[artifacts]]
kind = "model-parameters"
availability = "public"
license = "LicenseRef-acme"
source = "https://acme.example/"
verified = 2025-01-03

[[sources]]
url = "https://acme.example/"
supports = ["name", "developer", "released", "access"]
"""
LICENSE = """
id = "LicenseRef-acme"
name = "Acme Licence"
source = "https://acme.example/license"
verified = 2025-01-03

[permissions]
use = "granted"
study = "granted"
modify = "granted"
share = "granted"
commercial = "denied"
"""


@pytest.fixture(autouse=True)
def _restored() -> Iterator[None]:
    before = bundle()
    yield
    use(before)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "models").mkdir()
    (tmp_path / "licenses").mkdir()
    (tmp_path / "models" / "acme-1.toml").write_text(MODEL, encoding="utf-8")
    (tmp_path / "licenses" / "acme.toml").write_text(LICENSE, encoding="utf-8")
    return tmp_path


def test_own_records_are_answered_like_bundled_ones(folder: Path) -> None:
    with pytest.raises(UnknownNameError):
        License.get("LicenseRef-acme")
    assert extend(folder) == ("acme-1",)
    assert classify("acme/acme-1").level.value == "weights-non-commercial"
    assert License.get("LicenseRef-acme").name == "Acme Licence"
    assert "Acme 1" in [member.name for member in classify("Llama").members]
    assert classify("GPT-4o").level.value == "api"


def test_a_licence_of_a_published_record_is_found_once_it_is_there(folder: Path) -> None:
    """What was looked up before the records came is not remembered as unknown."""
    assert not classify(
        {
            "name": "X",
            "access": "download",
            "artifacts": [{"kind": "model-parameters", "availability": "public", "license": "LicenseRef-acme"}],
        }
    ).certain
    extend(folder)
    table = {
        "name": "X",
        "access": "download",
        "artifacts": [{"kind": "model-parameters", "availability": "public", "license": "LicenseRef-acme"}],
    }
    assert classify(table).level.value == "weights-non-commercial"


@pytest.mark.parametrize(
    ("old", "new", "shows"),
    [
        ('name = "Acme 1"', 'name = "GPT 4o"', ["'GPT 4o'", "gpt-4o", "acme-1.toml"]),
        ('id = "acme-1"', 'id = "gpt-4o"', ["gpt-4o", "acme-1.toml"]),
        ('license = "LicenseRef-acme"', 'license = "LicenseRef-none-such"', ["acme-1.toml", "LicenseRef-none-such"]),
        ('source = "https://acme.example/"', "", ["acme-1.toml", "artifacts[0]", "source"]),
        ('family = "Llama"', 'famly = "Llama"', ["acme-1.toml", "famly", "family"]),
        ('id = "acme-1"', "", ["acme-1.toml", "id"]),
        ('name = "Acme 1"', "name = ", ["acme-1.toml", "line 3"]),
        ("[[sources]]", '[[base_models]]\nmodel = "Nobody knows"\nsource="https://a.example/"\n[[sources]]', ["Nobody knows"]),
    ],
)
def test_a_bad_record_is_one_error_and_nothing_is_taken(folder: Path, old: str, new: str, shows: list[str]) -> None:
    file = folder / "models" / "acme-1.toml"
    file.write_text(MODEL.replace(old, new), encoding="utf-8")
    before = bundle()
    with pytest.raises(RecordError) as raised:
        extend(folder)
    assert all(word in str(raised.value) for word in shows), str(raised.value)
    assert bundle() is before


def test_a_folder_that_is_none_or_empty_is_an_error(tmp_path: Path) -> None:
    for wrong in (tmp_path, tmp_path / "missing", "a\0b"):
        with pytest.raises(RecordError):
            extend(wrong)


def test_the_environment_names_folders(folder: Path) -> None:
    code = "from openweights import classify; print(classify('Acme 1').level.value)"
    done = subprocess.run([sys.executable, "-c", code], env={"OPENWEIGHTS_DATA": str(folder)}, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "weights-non-commercial"
    broken = subprocess.run([sys.executable, "-c", code], env={"OPENWEIGHTS_DATA": "/nowhere"}, capture_output=True, text=True, check=False)
    assert "RecordError: /nowhere: It is no folder." in broken.stderr
