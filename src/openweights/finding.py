"""One step of a judgement: what was asked, what was found, and on what evidence."""

from __future__ import annotations

from collections.abc import Iterable

from attrs import frozen

from openweights.artifact import Artifact
from openweights.verdict import Verdict


@frozen
class Finding:
    """A criterion with its verdict, the reason and the evidence."""

    #: Stable id of the criterion.
    id: str
    #: Whether it is met.
    verdict: Verdict
    #: Why, in one sentence.
    reason: str
    #: The pages that the verdict rests on.
    sources: tuple[str, ...] = ()


def evidence(artifacts: Iterable[Artifact]) -> tuple[str, ...]:
    """Return the sources of artifacts, each once, in order."""
    return tuple(dict.fromkeys(artifact.source for artifact in artifacts if artifact.source))
