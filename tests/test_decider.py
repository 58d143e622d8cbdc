"""May I use it for this? The rules of design section 5, each on the smallest licence that shows it, and the real ones that people ask about."""

from __future__ import annotations

from typing import Any

import pytest

from openweights import (
    Artifact,
    BaseModel,
    Clause,
    InvalidValueError,
    License,
    LicenseExpression,
    Model,
    Money,
    Outcome,
    Permission,
    Permissions,
    Relation,
    UnknownNameError,
    Use,
    Verdict,
    obligations,
    permits,
)
from openweights.license import bound_of

GRANTED = Permissions.all(Permission.GRANTED)


def license(*clauses: dict[str, Any], id: str = "LicenseRef-test", **fields: Any) -> License:
    """A licence that grants all but what its clauses take."""
    made = [Clause(**{"section": "1", "summary": "Says so.", **clause}) for clause in clauses]
    permissions = GRANTED
    for clause in made:
        bound = bound_of(clause)
        if bound is not None:
            permissions = permissions.lowered(*bound)
    return License(id, permissions=permissions, clauses=made, **fields)


def published(license: License | str, name: str = "M", **fields: Any) -> Model:
    return Model(name, access="download", artifacts=[Artifact("model-parameters", availability="public", license=license)], **fields)


USERS = {"metric": "monthly-active-users", "limit": 700, "comparator": ">", "measured": "release-date"}
SCALE = {"kind": "scale", "effect": "needs-license", "threshold": USERS}


@pytest.mark.parametrize(("users", "outcome"), [(701, "needs-license"), (700, "permitted"), (None, "unknown")])
def test_a_limit_bites_above_its_number_and_without_one_it_is_a_question(users: int | None, outcome: str) -> None:
    decision = permits(license(SCALE), monthly_active_users=users)
    assert decision.outcome.value == outcome
    assert [question.field for question in decision.open_questions] == (["monthly_active_users"] if users is None else [])


def test_a_decision_names_the_clause_and_the_day_on_which_it_measures() -> None:
    decision = permits(published(license(SCALE), released="2024-07-23"), monthly_active_users=701)
    assert [term.clause.section for term in decision.clauses] == ["1"]
    assert "counted on the day on which the version was released, 2024-07-23" in decision.reasons[0]


@pytest.mark.parametrize(
    ("clause", "use", "outcome"),
    [
        ({"kind": "commercial-use", "effect": "prohibits"}, {"commercial": True}, "prohibited"),
        ({"kind": "commercial-use", "effect": "prohibits"}, {"commercial": False}, "permitted"),
        ({"kind": "commercial-use", "effect": "prohibits"}, {}, "unknown"),
        ({"kind": "commercial-use", "effect": "needs-license"}, {"commercial": True}, "needs-license"),
        ({"kind": "production-use", "effect": "prohibits"}, {"production": True, "commercial": False}, "prohibited"),
        ({"kind": "research-only", "effect": "obliges"}, {"research": True, "commercial": False}, "permitted"),
        ({"kind": "research-only", "effect": "obliges"}, {"research": False}, "prohibited"),
        ({"kind": "research-only", "effect": "obliges"}, {"research": True, "commercial": True}, "prohibited"),
        ({"kind": "registration", "effect": "needs-license"}, {"registered": True}, "permitted"),
        ({"kind": "registration", "effect": "needs-license"}, {"registered": False}, "needs-license"),
        ({"kind": "competitors", "effect": "prohibits"}, {"competitor": True}, "prohibited"),
        ({"kind": "redistribution", "effect": "prohibits"}, {"redistribute": True}, "prohibited"),
        ({"kind": "derivatives", "effect": "prohibits"}, {"modify": True}, "prohibited"),
        ({"kind": "hosted-service", "effect": "prohibits"}, {"host": True}, "prohibited"),
        ({"kind": "internal-use-only", "effect": "obliges"}, {"redistribute": True}, "prohibited"),
        ({"kind": "field-of-use", "effect": "prohibits", "purposes": ["military"]}, {"purposes": ["military"]}, "prohibited"),
        ({"kind": "field-of-use", "effect": "prohibits", "purposes": ["military"]}, {"purposes": ["medical"]}, "permitted"),
        ({"kind": "output-training", "effect": "prohibits", "trained_models": "any"}, {"train_on_outputs": True}, "prohibited"),
        ({"kind": "output-training", "effect": "prohibits", "trained_models": "competing"}, {"train_on_outputs": True}, "unknown"),
        (
            {"kind": "output-training", "effect": "prohibits", "trained_models": "competing"},
            {"train_on_outputs": True, "trained_models": ["image"]},
            "permitted",
        ),
        ({"kind": "notice", "effect": "obliges"}, {"redistribute": True}, "permitted-with-obligations"),
        ({"kind": "notice", "effect": "obliges"}, {"redistribute": False}, "permitted"),
        ({"kind": "display", "effect": "encourages"}, {"redistribute": True}, "permitted"),
        ({"kind": "terms-change", "effect": "reserves"}, {}, "permitted"),
    ],
)
def test_each_kind_of_clause_bites_when_its_conditions_hold(clause: dict[str, Any], use: dict[str, Any], outcome: str) -> None:
    assert permits(license(clause), **use).outcome.value == outcome


def test_a_clause_against_conduct_that_is_not_mentioned_is_a_condition_and_a_question() -> None:
    decision = permits(license({"kind": "field-of-use", "effect": "prohibits", "purposes": ["military"]}))
    assert decision.outcome is Outcome.PERMITTED_WITH_OBLIGATIONS
    assert [(duty.applies, duty.term.clause.kind.value) for duty in decision.obligations] == [(Verdict.UNKNOWN, "field-of-use")]
    assert [question.field for question in decision.open_questions] == ["purposes"]
    assert not decision.certain
    assert decision.possible.low is Outcome.PROHIBITED


def test_a_limit_for_commercial_use_does_not_touch_other_use() -> None:
    clause = {"kind": "commercial-use", "effect": "needs-license", "threshold": USERS}
    assert permits(license(clause), commercial=True, monthly_active_users=701).outcome is Outcome.NEEDS_LICENSE
    assert permits(license(clause), commercial=False, monthly_active_users=701).outcome is Outcome.PERMITTED
    display = {"kind": "display", "effect": "obliges", "only_commercial": True, "acts": ["use"]}
    assert permits(license(display), commercial=False).outcome is Outcome.PERMITTED
    assert permits(license(display), commercial=True).outcome is Outcome.PERMITTED_WITH_OBLIGATIONS


@pytest.mark.parametrize(
    ("where", "outcome"),
    [(["EU"], "prohibited"), (["DE"], "prohibited"), (["EEA"], "prohibited"), (["NO"], "permitted"), ([], "permitted"), (None, "unknown")],
)
def test_territories_meet_in_countries(where: list[str] | None, outcome: str) -> None:
    used = license({"kind": "territory", "effect": "prohibits", "territories": ["EU"], "basis": "used-in"})
    assert permits(used, territories=where).outcome.value == outcome
    sits = license({"kind": "territory", "effect": "prohibits", "territories": ["EU"], "basis": "established-in"})
    assert permits(sits, established_in=where).outcome.value == outcome


def test_amounts_compare_in_the_currency_of_the_clause_or_with_a_rate() -> None:
    limit = {"metric": "annual-revenue", "limit": 1_000_000, "comparator": ">", "currency": "CNY"}
    terms = license({"kind": "scale", "effect": "needs-license", "threshold": limit})
    assert permits(terms, annual_revenue="CNY 1000001").outcome is Outcome.NEEDS_LICENSE
    assert permits(terms, annual_revenue=Money(1_000_000, "CNY")).outcome is Outcome.PERMITTED
    assert permits(terms, annual_revenue=200_000).outcome is Outcome.UNKNOWN
    assert permits(terms, annual_revenue=200_000, rates={"USD/CNY": 7.1}).outcome is Outcome.NEEDS_LICENSE
    assert permits(terms, annual_revenue=100_000, rates={"CNY/USD": 0.14}).outcome is Outcome.PERMITTED


def test_two_limits_are_two_clauses_of_which_either_bites() -> None:
    revenue = {"metric": "monthly-revenue", "limit": 20, "comparator": ">", "currency": "USD"}
    both = license(SCALE, {"kind": "scale", "effect": "needs-license", "threshold": revenue})
    assert permits(both, monthly_active_users=1, monthly_revenue=21).outcome is Outcome.NEEDS_LICENSE
    assert permits(both, monthly_active_users=1, monthly_revenue=20).outcome is Outcome.PERMITTED


def test_terms_that_nobody_recorded_are_a_question_and_never_a_yes() -> None:
    decision = permits(LicenseExpression("LicenseRef-nobody-knows"), redistribute=True)
    assert decision.outcome is Outcome.UNKNOWN
    assert {question.field for question in decision.open_questions} == {"license"}
    assert permits(Model("M", access="download")).outcome is Outcome.UNKNOWN
    assert permits(published("NONE"), commercial=False).outcome is Outcome.PROHIBITED


def test_or_takes_the_friendliest_side_for_this_use_and_says_which() -> None:
    free_for_few = LicenseExpression.of(license(SCALE, id="LicenseRef-few")) | LicenseExpression.of(
        license({"kind": "commercial-use", "effect": "prohibits"}, id="LicenseRef-nc")
    )
    few = permits(free_for_few, commercial=True, monthly_active_users=1)
    assert (few.outcome, few.choice) == (Outcome.PERMITTED, ("LicenseRef-few",))
    many = permits(free_for_few, commercial=False, monthly_active_users=10_000)
    assert (many.outcome, many.choice) == (Outcome.PERMITTED, ("LicenseRef-nc",))
    assert permits(free_for_few, commercial=True, monthly_active_users=10_000).outcome is Outcome.NEEDS_LICENSE


def test_a_decision_on_a_model_is_the_strictest_over_its_lineage_and_names_the_base() -> None:
    base = published(license(SCALE), name="Base", released="2023-07-18")
    tuned = published("MIT", base_models=[BaseModel(base)])
    decision = permits(tuned, monthly_active_users=701)
    assert decision.outcome is Outcome.NEEDS_LICENSE
    assert [term.via for term in decision.clauses] == ["Base"]
    assert "2023-07-18" in decision.reasons[0]
    assert permits(published("MIT", base_models=["Nobody knows it"])).outcome is Outcome.UNKNOWN
    assert (
        permits(published("MIT", base_models=[BaseModel(base, relicensed=True)]), monthly_active_users=701).outcome.permits is Verdict.MET
    )


def test_distillation_brings_only_the_clauses_about_outputs() -> None:
    teacher = published(license(SCALE, {"kind": "output-training", "effect": "prohibits", "trained_models": "any"}), name="Teacher")
    student = published("MIT", base_models=[BaseModel(teacher, relation=Relation.DISTILLED)])
    decision = permits(student, monthly_active_users=701, train_on_outputs=True, redistribute=False)
    assert [term.clause.kind.value for term in decision.clauses] == ["output-training"]


def test_a_closed_model_is_decided_by_the_terms_of_its_service() -> None:
    closed: dict[str, Any] = {"access": "api", "artifacts": [Artifact("model-parameters", availability="not-published")]}
    terms = license({"kind": "output-training", "effect": "prohibits", "trained_models": "competing"})
    assert (
        permits(Model("M", service_terms=terms, **closed), train_on_outputs=True, trained_models=["competing"]).outcome
        is Outcome.PROHIBITED
    )
    unknown = permits(Model("M", **closed), train_on_outputs=True)
    assert [question.field for question in unknown.open_questions] == ["service_terms"]


def test_an_exception_is_shown_and_a_scope_is_a_question() -> None:
    spared = permits(license({**SCALE, "exception": "End users of products."}), monthly_active_users=701)
    assert spared.outcome is Outcome.NEEDS_LICENSE
    assert "Spared: End users of products." in spared.reasons[0]
    narrowed = permits(license({**SCALE, "scope": "Some products."}), monthly_active_users=701)
    assert narrowed.outcome is Outcome.UNKNOWN
    assert [question.field for question in narrowed.open_questions] == ["scope"]


def test_obligations_stand_once_over_the_lineage() -> None:
    terms = license({"kind": "notice", "effect": "obliges"})
    base = published(terms, name="Base")
    duties = obligations(published(terms, base_models=[BaseModel(base)]), redistribute=True)
    assert [(duty.term.via, duty.applies) for duty in duties] == [(None, Verdict.MET)]


# Questions that people have about real models.


@pytest.mark.parametrize(
    ("subject", "use", "outcome"),
    [
        ("Llama 3.1 405B", {"commercial": True, "monthly_active_users": 800_000_000}, "needs-license"),
        ("Llama 3.1 405B", {"commercial": True, "monthly_active_users": 700_000_000}, "permitted-with-obligations"),
        ("Llama 3.1 405B", {"commercial": True}, "unknown"),
        ("Llama 4", {"established_in": "DE"}, "prohibited"),
        ("Llama 4", {"territories": ["EU"], "established_in": "US", "monthly_active_users": 10}, "permitted-with-obligations"),
        ("Llama 3.2", {"established_in": "DE", "monthly_active_users": 10}, "permitted-with-obligations"),
        ("Llama 3.2 Vision", {"established_in": "DE", "monthly_active_users": 10}, "prohibited"),
        ("Mistral Large 2", {"commercial": True}, "prohibited"),
        ("Mistral 7B", {"commercial": True, "monthly_active_users": 10**9}, "permitted-with-obligations"),
        ("Llama 3", {"train_on_outputs": True, "trained_models": ["language"], "monthly_active_users": 1}, "prohibited"),
        ("DeepSeek-R1-Distill-Llama-8B", {"commercial": True, "monthly_active_users": 800_000_000}, "needs-license"),
        ("GPT-5", {"train_on_outputs": True, "trained_models": ["competing"]}, "prohibited"),
        ("mit", {"redistribute": True}, "permitted-with-obligations"),
        ("hunyuan-a13b", {"territories": ["EU"]}, "prohibited"),
        ("CC-BY-NC-4.0", {"commercial": True}, "prohibited"),
        ("CC-BY-NC-4.0 OR MIT", {"commercial": True}, "permitted-with-obligations"),
    ],
)
def test_real_questions(subject: str, use: dict[str, Any], outcome: str) -> None:
    assert permits(subject, **use).outcome.value == outcome


def test_mit_has_one_obligation_the_notice_on_redistribution() -> None:
    duties = obligations("mit", redistribute=True)
    assert [(duty.term.clause.kind.value, sorted(act.value for act in duty.acts)) for duty in duties] == [("notice", ["redistribute"])]


def test_a_gemma_service_passes_the_use_restrictions_on() -> None:
    duties = obligations("Gemma 3", host=True)
    assert any(duty.term.clause.kind.value == "hosted-service" and duty.applies is Verdict.MET for duty in duties)


def test_a_family_is_permitted_only_if_all_its_releases_agree() -> None:
    decision = permits("gemma", commercial=True, purposes=[])
    assert len(decision.members) >= 4
    assert decision.possible.low == min(member.possible.low for member in decision.members)


def test_bad_input_is_our_error() -> None:
    with pytest.raises(InvalidValueError, match="monthly_active_users: -1 is no number of users, visits or people"):
        Use(monthly_active_users=-1)
    with pytest.raises(InvalidValueError, match=r"territories\[0\]: 'XX' is no territory"):
        Use(territories=["XX"])
    with pytest.raises(InvalidValueError, match=r"'comercial' is no field of Use\. Did you mean 'commercial'"):
        permits("mit", comercial=True)
    with pytest.raises(InvalidValueError, match="annual_revenue: 'a lot' is no amount"):
        Use(annual_revenue="a lot")
    with pytest.raises(InvalidValueError, match="rates: 'USDCNY' is no exchange rate"):
        Use(rates={"USDCNY": 7.0})
    with pytest.raises(InvalidValueError, match="both given"):
        permits("mit", Use(), commercial=True)
    with pytest.raises(UnknownNameError):
        permits("nobody knows this")


def test_the_channel_of_a_service_decides_and_is_asked_for_where_the_terms_differ() -> None:
    ban = license({"kind": "output-training", "effect": "prohibits", "trained_models": "any"})
    service: list[dict[str, object]] = [{"license": ban, "channel": "app"}, {"license": "MIT", "channel": "api"}]
    closed = Model("M", access="api", artifacts=[Artifact("model-parameters", availability="not-published")], service_terms=service)
    assert permits(closed, train_on_outputs=True, channel="app").outcome is Outcome.PROHIBITED
    assert permits(closed, train_on_outputs=True, channel="api").outcome.permits is Verdict.MET
    open_ = permits(closed, train_on_outputs=True)
    assert open_.outcome is Outcome.UNKNOWN
    assert open_.open_questions[0].field == "channel"
    assert [question.field for question in permits(closed, channel="cloud").open_questions] == ["service_terms"]
