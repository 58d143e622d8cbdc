"""Files of the Model Openness Framework: what is read, what is reported, what is written back."""

from __future__ import annotations

from pathlib import Path
from typing import Any, cast

import jsonschema
import pytest
from hypothesis import given

from openweights import (
    Artifact,
    ArtifactKind,
    Availability,
    DefaultLicenses,
    InvalidValueError,
    LicenseExpression,
    Modality,
    Model,
    RecordError,
    Status,
)
from openweights.frameworks import mof
from openweights.interop.imported import Imported
from openweights.interop.mof import from_mof, read_mof, to_mof, write_mof
from tests.strategies import models

FILE = """\
framework:
  name: 'Model Openness Framework'
  version: '1.0'
  date: '2024-12-15'
release:
  name: Small-1B
  version: 1B
  date: '2025-01-01'
  type: language
  architecture: 'transformer decoder'
  origin: small-1b
  producer: 'Small Lab'
  contact: ''
  repository: 'https://example.org/small'
  huggingface: 'https://huggingface.co/small-lab/Small-1B'
  license:
    distribution:
      name: Apache-2.0
      path: ''
    code:
      name: MIT
      path: ''
    document:
      name:
  components:
    -
      name: 'Model architecture'
      description: 'The code'
    -
      name: 'Model parameters (Final)'
      description: 'The weights'
      component_path: 'https://example.org/weights'
    -
      name: Datasets
      license: unlicensed
    -
      name: 'Model card'
      license: null
    -
      name: 'Data card'
      license: CC-BY-4.0
      license_path: 'https://example.org/license'
"""

# What `schema/mof_schema.json` of the tool asks for, in short.
TEXT = {"type": "string"}
SCHEMA = {
    "type": "object",
    "required": ["framework", "release"],
    "properties": {
        "framework": {
            "required": ["name", "version", "date"],
            "properties": {"name": {"enum": ["Model Openness Framework"]}, "version": TEXT, "date": TEXT},
        },
        "release": {
            "required": ["name", "license", "producer", "components"],
            "properties": {
                "name": {"type": "string", "minLength": 1},
                "license": {"type": "object"},
                "type": {"enum": ["", "language", "vision", "image", "audio", "video", "3d", "code", "multimodal", "other"]},
                "producer": TEXT,
                "components": {
                    "type": "array",
                    "maxItems": 17,
                    "items": {"type": "object", "properties": dict.fromkeys(("name", "description", "license", "component_path"), TEXT)},
                },
            },
        },
    },
}


def written(tmp_path: Path, text: str) -> str:
    path = tmp_path / "model.yml"
    path.write_text(text, encoding="utf-8")
    return str(path)


def table(*components: object, **release: object) -> dict[str, object]:
    framework = {"name": "Model Openness Framework", "version": "1.0", "date": "2024-12-15"}
    return {"framework": framework, "release": {"name": "M", "producer": "P", "license": {}, "components": list(components), **release}}


def imported(*components: object, **release: object) -> Imported:
    return from_mof(table(*components, **release), "m.yml")


def with_license(license: object) -> tuple[Artifact, tuple[str, ...]]:
    """A model card with this licence, in a release under MIT."""
    answer = imported({"name": "Model card", "license": license}, license={"distribution": {"name": "MIT"}})
    return answer.model.artifacts[0], answer.unmapped


def text_of(artifact: Artifact) -> str | None:
    return artifact.license.text if artifact.license else None


def test_a_file_is_read(tmp_path: Path) -> None:
    model = read_mof(written(tmp_path, FILE)).model
    assert (model.name, model.developer, model.hub_ids, set(model.modalities)) == (
        "Small-1B",
        "Small Lab",
        ("small-lab/Small-1B",),
        {Modality.TEXT},
    )
    assert (model.status, model.released, model.base_models) == (Status.IMPORTED, None, ())
    assert model.licenses == DefaultLicenses(distribution="Apache-2.0", code="MIT")
    assert [(each.kind.value, each.availability.value, text_of(each), each.note, each.url) for each in model.artifacts] == [
        ("model-architecture", "public", None, "The code", None),
        ("model-parameters", "public", None, "The weights", "https://example.org/weights"),
        ("datasets", "public", "NONE", None, None),
        ("model-card", "public", None, None, None),
        ("data-card", "public", "CC-BY-4.0", None, None),
    ]


def test_what_has_no_place_is_reported_with_its_place_and_why(tmp_path: Path) -> None:
    unmapped = read_mof(written(tmp_path, FILE)).unmapped
    assert [each.partition(":")[0] for each in unmapped] == [
        "release.components[4].license_path",
        "release.version",
        "release.date",
        "release.architecture",
        "release.repository",
    ]
    assert all(each.endswith(".") for each in unmapped)


def test_null_falls_back_and_unlicensed_does_not(tmp_path: Path) -> None:
    model = read_mof(written(tmp_path, FILE)).model
    assert mof.component_state(model, ArtifactKind.MODEL_CARD) is mof.State.INCLUDED
    assert mof.component_state(model, ArtifactKind.DATASETS) is mof.State.UNLICENSED


@pytest.mark.parametrize("license", ["unlicensed", "Unlicensed", "NONE", "", "  "])
def test_words_for_no_licence(license: str) -> None:
    artifact, unmapped = with_license(license)
    assert (text_of(artifact), unmapped) == ("NONE", ())


@pytest.mark.parametrize("license", ["None", "unknown", "Other", "Other License", "Undisclosed", "license", "Component not include"])
def test_words_that_name_no_licence_leave_it_unknown_and_do_not_fall_back(license: str) -> None:
    artifact, unmapped = with_license(license)
    assert text_of(artifact) == "NOASSERTION"
    assert repr(license) in unmapped[0]


@pytest.mark.parametrize("license", [7, True, ["MIT"], {"name": "MIT"}])
def test_a_licence_of_a_wrong_type_is_unknown_and_does_not_fall_back(license: object) -> None:
    artifact, unmapped = with_license(license)
    assert text_of(artifact) == "NOASSERTION"
    assert unmapped[0].startswith("release.components[0].license: ")


@pytest.mark.parametrize(
    ("license", "text"),
    [
        ("Apache 2.0", "Apache-2.0"),
        ("MIT License", "MIT"),
        ("Llama 2 Community License", "LicenseRef-llama2"),
        ("mit or apache-2.0", "MIT OR Apache-2.0"),
        ("LicenseRef-acme AND MIT", "LicenseRef-acme AND MIT"),
    ],
)
def test_a_licence_is_found_by_its_names(license: str, text: str) -> None:
    artifact, unmapped = with_license(license)
    assert (text_of(artifact), unmapped) == (text, ())


@pytest.mark.parametrize(
    ("license", "text"),
    [
        ("Small Lab License v2", "LicenseRef-small-lab-license-v2"),
        ('data with "mit", (cc0)', "LicenseRef-data-with-mit-cc0"),
        ("MIT with attribution", "LicenseRef-mit-with-attribution"),
        ("https://example.org/a", "LicenseRef-https-example.org-a"),
        ("许可", "NOASSERTION"),
        ("Gemma!", "NOASSERTION"),
    ],
)
def test_free_text_is_one_licence_with_unknown_terms_and_never_an_expression(license: str, text: str) -> None:
    artifact, unmapped = with_license(license)
    assert text_of(artifact) == text
    assert "no licence is known by this name" in unmapped[0]


@pytest.mark.parametrize(
    ("license", "availability"),
    [
        ("Component not included", Availability.UNKNOWN),
        ("Component Not Include.", Availability.UNKNOWN),
        ("Undisclosed", Availability.UNKNOWN),
        ("Proprietary", Availability.UNKNOWN),
        ("unlicensed", Availability.PUBLIC),
        ("unknown", Availability.PUBLIC),
    ],
)
def test_a_component_is_public_unless_the_file_says_otherwise_in_the_place_of_its_licence(license: str, availability: Availability) -> None:
    artifact, unmapped = with_license(license)
    assert artifact.availability is availability
    assert (availability is Availability.PUBLIC) or any("published" in each for each in unmapped)


@pytest.mark.parametrize(
    ("defaults", "expected", "place"),
    [
        (None, DefaultLicenses(), None),
        ({}, DefaultLicenses(), None),
        ({"code": None, "data": {"name": None}, "document": {"name": ""}}, DefaultLicenses(), None),
        ({"code": {"name": "unlicensed"}}, DefaultLicenses(code="NONE"), None),
        ({"code": "MIT"}, DefaultLicenses(code="NOASSERTION"), "release.license.code"),
        ({"code": {"name": 5}}, DefaultLicenses(code="NOASSERTION"), "release.license.code.name"),
        ({"code": {"name": "MIT", "path": "LICENSE"}}, DefaultLicenses(code="MIT"), "release.license.code.path"),
        ({"weights": {"name": "MIT"}}, DefaultLicenses(), "release.license.weights"),
        ("MIT", DefaultLicenses(), "release.license"),
    ],
)
def test_the_licences_of_the_release(defaults: object, expected: DefaultLicenses, place: str | None) -> None:
    answer = imported(license=defaults)
    assert answer.model.licenses == expected
    assert [each.partition(": ")[0] for each in answer.unmapped] == ([place] if place else [])


@pytest.mark.parametrize(
    ("release", "place"),
    [
        ({"components": "all"}, "release.components"),
        ({"components": ["Datasets"]}, "release.components[0]"),
        ({"components": [{"name": "Soul"}]}, "release.components[0].name"),
        ({"components": [{"license": "MIT"}]}, "release.components[0].name"),
        ({"components": [{"name": "Datasets", "component_path": "arxiv"}]}, "release.components[0].component_path"),
        ({"components": [{"name": "Datasets", "description": 5}]}, "release.components[0].description"),
        ({"components": [{"name": "Datasets", "size": 5}]}, "release.components[0].size"),
        ({"producer": 5}, "release.producer"),
        ({"type": "multimodal"}, "release.type"),
        ({"type": ["language"]}, "release.type"),
        ({"huggingface": "https://huggingface.co/datasets/a/b"}, "release.huggingface"),
        ({"huggingface": "https://huggingface.co/a"}, "release.huggingface"),
        ({"origin": "Llama-2-13B"}, "release.origin"),
        ({"mood": "good"}, "release.mood"),
        ({5: "good"}, "release.5"),
    ],
)
def test_what_is_of_a_wrong_type_or_not_in_the_framework_is_reported(release: dict[Any, object], place: str) -> None:
    content = table()
    content["release"] = {**cast("dict[Any, object]", content["release"]), **release}
    answer = from_mof(content, "m.yml")
    assert [each.partition(": ")[0] for each in answer.unmapped] == [place]


def test_keys_that_are_missing_are_no_error() -> None:
    answer = from_mof({"release": {"name": "M"}}, "m.yml")
    assert answer.model.artifacts == ()
    assert [each.partition(": ")[0] for each in answer.unmapped] == ["framework.name", "framework.version"]


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("- a\n- b\n", "holds no table"),
        ("framework: {}\n", "release: There is no such table"),
        ("release: all\n", "release: There is no such table"),
        ("release: {producer: P}\n", "release.name: None is no name"),
        ("release: {name: 1.0}\n", "release.name: 1.0 is no name"),
        (
            "release: {name: M, components: [{name: Datasets}, {name: datasets}]}\n",
            r"release.components\[1\].name: The component 'datasets' is listed twice",
        ),
        ("release: [\n", "line 2"),
    ],
)
def test_files_that_cannot_be_read_as_a_release(tmp_path: Path, content: str, message: str) -> None:
    path = written(tmp_path, content)
    with pytest.raises(RecordError, match=message) as caught:
        read_mof(path)
    assert caught.value.file == path


def test_a_missing_file_is_a_record_error(tmp_path: Path) -> None:
    with pytest.raises(RecordError, match="cannot be read"):
        read_mof(tmp_path / "none.yml")


def test_a_file_that_cannot_be_written_is_a_record_error(tmp_path: Path) -> None:
    with pytest.raises(RecordError, match="cannot be written"):
        write_mof(Model("M"), tmp_path / "none" / "m.yml")


def test_what_maps_comes_back(tmp_path: Path) -> None:
    model = read_mof(written(tmp_path, FILE)).model
    path = tmp_path / "again.yml"
    write_mof(model, path)
    again = read_mof(path)
    assert (again.model, again.unmapped) == (model, ())


def test_only_what_everybody_can_have_is_listed() -> None:
    model = Model(
        "M", artifacts=[Artifact("datasets", availability=each, name=each.value) for each in (Availability.PUBLIC, Availability.ON_REQUEST)]
    )
    assert cast("Any", to_mof(model))["release"]["components"] == []
    gated = Model(
        "M", artifacts=[Artifact("model-parameters", availability="gated"), Artifact("usage-documentation", availability="public")]
    )
    assert cast("Any", to_mof(gated))["release"]["components"] == [{"name": "Model parameters (Final)"}]


@pytest.mark.parametrize(
    ("licenses", "word"),
    [
        (("MIT", "MIT"), "MIT"),
        (("MIT", "CC-BY-4.0 OR MIT"), "MIT AND (CC-BY-4.0 OR MIT)"),
        (("MIT", "NONE"), "unlicensed"),
        (("MIT", None), "unknown"),
    ],
)
def test_a_component_of_several_artifacts_carries_what_all_are_under(licenses: tuple[str | None, ...], word: str) -> None:
    artifacts = [Artifact("datasets", availability="public", license=each, name=str(number)) for number, each in enumerate(licenses)]
    assert cast("Any", to_mof(Model("M", artifacts=artifacts)))["release"]["components"] == [{"name": "Datasets", "license": word}]


def without_type(content: Any) -> dict[str, object]:
    """What `multimodal` and `other` stand for is not said, so they do not come back."""
    return {key: value for key, value in content["release"].items() if key != "type"}


@given(models(bases=0))
def test_every_model_becomes_a_valid_file_that_keeps_class_and_progress(model: Model) -> None:
    content = to_mof(model)
    jsonschema.validate(content, SCHEMA)
    again = from_mof(content, "m.yml").model
    assert without_type(to_mof(again)) == without_type(content)
    # An own licence becomes a bare reference, which no framework accepts.
    licenses = (model.licenses.distribution, *(artifact.license for artifact in model.artifacts))
    if all(each is None or LicenseExpression(each.text) == each for each in licenses):
        before, after = mof.assess(model), mof.assess(again)
        assert (after.verdict, after.score) == (before.verdict, before.score)


@given(models(bases=0))
def test_any_wrong_type_gives_a_model_or_a_record_error(model: Model) -> None:
    release = cast("Any", to_mof(model))["release"]
    wrongs: list[object] = [None, 5, True, [], {}, "x" * 600, [None, 5, {}], {"name": 5}, {5: 5}]
    for key in release:
        for wrong in wrongs:
            try:
                from_mof({"release": {**release, key: wrong}}, "m.yml")
            except RecordError as error:
                assert error.file == "m.yml"
            except InvalidValueError as error:
                raise AssertionError(key) from error
