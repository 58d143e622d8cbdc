"""The bundled records as tables: the same on each engine, and true to the records."""

from __future__ import annotations

from importlib import import_module
from typing import Any, Literal

import pytest

from openweights import InvalidValueError, classify, models
from openweights.frames import to_frame

from .engines import QUIET, engine_parameters, rows_of, spark

pytestmark = QUIET
BACKENDS = engine_parameters("pandas", "polars", "pyarrow", "duckdb", "pyspark")
Table = Literal["models", "artifacts", "flags"]
TABLES: tuple[Table, ...] = ("models", "artifacts", "flags")


def table_of(backend: str, table: Table) -> list[dict[str, Any]]:
    return rows_of(to_frame(backend, table, session=spark() if backend == "pyspark" else None))


@pytest.mark.parametrize("table", TABLES)
@pytest.mark.parametrize("backend", BACKENDS)
def test_every_engine_has_the_same_records(backend: str, table: Table) -> None:
    found, wanted = table_of(backend, table), table_of("pyarrow", table)
    assert list(found[0]) == list(wanted[0])
    assert sorted(found, key=repr) == sorted(wanted, key=repr)


def test_the_tables_are_the_records() -> None:
    releases, artifacts, flags = (table_of("polars", table) for table in TABLES)
    assert [row["id"] for row in releases] == [model.id for model in models()]
    assert len(artifacts) == sum(len(model.artifacts) for model in models())
    for row, model in zip(releases, models(), strict=True):
        answer = classify(model)
        assert (row["level"], row["ceiling"], row["category"]) == (answer.level.value, answer.ceiling.value, answer.category.value)
        assert {each["flag"] for each in flags if each["model"] == model.id} == {flag.name.value for flag in answer.flags}
    numbers = {row["limit"] for row in flags if row["metric"] == "monthly-active-users"}
    assert 700_000_000 in numbers
    assert all(type(number) is int for number in numbers)


@pytest.mark.parametrize("backend", ["pandas", "polars", "pyarrow", "duckdb"])
def test_a_module_names_its_engine(backend: str) -> None:
    assert type(to_frame(import_module(backend))) is type(to_frame(backend))


def test_duckdb_takes_a_connection() -> None:
    import duckdb

    connection = duckdb.connect()
    frame: Any = to_frame("duckdb", session=connection)
    frame.create("records")
    assert connection.execute("SELECT level FROM records WHERE id = 'gpt-5'").fetchall() == [("api",)]
    with pytest.raises(InvalidValueError, match="no connection of DuckDB"):
        to_frame("duckdb", session="models.db")


@pytest.mark.parametrize("backend", ["pands", "", "os", "numpy"])
def test_an_engine_that_is_none_is_an_error_of_ours(backend: str) -> None:
    with pytest.raises(InvalidValueError, match=r"backend: .* is no backend"):
        to_frame(backend)


@pytest.mark.parametrize("backend", [None, 3])
def test_a_backend_that_is_no_name_is_an_error_of_ours(backend: Any) -> None:
    with pytest.raises(InvalidValueError, match="is no backend"):
        to_frame(backend)


def test_a_table_that_is_none_is_an_error_of_ours() -> None:
    wrong: Any = "model"
    with pytest.raises(InvalidValueError, match="Did you mean 'models'"):
        to_frame("polars", wrong)
