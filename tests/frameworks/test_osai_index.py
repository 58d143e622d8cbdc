"""The European Open Source AI Index: its dimensions, what records tell of them, and given answers."""

from __future__ import annotations

from typing import Any

import pytest
from attrs import evolve
from hypothesis import assume, given, strategies as st

from openweights import (
    Artifact,
    ArtifactKind,
    Assessment,
    Availability,
    BaseModel,
    Clause,
    InvalidValueError,
    License,
    LicenseExpression,
    Model,
    Verdict,
)
from openweights.frameworks import osai_index
from openweights.frameworks.osai_answers import RULES, Answer
from openweights.frameworks.osai_index import DIMENSIONS, DimensionAnswer, assess, assess_dimensions
from openweights.frameworks.osaid import TRAINING_DATA
from tests.strategies import artifacts, expressions, licenses, models, open_artifacts, restrictive_clauses, with_clause

_RANK = {Verdict.NOT_MET: 0, Verdict.UNKNOWN: 1, Verdict.MET: 2}


def part(kind: str, availability: str = "public", **fields: Any) -> Artifact:
    return Artifact(kind, availability=availability, **fields)


def of(*parts: Artifact, bases: tuple[Model | str | BaseModel, ...] = ()) -> Model:
    return Model("M", artifacts=parts, base_models=bases)


def found(assessment: Assessment, key: str) -> tuple[Verdict, str]:
    """The verdict on a dimension and the first words of its reason."""
    finding = next(each for each in assessment.criteria if each.id == f"osai.{key.replace('_', '-')}")
    return finding.verdict, finding.reason.split(":")[0]


def answered(key: str, *parts: Artifact, bases: tuple[Model | str | BaseModel, ...] = ()) -> tuple[Verdict, str]:
    verdict, word = found(assess(of(*parts, bases=bases)), key)
    return verdict, word.split(" known")[0]


OPEN = (Verdict.MET, "Open")
PARTIAL = (Verdict.NOT_MET, "Partial")
CLOSED = (Verdict.NOT_MET, "Closed")
AT_MOST = (Verdict.NOT_MET, "Closed or partial")
AT_LEAST = (Verdict.UNKNOWN, "At least partial")
NOT_KNOWN = (Verdict.UNKNOWN, "Not")


def test_there_are_twelve_dimensions_each_with_a_rule() -> None:
    assert [dimension.key for dimension in DIMENSIONS] == list(RULES)
    assert len(DIMENSIONS) == 12
    assert {dimension.group for dimension in DIMENSIONS} == {"availability", "documentation", "access"}
    assert [criterion.id for criterion in osai_index.FRAMEWORK.criteria] == [dimension.id for dimension in DIMENSIONS]


def test_the_version_is_the_day_of_the_data() -> None:
    assert osai_index.FRAMEWORK.version == str(osai_index.FRAMEWORK.date) == "2026-06-12"


def test_an_empty_record_is_unknown_everywhere() -> None:
    answer = assess(Model("M"))
    assert {finding.verdict for finding in answer.criteria} == {Verdict.UNKNOWN}
    assert (answer.met, answer.verdict) == (Verdict.UNKNOWN, "unknown")
    assert dict(answer.score) == {"sum": 0.0, "sum-possible": 12.0}


@pytest.mark.parametrize(
    ("availability", "weights", "data"),
    [
        ("public", OPEN, OPEN),
        ("gated", PARTIAL, AT_LEAST),
        ("on-request", PARTIAL, PARTIAL),
        ("partial", PARTIAL, PARTIAL),
        ("not-published", CLOSED, CLOSED),
        ("unknown", NOT_KNOWN, NOT_KNOWN),
    ],
)
def test_what_can_be_inspected_is_open(availability: str, weights: object, data: object) -> None:
    assert answered("weights_endmodel", part("model-parameters", availability)) == weights
    assert answered("datasources_basemodel", part("datasets", availability)) == data
    assert answered("datasources_endmodel", part("fine-tuning-datasets", availability)) == data


def test_some_of_several_parts_is_partial() -> None:
    parts = (part("fine-tuning-datasets", name="a"), part("fine-tuning-datasets", "not-published", name="b"))
    assert answered("datasources_endmodel", *parts) == PARTIAL


def test_a_model_without_bases_is_its_own_base() -> None:
    assert answered("weights_basemodel", part("model-parameters")) == OPEN


def test_the_weights_of_a_base_are_those_of_the_base() -> None:
    closed = Model("B", artifacts=[part("model-parameters", "not-published")])
    assert answered("weights_basemodel", part("model-parameters"), bases=(closed,)) == CLOSED
    assert answered("weights_basemodel", part("model-parameters"), bases=("nobody recorded",)) == NOT_KNOWN


def test_a_distilled_base_is_no_base_model() -> None:
    closed = Model("B", artifacts=[part("model-parameters", "not-published")])
    assert answered("weights_basemodel", part("model-parameters"), bases=(BaseModel(closed, relation="distilled"),)) == OPEN


def test_a_base_that_is_given_by_name_is_looked_up() -> None:
    base = Model("B", artifacts=[part("model-parameters", "gated", source="https://example.org/b")])
    answer = assess(of(part("model-parameters"), bases=("B",)), lambda name: base if name == "B" else None)
    assert found(answer, "weights_basemodel") == PARTIAL
    assert next(each for each in answer.criteria if each.id == "osai.weights-basemodel").sources == ("https://example.org/b",)


def test_the_data_of_a_base_count_as_the_base_s() -> None:
    base = Model("B", artifacts=[part("datasets", "not-published")])
    assert answered("datasources_basemodel", part("datasets", "not-published"), bases=(base,)) == CLOSED
    assert answered("datasources_basemodel", bases=(base,)) == AT_MOST
    assert answered("datasources_basemodel", part("datasets"), bases=(base,)) == PARTIAL


def test_training_code_includes_what_prepares_the_data() -> None:
    assert answered("trainingcode", part("training-code"), part("data-preprocessing-code")) == OPEN
    assert answered("trainingcode", part("training-code")) == AT_LEAST
    assert answered("trainingcode", part("training-code", "not-published"), part("data-preprocessing-code", "not-published")) == CLOSED


def test_training_code_spans_the_two_readings_of_bases() -> None:
    base = Model("B", artifacts=[part("training-code", "not-published"), part("data-preprocessing-code", "not-published")])
    assert answered("trainingcode", part("training-code"), part("data-preprocessing-code"), bases=(base,)) == AT_LEAST


def test_no_record_tells_whether_code_is_documented() -> None:
    assert answered("code", *(part(kind.value) for kind in ArtifactKind)) == NOT_KNOWN


@pytest.mark.parametrize("kind", ["technical-report", "research-paper", "model-card"])
def test_a_document_on_architecture_or_training_tells_some_of_the_setup(kind: str) -> None:
    assert answered("hardware_architecture", part(kind, covers=["training"])) == AT_LEAST
    assert answered("hardware_architecture", part(kind, covers=["usage"])) == NOT_KNOWN
    assert answered("hardware_architecture", part(kind)) == NOT_KNOWN


def test_a_report_is_a_preprint_that_tells_something() -> None:
    assert answered("preprint", part("technical-report")) == AT_LEAST
    assert answered("preprint", part("technical-report", covers=["data-information", "training"])) == OPEN
    assert answered("preprint", part("technical-report", "not-published")) == NOT_KNOWN
    assert answered("preprint", part("technical-report", "not-published"), part("research-paper", "not-published")) == CLOSED


def test_a_paper_may_not_have_been_reviewed() -> None:
    assert answered("paper", part("research-paper")) == NOT_KNOWN
    assert answered("paper", part("research-paper", "not-published")) == CLOSED


def test_a_card_may_not_be_comprehensive() -> None:
    assert answered("modelcard", part("model-card")) == AT_LEAST
    assert answered("modelcard", part("model-card", "not-published")) == CLOSED


def test_a_datasheet_or_a_summary_of_training_content_will_do() -> None:
    assert answered("datasheet", part("data-card")) == AT_LEAST
    assert answered("datasheet", part("data-card", covers=["data-information"])) == OPEN
    assert answered("datasheet", part("data-card", "not-published"), part("training-content-summary")) == AT_LEAST
    assert answered("datasheet", part("data-card", "not-published"), part("training-content-summary", "not-published")) == CLOSED


_CODE = ("model-architecture", "training-code", "inference-code", "data-preprocessing-code", "supporting-libraries-and-tools")


@pytest.mark.parametrize(
    ("weights", "code", "data", "expected"),
    [
        ("MIT", "MIT", "CC-BY-4.0", OPEN),
        ("MIT", "MIT", "CC-BY-NC-4.0", PARTIAL),
        ("CC-BY-NC-4.0", "MIT", "CC-BY-4.0", PARTIAL),
        ("MIT", "CC-BY-NC-4.0", "CC-BY-NC-4.0", CLOSED),
        ("MIT", "MIT", "LicenseRef-nobody-knows", AT_LEAST),
        ("MIT", "LicenseRef-nobody-knows", "CC-BY-NC-4.0", AT_MOST),
    ],
)
def test_licences_are_open_on_all_three_partial_on_two(weights: str, code: str, data: str, expected: object) -> None:
    parts = [part("model-parameters", license=weights), part("datasets", license=data), *(part(kind, license=code) for kind in _CODE)]
    assert answered("licenses", *parts) == expected


def test_licences_of_bases_count_for_the_weights() -> None:
    base = Model("B", artifacts=[part("model-parameters", license="CC-BY-NC-4.0")])
    parts = [part("model-parameters", license="MIT"), part("datasets", license="CC0-1.0"), *(part(kind, license="MIT") for kind in _CODE)]
    assert answered("licenses", *parts, bases=(base,)) == PARTIAL


def test_a_gate_does_not_matter_to_licences_and_what_is_not_out_has_none() -> None:
    rest = [part("datasets", license="CC0-1.0"), *(part(kind, license="MIT") for kind in _CODE)]
    assert answered("licenses", part("model-parameters", "gated", license="MIT"), *rest) == OPEN
    assert answered("licenses", part("model-parameters", "not-published", license="MIT"), *rest) == PARTIAL


def test_given_answers_are_taken_as_they_are() -> None:
    given_ = [DimensionAnswer(dimension.key, "open", ["https://example.org/"]) for dimension in DIMENSIONS]
    answer = assess_dimensions(given_, name="Small")
    assert (answer.name, answer.met, answer.verdict) == ("Small", Verdict.MET, "all-open")
    assert answer.criteria[0].sources == ("https://example.org/",)
    partial = assess_dimensions([*given_[:-1], DimensionAnswer("licenses", "partial")])
    assert (partial.met, partial.verdict) == (Verdict.NOT_MET, "not-all-open")
    assert found(partial, "licenses") == PARTIAL
    assert dict(partial.score) == {"sum": 11.5, "sum-possible": 11.5}


def test_given_answers_may_be_tables() -> None:
    assert found(assess_dimensions([{"key": "code", "answer": "closed"}]), "code") == CLOSED


def test_what_is_not_answered_is_unknown() -> None:
    answer = assess_dimensions([DimensionAnswer(dimension.key, "open") for dimension in DIMENSIONS[1:]])
    assert answer.met is Verdict.UNKNOWN
    assert dict(answer.score) == {"sum": 11.0, "sum-possible": 12.0}


def test_what_does_not_apply_is_neither_asked_nor_counted() -> None:
    answer = assess_dimensions(
        [DimensionAnswer("paper", "not-applicable"), *(DimensionAnswer(d.key, "open") for d in DIMENSIONS if d.key != "paper")]
    )
    assert answer.met is Verdict.MET
    assert len(answer.criteria) == 11
    assert dict(answer.score) == {"sum": 11.0, "sum-possible": 11.0}
    assert any("Not applicable: paper." in remark for remark in answer.remarks)


def test_nothing_that_applies_is_no_yes() -> None:
    assert assess_dimensions([DimensionAnswer(dimension.key, "not-applicable") for dimension in DIMENSIONS]).met is Verdict.UNKNOWN


def test_the_sum_is_said_to_be_ours() -> None:
    assert any("not the index's score" in remark for remark in assess(Model("M")).remarks)


def test_a_dimension_is_answered_once() -> None:
    with pytest.raises(InvalidValueError, match="'code' is answered twice"):
        assess_dimensions([DimensionAnswer("code", "open"), DimensionAnswer("code", "open")])


def test_a_dimension_that_does_not_exist_is_told_with_the_nearest() -> None:
    with pytest.raises(InvalidValueError, match="Did you mean 'modelcard'"):
        DimensionAnswer("model card", "open")
    with pytest.raises(InvalidValueError, match="The dimensions are"):
        DimensionAnswer("zzz", "open")
    with pytest.raises(InvalidValueError, match="is no Answer"):
        DimensionAnswer("code", "green")


def test_answers_are_ordered_from_closed_to_open() -> None:
    assert Answer.CLOSED < Answer.PARTIAL < Answer.OPEN


def never_lower(after: Assessment, before: Assessment) -> bool:
    """No criterion, neither sum and not the whole go down."""
    pairs = [(after.met, before.met), *((a.verdict, b.verdict) for a, b in zip(after.criteria, before.criteria, strict=True))]
    return all(_RANK[a] >= _RANK[b] for a, b in pairs) and all(a >= b for (_, a), (_, b) in zip(after.score, before.score, strict=True))


def narrower(after: Assessment, before: Assessment) -> bool:
    (_, low), (_, high) = after.score
    (_, low_before), (_, high_before) = before.score
    settled = all(b.verdict is Verdict.UNKNOWN or a.verdict is b.verdict for a, b in zip(after.criteria, before.criteria, strict=True))
    return low_before <= low <= high <= high_before and settled


def changed(model: Model, old: Artifact, new: Artifact) -> Model:
    try:
        return evolve(model, artifacts=[new if each is old else each for each in model.artifacts])
    except InvalidValueError:
        assume(False)
        raise


@given(models())
def test_the_sum_is_never_above_the_possible(model: Model) -> None:
    score = dict(assess(model).score)
    assert 0 <= score["sum"] <= score["sum-possible"] <= 12


@given(models(), st.data())
def test_publishing_never_lowers_an_answer(model: Model, data: st.DataObject) -> None:
    known = [each for each in model.artifacts if each.availability is not Availability.UNKNOWN]
    assume(known)
    old = data.draw(st.sampled_from(known))
    more = data.draw(st.sampled_from([each for each in Availability if each >= old.availability]))
    assert never_lower(assess(changed(model, old, evolve(old, availability=more))), assess(model))


@given(models(), expressions, st.data())
def test_freer_terms_never_lower_an_answer(model: Model, other: LicenseExpression, data: st.DataObject) -> None:
    licensed = [each for each in model.artifacts if each.license is not None and each.license.text != "NONE"]
    assume(licensed and other.text != "NONE")
    old = data.draw(st.sampled_from(licensed))
    assert old.license is not None
    freed = data.draw(st.sampled_from([old.license | other, LicenseExpression("MIT")]))
    assert never_lower(assess(changed(model, old, evolve(old, license=freed))), assess(model))


@given(models(), licenses, restrictive_clauses, st.data())
def test_a_restrictive_clause_never_raises_an_answer(model: Model, license: License, clause: Clause, data: st.DataObject) -> None:
    assume(model.artifacts)
    old = data.draw(st.sampled_from(model.artifacts))
    before = assess(changed(model, old, evolve(old, license=license)))
    after = assess(changed(model, old, evolve(old, license=with_clause(license, clause))))
    assert never_lower(before, after)


@given(models(), st.sampled_from(ArtifactKind), st.data())
def test_recording_what_was_not_recorded_only_narrows(model: Model, kind: ArtifactKind, data: st.DataObject) -> None:
    assume(not model.artifacts_of(*(TRAINING_DATA if kind in TRAINING_DATA else (kind,))))
    drawn = data.draw(artifacts(kind) | open_artifacts(kind))
    try:
        after = evolve(model, artifacts=(*model.artifacts, drawn))
    except InvalidValueError:
        assume(False)
        raise
    assert narrower(assess(after), assess(model))


@given(models(), st.data())
def test_learning_an_availability_only_narrows(model: Model, data: st.DataObject) -> None:
    unknown = [each for each in model.artifacts if each.availability is Availability.UNKNOWN]
    assume(unknown)
    old = data.draw(st.sampled_from(unknown))
    learned = data.draw(st.sampled_from(Availability))
    assert narrower(assess(changed(model, old, evolve(old, availability=learned))), assess(model))
