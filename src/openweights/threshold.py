"""Numbers on which a clause turns: users, visits, revenue (rule 2.7)."""

from __future__ import annotations

from enum import Enum

from attrs import converters, field, frozen

from openweights import convert
from openweights.errors import InvalidValueError, shown


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


def currency(value: str) -> str:
    """Return `value` if it has the form of an ISO 4217 code."""
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

    Examples:
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
    currency: str | None = field(default=None, converter=converters.optional(currency))
    #: When it is counted.
    measured: Measured = field(default=Measured.NOT_STATED, converter=_measured)
    #: Whose users or revenue count.
    whose: Whose = field(default=Whose.NOT_STATED, converter=_whose)

    def __attrs_post_init__(self) -> None:
        if self.metric.is_money and self.currency is None:
            raise InvalidValueError(f"A limit on {self.metric.value} has no currency.", mend="Add its ISO 4217 code.", path=("currency",))
        if not self.metric.is_money and self.currency is not None:
            raise InvalidValueError(f"A limit on {self.metric.value} has a currency.", mend="Leave it out.", path=("currency",))

    def exceeded_by(self, number: float) -> bool:
        """Return whether `number`, in the unit of the metric, is on the side on which the clause bites."""
        return number >= self.limit if self.comparator is Comparator.AT_LEAST else number > self.limit

    def __str__(self) -> str:
        unit = f"{self.currency} " if self.currency else ""
        return f"{self.metric.value} {self.comparator.value} {unit}{self.limit:,}"
