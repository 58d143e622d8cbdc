"""What a policy can ask for: each rule by its id, and the types that hold what it asks."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from enum import Enum

from attrs import converters, field, frozen

from openweights import convert
from openweights.errors import InvalidValueError, near_matches, shown
from openweights.flags import FlagName
from openweights.license import NOASSERTION_ID
from openweights.names import name_key
from openweights.registry import find_license


class Rule(Enum):
    """A rule of a policy. The order is the one in which violations are listed."""

    #: The data are those that the policy was written against.
    DATA = "data"
    #: The answer is the one in the lock file.
    LOCK = "lock"
    #: The model is on record.
    KNOWN = "known"
    LEVEL = "level"
    CATEGORY = "category"
    LICENSES_ALLOW = "licenses.allow"
    LICENSES_DENY = "licenses.deny"
    FLAGS_ALLOW = "flags.allow"
    FLAGS_DENY = "flags.deny"
    PUBLISHERS_ALLOW = "publishers.allow"
    PUBLISHERS_DENY = "publishers.deny"
    USE = "use"
    #: The use stays clear of a limit by the margin that the policy asks for.
    HEADROOM = "use.headroom"
    FRAMEWORKS = "frameworks"

    @property
    def title(self) -> str:
        """What the rule asks for, in a sentence."""
        return _TITLES[self]

    @property
    def group(self) -> str:
        """The table of the policy file that it belongs to, or its id."""
        return self.value.partition(".")[0]


_TITLES = {
    Rule.DATA: "The data have the version that the policy names.",
    Rule.LOCK: "The answer is the one that was locked.",
    Rule.KNOWN: "The model is on record.",
    Rule.LEVEL: "The model reaches the level that is asked for.",
    Rule.CATEGORY: "The model belongs to the category that is asked for.",
    Rule.LICENSES_ALLOW: "Every licence is one of those that are allowed.",
    Rule.LICENSES_DENY: "No licence is one of those that are denied.",
    Rule.FLAGS_ALLOW: "Every string attached is one of those that are allowed.",
    Rule.FLAGS_DENY: "No string attached is one of those that are denied.",
    Rule.PUBLISHERS_ALLOW: "The publisher is one of those that are allowed.",
    Rule.PUBLISHERS_DENY: "The publisher is none of those that are denied.",
    Rule.USE: "The terms permit the intended use.",
    Rule.HEADROOM: "The intended use stays clear of the limits of the terms.",
    Rule.FRAMEWORKS: "The published definition is met.",
}


class Treatment(Enum):
    """What becomes of an answer that is not known."""

    FAIL = "fail"
    WARN = "warn"
    PASS = "pass"


def treatment(value: Treatment | str) -> Treatment:
    """Return the treatment that `value` is or names."""
    return convert.member(Treatment, value)


def license_ids(values: Iterable[str]) -> frozenset[str]:
    """Return the ids of the licences that go by these names; a family stands for its members.

    Raises:
        InvalidValueError: If a name stands for no licence: a rule about it could never match.
    """
    return frozenset(each for ids in convert.each_of(values, _ids_of) for each in ids)


def _ids_of(name: str) -> tuple[str, ...]:
    license = find_license(convert.name(name))
    if license is None:
        raise InvalidValueError(f"No license is known as {shown(name)}.", mend=_near_license(name))
    if license.id == NOASSERTION_ID:
        raise InvalidValueError(f"{shown(name)} names no license: it says that none is known.", mend="Use `unknown` for terms not known.")
    return (license.id, *(member.id for member in license.members))


def _near_license(name: str) -> str:
    from openweights.errors import UnknownNameError
    from openweights.registry import get_license

    try:
        get_license(name)
    except UnknownNameError as error:
        if error.did_you_mean:
            return f"Did you mean {error.did_you_mean[0]!r}?"
    return "Give an SPDX id, an id of the Hugging Face Hub or a known alias."


def _flags(values: Iterable[FlagName | str]) -> frozenset[FlagName]:
    return convert.members(FlagName, values)


def _apart(allowed: frozenset[str] | None, denied: frozenset[str]) -> None:
    both = sorted((allowed or frozenset()) & denied)
    if both:
        raise InvalidValueError(f"{shown(both[0])} is both allowed and denied.", mend="Remove it from one of the two.", path=("deny",))


@frozen(kw_only=True, field_transformer=convert.named)
class LicenseRule:
    """Which licences may stand on what is used: the model's own, and those of every base whose weights it contains.

    Raises:
        InvalidValueError: If a licence is not known, or both allowed and denied.

    Examples:
        >>> sorted(LicenseRule(allow=["mit", "Apache 2.0"]).allow)
        ['Apache-2.0', 'MIT']
    """

    #: The ids of the only licences that may; nothing if any may.
    allow: frozenset[str] | None = field(default=None, converter=converters.optional(license_ids))
    #: The ids of those that may not.
    deny: frozenset[str] = field(default=frozenset[str](), converter=license_ids)

    def __attrs_post_init__(self) -> None:
        _apart(self.allow, self.deny)


@frozen(kw_only=True, field_transformer=convert.named)
class FlagRule:
    """Which strings may be attached. Flags that are information only (`notice`, `copyleft`) need no permission; they can be denied.

    Raises:
        InvalidValueError: If there is no such flag, or one is both allowed and denied.
    """

    #: The only ones that may be; nothing if any may.
    allow: frozenset[FlagName] | None = field(default=None, converter=converters.optional(_flags))
    #: Those that may not.
    deny: frozenset[FlagName] = field(default=frozenset[FlagName](), converter=_flags)

    def __attrs_post_init__(self) -> None:
        allowed = None if self.allow is None else frozenset(flag.value for flag in self.allow)
        _apart(allowed, frozenset(flag.value for flag in self.deny))


@frozen(kw_only=True, field_transformer=convert.named)
class PublisherRule:
    """Whose models may be used; names are compared without case, spaces and hyphens.

    Raises:
        InvalidValueError: If one is both allowed and denied.
    """

    #: The only publishers; nothing if any will do.
    allow: tuple[str, ...] | None = field(default=None, converter=converters.optional(convert.names))
    #: Those whose models may not be used.
    deny: tuple[str, ...] = field(default=(), converter=convert.names)

    def __attrs_post_init__(self) -> None:
        allowed = {name_key(name): name for name in self.allow or ()}
        for name in self.deny:
            _apart(frozenset({name}) if name_key(name) in allowed else None, frozenset({name}))


def _framework(value: str) -> str:
    from openweights.assessor import all_frameworks

    known = [framework.id for framework in all_frameworks()]
    name = convert.name(value)
    if name not in known:
        near = near_matches(name, known)
        raise InvalidValueError(
            f"No framework is known as {shown(name)}.", mend=f"Did you mean {near[0]!r}?" if near else f"Use one of: {', '.join(known)}."
        )
    return name


@frozen(kw_only=True, field_transformer=convert.named)
class FrameworkRule:
    """A published definition that must be met.

    Args:
        id: The id of the framework, such as `osaid`.
        verdicts: The verdicts that will do, in the definition's own words, such as `class-1`; without any, it must be met.

    Raises:
        InvalidValueError: If the framework is not known.
    """

    #: The id of the framework.
    id: str = field(converter=_framework)
    #: The verdicts that will do; none for "met".
    verdicts: tuple[str, ...] = field(default=(), converter=convert.names)


_RULE_NAMES = tuple(dict.fromkeys([rule.value for rule in Rule] + [rule.group for rule in Rule]))


def _rule_name(value: str) -> str:
    name = convert.name(value)
    if name not in _RULE_NAMES:
        near = near_matches(name, _RULE_NAMES)
        raise InvalidValueError(
            f"{shown(name)} is no rule.", mend=f"Did you mean {near[0]!r}?" if near else f"The rules are: {', '.join(_RULE_NAMES)}."
        )
    return name


def _rule_names(values: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(convert.each_of(values, _rule_name)))


@frozen(kw_only=True, field_transformer=convert.named)
class Exemption:
    """An exception: a model that may be used although a rule forbids it, why, until when, and who answers for it.

    Args:
        model: A name, alias, Hub id or family.
        rules: The ids of the rules that are lifted, or of their groups (`flags` for `flags.allow` and `flags.deny`); at least one.
        reason: Why.
        owner: Who answers for it.
        expires: The last day on which it holds.

    Raises:
        InvalidValueError: If a field is missing or there is no such rule.
    """

    #: A name, alias, Hub id or family.
    model: str = field(converter=convert.name)
    #: The rules that are lifted.
    rules: tuple[str, ...] = field(converter=_rule_names)
    #: Why.
    reason: str = field(converter=convert.text)
    #: Who answers for it.
    owner: str = field(converter=convert.name)
    #: The last day on which it holds.
    expires: datetime.date = field(converter=convert.day)

    def __attrs_post_init__(self) -> None:
        if not self.rules:
            raise InvalidValueError("The exception lifts no rule.", mend="Name the rules that it lifts.", path=("rules",))

    def holds_on(self, day: datetime.date) -> bool:
        """Return whether it still holds on a day."""
        return day <= self.expires

    def lifts(self, rule: Rule) -> bool:
        """Return whether it is about this rule."""
        return rule.value in self.rules or rule.group in self.rules
