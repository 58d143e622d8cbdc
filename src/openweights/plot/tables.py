"""The data of the pictures as tidy tables: a list of rows, each a mapping of column names to plain values.

`pandas.DataFrame(rows)` and `polars.DataFrame(rows)` take them as they are. No optional package is needed here.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import TypedDict

from openweights import convert
from openweights.catalogue import Family, get_record, models as all_models
from openweights.census import paradox
from openweights.classification import Classification
from openweights.classifier import classify
from openweights.errors import InvalidValueError
from openweights.flags import FlagName
from openweights.ladder import Category, Openness
from openweights.model import Model
from openweights.plain import model_from

#: What the functions take: models, names of records, or mappings with the fields of a model; nothing for all releases on record.
Models = Iterable[Model | str | Mapping[str, object]] | None


class MapRow(TypedDict):
    """A release on the map."""

    id: str
    name: str
    developer: str | None
    released: str | None
    #: What is certainly published.
    completeness: str
    #: The most that may be.
    completeness_ceiling: str
    #: What the terms certainly allow.
    freedom: str
    #: The most that they may.
    freedom_ceiling: str
    level: str
    level_ceiling: str
    category: str
    #: How many names the record goes by.
    names: int


class LadderRow(TypedDict):
    """A year and a level."""

    year: int
    level: str
    category: str
    #: How many releases of the year certainly stand on this level at least, and on no higher one.
    releases: int
    #: How many of them may stand higher.
    uncertain: int
    #: Their share of the releases of the year, from 0 to 1.
    share: float
    #: How many releases the year has.
    of: int


class FlagRow(TypedDict):
    """A publisher and a flag."""

    publisher: str
    flag: str
    #: How many of the publisher's downloadable releases carry the flag.
    releases: int
    #: Their share, from 0 to 1.
    share: float
    #: How many downloadable releases the publisher has.
    of: int


class ClaimRow(TypedDict):
    """A publisher and a finding on what is called open source."""

    publisher: str
    #: Whether the Open Source AI Definition 1.0 is met: `met`, `unknown` or `not-met`.
    finding: str
    #: How many releases have that finding.
    releases: int
    #: How many releases of the publisher somebody calls open source.
    claimed: int


def releases(models: Models = None) -> tuple[Model, ...]:
    """Return the releases that are meant, each once: of a name that stands for several, all of them.

    Args:
        models: Models, names of records, or mappings with the fields of a model; all releases on record unless told otherwise.

    Raises:
        UnknownNameError: If a name is not known.
        InvalidValueError: If `models` is no list, or a mapping holds no valid model.

    Examples:
        >>> [model.name for model in releases(["OLMo 2", "Llama"])][:3]
        ['OLMo 2', 'LLaMA 1', 'Llama 2']
    """
    if models is None:
        return all_models()
    return tuple(dict.fromkeys(model for found in convert.each_of(models, _meant) for model in found))


def _meant(model: Model | str | Mapping[str, object]) -> tuple[Model, ...]:
    if isinstance(model, Model):
        return (model,)
    if isinstance(model, Mapping):
        return (model_from(model),)
    found = get_record(convert.name(model))
    return found.members if isinstance(found, Family) else (found,)


def map_rows(models: Models = None) -> list[MapRow]:
    """Return where each release stands on the two axes, a row a release.

    Args:
        models: As in [`releases`][openweights.plot.tables.releases].

    Returns:
        The rows, in the order of the models.

    Examples:
        >>> row = map_rows(["LLaVA 1.5"])[0]
        >>> row["completeness"], row["freedom"]
        ('everything', 'restricted')
    """
    return [_map_row(model, classify(model)) for model in releases(models)]


def _map_row(model: Model, answer: Classification) -> MapRow:
    return {
        "id": model.id,
        "name": model.name,
        "developer": model.developer,
        "released": str(model.released) if model.released else None,
        "completeness": answer.completeness.low.value,
        "completeness_ceiling": answer.completeness.high.value,
        "freedom": answer.freedom.low.value,
        "freedom_ceiling": answer.freedom.high.value,
        "level": answer.level.value,
        "level_ceiling": answer.ceiling.value,
        "category": answer.category.value,
        "names": len(model.names),
    }


def ladder_rows(models: Models = None) -> list[LadderRow]:
    """Return how many releases of each year stand on each level, a row a year and level, in order.

    Args:
        models: As in [`releases`][openweights.plot.tables.releases]. Releases without a date are left out.

    Returns:
        The rows, oldest year first, with the lowest level first; levels without a release are there too.

    Examples:
        >>> [(row["year"], row["level"]) for row in ladder_rows(["Llama 3.1", "GPT-4"]) if row["releases"]]
        [(2023, 'api'), (2024, 'weights-restricted')]
    """
    counts: Counter[tuple[int, Openness, bool]] = Counter()
    for model in releases(models):
        if model.released is not None:
            answer = classify(model)
            counts[model.released.year, answer.level, answer.certain] += 1
    rows: list[LadderRow] = []
    for year in sorted({year for year, _, _ in counts}):
        of = sum(count for (each, _, _), count in counts.items() if each == year)
        for level in Openness:
            uncertain = counts[year, level, False]
            here = counts[year, level, True] + uncertain
            rows.append(
                {
                    "year": year,
                    "level": level.value,
                    "category": level.category.value,
                    "releases": here,
                    "uncertain": uncertain,
                    "share": here / of,
                    "of": of,
                }
            )
    return rows


def flag_rows(models: Models = None) -> list[FlagRow]:
    """Return how many releases of each publisher carry each flag, a row a publisher and flag.

    Only releases whose parameters can be downloaded count: a flag of a licence says nothing of a service.

    Args:
        models: As in [`releases`][openweights.plot.tables.releases].

    Returns:
        The rows: the publisher with most releases first, the flags in their usual order; flags that nobody carries are there too.

    Examples:
        >>> rows = flag_rows(["Llama 3.1", "Llama 2"])
        >>> next((row["publisher"], row["share"]) for row in rows if row["flag"] == "user-threshold")
        ('Meta', 1.0)
    """
    carried: dict[str, list[frozenset[FlagName]]] = {}
    for model in releases(models):
        answer = classify(model)
        if answer.category is not Category.CLOSED:
            carried.setdefault(model.developer or "not known", []).append(frozenset(flag.name for flag in answer.flags))
    rows: list[FlagRow] = []
    for publisher, found in sorted(carried.items(), key=lambda pair: (-len(pair[1]), pair[0])):
        for flag in FlagName:
            count = sum(flag in flags for flags in found)
            rows.append({"publisher": publisher, "flag": flag.value, "releases": count, "share": count / len(found), "of": len(found)})
    return rows


def claim_rows(models: Models = None) -> list[ClaimRow]:
    """Return what became of the claims to be open source, a row a publisher and finding.

    Args:
        models: As in [`releases`][openweights.plot.tables.releases].

    Returns:
        The rows: the publisher with most claims first.

    Examples:
        >>> [(row["finding"], row["releases"]) for row in claim_rows(["Llama 3.1", "OLMo 2"]) if row["publisher"] == "Meta"]
        [('met', 0), ('unknown', 0), ('not-met', 1)]
    """
    _, *publishers = paradox(releases(models))
    return [
        {"publisher": str(row.publisher), "finding": finding, "releases": count, "claimed": row.claimed}
        for row in publishers
        for finding, count in (("met", row.met), ("unknown", row.unknown), ("not-met", row.not_met))
    ]


def least(value: int, name: str) -> int:
    """Return `value` if it is a whole number from 0.

    Raises:
        InvalidValueError: If it is not; with the name of the argument.
    """
    if isinstance(value, bool) or not isinstance(value, int) or value < 0:
        raise InvalidValueError("It is no number of things.", mend="Give a whole number, 0 or more.", path=(name,))
    return value
