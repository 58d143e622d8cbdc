"""What a licence says, clause by clause: the closed vocabulary of design section 3 and `Clause` itself."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from enum import Enum
from functools import cached_property

from attrs import converters, field, frozen

from openweights import convert
from openweights.errors import InvalidValueError
from openweights.territory import territory
from openweights.threshold import Threshold
from openweights.vocabulary import Modality, Purpose


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

        Examples:
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


class Basis(Enum):
    """What ties a licensee to a territory."""

    ESTABLISHED_IN = "established-in"
    USED_IN = "used-in"


class Act(Enum):
    """What a licensee does. A clause is about one or more acts: those of its kind, unless it names its own."""

    #: Run the model at all.
    USE = "use"
    #: Change it: fine-tune, merge, quantise.
    MODIFY = "modify"
    #: Pass it on, changed or not.
    REDISTRIBUTE = "redistribute"
    #: Pass on a changed one.
    REDISTRIBUTE_DERIVATIVE = "redistribute-derivative"
    #: Offer it to others as a service or inside a hosted product.
    HOST = "host"
    #: Train or improve another model with its outputs.
    TRAIN_ON_OUTPUTS = "train-on-outputs"
    #: Show or pass on its outputs.
    SHARE_OUTPUTS = "share-outputs"
    #: Publish research about it.
    PUBLISH_RESULTS = "publish-results"


class TrainedModels(Enum):
    """Which models a clause about training on outputs is about, widest first."""

    ANY = "any"
    LANGUAGE = "language"
    FOUNDATION = "foundation"
    IMAGE = "image"
    COMPETING = "competing"


_ALWAYS = frozenset({Act.USE})
_PASSING_ON = frozenset({Act.REDISTRIBUTE})

#: The acts that a clause of a kind is about where it names none. A kind that is not here is about any use.
_ACTS: dict[ClauseKind, frozenset[Act]] = {
    ClauseKind.REDISTRIBUTION: _PASSING_ON,
    ClauseKind.SUBLICENSING: _PASSING_ON,
    ClauseKind.PASS_DOWN: _PASSING_ON,
    ClauseKind.NOTICE: _PASSING_ON,
    ClauseKind.ATTRIBUTION: _PASSING_ON,
    ClauseKind.DISPLAY: frozenset({Act.REDISTRIBUTE, Act.HOST}),
    ClauseKind.STATE_CHANGES: frozenset({Act.REDISTRIBUTE_DERIVATIVE}),
    ClauseKind.NAMING: frozenset({Act.REDISTRIBUTE_DERIVATIVE}),
    ClauseKind.COPYLEFT: frozenset({Act.REDISTRIBUTE_DERIVATIVE}),
    ClauseKind.INTERNAL_USE_ONLY: frozenset({Act.REDISTRIBUTE, Act.HOST}),
    ClauseKind.DERIVATIVES: frozenset({Act.MODIFY}),
    ClauseKind.HOSTED_SERVICE: frozenset({Act.HOST}),
    ClauseKind.OUTPUT_TRAINING: frozenset({Act.TRAIN_ON_OUTPUTS}),
    ClauseKind.OUTPUTS: frozenset({Act.SHARE_OUTPUTS, Act.TRAIN_ON_OUTPUTS}),
    ClauseKind.ACKNOWLEDGEMENT: frozenset({Act.PUBLISH_RESULTS}),
}


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


def _acts(values: Iterable[Act | str]) -> frozenset[Act]:
    return convert.members(Act, values)


def _trained_models(value: TrainedModels | str) -> TrainedModels:
    return convert.member(TrainedModels, value)


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
        acts: What must be done for the clause to bite; without any, what its kind says ([`triggers`][openweights.Clause.triggers]).
        only_commercial: Whether it bites in commercial use only.
        trained_models: Which models it is about, for a clause about training on outputs.
        binds_outputs: Whether it also binds what is made with the model's outputs, so that distillation passes it on (rule 2.4).
        scope: To what it is narrowed further, in plain words: whether that is so, only the reader can say.
        exception: Whom or what it spares, in plain words; it bites all others.
        wording: The fixed words that a clause on naming or display asks for.
        url: The policy that the clause takes in by reference.

    Raises:
        InvalidValueError: If a value is out of its vocabulary, or territories and basis do not come together.

    Examples:
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
    #: What must be done for it to bite; empty for what its kind says.
    acts: frozenset[Act] = field(default=frozenset[Act](), converter=_acts)
    #: Whether it bites in commercial use only.
    only_commercial: bool = field(default=False, converter=convert.truth)
    #: Which models a clause about training on outputs is about.
    trained_models: TrainedModels | None = field(default=None, converter=converters.optional(_trained_models))
    #: Whether it also binds what is made with outputs.
    binds_outputs: bool = field(default=False, converter=convert.truth)
    #: To what it is narrowed further, in plain words.
    scope: str | None = field(default=None, converter=converters.optional(convert.text))
    #: Whom or what it spares, in plain words.
    exception: str | None = field(default=None, converter=converters.optional(convert.text))
    #: The fixed words that it asks for.
    wording: str | None = field(default=None, converter=converters.optional(convert.name))
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
        if self.trained_models is not None and self.kind is not ClauseKind.OUTPUT_TRAINING:
            raise InvalidValueError(
                f"A clause of the kind {self.kind.value} says which models may be trained.",
                mend="Leave `trained_models` out, or use the kind 'output-training'.",
                path=("trained_models",),
            )

    @cached_property
    def departs_from(self) -> str | None:
        """The criterion of the Open Source Definition that the clause breaks, or nothing.

        A limit of scale or of territory treats persons differently, whatever the clause is about (rule 2.7, OSD 5).
        """
        if self.effect.binds and (self.threshold or self.territories):
            return "osd.5"
        return self.kind.breaks(self.effect)

    @property
    def triggers(self) -> frozenset[Act]:
        """The acts of which any one makes the clause bite: its own, or those of its kind."""
        return self.acts or _ACTS.get(self.kind, _ALWAYS)

    @property
    def is_partial(self) -> bool:
        """Whether the clause bites only above a number, in a territory, for a purpose or within another scope, or spares somebody."""
        return bool(self.territories or self.purposes or self.modalities) or bool(
            self.threshold or self.scope or self.exception or self.only_commercial
        )

    @property
    def about_outputs(self) -> bool:
        """Whether distillation passes the clause on (rule 2.4)."""
        return self.binds_outputs or self.kind in (ClauseKind.OUTPUT_TRAINING, ClauseKind.OUTPUTS)

    def holds_for(self, modalities: frozenset[Modality]) -> bool:
        """Return whether the clause holds for a model with these modalities; none recorded means that it may."""
        return not self.modalities or not modalities or bool(self.modalities & modalities)
