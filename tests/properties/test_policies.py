"""What must hold of every policy and every model."""

from __future__ import annotations

import datetime
from typing import Any

from attrs import evolve
from hypothesis import assume, given, strategies as st

from openweights import Model, Policy, PolicyError, Report, find_model
from openweights.policy.rules import Exemption, Rule
from tests.strategies import deciding_models, loosened, models, policy_fields, warn_ats

DAY = datetime.date(2026, 11, 24)

some_models = st.lists(
    st.tuples(models() | deciding_models(), st.sampled_from([None, "Acme", "Globex", "Initech"])), min_size=1, max_size=2
).map(lambda pairs: [evolve(model, name=f"Model {position}", developer=developer) for position, (model, developer) in enumerate(pairs)])


def report(fields: dict[str, Any], subjects: list[Model]) -> Report:
    """The report of a policy; one whose rules contradict each other passes nothing and is of no interest here."""
    try:
        return Policy(**fields).check([*subjects, "nobody recorded this"], today=DAY, resolve=find_model)
    except PolicyError:
        assume(False)
        raise


def keys(report: Report) -> tuple[set[tuple[str, ...]], set[tuple[str, ...]]]:
    """Errors, and all violations."""
    return {each.key for each in report.errors}, {each.key for each in report.violations}


@st.composite
def policies(draw: st.DrawFn) -> dict[str, Any]:
    fields = draw(policy_fields)
    if "use" in fields and draw(st.booleans()):
        fields["warn_at"] = draw(warn_ats)
    return fields


@given(st.data(), policies().filter(bool), some_models)
def test_loosening_a_policy_never_adds_a_violation(data: st.DataObject, fields: dict[str, Any], subjects: list[Model]) -> None:
    errors, violations = keys(report(fields, subjects))
    fewer_errors, fewer_violations = keys(report(data.draw(loosened(fields)), subjects))
    assert fewer_errors <= errors
    assert fewer_violations <= violations


@given(policies(), policies(), some_models)
def test_adding_rules_never_removes_a_violation(base: dict[str, Any], more: dict[str, Any], subjects: list[Model]) -> None:
    alone = keys(report({"name": "base", **base}, subjects))
    together = keys(report({"name": "child", **more, "extends": [Policy(name="base", **base)]}, subjects))
    # A name that nobody recorded is one violation, of the policy that treats it most strictly.
    for few, many in zip(alone, together, strict=True):
        assert {each for each in few if each[1] != "known"} <= many
        assert {each[2] for each in few if each[1] == "known"} <= {each[2] for each in many}


@given(policies(), some_models, st.lists(st.sampled_from([rule.value for rule in Rule]), min_size=1), st.booleans())
def test_an_exception_lifts_what_it_names_and_nothing_else(
    fields: dict[str, Any], subjects: list[Model], rules: list[str], holds: bool
) -> None:
    without = report(fields, subjects)
    expires = DAY if holds else DAY - datetime.timedelta(days=1)
    spared = subjects[0].name
    exemption = Exemption(model=spared, rules=rules, reason="tried", owner="me", expires=expires)
    with_it = report({**fields, "exceptions": [exemption]}, subjects)
    lifted = {each.key for each in without.violations if holds and each.ref == spared and exemption.lifts(each.rule)}
    assert keys(with_it)[1] == keys(without)[1] - lifted
    assert {each.violation.key for each in with_it.excepted} == lifted
    if not holds:
        named = {each.key for each in with_it.violations if each.expired}
        assert named == {each.key for each in without.violations if each.ref == spared and exemption.lifts(each.rule)}


@given(policies(), some_models)
def test_a_model_passes_if_nothing_but_warnings_is_said_of_it(fields: dict[str, Any], subjects: list[Model]) -> None:
    answer = report(fields, subjects)
    assert bool(answer) == answer.passes == (not answer.errors)
    assert [each.ref for each in answer.checked] == list(dict.fromkeys([*(model.name for model in subjects), "nobody recorded this"]))
