"""SPDX 3: what is written is accepted by the bindings that the SPDX project makes from its SHACL model, and read back whole."""

from __future__ import annotations

import datetime
import io
import json
from collections.abc import Iterable
from typing import Any

import pytest
from attrs import evolve
from hypothesis import given
from spdx_python_model import v3_0_1 as spdx

from openweights import Artifact, BaseModel, InvalidValueError, Model, classify, models as records
from openweights.sbom import from_spdx3, to_spdx3
from tests.sbom.strangers import SPDX_EXAMPLE
from tests.sbom.test_cyclonedx import FULL
from tests.strategies import models

NOON = datetime.datetime(2026, 1, 1, 12, tzinfo=datetime.UTC)


def check(document: str) -> spdx.SHACLObjectSet:
    """Read a document with the bindings, which check types and vocabularies, and write it again, which checks how many there must be."""
    objects = spdx.SHACLObjectSet()
    spdx.JSONLDDeserializer().read(io.BytesIO(document.encode()), objects)
    spdx.JSONLDSerializer().write(objects, io.BytesIO())
    assert not objects.missing_ids - {
        spdx.expandedlicensing_IndividualLicensingInfo.NAMED_INDIVIDUALS[key] for key in ("NoneLicense", "NoAssertionLicense")
    }
    return objects


def elements(models: Iterable[Model | str], type: str) -> list[dict[str, Any]]:
    graph: list[dict[str, Any]] = json.loads(to_spdx3(models))["@graph"]
    return [each for each in graph if each["type"] == type]


def related(models: Iterable[Model | str], kind: str) -> list[tuple[str, str]]:
    graph = json.loads(to_spdx3(models))["@graph"]
    names = {each["spdxId"]: each.get("simplelicensing_licenseExpression") or each.get("name") for each in graph if "spdxId" in each}
    return [(names[each["from"]], names.get(to, to)) for each in graph if each.get("relationshipType") == kind for to in each["to"]]


def test_the_validator_refuses_what_is_wrong() -> None:
    document = json.loads(to_spdx3(["GPT-5"]))
    package = next(each for each in document["@graph"] if each["type"] == "ai_AIPackage")
    for key, value in (("releaseTime", "yesterday"), ("software_primaryPurpose", "dreaming"), ("suppliedBy", 3)):
        with pytest.raises((ValueError, TypeError)):
            check(json.dumps(document).replace(json.dumps(package), json.dumps(package | {key: value})))
    with pytest.raises(ValueError, match="is required"):
        check(json.dumps(document).replace('"createdBy"', '"comment_of"').replace('"comment_of": [', '"createdUsing": ['))


@given(model=models())
def test_any_model_is_valid_and_comes_back_whole(model: Model) -> None:
    document = to_spdx3([model])
    check(document)
    [back] = from_spdx3(document)
    assert back.model == model
    assert not back.unmapped


def test_all_records_are_valid_and_come_back_whole() -> None:
    document = to_spdx3(records())
    check(document)
    back = from_spdx3(document)
    assert tuple(each.model for each in back) == records()
    assert not [remark for each in back for remark in each.unmapped]


def test_a_model_with_every_field_comes_back_whole() -> None:
    document = to_spdx3([FULL, evolve(FULL, note=None)])
    check(document)
    assert [each.model for each in from_spdx3(document)] == [FULL, evolve(FULL, note=None)]


def test_licences_are_relations_and_what_is_not_known_is_said_to_be() -> None:
    tuned = Model("T", artifacts=[Artifact("model-parameters", license="mit")], base_models=["Llama 3.1"])
    assert related([tuned], "hasDeclaredLicense") == [("T", "MIT"), ("Llama 3.1", "LicenseRef-llama3.1")]
    assert ("T", "MIT AND LicenseRef-llama3.1") in related([tuned], "hasConcludedLicense")
    assert related([tuned], "descendantOf") == [("T", "Llama 3.1")]
    assert related(["GPT-5"], "hasConcludedLicense") == [("GPT-5", "expandedlicensing_NoAssertionLicense")]
    bare = Model("B", artifacts=[Artifact("model-parameters", license="NONE")])
    assert related([bare], "hasDeclaredLicense") == [("B", "expandedlicensing_NoneLicense")]
    [custom] = [
        each for each in elements([tuned], "simplelicensing_LicenseExpression") if "MIT" not in each["simplelicensing_licenseExpression"]
    ]
    assert custom["simplelicensing_customIdToUri"][0]["key"] == "LicenseRef-llama3.1"


@pytest.mark.parametrize(
    ("availability", "word"),
    [("public", "directDownload"), ("gated", "clickthrough"), ("on-request", "registration"), ("not-published", None), ("unknown", None)],
)
def test_the_availability_of_data_sets(availability: str, word: str | None) -> None:
    model = Model("M", modalities=["image"], artifacts=[Artifact("datasets", availability=availability, url="https://data.example/")])
    [data] = elements([model], "dataset_DatasetPackage")
    assert data.get("dataset_datasetAvailability") == word
    assert data["dataset_datasetType"] == ["image"]
    assert related([model], "trainedOn") == [("M", "M datasets")]


def test_the_profile_is_claimed_only_with_all_that_it_asks_for() -> None:
    whole = Model("M", developer="Acme", released="2025-01-31", hub_ids=["acme/m"])
    for model, claimed in ((whole, True), (evolve(whole, released="2025-01"), False), (evolve(whole, developer=None), False)):
        [bom] = elements([model], "Bom")
        assert ("ai" in bom["profileConformance"]) is claimed


def test_the_same_records_give_the_same_document() -> None:
    assert to_spdx3(["GPT-5"], created=NOON) == to_spdx3(["GPT-5"], created=NOON)
    [one], [other] = (elements([name], "SpdxDocument") for name in ("GPT-5", "GPT-4"))
    assert one["spdxId"].partition("#")[0] != other["spdxId"].partition("#")[0]


def test_a_lineage_that_repeats_itself_without_end_is_an_error() -> None:
    base = Model("0")
    for number in range(1, 30):
        base = Model(str(number), base_models=[BaseModel(base), BaseModel(evolve(base, id=f"{number}b", name=f"{number}b"))])
    with pytest.raises(InvalidValueError, match="elements"):
        to_spdx3([Model("top", base_models=[base])])


def test_a_stranger_s_model_is_read_with_its_parts_and_lineage() -> None:
    [tuned] = from_spdx3(json.dumps(SPDX_EXAMPLE))
    model = tuned.model
    assert (model.name, model.developer) == ("support-chat", "Acme")
    assert [(each.kind.value, each.name, each.license and each.license.text) for each in model.artifacts] == [
        ("model-parameters", None, "MIT AND LicenseRef-house-rules"),
        ("datasets", "tickets", "CC-BY-4.0"),
    ]
    assert [base.name for base in model.base_models] == ["google/gemma-2-9b"]
    assert classify(model).ceiling.value == "weights-restricted"
    for part in ("ai_typeOfModel", "software_packageVersion", "House rules"):
        assert any(part in remark for remark in tuned.unmapped), part


def test_a_lineage_in_a_circle_is_cut_and_reported() -> None:
    names = [("openweights:id", name) for name in "ab"]
    graph = [
        {
            "type": "ai_AIPackage",
            "spdxId": f"urn:{name}",
            "name": name,
            "extension": [{"extension_cdxProperty": [{"extension_cdxPropName": key, "extension_cdxPropValue": name}]}],
        }
        for key, name in names
    ]
    circle = [
        {"type": "Relationship", "from": f"urn:{one}", "relationshipType": "descendantOf", "to": [f"urn:{other}"]}
        for one, other in ("ab", "ba")
    ]
    root = {"type": "Bom", "rootElement": ["urn:a"]}
    [back] = from_spdx3(json.dumps({"@context": "https://spdx.org/rdf/3.0.1/x", "@graph": [*graph, *circle, root]}))
    assert [base.name for base in back.model.base_models] == ["b"]
    assert any("not followed" in remark for remark in back.unmapped)
