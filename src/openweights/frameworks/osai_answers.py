"""What recorded artifacts answer to the dimensions of the European Open Source AI Index.

Records know what is published, not how good a text is, so an answer is an interval. Every rule here is monotonic: publishing an artifact
or freeing its terms moves no end down, and recording what was not recorded only narrows (rule 2.3).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from attrs import frozen

from openweights.artifact import Artifact, ArtifactKind, Availability, Coverage
from openweights.frameworks.osaid import CODE, TRAINING_DATA, is_open
from openweights.ladder import Interval, Ordered, exactly, hull
from openweights.lineage import Resolve, ancestors, effective_terms
from openweights.model import Model
from openweights.verdict import Verdict


class Answer(Ordered):
    """What the index says of a dimension, from least to most. The first two are no degrees."""

    #: Nothing is recorded.
    UNKNOWN = "unknown"
    #: The dimension does not apply to the release: the index leaves the class empty.
    NOT_APPLICABLE = "not-applicable"
    CLOSED = "closed"
    PARTIAL = "partial"
    OPEN = "open"


Span = Interval[Answer]

#: The answer when nothing is known.
ANY: Span = Interval(Answer.CLOSED, Answer.OPEN)
_CLOSED: Span = exactly(Answer.CLOSED)
_PARTIAL: Span = exactly(Answer.PARTIAL)
_OPEN: Span = exactly(Answer.OPEN)

#: What can be inspected. The index says of weights behind a gate that they are partial, and nothing of other things behind one.
_SHARED = {
    Availability.UNKNOWN: ANY,
    Availability.NOT_PUBLISHED: _CLOSED,
    Availability.PARTIAL: _PARTIAL,
    Availability.ON_REQUEST: _PARTIAL,
    Availability.GATED: Interval(Answer.PARTIAL, Answer.OPEN),
    Availability.PUBLIC: _OPEN,
}
_WEIGHTS_SHARED = {**_SHARED, Availability.GATED: _PARTIAL}

#: What can be read: a public text tells something, and whether it tells everything is not recorded.
_TOLD = {**_SHARED, Availability.PUBLIC: Interval(Answer.PARTIAL, Answer.OPEN)}

#: What terms can be about: to them it does not matter how it is handed out.
_OUT = {**_SHARED, Availability.ON_REQUEST: _OPEN, Availability.GATED: _OPEN}


@frozen
class Release:
    """A model with what the index asks for besides."""

    #: The model.
    model: Model
    #: The bases whose weights it contains; nothing for one that nobody has recorded.
    bases: tuple[Model | None, ...]
    #: Whether the effective terms on the parameters are open.
    open_terms: Verdict

    @classmethod
    def of(cls, model: Model, resolve: Resolve) -> Release:
        """Return the release that a model is.

        Raises:
            LineageError: If the lineage has no end.
        """
        bases = tuple(each.model for each in ancestors(model, resolve) if each.contained)
        return cls(model, bases, is_open(effective_terms(model, resolve).freedom))

    @property
    def base_models(self) -> tuple[Model | None, ...]:
        """The base models. A model without bases is its own: the index then repeats the answers of the end model."""
        return self.bases or (self.model,)

    @property
    def generations(self) -> tuple[Model | None, ...]:
        """The model and its bases."""
        return (self.model, *self.bases)


Kinds = tuple[ArtifactKind, ...]


def _together(parts: Iterable[Span]) -> Span:
    """Return what several parts, of which there is at least one, come to: open if all are, closed if all are, else partial."""
    known = list(parts)

    def joint(answers: set[Answer]) -> Answer:
        return answers.pop() if len(answers) == 1 else Answer.PARTIAL

    return Interval(joint({each.low for each in known}), joint({each.high for each in known}))


def _best(parts: Iterable[Span]) -> Span:
    """Return what the best of several parts is."""
    best = _CLOSED
    for part in parts:
        best = best.join(part)
    return best


def _shared(model: Model | None, *kinds: ArtifactKind) -> Span:
    """Return how much of the artifacts of these kinds can be inspected."""
    recorded = model.artifacts_of(*kinds) if model else ()
    if not recorded:
        return ANY
    return _together((_WEIGHTS_SHARED if each.kind is ArtifactKind.MODEL_PARAMETERS else _SHARED)[each.availability] for each in recorded)


def _own(release: Release, kinds: Kinds) -> Span:
    return _shared(release.model, *kinds)


def _base_data(release: Release, kinds: Kinds) -> Span:
    return _together([_shared(release.model, *kinds), *(_shared(base, *TRAINING_DATA) for base in release.bases)])


def _base_weights(release: Release, kinds: Kinds) -> Span:
    return _together(_shared(base, *kinds) for base in release.base_models)


def _training_code(release: Release, kinds: Kinds) -> Span:
    """The index counts the code of the bases for some models and not for others: the answer spans both readings."""
    own, every = (
        _together(_shared(owner, kind) for owner in owners for kind in kinds) for owners in ((release.model,), release.generations)
    )
    return hull((own, every))


def _not_recorded(_: Release, __: Kinds) -> Span:
    """The index asks for documented code whether or not the code is shared, and no artifact records that."""
    return ANY


def _told(model: Model, kind: ArtifactKind, enough: frozenset[Coverage] = frozenset()) -> Span:
    """Return how far the documents of a kind go: all the way if one is public and covers `enough`."""
    recorded = model.artifacts_of(kind)

    def one(artifact: Artifact) -> Span:
        if artifact.availability is Availability.PUBLIC and enough and enough <= artifact.covers:
            return _OPEN
        return _TOLD[artifact.availability]

    return _best(map(one, recorded)) if recorded else ANY


def _setup(release: Release, kinds: Kinds) -> Span:
    """A document that covers architecture or training tells something of the setup.

    Whether it tells the hardware too is not recorded, and the index takes any page for documentation, so absence proves nothing.
    """
    telling = [each for each in release.model.artifacts_of(*kinds) if each.covers & {Coverage.ARCHITECTURE, Coverage.TRAINING}]
    return Interval(_best(_TOLD[each.availability] for each in telling).low, Answer.OPEN)


def _paper(release: Release, kinds: Kinds) -> Span:
    """What is recorded as a research paper need not be peer-reviewed."""
    return Interval(Answer.CLOSED, _best(_told(release.model, kind) for kind in kinds).high)


def _preprint(release: Release, _: Kinds) -> Span:
    """A technical report is one; what is recorded as a research paper may be archived as one too, but need not."""
    report = _told(release.model, ArtifactKind.TECHNICAL_REPORT, frozenset({Coverage.DATA_INFORMATION, Coverage.TRAINING}))
    return report.join(_paper(release, (ArtifactKind.RESEARCH_PAPER,)))


def _model_card(release: Release, kinds: Kinds) -> Span:
    return _best(_told(release.model, kind) for kind in kinds)


def _datasheet(release: Release, kinds: Kinds) -> Span:
    return _best(_told(release.model, kind, frozenset({Coverage.DATA_INFORMATION})) for kind in kinds)


def _licenses(release: Release, _: Kinds) -> Span:
    """The terms on the parameters are the effective ones (rule 2.4); code and data are judged by their own licences.

    What is not published is not under an open licence. The index also says "as available" and then leaves it out, but so read,
    publishing under poor terms would lower the answer (rule 2.3).
    """
    model = release.model

    def licensed(artifacts: tuple[Artifact, ...], terms: Callable[[Artifact], Verdict]) -> Span:
        return _together(_openly(_OUT[each.availability], terms(each)) for each in artifacts) if artifacts else ANY

    def own_terms(artifact: Artifact) -> Verdict:
        license = model.license_of(artifact)
        return Verdict.UNKNOWN if license is None else is_open(license.freedom)

    def joint(answers: list[Answer]) -> Answer:
        if all(answer is Answer.OPEN for answer in answers):
            return Answer.OPEN
        return Answer.PARTIAL if sum(answer is not Answer.CLOSED for answer in answers) >= 2 else Answer.CLOSED

    three = (
        licensed(model.artifacts_of(ArtifactKind.MODEL_PARAMETERS), lambda _: release.open_terms),
        _together(licensed(model.artifacts_of(kind), own_terms) for kind in CODE),
        licensed(model.artifacts_of(*TRAINING_DATA), own_terms),
    )
    return Interval(joint([each.low for each in three]), joint([each.high for each in three]))


def _openly(out: Span, terms: Verdict) -> Span:
    """Return how much of what is out is under open terms."""
    return {Verdict.MET: out, Verdict.NOT_MET: _CLOSED, Verdict.UNKNOWN: Interval(Answer.CLOSED, out.high)}[terms]


#: By dimension: what a release answers, given the kinds of artifacts that the dimension is about.
RULES: Mapping[str, Callable[[Release, Kinds], Span]] = {
    "datasources_basemodel": _base_data,
    "datasources_endmodel": _own,
    "weights_basemodel": _base_weights,
    "weights_endmodel": _own,
    "trainingcode": _training_code,
    "code": _not_recorded,
    "hardware_architecture": _setup,
    "preprint": _preprint,
    "paper": _paper,
    "modelcard": _model_card,
    "datasheet": _datasheet,
    "licenses": _licenses,
}

#: By dimension: whose artifacts speak to it, where not the model's alone.
_OWNERS: Mapping[str, Callable[[Release], tuple[Model | None, ...]]] = {
    "datasources_basemodel": lambda release: release.generations,
    "weights_basemodel": lambda release: release.base_models,
    "trainingcode": lambda release: release.generations,
}


def artifacts_for(release: Release, key: str, kinds: Kinds) -> tuple[Artifact, ...]:
    """Return the artifacts on which the answer to a dimension rests."""
    owners = _OWNERS[key](release) if key in _OWNERS else (release.model,)
    return tuple(artifact for owner in owners if owner for artifact in owner.artifacts_of(*kinds))
