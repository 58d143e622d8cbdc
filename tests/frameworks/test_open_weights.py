"""Open Weights in the OSI's sense: parameters that can be had, under open terms."""

from __future__ import annotations

import pytest
from attrs import evolve
from hypothesis import assume, given, strategies as st

from openweights import (
    Artifact,
    ArtifactKind,
    Availability,
    BaseModel,
    InvalidValueError,
    LicenseExpression,
    Model,
    Openness,
    Verdict,
    classify,
)
from openweights.assessment import Assessment
from openweights.frameworks.open_weights import CRITERIA, FRAMEWORK, assess
from tests.strategies import expressions, models

MET, UNKNOWN, NOT_MET = Verdict.MET, Verdict.UNKNOWN, Verdict.NOT_MET


def weights(license: str | None = "Apache-2.0", availability: str = "public") -> Artifact:
    return Artifact("model-parameters", license=license, availability=availability)


def verdicts(assessment: Assessment) -> list[Verdict]:
    return [finding.verdict for finding in assessment.criteria]


@pytest.mark.parametrize("license", ["Apache-2.0", "GPL-3.0-only", "CC0-1.0", "CC-BY-4.0", "MIT OR llama3"])
def test_parameters_under_open_terms_suffice_without_code_or_data(license: str) -> None:
    answer = assess(Model("M", artifacts=[weights(license)]))
    assert (answer.verdict, answer.met) == ("open-weights", MET)


@pytest.mark.parametrize("license", ["llama3", "CC-BY-NC-4.0", "openrail", "NONE", "MIT AND llama3"])
def test_parameters_under_other_terms_are_no_open_weights_in_this_sense(license: str) -> None:
    answer = assess(Model("M", access="download", artifacts=[weights(license)]))
    assert (answer.verdict, answer.met) == ("not-open-weights", NOT_MET)
    assert verdicts(answer) == [MET, NOT_MET]


@pytest.mark.parametrize(
    ("availability", "published"),
    [("public", MET), ("gated", MET), ("on-request", MET), ("partial", NOT_MET), ("not-published", NOT_MET), ("unknown", UNKNOWN)],
)
def test_the_parameters_are_shared_if_they_can_be_had(availability: str, published: Verdict) -> None:
    answer = assess(Model("M", artifacts=[weights(availability=availability)]))
    assert verdicts(answer) == [published, MET]
    assert answer.met is published


def test_where_the_parts_are_silent_the_access_says_whether_they_can_be_had() -> None:
    assert assess(Model("M", access="download", artifacts=[weights(availability="unknown")])).met is MET
    assert verdicts(assess(Model("M", access="download"))) == [MET, UNKNOWN]


def test_what_is_not_known_stays_unknown() -> None:
    assert verdicts(assess(Model("M"))) == [UNKNOWN, UNKNOWN]
    assert assess(Model("M", artifacts=[weights(None)])).verdict == "unknown"
    assert assess(Model("M", artifacts=[weights("LicenseRef-nobody-knows")])).verdict == "unknown"
    assert assess(Model("M", artifacts=[weights()], base_models=["nobody recorded this"])).verdict == "unknown"


def test_a_fine_tune_is_under_the_terms_of_its_base_too() -> None:
    base = Model("Base", artifacts=[weights("llama3")])
    assert assess(Model("M", artifacts=[weights("MIT")], base_models=[base])).verdict == "not-open-weights"
    assert assess(Model("M", artifacts=[weights("MIT")], base_models=[BaseModel(base, relicensed=True)])).verdict == "open-weights"


def test_a_base_given_by_name_is_looked_up() -> None:
    base = Model("Base", artifacts=[weights("llama3")])
    model = Model("M", artifacts=[weights("MIT")], base_models=["Base"])
    assert assess(model, {"Base": base}.get).verdict == "not-open-weights"


def test_no_licence_and_no_record_are_told_apart() -> None:
    none, unrecorded = (assess(Model("M", artifacts=[weights(license)])).criteria[1].reason for license in ("NONE", None))
    assert none == "The parameters come without a licence, which grants nothing."
    assert unrecorded.startswith("The terms are not fully known")


def test_the_criteria_are_answered_in_order() -> None:
    answer = assess(Model("M", artifacts=[weights()]))
    assert [finding.id for finding in answer.criteria] == [criterion.id for criterion in CRITERIA]
    assert (answer.framework, answer.version) == (FRAMEWORK.id, FRAMEWORK.version)


_TRUTH = {NOT_MET: 0, UNKNOWN: 1, MET: 2}


def no_worse(after: Assessment, before: Assessment) -> bool:
    pairs = [(after.met, before.met), *zip(verdicts(after), verdicts(before), strict=True)]
    return all(_TRUTH[one] >= _TRUTH[other] for one, other in pairs)


def with_part(model: Model, old: Artifact, new: Artifact) -> Model:
    try:
        return evolve(model, artifacts=[new if each is old else each for each in model.artifacts])
    except InvalidValueError:
        assume(False)
        raise


@given(models())
def test_it_is_the_ladder_s_line_below_weights_under_open_terms(model: Model) -> None:
    answer, ladder = assess(model), classify(model)
    assert (answer.met is MET) is (ladder.level >= Openness.WEIGHTS_UNRESTRICTED)
    assert (answer.met is NOT_MET) is (ladder.ceiling < Openness.WEIGHTS_UNRESTRICTED)


@given(models(), st.data())
def test_publishing_more_never_turns_a_yes_into_a_no(model: Model, data: st.DataObject) -> None:
    known = [each for each in model.artifacts_of(ArtifactKind.MODEL_PARAMETERS) if each.availability is not Availability.UNKNOWN]
    assume(known)
    old = data.draw(st.sampled_from(known))
    more = data.draw(st.sampled_from([each for each in Availability if each >= old.availability]))
    assert no_worse(assess(with_part(model, old, evolve(old, availability=more))), assess(model))


@given(models(), expressions, st.data())
def test_freeing_terms_never_turns_a_yes_into_a_no(model: Model, other: LicenseExpression, data: st.DataObject) -> None:
    parts = [each for each in model.artifacts_of(ArtifactKind.MODEL_PARAMETERS) if each.license is not None and each.license.text != "NONE"]
    assume(parts and other.text != "NONE")
    old = data.draw(st.sampled_from(parts))
    assert old.license is not None
    freed = data.draw(st.sampled_from([old.license | other, other | old.license, LicenseExpression("MIT")]))
    assert no_worse(assess(with_part(model, old, evolve(old, license=freed))), assess(model))


@given(models(), models(name="Base"))
def test_a_base_never_helps(model: Model, base: Model) -> None:
    assert no_worse(assess(model), assess(evolve(model, base_models=(*model.base_models, BaseModel(base)))))
