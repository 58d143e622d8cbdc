"""The gradient of release: what can be reached, whatever the terms."""

from __future__ import annotations

import pytest
from attrs import evolve
from hypothesis import assume, given, strategies as st

from openweights import Access, Artifact, ArtifactKind, Availability, BaseModel, InvalidValueError, LicenseExpression, Model, Verdict
from openweights.assessment import Assessment
from openweights.frameworks.osaid import CODE
from openweights.frameworks.release_gradient import CRITERIA, FRAMEWORK, Position, assess
from tests.strategies import artifacts, expressions, models

MET, UNKNOWN, NOT_MET = Verdict.MET, Verdict.UNKNOWN, Verdict.NOT_MET
#: What a fully open release has.
EVERYTHING = ("model-parameters", *(kind.value for kind in CODE), "datasets", "model-card")


def model(*kinds: str, without: tuple[str, ...] = (), access: str = "download", name: str = "M", base: Model | str | None = None) -> Model:
    """A model with these parts published under the worst of terms, and others recorded as not published."""
    parts = [Artifact(kind, availability="public", license="CC-BY-NC-ND-4.0") for kind in kinds if kind not in without]
    parts += [Artifact(kind, availability="not-published") for kind in without]
    return Model(name, access=access, artifacts=parts, base_models=[base] if base else [])


def positions(assessment: Assessment) -> tuple[Position, Position]:
    """The lowest and the highest position that an answer leaves possible."""
    low = Position(assessment.verdict)
    lifted = [remark for remark in assessment.remarks if remark.startswith("What is not recorded could lift it to ")]
    return low, Position(lifted[0].removesuffix(".").rpartition(" ")[2]) if lifted else low


@pytest.mark.parametrize(
    ("release", "verdict", "met"),
    [
        (model(access="unreleased", without=("model-parameters",)), "fully-closed", NOT_MET),
        (model(access="hosted", without=("model-parameters",)), "hosted", NOT_MET),
        (model(access="api", without=("model-parameters",)), "api", NOT_MET),
        (model(*EVERYTHING, without=("datasets",)), "downloadable", MET),
        (model(*EVERYTHING, without=("training-code",)), "downloadable", MET),
        (model(*EVERYTHING, without=("model-card", "technical-report", "research-paper")), "downloadable", MET),
        (model(*EVERYTHING), "fully-open", MET),
    ],
)
def test_each_position_that_facts_can_show(release: Model, verdict: str, met: Verdict) -> None:
    answer = assess(release)
    assert (answer.verdict, answer.met) == (verdict, met)
    assert positions(answer)[1].value == verdict


def test_what_is_not_recorded_leaves_a_span_that_a_remark_names() -> None:
    assert positions(assess(Model("M"))) == (Position.FULLY_CLOSED, Position.FULLY_OPEN)
    assert assess(Model("M")).met is UNKNOWN
    assert positions(assess(model(access="api"))) == (Position.API, Position.FULLY_OPEN)
    assert assess(model(access="api")).met is UNKNOWN
    assert positions(assess(model("model-parameters"))) == (Position.DOWNLOADABLE, Position.FULLY_OPEN)
    assert assess(model("model-parameters")).met is MET
    hidden = Model("M", artifacts=[Artifact("model-parameters", availability="not-published")])
    assert positions(assess(hidden)) == (Position.FULLY_CLOSED, Position.API)
    assert assess(hidden).met is NOT_MET


def test_one_document_is_enough_and_one_on_record_as_missing_is_no_lack() -> None:
    parts = [kind for kind in EVERYTHING if kind != "model-card"]
    assert assess(model(*parts, "research-paper", without=("model-card", "technical-report"))).verdict == "fully-open"
    assert positions(assess(model(*parts, without=("model-card",)))) == (Position.DOWNLOADABLE, Position.FULLY_OPEN)


def test_a_staged_release_is_never_assigned_without_a_history() -> None:
    answer = assess(model(*EVERYTHING))
    staged = answer.criteria[0]
    assert (staged.id, staged.verdict) == ("gradient.gradual-staged", UNKNOWN)
    assert staged.reason in answer.remarks
    assert all(finding.verdict is MET for finding in answer.criteria[1:])


def test_a_model_is_fully_open_only_if_its_bases_are() -> None:
    closed = model(*EVERYTHING, without=("datasets",), name="Base")
    assert assess(model(*EVERYTHING, base=model(*EVERYTHING, name="Base"))).verdict == "fully-open"
    assert positions(assess(model(*EVERYTHING, base=closed))) == (Position.DOWNLOADABLE, Position.DOWNLOADABLE)
    assert positions(assess(model(*EVERYTHING, base="nobody recorded this"))) == (Position.DOWNLOADABLE, Position.FULLY_OPEN)
    taught = evolve(model(*EVERYTHING), base_models=[BaseModel(closed, relation="distilled")])
    assert assess(taught).verdict == "fully-open"
    assert assess(model(*EVERYTHING, base="Base"), {"Base": closed}.get).verdict == "downloadable"


def test_the_criteria_are_answered_in_order_with_reasons() -> None:
    answer = assess(Model("M"))
    assert [finding.id for finding in answer.criteria] == [criterion.id for criterion in CRITERIA]
    assert (answer.framework, answer.version) == (FRAMEWORK.id, FRAMEWORK.version)
    assert "It is not recorded whether the parameters can be downloaded." in [finding.reason for finding in answer.criteria]


@given(models())
def test_each_step_includes_the_ones_below_and_the_verdict_is_the_last_that_is_certain(drawn: Model) -> None:
    answer = assess(drawn)
    low, high = positions(answer)
    assert low <= high
    assert Position.GRADUAL_STAGED not in (low, high)
    for step, finding in zip(list(Position)[2:], answer.criteria[1:], strict=True):
        assert finding.verdict is (MET if low >= step else NOT_MET if high < step else UNKNOWN)
    assert answer.met is answer.criteria[3].verdict


def higher(after: Assessment, before: Assessment) -> bool:
    return all(one >= other for one, other in zip(positions(after), positions(before), strict=True))


def with_part(drawn: Model, old: Artifact, new: Artifact) -> Model:
    try:
        return evolve(drawn, artifacts=[new if each is old else each for each in drawn.artifacts])
    except InvalidValueError:
        assume(False)
        raise


@given(models(), st.data())
def test_publishing_more_never_lowers_a_position(drawn: Model, data: st.DataObject) -> None:
    known = [each for each in drawn.artifacts if each.availability is not Availability.UNKNOWN]
    assume(known)
    old = data.draw(st.sampled_from(known))
    more = data.draw(st.sampled_from([each for each in Availability if each >= old.availability]))
    assert higher(assess(with_part(drawn, old, evolve(old, availability=more))), assess(drawn))


@given(models(), expressions, st.data())
def test_terms_play_no_part(drawn: Model, terms: LicenseExpression, data: st.DataObject) -> None:
    assume(drawn.artifacts)
    old = data.draw(st.sampled_from(drawn.artifacts))
    assert assess(with_part(drawn, old, evolve(old, license=terms))) == assess(drawn)


@given(models(), st.sampled_from(ArtifactKind), st.data())
def test_learning_of_a_part_only_narrows(drawn: Model, kind: ArtifactKind, data: st.DataObject) -> None:
    alike = (ArtifactKind.DATASETS, ArtifactKind.FINE_TUNING_DATASETS)
    assume(not drawn.artifacts_of(*(alike if kind in alike else (kind,))))
    before = positions(assess(drawn))
    try:
        after = positions(assess(evolve(drawn, artifacts=[*drawn.artifacts, data.draw(artifacts(kind))])))
    except InvalidValueError:
        assume(False)
        raise
    assert before[0] <= after[0] <= after[1] <= before[1]


@given(models(), st.sampled_from(Access))
def test_learning_the_access_only_narrows(drawn: Model, access: Access) -> None:
    unknown = evolve(drawn, access=Access.UNKNOWN)
    try:
        learnt = evolve(unknown, access=access)
    except InvalidValueError:
        assume(False)
        raise
    before, after = positions(assess(unknown)), positions(assess(learnt))
    assert before[0] <= after[0] <= after[1] <= before[1]
