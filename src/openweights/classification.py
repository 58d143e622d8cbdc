"""The answer to "how open is it": a level, the two axes, and everything that led there."""

from __future__ import annotations

from collections.abc import Iterator
from enum import Enum

from attrs import frozen

from openweights.artifact import ArtifactKind
from openweights.finding import Finding
from openweights.flags import Flag
from openweights.ladder import Category, Completeness, Freedom, Interval, Openness
from openweights.markup import card
from openweights.model import Claim, Model


class Action(Enum):
    """What a step upwards takes."""

    #: Let people reach the model at all.
    OFFER = "offer"
    #: Publish an artifact.
    PUBLISH = "publish"
    #: Put something under freer terms.
    RELICENSE = "relicense"
    #: Find out and record a fact; the model may be there already.
    RECORD = "record"


@frozen(kw_only=True)
class Step:
    """One of the things that together lift a model one level."""

    #: What it takes.
    action: Action
    #: The artifact that it is about, if it is about one.
    artifact: ArtifactKind | None = None
    #: The id of the licence that stands in the way, if one does.
    license: str | None = None
    #: The base model whose terms or parts are lacking, if it is not the model itself.
    base: str | None = None
    #: What is to be done, in a sentence.
    reason: str


@frozen(kw_only=True)
class Overclaim:
    """A claim that says more than was found (rule 2.5)."""

    #: What was claimed.
    claim: Claim
    #: The most that the facts allow, or the category that was found.
    found: Category
    #: Whether it is certain that the claim says too much.
    certain: bool


@frozen(kw_only=True)
class Classification:
    """Where a model, or a name that stands for several, is on the ladder, and why.

    Examples:
        >>> from openweights import classify
        >>> answer = classify("Llama 3")
        >>> answer.level, answer.certain
        (<Openness.WEIGHTS_RESTRICTED: 'weights-restricted'>, True)
    """

    #: What was classified: the name of the model or of the family.
    name: str
    #: The model; nothing for a name that stands for several releases.
    model: Model | None
    #: The highest level that is certain.
    level: Openness
    #: The highest level that is still possible.
    ceiling: Openness
    #: The first axis: what is published.
    completeness: Interval[Completeness]
    #: The second axis: what the terms on the parameters allow.
    freedom: Interval[Freedom]
    #: The criteria in the order in which they decided.
    findings: tuple[Finding, ...] = ()
    #: The strings attached, weightiest first.
    flags: tuple[Flag, ...] = ()
    #: What somebody calls it.
    claims: tuple[Claim, ...] = ()
    #: What would lift it one level; all of it together.
    next: tuple[Step, ...] = ()
    #: For a name that stands for several releases: each of them.
    members: tuple[Classification, ...] = ()

    @property
    def certain(self) -> bool:
        """Whether the facts allow only one level."""
        return self.level is self.ceiling

    @property
    def category(self) -> Category:
        """The everyday word for the level that is certain."""
        return self.level.category

    @property
    def openwashing(self) -> tuple[Overclaim, ...]:
        """The claims that say more than was found, or may (rule 2.5); they never change the level."""
        return tuple(
            Overclaim(claim=claim, found=self.category, certain=claim.category > self.ceiling.category)
            for claim in self.claims
            if claim.category > self.category
        )

    def explain(self) -> str:
        """Return the classification in plain sentences, one a line.

        Examples:
            >>> from openweights import classify
            >>> print(classify("GPT-5").explain().splitlines()[0])
            GPT-5 is closed (api): reachable through an API or a cloud only.
        """
        return "\n".join(self._sentences())

    def _sentences(self) -> Iterator[str]:
        if self.members:
            span = f"all {self.level.value}" if self.certain else f"from {self.level.value} to {self.ceiling.value}"
            number = f"{len(self.members)} releases" if len(self.members) > 1 else "one release"
            yield f"{self.name} stands for {number}, {span}."
            for member in self.members:
                yield f"- {member.name}: {_span(member)}."
        else:
            if self.certain:
                yield f"{self.name} is {self.category.value} ({self.level.value}): {self.level.rule}."
            else:
                yield f"{self.name} is at least {self.level.value}: {self.level.rule}."
                yield f"What is not recorded could lift it to {self.ceiling.value}: {self.ceiling.rule}."
            yield f"Published: {self.completeness}. Terms on the parameters: {self.freedom}."
            for finding in self.findings:
                yield f"- {finding.id}: {finding.verdict.value}. {finding.reason}"
        for flag in self.flags:
            yield f"! {flag.name.value}{_because(flag)}"
        for over in self.openwashing:
            word = "says more than was found" if over.certain else "may say more than is known"
            yield f'{over.claim.claimant} calls it "{over.claim.quote}"; this {word} ({over.found.value}).'
        if self.next:
            yield "One level up: " + " ".join(step.reason for step in self.next)

    def _repr_html_(self) -> str:
        facts = [
            ("Category", self.category.value),
            ("Level", _span(self)),
            ("Published", str(self.completeness)),
            ("Terms", str(self.freedom)),
            ("Flags", ", ".join(flag.name.value for flag in self.flags) or "none"),
            *((f"Claim by {over.claim.claimant}", f'"{over.claim.quote}", found {over.found.value}') for over in self.openwashing),
        ]
        if self.members:
            return card(self.name, facts, rows=[(member.name, _span(member)) for member in self.members], header=("Release", "Level"))
        rows = [(finding.id, finding.verdict.value, finding.reason) for finding in self.findings]
        return card(self.name, facts, rows=rows, header=("Criterion", "Verdict", "Reason"))


def _span(classification: Classification) -> str:
    return classification.level.value if classification.certain else f"{classification.level.value} to {classification.ceiling.value}"


def _because(flag: Flag) -> str:
    parts = [
        f"{term.license}{f' {term.clause.section}' if term.clause.section else ''}{f' (through {term.via})' if term.via else ''}"
        f"{f': {term.clause.threshold}' if term.clause.threshold else ''}"
        for term in flag.clauses
    ]
    return f" ({'; '.join(dict.fromkeys(parts))})" if parts else ""
