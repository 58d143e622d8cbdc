"""The gradient of release: I. Solaiman, The Gradient of Generative AI Release (2023), <https://arxiv.org/abs/2302.04844>.

Six positions, from fully closed to fully open, by what people outside can reach. Terms play no part in it.
"""

from __future__ import annotations

import datetime

from openweights.artifact import ArtifactKind
from openweights.assessment import Assessment, Criterion, Framework
from openweights.finding import Finding, evidence
from openweights.frameworks.open_weights import parameters_published
from openweights.frameworks.osaid import CODE, TRAINING_DATA, is_published
from openweights.ladder import Interval, Ordered, exactly
from openweights.lineage import Resolve, ancestors, resolve_nothing
from openweights.model import Access, Model
from openweights.verdict import Verdict


class Position(Ordered):
    """A position on the gradient, most closed first.

    `GRADUAL_STAGED` says how a release came about and not what is out, so it takes a history of releases: it is never assigned.

    Source: Solaiman 2023, arXiv:2302.04844, abstract.
    """

    FULLY_CLOSED = "fully-closed"
    GRADUAL_STAGED = "gradual-staged"
    HOSTED = "hosted"
    API = "api"
    DOWNLOADABLE = "downloadable"
    FULLY_OPEN = "fully-open"


#: Documents that describe a model: a fully open release has at least one.
_DOCUMENTS = (ArtifactKind.MODEL_CARD, ArtifactKind.TECHNICAL_REPORT, ArtifactKind.RESEARCH_PAPER)

_PAPER = "Solaiman 2023, arXiv:2302.04844"

CRITERIA = (
    Criterion(id="gradient.gradual-staged", title="released in stages over time", source=_PAPER),
    Criterion(id="gradient.hosted", title="people outside can use it", source=_PAPER),
    Criterion(id="gradient.api", title="reachable through a cloud or an API, or downloadable", source=_PAPER),
    Criterion(id="gradient.downloadable", title="the parameters downloadable", source=_PAPER, artifacts=(ArtifactKind.MODEL_PARAMETERS,)),
    Criterion(
        id="gradient.fully-open",
        title="training data, code and documentation downloadable too",
        source=_PAPER,
        artifacts=(ArtifactKind.MODEL_PARAMETERS, *CODE, *TRAINING_DATA, *_DOCUMENTS),
    ),
)

_UNREACHED = Interval(Position.FULLY_CLOSED, Position.API)

_CLOSED = {
    Access.UNRELEASED: exactly(Position.FULLY_CLOSED),
    Access.HOSTED: exactly(Position.HOSTED),
    Access.API: exactly(Position.API),
}


def assess(model: Model, resolve: Resolve = resolve_nothing) -> Assessment:
    """Return the position of a model on the gradient of release.

    The verdict is the lowest position that the facts allow, which is the one that is certain; a remark names the highest that is still
    possible. The gradient has no yes and no of its own: `met` says whether the model is downloadable or above, the line between a model
    that one runs oneself and one that one is given access to.

    Args:
        model: The model; it is fully open only if every base whose weights it contains is.
        resolve: Finds a base that is given by name.

    Raises:
        LineageError: If the lineage has no end.

    Source: Solaiman 2023, arXiv:2302.04844.

    Examples:
        >>> assess(Model("M", access="api")).remarks
        ('What is not recorded could lift it to fully-open.', 'Whether it was released in stages takes a history, which a record has not.')
    """
    position = _position(model, resolve)
    staged = "Whether it was released in stages takes a history, which a record has not."
    remarks = (staged,) if position.certain else (f"What is not recorded could lift it to {position.high.value}.", staged)
    return Assessment(
        framework="release-gradient",
        version=FRAMEWORK.version,
        name=model.name,
        verdict=position.low.value,
        met=_at_least(Position.DOWNLOADABLE, position),
        criteria=(
            Finding("gradient.gradual-staged", Verdict.UNKNOWN, staged),
            *(_finding(each, position, model) for each in list(Position)[2:]),
        ),
        remarks=remarks,
    )


def _position(model: Model, resolve: Resolve) -> Interval[Position]:
    """Return the positions that the facts allow: the lowest takes every unknown for a no, the highest for a yes (rule 2.2)."""
    closed = _CLOSED.get(model.access, _UNREACHED)
    downloadable = parameters_published(model)
    if downloadable is Verdict.NOT_MET:
        return closed
    everything = _everything_else(model)
    for each in ancestors(model, resolve):
        if each.contained:
            everything &= _everything_else(each.model) if each.model else Verdict.UNKNOWN
    open_ = Position.FULLY_OPEN if everything is Verdict.MET else Position.DOWNLOADABLE
    possible = Position.DOWNLOADABLE if everything is Verdict.NOT_MET else Position.FULLY_OPEN
    return Interval(open_ if downloadable is Verdict.MET else closed.low, possible)


def _everything_else(model: Model) -> Verdict:
    """Whether the training data, all code and a document can be downloaded."""
    parts = [is_published(model.artifacts_of(kind)) for kind in CODE]
    data = is_published(model.artifacts_of(*TRAINING_DATA))
    # Of documents one is enough; a kind that nobody recorded may be there.
    documents = [
        Verdict.any_of(each.availability.published for each in found) if (found := model.artifacts_of(kind)) else Verdict.UNKNOWN
        for kind in _DOCUMENTS
    ]
    return Verdict.all_of([*parts, data, Verdict.any_of(documents)])


def _at_least(step: Position, position: Interval[Position]) -> Verdict:
    if position.low >= step:
        return Verdict.MET
    return Verdict.NOT_MET if position.high < step else Verdict.UNKNOWN


_REASONS = {
    Position.HOSTED: ("People outside can use it.", "Nobody outside can use it.", "whether people outside can use it"),
    Position.API: (
        "It can be reached through a cloud or an API, or downloaded.",
        "It can be reached neither through a cloud or an API nor by download.",
        "whether it can be reached through a cloud or an API",
    ),
    Position.DOWNLOADABLE: (
        "All parameters can be downloaded.",
        "The parameters cannot all be downloaded.",
        "whether the parameters can be downloaded",
    ),
    Position.FULLY_OPEN: (
        "Training data, code and documentation can be downloaded too.",
        "Parameters, training data, code and documentation cannot all be downloaded.",
        "whether parameters, training data, code and documentation can all be downloaded",
    ),
}


def _finding(step: Position, position: Interval[Position], model: Model) -> Finding:
    verdict = _at_least(step, position)
    yes, no, open_ = _REASONS[step]
    reason = {Verdict.MET: yes, Verdict.NOT_MET: no, Verdict.UNKNOWN: f"It is not recorded {open_}."}[verdict]
    criterion = next(each for each in CRITERIA if each.id == f"gradient.{step.value}")
    access = tuple(source.url for source in model.sources if "access" in source.supports)
    sources = evidence(model.artifacts_of(*criterion.artifacts)) if criterion.artifacts else access
    return Finding(criterion.id, verdict, reason, sources)


FRAMEWORK = Framework(
    id="release-gradient",
    name="Gradient of release",
    version="2023",
    date=datetime.date(2023, 2, 5),
    url="https://arxiv.org/abs/2302.04844",
    criteria=CRITERIA,
    assess=assess,
)
