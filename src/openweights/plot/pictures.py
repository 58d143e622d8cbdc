"""The pictures, by one function each."""

from __future__ import annotations

from collections.abc import Iterable
from importlib import import_module
from typing import TYPE_CHECKING

from openweights import convert
from openweights.errors import MissingExtraError
from openweights.plot import tables, wording
from openweights.plot.tables import Models
from openweights.plot.theme import Theme

if TYPE_CHECKING:
    from openweights.plot.picture import Picture


def openness_map(models: Models = None, *, label: int | Iterable[str] | None = None, theme: Theme | str = Theme.LIGHT) -> Picture:
    """Draw the map of openness: what is published, by what the terms allow, with each release as a point.

    Both axes are steps, so a release stands in a field; where in the field it stands means nothing. A ring is a release of which facts are
    missing: it stands where it certainly is, and may belong further up or to the right.

    Args:
        models: Models, names of records (a name that stands for several releases is all of them), or mappings with the fields of a
            model; all releases on record unless told otherwise.
        label: How many releases of a field to name at the most, best known first (by how many names they have on record, one of
            a family before a second), or which to name: their names. As many as there is room for unless told otherwise. Those for
            which there is no room stay points.
        theme: The ground: `light` or `dark`.

    Raises:
        UnknownNameError: If a name is not known.
        InvalidValueError: If an argument is not what it should be.
        MissingExtraError: If matplotlib is not installed.

    Examples:
        >>> picture = openness_map(["Llama 3.1", "LLaVA 1.5", "OLMo 2", "GPT-4"])
        >>> print(picture.alt.splitlines()[2])
        parameters, restricted: 1 release (Llama 3.1).
    """
    ground = _theme("openness_map", theme)
    rows = tables.map_rows(models)
    from openweights.plot.openness import drawn

    if label is None or isinstance(label, int):
        most = None if label is None else tables.least(label, "label")
        return drawn(rows, wording.of_map(rows), ground, most=most)
    ids = {model.id for model in tables.releases(label)}
    return drawn(rows, wording.of_map(rows), ground, chosen=ids)


def ladder_over_time(models: Models = None, *, fewest: int = 5, theme: Theme | str = Theme.LIGHT) -> Picture:
    """Draw the share of the releases of each year that stand on each level of the ladder.

    A release of which facts are missing is counted on the level that is certain, and hatched.

    Args:
        models: As for [`openness_map`][openweights.plot.openness_map]. Releases without a date are left out.
        fewest: Years with fewer releases are not drawn; the table has them.
        theme: The ground: `light` or `dark`.

    Raises:
        UnknownNameError: If a name is not known.
        InvalidValueError: If an argument is not what it should be.
        MissingExtraError: If matplotlib is not installed.

    Examples:
        >>> print(ladder_over_time(["Llama 3.1", "OLMo 2", "GPT-4"], fewest=1).alt.splitlines()[1])
        2023: 1 release; 100 % api.
    """
    ground = _theme("ladder_over_time", theme)
    rows = tables.ladder_rows(models)
    shown = [row for row in rows if row["of"] >= tables.least(fewest, "fewest")]
    from openweights.plot.ladder_years import drawn

    return drawn(rows, shown, wording.of_ladder(shown), ground)


def flags_by_publisher(models: Models = None, *, most: int = 20, theme: Theme | str = Theme.LIGHT) -> Picture:
    """Draw a heat map: which share of the downloadable releases of each publisher carries each flag.

    Flags that are information only (`notice`, `copyleft`, `litigation-termination`) and flags that nobody shown carries are not drawn; the
    table has them.

    Args:
        models: As for [`openness_map`][openweights.plot.openness_map].
        most: How many publishers to draw at the most, those with most releases first.
        theme: The ground: `light` or `dark`.

    Raises:
        UnknownNameError: If a name is not known.
        InvalidValueError: If an argument is not what it should be.
        MissingExtraError: If matplotlib is not installed.

    Examples:
        >>> print(flags_by_publisher(["Llama 3.1", "Llama 2", "OLMo 2"]).alt.splitlines()[2])
        Allen Institute for AI (1 release): none.
    """
    ground = _theme("flags_by_publisher", theme)
    rows = tables.flag_rows(models)
    publishers = list(dict.fromkeys(row["publisher"] for row in rows))[: tables.least(most, "most")]
    shown = [row for row in rows if row["publisher"] in publishers]
    from openweights.plot.flag_shares import drawn

    return drawn(rows, shown, wording.of_flags(shown), ground)


def claims_and_findings(models: Models = None, *, fewest: int = 3, theme: Theme | str = Theme.LIGHT) -> Picture:
    """Draw claims against findings: how many releases somebody calls open source, and how many are.

    Args:
        models: As for [`openness_map`][openweights.plot.openness_map].
        fewest: Publishers with fewer such releases are not drawn; the table has them, and the sum counts them.
        theme: The ground: `light` or `dark`.

    Raises:
        UnknownNameError: If a name is not known.
        InvalidValueError: If an argument is not what it should be.
        MissingExtraError: If matplotlib is not installed.

    Examples:
        >>> print(claims_and_findings(["Llama 3.1", "OLMo 2", "GPT-4"], fewest=1).alt.splitlines()[1])
        Allen Institute for AI: 1 met, 0 not met, 0 not known.
    """
    ground = _theme("claims_and_findings", theme)
    rows = tables.claim_rows(models)
    shown = [row for row in rows if row["claimed"] >= tables.least(fewest, "fewest")]
    from openweights.plot.claims import drawn

    return drawn(rows, shown, wording.of_claims(rows, shown), ground)


def _theme(feature: str, theme: Theme | str) -> Theme:
    try:
        import_module("matplotlib")
    except ModuleNotFoundError:
        raise MissingExtraError(f"plot.{feature}", "plot") from None
    return convert.member(Theme, theme)
