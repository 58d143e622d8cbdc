"""Decisions over generated licences, lineages and uses: monotonic, three-valued, and consistent with the expression algebra."""

from __future__ import annotations

from typing import Any

from attrs import evolve, fields
from hypothesis import given, settings, strategies as st

from openweights import Artifact, BaseModel, Decision, Interval, LicenseExpression, Model, Outcome, Purpose, Use, Verdict, permits
from tests.strategies import deciding_models, deciding_terms, expressions, models, uses


def having(use: Use, name: str, value: Any) -> Use:
    """The use with one field changed."""
    return evolve(use, **{name: value})


def no_friendlier(after: Interval[Outcome], before: Interval[Outcome]) -> bool:
    return after.low <= before.low and after.high <= before.high


def within(after: Decision, before: Decision) -> bool:
    return before.possible.low <= after.possible.low <= after.possible.high <= before.possible.high


NUMBERS = ["monthly_active_users", "headcount"]
PLACES = ["EU", "GB", "KR", "DE", "US"]
PURPOSES = [Purpose.MILITARY, Purpose.MEDICAL, Purpose.LEGAL]
near = st.integers(0, 5)
purposes = st.frozensets(st.sampled_from(PURPOSES))
#: Mostly what decides, and now and then anything at all.
any_terms = deciding_terms | deciding_terms | expressions
any_models = deciding_models() | deciding_models() | models(bases=1)


@given(any_terms, uses, st.sampled_from(NUMBERS), near, near)
def test_more_users_never_make_a_decision_friendlier(terms: LicenseExpression, use: Use, name: str, one: int, other: int) -> None:
    fewer, more = sorted((one, other))
    few, many = (permits(terms, having(use, name, number)) for number in (fewer, more))
    assert no_friendlier(many.possible, few.possible)
    assert many.outcome <= few.outcome


@given(any_terms, uses, st.just("annual_revenue"), near, near)
def test_more_revenue_never_makes_a_decision_friendlier(terms: LicenseExpression, use: Use, name: str, one: int, other: int) -> None:
    less, more = sorted((one, other))
    little, much = (permits(terms, having(use, name, amount)) for amount in (less, more))
    assert no_friendlier(much.possible, little.possible)
    assert much.outcome <= little.outcome


@given(any_models, uses, st.sampled_from(["territories", "established_in"]), st.data())
def test_more_territory_never_makes_a_decision_friendlier(model: Model, use: Use, name: str, data: st.DataObject) -> None:
    there = data.draw(st.frozensets(st.sampled_from(PLACES)))
    further = there | data.draw(st.frozensets(st.sampled_from(PLACES)))
    assert no_friendlier(permits(model, having(use, name, further)).possible, permits(model, having(use, name, there)).possible)


@given(any_models, uses, purposes, purposes)
def test_more_purposes_never_make_a_decision_friendlier(
    model: Model, use: Use, some: frozenset[Purpose], others: frozenset[Purpose]
) -> None:
    few, many = permits(model, evolve(use, purposes=some)), permits(model, evolve(use, purposes=some | others))
    assert no_friendlier(many.possible, few.possible)
    assert many.outcome <= few.outcome


@given(any_terms, any_terms, uses)
def test_or_is_as_friendly_as_its_friendliest_side_and_and_as_strict_as_its_strictest(
    a: LicenseExpression, b: LicenseExpression, use: Use
) -> None:
    one, other = permits(a, use).possible, permits(b, use).possible
    assert permits(a | b, use).possible == Interval(max(one.low, other.low), max(one.high, other.high))
    assert permits(a & b, use).possible == Interval(min(one.low, other.low), min(one.high, other.high))
    assert permits(a | b, use).outcome >= max(permits(a, use).outcome, permits(b, use).outcome)
    assert permits(a & b, use).outcome <= min(permits(a, use).outcome, permits(b, use).outcome)


@given(any_models, deciding_models(name="Base") | models(bases=1, name="Base"), uses)
def test_a_base_never_makes_a_decision_friendlier(model: Model, base: Model, use: Use) -> None:
    tuned = evolve(model, base_models=(*model.base_models, BaseModel(base)))
    before, after = permits(model, use), permits(tuned, use)
    assert no_friendlier(after.possible, before.possible)
    assert after.outcome <= before.outcome


FIELDS = [each.name for each in fields(Use) if each.name != "rates"]


@settings(max_examples=400)
@given(any_models, uses, st.sampled_from(FIELDS).map(lambda name: {name}) | st.just(set(FIELDS)))
def test_learning_fields_only_narrows_what_is_possible(model: Model, use: Use, names: set[str]) -> None:
    before = permits(model, evolve(use, **{name: getattr(Use(), name) for name in names}))
    after = permits(model, use)
    assert within(after, before)
    if before.certain:
        assert after.outcome.permits is before.outcome.permits


@given(deciding_terms, deciding_terms, uses)
def test_a_fine_tune_is_decided_as_strictly_as_both_its_terms_together(own: LicenseExpression, base: LicenseExpression, use: Use) -> None:
    def published(name: str, terms: LicenseExpression, *bases: Model) -> Model:
        part = Artifact("model-parameters", availability="public", license=terms)
        return Model(name, access="download", artifacts=[part], base_models=bases)

    tuned = permits(published("Tuned", own, published("Base", base)), use)
    assert tuned.possible == permits(own & base, use).possible
    assert tuned.outcome is permits(own & base, use).outcome


@given(any_models, uses)
def test_the_outcome_is_possible_and_its_parts_fit(model: Model, use: Use) -> None:
    decision = permits(model, use)
    assert decision.possible.low <= decision.possible.high
    if decision.outcome is not Outcome.UNKNOWN:
        assert decision.outcome in decision.possible
    else:
        assert decision.open_questions
        assert decision.possible.low.permits is Verdict.NOT_MET
        assert decision.possible.high.permits is Verdict.MET
    if decision.possible.low.permits is not decision.possible.high.permits:
        assert decision.open_questions
    if decision.outcome is Outcome.PERMITTED_WITH_OBLIGATIONS:
        assert decision.obligations or decision.open_questions
