"""Holding models to a policy: each rule, unknowns, names that stand for several, exceptions and composition."""

from __future__ import annotations

import datetime
from typing import Any

import pytest

from openweights import InvalidValueError, Model, Policy, PolicyError, Severity, Verdict
from openweights.policy.place import Place
from openweights.policy.rules import Rule
from openweights.policy.subject import Subject

DAY = datetime.date(2026, 11, 24)


def model(license: str | None = "MIT", **fields: Any) -> Model:
    part = {"kind": "model-parameters", "availability": "public", "license": license}
    return Model("Mine", **{"access": "download", "artifacts": [part], "developer": "Acme", **fields})


def broken(policy: Policy, *models: Any) -> list[tuple[str, str]]:
    return [(each.rule.value, each.detail) for each in policy.check(models, today=DAY).violations]


@pytest.mark.parametrize(
    ("rules", "passing", "failing", "expected"),
    [
        ({"level": "weights-unrestricted"}, "Mistral 7B", "Llama 3.1", ("level", "")),
        ({"category": "open-source"}, "OLMo 2", "Mistral 7B", ("category", "")),
        ({"licenses": {"allow": ["mit", "Apache 2.0"]}}, "Mistral 7B", "Llama 3.1", ("licenses.allow", "")),
        ({"licenses": {"deny": ["llama3.1"]}}, "Mistral 7B", "Llama 3.1", ("licenses.deny", "")),
        ({"licenses": {"deny": ["llama3.1"]}}, "Mistral 7B", "DeepSeek-R1-Distill-Llama-8B", ("licenses.deny", "through Llama 3.1")),
        ({"flags": {"deny": ["user-threshold"]}}, "Mistral 7B", "Llama 3.1", ("flags.deny", "user-threshold")),
        ({"publishers": {"allow": ["mistral ai"]}}, "Mistral 7B", "Llama 3.1", ("publishers.allow", "")),
        ({"publishers": {"deny": ["META"]}}, "Mistral 7B", "Llama 3.1", ("publishers.deny", "")),
        ({"frameworks": ["osaid"]}, "OLMo 2", "Llama 3.1", ("frameworks", "osaid")),
        ({"use": {"established_in": ["DE"], "monthly_active_users": 1}}, "Mistral 7B", "Llama 4", ("use", "")),
    ],
)
def test_each_rule_tells_models_apart(rules: dict[str, Any], passing: str, failing: str, expected: tuple[str, str]) -> None:
    policy = Policy(**rules)
    assert broken(policy, passing) == []
    report = policy.check([failing])
    assert (report.violations[0].rule.value, report.violations[0].detail) == expected
    assert not report.passes
    violation = report.violations[0]
    assert violation.mend.endswith(".")
    assert violation.offers
    assert all(policy.allows(offer) for offer in violation.offers)


def test_a_violation_names_clause_and_source() -> None:
    (violation,) = (
        Policy(use={"commercial": True, "monthly_active_users": 800_000_000, "territories": ["US"]}).check(["Llama 3.1"]).violations
    )
    assert [(term.license, term.clause.section) for term in violation.clauses] == [("LicenseRef-llama3.1", "2")]
    assert "700,000,000" in violation.clause_lines[0]
    assert violation.sources
    assert "Ask the publisher for a licence" in violation.mend


@pytest.mark.parametrize(("treatment", "severity"), [("fail", Severity.ERROR), ("warn", Severity.WARNING), ("pass", None)])
def test_what_is_not_known_is_treated_as_the_policy_says(treatment: str, severity: Severity | None) -> None:
    policy = Policy(unknown=treatment, licenses={"allow": ["MIT"]})
    violations = policy.check([model(None)]).violations
    assert [(each.severity, each.verdict) for each in violations] == ([(severity, Verdict.UNKNOWN)] if severity else [])
    # What is known to be wrong stays wrong.
    assert not policy.allows(model("CC-BY-NC-4.0"))


@pytest.mark.parametrize(("treatment", "severity"), [("fail", Severity.ERROR), ("warn", Severity.WARNING), ("pass", None)])
def test_a_name_without_a_record_is_treated_as_the_policy_says(treatment: str, severity: Severity | None) -> None:
    report = Policy(unlisted=treatment, category="open-source").check(["Lama 3.1"])
    assert [(each.severity, each.rule) for each in report.violations] == ([(severity, Rule.KNOWN)] if severity else [])
    assert "Llama 3.1" in report.checked[0].did_you_mean


def test_an_or_leaves_the_choice_and_an_and_does_not() -> None:
    policy = Policy(licenses={"allow": ["MIT"]})
    assert policy.allows(model("MIT OR GPL-3.0-only"))
    assert not policy.allows(model("MIT AND GPL-3.0-only"))
    denied = Policy(licenses={"deny": ["GPL-3.0-only"]})
    assert denied.allows(model("MIT OR GPL-3.0-only"))
    assert not denied.allows(model("MIT AND GPL-3.0-only"))


def test_a_family_of_licences_is_allowed_if_all_its_members_are() -> None:
    (violation,) = Policy(licenses={"deny": ["GPL-3.0-only"]}).check([model("gpl")]).violations
    assert violation.verdict is Verdict.UNKNOWN
    assert Policy(licenses={"allow": ["gpl"]}).allows(model("GPL-2.0-only"))


def test_the_terms_of_a_service_count_where_nothing_else_can_be_used() -> None:
    policy = Policy(flags={"deny": ["output-training-ban"]})
    assert broken(policy, "GPT-4") == [("flags.deny", "output-training-ban")]
    # Of a service whose terms nobody has recorded, nothing is known.
    (violation,) = policy.check([Model("S", access="api")]).violations
    assert violation.verdict is Verdict.UNKNOWN


def test_flags_that_are_information_need_no_permission() -> None:
    assert broken(Policy(flags={"allow": []}), model("MIT")) == []
    assert broken(Policy(flags={"deny": ["notice"]}), model("MIT")) == [("flags.deny", "notice")]


def test_a_name_that_stands_for_several_is_what_they_agree_on() -> None:
    policy = Policy(level="weights-unrestricted")
    (violation,) = policy.check(["gemma"]).violations
    assert violation.verdict is Verdict.UNKNOWN
    assert violation.mend == "Name the release that is used."
    (violation,) = policy.check(["llama"]).violations
    assert violation.verdict is Verdict.NOT_MET
    assert broken(policy, "qwen3") == []


def test_a_use_that_nears_a_limit_is_warned_of() -> None:
    def policy(users: int) -> Policy:
        return Policy(use={"commercial": True, "monthly_active_users": users, "territories": ["US"], "purposes": []}, warn_at=0.1)

    assert broken(policy(70_000_000), "Llama 3.1") == []
    report = policy(70_000_001).check(["Llama 3.1"])
    assert report.passes
    (warning,) = report.warnings
    assert warning.rule is Rule.HEADROOM
    assert [term.clause.section for term in warning.clauses] == ["2"]
    assert broken(policy(700_000_001), "Llama 3.1") == [("use", "")]


def test_other_data_than_those_pinned_pass_nothing() -> None:
    report = Policy(name="team", data="1999.1.1").check(["Mistral 7B"])
    assert [each.rule for each in report.errors] == [Rule.DATA]
    assert report.general
    assert not report.of(report.checked[0])


def exception(**fields: Any) -> dict[str, Any]:
    return {"model": "Llama 3.1", "rules": ["level"], "reason": "in use", "owner": "Ada", "expires": "2026-12-31", **fields}


@pytest.mark.parametrize(
    ("fields", "lifts"),
    [
        ({}, True),
        ({"expires": DAY}, True),
        ({"expires": DAY - datetime.timedelta(days=1)}, False),
        ({"model": "meta-llama/Llama-3.1-8B"}, True),
        ({"model": "Llama"}, True),
        ({"model": "Llama 3"}, False),
        ({"rules": ["category"]}, False),
    ],
)
def test_an_exception_lifts_a_rule_until_its_last_day(fields: dict[str, Any], lifts: bool) -> None:
    policy = Policy(level="weights-unrestricted", exceptions=[exception(**fields)])
    report = policy.check(["meta-llama/Llama-3.1-70B-Instruct"], today=DAY)
    assert report.passes is lifts
    assert bool(report.excepted) is lifts
    if fields.get("expires") == DAY - datetime.timedelta(days=1):
        assert "An exception held until 2026-11-23 (in use): ask Ada whether to renew it." in report.violations[0].mends


def test_an_exception_for_one_release_does_not_spare_its_family() -> None:
    assert not Policy(level="weights-unrestricted", exceptions=[exception()]).check(["Llama"], today=DAY)


def test_an_exception_can_be_for_a_name_without_a_record() -> None:
    policy = Policy(exceptions=[exception(model="acme/secret-7b", rules=["known"])])
    assert policy.check(["acme/secret 7B"], today=DAY).passes
    assert not policy.check(["acme/other"], today=DAY)


def test_a_policy_that_extends_another_asks_for_both() -> None:
    base = Policy(name="base", flags={"deny": ["user-threshold"]})
    child = Policy(name="child", extends=[base], level="weights-unrestricted")
    assert [(each.policy, each.rule.value) for each in child.check(["Llama 3.1"]).violations] == [
        ("base", "flags.deny"),
        ("child", "level"),
    ]
    assert len(Policy(extends=[child, base]).layers) == 3


@pytest.mark.parametrize("final", [True, False])
def test_exceptions_lift_rules_of_a_base_unless_it_is_final(final: bool) -> None:
    base = Policy(name="base", level="weights-unrestricted", final=final)
    child = Policy(name="child", extends=[base], exceptions=[exception()])
    assert child.check(["Llama 3.1"], today=DAY).passes is not final
    # The other way round never: a base does not know who extends it.
    assert not Policy(name="child", extends=[Policy(exceptions=[exception()])], level="weights-unrestricted").check(
        ["Llama 3.1"], today=DAY
    )


def test_the_same_place_is_reported_once_and_every_other_one_too() -> None:
    places = [Place("a.txt", 1), Place("a.txt", 1), Place("a.txt", 2), None]
    report = Policy(category="open-source").check([Subject("GPT-5", place=place) for place in places])
    assert [str(each.place) for each in report.violations] == ["a.txt:1", "a.txt:2", "None"]


@pytest.mark.parametrize(
    ("rules", "place"),
    [
        ({"level": "opn-source"}, "level"),
        ({"licenses": {"allow": ["nobody-knows"]}}, "licenses.allow[0]"),
        ({"licenses": {"allow": ["other"]}}, "licenses.allow[0]"),
        ({"licenses": {"allow": ["MIT"], "deny": ["mit"]}}, "licenses.deny"),
        ({"flags": {"deny": ["user-treshold"]}}, "flags.deny[0]"),
        ({"flags": {"allow": ["gated"], "deny": ["gated"]}}, "flags.deny"),
        ({"publishers": {"allow": ["Meta"], "deny": ["meta"]}}, "publishers.deny"),
        ({"frameworks": ["osiad"]}, "frameworks[0].id"),
        ({"use": {"monthly_active_users": -1}}, "use.monthly_active_users"),
        ({"warn_at": 0.1}, "warn_at"),
        ({"warn_at": 2, "use": {}}, "warn_at"),
        ({"exceptions": [{"model": "x"}]}, "exceptions[0]"),
        ({"exceptions": [exception(rules=[])]}, "exceptions[0].rules"),
        ({"exceptions": [exception(rules=["levle"])]}, "exceptions[0].rules[0]"),
        ({"exceptions": [exception(expires="soon")]}, "exceptions[0].expires"),
        ({"unknown": "ignore"}, "unknown"),
    ],
)
def test_a_rule_that_cannot_be_meant_is_refused(rules: dict[str, Any], place: str) -> None:
    with pytest.raises(InvalidValueError) as caught:
        Policy(**rules)
    # A framework given by its id alone has no field `id` in the file.
    assert caught.value.place in (place, place.removesuffix(".id"))


def test_rules_that_nothing_can_meet_pass_nothing() -> None:
    for policy in (
        Policy(level="weights-unrestricted", licenses={"allow": ["CC-BY-NC-4.0"]}),
        Policy(category="open-source", licenses={"allow": ["CC-BY-NC-4.0"]}),
        Policy(use={"commercial": True}, licenses={"allow": ["CC-BY-NC-4.0"]}),
        Policy(licenses={"allow": ["MIT"]}, extends=[Policy(licenses={"deny": ["MIT"]})]),
        Policy(publishers={"allow": ["Meta"]}, extends=[Policy(publishers={"allow": ["OpenAI"]})]),
        Policy(data="1", extends=[Policy(data="2")]),
    ):
        with pytest.raises(PolicyError):
            policy.check(["Mistral 7B"])


def test_a_report_is_true_and_says_why_not_in_a_line() -> None:
    policy = Policy(name="team", category="open-source")
    assert policy.allows("OLMo 2")
    report = policy.allows("GPT-5")
    assert not report
    assert repr(report).startswith("<Report: blocked by team: GPT-5: category: It is closed")
    assert repr(policy.allows("OLMo 2")) == "<Report: passed by team>"
    assert "\n" not in repr(report)
    assert "GPT-5: category" in report.explain()
