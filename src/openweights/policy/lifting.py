"""What exceptions lift: which violations, on which day, and what to say of exceptions that lift nothing or soon end."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator, Sequence

from attrs import evolve, frozen

from openweights.names import name_key
from openweights.policy.policy import Policy
from openweights.policy.report import Excepted, Violation
from openweights.policy.rules import Exemption
from openweights.resolution import resolve

#: How many days before an exception ends a report says so.
_SOON = datetime.timedelta(days=14)


@frozen(kw_only=True)
class Held:
    """A violation as it was found, before exceptions."""

    #: The policy that asks for what is violated.
    layer: Policy
    #: The violation.
    violation: Violation
    #: The ids of the records that the model's name stands for.
    ids: frozenset[str] = frozenset()
    #: Whether an exception can lift it.
    liftable: bool = True


def lifted(policy: Policy, held: Iterable[Held], day: datetime.date) -> tuple[list[Violation], list[Excepted]]:
    """Return what stands, each with the exception that expired if one did, and what an exception lifts.

    Args:
        policy: The policy that was asked, with the exceptions of all that it extends.
        held: What was found.
        day: The day by which exceptions expire.
    """
    reach = _Reach(policy)
    violations: list[Violation] = []
    excepted: list[Excepted] = []
    for each in held:
        about = list(reach.about(each))
        holding = next((exemption for exemption in about if exemption.holds_on(day)), None)
        if holding is not None:
            excepted.append(Excepted(violation=each.violation, exception=holding))
        else:
            last = max(about, key=lambda exemption: exemption.expires, default=None)
            violations.append(each.violation if last is None else evolve(each.violation, expired=last))
    return violations, excepted


def lifting_notes(policy: Policy, excepted: Sequence[Excepted], day: datetime.date) -> Iterator[str]:
    """Yield what a reader should know of the exceptions that hold: that one soon ends, or lifts nothing.

    Args:
        policy: The policy that was asked.
        excepted: What exceptions lift.
        day: The day of the report.
    """
    used = {id(each.exception) for each in excepted}
    for layer in policy.layers:
        for exemption in layer.exceptions:
            if not exemption.holds_on(day):
                continue
            if id(exemption) in used and exemption.expires - day <= _SOON:
                yield f"The exception for {exemption.model} ends on {exemption.expires}; {exemption.owner} answers for it."


class _Reach:
    """Which exceptions of a policy and of those that it extends can lift what."""

    def __init__(self, policy: Policy) -> None:
        layers = policy.layers
        # An exception lifts rules of its own policy, and of those that this one extends unless they are final.
        self._over = {id(layer): {id(each) for each in layer.layers if each is layer or not each.final} for layer in layers}
        self._exemptions = [(id(layer), each, frozenset(resolve(each.model).ids)) for layer in layers for each in layer.exceptions]

    def about(self, held: Held) -> Iterator[Exemption]:
        """Yield the exceptions that are about a violation, whether they still hold or not."""
        if not held.liftable:
            return
        for layer, exemption, ids in self._exemptions:
            named = (bool(held.ids) and held.ids <= ids) or name_key(exemption.model) == name_key(held.violation.ref)
            if named and exemption.lifts(held.violation.rule) and id(held.layer) in self._over[layer]:
                yield exemption
