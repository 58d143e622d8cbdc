"""Open Weights as the Open Source Initiative describes them, <https://opensource.org/ai/open-weights>.

The final parameters are shared under an OSI-approved licence, or terms that conform with the Open Source Definition; code, training data
and information about the data may be absent. Parameters that can be downloaded under other terms are no Open Weights in this sense: the
ladder's `weights-restricted` and `weights-non-commercial` are the name for them.
"""

from __future__ import annotations

import datetime

from openweights.artifact import ArtifactKind
from openweights.assessment import Assessment, Criterion, Framework
from openweights.finding import Finding, evidence
from openweights.frameworks.osaid import is_open, is_published
from openweights.lineage import Resolve, effective_terms, resolve_nothing
from openweights.model import Access, Model
from openweights.terms import Terms
from openweights.verdict import Verdict

#: The day on which the page was read as others quote it, which also stands for its version: none is on record.
_READ = datetime.date(2026, 11, 24)

_PAGE = "OSI, Open Weights: not quite what you've been told"

CRITERIA = (
    Criterion(
        id="ow.parameters-published",
        title="the final parameters shared",
        source=_PAGE,
        artifacts=(ArtifactKind.MODEL_PARAMETERS,),
    ),
    Criterion(
        id="ow.parameters-terms",
        title="under an OSI-approved licence or conformant terms",
        source=_PAGE,
        artifacts=(ArtifactKind.MODEL_PARAMETERS,),
    ),
)

_WORDS = {Verdict.MET: "open-weights", Verdict.NOT_MET: "not-open-weights", Verdict.UNKNOWN: "unknown"}

_PUBLISHED = {
    Verdict.MET: "All parameters can be downloaded.",
    Verdict.NOT_MET: "The parameters cannot all be downloaded.",
    Verdict.UNKNOWN: "It is not recorded whether the parameters can be downloaded.",
}


def parameters_published(model: Model) -> Verdict:
    """Return whether all parameters can be downloaded: as the artifacts say, and where they are silent, as the access says."""
    recorded = is_published(model.artifacts_of(ArtifactKind.MODEL_PARAMETERS))
    return Verdict.MET if recorded is Verdict.UNKNOWN and model.access is Access.DOWNLOAD else recorded


def assess(model: Model, resolve: Resolve = resolve_nothing) -> Assessment:
    """Return whether a model has Open Weights in the OSI's sense: parameters that can be had, under open terms.

    Args:
        model: The model; the terms of every base whose weights it contains count too.
        resolve: Finds a base that is given by name.

    Raises:
        LineageError: If the lineage has no end.

    Source: OSI, <https://opensource.org/ai/open-weights>; design rule 2.4.

    Examples:
        >>> from openweights import Artifact
        >>> assess(Model("M", artifacts=[Artifact("model-parameters", availability="public", license="MIT")])).verdict
        'open-weights'
    """
    sources = evidence(model.artifacts_of(ArtifactKind.MODEL_PARAMETERS))
    published = parameters_published(model)
    findings = (
        Finding("ow.parameters-published", published, _PUBLISHED[published], sources),
        _terms_finding(effective_terms(model, resolve), sources),
    )
    met = Verdict.all_of(finding.verdict for finding in findings)
    return Assessment(framework="open-weights", version=str(_READ), name=model.name, verdict=_WORDS[met], met=met, criteria=findings)


def _terms_finding(terms: Terms, sources: tuple[str, ...]) -> Finding:
    verdict = is_open(terms.freedom)
    if verdict is Verdict.UNKNOWN:
        reason = f"The terms are not fully known: {terms.freedom}."
    elif terms.unlicensed and verdict is Verdict.NOT_MET:
        reason = "The parameters come without a licence, which grants nothing."
    else:
        reason = f"The terms are {terms.freedom}."
    return Finding("ow.parameters-terms", verdict, reason, sources)


FRAMEWORK = Framework(
    id="open-weights",
    name="Open Weights (OSI)",
    version=str(_READ),
    date=_READ,
    url="https://opensource.org/ai/open-weights",
    criteria=CRITERIA,
    assess=assess,
)
