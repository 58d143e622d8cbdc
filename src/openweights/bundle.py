"""The compiled data file: small indexes first, then one record a line.

Only the lines that a question needs are parsed, and the standard library is all that it takes. The file is written by
`tasks/compile_data.py` from the TOML in `data/`; what its lines hold is decided in [`compilation`][openweights.compilation].
"""

from __future__ import annotations

import json
import os
import threading
from collections.abc import Callable, Iterable, Mapping
from contextlib import AbstractContextManager
from functools import cached_property, lru_cache
from typing import Any, ParamSpec, TypeVar, cast

P = ParamSpec("P")
R = TypeVar("R")

Table = Mapping[str, object]

#: The names of the lines before the records, in order.
SECTIONS = ("meta", "license_index", "model_index", "spdx")

#: Folders of own records, joined as in `PATH`; read with the bundled data.
ENVIRONMENT = "OPENWEIGHTS_DATA"


class Bundle:
    """The data: what the records are called, and the records as plain tables."""

    def __init__(self, lines: Iterable[bytes]) -> None:
        #: The lines of the file, without their ends.
        self.lines = list(lines)

    def section(self, name: str) -> dict[str, Any]:
        """Return what one of the lines before the records holds."""
        return cast("dict[str, Any]", json.loads(self.lines[SECTIONS.index(name)]))

    @cached_property
    def meta(self) -> dict[str, Any]:
        """What `data/data.toml` says: version of the data, licence ids of the Hub, retired ids of models."""
        return self.section("meta")

    @cached_property
    def license_index(self) -> dict[str, Any]:
        """`ids` of the licences in order, the id by the key of each of the `names`, and the `families` of the Hub."""
        return self.section("license_index")

    @cached_property
    def model_index(self) -> dict[str, Any]:
        """`ids` of the models in order, the id by the key of each of the `names`, and the `families`."""
        return self.section("model_index")

    @property
    def version(self) -> str:
        """Calendar version of the data."""
        return cast("str", self.meta["version"])

    @property
    def license_names(self) -> Mapping[str, str]:
        """Licence id by the key of each of its names."""
        return cast("Mapping[str, str]", self.license_index["names"])

    @property
    def license_families(self) -> Mapping[str, list[str]]:
        """The ids of the licences that a family name of the Hub stands for, by the key of the name."""
        return cast("Mapping[str, list[str]]", self.license_index["families"])

    @property
    def model_names(self) -> Mapping[str, str]:
        """Model id by the key of each of its names."""
        return cast("Mapping[str, str]", self.model_index["names"])

    @property
    def model_families(self) -> Mapping[str, tuple[str, list[str]]]:
        """For each key of a name that stands for several releases: the name and the ids of the releases, oldest first."""
        return cast("Mapping[str, tuple[str, list[str]]]", self.model_index["families"])

    @property
    def retired(self) -> Mapping[str, str]:
        """The ids of models that are no more, by key, with the id that took their place."""
        return cast("Mapping[str, str]", self.model_index["retired"])

    @cached_property
    def _rows(self) -> dict[str, int]:
        keys = [f"license:{each}" for each in self.license_index["ids"]] + [f"model:{each}" for each in self.model_index["ids"]]
        return {key: row for row, key in enumerate(keys, len(SECTIONS))}

    @cached_property
    def _spdx(self) -> dict[str, dict[str, dict[str, object]]]:
        """What is recorded of SPDX ids by kind and id; a review stands once in the file and here in every licence that it is about."""
        table = self.section("spdx")
        reviews = table.pop("reviews")
        for facts in table["licenses"].values():
            if "reviews" in facts:
                facts["reviews"] = [reviews[number] for number in facts["reviews"]]
        return table

    def license_record(self, license_id: str) -> dict[str, object] | None:
        """Return the table of the licence with this id, if there is one."""
        return self._record("license:" + license_id)

    def model_record(self, model_id: str) -> dict[str, object] | None:
        """Return the table of the model with this id, if there is one."""
        return self._record("model:" + model_id)

    def spdx_facts(self, kind: str, spdx_id: str) -> dict[str, object]:
        """Return what is recorded of an SPDX id, of the kind `licenses` or `exceptions`, as fields of a licence; empty if nothing is."""
        return self._spdx[kind].get(spdx_id, {})

    def ids(self, kind: str) -> list[str]:
        """Return all ids of a kind, `license` or `model`, in the order of the data."""
        index = self.license_index if kind == "license" else self.model_index
        return cast("list[str]", index["ids"])

    def _record(self, key: str) -> dict[str, object] | None:
        row = self._rows.get(key)
        return None if row is None else cast("dict[str, object]", json.loads(self.lines[row]))


_lock = threading.RLock()
_current: Bundle | None = None
_clear: list[Callable[[], None]] = []


def bundle() -> Bundle:
    """Return the data in use: the bundled ones, read on the first call, and what was added to them.

    Raises:
        RecordError: If the environment variable `OPENWEIGHTS_DATA` names a folder whose records break the rules.
    """
    if _current is not None:
        return _current
    with _lock:
        if _current is None:
            use(Bundle(_shipped().split(b"\n")))
            folders = os.environ.get(ENVIRONMENT)
            if folders:
                from openweights.extension import extend

                try:
                    extend(*filter(None, folders.split(os.pathsep)))
                except BaseException:
                    use(None)
                    raise
    return cast("Bundle", _current)


def use(other: Bundle | None) -> None:
    """Answer from `other` from now on; without one, from the bundled data once more."""
    global _current  # noqa: PLW0603
    with _lock:
        _current = other
        for clear in _clear:
            clear()


def exclusively() -> AbstractContextManager[bool]:
    """Return the lock to hold while the data are looked at and then replaced."""
    return _lock


def per_bundle(function: Callable[P, R]) -> Callable[P, R]:
    """Cache the answers of a function that depend on the data, until other data are used."""
    cached = lru_cache(maxsize=4096)(function)
    _clear.append(cached.cache_clear)
    return cast("Callable[P, R]", cached)


def _shipped() -> bytes:
    """The file of the wheel, through the loader of this package: `importlib.resources` would cost more than the answer."""
    folder = cast("str", __spec__.origin).removesuffix("bundle.py")
    return cast("bytes", cast("Any", __spec__.loader).get_data(f"{folder}data{os.sep}openweights.jsonl"))
