"""What was read of a document, put together to a model. A stranger's slip costs a field, not the document."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from attrs import evolve

from openweights.artifact import Artifact, ArtifactKind
from openweights.convert import record
from openweights.errors import InvalidValueError, shown
from openweights.expression import LicenseExpression
from openweights.model import Access, BaseModel, Model, Status
from openweights.names import name_key
from openweights.sbom.licensing import declared_license
from openweights.sbom.properties import V, attempt

#: The licence that a document declares for each data set that is a component of its own.
DataLicenses = dict[tuple[ArtifactKind, str | None], LicenseExpression | None]


def bounded(value: str | None, make: Callable[[str], V], place: str, unmapped: list[str]) -> V | None:
    """Return what `make` makes of a text, if there is one and it is well-formed."""
    return None if value is None else attempt(make, value, place, unmapped)


def assembled(
    fields: Mapping[str, object], declared: LicenseExpression | None, data: DataLicenses, place: str, unmapped: list[str]
) -> Model:
    """Return the model of which a document says `fields`.

    Args:
        fields: The fields of the model that were read.
        declared: The licence of the parameters in the field that the format has for it: it counts before what a property says.
        data: The same for data sets.
        place: Where the model stands, for `unmapped`.
        unmapped: Takes what does not fit together.
    """
    given = {name: value for name, value in fields.items() if value is not None}
    artifacts = _distinct(given, place, unmapped)
    given["artifacts"] = artifacts
    own = {name_key(str(given[name])) for name in ("name", "id") if name in given}
    own |= {name_key(str(name)) for key in ("aliases", "hub_ids") for name in _list(given, key)}
    given["base_models"] = [base for base in _list(given, "base_models") if _is_other(base, own, place, unmapped)]
    # Who read a document has checked nothing of it.
    given.setdefault("status", Status.OWN if "id" in given else Status.IMPORTED)
    try:
        model = record(Model, given)
    except InvalidValueError as error:
        unmapped.append(f"{place}: {error}")
        model = record(Model, given | {"access": Access.UNKNOWN})
    return _corrected(model, declared, data, place, unmapped)


def _list(fields: Mapping[str, object], name: str) -> list[object]:
    value = fields.get(name)
    return [*value] if isinstance(value, (list, tuple)) else []


def _distinct(fields: Mapping[str, object], place: str, unmapped: list[str]) -> list[Artifact]:
    kept: dict[tuple[ArtifactKind, str | None], Artifact] = {}
    for artifact in _list(fields, "artifacts"):
        if not isinstance(artifact, Artifact):
            continue
        if (artifact.kind, artifact.name) in kept:
            unmapped.append(f"{place}: the artifact {artifact.label[:100]} is listed twice, only the first is kept.")
        kept.setdefault((artifact.kind, artifact.name), artifact)
    return list(kept.values())


def _is_other(base: object, own: set[str], place: str, unmapped: list[str]) -> bool:
    if not isinstance(base, BaseModel):
        return False
    names = base.model.names if isinstance(base.model, Model) else (base.model,)
    if own.isdisjoint(map(name_key, names)):
        return True
    unmapped.append(f"{place}: the ancestor {shown(base.name)} goes by a name of the model itself.")
    return False


def _corrected(model: Model, declared: LicenseExpression | None, data: DataLicenses, place: str, unmapped: list[str]) -> Model:
    """Return the model under the licences that stand in fields of the format, where its properties say otherwise."""
    says = declared_license(model)
    changed: list[Artifact] = []
    for artifact in model.artifacts:
        license = data.get((artifact.kind, artifact.name))
        before = model.license_of(artifact)
        if artifact.kind is ArtifactKind.MODEL_PARAMETERS:
            license, before = declared, says
        if license is not None and (before is None or license.text != before.text):
            unmapped.append(f"{place}: the licence of the {artifact.label[:100]} is {license.text[:200]}, whatever the properties say.")
            artifact = evolve(artifact, license=license)  # noqa: PLW2901
        changed.append(artifact)
    return evolve(model, artifacts=tuple(changed))
