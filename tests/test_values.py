"""Bad values: one clear error of ours that names the field and the mend. And loose input that converts."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from typing import Any, cast

import pytest

from openweights import (
    Artifact,
    ArtifactKind,
    Availability,
    BaseModel,
    Claim,
    Clause,
    ContentType,
    InvalidValueError,
    License,
    LicenseExpression,
    Model,
    Permissions,
    Relation,
    Source,
    Threshold,
    from_plain,
)

# The types check what their annotations say; here it is broken on purpose.
make: dict[str, Callable[..., Any]] = {
    kind.__name__: cast("Callable[..., Any]", kind)
    for kind in (Artifact, BaseModel, Claim, Clause, License, Model, Permissions, Source, Threshold)
}
USERS = {"metric": "monthly-active-users", "comparator": ">"}
CLAIM = {"quote": "open", "category": "open-source", "claimant": "Acme", "source": "https://acme.example"}


@pytest.mark.parametrize(
    ("kind", "arguments", "message"),
    [
        ("Threshold", {**USERS, "limit": -1}, "limit: -1 is no limit. Give a whole number, 0 or more."),
        ("Threshold", {**USERS, "limit": 1.5}, "limit: 1.5 is no limit. Give a whole number, 0 or more."),
        ("Threshold", {**USERS, "limit": True}, "limit: True is no limit. Give a whole number, 0 or more."),
        ("Threshold", {**USERS, "limit": 1, "comparator": "less"}, "comparator: 'less' is no Comparator. Use one of: >, >=."),
        (
            "Threshold",
            {"metric": "annual-revenue", "limit": 1, "comparator": ">"},
            "currency: A limit on annual-revenue has no currency. Add its ISO 4217 code.",
        ),
        ("Threshold", {**USERS, "limit": 1, "currency": "USD"}, "currency: A limit on monthly-active-users has a currency. Leave it out."),
        (
            "Threshold",
            {"metric": "annual-revenue", "limit": 1, "comparator": ">", "currency": "dollars"},
            "currency: 'dollars' is no currency. Use an ISO 4217 code such as 'USD'.",
        ),
        (
            "Clause",
            {"kind": "territory", "effect": "prohibits", "territories": ["UK"], "basis": "used-in"},
            "territories[0]: 'UK' is no territory. Use an ISO 3166-1 alpha-2 code (the United Kingdom is 'GB'), 'EU' or 'EEA'.",
        ),
        (
            "Clause",
            {"kind": "territory", "effect": "prohibits", "territories": ["EU"]},
            "territories: Territories and their basis do not come together. "
            "Give both: `territories`, and `basis` as 'established-in' or 'used-in'.",
        ),
        ("Clause", {"kind": "scale", "effect": "prohibits"}, "threshold: A clause on scale names no number. Add its `threshold`."),
        (
            "Clause",
            {"kind": "notice", "effect": "obliges", "trained_models": "any"},
            "trained_models: A clause of the kind notice says which models may be trained. "
            "Leave `trained_models` out, or use the kind 'output-training'.",
        ),
        ("Artifact", {"kind": "model-parameter"}, "kind: 'model-parameter' is no ArtifactKind. Did you mean 'model-parameters'?"),
        (
            "Artifact",
            {"kind": "datasets", "verified": "2023-02-29"},
            "verified: '2023-02-29' is no date. Write a day of the calendar as YYYY-MM-DD.",
        ),
        (
            "Artifact",
            {"kind": "datasets", "url": "javascript:alert(1)"},
            "url: 'javascript:alert(1)' is no web address. Give an http or https URL without spaces.",
        ),
        (
            "Artifact",
            {"kind": "datasets", "license": "("},
            "license: '(' is no licence expression. Join licence ids with AND, OR and WITH, and close every parenthesis.",
        ),
        ("Model", {"name": ""}, "name: The text is empty. Fill it in, or leave the field out."),
        (
            "Model",
            {"name": "M", "released": "2023-13"},
            "released: '2023-13' is no date. Write YYYY, YYYY-MM or YYYY-MM-DD, a date that the calendar has.",
        ),
        (
            "Model",
            {"name": "M", "artifacts": [{"kind": "datasets"}, {"kind": "datasets"}]},
            "artifacts[1]: The artifact datasets is listed twice. Merge the two, or give each a `name`.",
        ),
        (
            "Model",
            {"name": "M 1", "base_models": ["m-1"]},
            "base_models[0]: The model 'M 1' is its own base. Name the model that it came from.",
        ),
        (
            "Model",
            {"name": "M", "access": "download", "artifacts": [{"kind": "model-parameters", "availability": "partial"}]},
            "access: The access is 'download', but not all model parameters are published. "
            "Correct the `availability` of the parameters, or the access.",
        ),
        (
            "Model",
            {"name": "M", "training_compute": -1},
            "training_compute: -1 is no amount of compute. Give floating-point operations, such as 3.8e25.",
        ),
        ("Claim", {**CLAIM, "quote": "o" * 200}, "quote: The quote has 200 characters. Quote at most 120."),
        (
            "License",
            {"id": "my licence"},
            "id: 'my licence' is no licence id. Use an SPDX id, or 'LicenseRef-' with letters, digits, '.' and '-'.",
        ),
        (
            "License",
            {
                "id": "LicenseRef-a",
                "permissions": {"commercial": "granted"},
                "clauses": [{"kind": "commercial-use", "effect": "prohibits"}],
            },
            "clauses[0]: The clause prohibits commercial-use, but `permissions.commercial` is 'granted'. "
            "Lower the permission to 'denied', or mend the clause.",
        ),
        (
            "License",
            {"id": "LicenseRef-a", "osi_approved": "met", "clauses": [{"kind": "naming", "effect": "obliges"}]},
            "clauses[0]: The clause obliges naming, which osd.4 does not allow, but the licence is marked as approved by the OSI, "
            "listed as free by the FSF or reviewed as open. Mend the clause or the mark.",
        ),
    ],
)
def test_a_bad_value_is_one_clear_error(kind: str, arguments: dict[str, object], message: str) -> None:
    with pytest.raises(InvalidValueError) as caught:
        make[kind](**arguments)
    assert str(caught.value) == message


def test_an_error_keeps_its_place_in_fields() -> None:
    with pytest.raises(InvalidValueError) as caught:
        from_plain(
            Model, {"name": "M", "artifacts": [{"kind": "datasets"}, {"kind": "model-card", "license": {"text": "MIT", "licences": []}}]}
        )
    assert caught.value.path == ("artifacts", 1, "license")
    assert caught.value.place == "artifacts[1].license"
    assert "'licences' is no field of LicenseExpression. Did you mean 'licenses'?" in str(caught.value)


def test_loose_input_converts() -> None:
    model = Model(
        "My model",
        released=datetime.date(2024, 7, 23),
        access="download",
        modalities=["text", "image"],
        artifacts=[
            Artifact("model-parameters", license="llama3.1"),
            {"kind": "training-code", "availability": "public", "license": "Apache 2.0"},
        ],
        licenses={"document": "cc-by-4.0"},
        base_models=["Llama 2", {"model": "Other", "relation": "distilled"}],
    )
    assert model.id == "my-model"
    assert str(model.released) == "2024-07-23"
    assert model.artifacts[0].kind is ArtifactKind.MODEL_PARAMETERS
    assert model.artifacts[1].availability is Availability.PUBLIC
    assert [str(each.license) for each in model.artifacts] == ["LicenseRef-llama3.1", "Apache-2.0"]
    assert [base.relation for base in model.base_models] == [Relation.FINETUNE, Relation.DISTILLED]
    assert str(model.license_of(Artifact("model-card"))) == "CC-BY-4.0"


def test_the_license_of_an_artifact_is_its_own_then_its_content_type_s_then_the_distribution_s() -> None:
    model = Model("M", licenses={"distribution": "MIT", "data": "CC-BY-4.0"})
    assert str(model.license_of(Artifact("datasets", license="CC0-1.0"))) == "CC0-1.0"
    assert str(model.license_of(Artifact("datasets"))) == "CC-BY-4.0"
    assert str(model.license_of(Artifact("model-parameters"))) == "CC-BY-4.0"
    assert str(model.license_of(Artifact("training-code"))) == "MIT"
    assert Model("M").license_of(Artifact("datasets")) is None


def test_values_are_frozen_slotted_and_hashable() -> None:
    artifact = Artifact("datasets")
    with pytest.raises(AttributeError):
        artifact.name = "other"  # type: ignore[misc]
    assert not hasattr(artifact, "__dict__")
    assert {artifact, Artifact("datasets")} == {artifact}
    assert {Model("M"), Model("M")} == {Model("M")}
    assert repr(Artifact("datasets")).startswith("Artifact(kind=<ArtifactKind.DATASETS: 'datasets'>")


def test_the_mof_has_seventeen_components_and_each_kind_knows_its_content_type() -> None:
    assert len([kind for kind in ArtifactKind if kind.mof_name]) == 17
    assert ArtifactKind.MODEL_PARAMETERS.content_type is ContentType.PARAMETERS
    assert {kind.content_type for kind in ArtifactKind} == set(ContentType)


def test_a_license_without_a_record_is_unknown_terms_and_no_license_is_a_fact() -> None:
    assert str(LicenseExpression("acme-1.0").freedom) == "non-commercial to open"
    assert str(LicenseExpression("NONE").freedom) == "non-commercial"
