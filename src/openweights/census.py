"""The data set in numbers: what it covers, and what publishers claim against what was found."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping

from attrs import frozen

from openweights.artifact import ArtifactKind, Availability
from openweights.bundle import bundle
from openweights.catalogue import models
from openweights.classification import Classification
from openweights.classifier import classify
from openweights.ladder import Category, Freedom, Openness
from openweights.model import Model, Status
from openweights.resolution import find
from openweights.verdict import Verdict
from openweights.vocabulary import Modality

#: Names that people looked up before this year are not counted as wanted.
WANTED_SINCE = "2023"

#: A release is recorded part by part from so many kinds of artifact on.
KINDS_OF_A_CANDIDATE = 8


def stats() -> Mapping[str, int]:
    """Return what the data set covers, in numbers.

    Returns:
        Counts of records and of those with a status, of publishers, Hub repositories and service terms; of closed releases and of
        candidates for open source that are recorded part by part; of releases by level that is certain and by modality; and how
        many of the names that people look up (released in 2023 or later) resolve.

    Examples:
        >>> stats()["releases"] == sum(stats()[f"status_{status}"] for status in ("curated", "imported", "own"))
        True
    """
    known = models()
    answers = [classify(model) for model in known]
    statuses = Counter(model.status for model in known)
    levels = Counter(answer.level for answer in answers if answer.certain)
    modalities = Counter(modality for model in known for modality in model.modalities)
    wanted = [name for released, name in bundle().meta["wanted"] if released >= WANTED_SINCE]
    return {
        "releases": len(known),
        **{f"status_{status.value}": statuses[status] for status in Status},
        "publishers": len({model.developer for model in known if model.developer}),
        "families": len(bundle().model_families),
        "hub_repositories": len({name for model in known for name in model.hub_ids}),
        "wanted_names": len(wanted),
        "wanted_names_resolved": sum(find(name) is not None for name in wanted),
        "closed": sum(map(_is_closed, answers)),
        "closed_with_service_terms": sum(
            answer.category is Category.CLOSED and bool(answer.model and answer.model.service_terms) for answer in answers
        ),
        "open_source_candidates": sum(map(is_candidate, answers)),
        "with_base_models": sum(bool(model.base_models) for model in known),
        "with_history": sum(any(artifact.history for artifact in model.artifacts) for model in known),
        "level_uncertain": sum(not answer.certain for answer in answers),
        **{f"level_{level.value}": levels[level] for level in Openness},
        **{f"modality_{modality.value}": modalities[modality] for modality in Modality},
    }


def _is_closed(answer: Classification) -> bool:
    return answer.ceiling.category is Category.CLOSED


def is_candidate(answer: Classification) -> bool:
    """Return whether a release may be open source, or is, and its parts are recorded one by one.

    Its parameters may be under open terms; training code and data, or what is said of them, are on record; and so are eight kinds
    of artifact in all.
    """
    model = answer.model
    if model is None or model.status is Status.IMPORTED or answer.freedom.high is not Freedom.OPEN:
        return False
    recorded = {artifact.kind for artifact in model.artifacts if artifact.availability is not Availability.UNKNOWN}
    data = recorded & {ArtifactKind.DATASETS, ArtifactKind.DATA_CARD}
    return ArtifactKind.TRAINING_CODE in recorded and bool(data) and len(recorded) >= KINDS_OF_A_CANDIDATE


@frozen(kw_only=True)
class ClaimCount:
    """How many releases are called open source, and how many are."""

    #: The publisher; nothing for all of them together.
    publisher: str | None
    #: Releases with a claim that they are open source.
    claimed: int
    #: Of these, the ones that are: OSAID 1.0 is met.
    met: int
    #: Of these, the ones that certainly are not.
    not_met: int
    #: Of these, the ones of which it is not known.
    unknown: int


def paradox(selection: Iterable[Model] | None = None) -> tuple[ClaimCount, ...]:
    """Return claims against findings by publisher: who calls how many releases open source, and how many are.

    Args:
        selection: The models to count; all on record unless told otherwise.

    Returns:
        A row for all together, then one for each publisher with a claim, most claims first.

    Examples:
        >>> total = paradox()[0]
        >>> total.claimed == total.met + total.not_met + total.unknown
        True
    """
    verdicts: dict[str, list[Verdict]] = {}
    for model in models() if selection is None else selection:
        if any(claim.category is Category.OPEN_SOURCE for claim in model.claims):
            verdicts.setdefault(model.developer or "not known", []).append(_is_open_source(classify(model)))
    rows = [_count(publisher, found) for publisher, found in verdicts.items()]
    rows.sort(key=lambda row: (-row.claimed, row.publisher or ""))
    return (_count(None, [verdict for found in verdicts.values() for verdict in found]), *rows)


def _is_open_source(answer: Classification) -> Verdict:
    if answer.category is Category.OPEN_SOURCE:
        return Verdict.MET
    return Verdict.UNKNOWN if answer.ceiling.category is Category.OPEN_SOURCE else Verdict.NOT_MET


def _count(publisher: str | None, verdicts: list[Verdict]) -> ClaimCount:
    return ClaimCount(
        publisher=publisher,
        claimed=len(verdicts),
        met=verdicts.count(Verdict.MET),
        not_met=verdicts.count(Verdict.NOT_MET),
        unknown=verdicts.count(Verdict.UNKNOWN),
    )
