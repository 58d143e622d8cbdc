"""What a record must keep to besides the types: sources, known licences, a lineage with an end."""

from __future__ import annotations

import datetime
from collections.abc import Iterator

from openweights.artifact import Artifact, ArtifactKind, Availability
from openweights.catalogue import find_model
from openweights.dates import PartialDate
from openweights.expression import LicenseExpression
from openweights.license import License
from openweights.lineage import ancestors
from openweights.model import Access, Model, Status
from openweights.registry import find_license

#: The parts on which a level hangs.
DECIDING = frozenset(
    {
        ArtifactKind.MODEL_PARAMETERS,
        ArtifactKind.TRAINING_CODE,
        ArtifactKind.INFERENCE_CODE,
        ArtifactKind.DATA_PREPROCESSING_CODE,
        ArtifactKind.DATASETS,
        ArtifactKind.FINE_TUNING_DATASETS,
        ArtifactKind.DATA_CARD,
    }
)

#: Addresses of other indexes, in part.
INDEXES = (
    "epoch.ai/data",
    "osai-index.eu",
    "/Language-Technology-Assessment/main-database/",
    "/lfai/model_openness_tool/",
    "/models.dev/",
    "/embeddings-benchmark/mteb/",
    "/stanford-crfm/ecosystem-graphs/",
)

#: First parts of addresses on the Hub that are no owners.
_PAGES_OF_THE_HUB = frozenset({"docs", "blog", "collections", "papers", "spaces", "datasets", "posts"})

#: A day beyond this one is a slip of the pen.
_FUTURE = datetime.timedelta(days=1)


def license_problems(license: License) -> Iterator[str]:
    """Yield what is wrong with one licence, a sentence each."""
    if license.source is None or license.verified is None:
        yield "The source or the day of the reading is missing. Add `source` and `verified`."
    if license.supersedes is not None and find_license(license.supersedes) is None:
        yield f"supersedes: No licence is known as {license.supersedes!r}."
    for other in license.compatible:
        if find_license(other) is None:
            yield f"compatible: No licence is known as {other!r}."
    for position, clause in enumerate(license.clauses):
        if clause.section is None or not clause.summary:
            yield f"clauses[{position}]: The clause names no section or has no summary. Add them."


def model_problems(model: Model) -> Iterator[str]:
    """Yield what is wrong with one model, a sentence each.

    Raises:
        LineageError: If it descends from itself.
    """
    yield from _field_problems(model)
    yield from _date_problems(model)
    if model.status is Status.CURATED:
        yield from _secondary_problems(model)
    if not model.artifacts_of(ArtifactKind.MODEL_PARAMETERS):
        yield "artifacts: The model parameters are missing. Record whether they are published."
    for position, artifact in enumerate(model.artifacts):
        yield from (f"artifacts[{position}]: {problem}" for problem in _artifact_problems(artifact))
    for license in _expressions(model):
        for each in license.licenses:
            if find_license(each.id) is None:
                yield f"licenses: No licence is known as {each.id!r}. Add its profile, or leave the licence out."
    for position, base in enumerate(model.base_models):
        known = find_model(base.name)
        if known is None:
            yield f"base_models[{position}]: No model is known as {base.name!r}. Add its record."
        elif base.relicensed and known.developer != model.developer:
            yield f"base_models[{position}]: Only the owner of the base, {known.developer}, can license it anew. Leave `relicensed` out."
        if base.source is None:
            yield f"base_models[{position}]: The source is missing. Add it."
    ancestors(model, find_model)


def _artifact_problems(artifact: Artifact) -> Iterator[str]:
    if artifact.source is None or artifact.verified is None:
        yield "The source or the day is missing. Add `source` and `verified`."
    if artifact.availability is Availability.UNKNOWN:
        yield "The availability is missing. Add it, or leave the artifact out."
    if any(earlier.source is None for earlier in artifact.history):
        yield "The source of earlier terms is missing. Add it."


def _field_problems(model: Model) -> Iterator[str]:
    needed = ["developer", "released", "modalities", "verified", "sources"]
    if model.status is Status.IMPORTED:
        # An index may not say when, or what goes in and out; it must say of whom.
        needed = ["developer", "verified", "sources", "note"]
    for field in needed:
        if not getattr(model, field):
            yield f"{field}: The field is missing. Add it."
    supported = {name for source in model.sources for name in source.supports}
    for field in ("name", "developer", "released", "access"):
        given = getattr(model, field)
        if field not in supported and given and given is not Access.UNKNOWN:
            yield f"sources: No source supports {field!r}. Add it to the `supports` of one."


def _secondary_problems(model: Model) -> Iterator[str]:
    """A curated record takes the facts that decide from the publisher: not from another index, and not from somebody's copy on the Hub."""
    for position, artifact in enumerate(model.artifacts):
        if artifact.kind in DECIDING and any(index in (artifact.source or "") for index in INDEXES):
            yield f"artifacts[{position}]: It rests on another index. Look it up at the publisher's, or give the status 'imported'."
    owners = {hub_id.partition("/")[0].casefold() for hub_id in model.hub_ids}
    for artifact in model.artifacts_of(ArtifactKind.MODEL_PARAMETERS):
        host, _, path = (artifact.source or "").partition("://")[2].partition("/")
        owner = path.partition("/")[0].casefold()
        if host == "huggingface.co" and owners and owner not in owners | _PAGES_OF_THE_HUB:
            yield f"status: The parameters rest on a page of {owner!r}, a copy's. Give a page of the publisher, or the status 'imported'."


def _date_problems(model: Model) -> Iterator[str]:
    latest = datetime.date.today() + _FUTURE
    days = [model.verified, *(artifact.verified for artifact in model.artifacts)]
    if any(day is not None and day > latest for day in days):
        yield "verified: The day is in the future. Correct it."
    if model.released is not None and PartialDate.of(latest) < model.released:
        yield "released: The date is in the future. Record what is released."


def _expressions(model: Model) -> Iterator[LicenseExpression]:
    defaults = model.licenses
    given = [
        *(artifact.license for artifact in model.artifacts),
        *(earlier.license for artifact in model.artifacts for earlier in artifact.history),
        defaults.distribution,
        defaults.code,
        defaults.data,
        defaults.document,
        *(terms.license for terms in model.service_terms),
    ]
    return (each for each in given if each is not None)
