"""What must hold between the definitions, whatever the model (issue 5): monotonic, and never in contradiction with each other or the ladder."""

from __future__ import annotations

from attrs import evolve
from hypothesis import assume, given, settings, strategies as st

from openweights import (
    Artifact,
    ArtifactKind,
    Assessment,
    Availability,
    Coverage,
    Framework,
    InvalidValueError,
    Model,
    Openness,
    Verdict,
    all_frameworks,
    assess,
    classify,
)
from tests.strategies import models

_RANK = {Verdict.NOT_MET: 0, Verdict.UNKNOWN: 1, Verdict.MET: 2}
frameworks = st.sampled_from(all_frameworks())


def complete(model: Model) -> Model:
    """The model with every artifact public under an open licence, so that the upper verdicts are met often."""
    parts = [Artifact(kind, availability="public", license="CC0-1.0", covers=[Coverage.DATA_INFORMATION]) for kind in ArtifactKind]
    return evolve(model, access="download", artifacts=parts, base_models=(), training_compute=1e22)


some_models = models(bases=1) | models(bases=1).map(complete)


@settings(max_examples=200)
@given(some_models, frameworks, st.data())
def test_publishing_more_never_turns_a_yes_into_a_no(model: Model, framework: Framework, data: st.DataObject) -> None:
    known = [part for part in model.artifacts if part.availability is not Availability.UNKNOWN]
    assume(known)
    part = data.draw(st.sampled_from(known))
    more = data.draw(st.sampled_from([each for each in Availability if each >= part.availability]))
    try:
        after = evolve(model, artifacts=[evolve(each, availability=more) if each is part else each for each in model.artifacts])
    except InvalidValueError:
        assume(False)
        raise
    assert _RANK[assess(after, framework.id).met] >= _RANK[assess(model, framework.id).met]


@settings(max_examples=200)
@given(some_models, frameworks, st.data())
def test_freer_terms_never_turn_a_yes_into_a_no(model: Model, framework: Framework, data: st.DataObject) -> None:
    licensed = [part for part in model.artifacts if part.license is not None and part.license.text != "NONE"]
    assume(licensed)
    part = data.draw(st.sampled_from(licensed))
    after = evolve(model, artifacts=[evolve(each, license="CC0-1.0") if each is part else each for each in model.artifacts])
    assert _RANK[assess(after, framework.id).met] >= _RANK[assess(model, framework.id).met]


@given(some_models)
def test_the_ladder_and_the_definitions_agree(model: Model) -> None:
    answer = classify(model)
    osaid, open_weights = assess(model, "osaid").met, assess(model, "open-weights").met
    if answer.level >= Openness.OPEN_SOURCE:
        assert osaid is Verdict.MET
    if answer.ceiling < Openness.OPEN_SOURCE:
        assert osaid is not Verdict.MET
    if osaid is Verdict.MET:
        assert open_weights is Verdict.MET
        assert assess(model, "osd").met is Verdict.MET
        assert answer.level >= Openness.OPEN_SOURCE
    if osaid is Verdict.NOT_MET:
        assert answer.ceiling < Openness.OPEN_SOURCE


@given(some_models)
def test_a_class_of_the_mof_needs_the_ones_below(model: Model) -> None:
    score = dict(assess(model, "mof").score)
    if score["class-1"] > 0:
        assert score["class-2"] == 100
    if score["class-2"] > 0:
        assert score["class-3"] == 100


@given(some_models, frameworks)
def test_every_criterion_is_answered_in_the_definition_s_order(model: Model, framework: Framework) -> None:
    found: Assessment = assess(model, framework.id)
    assert [finding.id for finding in found.criteria] == [criterion.id for criterion in framework.criteria]
    assert all(finding.reason for finding in found.criteria)
    assert found.framework == framework.id
