"""Records as plain tables to the lines of a [`Bundle`][openweights.bundle.Bundle]: which record each name belongs to.

Nothing is judged here: an index needs only ids, names and dates, which a table has or has not.
"""

from __future__ import annotations

import datetime
import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, cast

from openweights.bundle import Bundle, Index, Records, Table
from openweights.errors import RecordError
from openweights.names import license_key, name_key, slug

#: The fields with the names of a record; those of a model's Hub repositories stand for it with and without their organisation.
LICENSE_NAMES = ("id", "url", "aliases", "urls")
MODEL_NAMES = ("id", "name", "aliases", "hub_ids")
COLLECTIVE_NAMES = ("family", "groups")


def compiled(meta: Table, spdx: Table, licenses: Mapping[str, Table], models: Mapping[str, Table]) -> Bundle:
    """Return the bundle of these records.

    Args:
        meta: Version of the data, `hub_licenses`, `license_families`, `retired` ids of models, and the names that are `wanted`.
        spdx: What is recorded of SPDX ids.
        licenses: The tables of the licences, by file.
        models: The tables of the models, by file.

    Raises:
        RecordError: If a record has no id, or a name belongs to two records.
    """
    families = cast("dict[str, list[str]]", meta["license_families"])
    retired = {name_key(old): new for old, new in cast("dict[str, str]", meta.get("retired", {})).items()}
    index = Index(
        _line({key: meta[key] for key in ("version", "hub_licenses", "wanted")}),
        _line(_license_index(licenses, {license_key(name): members for name, members in families.items()})),
        _line(_model_index(models, retired)),
    )
    stored = {f"license:{id_of(file, table)}": table for file, table in _near_each_other(licenses, "steward")}
    stored |= {f"model:{id_of(file, table)}": table for file, table in _near_each_other(models, "developer", "family")}
    records = Records(
        _line(spdx),
        _line({"columns": [], "rows": [], "kinds": [], "brought": []}),
        tuple(stored),
        [_line(table) for table in stored.values()],
    )
    return Bundle(index, lambda: records)


def _near_each_other(tables: Mapping[str, Table], *fields: str) -> list[tuple[str, Table]]:
    """Return the tables so that what is alike stands together: it is asked for together, and compresses better."""
    return sorted(tables.items(), key=lambda pair: (*(str(pair[1].get(field, "")) for field in fields), str(pair[1].get("id"))))


def merged(bundle: Bundle, licenses: Mapping[str, Table], models: Mapping[str, Table]) -> Bundle:
    """Return a bundle with more records.

    Raises:
        RecordError: If a record has no id, or a name belongs to two records; the error shows both.
    """
    meta = {**bundle.meta, "license_families": bundle.license_families, "retired": bundle.names_by_how["retired-id"]}
    old_licenses = {f"the bundled licence {each}": cast("Table", bundle.license_record(each)) for each in bundle.ids("license")}
    old_models = {f"the bundled model {each}": cast("Table", bundle.model_record(each)) for each in bundle.ids("model")}
    joined = compiled(meta, json.loads(bundle.records.spdx), old_licenses | dict(licenses), old_models | dict(models))
    return joined.with_table(bundle.table, bundle.brought.values())


def id_of(file: str, table: Table) -> str:
    """Return the id of a record.

    Raises:
        RecordError: If it has none.
    """
    value = table.get("id")
    if not isinstance(value, str):
        raise RecordError(file, "The field 'id' is missing or no text. Add it.")
    return value


def _line(table: Table) -> bytes:
    return json.dumps(table, separators=(",", ":"), ensure_ascii=False, default=_day).encode()


def _day(value: object) -> str:
    """Return a TOML date as ISO 8601."""
    if isinstance(value, datetime.date):
        return value.isoformat()
    raise TypeError(value)


def _names(table: Table, *fields: str) -> Iterator[str]:
    """Yield the texts in fields that hold a text or a list of texts."""
    for field in fields:
        value = table.get(field)
        if isinstance(value, str):
            yield value
        elif isinstance(value, (list, tuple)):
            yield from (each for each in cast("list[object]", value) if isinstance(each, str))


class _Owners:
    """Whose each name is: a name belongs to one record only."""

    def __init__(self, key: Callable[[str], str]) -> None:
        self.ids: dict[str, str] = {}
        self._key = key
        #: The file of each record, and the key of its name.
        self.files: dict[str, str] = {}
        self.titles: dict[str, str] = {}

    def enter(self, file: str, table: Table, names: Iterable[str]) -> None:
        owner = id_of(file, table)
        if owner in self.files:
            raise RecordError(file, f"The id {owner!r} is also that of {self.files[owner]}. Change one of the two.")
        self.files[owner] = file
        self.titles[owner] = self._key(str(table.get("name", owner)))
        for name in names:
            other = self.ids.setdefault(self._key(name), owner)
            if other != owner:
                raise RecordError(file, f"The name {name!r} belongs to {self.files[other]} already. Keep it in one of the two.")


def _license_index(licenses: Mapping[str, Table], families: dict[str, list[str]]) -> dict[str, Any]:
    owners = _Owners(license_key)
    titles: dict[str, list[str]] = {}
    for file, table in licenses.items():
        license_id = id_of(file, table)
        owners.enter(file, table, _names(table, *LICENSE_NAMES))
        titles.setdefault(license_key(str(table.get("name", license_id))), []).append(license_id)
    names = owners.ids
    for title, license_ids in titles.items():
        # Versions may share a title: it stands for all of them, unless one has it as an alias.
        if title not in names and len(license_ids) > 1:
            families[title] = families[license_key(slug(title))] = license_ids
        else:
            names.setdefault(title, license_ids[0])
    return {"ids": [id_of(file, table) for file, table in licenses.items()], "names": names, "families": families}


def _model_index(models: Mapping[str, Table], retired: Mapping[str, str]) -> dict[str, Any]:
    owners = _Owners(name_key)
    collective: dict[str, tuple[str, list[tuple[str, str]]]] = {}
    titles: dict[str, str] = {}
    by_how: dict[str, dict[str, str]] = {how: {} for how in ("name", "id", "alias", "hub-id", "retired-id")}
    for file, table in models.items():
        model_id = id_of(file, table)
        titles[model_id] = str(table.get("name", model_id))
        owners.enter(file, table, _names(table, *MODEL_NAMES))
        for how, field in (("name", "name"), ("id", "id"), ("alias", "aliases"), ("hub-id", "hub_ids")):
            by_how[how] |= {key: model_id for key in map(name_key, _names(table, field)) if not _is_plainer(by_how, how, key)}
        for name in _names(table, *COLLECTIVE_NAMES):
            collective.setdefault(name_key(name), (name, []))[1].append((str(table.get("released", "")), model_id))
    families = dict(_families(collective, owners))
    for old, new in retired.items():
        if new not in titles or old in owners.ids or old in families:
            raise RecordError("data/data.toml", f"The retired id {old!r} is in use, or {new!r} is no id. Correct `retired`.")
        by_how["retired-id"][old] = new
    return {"titles": titles, "names": by_how, "families": families}


def _is_plainer(by_how: Mapping[str, Mapping[str, str]], how: str, key: str) -> bool:
    """Whether a name is something plainer to its record already: a name that is also an alias is a name."""
    before = list(by_how)[: list(by_how).index(how)]
    return any(key in by_how[each] for each in before)


def _families(collective: Mapping[str, tuple[str, list[tuple[str, str]]]], owners: _Owners) -> Iterator[tuple[str, object]]:
    """Yield the names that stand for several releases, with the releases by date.

    A release may be called as its family is (`StarCoder` and `StarCoder2`): the bare name is then the release's, and the family
    goes by `StarCoder family`.
    """
    for key, (name, members) in sorted(collective.items()):
        ids = list(dict.fromkeys(model_id for _, model_id in sorted(members)))
        owner = owners.ids.get(key)
        if owner is None:
            yield key, (name, ids)
        elif ids != [owner]:
            if owner not in ids or key != owners.titles[owner]:
                raise RecordError(
                    owners.files[owner], f"The name {name!r} is an id or alias of this release and that of a family. Change one."
                )
            yield name_key(f"{name} family"), (name, ids)
