"""The rules themselves: what of a policy a release does not keep to. Each rule is a function, three-valued as everything else."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import lru_cache

from attrs import evolve, fields, frozen

from openweights.assessment import Assessment
from openweights.convert import record
from openweights.decision import Decision, Outcome
from openweights.errors import shown
from openweights.expression import LicenseExpression
from openweights.flags import INFORMATION, Flag, FlagName
from openweights.ladder import Ordered
from openweights.license import NOASSERTION_ID, License
from openweights.names import name_key
from openweights.policy.facts import Facts, license_pages
from openweights.policy.policy import Policy
from openweights.policy.rules import FrameworkRule, Rule
from openweights.terms import Term
from openweights.threshold import Metric
from openweights.use import Money, Use, field_of
from openweights.verdict import Verdict

#: How many clauses and pages a violation carries; a report is read by people.
MOST_SHOWN = 6


@frozen(kw_only=True)
class Breach:
    """A rule that a release does not keep to, or is not known to."""

    #: The rule.
    rule: Rule
    #: Not met, or not known to be.
    verdict: Verdict
    #: What of the rule it is about.
    detail: str = ""
    #: What is wrong, in a sentence.
    message: str
    #: The clauses behind it.
    clauses: tuple[Term, ...] = ()
    #: The pages that it rests on.
    sources: tuple[str, ...] = ()
    #: What to do about it.
    mend: str


_CHOOSE = "Use another release"


def breaches(policy: Policy, facts: Facts) -> Iterator[Breach]:
    """Yield what of one policy, without those that it extends, a release does not keep to."""
    for rule in _RULES:
        for breach in rule(policy, facts):
            yield evolve(breach, clauses=breach.clauses[:MOST_SHOWN], sources=(breach.sources or facts.sources)[:MOST_SHOWN])


def _level(policy: Policy, facts: Facts) -> Iterator[Breach]:
    if policy.level is not None:
        yield from _reached(Rule.LEVEL, policy.level, facts.levels.low, facts.levels.high, facts)


def _category(policy: Policy, facts: Facts) -> Iterator[Breach]:
    if policy.category is not None:
        yield from _reached(Rule.CATEGORY, policy.category, facts.levels.low.category, facts.levels.high.category, facts)


def _reached(rule: Rule, wanted: Ordered, certain: Ordered, possible: Ordered, facts: Facts) -> Iterator[Breach]:
    if certain >= wanted:
        return
    span = certain.value if certain is possible else f"{certain.value} to {possible.value}"
    known = possible < wanted
    why = next((finding.reason for finding in facts.classification.findings if finding.verdict is not Verdict.MET), "")
    yield Breach(
        rule=rule,
        verdict=Verdict.NOT_MET if known else Verdict.UNKNOWN,
        message=f"It is {span}, and the policy asks for {wanted.value}. {why}".strip(),
        clauses=tuple(dict.fromkeys(term for flag in facts.flags for term in flag.clauses if term.clause.departs_from)),
        mend=f"{_CHOOSE} that is {wanted.value} or higher."
        if known
        else f"Record what is missing ({_steps(facts)}), or use a release that is certain to be {wanted.value}.",
    )


def _steps(facts: Facts) -> str:
    reasons = [step.reason.rstrip(".") for step in facts.classification.next]
    return "; ".join(reasons[:3]) or "its parts and their licences"


def _licenses(policy: Policy, facts: Facts) -> Iterator[Breach]:
    allow, deny = policy.licenses.allow, policy.licenses.deny
    for via, expression in facts.expressions if allow is not None or deny else ():
        of = f" ({via})" if via else ""
        if expression is None:
            for rule in [Rule.LICENSES_ALLOW] * (allow is not None) + [Rule.LICENSES_DENY] * bool(deny):
                yield Breach(
                    rule=rule,
                    verdict=Verdict.UNKNOWN,
                    detail=via,
                    message=f"The licence{of} is not recorded.",
                    mend="Find out the licence and record it, or use a release whose licence is on record.",
                )
            continue
        if allow is not None:
            yield from _license(Rule.LICENSES_ALLOW, expression, via, lambda each: _among(each, allow))
        if deny:
            yield from _license(Rule.LICENSES_DENY, expression, via, lambda each: ~_among(each, deny))


def _license(rule: Rule, expression: LicenseExpression, via: str, judge: Callable[[License], Verdict]) -> Iterator[Breach]:
    """An `AND` needs both sides to do, an `OR` one: whoever may choose can choose the side that does."""
    verdict = expression.fold(lambda each, _: judge(each), Verdict.__and__, Verdict.__or__)
    if verdict is Verdict.MET:
        return
    at_fault = [license for license in expression.licenses if judge(license) is not Verdict.MET]
    names = ", ".join(license.id for license in at_fault)
    says = "not among the licences that the policy allows" if rule is Rule.LICENSES_ALLOW else "denied by the policy"
    of = f" ({via})" if via else ""
    yield Breach(
        rule=rule,
        verdict=verdict,
        detail=via,
        message=f"The licence {names}{of} is {says}." if verdict is Verdict.NOT_MET else f"It is not known whether {names}{of} is {says}.",
        clauses=tuple(Term(license.id, clause) for license in at_fault for clause in license.departures),
        sources=tuple(page for license in at_fault for page in license_pages(license)),
        mend=f"{_CHOOSE}, or ask the owner of the policy whether {names} is acceptable.",
    )


def _among(license: License, ids: frozenset[str]) -> Verdict:
    """Whether a licence is one of these; a name that stands for several is one if all that it stands for are."""
    if license.id == NOASSERTION_ID:
        return Verdict.UNKNOWN
    if license.id in ids:
        return Verdict.MET
    members = [member.id in ids for member in license.members]
    if members and any(members):
        return Verdict.MET if all(members) else Verdict.UNKNOWN
    return Verdict.NOT_MET


def _flags(policy: Policy, facts: Facts) -> Iterator[Breach]:
    allow, deny = policy.flags.allow, policy.flags.deny
    if allow is None and not deny:
        return
    for flag in facts.flags:
        if allow is not None and flag.name not in allow and flag.name not in INFORMATION:
            yield _flag(Rule.FLAGS_ALLOW, flag, "is not among those that the policy allows")
        if flag.name in deny:
            yield _flag(Rule.FLAGS_DENY, flag, "is denied by the policy")
    if not facts.flags_known:
        raised = {flag.name for flag in facts.flags}
        if allow is not None:
            yield _flags_not_known(Rule.FLAGS_ALLOW, "another string is attached that the policy does not allow")
        if deny - raised:
            names = ", ".join(flag.value for flag in FlagName if flag in deny - raised)
            yield _flags_not_known(Rule.FLAGS_DENY, f"one of these is attached: {names}")


def _flag(rule: Rule, flag: Flag, says: str) -> Breach:
    return Breach(
        rule=rule,
        verdict=Verdict.NOT_MET,
        detail=flag.name.value,
        message=f"The string {flag.name.value} is attached, which {says}.",
        clauses=flag.clauses,
        mend=f"{_CHOOSE} without {flag.name.value}.",
    )


def _flags_not_known(rule: Rule, what: str) -> Breach:
    return Breach(
        rule=rule,
        verdict=Verdict.UNKNOWN,
        message=f"The terms are not fully recorded, so it is not known whether {what}.",
        mend="Record the terms, or use a release whose terms are on record.",
    )


def _publishers(policy: Policy, facts: Facts) -> Iterator[Breach]:
    rule, name = policy.publishers, facts.model.developer
    if rule.allow is None and not rule.deny:
        return
    for asked, which in [(rule.allow is not None, Rule.PUBLISHERS_ALLOW), (bool(rule.deny), Rule.PUBLISHERS_DENY)]:
        if not asked:
            continue
        if name is None:
            yield Breach(
                rule=which,
                verdict=Verdict.UNKNOWN,
                message="Who published it is not recorded.",
                mend="Record the publisher as `developer`.",
            )
            continue
        listed = name_key(name) in map(name_key, rule.allow or () if which is Rule.PUBLISHERS_ALLOW else rule.deny)
        if listed is (which is Rule.PUBLISHERS_ALLOW):
            continue
        says = "not among the publishers that the policy allows" if which is Rule.PUBLISHERS_ALLOW else "denied by the policy"
        yield Breach(
            rule=which,
            verdict=Verdict.NOT_MET,
            message=f"The publisher {shown(name)} is {says}.",
            mend=f"{_CHOOSE}, from a publisher that the policy allows.",
        )


def _use(policy: Policy, facts: Facts) -> Iterator[Breach]:
    if policy.use is None:
        return
    decision = facts.decision(policy.use)
    permitted = decision.outcome.permits
    if permitted is Verdict.MET:
        yield from _headroom(policy, facts)
        return
    reasons = " ".join(decision.reasons[:3])
    if permitted is Verdict.NOT_MET:
        word = "needs a separate licence" if decision.outcome is Outcome.NEEDS_LICENSE else "is not permitted"
        mend = (
            "Ask the publisher for a licence, or use another release."
            if decision.outcome is Outcome.NEEDS_LICENSE
            else f"{_CHOOSE} whose terms permit the use."
        )
        yield Breach(rule=Rule.USE, verdict=permitted, message=f"The use {word}. {reasons}".strip(), clauses=decision.clauses, mend=mend)
        return
    questions = [f"{question.field}: {question.text}" for question in decision.open_questions]
    yield Breach(
        rule=Rule.USE,
        verdict=permitted,
        message=f"Whether the use is permitted is not known. {' '.join(questions[:3])}".strip(),
        clauses=tuple(dict.fromkeys(term for question in decision.open_questions for term in question.terms)),
        mend=_answering(decision),
    )


def _answering(decision: Decision) -> str:
    told = {field for question in decision.open_questions if (field := question.field) in _USE_FIELDS}
    if told:
        fields = ", ".join(f"`{field}`" for field in sorted(told))
        return f"Say {fields} in the `use` of the policy, or use a release that does not turn on it."
    return "Read the terms and record them, or use a release whose terms are on record."


_USE_FIELDS = frozenset(each.name for each in fields(Use))


def _headroom(policy: Policy, facts: Facts) -> Iterator[Breach]:
    """The same question for a use so much larger that it reaches every limit of which this use is a given part."""
    if policy.warn_at is None or policy.use is None:
        return
    decision = facts.decision(_grown(policy.use, policy.warn_at))
    if decision.outcome.permits is Verdict.MET:
        return
    terms = decision.clauses or tuple(term for question in decision.open_questions for term in question.terms)
    limits = tuple(dict.fromkeys(term for term in terms if term.clause.threshold))
    yield Breach(
        rule=Rule.HEADROOM,
        verdict=Verdict.NOT_MET,
        message=f"The use has reached {policy.warn_at:.0%} of a limit of the terms. {' '.join(decision.reasons[:3])}".strip(),
        clauses=limits or terms,
        mend="Plan for a licence from the publisher, or for another release, before the use outgrows the limit.",
    )


@lru_cache(maxsize=256)
def _grown(use: Use, part: float) -> Use:
    """Return a use with all its numbers so much larger that what is a `part` of a limit now reaches it."""
    grown: dict[str, object] = {each.name: getattr(use, each.name) for each in fields(Use)}
    for metric in Metric:
        number = use.number(metric)
        if isinstance(number, Money):
            grown[field_of(metric)] = Money(min(number.amount / part, 9e17), number.currency)
        elif number is not None:
            grown[field_of(metric)] = round(number / part)
    return record(Use, grown)


def _frameworks(policy: Policy, facts: Facts) -> Iterator[Breach]:
    for wanted in policy.frameworks:
        assessment = facts.assessment(wanted.id)
        verdict = _framework_verdict(wanted, assessment)
        if verdict is Verdict.MET:
            continue
        lacking = [finding for finding in assessment.criteria if finding.verdict is not Verdict.MET]
        asked = f"one of {', '.join(wanted.verdicts)}" if wanted.verdicts else "it to be met"
        yield Breach(
            rule=Rule.FRAMEWORKS,
            verdict=verdict,
            detail=wanted.id,
            message=f"{wanted.id} {assessment.version} says {assessment.verdict}, and the policy asks for {asked}. "
            + " ".join(f"{finding.id}: {finding.reason}" for finding in lacking[:3]),
            sources=tuple(dict.fromkeys(page for finding in lacking for page in finding.sources)),
            mend=f"{_CHOOSE} that {wanted.id} finds to be so."
            if verdict is Verdict.NOT_MET
            else f"Record what {', '.join(finding.id for finding in lacking[:4]) or wanted.id} asks for, or use another release.",
        )


def _framework_verdict(wanted: FrameworkRule, found: Assessment) -> Verdict:
    if not wanted.verdicts:
        return found.met
    if found.verdict in wanted.verdicts:
        return Verdict.MET
    # Where a criterion is still open, so may be a higher verdict than the one that is certain.
    still_open = found.met is not Verdict.NOT_MET and any(finding.verdict is Verdict.UNKNOWN for finding in found.criteria)
    return Verdict.UNKNOWN if still_open or found.met is Verdict.UNKNOWN else Verdict.NOT_MET


_RULES: tuple[Callable[[Policy, Facts], Iterator[Breach]], ...] = (_level, _category, _licenses, _flags, _publishers, _use, _frameworks)
