"""The open-source exception of the EU AI Act: each condition on the smallest model that shows it, and what may never happen."""

from __future__ import annotations

from typing import Any

import pytest
from attrs import evolve
from hypothesis import assume, given, strategies as st

from openweights import (
    Artifact,
    ArtifactKind,
    Availability,
    BaseModel,
    Clause,
    ClauseKind,
    Effect,
    InvalidValueError,
    License,
    LicenseExpression,
    Model,
    Permissions,
    Verdict,
)
from openweights.assessment import Assessment
from openweights.frameworks.eu_ai_act import CRITERIA, FRAMEWORK, assess
from openweights.frameworks.eu_ai_clauses import CLAUSES, judge
from tests.strategies import clauses, expressions, models, with_clause

MET, UNKNOWN, NOT_MET = Verdict.MET, Verdict.UNKNOWN, Verdict.NOT_MET
USERS = {"metric": "monthly-active-users", "limit": 700_000_000, "comparator": ">"}
REVENUE = {"metric": "annual-revenue", "limit": 1_000_000, "comparator": ">=", "currency": "USD"}


def part(kind: str, license: str | License | None = "Apache-2.0", availability: str = "public", **fields: Any) -> Artifact:
    return Artifact(kind, license=license, availability=availability, **fields)


def released(
    license: str | License | LicenseExpression | None = "Apache-2.0",
    *,
    availability: str = "public",
    name: str = "M",
    training_compute: float | None = 1e24,
    **fields: Any,
) -> Model:
    """A model about which all is recorded and public."""
    parts = [
        Artifact("model-parameters", license=license, availability=availability),
        part("model-architecture"),
        part("model-card", None),
    ]
    return Model(name, artifacts=parts, training_compute=training_compute, **fields)


def saying(*clauses: Clause | dict[str, Any], **permissions: str) -> License:
    """A licence that grants everything but what its clauses take."""
    license = License(
        "LicenseRef-acme",
        permissions=Permissions(**dict.fromkeys(("use", "study", "modify", "share", "commercial"), "granted") | permissions),
    )
    for clause in clauses:
        license = with_clause(license, clause if isinstance(clause, Clause) else Clause(section="1", **clause))
    return license


def verdicts(assessment: Assessment) -> dict[str, Verdict]:
    return {finding.id.removeprefix("euaia."): finding.verdict for finding in assessment.criteria}


def reason(assessment: Assessment, criterion: str) -> str:
    return next(finding.reason for finding in assessment.criteria if finding.id == f"euaia.{criterion}")


def test_an_open_model_meets_all_but_what_no_record_holds() -> None:
    answer = assess(released())
    assert verdicts(answer) == {
        "licence": MET,
        "no-restriction": MET,
        "parameters-public": MET,
        "architecture-public": MET,
        "usage-public": MET,
        "no-monetisation": UNKNOWN,
        "not-systemic": MET,
    }
    assert (answer.verdict, answer.met) == ("unknown", UNKNOWN)
    assert "not part of a record" in reason(answer, "no-monetisation")


def test_the_remarks_name_what_remains_owed_and_that_it_is_no_legal_advice() -> None:
    text = " ".join(assess(released()).remarks)
    for words in ("53(1)(c)", "53(1)(d)", "not legal advice", "C(2025) 5045"):
        assert words in text
    assert "general-purpose" not in text
    assert "no general-purpose model" in " ".join(assess(released(training_compute=1e23)).remarks)


@pytest.mark.parametrize(
    "clause",
    [
        {"kind": "scale", "effect": "needs-license", "threshold": USERS},
        {"kind": "commercial-use", "effect": "needs-license", "threshold": REVENUE},
        {"kind": "hosted-service", "effect": "prohibits", "threshold": USERS},
        {"kind": "commercial-use", "effect": "prohibits"},
        {"kind": "commercial-use", "effect": "needs-license", "scope": "On-device products."},
        {"kind": "production-use", "effect": "needs-license"},
        {"kind": "research-only", "effect": "obliges"},
        {"kind": "redistribution", "effect": "prohibits"},
        {"kind": "derivatives", "effect": "prohibits"},
        {"kind": "royalty", "effect": "obliges", "threshold": REVENUE},
        {"kind": "competitors", "effect": "prohibits"},
        {"kind": "territory", "effect": "prohibits", "territories": ["EU"], "basis": "established-in"},
        {"kind": "field-of-use", "effect": "needs-license", "purposes": ["medical"]},
    ],
    ids=lambda clause: f"{clause['effect']} {clause['kind']}{' from a number' if 'threshold' in clause else ''}",
)
def test_what_disqualifies_a_licence(clause: dict[str, Any]) -> None:
    answer = assess(released(saying(clause)))
    assert verdicts(answer)["no-restriction"] is NOT_MET
    assert (answer.verdict, answer.met) == ("does-not-apply", NOT_MET)
    assert "LicenseRef-acme 1 (" in reason(answer, "no-restriction")
    assert "para. " in reason(answer, "no-restriction")


@pytest.mark.parametrize(
    "kind", ["attribution", "notice", "state-changes", "copyleft", "acknowledgement", "litigation-termination", "patent", "trademark"]
)
def test_credit_share_alike_and_notices_do_not_disqualify(kind: str) -> None:
    assert verdicts(assess(released(saying({"kind": kind, "effect": "obliges"}))))["no-restriction"] is MET


@pytest.mark.parametrize("license", ["MIT", "GPL-3.0-only", "AGPL-3.0-only", "CC-BY-SA-4.0", "CC0-1.0", "OpenMDW-1.0"])
def test_licences_that_conform_with_the_open_source_definition_qualify(license: str) -> None:
    found = verdicts(assess(released(license)))
    assert (found["licence"], found["no-restriction"]) == (MET, MET)


@pytest.mark.parametrize("license", ["llama3.1", "llama4", "CC-BY-NC-4.0", "CC-BY-ND-4.0", "NONE", "qwen", "PolyForm-Small-Business-1.0.0"])
def test_licences_with_thresholds_bans_or_no_grant_do_not(license: str) -> None:
    assert assess(released(license)).verdict == "does-not-apply"


@pytest.mark.parametrize(
    "clause",
    [
        {"kind": "acceptable-use", "effect": "obliges", "url": "https://example.org/policy"},
        {"kind": "field-of-use", "effect": "prohibits", "purposes": ["weapons"]},
        {"kind": "pass-down", "effect": "obliges"},
        {"kind": "safeguards", "effect": "prohibits"},
        {"kind": "naming", "effect": "obliges"},
        {"kind": "display", "effect": "obliges", "threshold": USERS},
        {"kind": "registration", "effect": "needs-license"},
        {"kind": "terms-change", "effect": "reserves"},
    ],
    ids=lambda clause: f"{clause['effect']} {clause['kind']}",
)
def test_what_is_left_to_judgement_is_unknown_with_the_reason(clause: dict[str, Any]) -> None:
    answer = assess(released(saying(clause)))
    assert verdicts(answer)["no-restriction"] is UNKNOWN
    assert reason(answer, "no-restriction").startswith("Left to judgement: LicenseRef-acme 1 (")
    assert "proportionate" in reason(answer, "no-restriction")


def test_a_withheld_right_is_no_licence_to_that_right() -> None:
    answer = assess(released(saying(share="denied")))
    assert (verdicts(answer)["licence"], verdicts(answer)["no-restriction"]) == (NOT_MET, NOT_MET)
    assert "LicenseRef-acme denies share" in reason(answer, "no-restriction")
    assert "no licence was given" in reason(assess(released("NONE")), "no-restriction")


def test_the_right_to_study_is_not_one_of_the_four() -> None:
    found = verdicts(assess(released(saying(study="denied"))))
    assert (found["licence"], found["no-restriction"]) == (MET, UNKNOWN)


def test_a_restriction_that_no_clause_explains_leaves_it_unknown() -> None:
    answer = assess(released(saying(use="conditional")))
    assert (verdicts(answer)["licence"], verdicts(answer)["no-restriction"]) == (MET, UNKNOWN)
    assert "all that LicenseRef-acme says" in reason(answer, "no-restriction")


def test_of_a_choice_the_side_that_qualifies_counts_and_of_a_sum_both() -> None:
    policy = evolve(
        saying({"kind": "acceptable-use", "effect": "obliges"}, {"kind": "naming", "effect": "obliges"}), id="LicenseRef-policy"
    )
    scale = evolve(saying({"kind": "scale", "effect": "needs-license", "threshold": USERS}), id="LicenseRef-scale")
    one, other = LicenseExpression.of(policy), LicenseExpression.of(scale)
    for terms in (one | other, other | one):
        answer = assess(released(terms))
        assert (verdicts(answer)["no-restriction"], verdicts(answer)["no-monetisation"]) == (UNKNOWN, UNKNOWN)
        assert reason(answer, "no-restriction").startswith("Left to judgement: LicenseRef-policy")
    assert verdicts(assess(released(one & other)))["no-restriction"] is NOT_MET
    assert verdicts(assess(released(other | LicenseExpression("MIT"))))["no-restriction"] is MET


def test_an_addition_that_nobody_knows_leaves_it_unknown() -> None:
    assert verdicts(assess(released("MIT WITH Acme-rider")))["no-restriction"] is UNKNOWN
    assert verdicts(assess(released("CC-BY-NC-4.0 WITH Acme-rider")))["no-restriction"] is UNKNOWN
    assert verdicts(assess(released("GPL-3.0-only WITH GCC-exception-3.1")))["no-restriction"] is MET


def test_a_name_for_several_licences_is_what_they_agree_on() -> None:
    assert verdicts(assess(released("gpl")))["no-restriction"] is MET
    assert verdicts(assess(released("cc")))["no-restriction"] is UNKNOWN


def test_a_clause_for_some_modalities_is_open_until_those_of_the_model_are_known() -> None:
    images = saying({"kind": "commercial-use", "effect": "prohibits", "modalities": ["image"]})
    assert verdicts(assess(released(images)))["no-restriction"] is UNKNOWN
    assert verdicts(assess(released(images, modalities=["image"])))["no-restriction"] is NOT_MET
    assert verdicts(assess(released(images, modalities=["text"])))["no-restriction"] is not NOT_MET


def test_the_terms_of_a_base_count_unless_its_owner_licensed_anew() -> None:
    base = released("llama3", name="Base")
    tuned = assess(released("MIT", base_models=[BaseModel(base)]))
    assert tuned.verdict == "does-not-apply"
    assert "through Base" in reason(tuned, "no-restriction")
    assert verdicts(assess(released("MIT", base_models=[BaseModel(base, relicensed=True)])))["no-restriction"] is MET
    assert verdicts(assess(released("MIT", base_models=["nobody recorded this"])))["no-restriction"] is UNKNOWN


def test_terms_on_the_outputs_of_a_teacher_leave_it_open() -> None:
    ban = released(saying({"kind": "output-training", "effect": "prohibits"}), name="Teacher")
    student = assess(released("MIT", base_models=[BaseModel(ban, relation="distilled")]))
    assert (verdicts(student)["licence"], verdicts(student)["no-restriction"]) == (MET, UNKNOWN)
    assert "outputs of Teacher" in reason(student, "no-restriction")
    free = released("CC-BY-NC-4.0", name="Teacher")
    assert verdicts(assess(released("MIT", base_models=[BaseModel(free, relation="distilled")])))["no-restriction"] is MET


@pytest.mark.parametrize(
    ("availability", "verdict"),
    [("public", MET), ("gated", MET), ("on-request", NOT_MET), ("partial", NOT_MET), ("not-published", NOT_MET), ("unknown", UNKNOWN)],
)
def test_the_parameters_are_public_if_everybody_can_have_them(availability: str, verdict: Verdict) -> None:
    assert verdicts(assess(released(availability=availability)))["parameters-public"] is verdict


def test_a_sign_up_and_a_person_s_approval_are_named() -> None:
    gated, asked = assess(released(availability="gated")), assess(released(availability="on-request"))
    assert "para. 79" in reason(gated, "parameters-public")
    assert "Personal data" in reason(gated, "no-monetisation")
    assert "A person decides" in reason(asked, "parameters-public")


@pytest.mark.parametrize(
    ("parts", "verdict"),
    [
        ([part("model-architecture", "MIT")], MET),
        ([part("model-architecture", "MIT", "on-request")], UNKNOWN),
        ([part("technical-report", None, covers=["architecture"])], MET),
        ([part("model-card", None, covers=["architecture", "usage"])], MET),
        ([part("technical-report", None)], UNKNOWN),
        ([part("technical-report", None, covers=["training"])], UNKNOWN),
        (
            [
                part(kind, None, "not-published")
                for kind in ("model-architecture", "technical-report", "research-paper", "model-card", "usage-documentation")
            ],
            NOT_MET,
        ),
        ([], UNKNOWN),
    ],
)
def test_the_architecture_is_public_as_code_or_in_a_document_that_covers_it(parts: list[Artifact], verdict: Verdict) -> None:
    assert verdicts(assess(Model("M", artifacts=parts)))["architecture-public"] is verdict


@pytest.mark.parametrize(
    ("parts", "verdict"),
    [
        ([part("model-card", None)], MET),
        ([part("model-card", None, covers=["training"])], MET),
        ([part("usage-documentation", None)], MET),
        ([part("research-paper", None, covers=["usage"])], MET),
        ([part("research-paper", None)], UNKNOWN),
        ([part("model-card", None, "not-published")], UNKNOWN),
        (
            [part(kind, None, "not-published") for kind in ("technical-report", "research-paper", "model-card", "usage-documentation")],
            NOT_MET,
        ),
        ([], UNKNOWN),
    ],
)
def test_usage_is_public_with_a_card_usage_documentation_or_a_report_that_covers_it(parts: list[Artifact], verdict: Verdict) -> None:
    assert verdicts(assess(Model("M", artifacts=parts)))["usage-public"] is verdict


@pytest.mark.parametrize(
    ("clause", "verdict"),
    [
        ({"kind": "commercial-use", "effect": "needs-license", "threshold": REVENUE}, NOT_MET),
        ({"kind": "commercial-use", "effect": "needs-license"}, NOT_MET),
        ({"kind": "scale", "effect": "needs-license", "threshold": USERS}, NOT_MET),
        ({"kind": "royalty", "effect": "obliges"}, NOT_MET),
        ({"kind": "commercial-use", "effect": "prohibits"}, UNKNOWN),
        ({"kind": "scale", "effect": "prohibits", "threshold": USERS}, UNKNOWN),
        ({"kind": "attribution", "effect": "obliges"}, UNKNOWN),
    ],
    ids=lambda value: f"{value['effect']} {value['kind']}" if isinstance(value, dict) else value.value,
)
def test_dual_licensing_and_a_price_are_monetisation_and_silence_is_not_known(clause: dict[str, Any], verdict: Verdict) -> None:
    assert verdicts(assess(released(saying(clause))))["no-monetisation"] is verdict


@pytest.mark.parametrize(("compute", "verdict"), [(1.01e25, NOT_MET), (1e25, MET), (3e24, MET), (None, UNKNOWN)])
def test_systemic_risk_is_presumed_above_1e25_flop(compute: float | None, verdict: Verdict) -> None:
    answer = assess(released(training_compute=compute))
    assert verdicts(answer)["not-systemic"] is verdict
    assert (answer.verdict == "does-not-apply") is (verdict is NOT_MET)


def test_a_base_above_the_threshold_leaves_systemic_risk_open() -> None:
    """Its record may stand for several sizes, and name the compute of the largest."""
    answer = assess(released(base_models=[BaseModel(released(name="Base", training_compute=4e25), relation="quantized")]))
    assert verdicts(answer)["not-systemic"] is UNKNOWN
    assert "Base" in reason(answer, "not-systemic")
    distilled = assess(released(base_models=[BaseModel(released(name="Base", training_compute=4e25), relation="distilled")]))
    assert verdicts(distilled)["not-systemic"] is MET


def test_of_a_model_of_which_nothing_is_known_nothing_is_said() -> None:
    answer = assess(Model("M"))
    assert set(verdicts(answer).values()) == {UNKNOWN}
    assert (answer.verdict, answer.met) == ("unknown", UNKNOWN)


def test_every_criterion_is_answered_in_order_with_a_reason_and_has_a_source() -> None:
    answer = assess(released("llama3"))
    assert [finding.id for finding in answer.criteria] == [criterion.id for criterion in CRITERIA]
    assert (answer.framework, answer.version) == (FRAMEWORK.id, FRAMEWORK.version)
    assert all(criterion.source and finding.reason for criterion, finding in zip(CRITERIA, answer.criteria, strict=True))


# What must hold of any model.

_TRUTH = {NOT_MET: 0, UNKNOWN: 1, MET: 2}


def no_worse(after: Assessment, before: Assessment) -> bool:
    """No verdict, of a criterion or of the whole, has moved away from a yes: so a yes never becomes a no."""
    pairs = [(after.met, before.met), *((one.verdict, other.verdict) for one, other in zip(after.criteria, before.criteria, strict=True))]
    return all(_TRUTH[one] >= _TRUTH[other] for one, other in pairs)


def with_part(model: Model, old: Artifact, new: Artifact) -> Model:
    try:
        return evolve(model, artifacts=[new if each is old else each for each in model.artifacts])
    except InvalidValueError:
        assume(False)
        raise


def documented(model: Model) -> Model:
    """The model with the parts that decide, as far as it has none of the kind."""
    lacking = [
        kind
        for kind in (ArtifactKind.MODEL_PARAMETERS, ArtifactKind.MODEL_ARCHITECTURE, ArtifactKind.MODEL_CARD)
        if not model.artifacts_of(kind)
    ]
    return evolve(model, artifacts=[*model.artifacts, *(Artifact(kind, availability="public", license="MIT") for kind in lacking)])


any_models = models() | models().map(documented)


@given(any_models)
def test_the_verdict_is_the_conjunction_of_the_criteria_and_every_reason_says_something(model: Model) -> None:
    answer = assess(model)
    assert answer.met is Verdict.all_of(finding.verdict for finding in answer.criteria)
    assert all(finding.reason.strip().endswith(".") for finding in answer.criteria)


@given(any_models, st.data())
def test_publishing_more_never_turns_a_yes_into_a_no(model: Model, data: st.DataObject) -> None:
    known = [each for each in model.artifacts if each.availability is not Availability.UNKNOWN]
    assume(known)
    old = data.draw(st.sampled_from(known))
    more = data.draw(st.sampled_from([each for each in Availability if each >= old.availability]))
    assert no_worse(assess(with_part(model, old, evolve(old, availability=more))), assess(model))


@given(any_models, expressions, st.data())
def test_freeing_terms_never_turns_a_yes_into_a_no(model: Model, other: LicenseExpression, data: st.DataObject) -> None:
    licensed = [
        each for each in model.artifacts_of(ArtifactKind.MODEL_PARAMETERS) if each.license is not None and each.license.text != "NONE"
    ]
    assume(licensed and other.text != "NONE")
    old = data.draw(st.sampled_from(licensed))
    assert old.license is not None
    freed = data.draw(st.sampled_from([old.license | other, other | old.license, LicenseExpression("MIT")]))
    before, after = assess(model), assess(with_part(model, old, evolve(old, license=freed)))
    assert no_worse(after, before)


@given(expressions, expressions)
def test_a_choice_is_judged_as_its_better_side_and_a_sum_as_its_worse(a: LicenseExpression, b: LicenseExpression) -> None:
    one, other, either, both = (assess(released(terms)) for terms in (a, b, a | b, a & b))
    assert _TRUTH[either.met] == max(_TRUTH[one.met], _TRUTH[other.met])
    assert _TRUTH[both.met] == min(_TRUTH[one.met], _TRUTH[other.met])
    for position in range(3):
        sides = [_TRUTH[each.criteria[position].verdict] for each in (one, other)]
        assert _TRUTH[either.criteria[position].verdict] == max(sides)
        assert _TRUTH[both.criteria[position].verdict] == min(sides)


@given(any_models, clauses)
def test_a_further_clause_never_helps(model: Model, clause: Clause) -> None:
    license = saying()
    old = Artifact("model-parameters", name="drawn", availability="public", license=license)
    before = evolve(model, artifacts=[*model.artifacts, old])
    after = with_part(before, old, evolve(old, license=with_clause(license, clause)))
    assert no_worse(assess(before), assess(after))


@given(any_models, models(name="Base"))
def test_a_base_never_helps(model: Model, base: Model) -> None:
    assert no_worse(assess(model), assess(evolve(model, base_models=(*model.base_models, BaseModel(base)))))


@given(models(), st.floats(1e18, 1e27))
def test_learning_the_compute_settles_only_what_was_unknown(model: Model, compute: float) -> None:
    unknown = evolve(model, training_compute=None)
    before, after = assess(unknown), assess(evolve(unknown, training_compute=compute))
    assert verdicts(before)["not-systemic"] is UNKNOWN
    assert before.criteria[:-1] == after.criteria[:-1]
    assert (verdicts(after)["not-systemic"] is NOT_MET) is (compute > 1e25)


@given(clauses)
def test_what_the_open_source_definition_allows_never_stands_in_the_way(clause: Clause) -> None:
    if clause.departs_from is None:
        assert judge(clause) is MET
    else:
        assert judge(clause) is not MET


def test_the_table_says_something_of_every_clause_that_the_open_source_definition_does_not_allow() -> None:
    for kind in ClauseKind:
        for effect in Effect:
            reading = CLAUSES.get(kind)
            stands = reading is not None and effect in (reading.disqualifies | reading.may)
            assert stands is (kind.breaks(effect) is not None), (kind, effect)
            if reading is not None:
                assert reading.monetises <= reading.disqualifies
                assert not reading.disqualifies & reading.may
