"""Which record each name belongs to."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given, strategies as st

from openweights import RecordError
from openweights.bundle import Bundle, Records, bundle, use
from openweights.compilation import compiled, merged
from openweights.resolution import find, resolve

META: dict[str, Any] = {"version": "1.1.1", "hub_licenses": [], "wanted": [], "license_families": {}}
SPDX: dict[str, Any] = {"reviews": [], "licenses": {}, "exceptions": {}}


def built(*models: dict[str, Any], **meta: Any) -> Bundle:
    return compiled({**META, **meta}, SPDX, {}, {f"{table['id']}.toml": table for table in models})


@pytest.fixture(autouse=True)
def _restored() -> Iterator[None]:
    before = bundle()
    yield
    use(before)


def record(model_id: str, **fields: Any) -> dict[str, Any]:
    return {"id": model_id, "name": model_id.upper(), **fields}


def test_a_retired_id_goes_on_to_answer() -> None:
    use(built(record("new"), retired={"Old Id": "new"}))
    assert (resolve("old-id").ids, resolve("old-id").how) == (("new",), "retired-id")
    assert str(resolve("old-id")) == "'old-id' is a retired id of NEW (new)."


@pytest.mark.parametrize("retired", [{"new": "new"}, {"old": "gone"}])
def test_a_retired_id_that_is_in_use_or_leads_nowhere_is_an_error(retired: dict[str, str]) -> None:
    with pytest.raises(RecordError, match="retired"):
        built(record("new"), retired=retired)


def test_a_release_may_be_called_as_its_family_and_an_alias_may_not() -> None:
    first, second = record("coder", family="Coder"), record("coder2", family="Coder", released="2025")
    use(built(first, second))
    assert (resolve("Coder").ids, resolve("Coder family").ids) == (("coder",), ("coder", "coder2"))
    with pytest.raises(RecordError, match=r"old\.toml.*'Coder'.*alias"):
        built(record("old", aliases=["coder"], family="Coder"), second)


def test_what_two_publishers_call_alike_says_nothing_without_the_publisher() -> None:
    use(built(record("a", hub_ids=["x/tiny"]), record("b", hub_ids=["y/tiny", "y/only"])))
    assert find("tiny") is None
    assert (resolve("x/tiny").how, resolve("only").how) == ("hub-id", "hub-name")


def test_a_name_of_two_records_is_an_error_that_shows_both() -> None:
    with pytest.raises(RecordError) as raised:
        built(record("a"), record("b", aliases=["A"]))
    assert "a.toml" in str(raised.value)
    assert "b.toml" in str(raised.value)


def test_more_records_join_families_by_date() -> None:
    base = built(record("one", family="F", released="2024"), record("three", family="F", released="2026"))
    use(merged(base, {}, {"two.toml": record("two", family="F", released="2025")}))
    assert resolve("F").ids == ("one", "two", "three")


@given(st.lists(st.binary(max_size=40), max_size=600), st.binary(max_size=9))
def test_the_file_of_records_brings_every_record_back(lines: list[bytes], table: bytes) -> None:
    records = Records(b"{}", table, tuple(str(place) for place in range(len(lines))), lines)
    again = Records.read(records.content())
    assert again == records
    assert again.lines[1:] == lines[1:]
    with pytest.raises(IndexError):
        again.lines[len(lines)]
