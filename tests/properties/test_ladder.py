"""Rules 2.2, 2.3 and 2.4 over generated models: what publishing, freeing, restricting and learning may do to the level."""

from __future__ import annotations

from typing import Any

from attrs import evolve
from hypothesis import assume, given, strategies as st

from openweights import (
    Access,
    Artifact,
    ArtifactKind,
    Availability,
    BaseModel,
    Classification,
    Clause,
    DefaultLicenses,
    Freedom,
    InvalidValueError,
    License,
    LicenseExpression,
    Model,
    Openness,
    Verdict,
    classify,
    effective_terms,
)
from openweights.classification import Action
from openweights.frameworks.osaid import TRAINING_DATA
from tests.strategies import artifacts, expressions, licenses, models, open_artifacts, restrictive_clauses, with_clause


def never_lower(after: Classification, before: Classification) -> bool:
    return after.level >= before.level and after.ceiling >= before.ceiling


def narrower(after: Classification, before: Classification) -> bool:
    return before.level <= after.level <= after.ceiling <= before.ceiling


def with_part(model: Model, part: Artifact) -> Model:
    """The model with `part` in the place of its artifact of the same kind and name, or beside the others."""
    kept = [each for each in model.artifacts if (each.kind, each.name) != (part.kind, part.name)]
    return evolve(model, artifacts=(*kept, part))


def edited(model: Model, **changes: Any) -> Model:
    """The changed model; a change that contradicts the record is no case."""
    try:
        return evolve(model, **changes)
    except InvalidValueError:
        assume(False)
        raise


@given(models())
def test_the_level_is_never_above_the_ceiling(model: Model) -> None:
    answer = classify(model)
    assert answer.level <= answer.ceiling
    assert answer.completeness.low <= answer.completeness.high
    assert answer.freedom.low <= answer.freedom.high


@given(models(), st.data())
def test_publishing_an_artifact_never_lowers_level_or_ceiling(model: Model, data: st.DataObject) -> None:
    known = [part for part in model.artifacts if part.availability is not Availability.UNKNOWN]
    assume(known)
    part = data.draw(st.sampled_from(known))
    more = data.draw(st.sampled_from([each for each in Availability if each >= part.availability]))
    assert never_lower(classify(with_part(model, evolve(part, availability=more))), classify(model))


@given(models(), expressions, st.data())
def test_freer_terms_never_lower_level_or_ceiling(model: Model, other: LicenseExpression, data: st.DataObject) -> None:
    """A choice of the present terms or others is freer than the present terms; any open licence is freer than any other."""
    licensed = [part for part in model.artifacts if part.license is not None and part.license.text != "NONE"]
    assume(licensed)
    part = data.draw(st.sampled_from(licensed))
    assert part.license is not None
    freed = (
        data.draw(st.sampled_from([part.license | other, LicenseExpression("MIT")])) if other.text != "NONE" else LicenseExpression("MIT")
    )
    assert never_lower(classify(with_part(model, evolve(part, license=freed))), classify(model))


@given(models(), st.data())
def test_any_licence_is_freer_than_none(model: Model, data: st.DataObject) -> None:
    parts = [part for part in model.artifacts if part.license is not None and part.license.text == "NONE"]
    assume(parts)
    part = data.draw(st.sampled_from(parts))
    freed = with_part(model, evolve(part, license=data.draw(expressions)))
    assert never_lower(classify(freed), classify(model))


@given(models(), licenses, restrictive_clauses, st.sampled_from(ArtifactKind))
def test_a_restrictive_clause_never_raises_level_or_ceiling(model: Model, license: License, clause: Clause, kind: ArtifactKind) -> None:
    before = with_part(model, Artifact(kind, availability=Availability.PUBLIC, license=license))
    after = with_part(model, Artifact(kind, availability=Availability.PUBLIC, license=with_clause(license, clause)))
    assert never_lower(classify(before), classify(after))


@given(models(), st.sampled_from(ArtifactKind), st.data())
def test_recording_a_kind_that_was_not_recorded_only_narrows(model: Model, kind: ArtifactKind, data: st.DataObject) -> None:
    alike = TRAINING_DATA if kind in TRAINING_DATA else (kind,)
    assume(not model.artifacts_of(*alike))
    after = edited(model, artifacts=(*model.artifacts, data.draw(artifacts(kind) | open_artifacts(kind))))
    assert narrower(classify(after), classify(model))


@given(models(), st.data())
def test_learning_an_availability_only_narrows(model: Model, data: st.DataObject) -> None:
    unknown = [part for part in model.artifacts if part.availability is Availability.UNKNOWN]
    assume(unknown)
    part = data.draw(st.sampled_from(unknown))
    learnt = evolve(part, availability=data.draw(st.sampled_from(Availability)))
    after = edited(model, artifacts=[learnt if each is part else each for each in model.artifacts])
    assert narrower(classify(after), classify(model))


@given(models(), expressions, st.data())
def test_learning_a_licence_only_narrows(model: Model, license: LicenseExpression, data: st.DataObject) -> None:
    model = evolve(model, licenses=DefaultLicenses())
    unknown = [part for part in model.artifacts if part.license is None]
    assume(unknown)
    part = data.draw(st.sampled_from(unknown))
    assert narrower(classify(with_part(model, evolve(part, license=license))), classify(model))


@given(models(), st.sampled_from(Access))
def test_learning_the_access_only_narrows(model: Model, access: Access) -> None:
    before = evolve(model, access=Access.UNKNOWN)
    assert narrower(classify(edited(before, access=access)), classify(before))


@given(models(), models(name="Base"))
def test_a_base_never_makes_a_model_freer(model: Model, base: Model) -> None:
    after = evolve(model, base_models=(*model.base_models, BaseModel(base)))
    assert never_lower(classify(model), classify(after))


@given(models(), models(name="Base"), expressions)
def test_a_fine_tune_is_never_freer_than_its_base(model: Model, base: Model, terms: LicenseExpression) -> None:
    """Whatever the fine-tune is labelled: here with the freest label there is."""
    base = with_part(base, Artifact(ArtifactKind.MODEL_PARAMETERS, availability=Availability.PUBLIC, license=terms))
    model = with_part(model, Artifact(ArtifactKind.MODEL_PARAMETERS, availability=Availability.PUBLIC, license="CC0-1.0"))
    tuned = evolve(model, base_models=(*model.base_models, BaseModel(base)))
    assert effective_terms(tuned).freedom.high <= effective_terms(base).freedom.high


@given(models(), models(name="Base"))
def test_recording_an_unknown_base_only_narrows(model: Model, base: Model) -> None:
    unknown = evolve(model, base_models=(*model.base_models, BaseModel("Base")))
    assert narrower(classify(unknown, resolve=lambda name: base if name == "Base" else None), classify(unknown, resolve=lambda _: None))


@given(models())
def test_claims_do_not_touch_the_level(model: Model) -> None:
    answer, silent = classify(model), classify(evolve(model, claims=()))
    assert (answer.level, answer.ceiling, answer.flags) == (silent.level, silent.ceiling, silent.flags)


@given(models())
def test_the_top_of_the_ladder_has_everything_below_it(model: Model) -> None:
    answer = classify(model)
    verdicts = {finding.id: finding.verdict for finding in answer.findings}
    if answer.level >= Openness.OPEN_SOURCE:
        assert answer.freedom.low is Freedom.OPEN
        assert {verdicts[f"osaid.{each}"] for each in ("parameters", "code", "data-information")} == {Verdict.MET}
    if answer.level is Openness.FULLY_OPEN:
        assert answer.completeness.low.value == "everything"


@given(models(bases=0))
def test_taking_the_next_steps_lifts_the_model(model: Model) -> None:
    """Do what `next` says, and nothing else: the level that is certain rises."""
    answer = classify(model)
    assume(answer.level < Openness.FULLY_OPEN)
    assert answer.next
    for step in answer.next:
        if step.action is Action.OFFER or step.artifact is None:
            model = evolve(
                model, access=Access.API if answer.level >= Openness.HOSTED or answer.next[0].action is Action.RECORD else Access.HOSTED
            )
        else:
            kept = [part for part in model.artifacts if part.kind is not step.artifact]
            if step.artifact in TRAINING_DATA:
                kept = [part for part in kept if part.kind not in TRAINING_DATA]
            done = Artifact(step.artifact, availability=Availability.PUBLIC, license="MIT")
            model = evolve(model, artifacts=(*kept, done))
    assert classify(model).level > answer.level


@given(models(), st.data())
def test_two_parts_of_a_kind_are_as_open_as_the_lesser(model: Model, data: st.DataObject) -> None:
    assume(model.artifacts)
    part = data.draw(st.sampled_from(model.artifacts))
    second = evolve(data.draw(artifacts(part.kind)), name="second")
    assume(part.kind is ArtifactKind.MODEL_PARAMETERS)
    after = edited(model, artifacts=(*model.artifacts, second))
    assert never_lower(classify(model), classify(after))
