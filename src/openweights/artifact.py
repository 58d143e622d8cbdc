"""The parts of a release: the components of the Model Openness Framework and what is known of each."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping
from enum import Enum

from attrs import converters, evolve, field, frozen

from openweights import convert
from openweights.errors import InvalidValueError
from openweights.expression import LicenseExpression, license_expression
from openweights.ladder import Ordered
from openweights.verdict import Verdict


class ContentType(Enum):
    """What an artifact is made of, which decides the default licence that it falls back on."""

    CODE = "code"
    DATA = "data"
    DOCUMENT = "document"
    PARAMETERS = "parameters"


class ArtifactKind(Enum):
    """What an artifact is: the 17 components of the Model Openness Framework, and three that other frameworks need.

    Source: White et al., arXiv:2403.13784; component names as in lfai/model_openness_tool, `mof.settings.yml`. The last
    three: fine-tuning data (European Open Source AI Index, `datasources_endmodel`), usage documentation and the summary of training
    content (Regulation (EU) 2024/1689, Art. 53(1)(b) and (d)).

    Examples:
        >>> ArtifactKind.MODEL_PARAMETERS.mof_name
        'Model parameters (Final)'
    """

    MODEL_ARCHITECTURE = "model-architecture"
    MODEL_PARAMETERS = "model-parameters"
    MODEL_PARAMETERS_INTERMEDIATE = "model-parameters-intermediate"
    MODEL_METADATA = "model-metadata"
    MODEL_CARD = "model-card"
    TECHNICAL_REPORT = "technical-report"
    RESEARCH_PAPER = "research-paper"
    DATA_CARD = "data-card"
    EVALUATION_RESULTS = "evaluation-results"
    SAMPLE_MODEL_OUTPUTS = "sample-model-outputs"
    TRAINING_CODE = "training-code"
    INFERENCE_CODE = "inference-code"
    DATA_PREPROCESSING_CODE = "data-preprocessing-code"
    EVALUATION_CODE = "evaluation-code"
    SUPPORTING_LIBRARIES_AND_TOOLS = "supporting-libraries-and-tools"
    DATASETS = "datasets"
    EVALUATION_DATA = "evaluation-data"
    FINE_TUNING_DATASETS = "fine-tuning-datasets"
    USAGE_DOCUMENTATION = "usage-documentation"
    TRAINING_CONTENT_SUMMARY = "training-content-summary"

    @property
    def content_type(self) -> ContentType:
        """What an artifact of this kind is made of."""
        return _CONTENT_TYPES[self]

    @property
    def mof_name(self) -> str | None:
        """The name of the component in the Model Openness Framework; nothing for the three kinds that it does not have."""
        return _MOF_NAMES.get(self)


_MOF_NAMES = {
    ArtifactKind.MODEL_ARCHITECTURE: "Model architecture",
    ArtifactKind.MODEL_PARAMETERS: "Model parameters (Final)",
    ArtifactKind.MODEL_PARAMETERS_INTERMEDIATE: "Model parameters (Intermediate)",
    ArtifactKind.MODEL_METADATA: "Model metadata",
    ArtifactKind.MODEL_CARD: "Model card",
    ArtifactKind.TECHNICAL_REPORT: "Technical report",
    ArtifactKind.RESEARCH_PAPER: "Research paper",
    ArtifactKind.DATA_CARD: "Data card",
    ArtifactKind.EVALUATION_RESULTS: "Evaluation results",
    ArtifactKind.SAMPLE_MODEL_OUTPUTS: "Sample model outputs",
    ArtifactKind.TRAINING_CODE: "Training code",
    ArtifactKind.INFERENCE_CODE: "Inference code",
    ArtifactKind.DATA_PREPROCESSING_CODE: "Data preprocessing code",
    ArtifactKind.EVALUATION_CODE: "Evaluation code",
    ArtifactKind.SUPPORTING_LIBRARIES_AND_TOOLS: "Supporting libraries and tools",
    ArtifactKind.DATASETS: "Datasets",
    ArtifactKind.EVALUATION_DATA: "Evaluation data",
}

_CONTENT_TYPES = {
    ArtifactKind.MODEL_ARCHITECTURE: ContentType.CODE,
    ArtifactKind.MODEL_PARAMETERS: ContentType.PARAMETERS,
    ArtifactKind.MODEL_PARAMETERS_INTERMEDIATE: ContentType.PARAMETERS,
    ArtifactKind.MODEL_METADATA: ContentType.DATA,
    ArtifactKind.MODEL_CARD: ContentType.DOCUMENT,
    ArtifactKind.TECHNICAL_REPORT: ContentType.DOCUMENT,
    ArtifactKind.RESEARCH_PAPER: ContentType.DOCUMENT,
    ArtifactKind.DATA_CARD: ContentType.DOCUMENT,
    ArtifactKind.EVALUATION_RESULTS: ContentType.DOCUMENT,
    ArtifactKind.SAMPLE_MODEL_OUTPUTS: ContentType.DOCUMENT,
    ArtifactKind.TRAINING_CODE: ContentType.CODE,
    ArtifactKind.INFERENCE_CODE: ContentType.CODE,
    ArtifactKind.DATA_PREPROCESSING_CODE: ContentType.CODE,
    ArtifactKind.EVALUATION_CODE: ContentType.CODE,
    ArtifactKind.SUPPORTING_LIBRARIES_AND_TOOLS: ContentType.CODE,
    ArtifactKind.DATASETS: ContentType.DATA,
    ArtifactKind.EVALUATION_DATA: ContentType.DATA,
    ArtifactKind.FINE_TUNING_DATASETS: ContentType.DATA,
    ArtifactKind.USAGE_DOCUMENTATION: ContentType.DOCUMENT,
    ArtifactKind.TRAINING_CONTENT_SUMMARY: ContentType.DOCUMENT,
}


class Availability(Ordered):
    """Who can get at an artifact. Ordered from least to most, except `UNKNOWN`, which is first and no degree."""

    UNKNOWN = "unknown"
    #: Nobody outside.
    NOT_PUBLISHED = "not-published"
    #: Some of it is out, some is not.
    PARTIAL = "partial"
    #: A person decides on each request.
    ON_REQUEST = "on-request"
    #: Whoever accepts the terms or signs up.
    GATED = "gated"
    #: Everybody.
    PUBLIC = "public"

    @property
    def published(self) -> Verdict:
        """Whether all of it can be had, be it after a sign-up or on request."""
        if self is Availability.UNKNOWN:
            return Verdict.UNKNOWN
        return Verdict.of(self >= Availability.ON_REQUEST)

    @property
    def open_to_all(self) -> Verdict:
        """Whether everybody can have it without a person's approval (rule 2.1)."""
        if self is Availability.UNKNOWN:
            return Verdict.UNKNOWN
        return Verdict.of(self >= Availability.GATED)


class Coverage(Enum):
    """What a document explains."""

    #: All training data: provenance, scope, how obtained and filtered, and where to get what can be had (OSAID 1.0).
    DATA_INFORMATION = "data-information"
    ARCHITECTURE = "architecture"
    TRAINING = "training"
    USAGE = "usage"


def _kind(value: ArtifactKind | str) -> ArtifactKind:
    return convert.member(ArtifactKind, value)


def _availability(value: Availability | str) -> Availability:
    return convert.member(Availability, value)


def _covers(values: Iterable[Coverage | str]) -> frozenset[Coverage]:
    return convert.members(Coverage, values)


@frozen(kw_only=True, field_transformer=convert.named)
class EarlierTerms:
    """What held for an artifact before the terms that its record gives now (rule 2.11).

    Args:
        since: The first day on which it held.
        availability: Who could get at the artifact then; nothing if that was as it is now.
        license: The licence then; nothing if that was as it is now.
        source: Where that was seen.
        note: What a reader must know besides.

    Raises:
        InvalidValueError: If neither an availability nor a licence is given, or a value is malformed.
    """

    #: The first day on which it held.
    since: datetime.date = field(converter=convert.day)
    #: Who could get at the artifact then, if that has changed.
    availability: Availability | None = field(default=None, converter=converters.optional(_availability))
    #: The licence then, if it has changed.
    license: LicenseExpression | None = field(default=None, converter=converters.optional(license_expression))
    #: Where that was seen.
    source: str | None = field(default=None, converter=converters.optional(convert.url))
    #: What a reader must know besides.
    note: str | None = field(default=None, converter=converters.optional(convert.text))

    def __attrs_post_init__(self) -> None:
        if self.availability is None and self.license is None:
            raise InvalidValueError("Earlier terms say nothing.", mend="Give the `availability` or the `license` of that time.")


def _history(values: Iterable[EarlierTerms | Mapping[str, object]]) -> tuple[EarlierTerms, ...]:
    return convert.records(EarlierTerms, values)


@frozen(kw_only=True, field_transformer=convert.named)
class Artifact:
    """One part of a release.

    An artifact says nothing about availability or licence that is not given: both are then unknown, not absent.

    Args:
        kind: What it is; a slug such as `"model-parameters"`.
        name: Which one, where a model has several of the kind.
        availability: Who can get at it.
        license: Its own licence: an SPDX expression, Hub id or alias, a `License`, or `"NONE"` if it is known to have none.
        since: The first day on which the availability and licence given here held.
        history: What held before, oldest first (rule 2.11).
        covers: What a document explains.
        url: Where it is.
        source: Where the facts about it were seen.
        verified: The day on which they were.
        note: What a reader must know besides.

    Raises:
        InvalidValueError: If a value is malformed or out of its vocabulary, or the days of the history are not in order.

    Examples:
        >>> Artifact("model-parameters", license="llama3.1").license.text
        'LicenseRef-llama3.1'
    """

    #: What it is.
    kind: ArtifactKind = field(kw_only=False, converter=_kind)
    #: Which one, where a model has several of the kind.
    name: str | None = field(default=None, converter=converters.optional(convert.name))
    #: Who can get at it.
    availability: Availability = field(default=Availability.UNKNOWN, converter=_availability)
    #: Its own licence; nothing if it is not known to have one of its own.
    license: LicenseExpression | None = field(default=None, converter=converters.optional(license_expression))
    #: The first day on which this availability and licence held.
    since: datetime.date | None = field(default=None, converter=converters.optional(convert.day))
    #: What held before, oldest first.
    history: tuple[EarlierTerms, ...] = field(default=(), converter=_history)
    #: What a document explains.
    covers: frozenset[Coverage] = field(default=frozenset[Coverage](), converter=_covers)
    #: Where it is.
    url: str | None = field(default=None, converter=converters.optional(convert.url))
    #: Where the facts about it were seen.
    source: str | None = field(default=None, converter=converters.optional(convert.url))
    #: The day on which they were seen.
    verified: datetime.date | None = field(default=None, converter=converters.optional(convert.day))
    #: What a reader must know besides.
    note: str | None = field(default=None, converter=converters.optional(convert.text))

    def __attrs_post_init__(self) -> None:
        days = [earlier.since for earlier in self.history] + ([self.since] if self.since else [])
        if self.history and self.since is None:
            raise InvalidValueError(
                "A history needs the day on which it ended.", mend="Add `since`: when the present terms began.", path=("since",)
            )
        if days != sorted(set(days)):
            raise InvalidValueError(
                "The days of the history are not in order.", mend="List it oldest first, each day once.", path=("history",)
            )

    def as_of(self, day: datetime.date) -> Artifact:
        """Return the artifact as it was on a day; before the first day on record it was not published (rule 2.11).

        Args:
            day: The day.

        Examples:
            >>> import datetime
            >>> before = {"since": "2024-12-26", "license": "deepseek"}
            >>> weights = Artifact("model-parameters", license="mit", since="2025-03-24", history=[before])
            >>> weights.as_of(datetime.date(2025, 1, 1)).license.text
            'LicenseRef-deepseek'
        """
        if self.since is None or day >= self.since:
            return self
        then = next((earlier for earlier in reversed(self.history) if earlier.since <= day), None)
        if then is None:
            return evolve(self, availability=Availability.NOT_PUBLISHED, since=None, history=())
        return evolve(
            self,
            availability=then.availability or self.availability,
            license=then.license or self.license,
            since=then.since,
            history=self.history[: self.history.index(then)],
            source=then.source or self.source,
            note=then.note,
        )

    @property
    def label(self) -> str:
        """Its kind, and its name if it has one, for a sentence."""
        return f"{self.kind.value} ({self.name})" if self.name else self.kind.value
