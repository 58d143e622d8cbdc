"""Measure `classify_frame` against what the engine itself takes for the distinct combinations and a join of as many columns.

    python benchmarks/frames.py [rows]

It needs the engines: `pip install --group engines`, and Java for PySpark. The table looks like the Hub's: 3,000,000 rows, a few
thousand distinct pairs of licence and base model with a power law over them, half of the bases and a tenth of the licences missing.

The engine's own part, B: find the distinct pairs, bring them here, and join a table with the same keys and the same ten columns, made
before, to all rows, missing values being equal. A does the same and the classification too. Both end with the whole result made: in
memory for polars and DuckDB (Arrow), thrown away as it comes for Spark (`noop`). The median of runs taken in turn (A B A B ...); beside
it, the same with every answer and record forgotten before each run of A, so that it has to work all of them out. What a process takes
to import an engine and its bridges is in neither.
"""

from __future__ import annotations

import random
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

from openweights.bundle import use
from openweights.catalogue import models
from openweights.frames import classify_frame
from openweights.registry import hub_ids

PAIRS = 4_000
COLUMNS = ("license", "base_model")

Frame = TypeVar("Frame")


def classified(frame: Frame) -> Frame:
    """Return the table with its answers."""
    return classify_frame(frame, license="license", base_model="base_model")


def write_rows(path: Path, number: int) -> None:
    """Write the table as Parquet."""
    import polars as pl

    pick = random.Random(20_261_124)  # noqa: S311 - a table, not a secret
    bases = [hub_id for model in models() for hub_id in model.hub_ids] + [f"user{each}/model-{each}" for each in range(3_000)]
    common = ["apache-2.0", "mit", "llama3.1", "gemma", "other", "cc-by-nc-4.0", "openrail"]
    licenses = [None, *common] * 8 + list(hub_ids())
    pairs: dict[tuple[str | None, str | None], None] = {}
    while len(pairs) < PAIRS:
        pairs[pick.choice(licenses), pick.choice(bases) if pick.random() < 0.9 else None] = None
    weights = [1 / rank**1.1 for rank in range(1, PAIRS + 1)]
    drawn = pick.choices(list(pairs), weights, k=number)
    frame = pl.DataFrame(
        {
            "id": [f"user{each % 90_000}/model-{each}" for each in range(number)],
            "license": [license for license, _ in drawn],
            "base_model": [base if each % 2 else None for each, (_, base) in enumerate(drawn)],
            "downloads": [each * 7919 % 100_000 for each in range(number)],
        }
    )
    frame.write_parquet(path)


def answers_for(path: Path) -> Any:
    """Return the distinct pairs with their answers, as a polars table: what the engine's own join takes."""
    import polars as pl

    return classified(pl.read_parquet(path, columns=list(COLUMNS)).unique())


def in_polars(path: Path) -> tuple[Callable[[], object], Callable[[], object]]:
    """Return both measures for a table in memory."""
    import polars as pl

    frame, answers = pl.read_parquet(path), answers_for(path)

    def own() -> object:
        frame.select(*COLUMNS).unique().rows()
        return frame.join(answers, on=list(COLUMNS), how="left", nulls_equal=True, maintain_order="left")

    return lambda: classified(frame), own


def in_polars_lazily(path: Path) -> tuple[Callable[[], object], Callable[[], object]]:
    """Return both measures for a lazy table."""
    import polars as pl

    frame, answers = pl.read_parquet(path).lazy(), answers_for(path).lazy()

    def own() -> object:
        frame.select(*COLUMNS).unique().collect().rows()
        return frame.join(answers, on=list(COLUMNS), how="left", nulls_equal=True).collect()

    return lambda: classified(frame).collect(), own


def in_duckdb(path: Path) -> tuple[Callable[[], object], Callable[[], object]]:
    """Return both measures for a table of DuckDB."""
    import duckdb

    connection = duckdb.connect()
    connection.execute("CREATE TABLE hub AS SELECT * FROM read_parquet(?)", [str(path)])
    connection.register("answers", answers_for(path).to_arrow())
    join = (
        "SELECT hub.*, answers.* EXCLUDE (license, base_model) FROM hub LEFT JOIN answers ON hub.license IS NOT DISTINCT FROM "
        "answers.license AND hub.base_model IS NOT DISTINCT FROM answers.base_model"
    )

    def own() -> object:
        connection.sql("SELECT DISTINCT license, base_model FROM hub").fetchall()
        return connection.sql(join).to_arrow_table()

    return lambda: classified(connection.table("hub")).to_arrow_table(), own


def in_spark(path: Path) -> tuple[Callable[[], object], Callable[[], object]]:
    """Return both measures for a cached table of Spark."""
    from pyspark.sql import SparkSession, functions as F  # noqa: N812

    builder: Any = SparkSession.builder
    for key, value in {"spark.ui.enabled": "false", "spark.log.level": "ERROR", "spark.driver.memory": "4g"}.items():
        builder = builder.config(key, value)
    session = builder.master("local[2]").getOrCreate()
    frame = session.read.parquet(str(path)).cache()
    frame.count()
    answers = session.createDataFrame(answers_for(path).to_arrow())
    there = [F.col(f"there.{name}").eqNullSafe(F.col(f"hub.{name}")) for name in COLUMNS]
    added = [F.col(f"there.{name}") for name in answers.columns if name not in COLUMNS]

    def finished(result: Any) -> object:
        return result.write.format("noop").mode("overwrite").save()

    def own() -> object:
        frame.select(*COLUMNS).distinct().collect()
        return finished(frame.alias("hub").join(answers.alias("there"), there[0] & there[1], "left").select("hub.*", *added))

    return lambda: finished(classified(frame)), own


def seconds(function: Callable[[], object]) -> float:
    """Return how long a call takes, the end of its result not counted."""
    start = time.perf_counter()
    result = function()
    taken = time.perf_counter() - start
    del result
    return taken


def anew(function: Callable[[], object]) -> float:
    """Return how long a call takes once every answer and every record is forgotten."""
    use(None)
    return seconds(function)


ENGINES = {"polars": in_polars, "polars, lazy": in_polars_lazily, "duckdb": in_duckdb, "pyspark": in_spark}


def main(number: int) -> None:
    """Print the table."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "hub.parquet")
        write_rows(path, number)
        print(f"{number:,} rows, {len(answers_for(path)):,} distinct pairs; bound of the ratio 1.5")
        print(f"{'engine':14} {'A s':>7} {'B s':>7} {'A/B':>6} {'anew A s':>10} {'anew A/B':>10}")
        for name, prepare in ENGINES.items():
            ours, own = prepare(path)
            seconds(own)
            seconds(ours)
            turns = [(seconds(ours), seconds(own), anew(ours)) for _ in range(9)]
            a, b, c = (statistics.median(column) for column in zip(*turns, strict=True))
            print(f"{name:14} {a:7.3f} {b:7.3f} {a / b:6.2f} {c:10.3f} {c / b:10.2f}", flush=True)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 3_000_000)
