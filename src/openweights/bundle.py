"""The compiled data: an index file, and a file with the records.

Only what a question needs is read and parsed, and the standard library is all that it takes. Both files are written by
`tasks/compile_data.py` from the TOML in `data/`; what they hold is decided in [`compilation`][openweights.compilation].
"""

from __future__ import annotations

import json
import os
import threading
from bisect import bisect_right
from collections import ChainMap
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from functools import cached_property, lru_cache
from itertools import accumulate, pairwise
from typing import TYPE_CHECKING, Any, NamedTuple, ParamSpec, TypeVar, cast, overload

if TYPE_CHECKING:
    from importlib.abc import SourceLoader

P = ParamSpec("P")
R = TypeVar("R")

Table = Mapping[str, object]

#: The two files of the package: what records are called, and the records.
INDEX = "index.jsonl"
RECORDS = "records.bin"

#: How many records are compressed together: more make the file smaller, and the first record slower to read.
BLOCK = 384

#: Folders of own records, joined as in `PATH`; read with the bundled data.
ENVIRONMENT = "OPENWEIGHTS_DATA"


class Index(NamedTuple):
    """The lines of the index file: the data as a whole, and the names of licences and of models."""

    meta: bytes
    licenses: bytes
    models: bytes

    def content(self) -> bytes:
        """Return the content of the file."""
        return b"\n".join(self)


class Records(NamedTuple):
    """What the other file holds: what is said of SPDX ids, the table of the releases, and the records by `kind:id`."""

    spdx: bytes
    table: bytes
    keys: tuple[str, ...]
    lines: Sequence[bytes]

    @classmethod
    def read(cls, content: bytes) -> Records:
        """Return what the content of the file holds; its first line says where everything is."""
        first = content.index(b"\n")
        head = json.loads(content[:first])
        start = first + 1 + head["spdx"]
        end = start + head["table"]
        return cls(content[first + 1 : start], content[start:end], tuple(head["keys"]), _Blocks(content, end, head["blocks"]))

    def content(self) -> bytes:
        """Return the content of the file: the records in compressed blocks, so that one is read without unpacking all."""
        import lzma

        parts = [self.lines[start : start + BLOCK] for start in range(0, len(self.lines), BLOCK)]
        blocks = [lzma.compress(b"".join(part), check=lzma.CHECK_NONE, preset=9 | lzma.PRESET_EXTREME) for part in parts]
        head = {
            "spdx": len(self.spdx),
            "table": len(self.table),
            "keys": self.keys,
            "blocks": [[len(block), [len(line) for line in part]] for block, part in zip(blocks, parts, strict=True)],
        }
        return b"".join([json.dumps(head, separators=(",", ":")).encode(), b"\n", self.spdx, self.table, *blocks])


class Bundle:
    """The data: what the records are called, and the records as plain tables."""

    def __init__(self, index: Index, records: Callable[[], Records]) -> None:
        self.index = index
        self._read = records

    @cached_property
    def records(self) -> Records:
        """The lines of the records, read on the first use."""
        return self._read()

    @cached_property
    def meta(self) -> dict[str, Any]:
        """What `data/data.toml` says: version of the data, licence ids of the Hub, retired ids of models."""
        return cast("dict[str, Any]", json.loads(self.index.meta))

    @cached_property
    def license_index(self) -> dict[str, Any]:
        """`ids` of the licences in order, the id by the key of each of the `names`, and the `families` of the Hub."""
        return cast("dict[str, Any]", json.loads(self.index.licenses))

    @cached_property
    def model_index(self) -> dict[str, Any]:
        """`titles` of the models by id, in order, the id by the key of each name, by what the name is to it, and the `families`."""
        return cast("dict[str, Any]", json.loads(self.index.models))

    @cached_property
    def table(self) -> list[dict[str, Any]]:
        """The rows of the releases, worked out in advance; a release may have none."""
        return [dict(zip(self._worked_out["columns"], row, strict=True)) for row in self._worked_out["rows"]]

    @cached_property
    def brought(self) -> dict[str, Any]:
        """What releases bring to a model that is built on them, by id, worked out in advance; a release may be missing."""
        kinds = self._worked_out["kinds"]
        return {row["id"]: kinds[kind] for row, kind in zip(self.table, self._worked_out["brought"], strict=True)}

    @cached_property
    def _worked_out(self) -> dict[str, Any]:
        return cast("dict[str, Any]", json.loads(self.records.table))

    def with_table(self, rows: Iterable[Table], brought: Iterable[object]) -> Bundle:
        """Return the same data with these rows, and with what the release of each brings to a model that is built on it.

        Many releases bring the same, so that each kind is kept once.
        """
        given, kinds = list(rows), list(map(json.dumps, brought))
        numbers = {kind: number for number, kind in enumerate(dict.fromkeys(kinds))}
        packed = {
            "columns": list(given[0]) if given else [],
            "rows": [list(row.values()) for row in given],
            "kinds": [json.loads(kind) for kind in numbers],
            "brought": [numbers[kind] for kind in kinds],
        }
        records = self.records._replace(table=json.dumps(packed, separators=(",", ":"), ensure_ascii=False).encode())
        return Bundle(self.index, lambda: records)

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

    @cached_property
    def model_names(self) -> Mapping[str, str]:
        """Model id by the key of each of its names."""
        return ChainMap(*self.names_by_how.values(), self.hub_names)

    @cached_property
    def hub_names(self) -> dict[str, str]:
        """Model id by the key of a Hub id without its organisation, where one release alone is called so: two publishers may use a name."""
        owners: dict[str, set[str]] = {}
        for key, model_id in self.names_by_how["hub-id"].items():
            owners.setdefault(key.partition("/")[2], set()).add(model_id)
        taken = ChainMap(*self.names_by_how.values())
        return {key: min(ids) for key, ids in owners.items() if len(ids) == 1 and key not in taken and key not in self.model_families}

    @property
    def names_by_how(self) -> dict[str, dict[str, str]]:
        """Model id by the key of each of its names, by what the name is to the record; a key stands in one of them."""
        return cast("dict[str, dict[str, str]]", self.model_index["names"])

    @property
    def model_titles(self) -> Mapping[str, str]:
        """What each model is called, by its id, in the order of the data."""
        return cast("Mapping[str, str]", self.model_index["titles"])

    @property
    def model_families(self) -> Mapping[str, tuple[str, list[str]]]:
        """For each key of a name that stands for several releases: the name and the ids of the releases, oldest first."""
        return cast("Mapping[str, tuple[str, list[str]]]", self.model_index["families"])

    @cached_property
    def _rows(self) -> dict[str, int]:
        return {key: row for row, key in enumerate(self.records.keys)}

    @cached_property
    def _spdx(self) -> dict[str, dict[str, dict[str, object]]]:
        """What is recorded of SPDX ids by kind and id; a review stands once in the file and here in every licence that it is about."""
        table = json.loads(self.records.spdx)
        reviews = table.pop("reviews")
        for facts in table["licenses"].values():
            if "reviews" in facts:
                facts["reviews"] = [reviews[number] for number in facts["reviews"]]
        return cast("dict[str, dict[str, dict[str, object]]]", table)

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
        return cast("list[str]", self.license_index["ids"]) if kind == "license" else list(self.model_titles)

    def _record(self, key: str) -> dict[str, object] | None:
        row = self._rows.get(key)
        return None if row is None else cast("dict[str, object]", json.loads(self.records.lines[row]))


class _Blocks(Sequence[bytes]):
    """Lines in compressed blocks, unpacked when one of theirs is asked for."""

    def __init__(self, content: bytes, start: int, blocks: Sequence[tuple[int, Sequence[int]]]) -> None:
        self._content = content
        self._starts = list(accumulate((length for length, _ in blocks), initial=start))
        self._lengths = [lengths for _, lengths in blocks]
        self._firsts = list(accumulate(map(len, self._lengths), initial=0))
        self._unpacked: dict[int, list[bytes]] = {}

    def __len__(self) -> int:
        return self._firsts[-1]

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sequence) and list(self) == list(cast("Sequence[object]", other))

    __hash__ = None  # type: ignore[assignment]

    @overload
    def __getitem__(self, place: int) -> bytes: ...
    @overload
    def __getitem__(self, place: slice) -> list[bytes]: ...
    def __getitem__(self, place: int | slice) -> bytes | list[bytes]:
        if isinstance(place, slice):
            return [self[each] for each in range(*place.indices(len(self)))]
        if not 0 <= place < len(self):
            raise IndexError(place)
        block = bisect_right(self._firsts, place) - 1
        if block not in self._unpacked:
            self._unpacked[block] = self._unpack(block)
        return self._unpacked[block][place - self._firsts[block]]

    def _unpack(self, block: int) -> list[bytes]:
        import lzma

        text = lzma.decompress(self._content[self._starts[block] : self._starts[block + 1]])
        ends = list(accumulate(self._lengths[block], initial=0))
        return [text[start:end] for start, end in pairwise(ends)]


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
            use(Bundle(Index(*_shipped(INDEX).split(b"\n")), lambda: Records.read(_shipped(RECORDS))))
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


def _shipped(name: str) -> bytes:
    """A file of the package, through its loader: `importlib.resources` would cost more than the answer."""
    folder = cast("str", __spec__.origin).removesuffix("bundle.py")
    loader = cast("SourceLoader", __spec__.loader)
    return loader.get_data(f"{folder}data{os.sep}{name}")
