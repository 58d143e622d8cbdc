"""Three-valued logic: met, not met, unknown (design rule 2.2)."""

from __future__ import annotations

from collections.abc import Iterable
from enum import Enum


class Verdict(Enum):
    """Whether something holds: `MET`, `NOT_MET` or `UNKNOWN`.

    `&`, `|` and `~` are Kleene's strong connectives: a result is unknown only where the unknown could still decide it.
    A verdict has no truth value, because an unknown one has none: compare with `is Verdict.MET`.

    Source: S. C. Kleene, Introduction to Metamathematics (1952), section 64.

    Examples:
        >>> Verdict.NOT_MET & Verdict.UNKNOWN
        <Verdict.NOT_MET: 'not-met'>
        >>> Verdict.NOT_MET | Verdict.UNKNOWN
        <Verdict.UNKNOWN: 'unknown'>
    """

    NOT_MET = "not-met"
    UNKNOWN = "unknown"
    MET = "met"

    def __and__(self, other: Verdict) -> Verdict:
        if Verdict.NOT_MET in (self, other):
            return Verdict.NOT_MET
        return Verdict.UNKNOWN if Verdict.UNKNOWN in (self, other) else Verdict.MET

    def __or__(self, other: Verdict) -> Verdict:
        return ~(~self & ~other)

    def __invert__(self) -> Verdict:
        if self is Verdict.UNKNOWN:
            return self
        return Verdict.NOT_MET if self is Verdict.MET else Verdict.MET

    def __bool__(self) -> bool:
        raise TypeError("a verdict has three values and no truth value: compare with `is Verdict.MET`")

    @classmethod
    def of(cls, fact: bool) -> Verdict:  # noqa: FBT001
        """Return `MET` for true and `NOT_MET` for false."""
        return cls.MET if fact else cls.NOT_MET

    @classmethod
    def all_of(cls, verdicts: Iterable[Verdict]) -> Verdict:
        """Return the conjunction of `verdicts`; `MET` if there are none."""
        result = cls.MET
        for verdict in verdicts:
            result &= verdict
        return result

    @classmethod
    def any_of(cls, verdicts: Iterable[Verdict]) -> Verdict:
        """Return the disjunction of `verdicts`; `NOT_MET` if there are none."""
        result = cls.NOT_MET
        for verdict in verdicts:
            result |= verdict
        return result
