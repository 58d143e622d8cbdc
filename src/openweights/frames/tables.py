"""The bundled records as tidy tables: one row a release, an artifact, a clause behind a flag."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from types import ModuleType
from typing import Literal, NamedTuple

from openweights.artifact import ArtifactKind
from openweights.catalogue import models
from openweights.classifier import classify
from openweights.errors import InvalidValueError, near_matches, shown
from openweights.frames.engines import columns_of, need_narwhals, on_engine
from openweights.model import Model
from openweights.terms import Term


class ModelRow(NamedTuple):
    """A release; what there may be several of stands in one text, with commas between."""

    id: str
    name: str
    developer: str | None
    family: str | None
    released: str | None
    access: str
    category: str
    level: str
    ceiling: str
    certain: bool
    completeness: str
    completeness_ceiling: str
    freedom: str
    freedom_ceiling: str
    license: str | None
    flags: str
    base_models: str
    modalities: str
    hub_ids: str
    claimed: str | None
    openwashing: bool
    status: str
    verified: str | None


class ArtifactRow(NamedTuple):
    """A part of a release."""

    model: str
    kind: str
    name: str | None
    availability: str
    license: str | None
    covers: str
    url: str | None
    source: str | None
    verified: str | None
    note: str | None


class FlagRow(NamedTuple):
    """A clause behind a flag of a release; a flag without clauses has one row."""

    model: str
    flag: str
    license: str | None
    section: str | None
    kind: str | None
    effect: str | None
    via: str | None
    summary: str | None
    metric: str | None
    comparator: str | None
    limit: int | None
    currency: str | None


def to_frame(backend: str | ModuleType, table: Literal["models", "artifacts", "flags"] = "models", *, session: object = None) -> object:
    """Return the records in use as a table of an engine.

    `models` has one row a release with where it stands, `artifacts` one row for each of its parts, `flags` one row for each clause
    behind each of its flags; `model` is the `id` of the release. Days and slugs are text, and so are lists, with commas between.

    Args:
        backend: `pandas`, `polars`, `pyarrow`, `duckdb` or `pyspark`; the name or the module.
        table: Which table.
        session: The connection of DuckDB, otherwise the default one; the session of Spark, otherwise the active one.

    Returns:
        A table of the engine: a DataFrame of pandas, polars or Spark, a Table of pyarrow, a relation of DuckDB.

    Raises:
        InvalidValueError: If there is no such engine or table, or the engine is not installed or has no session.
        MissingExtraError: If narwhals is not installed.

    Examples:
        >>> import polars as pl
        >>> to_frame("polars").filter(pl.col("id") == "gpt-5")["level"].item()
        'api'
    """
    need_narwhals("to_frame")
    found = _TABLES.get(table)
    if found is None:
        near = near_matches(table, _TABLES) if isinstance(table, str) else ()
        mend = f"Did you mean {near[0]!r}?" if near else f"Use one of: {', '.join(_TABLES)}."
        raise InvalidValueError(f"{shown(table)} is no table of the records.", mend=mend, path=("table",))
    row_type, rows_of = found
    return on_engine(columns_of(row_type, [row for model in models() for row in rows_of(model)]), backend, session)


def _model_rows(model: Model) -> Iterator[ModelRow]:
    answer = classify(model)
    licenses = [model.license_of(each) for each in model.artifacts_of(ArtifactKind.MODEL_PARAMETERS)]
    yield ModelRow(
        id=model.id,
        name=model.name,
        developer=model.developer,
        family=model.family,
        released=str(model.released) if model.released else None,
        access=model.access.value,
        category=answer.category.value,
        level=answer.level.value,
        ceiling=answer.ceiling.value,
        certain=answer.certain,
        completeness=answer.completeness.low.value,
        completeness_ceiling=answer.completeness.high.value,
        freedom=answer.freedom.low.value,
        freedom_ceiling=answer.freedom.high.value,
        license=_joined(license.text for license in licenses if license) or None,
        flags=_joined(flag.name.value for flag in answer.flags),
        base_models=_joined(base.name for base in model.base_models),
        modalities=_joined(sorted(modality.value for modality in model.modalities)),
        hub_ids=_joined(model.hub_ids),
        claimed=max(claim.category for claim in model.claims).value if model.claims else None,
        openwashing=any(over.certain for over in answer.openwashing),
        status=model.status.value,
        verified=str(model.verified) if model.verified else None,
    )


def _artifact_rows(model: Model) -> Iterator[ArtifactRow]:
    for artifact in model.artifacts:
        license = model.license_of(artifact)
        yield ArtifactRow(
            model=model.id,
            kind=artifact.kind.value,
            name=artifact.name,
            availability=artifact.availability.value,
            license=license.text if license else None,
            covers=_joined(sorted(each.value for each in artifact.covers)),
            url=artifact.url,
            source=artifact.source,
            verified=str(artifact.verified) if artifact.verified else None,
            note=artifact.note,
        )


def _flag_rows(model: Model) -> Iterator[FlagRow]:
    for flag in classify(model).flags:
        for term in flag.clauses or (None,):
            yield _flag_row(model, flag.name.value, term)


def _flag_row(model: Model, flag: str, term: Term | None) -> FlagRow:
    clause = term.clause if term else None
    threshold = clause.threshold if clause else None
    return FlagRow(
        model=model.id,
        flag=flag,
        license=term.license if term else None,
        section=clause.section if clause else None,
        kind=clause.kind.value if clause else None,
        effect=clause.effect.value if clause else None,
        via=term.via if term else None,
        summary=clause.summary if clause else None,
        metric=threshold.metric.value if threshold else None,
        comparator=threshold.comparator.value if threshold else None,
        limit=threshold.limit if threshold else None,
        currency=threshold.currency if threshold else None,
    )


def _joined(words: Iterable[str]) -> str:
    return ",".join(dict.fromkeys(words))


_TABLES: dict[str, tuple[type[ModelRow | ArtifactRow | FlagRow], Callable[[Model], Iterable[ModelRow | ArtifactRow | FlagRow]]]] = {
    "models": (ModelRow, _model_rows),
    "artifacts": (ArtifactRow, _artifact_rows),
    "flags": (FlagRow, _flag_rows),
}
