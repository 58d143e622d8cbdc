"""A model: one release with its parts, terms, lineage and claims."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping
from enum import Enum

from attrs import Factory, converters, evolve, field, frozen

from openweights import convert
from openweights.artifact import Artifact, ArtifactKind, Availability, ContentType
from openweights.dates import PartialDate
from openweights.errors import InvalidValueError, shown
from openweights.expression import LicenseExpression, license_expression
from openweights.ladder import Category, Ordered
from openweights.license import License
from openweights.markup import card
from openweights.names import name_key, slug
from openweights.territory import countries, territory
from openweights.verdict import Verdict
from openweights.vocabulary import Channel, Modality

#: A quote is a few words; a longer one is a copy.
LONGEST_QUOTE = 120


class Access(Ordered):
    """The most open way in that is recorded. `UNKNOWN` is first and no degree."""

    UNKNOWN = "unknown"
    #: Nobody outside can run it.
    UNRELEASED = "unreleased"
    #: Inside a product or an app, no API.
    HOSTED = "hosted"
    #: Through an API or a cloud.
    API = "api"
    #: The parameters can be downloaded, all of them.
    DOWNLOAD = "download"


class Relation(Enum):
    """How a model came from its base. The first four are the Hub's `base_model_relation`."""

    FINETUNE = "finetune"
    MERGE = "merge"
    ADAPTER = "adapter"
    QUANTIZED = "quantized"
    #: Trained on the outputs of the base; contains none of its weights.
    DISTILLED = "distilled"

    @property
    def carries_weights(self) -> bool:
        """Whether the model contains weights of its base, and so is under its terms (rule 2.4)."""
        return self is not Relation.DISTILLED


class Status(Enum):
    """How far a record can be relied on."""

    #: Each deciding fact was checked by hand at a primary source.
    CURATED = "curated"
    #: A deciding fact was carried over from another index or a report and not read at a primary source; the note says which.
    IMPORTED = "imported"
    #: Written by a user.
    OWN = "own"


def _quote(value: str) -> str:
    if len(convert.name(value)) > LONGEST_QUOTE:
        raise InvalidValueError(f"The quote has {len(value)} characters.", mend=f"Quote at most {LONGEST_QUOTE}.")
    return value


def _category(value: Category | str) -> Category:
    return convert.member(Category, value)


@frozen(kw_only=True, field_transformer=convert.named)
class Claim:
    """What somebody calls a model (rule 2.5).

    Args:
        quote: The words, a few at most.
        category: What the words claim.
        claimant: Who says so.
        source: Where.
        date: When, if known.
    """

    #: The words, a few at most.
    quote: str = field(converter=_quote)
    #: What the words claim.
    category: Category = field(converter=_category)
    #: Who says so.
    claimant: str = field(converter=convert.name)
    #: Where.
    source: str = field(converter=convert.url)
    #: When.
    date: datetime.date | None = field(default=None, converter=converters.optional(convert.day))


@frozen(kw_only=True, field_transformer=convert.named)
class Source:
    """A page and the facts of a record that it supports.

    Args:
        url: The page.
        supports: The names of the fields of `Model` that it is the source of.
    """

    #: The page.
    url: str = field(kw_only=False, converter=convert.url)
    #: The fields that it is the source of.
    supports: tuple[str, ...] = field(default=(), converter=convert.names)


@frozen(kw_only=True, field_transformer=convert.named)
class DefaultLicenses:
    """The licences that artifacts without one of their own fall back on.

    Source: Model Openness Framework: the artifact's own, then its content type's, then the distribution's.
    """

    #: For the release as a whole.
    distribution: LicenseExpression | None = field(default=None, converter=converters.optional(license_expression))
    #: For code.
    code: LicenseExpression | None = field(default=None, converter=converters.optional(license_expression))
    #: For data, and for parameters, which the framework counts as data.
    data: LicenseExpression | None = field(default=None, converter=converters.optional(license_expression))
    #: For documents.
    document: LicenseExpression | None = field(default=None, converter=converters.optional(license_expression))

    def of(self, content_type: ContentType) -> LicenseExpression | None:
        """Return the licence that an artifact of this content type falls back on."""
        if content_type is ContentType.CODE:
            return self.code
        return self.document if content_type is ContentType.DOCUMENT else self.data


def _relation(value: Relation | str) -> Relation:
    return convert.member(Relation, value)


def _base_model(value: Model | str | Mapping[str, object]) -> Model | str:
    if isinstance(value, Mapping):
        return convert.record(Model, value)
    return value if isinstance(value, Model) else convert.name(value)


@frozen(kw_only=True, field_transformer=convert.named)
class BaseModel:
    """A model that another one came from.

    Args:
        model: The base: a `Model`, or the name of a record.
        relation: How the model came from it.
        relicensed: Whether the owner of the base published this release itself, under the licence that the record gives: who owns
            the weights may license them anew, and then the base's own terms do not come along (rule 2.4 is about other people's).
        source: Where that was seen.
    """

    #: The base: a model, or the name of a record.
    model: Model | str = field(kw_only=False, converter=_base_model)
    #: How the model came from it.
    relation: Relation = field(default=Relation.FINETUNE, converter=_relation)
    #: Whether the owner of the base licensed this release anew.
    relicensed: bool = field(default=False, converter=convert.truth)
    #: Where that was seen.
    source: str | None = field(default=None, converter=converters.optional(convert.url))

    @property
    def name(self) -> str:
        """What the base is called."""
        return self.model.name if isinstance(self.model, Model) else self.model


def _channel(value: Channel | str) -> Channel:
    return convert.member(Channel, value)


def _territories(values: str | Iterable[str]) -> frozenset[str]:
    return frozenset(convert.each_of([values] if isinstance(values, str) else values, territory))


@frozen(kw_only=True, field_transformer=convert.named)
class ServiceTerms:
    """The terms of a hosted product or an API, through one channel.

    Args:
        license: The terms, profiled like a licence.
        channel: The way in that they are about; nothing if they are about every one.
        within: Whom they bind, by residence or establishment: ISO 3166 codes, `EU`, `EEA`; nobody named means everybody.
        outside: Whom they do not bind, likewise.
        source: Where that was seen.
    """

    #: The terms.
    license: LicenseExpression = field(kw_only=False, converter=license_expression)
    #: The way in that they are about.
    channel: Channel | None = field(default=None, converter=converters.optional(_channel))
    #: Where those reside or are established whom they bind; empty for everywhere.
    within: frozenset[str] = field(default=frozenset[str](), converter=_territories)
    #: Where those are whom they do not bind.
    outside: frozenset[str] = field(default=frozenset[str](), converter=_territories)
    #: Where that was seen.
    source: str | None = field(default=None, converter=converters.optional(convert.url))

    def binds(self, established_in: frozenset[str] | None) -> Verdict:
        """Return whether they bind who is established in these territories; unknown if that is not known, or several differ."""
        if not self.within and not self.outside:
            return Verdict.MET
        if established_in is None:
            return Verdict.UNKNOWN
        theirs = countries(established_in)
        bound = (theirs & countries(self.within) if self.within else theirs) - countries(self.outside)
        return Verdict.MET if bound == theirs else Verdict.UNKNOWN if bound else Verdict.NOT_MET


_Terms = str | License | LicenseExpression


def _service_terms(values: _Terms | Iterable[ServiceTerms | _Terms | Mapping[str, object]]) -> tuple[ServiceTerms, ...]:
    """Terms given as a licence hold for every channel."""
    one_or_many = (values,) if isinstance(values, _Terms) else values

    def service_terms(value: ServiceTerms | _Terms | Mapping[str, object]) -> ServiceTerms:
        return ServiceTerms(value) if isinstance(value, _Terms) else convert.record(ServiceTerms, value)

    return tuple(convert.each_of(one_or_many, service_terms))


def _base_models(values: Iterable[BaseModel | Model | str | Mapping[str, object]]) -> tuple[BaseModel, ...]:
    """A base given as a name or a model is a fine-tune's, as on the Hub."""
    one_or_many = (values,) if isinstance(values, (str, Model)) else values

    def base_model(value: BaseModel | Model | str | Mapping[str, object]) -> BaseModel:
        return BaseModel(value) if isinstance(value, (str, Model)) else convert.record(BaseModel, value)

    return tuple(convert.each_of(one_or_many, base_model))


def _compute(value: float) -> float:
    if isinstance(value, bool) or not isinstance(value, (int, float)) or not 0 < value < 1e40:
        raise InvalidValueError(f"{shown(value)} is no amount of compute.", mend="Give floating-point operations, such as 3.8e25.")
    return float(value)


def _modalities(values: Iterable[Modality | str]) -> frozenset[Modality]:
    return convert.members(Modality, values)


def _released(value: PartialDate | datetime.date | str) -> PartialDate:
    return PartialDate.of(value)


def _access(value: Access | str) -> Access:
    return convert.member(Access, value)


def _artifacts(values: Iterable[Artifact | Mapping[str, object]]) -> tuple[Artifact, ...]:
    return convert.records(Artifact, values)


def _default_licenses(value: DefaultLicenses | Mapping[str, object]) -> DefaultLicenses:
    return convert.record(DefaultLicenses, value)


def _claims(values: Iterable[Claim | Mapping[str, object]]) -> tuple[Claim, ...]:
    return convert.records(Claim, values)


def _sources(values: Iterable[Source | Mapping[str, object]]) -> tuple[Source, ...]:
    return convert.records(Source, values)


def _status(value: Status | str) -> Status:
    return convert.member(Status, value)


@frozen(kw_only=True, field_transformer=convert.named)
class Model:
    """One release of a model.

    Args:
        name: What it is commonly called.
        id: Its id among records; made from the name if not given.
        developer: Who made it.
        family: The family it belongs to.
        groups: Further names that stand for several releases, this one among them.
        released: When it came out: `YYYY`, `YYYY-MM` or `YYYY-MM-DD`.
        modalities: What it takes in or gives out.
        access: The most open way in that is recorded.
        aliases: Other names of this release.
        hub_ids: Its repositories on the Hugging Face Hub.
        artifacts: Its parts.
        licenses: What parts without a licence of their own fall back on.
        service_terms: The terms of the hosted product or API, by channel; a licence stands for all channels.
        base_models: What it came from; a name or a model stands for the base of a fine-tune.
        claims: What somebody calls it.
        training_compute: Cumulative compute of its training, in FLOP.
        sources: What supports the facts above.
        status: How far the record can be relied on.
        verified: The day on which the facts were checked.
        note: What a reader must know besides.

    Raises:
        InvalidValueError: If a value is malformed, an artifact (kind and name) is listed twice, the model is its own base, or it is
            said to be downloadable while some of its parameters are not published.

    Examples:
        >>> model = Model("My model", artifacts=[Artifact("model-parameters", license="llama3.1")])
        >>> model.id, model.artifacts[0].license.text
        ('my-model', 'LicenseRef-llama3.1')
    """

    #: What it is commonly called.
    name: str = field(kw_only=False, converter=convert.name)
    #: Its id among records.
    id: str = field(default=Factory(lambda self: slug(self.name) or name_key(self.name), takes_self=True), converter=convert.name)
    #: Who made it.
    developer: str | None = field(default=None, converter=converters.optional(convert.name))
    #: The family it belongs to.
    family: str | None = field(default=None, converter=converters.optional(convert.name))
    #: Further names that stand for several releases, this one among them.
    groups: tuple[str, ...] = field(default=(), converter=convert.names)
    #: When it came out.
    released: PartialDate | None = field(default=None, converter=converters.optional(_released))
    #: What it takes in or gives out.
    modalities: frozenset[Modality] = field(default=frozenset[Modality](), converter=_modalities)
    #: The most open way in that is recorded.
    access: Access = field(default=Access.UNKNOWN, converter=_access)
    #: Other names of this release.
    aliases: tuple[str, ...] = field(default=(), converter=convert.names)
    #: Its repositories on the Hugging Face Hub.
    hub_ids: tuple[str, ...] = field(default=(), converter=convert.names)
    #: Its parts.
    artifacts: tuple[Artifact, ...] = field(default=(), converter=_artifacts)
    #: What parts without a licence of their own fall back on.
    licenses: DefaultLicenses = field(factory=DefaultLicenses, converter=_default_licenses)
    #: The terms of the hosted product or API, by channel.
    service_terms: tuple[ServiceTerms, ...] = field(default=(), converter=_service_terms)
    #: What it came from.
    base_models: tuple[BaseModel, ...] = field(default=(), converter=_base_models)
    #: What somebody calls it.
    claims: tuple[Claim, ...] = field(default=(), converter=_claims)
    #: Cumulative compute of its training, in FLOP.
    training_compute: float | None = field(default=None, converter=converters.optional(_compute))
    #: What supports the facts above.
    sources: tuple[Source, ...] = field(default=(), converter=_sources)
    #: How far the record can be relied on.
    status: Status = field(default=Status.OWN, converter=_status)
    #: The day on which the facts were checked.
    verified: datetime.date | None = field(default=None, converter=converters.optional(convert.day))
    #: What a reader must know besides.
    note: str | None = field(default=None, converter=converters.optional(convert.text))

    def __attrs_post_init__(self) -> None:
        seen: set[tuple[ArtifactKind, str | None]] = set()
        for position, artifact in enumerate(self.artifacts):
            if (artifact.kind, artifact.name) in seen:
                raise InvalidValueError(
                    f"The artifact {artifact.label} is listed twice.",
                    mend="Merge the two, or give each a `name`.",
                    path=("artifacts", position),
                )
            seen.add((artifact.kind, artifact.name))
        own = {name_key(name) for name in self.names}
        for position, base in enumerate(self.base_models):
            names = base.model.names if isinstance(base.model, Model) else (base.model,)
            if not own.isdisjoint(map(name_key, names)):
                raise InvalidValueError(
                    f"The model {shown(self.name)} is its own base.",
                    mend="Name the model that it came from.",
                    path=("base_models", position),
                )
        parameters = [each.availability for each in self.artifacts_of(ArtifactKind.MODEL_PARAMETERS)]
        if self.access is Access.DOWNLOAD and any(each in (Availability.NOT_PUBLISHED, Availability.PARTIAL) for each in parameters):
            raise InvalidValueError(
                "The access is 'download', but not all model parameters are published.",
                mend="Correct the `availability` of the parameters, or the access.",
                path=("access",),
            )

    @property
    def names(self) -> tuple[str, ...]:
        """Every name of this release: its name, id, aliases and Hub ids."""
        return tuple(dict.fromkeys((self.name, self.id, *self.aliases, *self.hub_ids)))

    def as_of(self, day: datetime.date) -> Model:
        """Return the release as it was on a day: with the terms of that day, its bases likewise (rule 2.11).

        Before its release it is unreleased. A release date of which only the month or the year is known counts from its first day.

        Args:
            day: The day.

        Examples:
            >>> import datetime
            >>> Model("M", released="2024-07-23", access="api").as_of(datetime.date(2024, 7, 22)).access.value
            'unreleased'
        """
        if self.released is not None and PartialDate.of(day) < self.released:
            closed = (Artifact(ArtifactKind.MODEL_PARAMETERS, availability=Availability.NOT_PUBLISHED),)
            return evolve(self, access=Access.UNRELEASED, artifacts=closed)
        artifacts = tuple(artifact.as_of(day) for artifact in self.artifacts)
        out = all(each.availability > Availability.PARTIAL for each in artifacts if each.kind is ArtifactKind.MODEL_PARAMETERS)
        bases = tuple(evolve(base, model=base.model.as_of(day)) if isinstance(base.model, Model) else base for base in self.base_models)
        access = Access.UNKNOWN if self.access is Access.DOWNLOAD and not out else self.access
        return evolve(self, access=access, artifacts=artifacts, base_models=bases)

    def artifacts_of(self, *kinds: ArtifactKind) -> tuple[Artifact, ...]:
        """Return the artifacts of these kinds, in the order of the record."""
        return tuple(artifact for artifact in self.artifacts if artifact.kind in kinds)

    def license_of(self, artifact: Artifact) -> LicenseExpression | None:
        """Return the licence of an artifact: its own, else its content type's, else the distribution's, else nothing."""
        if artifact.license is not None:
            return artifact.license
        return self.licenses.of(artifact.kind.content_type) or self.licenses.distribution

    def _terms_of(self, artifact: Artifact) -> str:
        license = self.license_of(artifact)
        return license.text if license else "not known"

    def _repr_html_(self) -> str:
        facts = [
            ("Developer", self.developer or "not known"),
            ("Released", str(self.released) if self.released else "not known"),
            ("Access", self.access.value),
            *(("Base model", f"{base.name} ({base.relation.value})") for base in self.base_models),
        ]
        rows = [(artifact.label, artifact.availability.value, self._terms_of(artifact)) for artifact in self.artifacts]
        return card(self.name, facts, rows=rows, header=("Artifact", "Availability", "Licence"))
