"""The Open Source AI Definition 1.0 (OSI, 28 October 2024), <https://opensource.org/ai/open-source-ai-definition>.

An open source system gives the preferred form for modification: data information, code and parameters, each under open terms.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable

from openweights.artifact import Artifact, ArtifactKind, Coverage
from openweights.assessment import Assessment, Criterion, Framework
from openweights.expression import LicenseExpression
from openweights.finding import Finding, evidence
from openweights.ladder import Freedom, Interval
from openweights.lineage import Resolve, ancestors, effective_terms, resolve_nothing
from openweights.model import Model
from openweights.permission import Permission
from openweights.terms import Terms
from openweights.verdict import Verdict

#: The code that OSAID 1.0, "Code", asks for, as the components of the OSI's checklist.
CODE = (
    ArtifactKind.MODEL_ARCHITECTURE,
    ArtifactKind.TRAINING_CODE,
    ArtifactKind.INFERENCE_CODE,
    ArtifactKind.DATA_PREPROCESSING_CODE,
    ArtifactKind.SUPPORTING_LIBRARIES_AND_TOOLS,
)

#: Training data, of whatever stage.
TRAINING_DATA = (ArtifactKind.DATASETS, ArtifactKind.FINE_TUNING_DATASETS)

#: Documents that may carry the data information, if they cover it.
_REPORTS = (ArtifactKind.TECHNICAL_REPORT, ArtifactKind.RESEARCH_PAPER)


def is_open(freedom: Interval[Freedom]) -> Verdict:
    """Return whether terms are open, given where they stand on the freedom axis."""
    if freedom.certain or freedom.high is not Freedom.OPEN:
        return Verdict.of(freedom.low is Freedom.OPEN)
    return Verdict.UNKNOWN


def is_published(artifacts: Iterable[Artifact]) -> Verdict:
    """Return whether all of `artifacts` can be had; unknown if none is recorded."""
    recorded = [artifact.availability.published for artifact in artifacts]
    return Verdict.all_of(recorded) if recorded else Verdict.UNKNOWN


def is_openly_published(model: Model, artifacts: Iterable[Artifact]) -> Verdict:
    """Return whether everybody can have all of `artifacts` under open terms; unknown if none is recorded."""
    recorded = [artifact.availability.open_to_all & _under_open_terms(model.license_of(artifact)) for artifact in artifacts]
    return Verdict.all_of(recorded) if recorded else Verdict.UNKNOWN


def _under_open_terms(license: LicenseExpression | None) -> Verdict:
    return Verdict.UNKNOWN if license is None else is_open(license.freedom)


def parameters_finding(model: Model, terms: Terms) -> Finding:
    """Judge `osaid.parameters`: the parameters are made available under OSI-approved or conformant terms.

    A download that a person must approve does not count, unless the terms let anyone pass the parameters on (rule 2.1).

    Source: OSAID 1.0, "Preferred form to make modifications", Parameters.
    """
    artifacts = model.artifacts_of(ArtifactKind.MODEL_PARAMETERS)
    shareable = {Permission.GRANTED: Verdict.MET, Permission.UNKNOWN: Verdict.UNKNOWN}.get(terms.permissions.share, Verdict.NOT_MET)
    reachable = Verdict.all_of(each.availability.open_to_all | (each.availability.published & shareable) for each in artifacts)
    if not artifacts:
        reachable = Verdict.UNKNOWN
    verdict = reachable & is_open(terms.freedom)
    reason = {
        Verdict.MET: "Everybody can download the parameters under open terms.",
        Verdict.NOT_MET: "The parameters are not available to everybody under open terms.",
        Verdict.UNKNOWN: "It is not recorded whether everybody can have the parameters under open terms.",
    }[verdict]
    return Finding("osaid.parameters", verdict, reason, evidence(artifacts))


def code_verdicts(model: Model) -> dict[ArtifactKind, Verdict]:
    """Return for each component of the code whether it is published under an open licence."""
    return {kind: is_openly_published(model, model.artifacts_of(kind)) for kind in CODE}


def code_finding(model: Model, resolve: Resolve) -> Finding:
    """Judge `osaid.code`: the complete code to train and run the system, its bases' included, is under open licences.

    Source: OSAID 1.0, "Preferred form to make modifications", Code.
    """
    verdicts = code_verdicts(model)
    own = Verdict.all_of(verdicts.values())
    if own is Verdict.NOT_MET:
        return Finding("osaid.code", own, f"Not published under open terms: {_listed(verdicts, own)}.", evidence(model.artifacts_of(*CODE)))
    bases = {name: Verdict.all_of(code_verdicts(base).values()) if base else Verdict.UNKNOWN for name, base in _bases(model, resolve)}
    return _with_bases(
        "osaid.code",
        own,
        bases,
        met="All code to train and run it is published under open terms.",
        unknown=f"Not recorded as published under open terms: {_listed(verdicts, Verdict.UNKNOWN)}.",
        sources=evidence(model.artifacts_of(*CODE)),
    )


def data_information_verdict(model: Model) -> Verdict:
    """Return whether the release says enough of its training data.

    A data card does, or a report or paper that is recorded to cover the data, or the published data themselves. What a document
    without recorded coverage covers is unknown. Information is judged by whether it can be read, not by a licence: see
    `docs/decisions`.
    """
    documents = [
        artifact.availability.published & (Verdict.of(Coverage.DATA_INFORMATION in artifact.covers) if artifact.covers else Verdict.UNKNOWN)
        for artifact in model.artifacts_of(*_REPORTS)
    ]
    cards = [artifact.availability.published for artifact in model.artifacts_of(ArtifactKind.DATA_CARD)]
    unrecorded = [Verdict.UNKNOWN for kind in (*_REPORTS, ArtifactKind.DATA_CARD) if not model.artifacts_of(kind)]
    return Verdict.any_of([*documents, *cards, *unrecorded, is_published(model.artifacts_of(*TRAINING_DATA))])


def data_information_finding(model: Model, resolve: Resolve) -> Finding:
    """Judge `osaid.data-information`: enough is said of all training data, the bases' included, to build an equivalent system.

    Source: OSAID 1.0, "Preferred form to make modifications", Data Information.
    """
    own = data_information_verdict(model)
    artifacts = model.artifacts_of(*_REPORTS, ArtifactKind.DATA_CARD, *TRAINING_DATA)
    if own is Verdict.NOT_MET:
        return Finding("osaid.data-information", own, "No published document describes all training data.", evidence(artifacts))
    bases = {name: data_information_verdict(base) if base else Verdict.UNKNOWN for name, base in _bases(model, resolve)}
    return _with_bases(
        "osaid.data-information",
        own,
        bases,
        met="The training data are described, or published themselves.",
        unknown="It is not recorded whether all training data are described.",
        sources=evidence(artifacts),
    )


def training_data_finding(model: Model, resolve: Resolve) -> Finding:
    """Judge `ladder.training-data`: the training data, the bases' included, are published under open terms (design section 2).

    This is more than the OSAID asks: it separates `fully-open` from `open-source`.
    """
    artifacts = model.artifacts_of(*TRAINING_DATA)
    own = is_openly_published(model, artifacts)
    if own is Verdict.NOT_MET:
        return Finding("ladder.training-data", own, "The training data are not all published under open terms.", evidence(artifacts))
    bases = {
        name: is_openly_published(base, base.artifacts_of(*TRAINING_DATA)) if base else Verdict.UNKNOWN
        for name, base in _bases(model, resolve)
    }
    return _with_bases(
        "ladder.training-data",
        own,
        bases,
        met="The training data are published under open terms.",
        unknown="It is not recorded whether all training data are published under open terms.",
        sources=evidence(artifacts),
    )


def _bases(model: Model, resolve: Resolve) -> list[tuple[str, Model | None]]:
    return [(each.name, each.model) for each in ancestors(model, resolve) if each.contained]


def _listed(verdicts: dict[ArtifactKind, Verdict], wanted: Verdict) -> str:
    return ", ".join(kind.value for kind, verdict in verdicts.items() if verdict is wanted)


def _with_bases(id: str, own: Verdict, bases: dict[str, Verdict], *, met: str, unknown: str, sources: tuple[str, ...]) -> Finding:
    """Judge a criterion that must hold for the release and for every base whose weights it contains."""
    verdict = own & Verdict.all_of(bases.values())
    lacking = [name for name, each in bases.items() if each is verdict]
    if own is Verdict.UNKNOWN and verdict is Verdict.UNKNOWN:
        return Finding(id, verdict, unknown, sources)
    if verdict is Verdict.MET:
        return Finding(id, verdict, met, sources)
    word = "does not hold" if verdict is Verdict.NOT_MET else "is not known to hold"
    return Finding(id, verdict, f"This {word} for what it was built on: {', '.join(lacking)}.", sources)


_OSAID = "Open Source AI Definition 1.0, Preferred form to make modifications"

CRITERIA = (
    Criterion(
        id="osaid.data-information",
        title="enough said of the training data to build a substantially equivalent system",
        source=f"{_OSAID}, Data Information",
        artifacts=(ArtifactKind.DATA_CARD, *_REPORTS, *TRAINING_DATA),
    ),
    Criterion(
        id="osaid.code", title="the complete code to train and run the system under open licences", source=f"{_OSAID}, Code", artifacts=CODE
    ),
    Criterion(
        id="osaid.parameters",
        title="the parameters under open terms",
        source=f"{_OSAID}, Parameters",
        artifacts=(ArtifactKind.MODEL_PARAMETERS,),
    ),
)


def assess(model: Model, resolve: Resolve = resolve_nothing) -> Assessment:
    """Return what the Open Source AI Definition says of a model: whether all three elements are there under open terms.

    The training data themselves need not be published; data that cannot be shared count if they are described in full. The
    definition asks for OSI-approved licences on code. Terms that conform with the Open Source Definition without its seal (CC0) count
    here as well, as on the ladder, so that freeing code never costs a verdict; a remark names them.

    Args:
        model: The model; every base whose weights it contains must meet the definition too.
        resolve: Finds a base that is given by name.

    Raises:
        LineageError: If the lineage has no end.

    Source: OSAID 1.0 (28 October 2024) and its FAQ.
    """
    terms = effective_terms(model, resolve)
    findings = (
        data_information_finding(model, resolve),
        code_finding(model, resolve),
        parameters_finding(model, terms),
    )
    met = Verdict.all_of(finding.verdict for finding in findings)
    word = {Verdict.MET: "open-source", Verdict.NOT_MET: "not-open-source", Verdict.UNKNOWN: "unknown"}[met]
    return Assessment(framework="osaid", version="1.0", name=model.name, verdict=word, met=met, criteria=findings, remarks=_remarks(model))


def _remarks(model: Model) -> tuple[str, ...]:
    """Name the licences on code that conform but that the OSI has not approved."""
    licenses = [model.license_of(artifact) for artifact in model.artifacts_of(*CODE)]
    names = dict.fromkeys(
        license.id
        for expression in licenses
        if expression is not None
        for license in expression.licenses
        if is_open(license.freedom) is Verdict.MET and license.osi_approved is not Verdict.MET
    )
    return (f"Code under terms that conform but that the OSI has not approved: {', '.join(names)}.",) if names else ()


FRAMEWORK = Framework(
    id="osaid",
    name="Open Source AI Definition",
    version="1.0",
    date=datetime.date(2024, 10, 28),
    url="https://opensource.org/ai/open-source-ai-definition",
    criteria=CRITERIA,
    assess=assess,
)
