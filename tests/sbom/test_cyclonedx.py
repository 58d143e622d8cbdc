"""CycloneDX: what is written passes the strict validator, what was written is read back, what strangers wrote is read as far as it goes."""

from __future__ import annotations

import datetime
import json
import subprocess
import sys
from functools import cache
from typing import Any

import pytest
from attrs import evolve, fields
from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator
from hypothesis import given

from openweights import (
    Artifact,
    BaseModel,
    InvalidValueError,
    LineageError,
    Model,
    Relation,
    UnknownNameError,
    classify,
    get_record,
    models as records,
)
from openweights.sbom import from_cyclonedx, to_cyclonedx
from openweights.sbom.cyclonedx_objects import SpecVersion
from openweights.sbom.cyclonedx_writer import SPEC_VERSIONS
from tests.sbom.strangers import HUB_GENERATOR, IMAGE_SCANNER
from tests.strategies import models

NOON = datetime.datetime(2026, 1, 1, 12, tzinfo=datetime.UTC)


@cache
def validator(version: str) -> JsonStrictValidator:
    return JsonStrictValidator(SchemaVersion.from_version(version))


def problems(bom: str, version: str) -> list[str]:
    return [str(error)[:1000] for error in validator(version).validate_str(bom, all_errors=True) or ()]


def component(model: Model | str, version: SpecVersion = "1.6") -> dict[str, Any]:
    written: dict[str, Any] = json.loads(to_cyclonedx([model], spec_version=version))["components"][0]
    return written


def found(component: dict[str, Any], name: str) -> list[str]:
    return [each["value"] for each in component["properties"] if each["name"] == f"openweights:found:{name}"]


@pytest.mark.parametrize("version", SPEC_VERSIONS)
def test_the_validator_refuses_what_is_wrong(version: SpecVersion) -> None:
    written = json.loads(to_cyclonedx(["OLMo 2"], spec_version=version))
    for key, value in (("type", "brain"), ("modelCard", {"modelParameters": {"x": 1}}), ("licenses", [{"license": {"id": "M"}}]), ("x", 1)):
        broken = written | {"components": [written["components"][0] | {key: value}]}
        assert problems(json.dumps(broken), version), key


@pytest.mark.parametrize("version", SPEC_VERSIONS)
@given(model=models())
def test_any_model_is_valid_and_comes_back_whole(version: SpecVersion, model: Model) -> None:
    bom = to_cyclonedx([model], spec_version=version)
    assert not problems(bom, version)
    [back] = from_cyclonedx(bom)
    assert back.model == model
    assert not back.unmapped


FULL = Model(
    "Everything 7B",
    id="everything",
    developer="Acme",
    family="Everything",
    groups=["Acme models"],
    released="2025-03",
    modalities=["text", "image"],
    access="download",
    aliases=["Everything"],
    hub_ids=["acme/everything-7b", "not a repository"],
    artifacts=[
        Artifact("training-code", availability="partial", url="https://git.example/train", covers=["training"], note="Half of it."),
        Artifact(
            "datasets", name="pile", availability="public", license="CC-BY-4.0", url="https://data.example/[x]", source="https://a.example/"
        ),
        Artifact(
            "model-parameters",
            availability="public",
            license="MIT OR llama3",
            since="2025-04-01",
            history=[{"since": "2025-03-01", "license": "llama3", "source": "https://old.example/"}],
            url="https://bad.example/%zz",
            verified="2025-05-01",
        ),
        Artifact("datasets", license="NONE"),
        Artifact("model-card", url="https://acme.example/card"),
        Artifact("evaluation-data", availability="not-published"),
    ],
    licenses={"distribution": "Apache-2.0", "data": "CC0-1.0"},
    service_terms=[{"license": "LicenseRef-acme-terms", "channel": "api", "source": "https://acme.example/terms"}],
    base_models=[
        BaseModel("Llama 3.1", relation="merge", source="https://acme.example/how"),
        BaseModel(Model("Own base", artifacts=[Artifact("datasets", license="MIT")]), relation="distilled", relicensed=True),
        "nobody/knows-this",
    ],
    claims=[
        {"quote": "fully open", "category": "open-source", "claimant": "Acme", "source": "https://acme.example/", "date": "2025-03-02"}
    ],
    training_compute=3.8e24,
    sources=[{"url": "https://acme.example/z", "supports": ["name", "access"]}, {"url": "https://acme.example/a"}],
    status="curated",
    verified="2025-06-01",
    note="  Two lines\n of it. ",
)


@pytest.mark.parametrize("version", SPEC_VERSIONS)
def test_a_model_with_every_field_comes_back_whole(version: SpecVersion) -> None:
    assert all(getattr(FULL, each.name) not in (None, (), frozenset()) for each in fields(Model))
    bom = to_cyclonedx([FULL, evolve(FULL, note=None)], spec_version=version)
    assert not problems(bom, version)
    assert [each.model for each in from_cyclonedx(bom)] == [FULL, evolve(FULL, note=None)]


@pytest.mark.parametrize("version", SPEC_VERSIONS)
@pytest.mark.parametrize("name", ["Llama 3.1", "OLMo 2", "GPT-5", "DeepSeek R1 Distill Llama 70B", "Vicuna", "LLaVA", "gpt-oss-120b"])
def test_records_are_valid_and_come_back_whole(version: SpecVersion, name: str) -> None:
    record = get_record(name)
    releases = [record] if isinstance(record, Model) else record.members
    bom = to_cyclonedx(releases, spec_version=version)
    assert not problems(bom, version)
    assert [each.model for each in from_cyclonedx(bom)] == list(releases)


def test_all_records_come_back_whole() -> None:
    back = from_cyclonedx(to_cyclonedx(records()))
    assert tuple(each.model for each in back) == records()
    assert not [remark for each in back for remark in each.unmapped]


def test_a_licence_is_declared_and_concluded_in_the_form_of_each_version() -> None:
    tuned = Model(
        "T",
        artifacts=[Artifact("model-parameters", availability="public", license="mit")],
        base_models=[Model("B", artifacts=[Artifact("model-parameters", license="llama3.1")])],
    )
    concluded = {"expression": "MIT AND LicenseRef-llama3.1", "acknowledgement": "concluded"}
    old, new = component(tuned), component(tuned, "1.7")
    declared = [{"license": {"id": "MIT", "acknowledgement": "declared"}}]
    assert (old["licenses"], old["evidence"]["licenses"]) == (declared, [concluded])
    assert new["licenses"][:1] == declared
    assert {key: new["licenses"][1][key] for key in concluded} == concluded
    assert new["licenses"][1]["expressionDetails"][0]["licenseIdentifier"] == "LicenseRef-llama3.1"
    assert "evidence" not in new


@pytest.mark.parametrize(
    ("base", "concluded"),
    [
        (BaseModel("no record has this name"), None),
        (BaseModel("no record has this name", relation="distilled"), "MIT"),
        (BaseModel("no record has this name", relicensed=True), "MIT"),
        (BaseModel("Mistral 7B"), "MIT AND Apache-2.0"),
    ],
)
def test_what_is_not_known_of_a_base_is_not_concluded(base: BaseModel, concluded: str | None) -> None:
    model = Model("T", artifacts=[Artifact("model-parameters", license="MIT")], base_models=[base])
    choices = component(model, "1.7")["licenses"]
    said = [
        each.get("expression") or each["license"]["id"]
        for each in choices
        if (each.get("license") or each)["acknowledgement"] == "concluded"
    ]
    assert said == ([concluded] if concluded else [])


def test_the_terms_of_a_service_are_listed_and_not_taken_for_those_of_parameters() -> None:
    served = Model(
        "S", access="api", artifacts=[Artifact("model-parameters", availability="not-published")], service_terms=["LicenseRef-acme-terms"]
    )
    [listed] = component(served)["licenses"]
    assert {"name": "openweights:applies-to", "value": "service"} in listed["license"]["properties"]
    [back] = from_cyclonedx(to_cyclonedx([served]))
    assert back.model == served
    assert "licenses" not in component(evolve(served, service_terms=()))


def test_where_a_model_stands_is_written_for_readers_without_this_library() -> None:
    answer = classify("Llama 3.1")
    assert found(component("Llama 3.1"), "level") == [answer.level.value]
    assert found(component("Llama 3.1"), "flag") == [flag.name.value for flag in answer.flags]


def test_data_sets_are_components_that_the_model_card_refers_to() -> None:
    written = json.loads(to_cyclonedx(["OLMo 2"]))
    model, *data = written["components"]
    refs = {each["bom-ref"]: each for each in data}
    training = [refs[each["ref"]] for each in model["modelCard"]["modelParameters"]["datasets"]]
    assert training
    assert all(each["type"] == "data" and each["data"][0]["type"] == "dataset" for each in data)
    assert written["dependencies"] == [{"ref": model["bom-ref"], "dependsOn": list(refs)}]


def test_the_same_records_give_the_same_document() -> None:
    assert to_cyclonedx(["GPT-5"], created=NOON) == to_cyclonedx(["GPT-5"], created=NOON)
    one, other = (json.loads(to_cyclonedx([name], created=NOON))["serialNumber"] for name in ("GPT-5", "Mistral 7B"))
    assert one != other


def test_two_models_of_one_id_have_references_of_their_own() -> None:
    bom = to_cyclonedx([Model("M", artifacts=[Artifact("datasets")]), Model("M", note="another", artifacts=[Artifact("datasets")])])
    assert not problems(bom, "1.6")
    refs = [each["bom-ref"] for each in json.loads(bom)["components"]]
    assert len(set(refs)) == 4
    assert [each.model.note for each in from_cyclonedx(bom)] == [None, "another"]


def test_a_name_for_several_releases_and_one_for_none_are_errors() -> None:
    with pytest.raises(InvalidValueError, match=r"'Llama' stands for \d+ releases"):
        to_cyclonedx(["Llama"])
    with pytest.raises(UnknownNameError):
        to_cyclonedx(["no such model"])
    with pytest.raises(InvalidValueError, match=r"1\.6, 1\.7"):
        to_cyclonedx(["GPT-5"], spec_version="1.4")  # type: ignore[arg-type]
    loop = Model("A", base_models=["B"])
    with pytest.raises(LineageError):
        to_cyclonedx([loop], resolve=lambda name: Model("B", base_models=["A"]) if name == "B" else loop)


def test_a_lineage_that_repeats_itself_without_end_is_an_error() -> None:
    base = Model("0")
    for number in range(1, 30):
        base = Model(str(number), base_models=[BaseModel(base), BaseModel(evolve(base, id=f"{number}b", name=f"{number}b"))])
    with pytest.raises(InvalidValueError, match="components"):
        to_cyclonedx([Model("top", base_models=[base])])


def test_a_licence_that_was_changed_in_the_document_counts() -> None:
    written = json.loads(to_cyclonedx(["gpt-oss-120b"]))
    written["components"][0]["licenses"] = [{"license": {"id": "CC-BY-NC-4.0"}}]
    [back] = from_cyclonedx(json.dumps(written))
    assert back.model.artifacts_of(back.model.artifacts[0].kind)
    assert classify(back.model).level.value == "weights-non-commercial"
    assert any("CC-BY-NC-4.0" in remark for remark in back.unmapped)


def test_without_the_package_the_extra_is_named() -> None:
    code = (
        "import importlib.util as u; found = u.find_spec; u.find_spec = lambda name, *a: None if name == 'cyclonedx' else found(name, *a);"
        "from openweights.sbom import to_cyclonedx, from_cyclonedx\n"
        "try: to_cyclonedx(['GPT-5'])\n"
        "except ImportError as error: print(error)\n"
        'print(len(from_cyclonedx(\'{"bomFormat": "CycloneDX", "components": [{"type": "machine-learning-model", "name": "M"}]}\')))'
    )
    done = subprocess.run([sys.executable, "-I", "-c", code], check=True, capture_output=True, text=True)
    assert 'pip install "openweights-taxonomy[sbom]"' in done.stdout
    assert done.stdout.strip().endswith("1")


# What strangers wrote.


def test_a_stranger_s_model_is_read_with_its_parts_and_lineage() -> None:
    hosted, tuned = from_cyclonedx(json.dumps(HUB_GENERATOR))
    assert (hosted.model.name, hosted.model.developer) == ("gpt-4o", "OpenAI")
    model = tuned.model
    assert (model.name, model.hub_ids, model.developer, model.note) == (
        "support-chat",
        ("acme/support-chat",),
        "Acme",
        "Answers questions.",
    )
    assert [(each.kind.value, each.name, each.license and each.license.text) for each in model.artifacts] == [
        ("model-parameters", None, "Apache-2.0"),
        ("model-card", None, None),
        ("datasets", "tickets", None),
        ("datasets", "faq", "CC-BY-4.0"),
    ]
    [base] = model.base_models
    assert (base.name, base.relation) == ("meta-llama/Llama-3.1-8B-Instruct", Relation.FINETUNE)
    assert {"user-threshold", "naming"} <= {flag.name.value for flag in classify(model).flags}
    for part in ("version", "group", "modelCard.modelParameters.task", "modelCard.considerations", "acme:team", "externalReferences: vcs"):
        assert any(part in remark for remark in tuned.unmapped), part


def test_a_title_and_several_licences_are_read_with_a_remark() -> None:
    named, several, *_ = from_cyclonedx(json.dumps(IMAGE_SCANNER))
    assert [each.license and each.license.text for each in named.model.artifacts] == ["Apache-2.0"]
    [parameters] = several.model.artifacts
    assert parameters.license is not None
    assert parameters.license.text == "MIT AND LicenseRef-some-house-rules"
    assert any("no licence is known by this name" in remark for remark in several.unmapped)
    assert any("2 licences" in remark for remark in several.unmapped)


@pytest.mark.parametrize(
    ("licenses", "expected"),
    [
        ([{"expression": "MIT OR Apache-2.0"}], "MIT OR Apache-2.0"),
        ([{"license": {"name": "MIT or similar"}}], "LicenseRef-mit-or-similar"),
        ([{"license": {"name": "Research and Development License"}}], "LicenseRef-research-and-development-license"),
        ([{"license": {"name": "custom", "url": "https://www.apache.org/licenses/LICENSE-2.0"}}], "Apache-2.0"),
        ([{"license": {"name": "other"}}], None),
        ([{"license": {"name": "NONE"}}], "NONE"),
        ([{"license": {"id": "MIT", "acknowledgement": "concluded"}}], None),
        ([{"license": {}}], None),
        ([{"license": {"name": "((("}}], "LicenseRef-unknown"),
        ("MIT", None),
    ],
)
def test_licences_as_strangers_write_them(licenses: object, expected: str | None) -> None:
    bom = {"bomFormat": "CycloneDX", "components": [{"type": "machine-learning-model", "name": "M", "licenses": licenses}]}
    [back] = from_cyclonedx(json.dumps(bom))
    [parameters] = back.model.artifacts
    assert (parameters.license and parameters.license.text) == expected


def test_a_slip_costs_a_field_and_is_reported() -> None:
    slips = {
        "type": "machine-learning-model",
        "name": "M" * 600,
        "purl": "pkg:huggingface/acme/m",
        "description": "x" * 30_000,
        "properties": [
            {"name": "openweights:id", "value": "m"},
            {"name": "openweights:released", "value": "yesterday"},
            {"name": "openweights:access", "value": "download"},
            {"name": "openweights:artifact", "value": "{"},
            {"name": "openweights:artifact", "value": '{"kind": "model-parameters", "availability": "partial"}'},
            {"name": "openweights:artifact", "value": '{"kind": "model-parameters"}'},
            {"name": "openweights:artifact-ref", "value": "nowhere"},
            {"name": "openweights:unheard-of", "value": "x"},
            {"name": 3},
        ],
        "pedigree": {
            "ancestors": [{"name": "N"}, {"name": "acme/m"}, {"name": "B", "properties": [{"name": "openweights:relation", "value": "?"}]}]
        },
    }
    [back] = from_cyclonedx(json.dumps({"bomFormat": "CycloneDX", "components": [slips]}))
    assert back.model.name == "acme/m"
    assert back.model.access.value == "unknown"
    assert [base.name for base in back.model.base_models] == ["N", "B"]
    expected = [
        "name",
        "description",
        "yesterday",
        "no JSON",
        "twice",
        "nowhere",
        "unheard-of",
        "properties[8]",
        "acme/m",
        "'?'",
        "download",
    ]
    for word in expected:
        assert any(word in remark for remark in back.unmapped), word
