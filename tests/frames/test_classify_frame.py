"""`classify_frame` on real engines: the same answers on each, and each left as it is otherwise."""

from __future__ import annotations

import random
import subprocess
import sys
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings, strategies as st

from openweights import InvalidValueError, MissingExtraError
from openweights.frames import classify_frame
from openweights.frames.answers import Answer, Combination, answers
from openweights.model import Access

from .engines import ORDERED, QUIET, engine_parameters, frame_of, from_arrow, rows_of

pytestmark = QUIET
all_engines = pytest.mark.parametrize("engine", engine_parameters())

LICENSES = [
    "apache-2.0",
    "Apache 2.0",
    "llama3.1",
    "cc-by-nc-4.0",
    "other",
    "gpl",
    "NONE",
    "MIT OR GPL-3.0-only",
    'it\'s "free"; --',
    "",
    " ",
    None,
]
BASES = ["meta-llama/Llama-3.1-8B", "mistralai/Mistral-7B-v0.1", "acme/unheard-of", "google/gemma-2-9b,acme/x", "", None]
NAMES = ["openai/gpt-oss-120b", "GPT-5", "gemma", "acme/thing", "日本/モデル", "", None]


def columns(number: int, seed: int) -> dict[str, list[Any]]:
    pick = random.Random(seed)
    return {
        "row": list(range(number)),
        "license": pick.choices(LICENSES, k=number),
        "base": pick.choices(BASES, k=number),
        "id": pick.choices(NAMES, k=number),
    }


def expected(cells: dict[str, list[Any]], prefix: str = "openweights_") -> list[dict[str, Any]]:
    combinations = [Combination(*(each or "" for each in row)) for row in zip(cells["license"], cells["base"], cells["id"], strict=True)]
    found = answers(combinations, Access.DOWNLOAD)
    rows = [dict(zip(cells, row, strict=True)) for row in zip(*cells.values(), strict=True)]
    return [
        row | {prefix + name: cell for name, cell in zip(Answer._fields, each, strict=True)} for row, each in zip(rows, found, strict=True)
    ]


@all_engines
def test_every_engine_gives_every_row_the_same_answer(engine: str) -> None:
    cells = columns(400, seed=7)
    found = rows_of(classify_frame(frame_of(engine, cells), license="license", base_model="base", name="id"))
    wanted = expected(cells)
    if engine not in ORDERED:
        found.sort(key=lambda row: row["row"])
    assert found == wanted
    assert list(found[0]) == list(wanted[0])
    # All kinds of answers occurred, or the equality shows little.
    assert len({row["openweights_level"] for row in found}) >= 4
    assert any(row["openweights_unresolved"] for row in found)
    assert any("," in (row["openweights_record"] or "") for row in found)


@all_engines
def test_a_table_stays_with_its_engine_and_lazy_stays_lazy(engine: str) -> None:
    frame = frame_of(engine, columns(20, seed=1))
    assert type(classify_frame(frame, license="license")) is type(frame)


@all_engines
def test_a_table_without_rows_gets_the_columns(engine: str) -> None:
    import narwhals as nw

    frame = nw.from_native(classify_frame(frame_of(engine, columns(0, seed=1)), license="license", base_model="base"))
    schema = frame.collect_schema()
    assert [name for name in schema if name.startswith("openweights_")] == [f"openweights_{name}" for name in Answer._fields]
    assert schema["openweights_certain"] == nw.Boolean()
    assert schema["openweights_record"] == nw.String()


@all_engines
def test_a_column_without_any_value_is_unknown_throughout(engine: str) -> None:
    import pyarrow as pa

    table = pa.table({"row": [1, 2], "license": pa.array([None, None], pa.string())})
    rows = rows_of(classify_frame(from_arrow(engine, table), license="license"))
    assert [(row["openweights_level"], row["openweights_ceiling"]) for row in rows] == [("weights-non-commercial", "fully-open")] * 2
    assert [row["license"] for row in rows] == [None, None]


@all_engines
def test_awkward_names_of_columns_are_taken_as_they_are(engine: str) -> None:
    import pyarrow as pa

    table = pa.table(
        {"select": ["mit"], 'it\'s a "name"': ["x"], "Größe": [1], "openweights_key_0": ["mine"], "OPENWEIGHTS_KEY_1": ["also"]}
    )
    rows = rows_of(classify_frame(from_arrow(engine, table), license='it\'s a "name"', name="select", prefix="it's "))
    assert rows[0]["it's level"] == "weights-non-commercial"
    assert (rows[0]["openweights_key_0"], rows[0]["OPENWEIGHTS_KEY_1"], rows[0]["Größe"]) == ("mine", "also", 1)


@all_engines
def test_a_column_may_have_two_meanings(engine: str) -> None:
    rows = rows_of(classify_frame(frame_of(engine, {"id": ["meta-llama/Llama-3.1-8B"]}), base_model="id", license="id"))
    assert rows[0]["openweights_level"] == "weights-non-commercial"
    assert rows[0]["openweights_flags"].startswith("user-threshold")


@all_engines
def test_columns_that_no_join_takes_come_along(engine: str) -> None:
    import pyarrow as pa

    table = pa.table({"license": ["mit", None], "tags": [["a", "b"], []], "card": [{"x": 1}, None]})
    rows = rows_of(classify_frame(from_arrow(engine, table), license="license"))
    assert sorted(list(row["tags"]) for row in rows) == [[], ["a", "b"]]


@all_engines
def test_what_cannot_be_done_is_an_error_of_ours(engine: str) -> None:
    import pyarrow as pa

    table = pa.table({"license": ["mit"], "bases": [["a", "b"]], "stars": [3], "Openweights_Level": ["x"]})
    frame = from_arrow(engine, table)
    with pytest.raises(InvalidValueError, match=r"license: The table has no column 'licence'\. Did you mean 'license'\?"):
        classify_frame(frame, license="licence", prefix="p_")
    with pytest.raises(InvalidValueError, match=r"base_model: The column 'bases' holds .* with commas"):
        classify_frame(frame, base_model="bases", prefix="p_")
    with pytest.raises(InvalidValueError, match="license: The column 'stars' holds"):
        classify_frame(frame, license="stars", prefix="p_")
    with pytest.raises(InvalidValueError, match="prefix: The table has a column 'Openweights_Level' already"):
        classify_frame(frame, license="license")
    with pytest.raises(InvalidValueError, match="at least one of `license`, `base_model` and `name`"):
        classify_frame(frame)
    with pytest.raises(InvalidValueError, match="Access"):
        classify_frame(frame, license="license", access="downlod")


@all_engines
def test_the_number_of_combinations_is_bounded(engine: str) -> None:
    frame = frame_of(engine, {"id": [f"acme/m{number}" for number in range(50)]})
    with pytest.raises(InvalidValueError, match="more than 49 distinct combinations"):
        classify_frame(frame, name="id", most_combinations=49)
    assert len(rows_of(classify_frame(frame, name="id", most_combinations=50))) == 50


@all_engines
@settings(max_examples=8, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    cells=st.lists(
        st.tuples(*(st.none() | st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00")) for _ in range(3))), max_size=8
    )
)
def test_any_text_comes_back_as_it_was(engine: str, cells: list[tuple[str | None, ...]]) -> None:
    table = {"row": list(range(len(cells)))} | {name: [row[place] for row in cells] for place, name in enumerate(("license", "base", "id"))}
    found = rows_of(classify_frame(frame_of(engine, table), license="license", base_model="base", name="id"))
    assert sorted(found, key=lambda row: row["row"]) == expected(table)


@pytest.mark.parametrize("kind", ["category", "object"])
def test_pandas_keeps_its_index_and_takes_its_kinds_of_text(kind: str) -> None:
    import pandas as pd

    frame = pd.DataFrame({"license": pd.Series(["mit", None, "llama3.1", float("nan")], dtype=kind)}).set_axis(["c", "a", "a", "b"])
    before = frame.copy()
    found = classify_frame(frame, license="license")
    assert list(found.index) == ["c", "a", "a", "b"]
    assert list(found["openweights_level"]) == [
        "weights-unrestricted",
        "weights-non-commercial",
        "weights-restricted",
        "weights-non-commercial",
    ]
    pd.testing.assert_frame_equal(frame, before)


def test_pandas_with_lists_among_its_objects_is_refused() -> None:
    import pandas as pd

    with pytest.raises(InvalidValueError, match="base_model: The column 'base' holds"):
        classify_frame(pd.DataFrame({"base": ["a", ["b", "c"], None]}), base_model="base")


def test_pandas_with_a_name_twice_is_refused() -> None:
    import pandas as pd

    with pytest.raises(InvalidValueError, match="two columns of one name"):
        classify_frame(pd.DataFrame([["mit", "x", "y"]], columns=["license", "a", "a"]), license="license")


def test_polars_categories_and_columns_of_nothing_are_text() -> None:
    import polars as pl

    frame = pl.DataFrame(
        {
            "license": pl.Series(["mit", None], dtype=pl.Categorical),
            "base": [None, None],
            "kind": pl.Series(["GPT-5", None], dtype=pl.Enum(["GPT-5"])),
        }
    )
    found = classify_frame(frame, license="license", base_model="base", name="kind")
    assert found["openweights_level"].to_list() == ["api", "weights-non-commercial"]


def test_a_frame_of_narwhals_comes_back_as_one() -> None:
    import narwhals as nw
    import polars as pl

    frame = nw.from_native(pl.DataFrame({"license": ["mit"]}))
    assert isinstance(classify_frame(frame, license="license"), nw.DataFrame)
    assert isinstance(classify_frame(frame.lazy(), license="license"), nw.LazyFrame)


@pytest.mark.parametrize("engine", engine_parameters("polars-lazy", "duckdb", "pyspark"))
def test_a_lazy_result_can_be_asked_again_and_worked_on(engine: str) -> None:
    import narwhals as nw

    lazy = nw.from_native(classify_frame(frame_of(engine, columns(50, seed=3)), license="license", base_model="base"))
    levels = lazy.group_by("openweights_level").agg(nw.len().alias("n"))
    once, twice = (sorted(map(tuple, (row.values() for row in rows_of(levels.to_native())))) for _ in range(2))
    assert once == twice
    assert sum(number for _, number in once) == 50


def test_nothing_of_a_polars_plan_runs_twice_for_the_combinations() -> None:
    import polars as pl

    runs: list[int] = []

    def seen(frame: pl.DataFrame) -> pl.DataFrame:
        runs.append(frame.height)
        return frame

    lazy = pl.LazyFrame({"license": ["mit"] * 10}).map_batches(seen)
    classified = classify_frame(lazy, license="license")
    assert len(runs) == 1
    classified.collect()
    assert len(runs) == 2


def test_duckdb_keeps_no_trace_and_a_view_of_the_result_works() -> None:
    import duckdb

    connection = duckdb.connect()
    connection.execute("CREATE TABLE models AS SELECT 'mit' AS license")
    classify_frame(connection.table("models"), license="license").create_view("classified")
    assert connection.execute("SELECT openweights_level FROM classified").fetchall() == [("weights-unrestricted",)]
    assert connection.execute("SELECT count(*) FROM duckdb_views() WHERE view_name LIKE 'openweights%'").fetchall() == [(0,)]


def test_a_duckdb_connection_that_sees_no_tables_of_python_is_named() -> None:
    import duckdb

    connection = duckdb.connect()
    connection.execute("CREATE TABLE models AS SELECT 'mit' AS license; SET python_enable_replacements = false")
    with pytest.raises(InvalidValueError, match="python_enable_replacements"):
        classify_frame(connection.table("models"), license="license")


@pytest.mark.parametrize("engine", engine_parameters("pyspark"))
def test_spark_broadcasts_the_answers_and_shuffles_no_row(engine: str, capsys: pytest.CaptureFixture[str]) -> None:
    classify_frame(frame_of(engine, columns(50, seed=3)), license="license", base_model="base").explain()
    plan = capsys.readouterr().out
    assert "BroadcastHashJoin" in plan
    assert "Exchange hashpartitioning" not in plan


@pytest.mark.parametrize("engine", engine_parameters("pyspark"))
def test_names_that_spark_cannot_tell_apart_are_named(engine: str) -> None:
    with pytest.raises(InvalidValueError, match=r"df: Spark cannot tell which column 'cardData\.license' is"):
        classify_frame(frame_of(engine, {"cardData.license": ["mit"]}), license="cardData.license")
    twice = frame_of(engine, {"license": ["mit"], "a": ["x"], "b": ["y"]}).withColumnRenamed("b", "a")
    with pytest.raises(InvalidValueError, match=r"df: Spark cannot tell which column 'a' is"):
        classify_frame(twice, license="license")


def test_a_dot_in_a_name_is_a_dot_elsewhere() -> None:
    for engine in ("pandas", "polars", "polars-lazy", "pyarrow", "duckdb"):
        rows = rows_of(classify_frame(frame_of(engine, {"cardData.license": ["mit"]}), license="cardData.license"))
        assert rows[0]["openweights_level"] == "weights-unrestricted"


@pytest.mark.parametrize("thing", [None, "models.csv", {"license": ["mit"]}, [1, 2]])
def test_what_is_no_table_is_an_error_of_ours(thing: object) -> None:
    with pytest.raises(InvalidValueError, match=r"df: .* is no table"):
        classify_frame(thing, license="license")


def test_a_single_column_is_no_table() -> None:
    import polars as pl

    with pytest.raises(InvalidValueError, match="is no table"):
        classify_frame(pl.Series(["mit"]), license="license")


def test_without_narwhals_the_extra_is_named() -> None:
    code = (
        "import sys; sys.modules['narwhals'] = None\n"
        "from openweights import MissingExtraError\n"
        "from openweights.frames import classify_frame, to_frame\n"
        "for call in (lambda: classify_frame(1, license='x'), lambda: to_frame('polars')):\n"
        "    try: call()\n"
        "    except MissingExtraError as error: print(error.extra)"
    )
    done = subprocess.run([sys.executable, "-I", "-c", code], check=True, capture_output=True, text=True)
    assert done.stdout.split() == ["frames", "frames"]
    assert 'openweights-taxonomy[frames]"' in str(MissingExtraError("classify_frame", "frames"))
