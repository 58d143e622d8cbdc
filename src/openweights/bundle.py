"""The compiled data file: an index first, then one record a line.

Only the line that is asked for is parsed. The file is written by `tasks/compile_data.py` from the TOML in `data/`.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from importlib import resources
from typing import cast

from attrs import frozen


@frozen(eq=False)
class Bundle:
    """The bundled data: what they are called, and the records as plain tables."""

    #: Calendar version of the data.
    version: str
    #: Licence id by the key of each of its names.
    license_names: Mapping[str, str]
    #: The ids of the licences that a family name of the Hub stands for, by the key of the name.
    license_families: Mapping[str, list[str]]
    #: The licence ids that the Hugging Face Hub offers.
    hub_licenses: list[str]
    #: Model id by the key of each of its names.
    model_names: Mapping[str, str]
    #: For each key of a name that stands for several releases: the name and the ids of the releases.
    model_families: Mapping[str, tuple[str, list[str]]]
    #: The line of each record, by kind and id.
    rows: Mapping[str, int]
    #: The records, each as JSON.
    lines: list[str]

    def license_record(self, license_id: str) -> dict[str, object] | None:
        """Return the table of the licence with this id, if there is one."""
        return self._record("license:" + license_id)

    def model_record(self, model_id: str) -> dict[str, object] | None:
        """Return the table of the model with this id, if there is one."""
        return self._record("model:" + model_id)

    def spdx_facts(self, kind: str, spdx_id: str) -> dict[str, object]:
        """Return what is recorded of an SPDX id, of the kind `licenses` or `exceptions`, as fields of a licence; empty if nothing is."""
        return _spdx_facts(self.lines[self.rows["spdx"]])[kind].get(spdx_id, {})

    def ids(self, kind: str) -> list[str]:
        """Return all ids of a kind, `license` or `model`, in the order of the data."""
        prefix = kind + ":"
        return [key[len(prefix) :] for key in self.rows if key.startswith(prefix)]

    def _record(self, key: str) -> dict[str, object] | None:
        row = self.rows.get(key)
        return None if row is None else cast("dict[str, object]", json.loads(self.lines[row]))

    @classmethod
    def read(cls, text: str) -> Bundle:
        """Return the bundle that `text`, the content of a compiled file, holds."""
        head, *lines = text.splitlines()
        index = json.loads(head)
        rows = {key: row for row, key in enumerate(index.pop("records"))}
        return cls(**index, rows=rows, lines=lines)


@cache
def _spdx_facts(line: str) -> dict[str, dict[str, dict[str, object]]]:
    """The facts by kind and id; a review stands once in the file and here in every licence that it is about."""
    table = json.loads(line)
    reviews = table.pop("reviews")
    for facts in table["licenses"].values():
        if "reviews" in facts:
            facts["reviews"] = [reviews[number] for number in facts["reviews"]]
    return cast("dict[str, dict[str, dict[str, object]]]", table)


@cache
def bundle() -> Bundle:
    """Return the bundled data, read on the first call."""
    return Bundle.read(resources.files("openweights").joinpath("data/openweights.jsonl").read_text(encoding="utf-8"))
