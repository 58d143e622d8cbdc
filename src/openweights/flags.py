"""The strings attached: restriction flags, derived from clauses and never stored (design section 5)."""

from __future__ import annotations

from collections.abc import Iterable
from enum import Enum

from attrs import frozen

from openweights.clause import ClauseKind, Effect
from openweights.terms import Term, Terms
from openweights.threshold import Metric, Threshold


class FlagName(Enum):
    """What a flag says. The order is the one in which flags are listed: the weightiest first.

    `GATED` and `NO_LICENSE` come from facts about the release, the others from clauses. `LITIGATION_TERMINATION`, `COPYLEFT` and
    `NOTICE` are information: the Open Source Definition allows them.
    """

    NO_LICENSE = "no-license"
    NON_COMMERCIAL = "non-commercial"
    RESEARCH_ONLY = "research-only"
    USER_THRESHOLD = "user-threshold"
    REVENUE_THRESHOLD = "revenue-threshold"
    TERRITORY = "territory"
    COMPETITORS = "competitors"
    ACCEPTABLE_USE = "acceptable-use"
    FIELD_OF_USE = "field-of-use"
    NO_REDISTRIBUTION = "no-redistribution"
    NO_DERIVATIVES = "no-derivatives"
    OUTPUT_TRAINING_BAN = "output-training-ban"
    OUTPUT_TERMS = "output-terms"
    HOSTED_SERVICE_LIMITS = "hosted-service-limits"
    NAMING = "naming"
    DISPLAY_ATTRIBUTION = "display-attribution"
    PASS_DOWN_RESTRICTIONS = "pass-down-restrictions"
    REGISTRATION = "registration"
    ROYALTY = "royalty"
    REMOTE_RESTRICTION = "remote-restriction"
    UPDATE_DUTY = "update-duty"
    TERMS_MAY_CHANGE = "terms-may-change"
    GATED = "gated"
    LITIGATION_TERMINATION = "litigation-termination"
    COPYLEFT = "copyleft"
    NOTICE = "notice"


_OF_KIND: dict[ClauseKind, FlagName] = {
    ClauseKind.COMMERCIAL_USE: FlagName.NON_COMMERCIAL,
    ClauseKind.PRODUCTION_USE: FlagName.NON_COMMERCIAL,
    ClauseKind.RESEARCH_ONLY: FlagName.RESEARCH_ONLY,
    ClauseKind.INTERNAL_USE_ONLY: FlagName.FIELD_OF_USE,
    ClauseKind.ACCEPTABLE_USE: FlagName.ACCEPTABLE_USE,
    ClauseKind.FIELD_OF_USE: FlagName.FIELD_OF_USE,
    ClauseKind.SAFEGUARDS: FlagName.FIELD_OF_USE,
    ClauseKind.TERRITORY: FlagName.TERRITORY,
    ClauseKind.COMPETITORS: FlagName.COMPETITORS,
    ClauseKind.REGISTRATION: FlagName.REGISTRATION,
    ClauseKind.ROYALTY: FlagName.ROYALTY,
    ClauseKind.REDISTRIBUTION: FlagName.NO_REDISTRIBUTION,
    ClauseKind.DERIVATIVES: FlagName.NO_DERIVATIVES,
    ClauseKind.REVERSE_ENGINEERING: FlagName.NO_DERIVATIVES,
    ClauseKind.PASS_DOWN: FlagName.PASS_DOWN_RESTRICTIONS,
    ClauseKind.NAMING: FlagName.NAMING,
    ClauseKind.DISPLAY: FlagName.DISPLAY_ATTRIBUTION,
    ClauseKind.HOSTED_SERVICE: FlagName.HOSTED_SERVICE_LIMITS,
    ClauseKind.OUTPUTS: FlagName.OUTPUT_TERMS,
    ClauseKind.TERMS_CHANGE: FlagName.TERMS_MAY_CHANGE,
    ClauseKind.REVOCATION: FlagName.TERMS_MAY_CHANGE,
    ClauseKind.REMOTE_RESTRICTION: FlagName.REMOTE_RESTRICTION,
    ClauseKind.UPDATE_DUTY: FlagName.UPDATE_DUTY,
}

#: Kinds that raise a flag although the Open Source Definition allows them.
_INFORMATION: dict[ClauseKind, FlagName] = {
    ClauseKind.LITIGATION_TERMINATION: FlagName.LITIGATION_TERMINATION,
    ClauseKind.COPYLEFT: FlagName.COPYLEFT,
    ClauseKind.NOTICE: FlagName.NOTICE,
    ClauseKind.STATE_CHANGES: FlagName.NOTICE,
    ClauseKind.ATTRIBUTION: FlagName.NOTICE,
    ClauseKind.ACKNOWLEDGEMENT: FlagName.NOTICE,
}

#: The flags that are information: the Open Source Definition allows what they say.
INFORMATION = frozenset(_INFORMATION.values())


def _of_metric(metric: Metric) -> FlagName:
    return FlagName.REVENUE_THRESHOLD if metric.is_money else FlagName.USER_THRESHOLD


@frozen
class Flag:
    """One string attached, with the clauses behind it.

    Examples:
        >>> from openweights import License
        >>> flag = flags_of(Terms.of(License.get("llama3")))[0]
        >>> flag.name.value, [threshold.limit for threshold in flag.thresholds]
        ('user-threshold', [700000000])
    """

    #: What it says.
    name: FlagName
    #: The clauses behind it; none for `gated` and `no-license`, which are facts of the release.
    clauses: tuple[Term, ...] = ()

    @property
    def thresholds(self) -> tuple[Threshold, ...]:
        """The numbers above which its clauses bite."""
        return tuple(term.clause.threshold for term in self.clauses if term.clause.threshold)


def flag_names(term: Term) -> tuple[FlagName, ...]:
    """Return the flags that one clause raises: by its threshold or territory, by its kind, by binding outputs."""
    clause = term.clause
    if clause.departs_from is None:
        information = _INFORMATION.get(clause.kind)
        return (information,) if information and clause.effect.binds else ()
    names = [_of_metric(clause.threshold.metric)] if clause.threshold else []
    if clause.territories:
        names.append(FlagName.TERRITORY)
    if clause.kind is ClauseKind.OUTPUT_TRAINING:
        names.append(FlagName.OUTPUT_TERMS if clause.effect is Effect.OBLIGES else FlagName.OUTPUT_TRAINING_BAN)
    elif clause.binds_outputs:
        names.append(FlagName.OUTPUT_TERMS)
    narrowed_by_number = clause.threshold is not None and clause.kind in (ClauseKind.COMMERCIAL_USE, ClauseKind.PRODUCTION_USE)
    if clause.kind in _OF_KIND and not narrowed_by_number:
        names.append(_OF_KIND[clause.kind])
    return tuple(dict.fromkeys(names))


def flags_of(terms: Terms, *, gated: bool = False) -> tuple[Flag, ...]:
    """Return the flags that terms raise, weightiest first.

    Args:
        terms: The effective terms on the parameters.
        gated: Whether a sign-up or a person's approval stands in front of the download.
    """
    behind: dict[FlagName, list[Term]] = {}
    for term in terms.clauses:
        for name in flag_names(term):
            behind.setdefault(name, []).append(term)
    if gated:
        behind.setdefault(FlagName.GATED, [])
    if terms.unlicensed:
        behind.setdefault(FlagName.NO_LICENSE, [])
    return tuple(Flag(name, tuple(behind[name])) for name in FlagName if name in behind)


def merged(flags: Iterable[Flag]) -> tuple[Flag, ...]:
    """Return flags of several models as one list: a flag that any of them carries, with all clauses behind it."""
    behind: dict[FlagName, dict[Term, None]] = {}
    for flag in flags:
        behind.setdefault(flag.name, {}).update(dict.fromkeys(flag.clauses))
    return tuple(Flag(name, tuple(behind[name])) for name in FlagName if name in behind)
