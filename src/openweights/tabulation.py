"""The data set as one table, a row a release: what is on record, and what follows from it.

The rows of the bundled releases are worked out when the data are compiled, so that a table of all of them needs neither the types
nor a judgement; `tasks/compile_data.py --check` works them out anew and compares.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from openweights.bundle import bundle, per_bundle

if TYPE_CHECKING:
    from openweights.plain import Plain

Row = dict[str, "Plain"]


@per_bundle
def rows() -> tuple[Row, ...]:
    """Return the row of each release on record, in the order of their ids in the data."""
    known = {str(row["id"]): row for row in bundle().table}
    return tuple(known.get(model_id) or row_of(model_id) for model_id in bundle().ids("model"))


def row_of(model_id: str) -> Row:
    """Return the row of one release.

    Raises:
        UnknownNameError: If there is no record with this id.
    """
    from openweights.artifact import ArtifactKind
    from openweights.catalogue import get_model
    from openweights.classifier import classify

    model = get_model(model_id)
    answer = classify(model)
    parameters = [model.license_of(artifact) for artifact in model.artifacts_of(ArtifactKind.MODEL_PARAMETERS)]
    return {
        "id": model.id,
        "name": model.name,
        "developer": model.developer,
        "family": model.family,
        "groups": list(model.groups),
        "released": str(model.released) if model.released else None,
        "modalities": [*sorted(str(modality.value) for modality in model.modalities)],
        "access": model.access.value,
        "level": answer.level.value,
        "ceiling": answer.ceiling.value,
        "certain": answer.certain,
        "category": answer.category.value,
        "completeness": answer.completeness.low.value,
        "freedom": answer.freedom.low.value,
        "flags": [flag.name.value for flag in answer.flags],
        "licenses": [*dict.fromkeys(license.id for terms in parameters if terms for license in terms.licenses)],
        "openwashing": any(over.certain for over in answer.openwashing),
        "status": model.status.value,
    }
