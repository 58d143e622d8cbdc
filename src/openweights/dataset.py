"""The data set: models and licences by name, by search and by filter, and what they rest on.

    from openweights import dataset

    dataset.get("Llama 3.1"), dataset.search("whisper"), dataset.models(level="fully-open")

Everything is read on the first call, from a file of the package and without the network; the answers are values that do not
change, so that threads may share them. Own records come in by [`extend`][openweights.dataset.extend] or by the environment variable
`OPENWEIGHTS_DATA`, a list of folders as in `PATH`.
"""

# A name is looked up without the types: `resolve` needs only the index. What returns types imports them when it is called.
from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, cast

from openweights.bundle import bundle
from openweights.names import name_key
from openweights.resolution import Resolution, resolve

if TYPE_CHECKING:
    import datetime

    from openweights.catalogue import Family
    from openweights.census import ClaimCount
    from openweights.dates import PartialDate
    from openweights.flags import FlagName
    from openweights.ladder import Category, Freedom, Openness
    from openweights.license import License
    from openweights.model import Access, Model, Status
    from openweights.tabulation import Row
    from openweights.vocabulary import Modality

__all__ = [
    "Resolution",
    "extend",
    "families",
    "get",
    "licenses",
    "models",
    "paradox",
    "resolve",
    "search",
    "sources",
    "stats",
    "table",
    "version",
]

version: str


def __getattr__(name: str) -> str:
    if name == "version":
        return bundle().version
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def get(name: str) -> Model | Family:
    """Return the release that goes by a name, or the family of releases.

    Args:
        name: A name, alias, Hub id, id, family or group; read as [`resolve`][openweights.dataset.resolve] says.

    Raises:
        UnknownNameError: If nothing does, with the names that come near.

    Examples:
        >>> get("openai/gpt-4o").name
        'GPT-4o'
    """
    from openweights.catalogue import get_record

    return get_record(name)


def search(text: str, *, limit: int = 20) -> tuple[Model, ...]:
    """Return the releases whose names, publisher or family have all words of a text, best first.

    Args:
        text: Words, or parts of words.
        limit: How many to return at the most.

    Examples:
        >>> [model.name for model in search("mistral 8x22")]
        ['Mixtral 8x22B']
    """
    from openweights.catalogue import models as all_models

    words = [key for word in text.split() if (key := name_key(word))]
    found: list[tuple[tuple[object, ...], Model]] = []
    for model in all_models() if words else ():
        names = [name_key(name) for name in model.names]
        about = [*names, *(name_key(each) for each in (model.developer, model.family, *model.groups) if each)]
        if all(any(word in each for each in about) for word in words):
            wanted = "".join(words)
            rank = min((wanted != name, not name.startswith(wanted), wanted not in name) for name in names)
            found.append(((*rank, -len(model.hub_ids), model.id), model))
    return tuple(model for _, model in sorted(found, key=lambda pair: pair[0])[:limit])


def models(
    *,
    level: Openness | str | None = None,
    category: Category | str | None = None,
    flag: FlagName | str | None = None,
    license: License | str | None = None,
    publisher: str | None = None,
    family: str | None = None,
    modality: Modality | str | None = None,
    access: Access | str | None = None,
    status: Status | str | None = None,
    since: PartialDate | datetime.date | str | None = None,
    until: PartialDate | datetime.date | str | None = None,
) -> tuple[Model, ...]:
    """Return the releases that all given filters let through; all releases without one.

    Args:
        level: The level that is certain.
        category: The everyday word for it.
        flag: A string attached.
        license: A licence of the parameters.
        publisher: Who made it.
        family: A family or group that it belongs to.
        modality: What it takes in or gives out.
        access: The most open way in.
        status: How far the record can be relied on.
        since: Released on this date or later; a release without a date is left out.
        until: Released before this date; a release without a date is left out.

    Raises:
        InvalidValueError: If a word is in no vocabulary, or a date is none.
        UnknownNameError: If no licence is known by the name.

    Examples:
        >>> [model.name for model in models(family="OLMo", level="fully-open")][:2]
        ['OLMo 1', 'OLMo 2']
    """
    from openweights.catalogue import get_model
    from openweights.selection import Selection

    wanted = Selection.of(
        level=level,
        category=category,
        flag=flag,
        license=license,
        publisher=publisher,
        family=family,
        modality=modality,
        access=access,
        status=status,
        since=since,
        until=until,
    )
    return tuple(get_model(str(row["id"])) for row in wanted.found())


def licenses(
    *,
    freedom: Freedom | str | None = None,
    flag: FlagName | str | None = None,
    steward: str | None = None,
) -> tuple[License, ...]:
    """Return the licences with a profile that all given filters let through, in the order of their ids.

    Args:
        freedom: Where parameters under it certainly stand on the freedom axis.
        flag: A string attached by its clauses.
        steward: Who keeps the text.

    Raises:
        InvalidValueError: If a word is in no vocabulary.

    Examples:
        >>> [license.id for license in licenses(steward="Meta", flag="user-threshold")][:2]
        ['LicenseRef-llama2', 'LicenseRef-llama3']
    """
    from openweights.convert import member
    from openweights.flags import FlagName, flags_of
    from openweights.ladder import Freedom
    from openweights.license import License
    from openweights.terms import Terms

    step = None if freedom is None else member(Freedom, freedom)
    name = None if flag is None else member(FlagName, flag)
    found = (License.get(license_id) for license_id in sorted(bundle().ids("license"), key=str.casefold))
    return tuple(
        license
        for license in found
        if (step is None or (license.freedom.certain and license.freedom.low is step))
        and (name is None or any(each.name is name for each in flags_of(Terms.of(license))))
        and (steward is None or name_key(steward) == name_key(license.steward or ""))
    )


def families() -> tuple[Family, ...]:
    """Return every name that stands for several releases, in alphabetical order, with the releases."""
    from openweights.catalogue import Family, get_model

    named = sorted(bundle().model_families.values(), key=lambda pair: pair[0].casefold())
    return tuple(Family(name, tuple(get_model(model_id) for model_id in ids)) for name, ids in named)


def table() -> tuple[Row, ...]:
    """Return the data set as one table: for each release a mapping of the columns, the same for all.

    The columns are those of `openweights list --json`: what is on record of the release, and level, ceiling, category, flags and
    licences that follow from it. The rows must not be changed.

    Examples:
        >>> next(row["level"] for row in table() if row["id"] == "llama-3.1")
        'weights-restricted'
    """
    from openweights.tabulation import rows

    return rows()


def sources() -> Mapping[str, tuple[str, ...]]:
    """Return every page that a fact rests on, in alphabetical order, with the ids of the models and licences that cite it."""
    cited: dict[str, dict[str, None]] = {}
    for kind in ("license", "model"):
        for record_id in bundle().ids(kind):
            record = bundle().license_record(record_id) if kind == "license" else bundle().model_record(record_id)
            for url in _cited(record):
                cited.setdefault(url, {})[record_id] = None
    return {url: tuple(cited[url]) for url in sorted(cited)}


def _cited(value: object) -> Iterable[str]:
    """Yield what a record gives as `source`, or as the `url` of one of its `sources`."""
    if isinstance(value, list):
        for item in cast("list[object]", value):
            yield from _cited(item)
    elif isinstance(value, dict):
        table = cast("dict[str, object]", value)
        if isinstance(table.get("source"), str):
            yield str(table["source"])
        if "supports" in table:
            yield str(table["url"])
        for item in table.values():
            yield from _cited(item)


def stats() -> Mapping[str, int]:
    """Return what the data set covers, in numbers; see [`census.stats`][openweights.census.stats]."""
    from openweights import census

    return census.stats()


def paradox() -> tuple[ClaimCount, ...]:
    """Return claims against findings by publisher; see [`census.paradox`][openweights.census.paradox]."""
    from openweights import census

    return census.paradox()


def extend(*folders: str | os.PathLike[str]) -> tuple[str, ...]:
    """Answer from the records in these folders too, from now on; see [`extension.extend`][openweights.extension.extend].

    Raises:
        RecordError: If a folder or a file cannot be read, a record breaks a rule, or a name belongs to another record already.
    """
    from openweights import extension

    return extension.extend(*folders)
