"""Releases to use instead: those of the data set that pass the same policy, the nearest first."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property

from openweights.catalogue import models
from openweights.model import Model, Status
from openweights.vocabulary import Modality

#: How many to offer: a choice, not a catalogue.
MOST_OFFERED = 3


class Offers:
    """What to use instead of a release that does not pass. The data set is held to the policy once, when the first offer is asked for."""

    def __init__(self, passes: Callable[[Model], bool]) -> None:
        self._passes = passes
        self._made: dict[frozenset[Modality], tuple[str, ...]] = {}

    @cached_property
    def _passing(self) -> list[Model]:
        """The releases that pass, the best record first: checked by hand, then the newest."""
        passing = [model for model in models() if self._passes(model)]
        return sorted(passing, key=lambda model: (model.status is Status.CURATED, str(model.released or "")), reverse=True)

    def instead_of(self, releases: tuple[Model, ...]) -> tuple[str, ...]:
        """Return the names of releases that pass, those first that take in and give out most of what these do.

        Args:
            releases: What does not pass.
        """
        wanted = frozenset(modality for release in releases for modality in release.modalities)
        if wanted not in self._made:
            able = [model for model in self._passing if not wanted or wanted & model.modalities]
            able.sort(key=lambda model: len(wanted & model.modalities), reverse=True)
            self._made[wanted] = tuple(model.name for model in able[:MOST_OFFERED])
        return self._made[wanted]


def offers(passes: Callable[[Model], bool], instead_of: Model) -> tuple[str, ...]:
    """Return the names of releases of the data set that pass and could stand in for one that does not.

    This is the seam for a ranking by needs: whatever ranks releases can do so here.

    Args:
        passes: Whether a release passes the policy.
        instead_of: The release that does not.
    """
    return Offers(passes).instead_of((instead_of,))
