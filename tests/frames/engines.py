"""The five engines (polars twice: eager and lazy), each with a way in and a way out for the tests."""

from __future__ import annotations

import os
import shutil
import warnings
from functools import cache
from pathlib import Path
from typing import Any

import pytest

ENGINES = ("pandas", "polars", "polars-lazy", "pyarrow", "duckdb", "pyspark")
#: Whose rows have an order that must stay.
ORDERED = ("pandas", "polars", "pyarrow")

#: What PySpark says of pandas, and the sockets that its older versions leave open, are no affair of these tests.
QUIET = [
    pytest.mark.filterwarnings("ignore:PySpark does not yet fully support:FutureWarning"),
    pytest.mark.filterwarnings("ignore:unclosed <socket:ResourceWarning"),
    pytest.mark.filterwarnings("ignore:.*<socket.socket:pytest.PytestUnraisableExceptionWarning"),
]

NO_JAVA = "PySpark needs Java, and this machine has none: install a Java runtime (17 or later) or set JAVA_HOME."


def has_java() -> bool:
    home = os.environ.get("JAVA_HOME")
    return shutil.which("java") is not None or (home is not None and Path(home, "bin", "java").exists())


def engine_parameters(*names: str) -> list[Any]:
    without = pytest.mark.skipif(not has_java(), reason=NO_JAVA)
    return [pytest.param(name, marks=without) if name == "pyspark" else name for name in names or ENGINES]


#: A relation does not keep its connection open.
_connections: list[Any] = []


@cache
def spark() -> Any:
    from pyspark.sql import SparkSession

    builder: Any = SparkSession.builder
    settings = {
        "spark.ui.enabled": "false",
        "spark.sql.shuffle.partitions": "2",
        # The tables are tiny: compiling plans takes longer than running them.
        "spark.sql.codegen.wholeStage": "false",
        "spark.driver.extraJavaOptions": "-XX:TieredStopAtLevel=1",
        "spark.driver.host": "127.0.0.1",
        "spark.driver.bindAddress": "127.0.0.1",
        "spark.log.level": "OFF",
    }
    for key, value in settings.items():
        builder = builder.config(key, value)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # what PySpark says of other packages' versions is no affair of ours
        return builder.master("local[2]").getOrCreate()


def frame_of(engine: str, columns: dict[str, list[Any]]) -> Any:
    """A table of an engine: `row` numbers its rows, everything else is text."""
    import pyarrow as pa

    table = pa.table({name: pa.array(cells, pa.int64() if name == "row" else pa.string()) for name, cells in columns.items()})
    return from_arrow(engine, table)


def from_arrow(engine: str, table: Any) -> Any:
    match engine:
        case "pandas":
            return table.to_pandas()
        case "polars":
            import polars

            return polars.from_arrow(table)
        case "polars-lazy":
            import polars

            return polars.DataFrame(polars.from_arrow(table)).lazy()
        case "duckdb":
            import duckdb

            # Not the default connection: relations of two connections cannot be joined.
            connection = duckdb.connect()
            _connections.append(connection)
            connection.register("held", table)
            connection.execute("CREATE TABLE rows AS SELECT * FROM held")
            return connection.table("rows")
        case "pyspark":
            return spark().createDataFrame(table)
        case _:
            return table


def rows_of(frame: Any) -> list[dict[str, Any]]:
    """The rows of a table of any engine, in its order, as plain dictionaries; what is missing is `None`."""
    import narwhals as nw

    found = nw.from_native(frame).lazy().collect()
    cells = {
        name: [None if missing else cell for cell, missing in zip(found[name].to_list(), found[name].is_null().to_list(), strict=True)]
        for name in found.columns
    }
    return [dict(zip(cells, row, strict=True)) for row in zip(*cells.values(), strict=True)]
