"""Decisions over generated licences, lineages and uses: monotonic, three-valued, and consistent with the expression algebra."""

from __future__ import annotations

from typing import Any

from attrs import evolve, fields
from hypothesis import given, strategies as st

from openweights import BaseModel, Decision, Interval, LicenseExpression, Model, Outcome, Purpose, Use, Verdict, permits
from tests.strategies import expressions, models, uses


def having(use: Use, name: str, value: Any) -> Use:
    """The use with one field changed."""
    return evolve(use, **{name: value})


def no_friendlier(after: Interval[Outcome], before: Interval[Outcome]) -> bool:
    return after.low <= before.low and after.high <= before.high


def within(after: Decision, before: Decision) -> bool:
    return before.possible.low <= after.possible.low <= after.possible.high <= before.possible.high


NUMBERS = ["monthly_active_users", "monthly_unique_users", "monthly_visits", "registered_users", "headcount"]
MORE: dict[str, Any] = {"territories": ["EU", "GB", "KR", "DE", "US"], "established_in": ["DE", "US"]}


@given(expressions, uses, st.sampled_from(NUMBERS), st.integers(0, 10**12), st.integers(0, 10**12))
def test_more_users_never_make_a_decision_friendlier(terms: LicenseExpression, use: Use, name: str, one: int, other: int) -> None:
    fewer, more = sorted((one, other))
    few, many = (permits(terms, having(use, name, number)) for number in (fewer, more))
    assert no_friendlier(many.possible, few.possible)
    assert many.outcome <= few.outcome


@given(expressions, uses, st.sampled_from(["annual_revenue", "monthly_revenue"]), st.integers(0, 10**12), st.integers(0, 10**12))
def test_more_revenue_never_makes_a_decision_friendlier(terms: LicenseExpression, use: Use, name: str, one: int, other: int) -> None:
    less, more = sorted((one, other))
    little, much = (permits(terms, having(use, name, amount)) for amount in (less, more))
    assert no_friendlier(much.possible, little.possible)
    assert much.outcome <= little.outcome


@given(models(bases=1), uses, st.sampled_from(sorted(MORE)), st.data())
def test_more_territory_never_makes_a_decision_friendlier(model: Model, use: Use, name: str, data: st.DataObject) -> None:
    there = data.draw(st.frozensets(st.sampled_from(MORE[name])))
    further = there | data.draw(st.frozensets(st.sampled_from(MORE[name])))
    assert no_friendlier(permits(model, having(use, name, further)).possible, permits(model, having(use, name, there)).possible)


@given(models(bases=1), uses, st.frozensets(st.sampled_from(Purpose), max_size=3), st.frozensets(st.sampled_from(Purpose), max_size=3))
def test_more_purposes_never_make_a_decision_friendlier(
    model: Model, use: Use, some: frozenset[Purpose], others: frozenset[Purpose]
) -> None:
    few, many = permits(model, evolve(use, purposes=some)), permits(model, evolve(use, purposes=some | others))
    assert no_friendlier(many.possible, few.possible)
    assert many.outcome <= few.outcome


@given(expressions, expressions, uses)
def test_or_is_as_friendly_as_its_friendliest_side_and_and_as_strict_as_its_strictest(
    a: LicenseExpression, b: LicenseExpression, use: Use
) -> None:
    one, other = permits(a, use).possible, permits(b, use).possible
    assert permits(a | b, use).possible == Interval(max(one.low, other.low), max(one.high, other.high))
    assert permits(a & b, use).possible == Interval(min(one.low, other.low), min(one.high, other.high))
    assert permits(a | b, use).outcome >= max(permits(a, use).outcome, permits(b, use).outcome)
    assert permits(a & b, use).outcome <= min(permits(a, use).outcome, permits(b, use).outcome)


@given(models(bases=1), models(bases=1, name="Base"), uses)
def test_a_base_never_makes_a_decision_friendlier(model: Model, base: Model, use: Use) -> None:
    tuned = evolve(model, base_models=(*model.base_models, BaseModel(base)))
    before, after = permits(model, use), permits(tuned, use)
    assert no_friendlier(after.possible, before.possible)
    assert after.outcome <= before.outcome


@given(models(bases=1), uses, uses, st.sampled_from([each.name for each in fields(Use) if each.name != "rates"]))
def test_learning_a_field_only_narrows_what_is_possible(model: Model, use: Use, other: Use, name: str) -> None:
    nothing = getattr(Use(), name)
    before = permits(model, having(use, name, nothing))
    after = permits(model, having(use, name, getattr(other, name)))
    assert within(after, before)
    if before.certain:
        assert after.outcome.permits is before.outcome.permits


@given(models(bases=1), uses)
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
