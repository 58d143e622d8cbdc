"""What came of holding models to a policy: one data model, which every format renders."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from functools import cached_property
from hashlib import sha256

from attrs import frozen

from openweights.decision import cited
from openweights.ladder import Ordered
from openweights.policy.place import Place
from openweights.policy.rules import Exemption, Rule
from openweights.terms import Term
from openweights.verdict import Verdict


class Severity(Ordered):
    """How much a violation weighs."""

    #: To be known; it does not fail the gate.
    WARNING = "warning"
    #: It fails the gate.
    ERROR = "error"


@frozen(kw_only=True)
class Violation:
    """A rule that a model does not keep to, or is not known to keep to."""

    #: The rule.
    rule: Rule
    #: The policy that asks for it.
    policy: str
    #: Whether it fails the gate.
    severity: Severity
    #: The words by which the model was named; for a rule about no single model, the file or the name of the policy.
    ref: str
    #: What the model is called on record; nothing if it is not, or for a rule about no single model.
    model: str | None = None
    #: Not met, or not known to be.
    verdict: Verdict = Verdict.NOT_MET
    #: What of the rule it is about: a flag, a framework, the base that brings a licence in; empty if there is only one thing.
    detail: str = ""
    #: What is wrong, in a sentence.
    message: str
    #: The clauses behind it.
    clauses: tuple[Term, ...] = ()
    #: The pages that it rests on.
    sources: tuple[str, ...] = ()
    #: What to do about it.
    mend: str
    #: Releases that would pass the same policy.
    offers: tuple[str, ...] = ()
    #: Where the model was named.
    place: Place | None = None
    #: An exception that held until it expired.
    expired: Exemption | None = None

    @property
    def subject(self) -> str:
        """The rule, and what of it the violation is about, as a phrase."""
        return f"{self.rule.value} ({self.detail})" if self.detail else self.rule.value

    @property
    def key(self) -> tuple[str, str, str, str, str]:
        """What makes it this violation and no other, whatever its wording and its weight.

        A use that comes near a limit and one that is beyond it are one violation, of different weight.
        """
        rule = Rule.USE if self.rule is Rule.HEADROOM else self.rule
        return (self.policy, rule.value, self.ref, str(self.place or ""), self.detail)

    @property
    def fingerprint(self) -> str:
        """A short digest that stays while the model is named in the same file, also on another line."""
        file = self.place.file if self.place else ""
        return sha256("\0".join((self.rule.value, self.ref, file, self.detail)).encode("utf-8", "surrogatepass")).hexdigest()[:32]

    @property
    def clause_lines(self) -> tuple[str, ...]:
        """The clauses, each a phrase: licence, section, base that brought it in, and what it says."""
        lines = (
            f"{cited(term)}: {term.clause.summary or f'{term.clause.effect.value} {term.clause.kind.value}'}"
            f"{f' [{term.clause.threshold}]' if term.clause.threshold else ''}"
            for term in self.clauses
        )
        return tuple(dict.fromkeys(lines))

    @property
    def mends(self) -> tuple[str, ...]:
        """What to do about it, a sentence each: the mend, the releases that pass, and what became of an exception."""
        sentences = [self.mend]
        if self.offers:
            sentences.append(f"Releases that pass this policy: {', '.join(self.offers)}.")
        if self.expired:
            sentences.append(
                f"An exception held until {self.expired.expires} ({self.expired.reason}): ask {self.expired.owner} whether to renew it."
            )
        return tuple(sentences)


@frozen(kw_only=True)
class Excepted:
    """A violation that an exception lifts."""

    #: What it would be.
    violation: Violation
    #: What lifts it.
    exception: Exemption


@frozen(kw_only=True)
class Silenced:
    """A violation that does not count, since the place where the model is named says so."""

    #: What it would be.
    violation: Violation
    #: Why it does not count.
    reason: str


@frozen(kw_only=True)
class Checked:
    """A model that was held to the policy."""

    #: The words by which it was named.
    ref: str
    #: What the model, or the family, is called on record; nothing if no record carries the name.
    model: str | None
    #: The ids of the records: one for a release, several for a name that stands for several.
    ids: tuple[str, ...]
    #: Where it was named.
    place: Place | None = None
    #: For a name that no record carries, names that look alike.
    did_you_mean: tuple[str, ...] = ()
    #: Why it does not count, if the place where it is named says so and the policy allows that.
    silenced: str | None = None
    #: What else a reader should know of it, a sentence each.
    remarks: tuple[str, ...] = ()


@frozen(kw_only=True, repr=False)
class Report:
    """How models stand to a policy. It is true if they pass: no violation is an error.

    Examples:
        >>> from openweights import Policy
        >>> report = Policy(name="team", category="open-weights").check(["GPT-5", "gpt-oss-120b"])
        >>> report.passes, len(report.violations)
        (False, 1)
    """

    #: What the policy is called.
    policy: str
    #: Where it was read.
    file: str | None
    #: The version of the data that answered.
    data_version: str
    #: The day by which exceptions were judged.
    day: datetime.date
    #: What was asked about, in order.
    checked: tuple[Checked, ...]
    #: What does not pass, or only with a warning; by model, then by rule.
    violations: tuple[Violation, ...] = ()
    #: What an exception lifts.
    excepted: tuple[Excepted, ...] = ()
    #: What does not count, since a comment or a manifest beside the sources says so.
    silenced: tuple[Silenced, ...] = ()
    #: What else a reader should know, a sentence each.
    notes: tuple[str, ...] = ()

    @property
    def errors(self) -> tuple[Violation, ...]:
        """The violations that fail the gate."""
        return tuple(each for each in self.violations if each.severity is Severity.ERROR)

    @property
    def warnings(self) -> tuple[Violation, ...]:
        """The violations that do not."""
        return tuple(each for each in self.violations if each.severity is Severity.WARNING)

    @property
    def passes(self) -> bool:
        """Whether nothing fails the gate."""
        return not self.errors

    def of(self, checked: Checked) -> tuple[Violation, ...]:
        """Return the violations of one of the models that were checked."""
        return self._by_name.get((checked.ref, checked.place), ())

    @cached_property
    def _by_name(self) -> dict[tuple[str, Place | None], tuple[Violation, ...]]:
        """The violations of models, by name and place: a format asks for those of each of thousands."""
        found: dict[tuple[str, Place | None], list[Violation]] = {}
        for each in self.violations:
            if not self._is_general(each):
                found.setdefault((each.ref, each.place), []).append(each)
        return {key: tuple(group) for key, group in found.items()}

    @property
    def general(self) -> tuple[Violation, ...]:
        """The violations of rules that are about no single model."""
        return tuple(each for each in self.violations if self._is_general(each))

    @staticmethod
    def _is_general(violation: Violation) -> bool:
        return violation.rule is Rule.DATA

    @property
    def headline(self) -> str:
        """The outcome in a sentence."""
        blocked = len({each.ref for each in self.errors if not self._is_general(each)})
        counted = [each for each in self.checked if each.silenced is None]
        names = {each.ref for each in counted}
        where = f" in {_count(len(counted), 'place')}" if len(counted) > len(names) else ""
        models = f"{_count(len(names), 'model')}{where}"
        parts = [f"{blocked} of {models} blocked" if blocked else f"{models} checked"]
        parts += [_count(len(self.errors), "error"), _count(len(self.warnings), "warning")] if self.violations else ["no violations"]
        if self.excepted:
            parts.append(f"{len(self.excepted)} lifted by exceptions")
        if len(counted) < len(self.checked):
            parts.append(f"{_count(len(self.checked) - len(counted), 'reference')} silenced")
        return f"{'Passed' if self.passes else 'Blocked'} by the policy {self.policy}: {', '.join(parts)}."

    def explain(self) -> str:
        """Return the report in plain sentences, one a line."""
        return "\n".join(self._sentences())

    def _sentences(self) -> Iterator[str]:
        yield self.headline
        for each in self.violations:
            where = f" ({each.place})" if each.place else ""
            yield f"- {each.ref}{where}: {each.rule.value}: {each.message} {' '.join(each.mends)}"
        yield from self.notes

    def __bool__(self) -> bool:
        return self.passes

    def __repr__(self) -> str:
        # Short, on one line: this is what a failed assertion shows, and it cuts what is longer out of the middle.
        said = [f"<Report: {'passed' if self.passes else 'blocked'} by {self.policy[:30]}"]
        said += [f"{each.ref[:40]}: {each.rule.value}: {each.message[:100]}" for each in self.errors[:1]]
        return f"{': '.join(said)}>"


def _count(number: int, what: str) -> str:
    return f"{number} {what}{'' if number == 1 else 's'}"
