"""Answers joined to the rows of a table, by its own engine."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import count, islice
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar, cast

from openweights import convert
from openweights.errors import InvalidValueError, near_matches, shown
from openweights.frames.answers import Answer, Combination, answers
from openweights.frames.engines import Column, Table, beside, check_names, columns_of, eager, need_narwhals
from openweights.model import Access

if TYPE_CHECKING:
    import narwhals as nw

Frame = TypeVar("Frame")

#: The names of the columns that are added, without their prefix.
COLUMNS = Answer._fields

#: How many distinct combinations are brought to this machine unless told otherwise: some hundred megabytes.
MOST_COMBINATIONS = 1_000_000


def classify_frame(
    df: Frame,
    *,
    license: str | None = None,
    base_model: str | None = None,
    name: str | None = None,
    access: Access | str = Access.DOWNLOAD,
    prefix: str = "openweights_",
    most_combinations: int = MOST_COMBINATIONS,
) -> Frame:
    """Return a table with columns added that say how open the model of each row is.

    The engine of the table finds the distinct combinations of the given columns and joins the answers back; only the combinations
    come to this machine, once. A lazy table (polars LazyFrame, DuckDB, Spark) stays lazy: its plan runs once here for the
    combinations, and the rest when the result is asked for. Rows, their order and their index stay as they are where the engine has
    an order.

    A row is a model. If a record is known by its `name`, the record answers, whatever the other columns say. Otherwise the row is
    parameters under the licence of its `license` cell, reached as `access` says, that contain the weights of its `base_model`. What
    is missing, blank or not known is unknown, so that `level` and `ceiling` may differ; nothing that stands in a cell is an error.

    The columns added, each after `prefix`: `category`, `level`, `ceiling` (slugs), `certain`, `freedom` and `freedom_ceiling` (slugs),
    `flags` (slugs with commas between them), `thresholds` (with semicolons), `record` (the id of the record that answered; several
    for a name that stands for several releases) and `unresolved` (what was given but is not known).

    Args:
        df: A table of pandas, polars (also lazy), pyarrow, DuckDB or PySpark.
        license: The column of licences: ids of the Hub, SPDX expressions or names, as text. `NONE` says that there is no licence.
        base_model: The column of base models whose weights are contained, by name or Hub id; several with commas between them.
        name: The column of names or Hub ids of the models themselves. At least one of the three columns must be given.
        access: How the models are reached that no record is known of: rows of the Hub can be downloaded.
        prefix: What the names of the added columns begin with.
        most_combinations: How many distinct combinations may come to this machine.

    Raises:
        InvalidValueError: If `df` is no table, a column is not there or holds no text, an added column is there already, or there are
            too many combinations.
        MissingExtraError: If narwhals is not installed.

    Examples:
        >>> import polars as pl
        >>> rows = pl.DataFrame({"license": ["apache-2.0", "apache-2.0"], "base": [None, "meta-llama/Llama-3.1-8B"]})
        >>> classify_frame(rows, license="license", base_model="base")["openweights_level"].to_list()
        ['weights-unrestricted', 'weights-restricted']
    """
    need_narwhals("classify_frame")
    import narwhals as nw

    reached = convert.member(Access, access)
    given = {role: column for role, column in zip(Combination._fields, (license, base_model, name), strict=True) if column is not None}
    frame = _frame(df)
    check_names(frame)
    schema = frame.collect_schema()
    _check(schema, given, prefix)
    work = _Work(schema, tuple(given.values()), tuple(_unused_names(schema, len(given))), tuple(given), reached, prefix, most_combinations)
    if isinstance(frame, nw.LazyFrame):
        lazy = _joined_by_the_engine(frame, work)
        return cast("Frame", lazy if isinstance(df, nw.LazyFrame) else lazy.to_native())
    done = _placed_by_row(frame, work)
    return cast("Frame", done if isinstance(df, nw.DataFrame) else done.to_native())


class _Work(NamedTuple):
    """What is to be done with a table, whatever its engine."""

    schema: Mapping[str, nw.dtypes.DType]
    columns: tuple[str, ...]
    keys: tuple[str, ...]
    roles: tuple[str, ...]
    access: Access
    prefix: str
    most: int

    def filled(self) -> list[nw.Expr]:
        """The given columns as keys. Nothing and an empty text say the same; SQL would drop rows without a value from the join."""
        import narwhals as nw

        def key(column: str) -> nw.Expr:
            if isinstance(self.schema[column], nw.String):
                return nw.col(column).fill_null("")
            # Once it is text, a missing value may be the word for it, as in pandas before version 3.
            return nw.when(nw.col(column).is_null()).then(nw.lit("")).otherwise(nw.col(column).cast(nw.String))

        return [key(column).alias(name) for column, name in zip(self.columns, self.keys, strict=True)]

    def given(self) -> list[nw.Expr]:
        """The given columns as they are, named as keys: not every engine groups by a column of any name."""
        import narwhals as nw

        return [nw.col(column).alias(key) for column, key in zip(self.columns, self.keys, strict=True)]

    def answered(self, rows: nw.DataFrame[Any]) -> Table:
        """Return the answers for combinations of the given columns, by key."""
        if len(rows) > self.most:
            raise InvalidValueError(
                f"The columns have more than {self.most:,} distinct combinations.",
                mend="Leave the names out, split the table, or raise `most_combinations`.",
            )
        cells = list(dict.fromkeys(zip(*(_texts(rows[key]) for key in self.keys), strict=True)))
        combinations = [Combination("", "", "")._replace(**dict(zip(self.roles, each, strict=True))) for each in cells]
        found = list(answers(combinations, self.access))
        table = {key: Column(str, [row[place] for row in cells]) for place, key in enumerate(self.keys)}
        return table | columns_of(Answer, found, self.prefix)


def _texts(column: nw.Series[Any]) -> list[str]:
    return ["" if missing else str(cell) for cell, missing in zip(column.to_list(), column.is_null().to_list(), strict=True)]


def _unused_names(schema: Mapping[str, object], number: int) -> Iterator[str]:
    """Names that no column has, also where case is not told apart."""
    taken = {column.casefold() for column in schema}
    return islice((name for place in count() if (name := f"openweights_key_{place}") not in taken), number)


def _frame(df: object) -> nw.DataFrame[Any] | nw.LazyFrame[Any]:
    import narwhals as nw

    try:
        frame: Any = nw.from_native(cast("Any", df), pass_through=True)
    except nw.exceptions.DuplicateError:
        raise InvalidValueError("The table has two columns of one name.", mend="Rename one.", path=("df",)) from None
    if isinstance(frame, (nw.DataFrame, nw.LazyFrame)):
        return cast("nw.DataFrame[Any] | nw.LazyFrame[Any]", frame)  # type: ignore[redundant-cast]  # pyright sees no type
    raise InvalidValueError(f"{shown(df)} is no table.", mend="Give a table of pandas, polars, pyarrow, DuckDB or PySpark.", path=("df",))


def _check(schema: Mapping[str, nw.dtypes.DType], given: Mapping[str, str], prefix: str) -> None:
    """Raise an error if a given column is not there or holds no text, or an added one is there already."""
    import narwhals as nw

    if not given:
        raise InvalidValueError("No column is given.", mend="Give at least one of `license`, `base_model` and `name`.")
    for role, column in given.items():
        if not isinstance(column, str) or column not in schema:
            near = near_matches(column, schema) if isinstance(column, str) else ()
            mend = f"Did you mean {near[0]!r}?" if near else "Give the name of a column of the table."
            raise InvalidValueError(f"The table has no column {shown(column)}.", mend=mend, path=(role,))
        if not isinstance(schema[column], (nw.String, nw.Categorical, nw.Enum, nw.Unknown)):
            raise InvalidValueError(
                f"The column {shown(column)} holds {schema[column]}, not text.",
                mend="Join lists to a text with commas between the names, and turn other values into text, before.",
                path=(role,),
            )
    # Some engines tell no case apart in the names of columns.
    there = {column.casefold(): column for column in schema}
    for name in COLUMNS:
        if (prefix + name).casefold() in there:
            taken = there[(prefix + name).casefold()]
            raise InvalidValueError(f"The table has a column {shown(taken)} already.", mend="Choose another `prefix`.", path=("prefix",))


def _joined_by_the_engine(frame: nw.LazyFrame[Any], work: _Work) -> nw.LazyFrame[Any]:
    given = frame.select(*work.given())
    # A grouping is a hash aggregate in SQL, where `unique` numbers all rows in a window.
    distinct = given.unique() if frame.implementation.is_polars() else given.group_by(*work.keys).agg()
    combinations = distinct.head(work.most + 1).collect()
    answers_beside = beside(work.answered(combinations), frame)
    return frame.with_columns(*work.filled()).join(answers_beside, on=list(work.keys), how="left").drop(*work.keys)


def _placed_by_row(frame: nw.DataFrame[Any], work: _Work) -> nw.DataFrame[Any]:
    """Only keys and numbers are joined: a join loses the order of rows and the index, and some engines join no columns of lists."""
    table = work.answered(frame.select(*work.given()).unique())
    keys = {name: table.pop(name) for name in work.keys}
    engine = frame.implementation.to_native_namespace()
    row, number = "row", "number"
    numbered = eager(keys, engine).with_row_index(number)
    numbers = frame.select(*work.filled()).with_row_index(row).join(numbered, on=list(work.keys), how="left").sort(row)[number]
    added = eager(table, engine)
    return frame.with_columns(*(added[name][numbers].alias(name) for name in added.columns))
