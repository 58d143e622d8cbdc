"""A small table of ours on the engine of somebody else's: the only place that knows one engine from another.

Everything else goes through narwhals, an optional package of the extra `frames`.
"""

from __future__ import annotations

from collections.abc import Sequence
from importlib import import_module
from importlib.util import find_spec
from types import ModuleType
from typing import TYPE_CHECKING, Any, NamedTuple, cast, get_args, get_type_hints

from openweights.errors import InvalidValueError, MissingExtraError, shown

if TYPE_CHECKING:
    import duckdb
    import narwhals as nw

#: The engines that are tested, by the name that narwhals gives them.
EAGER = ("pandas", "polars", "pyarrow")
LAZY = ("duckdb", "pyspark")


#: What stands in a table of ours.
Cell = str | bool | int


class Column(NamedTuple):
    """A column of a table of ours: the type of its cells, and the cells, which may be missing."""

    kind: type[Cell]
    cells: Sequence[Cell | None]


#: A table of ours: columns by name, all of one length.
Table = dict[str, Column]


def columns_of(row_type: type[NamedTuple], rows: Sequence[tuple[Cell | None, ...]], prefix: str = "") -> Table:
    """Return rows as a table, its columns named after the fields of `row_type`.

    Args:
        row_type: The type of the rows, with the type of each column.
        rows: The rows.
        prefix: What stands before each name.
    """
    hints = get_type_hints(row_type)
    kinds = {name: next(kind for kind in (bool, int, str) if kind is hint or kind in get_args(hint)) for name, hint in hints.items()}
    return {prefix + name: Column(kind, [row[place] for row in rows]) for place, (name, kind) in enumerate(kinds.items())}


def need_narwhals(feature: str) -> None:
    """Raise an error if narwhals is not installed.

    Args:
        feature: What needs it.

    Raises:
        MissingExtraError: If it is not.
    """
    try:
        import_module("narwhals")
    except ModuleNotFoundError:
        raise MissingExtraError(feature, "frames") from None


def check_names(frame: nw.DataFrame[Any] | nw.LazyFrame[Any]) -> None:
    """Raise an error if the engine cannot address the columns of `frame` by their names.

    Raises:
        InvalidValueError: If it cannot.
    """
    if not frame.implementation.is_spark_like():
        return
    # Spark takes a dot for a field of a structure, also where narwhals hands names on, and lets two columns have one name.
    names: list[str] = frame.to_native().columns
    awkward = next((name for name in names if "." in name or "`" in name or names.count(name) > 1), None)
    if awkward is not None:
        raise InvalidValueError(
            f"Spark cannot tell which column {shown(awkward)} is.",
            mend="Give each column a name of its own, without dots and backquotes: `df.withColumnRenamed(...)`.",
            path=("df",),
        )


def eager(table: Table, engine: ModuleType) -> nw.DataFrame[Any]:
    """Return `table` on an engine that keeps its tables in memory, given as its module."""
    import narwhals as nw

    kinds = {str: nw.String(), bool: nw.Boolean(), int: nw.Int64()}
    if nw.Implementation.from_backend(engine).is_pandas_like():
        # What is missing needs types that narwhals does not ask for: of whole numbers, and of text before pandas 3.
        types = {bool: "bool", int: "Int64", str: "str" if int(engine.__version__.partition(".")[0]) >= 3 else "object"}
        series = {name: engine.Series(list(column.cells), dtype=types[column.kind]) for name, column in table.items()}
        return cast("nw.DataFrame[Any]", nw.from_native(engine.DataFrame(series), eager_only=True))
    cells = {name: list(column.cells) for name, column in table.items()}
    return nw.from_dict(cells, schema={name: kinds[column.kind] for name, column in table.items()}, backend=engine)


def beside(table: Table, frame: nw.LazyFrame[Any]) -> nw.LazyFrame[Any]:
    """Return `table` on the engine, and the connection or session, of a lazy frame, so that the two can be joined.

    Raises:
        InvalidValueError: If the engine cannot take it.
    """
    import narwhals as nw

    engine = frame.implementation
    if engine.is_polars():
        return eager(table, engine.to_native_namespace()).lazy()
    native = frame.to_native()
    local = eager(table, import_module("pyarrow"))
    if engine.is_duckdb():
        return cast("nw.LazyFrame[Any]", nw.from_native(_in_the_connection_of(native, local.to_native()), pass_through=False))
    if engine.is_spark_like():
        return local.lazy(cast("Any", engine), session=native.sparkSession)
    raise InvalidValueError(
        f"Tables of {engine.value} are not among the tested engines.",
        mend=f"Turn it into one of: {', '.join((*EAGER, *LAZY))}.",
        path=("df",),
    )


def _in_the_connection_of(relation: duckdb.DuckDBPyRelation, openweights_answers: object) -> Any:  # noqa: ARG001
    """DuckDB joins relations of one connection only, and a relation does not tell its own; but it takes a query there.

    The query finds the table by the name of the argument, and keeps it alive.
    """
    import duckdb

    try:
        return relation.query("openweights_relation", "SELECT * FROM openweights_answers")
    except duckdb.CatalogException:
        raise InvalidValueError(
            "The DuckDB connection does not see tables of Python.", mend="Run `SET python_enable_replacements = true` on it."
        ) from None


def on_engine(table: Table, backend: str | ModuleType, session: object = None) -> object:
    """Return `table` as a table of the engine that `backend` names.

    Args:
        table: A table of ours.
        backend: `pandas`, `polars`, `pyarrow`, `duckdb` or `pyspark`; the name or the module.
        session: The connection of DuckDB (the default one unless given) or the session of Spark (the active one unless given).

    Raises:
        InvalidValueError: If there is no such engine, or no session of Spark.
        MissingExtraError: If narwhals is not installed.
    """
    name = backend.__name__.partition(".")[0] if isinstance(backend, ModuleType) else backend
    if name not in (*EAGER, *LAZY):
        raise InvalidValueError(f"{shown(name)} is no backend.", mend=f"Use one of: {', '.join((*EAGER, *LAZY))}.", path=("backend",))
    if find_spec(name) is None:
        raise InvalidValueError(f"{name} is not installed.", mend=f"Run `pip install {name}`, or use another backend.", path=("backend",))
    if name in EAGER:
        return eager(table, import_module(name)).to_native()
    local = eager(table, import_module("pyarrow"))
    if name == "duckdb":
        return _in_duckdb(local.to_native(), session)
    return local.lazy("pyspark", session=session or _active_session()).to_native()


def _in_duckdb(table: object, connection: object) -> object:
    import duckdb

    if connection is None:
        return duckdb.from_arrow(table)
    if not isinstance(connection, duckdb.DuckDBPyConnection):
        raise InvalidValueError(f"{shown(connection)} is no connection of DuckDB.", mend="Give `duckdb.connect(...)`.", path=("session",))
    return connection.from_arrow(table)


def _active_session() -> object:
    from pyspark.sql import SparkSession

    session = SparkSession.getActiveSession()
    if session is None:
        raise InvalidValueError("No session of Spark is active.", mend="Start one, or give it.", path=("session",))
    return session
