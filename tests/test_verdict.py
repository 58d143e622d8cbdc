"""Kleene's tables, entry by entry, and what follows from them."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given, strategies as st

from openweights import Verdict

NO, MAYBE, YES = Verdict.NOT_MET, Verdict.UNKNOWN, Verdict.MET
verdicts = st.sampled_from(Verdict)


def possible(verdict: Verdict) -> set[bool]:
    return {NO: {False}, YES: {True}, MAYBE: {False, True}}[verdict]


def verdict_over(outcomes: set[bool]) -> Verdict:
    return MAYBE if len(outcomes) == 2 else Verdict.of(outcomes.pop())


@pytest.mark.parametrize(("one", "other"), list(itertools.product(Verdict, repeat=2)))
def test_a_connective_is_unknown_only_where_the_unknown_decides(one: Verdict, other: Verdict) -> None:
    pairs = list(itertools.product(possible(one), possible(other)))
    assert one & other is verdict_over({a and b for a, b in pairs})
    assert one | other is verdict_over({a or b for a, b in pairs})
    assert ~one is verdict_over({not a for a in possible(one)})


@given(st.lists(verdicts))
def test_all_of_and_any_of_are_each_other_s_mirror(many: list[Verdict]) -> None:
    assert Verdict.all_of(many) is ~Verdict.any_of(~each for each in many)


def test_the_empty_conjunction_is_met_and_the_empty_disjunction_is_not() -> None:
    assert Verdict.all_of([]) is YES
    assert Verdict.any_of([]) is NO


def test_a_verdict_has_no_truth_value() -> None:
    with pytest.raises(TypeError, match="three values"):
        bool(YES)
