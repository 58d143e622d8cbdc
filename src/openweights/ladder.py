"""The ladder of openness and its two axes (design section 2)."""

from __future__ import annotations

from collections.abc import Iterable
from enum import Enum
from typing import Generic, Self, TypeVar

from attrs import frozen

from openweights.errors import InvalidValueError


class Ordered(Enum):
    """An enum whose members are ordered as they are written, lowest first."""

    #: The position in the order, 0 for the lowest.
    rank: int

    def __init__(self, _: object) -> None:
        self.rank = len(type(self).__members__)

    def __lt__(self, other: Self) -> bool:
        return self.rank < other.rank if type(other) is type(self) else NotImplemented

    def __le__(self, other: Self) -> bool:
        return self.rank <= other.rank if type(other) is type(self) else NotImplemented

    def __gt__(self, other: Self) -> bool:
        return self.rank > other.rank if type(other) is type(self) else NotImplemented

    def __ge__(self, other: Self) -> bool:
        return self.rank >= other.rank if type(other) is type(self) else NotImplemented


class Category(Ordered):
    """The three everyday words.

    Source: design section 2.
    """

    CLOSED = "closed"
    OPEN_WEIGHTS = "open-weights"
    OPEN_SOURCE = "open-source"


class Openness(Ordered):
    """The ladder: how open a model is, lowest first.

    The names are those of Epoch AI's model accessibility scale where it has one
    (<https://epoch.ai/data/ai-models-documentation>); the two highest follow the Open Source AI Definition 1.0.

    Source: design section 2.

    Examples:
        >>> Openness.API < Openness.WEIGHTS_RESTRICTED
        True
        >>> Openness.WEIGHTS_RESTRICTED.category
        <Category.OPEN_WEIGHTS: 'open-weights'>
    """

    UNRELEASED = "unreleased"
    HOSTED = "hosted"
    API = "api"
    WEIGHTS_NON_COMMERCIAL = "weights-non-commercial"
    WEIGHTS_RESTRICTED = "weights-restricted"
    WEIGHTS_UNRESTRICTED = "weights-unrestricted"
    OPEN_SOURCE = "open-source"
    FULLY_OPEN = "fully-open"

    @property
    def category(self) -> Category:
        """The everyday word for this level."""
        if self >= Openness.OPEN_SOURCE:
            return Category.OPEN_SOURCE
        return Category.OPEN_WEIGHTS if self >= Openness.WEIGHTS_NON_COMMERCIAL else Category.CLOSED

    @property
    def rule(self) -> str:
        """What puts a model on this level, as a phrase."""
        return _RULES[self]


_RULES = {
    Openness.UNRELEASED: "nobody outside can run it",
    Openness.HOSTED: "reachable only inside a product or an app",
    Openness.API: "reachable through an API or a cloud only",
    Openness.WEIGHTS_NON_COMMERCIAL: "parameters downloadable, no commercial use granted",
    Openness.WEIGHTS_RESTRICTED: "parameters downloadable, commercial use possible, terms that the Open Source Definition does not allow",
    Openness.WEIGHTS_UNRESTRICTED: "parameters downloadable under open terms",
    Openness.OPEN_SOURCE: "open parameters, open code to train and run, sufficient data information (OSAID 1.0)",
    Openness.FULLY_OPEN: "open source, and the training data are published under open terms",
}


class Completeness(Ordered):
    """The first axis: what of the release is published, under whatever terms. Each step includes the ones before.

    Source: design section 2.
    """

    NOTHING = "nothing"
    PARAMETERS = "parameters"
    CODE = "code"
    RECIPE = "recipe"
    EVERYTHING = "everything"


class Freedom(Ordered):
    """The second axis: what the terms on the parameters allow.

    `NONE` is for parameters that are not published. Published without a licence is `NON_COMMERCIAL` (rule 2.8).
    `OPEN` means conformant with the Open Source Definition, OSI-approved or not; copyleft is open.

    Source: design section 2.
    """

    NONE = "none"
    NON_COMMERCIAL = "non-commercial"
    RESTRICTED = "restricted"
    OPEN = "open"


Step = TypeVar("Step", bound=Ordered)


@frozen
class Interval(Generic[Step]):
    """What is certain (`low`) and what is still possible (`high`) on an ordered scale (rule 2.2).

    Raises:
        InvalidValueError: If it would end before it begins.

    Examples:
        >>> str(Interval(Freedom.NON_COMMERCIAL, Freedom.OPEN))
        'non-commercial to open'
    """

    #: The lowest value that the facts allow.
    low: Step
    #: The highest value that the facts allow; never below `low`.
    high: Step

    def __attrs_post_init__(self) -> None:
        if self.high < self.low:
            raise InvalidValueError(
                f"the interval ends at {self.high.value!r}, before its start {self.low.value!r}.",
                mend="Give the lower value first.",
                path=("high",),
            )

    @property
    def certain(self) -> bool:
        """Whether only one value is possible."""
        return self.low is self.high

    def __contains__(self, step: Step) -> bool:
        return self.low <= step <= self.high

    def meet(self, other: Interval[Step]) -> Interval[Step]:
        """Return the interval of the lesser of two values, one from each."""
        return Interval(min(self.low, other.low), min(self.high, other.high))

    def join(self, other: Interval[Step]) -> Interval[Step]:
        """Return the interval of the greater of two values, one from each."""
        return Interval(max(self.low, other.low), max(self.high, other.high))

    def __str__(self) -> str:
        return str(self.low.value) if self.certain else f"{self.low.value} to {self.high.value}"


def exactly(step: Step) -> Interval[Step]:
    """Return the interval that holds `step` alone."""
    return Interval(step, step)


def hull(intervals: Iterable[Interval[Step]]) -> Interval[Step]:
    """Return the smallest interval that holds all of `intervals`, of which there is at least one (rule 2.10)."""
    known = list(intervals)
    return Interval(min(each.low for each in known), max(each.high for each in known))
