"""The rules of the Model Openness Tool (facts/frameworks.md, section 3), each on the smallest release that shows it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import pytest

from openweights import Artifact, ArtifactKind, Availability, ContentType, DefaultLicenses, License, LicenseExpression, Model, Verdict
from openweights.assessment import Assessment
from openweights.frameworks.mof import (
    COMPONENTS,
    FRAMEWORK,
    REQUIRED,
    State,
    assess,
    class_reached,
    component_state,
    is_accepted,
    progress,
)

CLASS_3 = ("model-architecture", "model-parameters", "technical-report", "evaluation-results", "model-card", "data-card")
CLASS_2 = ("training-code", "inference-code", "evaluation-code", "evaluation-data")
CLASS_1 = ("datasets", "data-preprocessing-code", "research-paper", "model-parameters-intermediate")
ALL = (*CLASS_3, *CLASS_2, *CLASS_1)
OPTIONAL = ("sample-model-outputs", "supporting-libraries-and-tools", "model-metadata")


def part(kind: str, license: str | License | None = "Apache-2.0", availability: str = "public", **fields: Any) -> Artifact:
    return Artifact(kind, license=license, availability=availability, **fields)


def release(kinds: Iterable[str], *others: Artifact, rest: str | None = "not-published", **fields: Any) -> Model:
    """A release with these kinds under Apache-2.0, these other artifacts, and of everything else the availability `rest`."""
    artifacts = [*map(part, kinds), *others]
    listed = {artifact.kind.value for artifact in artifacts}
    if rest is not None:
        artifacts += [part(each.kind.value, None, rest) for each in COMPONENTS if each.kind.value not in listed]
    return Model("M", artifacts=artifacts, **fields)


def state(model: Model, kind: str) -> State:
    return component_state(model, ArtifactKind(kind))


def scores(answer: Assessment) -> tuple[float, float, float]:
    return tuple(round(percent, 1) for _, percent in answer.score)  # type: ignore[return-value]


def finding(answer: Assessment, kind: str) -> Verdict:
    return next(each.verdict for each in answer.criteria if each.id == f"mof.{kind}")


# The table


def test_the_table_has_the_17_components_of_the_tool() -> None:
    assert len({each.tool_id for each in COMPONENTS}) == len({each.kind for each in COMPONENTS}) == 17
    assert {each.kind for each in COMPONENTS} == {kind for kind in ArtifactKind if kind.mof_name}
    assert [len(REQUIRED[step]) for step in (3, 2, 1)] == [6, 10, 14]


def test_parameters_count_as_data() -> None:
    types = {each.kind: each.content_type for each in COMPONENTS}
    assert types[ArtifactKind.MODEL_PARAMETERS] is types[ArtifactKind.MODEL_PARAMETERS_INTERMEDIATE] is ContentType.DATA


def test_each_component_is_a_criterion_with_a_finding() -> None:
    ids = [criterion.id for criterion in FRAMEWORK.criteria]
    assert [each.id for each in assess(Model("M")).criteria] == ids
    assert ids[0] == "mof.model-architecture"


# Rule 1: what is listed, and under which licence


def test_a_component_s_own_licence_comes_first() -> None:
    model = Model("M", artifacts=[part("model-card", "CC-BY-NC-4.0")], licenses=DefaultLicenses(document="MIT", distribution="MIT"))
    assert state(model, "model-card") is State.INVALID


@pytest.mark.parametrize(
    ("kind", "slot"), [("training-code", "code"), ("datasets", "data"), ("model-parameters", "data"), ("model-card", "document")]
)
def test_without_one_the_licence_for_its_content_type_does(kind: str, slot: str) -> None:
    closed = dict.fromkeys(("code", "data", "document", "distribution"), "CC-BY-NC-4.0")
    model = Model("M", artifacts=[part(kind, None)], licenses=DefaultLicenses(**{**closed, slot: "MIT"}))
    assert state(model, kind) is State.INCLUDED


def test_without_that_the_distribution_s_does() -> None:
    model = Model("M", artifacts=[part("model-card", None)], licenses=DefaultLicenses(code="CC-BY-NC-4.0", distribution="MIT"))
    assert state(model, "model-card") is State.INCLUDED


def test_unlicensed_does_not_fall_back() -> None:
    model = Model("M", artifacts=[part("model-card", "NONE")], licenses=DefaultLicenses(document="MIT", distribution="MIT"))
    assert state(model, "model-card") is State.UNLICENSED


def test_an_unlicensed_content_type_does_not_fall_back_on_the_distribution() -> None:
    model = Model("M", artifacts=[part("model-card", None)], licenses=DefaultLicenses(document="NONE", distribution="MIT"))
    assert state(model, "model-card") is State.UNLICENSED


@pytest.mark.parametrize(
    ("availability", "expected"),
    [
        (Availability.PUBLIC, State.INCLUDED),
        (Availability.GATED, State.INCLUDED),
        (Availability.ON_REQUEST, State.MISSING),
        (Availability.PARTIAL, State.MISSING),
        (Availability.NOT_PUBLISHED, State.MISSING),
        (Availability.UNKNOWN, State.UNKNOWN),
    ],
)
def test_what_everybody_can_have_is_listed(availability: Availability, expected: State) -> None:
    assert state(Model("M", artifacts=[part("model-card", "MIT", availability.value)]), "model-card") is expected


# Rule 2: what is accepted


@pytest.mark.parametrize(
    "license",
    ["MIT", "GPL-3.0-only", "CC0-1.0", "CC-BY-2.5-AU", "CDLA-Sharing-1.0", "OGL-UK-3.0", "GFDL-1.3", "OpenMDW-1.0", "ODC-PDDL-1.0"],
)
def test_licences_that_are_accepted(license: str) -> None:
    assert is_accepted(LicenseExpression(license)) is Verdict.MET


# C-UDA and PDDL are of the right kind for data and yet on no list of accepted ones; the tool spells the latter in its own way.
@pytest.mark.parametrize("license", ["CC-BY-NC-4.0", "llama3.1", "C-UDA-1.0", "PDDL-1.0", "NONE", "LicenseRef-nobody-knows", "gemma"])
def test_licences_that_are_not_accepted(license: str) -> None:
    assert is_accepted(LicenseExpression(license)) is Verdict.NOT_MET


@pytest.mark.parametrize(
    ("license", "expected"),
    [
        ("MIT OR CC-BY-NC-4.0", Verdict.MET),
        ("MIT AND CC-BY-NC-4.0", Verdict.NOT_MET),
        ("MIT AND CC-BY-4.0", Verdict.MET),
        ("CC-BY-NC-4.0 OR LicenseRef-nobody-knows", Verdict.NOT_MET),
        ("GPL-2.0-only WITH Classpath-exception-2.0", Verdict.MET),
        ("GPL-2.0-only WITH AdditionRef-nobody-knows", Verdict.UNKNOWN),
        ("CC-BY-NC-4.0 WITH AdditionRef-nobody-knows", Verdict.NOT_MET),
        ("NOASSERTION", Verdict.UNKNOWN),
        ("cc", Verdict.UNKNOWN),
        ("bsd", Verdict.MET),
        ("gpl", Verdict.UNKNOWN),
        ("openrail", Verdict.NOT_MET),
    ],
)
def test_expressions_and_families_are_accepted_where_that_is_certain(license: str, expected: Verdict) -> None:
    assert is_accepted(LicenseExpression(license)) is expected


# Rule 3: the states, and remarks on the kind of the licence


def test_an_open_licence_of_another_kind_is_included_with_a_remark() -> None:
    answer = assess(Model("M", artifacts=[part("model-card", "MIT"), part("data-card", "CC-BY-4.0"), part("datasets", "C-UDA-1.0")]))
    assert [remark for remark in answer.remarks if "not of a kind" in remark] == [
        "Model card: the licence is open, but not of a kind for document: MIT."
    ]
    assert finding(answer, "model-card") is Verdict.MET
    assert finding(answer, "datasets") is Verdict.NOT_MET


def test_one_side_of_a_choice_may_be_of_the_right_kind() -> None:
    assert not any("kind" in remark for remark in assess(Model("M", artifacts=[part("model-card", "MIT OR CC-BY-4.0")])).remarks)


def test_the_least_open_artifact_of_a_component_decides() -> None:
    names = ("own", "bought")
    model = Model("M", artifacts=[part("datasets", each, name=name) for each, name in zip(("MIT", "NONE"), names, strict=True)])
    assert state(model, "datasets") is State.UNLICENSED


# Rules 4, 6 and 7: classes and progress


@pytest.mark.parametrize(
    ("kinds", "verdict", "expected"),
    [
        ((), "unclassified", (0, 0, 0)),
        (CLASS_3[:5], "unclassified", (0, 0, 83.3)),
        (CLASS_3, "class-3", (0, 60, 100)),
        ((*CLASS_3, *CLASS_2), "class-2", (71.4, 100, 100)),
        (ALL, "class-1", (100, 100, 100)),
        ((*ALL, *OPTIONAL), "class-1", (100, 100, 100)),
    ],
)
def test_classes_are_reached_one_after_the_other(kinds: tuple[str, ...], verdict: str, expected: tuple[float, ...]) -> None:
    answer = assess(release(kinds))
    assert (answer.verdict, scores(answer)) == (verdict, expected)
    assert answer.met is Verdict.of(verdict != "unclassified")


def test_a_class_shows_nothing_until_the_one_before_is_complete() -> None:
    answer = assess(release([kind for kind in ALL if kind != "model-card"]))
    assert (answer.verdict, scores(answer)) == ("unclassified", (0, 0, 83.3))


def test_optional_components_do_not_stand_in_for_required_ones() -> None:
    assert scores(assess(release((*CLASS_3[:4], *OPTIONAL)))) == (0, 0, 66.7)


@pytest.mark.parametrize("license", ["CC-BY-NC-4.0", "NONE"])
def test_a_component_that_is_invalid_or_unlicensed_does_not_count(license: str) -> None:
    answer = assess(release([kind for kind in CLASS_3 if kind != "data-card"], part("data-card", license)))
    assert (answer.verdict, answer.met, scores(answer)[2]) == ("unclassified", Verdict.NOT_MET, 83.3)


# Rule 5: a paper for the report


WITHOUT_REPORT = tuple(kind for kind in ALL if kind != "technical-report")


def test_a_paper_stands_in_for_the_report() -> None:
    answer = assess(release([*(kind for kind in CLASS_3 if kind != "technical-report"), "research-paper"]))
    assert (answer.verdict, scores(answer)) == ("class-3", (0, 60, 100))
    assert finding(answer, "technical-report") is Verdict.MET


def test_class_1_then_asks_for_one_component_less() -> None:
    assert scores(assess(release([kind for kind in WITHOUT_REPORT if kind != "datasets"]))) == (92.3, 100, 100)
    assert assess(release(WITHOUT_REPORT)).verdict == "class-1"


@pytest.mark.parametrize("license", ["CC-BY-NC-4.0", "NONE"])
def test_a_paper_stands_in_for_a_report_that_is_not_accepted(license: str) -> None:
    assert assess(release(WITHOUT_REPORT, part("technical-report", license))).verdict == "class-1"


@pytest.mark.parametrize("license", ["CC-BY-NC-4.0", "NONE"])
def test_a_paper_that_is_not_accepted_stands_in_without_counting(license: str) -> None:
    answer = assess(release(CLASS_3[:2] + CLASS_3[3:], part("research-paper", license)))
    assert (answer.verdict, answer.met, scores(answer)[2]) == ("unclassified", Verdict.NOT_MET, 83.3)
    report = next(each for each in answer.criteria if each.id == "mof.technical-report")
    assert "research paper stands in" in report.reason


def test_both_together_are_no_more_than_all() -> None:
    assert scores(assess(release(ALL))) == (100, 100, 100)
    assert scores(assess(release([kind for kind in ALL if kind != "datasets"]))) == (92.9, 100, 100)


# What is not known


def test_what_is_not_recorded_leaves_the_class_open() -> None:
    answer = assess(release(CLASS_3, rest=None))
    assert (answer.verdict, answer.met) == ("class-3", Verdict.MET)
    assert "Not everything is recorded: with the rest it could reach class-1." in answer.remarks
    assert assess(Model("M")).met is Verdict.UNKNOWN
    assert assess(Model("M")).verdict == "unclassified"


def test_one_certain_no_in_class_3_settles_it() -> None:
    answer = assess(release((), part("model-card", "NONE"), rest=None))
    assert (answer.verdict, answer.met) == ("unclassified", Verdict.NOT_MET)


def test_a_missing_report_does_not_settle_it_while_a_paper_may_exist() -> None:
    answer = assess(release((), part("technical-report", None, "not-published"), rest=None))
    assert (answer.met, finding(answer, "technical-report")) == (Verdict.UNKNOWN, Verdict.UNKNOWN)


def test_a_licence_that_nobody_recorded_counts_for_nothing_and_settles_nothing() -> None:
    answer = assess(release(CLASS_3[:5], part("data-card", None)))
    assert (answer.verdict, answer.met, scores(answer)[2]) == ("unclassified", Verdict.UNKNOWN, 83.3)


def test_a_licence_that_is_not_accepted_settles_it_whether_or_not_the_component_is_out() -> None:
    assert state(Model("M", artifacts=[part("model-card", "CC-BY-NC-4.0", "unknown")]), "model-card").included is Verdict.NOT_MET


def test_a_further_component_never_lowers_class_or_progress() -> None:
    kinds = [ArtifactKind(kind) for kind in (*ALL, *OPTIONAL)]
    for number in range(0, 1 << len(kinds), 7):
        included = {kind for bit, kind in enumerate(kinds) if number >> bit & 1}
        for kind in kinds:
            more = included | {kind}
            assert all(progress(more, step) >= progress(included, step) for step in (3, 2, 1))
            assert not class_reached(included) or 0 < class_reached(more) <= class_reached(included)
