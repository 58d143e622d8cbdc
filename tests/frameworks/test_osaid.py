"""The Open Source AI Definition and the Open Source Definition on the smallest models and licences that show each rule."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from openweights import Artifact, BaseModel, License, Model, Verdict, assess
from openweights.frameworks.osd import assess_license

CODE = ("model-architecture", "training-code", "inference-code", "data-preprocessing-code", "supporting-libraries-and-tools")


def model(*more: Artifact, license: str = "MIT", without: str | None = None, base_models: Sequence[BaseModel] = ()) -> Model:
    parts = [Artifact("model-parameters", availability="public", license=license)]
    parts += [Artifact(kind, availability="not-published" if kind == without else "public", license="MIT") for kind in CODE]
    return Model("M", access="download", artifacts=[*parts, *more], base_models=base_models)


CARD = Artifact("data-card", availability="public")
NO_DATA = Artifact("datasets", availability="not-published")


def test_data_that_cannot_be_shared_but_are_well_described_pass() -> None:
    answer = assess(model(CARD, NO_DATA), "osaid")
    assert (answer.verdict, answer.met) == ("open-source", Verdict.MET)


def test_open_parameters_without_data_information_do_not() -> None:
    silent = [Artifact(kind, availability="not-published") for kind in ("data-card", "technical-report", "research-paper", "datasets")]
    answer = assess(model(*silent), "osaid")
    assert answer.met is Verdict.NOT_MET
    assert [finding.id for finding in answer.criteria if finding.verdict is Verdict.NOT_MET] == ["osaid.data-information"]


def test_a_report_counts_only_if_it_is_recorded_to_cover_the_data() -> None:
    rest = [Artifact(kind, availability="not-published") for kind in ("data-card", "research-paper", "datasets")]
    covering = Artifact("technical-report", availability="public", covers=["data-information"])
    silent = Artifact("technical-report", availability="public", covers=["training"])
    unread = Artifact("technical-report", availability="public")
    assert [assess(model(each, *rest), "osaid").met for each in (covering, silent, unread)] == [
        Verdict.MET,
        Verdict.NOT_MET,
        Verdict.UNKNOWN,
    ]


def test_a_missing_fact_leaves_it_unknown() -> None:
    assert assess(model(NO_DATA), "osaid").met is Verdict.UNKNOWN


@pytest.mark.parametrize("kind", CODE)
def test_every_part_of_the_code_is_asked_for(kind: str) -> None:
    assert assess(model(CARD, without=kind), "osaid").met is Verdict.NOT_MET


def test_code_under_terms_that_the_osi_has_not_approved_is_named() -> None:
    parts = [*model(CARD).artifacts[:1], *(Artifact(kind, availability="public", license="CC0-1.0") for kind in CODE), CARD]
    answer = assess(Model("M", access="download", artifacts=parts), "osaid")
    assert answer.met is Verdict.MET
    assert answer.remarks == ("Code under terms that conform but that the OSI has not approved: CC0-1.0.",)


def test_the_terms_on_the_parameters_must_be_open() -> None:
    assert assess(model(CARD, license="llama3"), "osaid").met is Verdict.NOT_MET
    assert assess(model(CARD, license="GPL-3.0-only"), "osaid").met is Verdict.MET


def test_a_base_must_meet_it_too() -> None:
    closed_recipe = Model("Base", access="download", artifacts=[Artifact("model-parameters", availability="public", license="MIT")])
    assert assess(model(CARD, base_models=[BaseModel(closed_recipe)]), "osaid").met is Verdict.UNKNOWN


@pytest.mark.parametrize(
    ("license", "broken"),
    [
        ("MIT", []),
        ("AGPL-3.0-only", []),
        ("CC-BY-NC-4.0", ["osd.6"]),
        ("llama3", ["osd.4", "osd.5", "osd.6", "osd.10"]),
        ("BUSL-1.1", ["osd.6"]),
    ],
)
def test_the_osd_names_the_criteria_that_a_licence_breaks(license: str, broken: list[str]) -> None:
    answer = assess_license(License.get(license))
    assert [finding.id for finding in answer.criteria if finding.verdict is Verdict.NOT_MET] == broken
    assert answer.met is (Verdict.NOT_MET if broken else Verdict.MET)


def test_the_osd_does_not_judge_terms_that_nobody_recorded() -> None:
    assert assess_license(License("LicenseRef-nobody-knows")).met is Verdict.UNKNOWN
