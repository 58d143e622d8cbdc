"""Every type to plain data and back, and the schema that describes the plain data."""

from __future__ import annotations

import copy
import json
import pickle
from typing import Any, TypeVar

import pytest
from attrs import AttrsInstance, evolve
from hypothesis import given, strategies as st
from jsonschema import Draft202012Validator, ValidationError

from openweights import (
    Artifact,
    ArtifactKind,
    Claim,
    Clause,
    Interval,
    InvalidValueError,
    License,
    LicenseExpression,
    Model,
    OpenWeightsError,
    PartialDate,
    Threshold,
    classify,
    from_plain,
    json_schema,
    to_plain,
)
from openweights.dates import PartialDate as Date
from tests.strategies import artifacts, claims, clauses, expressions, licenses, models, thresholds

T = TypeVar("T", bound=AttrsInstance)
MODEL_SCHEMA = Draft202012Validator(json_schema())


def there_and_back(kind: type[T], value: T) -> None:
    again = from_plain(kind, json.loads(json.dumps(to_plain(value))))
    assert again == value
    assert hash(again) == hash(value)


@given(thresholds())
def test_threshold(value: Threshold) -> None:
    there_and_back(Threshold, value)


@given(clauses)
def test_clause(value: Clause) -> None:
    there_and_back(Clause, value)


@given(licenses)
def test_license(value: License) -> None:
    there_and_back(License, value)


@given(claims)
def test_claim(value: Claim) -> None:
    there_and_back(Claim, value)


@given(st.sampled_from(ArtifactKind).flatmap(artifacts))
def test_artifact(value: Artifact) -> None:
    there_and_back(Artifact, value)


@given(models())
def test_model_and_its_schema(value: Model) -> None:
    there_and_back(Model, value)
    MODEL_SCHEMA.validate(to_plain(value))


@given(models(bases=1))
def test_a_mapping_is_classified_as_the_model_it_describes(model: Model) -> None:
    plain = to_plain(model)
    assert isinstance(plain, dict)
    assert classify(plain) == classify(model)


@given(expressions)
def test_expression_inside_an_artifact(value: LicenseExpression) -> None:
    there_and_back(Artifact, Artifact("datasets", license=value))


@given(models(bases=1))
def test_classifications_have_a_json_form_and_values_are_values(model: Model) -> None:
    answer = classify(model)
    json.dumps(to_plain(answer))
    assert pickle.loads(pickle.dumps(answer)) == answer
    assert copy.deepcopy(model) == model


@given(st.dates(), st.integers(0, 2))
def test_dates_keep_their_precision(day: object, cut: int) -> None:
    text = str(day)[: [10, 7, 4][cut]]
    try:
        date = PartialDate.of(text)
    except InvalidValueError:
        assert not 1950 <= int(text[:4]) < 2200
    else:
        assert str(date) == text
        assert Date.of(date) is date


@pytest.mark.parametrize(
    "bad",
    [
        {},
        {"name": "M", "relased": "2024"},
        {"name": "M", "access": "downlaod"},
        {"name": "M", "artifacts": {"kind": "datasets"}},
        {"name": "M", "artifacts": [{"kind": "dataset"}]},
        {"name": "M", "released": "yesterday"},
    ],
)
def test_schema_and_library_refuse_the_same(bad: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        MODEL_SCHEMA.validate(bad)
    with pytest.raises(OpenWeightsError):
        from_plain(Model, bad)


_leaves = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8)
_anything = st.recursive(
    _leaves, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3), max_leaves=8
)
_fields = st.sampled_from([
    "name", "id", "developer", "family", "groups", "released", "modalities", "access", "aliases", "hub_ids", "artifacts", "licenses",
    "claims",
    "service_terms", "base_models", "training_compute", "sources", "status", "verified", "note", "kind", "availability", "license",
])  # fmt: skip
_almost = st.dictionaries(
    _fields, st.recursive(_anything, lambda inner: st.dictionaries(_fields, inner, max_size=4) | st.lists(inner, max_size=2), max_leaves=6)
)


@given(_almost | _anything)
def test_any_plain_data_are_a_model_or_one_of_our_errors(value: object) -> None:
    if isinstance(value, dict):
        value = {"name": "M", **value}
        try:
            classify(value)
        except OpenWeightsError as error:
            assert str(error)


@given(st.text())
def test_any_name_is_known_or_one_of_our_errors(name: str) -> None:
    for question in (classify, License.get):
        try:
            question(name)
        except OpenWeightsError as error:
            assert len(str(error)) < 400


def test_data_that_are_nested_too_deeply_are_an_error() -> None:
    deep: dict[str, object] = {"name": "0"}
    for number in range(1, 5000):
        deep = {"name": str(number), "base_models": [{"model": deep}]}
    with pytest.raises(InvalidValueError, match="nested too deeply"):
        classify(deep)


@given(models(bases=1))
def test_the_place_of_a_bad_field_is_named(model: Model) -> None:
    plain: Any = to_plain(evolve(model, artifacts=(Artifact("datasets"),)))
    plain["artifacts"][0]["availability"] = "pubilc"
    with pytest.raises(InvalidValueError, match=r"^artifacts\[0\]\.availability: 'pubilc' is no Availability\. Did you mean 'public'\?$"):
        from_plain(Model, plain)


def test_an_interval_runs_upwards() -> None:
    from openweights import Freedom

    with pytest.raises(InvalidValueError, match="before its start"):
        Interval(Freedom.OPEN, Freedom.NONE)
