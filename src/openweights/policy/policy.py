"""A policy: which models may be used, for what, and under which conditions."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from attrs import converters, field, frozen

from openweights import convert
from openweights.errors import InvalidValueError, shown
from openweights.ladder import Category, Openness
from openweights.policy.rules import Exemption, FlagRule, FrameworkRule, LicenseRule, PublisherRule, Treatment, treatment
from openweights.use import Use

if TYPE_CHECKING:
    from openweights.lineage import Resolve
    from openweights.model import Model
    from openweights.policy.report import Report
    from openweights.policy.subject import Subject


def _level(value: Openness | str) -> Openness:
    return convert.member(Openness, value)


def _category(value: Category | str) -> Category:
    return convert.member(Category, value)


def _license_rule(value: LicenseRule | Mapping[str, object]) -> LicenseRule:
    return convert.record(LicenseRule, value)


def _flag_rule(value: FlagRule | Mapping[str, object]) -> FlagRule:
    return convert.record(FlagRule, value)


def _publisher_rule(value: PublisherRule | Mapping[str, object]) -> PublisherRule:
    return convert.record(PublisherRule, value)


def _use(value: Use | Mapping[str, object]) -> Use:
    return convert.record(Use, value)


def _frameworks(values: Iterable[FrameworkRule | str | Mapping[str, object]]) -> tuple[FrameworkRule, ...]:
    def rule(value: FrameworkRule | str | Mapping[str, object]) -> FrameworkRule:
        return FrameworkRule(id=value) if isinstance(value, str) else convert.record(FrameworkRule, value)

    return tuple(convert.each_of(values, rule))


def _exemptions(values: Iterable[Exemption | Mapping[str, object]]) -> tuple[Exemption, ...]:
    return convert.records(Exemption, values)


def _policies(values: Iterable[Policy]) -> tuple[Policy, ...]:
    def policy(value: Policy) -> Policy:
        if not isinstance(value, Policy):
            raise InvalidValueError(f"{shown(value)} is no policy.", mend="Read it first, with `read_policy`.")
        return value

    return tuple(convert.each_of(values, policy))


def _part(value: float) -> float:
    if isinstance(value, bool) or not isinstance(value, (int, float)) or not 0 < value < 1:
        raise InvalidValueError(f"{shown(value)} is no part of a limit.", mend="Give a number between 0 and 1: 0.1 for a tenth.")
    return float(value)


@frozen(kw_only=True, field_transformer=convert.named)
class Policy:
    """Which models may be used, for what, and under which conditions.

    Every rule that is given must hold; what is not given is not asked. A policy that extends others holds a model to theirs too, so
    it can add and tighten, and never loosen, except by an exception that names its reason, its owner and its last day.

    Args:
        name: What it is called in reports.
        description: What it is for.
        extends: The policies whose rules hold too.
        final: Whether policies that extend this one cannot lift its rules by exceptions of theirs.
        data: The version of the data that it was written against; with other data it does not pass anything.
        unknown: What becomes of a rule that what is known does not settle.
        unlisted: What becomes of a name that no record carries.
        silencing: Whether a comment or a manifest beside the sources can silence a reference; otherwise it counts like any other.
        level: The lowest level that will do.
        category: The lowest category that will do.
        licenses: Which licences.
        flags: Which strings attached.
        publishers: Whose models.
        frameworks: Published definitions that must be met; an id stands for "met".
        use: The intended use, which the terms must permit.
        warn_at: The part of a limit from which on a use of that size is warned of: 0.1 for a tenth.
        exceptions: Models that may be used although a rule forbids it, until a day.
        file: Where it was read.

    Raises:
        InvalidValueError: If a value is malformed or two rules contradict each other.

    Examples:
        >>> policy = Policy(name="permissive", level="weights-unrestricted", flags={"deny": ["user-threshold"]})
        >>> policy.check(["Mistral 7B"]).passes
        True
        >>> [violation.rule.value for violation in policy.check(["Llama 3.1"]).violations]
        ['level', 'flags.deny']
    """

    #: What it is called.
    name: str = field(default="policy", converter=convert.name)
    #: What it is for.
    description: str | None = field(default=None, converter=converters.optional(convert.text))
    #: The policies whose rules hold too.
    extends: tuple[Policy, ...] = field(default=(), converter=_policies)
    #: Whether policies that extend it cannot lift its rules.
    final: bool = field(default=False, converter=convert.truth)
    #: The version of the data that it was written against.
    data: str | None = field(default=None, converter=converters.optional(convert.name))
    #: What becomes of a rule that what is known does not settle.
    unknown: Treatment = field(default=Treatment.FAIL, converter=treatment)
    #: What becomes of a name that no record carries.
    unlisted: Treatment = field(default=Treatment.FAIL, converter=treatment)
    #: Whether a comment or a manifest beside the sources can silence a reference.
    silencing: bool = field(default=True, converter=convert.truth)
    #: The lowest level that will do.
    level: Openness | None = field(default=None, converter=converters.optional(_level))
    #: The lowest category that will do.
    category: Category | None = field(default=None, converter=converters.optional(_category))
    #: Which licences.
    licenses: LicenseRule = field(factory=LicenseRule, converter=_license_rule)
    #: Which strings attached.
    flags: FlagRule = field(factory=FlagRule, converter=_flag_rule)
    #: Whose models.
    publishers: PublisherRule = field(factory=PublisherRule, converter=_publisher_rule)
    #: Published definitions that must be met.
    frameworks: tuple[FrameworkRule, ...] = field(default=(), converter=_frameworks)
    #: The intended use.
    use: Use | None = field(default=None, converter=converters.optional(_use))
    #: The part of a limit from which on a use of that size is warned of.
    warn_at: float | None = field(default=None, converter=converters.optional(_part))
    #: Models that may be used although a rule forbids it.
    exceptions: tuple[Exemption, ...] = field(default=(), converter=_exemptions)
    #: Where it was read.
    file: str | None = field(default=None, converter=converters.optional(convert.text))

    def __attrs_post_init__(self) -> None:
        if self.warn_at is not None and self.use is None:
            raise InvalidValueError("`warn_at` is given, but no use.", mend="Add the table `use` with its numbers.", path=("warn_at",))

    @property
    def layers(self) -> tuple[Policy, ...]:
        """This policy and all that it extends, each once, the ones extended first."""
        found: dict[int, Policy] = {}
        for each in self.extends:
            found.update((id(layer), layer) for layer in each.layers)
        return (*found.values(), self)

    def check(
        self,
        models: Iterable[Model | str | Mapping[str, object] | Subject],
        *,
        today: datetime.date | str | None = None,
        resolve: Resolve | None = None,
    ) -> Report:
        """Return how models stand to this policy: what passes, what does not, by which rule and clause, and how to mend it.

        Args:
            models: Names, models, mappings with the fields of a model, or `Subject` values that say where a name was found.
            today: The day by which exceptions expire; the day of the machine without it.
            resolve: Finds a base model that is given by name; the bundled data unless told otherwise.

        Raises:
            InvalidValueError: If a mapping holds no valid model, or the day is none.
            PolicyError: If the policy contradicts itself.
            LineageError: If a model descends from itself.

        Examples:
            >>> report = Policy(licenses={"allow": ["Apache-2.0", "MIT"]}).check(["Mistral 7B", "Gemma 3"])
            >>> [(violation.ref, violation.rule.value) for violation in report.violations]
            [('Gemma 3', 'licenses.allow')]
        """
        from openweights.policy.checking import check

        return check(self, models, today=today, resolve=resolve)

    def allows(self, model: Model | str | Mapping[str, object] | Subject, *, today: datetime.date | str | None = None) -> Report:
        """Return the report on one model; it is true if the model passes, so that a test can say `assert policy.allows(...)`.

        Args:
            model: As for `check`.
            today: The day by which exceptions expire.

        Examples:
            >>> bool(Policy(category="open-source").allows("OLMo 2"))
            True
        """
        return self.check([model], today=today)

    def explain(self, *, today: datetime.date | str | None = None) -> str:
        """Return in plain sentences what this policy allows, one a line.

        Args:
            today: The day by which exceptions expire.

        Examples:
            >>> print(Policy(name="open", category="open-source").explain().splitlines()[1])
            - A model must be at least open-source.
        """
        from openweights.policy.explanation import sentences

        return "\n".join(sentences(self, today=today))
