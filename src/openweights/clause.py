"""What a licence says, clause by clause: the closed vocabulary of design section 3 and `Clause` itself."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from enum import Enum

from attrs import converters, field, frozen

from openweights import convert
from openweights.errors import InvalidValueError, shown
from openweights.vocabulary import Modality, Purpose, territory


class Effect(Enum):
    """What a clause does to the licensee."""

    #: The act is not allowed.
    PROHIBITS = "prohibits"
    #: The act needs a separate grant, which must be asked for.
    NEEDS_LICENSE = "needs-license"
    #: Something must be done.
    OBLIGES = "obliges"
    #: The steward keeps a right, for example to change the terms.
    RESERVES = "reserves"
    #: The text says that the act is allowed.
    GRANTS = "grants"
    #: The text asks for something without making it a duty.
    ENCOURAGES = "encourages"

    @property
    def binds(self) -> bool:
        """Whether the licensee is worse off than without the clause."""
        return self not in (Effect.GRANTS, Effect.ENCOURAGES)


class ClauseKind(Enum):
    """The act that a clause is about. Closed: a clause of no kind cannot be recorded."""

    COMMERCIAL_USE = "commercial-use"
    PRODUCTION_USE = "production-use"
    RESEARCH_ONLY = "research-only"
    INTERNAL_USE_ONLY = "internal-use-only"
    SCALE = "scale"
    ACCEPTABLE_USE = "acceptable-use"
    FIELD_OF_USE = "field-of-use"
    TERRITORY = "territory"
    COMPETITORS = "competitors"
    REGISTRATION = "registration"
    ROYALTY = "royalty"
    REDISTRIBUTION = "redistribution"
    SUBLICENSING = "sublicensing"
    DERIVATIVES = "derivatives"
    REVERSE_ENGINEERING = "reverse-engineering"
    COPYLEFT = "copyleft"
    PASS_DOWN = "pass-down"
    NOTICE = "notice"
    STATE_CHANGES = "state-changes"
    ATTRIBUTION = "attribution"
    NAMING = "naming"
    DISPLAY = "display"
    TRADEMARK = "trademark"
    ACKNOWLEDGEMENT = "acknowledgement"
    HOSTED_SERVICE = "hosted-service"
    OUTPUT_TRAINING = "output-training"
    OUTPUTS = "outputs"
    TERMS_CHANGE = "terms-change"
    REMOTE_RESTRICTION = "remote-restriction"
    UPDATE_DUTY = "update-duty"
    REVOCATION = "revocation"
    TERMINATION = "termination"
    LITIGATION_TERMINATION = "litigation-termination"
    PATENT = "patent"
    SAFEGUARDS = "safeguards"
    EXPORT = "export"
    DISCLAIMER = "disclaimer"
    INDEMNITY = "indemnity"
    GOVERNING_LAW = "governing-law"

    def breaks(self, effect: Effect) -> str | None:
        """Return the id of the criterion of the Open Source Definition that a clause of this kind and effect breaks, if any.

        Source: Open Source Definition 1.9, <https://opensource.org/osd>; design sections 2 and 5.

        >>> ClauseKind.NAMING.breaks(Effect.OBLIGES)
        'osd.4'
        >>> ClauseKind.NOTICE.breaks(Effect.OBLIGES) is None
        True
        """
        if self not in _BREAKS:
            return None
        criterion, effects = _BREAKS[self]
        return criterion if effect in effects else None


_BARS = frozenset({Effect.PROHIBITS, Effect.NEEDS_LICENSE})
_DUTY = frozenset({Effect.OBLIGES})
_LIMITS = _BARS | _DUTY
_HAND = frozenset({Effect.OBLIGES, Effect.RESERVES})

#: The criterion that a kind breaks, and the effects by which it does. A kind that is not here is information only: notices, credit,
#: copyleft, trademarks, patents, the end of the grant on breach or litigation, law and liability all stand in OSI-approved licences.
_BREAKS: dict[ClauseKind, tuple[str, frozenset[Effect]]] = {
    ClauseKind.COMMERCIAL_USE: ("osd.6", _LIMITS),
    ClauseKind.PRODUCTION_USE: ("osd.6", _LIMITS),
    ClauseKind.RESEARCH_ONLY: ("osd.6", _LIMITS),
    ClauseKind.INTERNAL_USE_ONLY: ("osd.6", _LIMITS),
    ClauseKind.SCALE: ("osd.5", _LIMITS | _HAND),
    ClauseKind.ACCEPTABLE_USE: ("osd.6", _LIMITS),
    ClauseKind.FIELD_OF_USE: ("osd.6", _LIMITS),
    ClauseKind.TERRITORY: ("osd.5", _LIMITS | _HAND),
    ClauseKind.COMPETITORS: ("osd.5", _LIMITS | _HAND),
    ClauseKind.REGISTRATION: ("osd.7", _LIMITS),
    ClauseKind.ROYALTY: ("osd.1", _LIMITS),
    ClauseKind.REDISTRIBUTION: ("osd.1", _BARS),
    ClauseKind.DERIVATIVES: ("osd.3", _BARS),
    ClauseKind.REVERSE_ENGINEERING: ("osd.3", _BARS),
    ClauseKind.PASS_DOWN: ("osd.6", _DUTY),
    ClauseKind.NAMING: ("osd.4", _DUTY),
    ClauseKind.DISPLAY: ("osd.10", _DUTY),
    ClauseKind.HOSTED_SERVICE: ("osd.6", _LIMITS),
    ClauseKind.OUTPUT_TRAINING: ("osd.6", _LIMITS),
    ClauseKind.OUTPUTS: ("osd.6", _LIMITS),
    ClauseKind.TERMS_CHANGE: ("osd.7", _HAND),
    ClauseKind.REMOTE_RESTRICTION: ("osd.7", _HAND),
    ClauseKind.UPDATE_DUTY: ("osd.6", _DUTY),
    ClauseKind.REVOCATION: ("osd.7", _HAND),
    ClauseKind.SAFEGUARDS: ("osd.6", _LIMITS),
}


class Metric(Enum):
    """What a threshold counts."""

    MONTHLY_ACTIVE_USERS = "monthly-active-users"
    MONTHLY_UNIQUE_USERS = "monthly-unique-users"
    MONTHLY_VISITS = "monthly-visits"
    REGISTERED_USERS = "registered-users"
    ANNUAL_REVENUE = "annual-revenue"
    MONTHLY_REVENUE = "monthly-revenue"
    HEADCOUNT = "headcount"

    @property
    def is_money(self) -> bool:
        """Whether the limit is an amount and needs a currency."""
        return self in (Metric.ANNUAL_REVENUE, Metric.MONTHLY_REVENUE)


class Comparator(Enum):
    """On which side of the limit a clause bites."""

    MORE_THAN = ">"
    AT_LEAST = ">="


class Measured(Enum):
    """When a threshold is measured."""

    #: Once, on the day on which the version was released (for a period before it, as the clause says).
    RELEASE_DATE = "release-date"
    ANY_TIME = "any-time"
    CALENDAR_MONTH = "calendar-month"
    CALENDAR_YEAR = "calendar-year"
    PRECEDING_YEAR = "preceding-year"
    NOT_STATED = "not-stated"


class Whose(Enum):
    """Whose users or revenue a threshold counts."""

    LICENSEE = "licensee"
    LICENSEE_AND_AFFILIATES = "licensee-and-affiliates"
    PRODUCT = "product"
    COMMON_CONTROL = "common-control"
    NOT_STATED = "not-stated"


class Basis(Enum):
    """What ties a licensee to a territory."""

    ESTABLISHED_IN = "established-in"
    USED_IN = "used-in"


def _metric(value: Metric | str) -> Metric:
    return convert.member(Metric, value)


def _comparator(value: Comparator | str) -> Comparator:
    return convert.member(Comparator, value)


def _measured(value: Measured | str) -> Measured:
    return convert.member(Measured, value)


def _whose(value: Whose | str) -> Whose:
    return convert.member(Whose, value)


def _limit(value: int) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or value < 0:
        raise InvalidValueError(f"{shown(value)} is no limit.", mend="Give a whole number, 0 or more.")
    return value


def _currency(value: str) -> str:
    if not (isinstance(value, str) and len(value) == 3 and value.isascii() and value.isalpha() and value.isupper()):
        raise InvalidValueError(f"{shown(value)} is no currency.", mend="Use an ISO 4217 code such as 'USD'.")
    return value


@frozen(kw_only=True, field_transformer=convert.named)
class Threshold:
    """A number above which a clause bites.

    Args:
        metric: What is counted.
        limit: The number: users, visits, people or units of the currency; not negative.
        comparator: `>` if the limit itself is still free, `>=` if it is not.
        currency: ISO 4217 code, for revenue and only for it.
        measured: When it is counted.
        whose: Whose it is.

    Raises:
        InvalidValueError: If the limit is negative or no whole number, or the currency is missing or out of place.

    >>> limit = Threshold(metric="monthly-active-users", limit=700_000_000, comparator=">", measured="release-date")
    >>> limit.exceeded_by(700_000_000), limit.exceeded_by(700_000_001)
    (False, True)
    """

    #: What is counted.
    metric: Metric = field(converter=_metric)
    #: The number on which the comparator turns.
    limit: int = field(converter=_limit)
    #: On which side of the limit the clause bites.
    comparator: Comparator = field(converter=_comparator)
    #: ISO 4217 code of an amount.
    currency: str | None = field(default=None, converter=converters.optional(_currency))
    #: When it is counted.
    measured: Measured = field(default=Measured.NOT_STATED, converter=_measured)
    #: Whose users or revenue count.
    whose: Whose = field(default=Whose.NOT_STATED, converter=_whose)

    def __attrs_post_init__(self) -> None:
        if self.metric.is_money and self.currency is None:
            raise InvalidValueError(f"A limit on {self.metric.value} has no currency.", mend="Add its ISO 4217 code.", path=("currency",))
        if not self.metric.is_money and self.currency is not None:
            raise InvalidValueError(f"A limit on {self.metric.value} has a currency.", mend="Leave it out.", path=("currency",))

    def exceeded_by(self, number: int) -> bool:
        """Return whether `number`, in the unit of the metric, is on the side on which the clause bites."""
        return number >= self.limit if self.comparator is Comparator.AT_LEAST else number > self.limit

    def __str__(self) -> str:
        unit = f"{self.currency} " if self.currency else ""
        return f"{self.metric.value} {self.comparator.value} {unit}{self.limit:,}"


def _kind(value: ClauseKind | str) -> ClauseKind:
    return convert.member(ClauseKind, value)


def _effect(value: Effect | str) -> Effect:
    return convert.member(Effect, value)


def _summary(value: str) -> str:
    return convert.text(value) if value else ""


def _threshold(value: Threshold | Mapping[str, object]) -> Threshold:
    return convert.record(Threshold, value)


def _territories(values: Iterable[str]) -> frozenset[str]:
    return frozenset(convert.each_of(values, territory))


def _basis(value: Basis | str) -> Basis:
    return convert.member(Basis, value)


def _purposes(values: Iterable[Purpose | str]) -> frozenset[Purpose]:
    return convert.members(Purpose, values)


def _modalities(values: Iterable[Modality | str]) -> frozenset[Modality]:
    return convert.members(Modality, values)


@frozen(kw_only=True, field_transformer=convert.named)
class Clause:
    """One clause of a licence.

    Args:
        kind: The act it is about.
        effect: What it does to the licensee.
        section: Where it stands, in the text's own numbering.
        summary: What it says, in one sentence of ours.
        threshold: The number above which it bites; without one it always does.
        territories: The countries it is about (ISO 3166-1 alpha-2, `EU`, `EEA`), together with `basis`.
        basis: Whether it asks where the licensee is established or where the model is used.
        purposes: The purposes that a clause about a field of use names.
        modalities: The clause holds only for models with one of these; without any, for all.
        binds_outputs: Whether it also binds what is made with the model's outputs, so that distillation passes it on (rule 2.4).
        scope: Any further narrowing, in plain words.
        url: The policy that the clause takes in by reference.

    Raises:
        InvalidValueError: If a value is out of its vocabulary, or territories and basis do not come together.

    >>> Clause(kind="naming", effect="obliges", section="1.b.i", summary="Derived models start with the name.").departs_from
    'osd.4'
    """

    #: The act it is about.
    kind: ClauseKind = field(converter=_kind)
    #: What it does to the licensee.
    effect: Effect = field(converter=_effect)
    #: Where it stands, in the text's own numbering.
    section: str | None = field(default=None, converter=converters.optional(convert.text))
    #: What it says, in one sentence.
    summary: str = field(default="", converter=_summary)
    #: The number above which it bites.
    threshold: Threshold | None = field(default=None, converter=converters.optional(_threshold))
    #: The countries it is about.
    territories: frozenset[str] = field(default=frozenset[str](), converter=_territories)
    #: What ties the licensee to the territory.
    basis: Basis | None = field(default=None, converter=converters.optional(_basis))
    #: The purposes it names.
    purposes: frozenset[Purpose] = field(default=frozenset[Purpose](), converter=_purposes)
    #: The modalities of the models that it holds for.
    modalities: frozenset[Modality] = field(default=frozenset[Modality](), converter=_modalities)
    #: Whether it also binds what is made with outputs.
    binds_outputs: bool = field(default=False, converter=convert.truth)
    #: Any further narrowing, in plain words.
    scope: str | None = field(default=None, converter=converters.optional(convert.text))
    #: The policy that it takes in by reference.
    url: str | None = field(default=None, converter=converters.optional(convert.url))

    def __attrs_post_init__(self) -> None:
        if bool(self.territories) != (self.basis is not None):
            raise InvalidValueError(
                "Territories and their basis do not come together.",
                mend="Give both: `territories`, and `basis` as 'established-in' or 'used-in'.",
                path=("territories",),
            )
        if self.kind is ClauseKind.SCALE and self.threshold is None:
            raise InvalidValueError("A clause on scale names no number.", mend="Add its `threshold`.", path=("threshold",))

    @property
    def departs_from(self) -> str | None:
        """The criterion of the Open Source Definition that the clause breaks, or nothing.

        A limit of scale or of territory treats persons differently, whatever the clause is about (rule 2.7, OSD 5).
        """
        if self.effect.binds and (self.threshold or self.territories):
            return "osd.5"
        return self.kind.breaks(self.effect)

    @property
    def is_partial(self) -> bool:
        """Whether the clause bites only above a number, in a territory, for a purpose or within another scope."""
        return bool(self.threshold or self.territories or self.purposes or self.modalities or self.scope)

    @property
    def about_outputs(self) -> bool:
        """Whether distillation passes the clause on (rule 2.4)."""
        return self.binds_outputs or self.kind in (ClauseKind.OUTPUT_TRAINING, ClauseKind.OUTPUTS)

    def holds_for(self, modalities: frozenset[Modality]) -> bool:
        """Return whether the clause holds for a model with these modalities; none recorded means that it may."""
        return not self.modalities or not modalities or bool(self.modalities & modalities)
