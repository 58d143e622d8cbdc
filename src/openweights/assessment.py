"""What one published definition says of a model: its verdict, criterion by criterion."""

from __future__ import annotations

import datetime
from collections.abc import Callable

from attrs import field, frozen

from openweights.artifact import ArtifactKind
from openweights.finding import Finding
from openweights.lineage import Resolve
from openweights.markup import card
from openweights.model import Model
from openweights.verdict import Verdict


@frozen(kw_only=True)
class Criterion:
    """One thing that a definition asks for."""

    #: Stable id, such as `osaid.code`.
    id: str
    #: What it asks for, in a phrase of ours.
    title: str
    #: Where the definition says so: document, version, section.
    source: str
    #: The artifacts that it is about, for the cross-walk.
    artifacts: tuple[ArtifactKind, ...] = ()


@frozen(kw_only=True)
class Assessment:
    """One definition's verdict on one model or licence."""

    #: The id of the framework.
    framework: str
    #: The version of the definition.
    version: str
    #: What was assessed: the name of a model or of a licence.
    name: str
    #: The verdict in the definition's own words.
    verdict: str
    #: The same as a yes, a no or not known.
    met: Verdict
    #: The criteria, in the definition's order, each with its verdict, reason and evidence.
    criteria: tuple[Finding, ...]
    #: Named figures, where the definition has them: for the MOF the progress of each class in percent.
    score: tuple[tuple[str, float], ...] = ()
    #: What remains to be said, a sentence each: duties that remain, limits of the reading.
    remarks: tuple[str, ...] = ()

    def _repr_html_(self) -> str:
        facts = [
            ("Framework", f"{self.framework} {self.version}"),
            ("Verdict", self.verdict),
            *((name, f"{value:g}") for name, value in self.score),
        ]
        rows = [(finding.id, finding.verdict.value, finding.reason) for finding in self.criteria]
        return card(self.name, facts, rows=rows, header=("Criterion", "Verdict", "Reason"))


@frozen(kw_only=True)
class Framework:
    """A published definition: where it stands, what it asks for, and the function that applies it to a model."""

    #: Stable id, such as `osaid`.
    id: str
    #: What it is called.
    name: str
    #: The version that the rules were taken from.
    version: str
    #: The day of that version.
    date: datetime.date
    #: Where it is published.
    url: str
    #: What it asks for, in its own order.
    criteria: tuple[Criterion, ...]
    #: Applies it to a model; bases that are given by name are found with the second argument.
    assess: Callable[[Model, Resolve], Assessment] = field(repr=False)
