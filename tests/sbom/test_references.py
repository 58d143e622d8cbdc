"""Which records the models of somebody's SBOM are, and where they stand."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from openweights import RecordError, Verdict
from openweights.sbom import is_sbom, models_in_sbom, to_cyclonedx, to_spdx3
from tests.sbom.strangers import HUB_GENERATOR, IMAGE_SCANNER, SPDX_EXAMPLE


def listed(**component: Any) -> str:
    return json.dumps({"bomFormat": "CycloneDX", "specVersion": "1.6", "components": [{"type": "machine-learning-model", **component}]})


def test_a_document_of_strangers_is_resolved_and_classified() -> None:
    found = models_in_sbom(json.dumps(HUB_GENERATOR))
    assert [(each.place, each.name, each.version, each.resolution.title) for each in found] == [
        ("metadata.component.components[0]", "gpt-4o", None, "GPT-4o"),
        ("components[0]", "support-chat", "1.0", None),
    ]
    hosted, tuned = found
    assert hosted.classify().level.value == "api"
    assert (tuned.purl, tuned.license and tuned.license.text) == ("pkg:huggingface/acme/support-chat@9f2c3d", "Apache-2.0")
    # Whether the parameters can be had is not said, but the base's terms come along in any case.
    assert tuned.classify().ceiling.value == "weights-restricted"
    assert tuned.record is None


def test_a_copy_in_somebody_s_group_is_not_the_original_and_a_version_can_be_part_of_the_name() -> None:
    original, copy, turbo, family = models_in_sbom(json.dumps(IMAGE_SCANNER))
    assert (original.resolution.title, original.license_agrees) == ("Mistral 7B", Verdict.MET)
    assert copy.resolution.how == "unknown"
    assert turbo.resolution.title == "GPT-4 Turbo"
    assert family.resolution.how == "family"
    assert family.record is None
    assert len(family.classify().members) == len(family.resolution.ids)


def test_spdx_is_read_by_the_same_call() -> None:
    [found] = models_in_sbom(json.dumps(SPDX_EXAMPLE))
    assert (found.name, found.version, found.resolution.how) == ("support-chat", "1.0", "unknown")


def test_a_licence_that_is_not_the_record_s_is_found() -> None:
    purl = "pkg:huggingface/meta-llama/Llama-3.1-8B"
    [wrong] = models_in_sbom(listed(name="x", purl=purl, licenses=[{"license": {"id": "MIT"}}]))
    [silent] = models_in_sbom(listed(name="x", purl=purl))
    assert (wrong.license_agrees, silent.license_agrees) == (Verdict.NOT_MET, Verdict.UNKNOWN)


@pytest.mark.parametrize(
    ("component", "title"),
    [
        ({"name": "Llama 3.1"}, "Llama 3.1"),
        ({"name": "Llama", "version": "3.1"}, "Llama 3.1"),
        ({"name": "Llama-3.1-8B", "group": "meta-llama"}, "Llama 3.1"),
        ({"name": "meta-llama/Llama-3.1-8B"}, "Llama 3.1"),
        ({"name": "Llama-3.1-8B", "purl": "pkg:huggingface/acme/Llama-3.1-8B"}, None),
        ({"name": "Llama 3.1", "purl": "pkg:generic/llama@3.1"}, "Llama 3.1"),
        ({"name": "Llama 3.1", "purl": "not a purl"}, "Llama 3.1"),
        ({"name": "no such model"}, None),
        ({}, None),
    ],
)
def test_how_a_name_is_read(component: dict[str, Any], title: str | None) -> None:
    [found] = models_in_sbom(listed(**component))
    assert found.resolution.title == title


def test_a_data_set_on_the_hub_is_no_model() -> None:
    library = {"type": "library", "name": "d", "purl": "pkg:huggingface/datasets/acme/d"}
    assert models_in_sbom(json.dumps({"bomFormat": "CycloneDX", "components": [library]})) == ()


def test_what_is_an_sbom(tmp_path: Path) -> None:
    files = {"a.json": to_cyclonedx(["GPT-5"]), "b.json": to_spdx3(["GPT-5"]), "c.json": '{"name": "M"}', "d.json": "\ufeff" + HUB}
    for name, text in files.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    (tmp_path / "e").write_bytes(b"\xff\xfe\x00")
    assert [name for name in sorted([*files, "e", "missing", "."]) if is_sbom(tmp_path / name)] == ["a.json", "b.json", "d.json"]
    assert models_in_sbom(tmp_path / "d.json")
    with pytest.raises(RecordError, match="neither a CycloneDX nor an SPDX 3"):
        models_in_sbom(tmp_path / "c.json")


HUB = json.dumps(HUB_GENERATOR)
