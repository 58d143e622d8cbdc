"""Releases to use instead: those of the data set that pass the same policy, the nearest first."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import cached_property
from itertools import islice
from typing import cast

from openweights.catalogue import get_model
from openweights.dataset import table
from openweights.ladder import Category, Openness
from openweights.model import Model, Status
from openweights.policy.policy import Policy
from openweights.tabulation import Row

#: How many to offer: a choice, not a catalogue.
MOST_OFFERED = 3


class Offers:
    """What to use instead of a release that does not pass.

    The table of the data set, worked out in advance, says in which order to look and what cannot pass; only the first that may are held
    to the policy itself.
    """

    def __init__(self, passes: Callable[[Model], bool], layers: Sequence[Policy] = ()) -> None:
        self._passes = passes
        self._layers = layers
        self._made: dict[frozenset[str], tuple[str, ...]] = {}
        self._judged: dict[str, bool] = {}

    @cached_property
    def _able(self) -> list[Row]:
        """The rows of the releases that may pass, the best record first: checked by hand, then the newest."""
        lowest = max((layer.level for layer in self._layers if layer.level is not None), default=Openness.UNRELEASED)
        category = max((layer.category for layer in self._layers if layer.category is not None), default=Category.CLOSED)
        able = [
            row
            for row in table()
            if (highest := Openness(row["ceiling"])) >= lowest and highest.category >= category and highest is not Openness.UNRELEASED
        ]
        return sorted(able, key=lambda row: (row["status"] == Status.CURATED.value, str(row["released"] or "")), reverse=True)

    def instead_of(self, releases: tuple[Model, ...]) -> tuple[str, ...]:
        """Return the names of releases that pass, those first that take in and give out most of what these do.

        Args:
            releases: What does not pass.
        """
        wanted = frozenset(str(modality.value) for release in releases for modality in release.modalities)
        if wanted not in self._made:
            self._made[wanted] = tuple(islice(self._passing(wanted), MOST_OFFERED))
        return self._made[wanted]

    def _passing(self, wanted: frozenset[str]) -> Iterator[str]:
        shared = [(len(wanted.intersection(cast("list[str]", row["modalities"]))), row) for row in self._able]
        near = [pair for pair in shared if pair[0] or not wanted]
        for _, row in sorted(near, key=lambda pair: -pair[0]):
            model_id = str(row["id"])
            if model_id not in self._judged:
                self._judged[model_id] = self._passes(get_model(model_id))
            if self._judged[model_id]:
                yield str(row["name"])


def offers(passes: Callable[[Model], bool], instead_of: Model) -> tuple[str, ...]:
    """Return the names of releases of the data set that pass and could stand in for one that does not.

    This is the seam for a ranking by needs: whatever ranks releases can do so here.

    Args:
        passes: Whether a release passes the policy.
        instead_of: The release that does not.
    """
    return Offers(passes).instead_of((instead_of,))
