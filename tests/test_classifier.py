"""The rules of design section 2, each on the smallest model that shows it."""

from __future__ import annotations

from typing import Any

import pytest

from openweights import (
    Access,
    Action,
    Artifact,
    ArtifactKind,
    BaseModel,
    Claim,
    Clause,
    Completeness,
    Freedom,
    InvalidValueError,
    License,
    LineageError,
    Model,
    Openness,
    Permissions,
    UnknownNameError,
    Verdict,
    classify,
    openness,
)

CODE = ("model-architecture", "training-code", "inference-code", "data-preprocessing-code", "supporting-libraries-and-tools")


def part(kind: str, license: str | License | None = "MIT", availability: str = "public", **fields: Any) -> Artifact:
    return Artifact(kind, license=license, availability=availability, **fields)


def released(*parts: Artifact, name: str = "M", **fields: Any) -> Model:
    return Model(name, access="download", artifacts=parts, **fields)


def complete(license: str = "MIT", **fields: Any) -> Model:
    parts = [part("model-parameters", license), *map(part, CODE), part("data-card", "CC-BY-4.0"), part("datasets", "CC-BY-4.0")]
    return released(*parts, **fields)


def without(model: Model, *kinds: str) -> Model:
    """The model, with these kinds recorded as not published."""
    return Model(
        model.name,
        access=model.access,
        artifacts=[part(each.kind.value, None, "not-published") if each.kind.value in kinds else each for each in model.artifacts],
    )


@pytest.mark.parametrize(
    ("model", "level"),
    [
        (Model("M", access="unreleased", artifacts=[part("model-parameters", None, "not-published")]), "unreleased"),
        (Model("M", access="hosted", artifacts=[part("model-parameters", None, "not-published")]), "hosted"),
        (Model("M", access="api", artifacts=[part("model-parameters", None, "not-published")]), "api"),
        (without(complete("CC-BY-NC-4.0"), "datasets"), "weights-non-commercial"),
        (without(complete("NONE"), "datasets"), "weights-non-commercial"),
        (without(complete("llama3"), "datasets"), "weights-restricted"),
        (without(complete("Apache-2.0"), "training-code"), "weights-unrestricted"),
        (without(complete("Apache-2.0"), "datasets", "data-card", "technical-report"), "weights-unrestricted"),
        (without(complete("Apache-2.0"), "datasets"), "open-source"),
        (complete("GPL-3.0-only"), "fully-open"),
    ],
)
def test_each_level_of_the_ladder(model: Model, level: str) -> None:
    if level == "weights-unrestricted":
        model = Model(
            model.name,
            access=model.access,
            artifacts=[*model.artifacts, part("technical-report", None, "not-published"), part("research-paper", None, "not-published")],
        )
    answer = classify(model)
    assert (answer.level.value, answer.certain) == (level, True)


def test_2_1_gating_is_a_flag_and_a_person_s_approval_is_not_published_for_the_osaid() -> None:
    gated = classify(released(part("model-parameters", "CC0-1.0", "gated")))
    assert [flag.name.value for flag in gated.flags] == ["gated"]
    assert gated.ceiling is Openness.FULLY_OPEN
    terms = License(
        "LicenseRef-no-sharing",
        permissions=Permissions(use="granted", study="granted", modify="granted", share="denied", commercial="granted"),
    )
    asked = classify(released(part("model-parameters", terms, "on-request")))
    assert asked.ceiling is Openness.WEIGHTS_RESTRICTED
    shareable = classify(released(part("model-parameters", "MIT", "on-request")))
    assert shareable.ceiling is Openness.FULLY_OPEN


def test_2_2_a_missing_fact_is_neither_a_yes_nor_a_no() -> None:
    answer = classify(Model("M"))
    assert (answer.level, answer.ceiling, answer.certain) == (Openness.UNRELEASED, Openness.FULLY_OPEN, False)
    only_weights = classify(released(part("model-parameters")))
    assert (only_weights.level, only_weights.ceiling) == (Openness.WEIGHTS_UNRESTRICTED, Openness.FULLY_OPEN)


def test_2_4_a_fine_tune_carries_its_base_s_terms_through_generations() -> None:
    base = released(part("model-parameters", "llama2"), name="Base")
    middle = released(part("model-parameters", "Apache-2.0"), name="Middle", base_models=[BaseModel(base, relation="merge")])
    answer = classify(released(part("model-parameters"), base_models=[BaseModel(middle, relation="quantized")]))
    assert answer.ceiling is Openness.WEIGHTS_RESTRICTED
    flag = next(flag for flag in answer.flags if flag.name.value == "user-threshold")
    assert [(term.license, term.via) for term in flag.clauses] == [("LicenseRef-llama2", "Base")]


def test_2_4_distillation_passes_on_the_clauses_about_outputs_only() -> None:
    ban = Clause(kind="output-training", effect="prohibits", section="1", trained_models="any")
    strict = License(
        "LicenseRef-strict",
        permissions=Permissions(use="granted", study="granted", modify="granted", share="granted", commercial="denied"),
        clauses=[ban],
    )
    teacher = released(part("model-parameters", strict), name="Teacher")
    answer = classify(released(part("model-parameters", "CC0-1.0"), base_models=[BaseModel(teacher, relation="distilled")]))
    assert answer.freedom.high is Freedom.RESTRICTED
    assert [flag.name.value for flag in answer.flags] == ["output-training-ban"]
    free = released(part("model-parameters", "CC-BY-NC-4.0"), name="Free with its outputs")
    assert classify(released(part("model-parameters"), base_models=[BaseModel(free, relation="distilled")])).freedom.low is Freedom.OPEN


def test_2_4_an_unknown_base_leaves_the_answer_uncertain() -> None:
    answer = classify(released(part("model-parameters"), base_models=["Nobody knows this base"]))
    assert (answer.level, answer.ceiling) == (Openness.WEIGHTS_NON_COMMERCIAL, Openness.FULLY_OPEN)


def test_2_4_a_cycle_is_an_error_that_shows_it() -> None:
    def resolve(name: str) -> Model | None:
        return {"A": Model("A", base_models=["B"]), "B": Model("B", base_models=["A"])}.get(name)

    with pytest.raises(LineageError, match=r"A <- B <- A\. Remove one of these `base_models` entries\."):
        classify(Model("A", base_models=["B"]), resolve=resolve)


def test_2_5_a_claim_is_reported_and_changes_nothing() -> None:
    claim = Claim(quote="open source", category="open-source", claimant="Acme", source="https://acme.example")
    answer = classify(without(complete("llama3", claims=[claim]), "datasets"))
    assert answer.openwashing == ()
    claimed = classify(released(part("model-parameters", "llama3"), claims=[claim]))
    assert [(over.found.value, over.certain) for over in claimed.openwashing] == [("open-weights", True)]
    possible = classify(released(part("model-parameters"), claims=[claim]))
    assert [over.certain for over in possible.openwashing] == [False]
    assert classify(complete(claims=[claim])).openwashing == ()


def test_2_6_what_would_lift_it_is_named() -> None:
    steps = classify(without(complete("Apache-2.0"), "training-code")).next
    assert [(step.action, step.artifact) for step in steps] == [(Action.PUBLISH, ArtifactKind.TRAINING_CODE)]
    relicense = classify(released(part("model-parameters", "llama3"))).next
    assert [(step.action, step.license) for step in relicense] == [(Action.RELICENSE, "LicenseRef-llama3")]
    assert classify(complete()).next == ()


@pytest.mark.parametrize("effect", ["obliges", "needs-license", "prohibits"])
def test_2_7_scale_is_a_restriction_even_as_a_duty(effect: str) -> None:
    clause = Clause(
        kind="display" if effect == "obliges" else "scale",
        effect=effect,
        threshold={"metric": "monthly-revenue", "limit": 20_000_000, "comparator": ">", "currency": "USD"},
    )
    license = License(
        "LicenseRef-rider",
        permissions=Permissions(use="conditional", study="granted", modify="granted", share="conditional", commercial="granted"),
        clauses=[clause],
    )
    answer = classify(released(part("model-parameters", license)))
    assert answer.ceiling is Openness.WEIGHTS_RESTRICTED
    assert "revenue-threshold" in [flag.name.value for flag in answer.flags]


def test_2_3_an_unrecorded_artifact_may_have_terms_of_its_own_whatever_the_release_falls_back_on() -> None:
    answer = classify(Model("M", access="download", licenses={"distribution": "CC-BY-NC-4.0"}))
    assert (answer.level, answer.ceiling) == (Openness.WEIGHTS_NON_COMMERCIAL, Openness.FULLY_OPEN)


@pytest.mark.parametrize("kind", CODE)
def test_2_3_an_unrecorded_artifact_is_unknown_and_not_unpublished(kind: str) -> None:
    model = complete()
    answer = classify(Model("M", access="download", artifacts=[each for each in model.artifacts if each.kind.value != kind]))
    assert (answer.level, answer.ceiling) == (Openness.WEIGHTS_UNRESTRICTED, Openness.FULLY_OPEN)


def test_2_8_no_licence_is_a_fact_and_an_unrecorded_one_is_not() -> None:
    none = classify(released(part("model-parameters", "NONE")))
    assert (none.level, none.certain) == (Openness.WEIGHTS_NON_COMMERCIAL, True)
    assert [flag.name.value for flag in none.flags] == ["no-license"]
    unrecorded = classify(released(part("model-parameters", None)))
    assert (unrecorded.level, unrecorded.ceiling) == (Openness.WEIGHTS_NON_COMMERCIAL, Openness.FULLY_OPEN)
    assert unrecorded.flags == ()


def test_2_9_everything_out_under_restricted_terms_shows_on_both_axes() -> None:
    answer = classify(complete("llama2"))
    assert (answer.completeness.low, answer.freedom.low) == (Completeness.EVERYTHING, Freedom.RESTRICTED)
    assert answer.level is Openness.WEIGHTS_RESTRICTED


def test_2_10_a_name_that_means_several_things_is_an_interval() -> None:
    answer = classify("Llama")
    assert len(answer.members) >= 6
    assert answer.level == min(member.level for member in answer.members)
    assert answer.ceiling == max(member.ceiling for member in answer.members)
    lgpl = License.get("lgpl")
    assert {member.id for member in lgpl.members} >= {"LGPL-2.1-only", "LGPL-3.0-or-later"}
    assert str(lgpl.freedom) == "open"


def test_a_known_name_a_mapping_and_a_model_are_all_taken() -> None:
    assert openness("GPT-5") is Openness.API
    assert (
        openness({"name": "M", "access": "api", "artifacts": [{"kind": "model-parameters", "availability": "not-published"}]})
        is Openness.API
    )
    assert openness(Model("M", access=Access.HOSTED)) is Openness.HOSTED


def test_an_unknown_name_offers_near_matches_and_takes_none() -> None:
    with pytest.raises(UnknownNameError) as caught:
        classify("Lama 3")
    assert caught.value.did_you_mean[0] == "Llama 3"
    assert caught.value.kind == "model"


def test_something_that_is_no_model_is_our_error() -> None:
    with pytest.raises(InvalidValueError, match="is no model"):
        classify(7)  # type: ignore[arg-type]


def test_a_vision_encoder_under_other_terms_decides_with_the_language_model() -> None:
    answer = classify(released(part("model-parameters"), part("model-parameters", "CC-BY-NC-4.0", name="vision encoder")))
    assert answer.level is Openness.WEIGHTS_NON_COMMERCIAL
    half = Model(
        "M", access="api", artifacts=[part("model-parameters"), part("model-parameters", None, "not-published", name="vision encoder")]
    )
    assert classify(half).level is Openness.API


def test_a_clause_for_some_modalities_does_not_touch_the_others() -> None:
    clause = Clause(kind="territory", effect="prohibits", territories=["EU"], basis="established-in", modalities=["image"])
    license = License(
        "LicenseRef-eu",
        permissions=Permissions(use="conditional", study="granted", modify="granted", share="granted", commercial="granted"),
        clauses=[clause],
    )
    text = classify(released(part("model-parameters", license), modalities=["text"]))
    image = classify(released(part("model-parameters", license), modalities=["image"]))
    assert "territory" not in [flag.name.value for flag in text.flags]
    assert "territory" in [flag.name.value for flag in image.flags]


def test_findings_come_in_the_order_in_which_they_decide() -> None:
    ids = [finding.id for finding in classify(complete()).findings]
    assert ids == [
        "ladder.access",
        "ladder.parameters-published",
        "ladder.parameters-terms",
        "osaid.parameters",
        "osaid.code",
        "osaid.data-information",
        "ladder.training-data",
    ]
    assert all(finding.verdict is Verdict.MET for finding in classify(complete()).findings)


def test_the_explanation_names_level_reason_string_and_way_up() -> None:
    text = classify("Llama 3").explain()
    assert text.startswith("Llama 3 is open-weights (weights-restricted)")
    assert "! user-threshold (LicenseRef-llama3 2: monthly-active-users > 700,000,000)" in text
    assert "One level up: " in text


def test_2_4_the_owner_of_a_base_may_license_it_anew_but_not_what_others_own() -> None:
    theirs = released(part("model-parameters", "llama2"), name="Theirs")
    base = released(part("model-parameters", "deepseek"), name="Base")
    tuned = released(part("model-parameters", "MIT"), base_models=[BaseModel(base, relicensed=True)])
    assert classify(tuned).freedom.low is Freedom.OPEN
    over_theirs = Model("Base", access="download", artifacts=base.artifacts, base_models=[BaseModel(theirs)])
    mixed = classify(released(part("model-parameters", "CC0-1.0"), base_models=[BaseModel(over_theirs, relicensed=True)]))
    assert mixed.freedom.high is Freedom.RESTRICTED
    assert {term.via for flag in mixed.flags for term in flag.clauses} == {"Theirs"}
