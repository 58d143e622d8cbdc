"""A first draft of a record file from what a publisher wrote: to be completed by hand, then checked."""

from __future__ import annotations

import datetime
import re
from typing import cast

from openweights.artifact import ArtifactKind
from openweights.errors import MissingExtraError
from openweights.model import Model
from openweights.names import slug
from openweights.plain import Plain, to_plain

#: The kinds that decide a level, for which a draft leaves a place.
_ASKED = (
    ArtifactKind.MODEL_PARAMETERS,
    ArtifactKind.TRAINING_CODE,
    ArtifactKind.INFERENCE_CODE,
    ArtifactKind.DATA_PREPROCESSING_CODE,
    ArtifactKind.DATASETS,
    ArtifactKind.DATA_CARD,
)

_ORDER = (
    "id",
    "name",
    "developer",
    "family",
    "released",
    "modalities",
    "access",
    "aliases",
    "hub_ids",
    "training_compute",
    "status",
    "verified",
    "note",
)


def draft(model: Model, *, hub_id: str | None = None, day: datetime.date | None = None) -> str:
    """Return the text of a record file with what is known of a model, and a line for what is still to be found out.

    Args:
        model: What was read from a card or from another index.
        hub_id: Its repository on the Hugging Face Hub, if the card does not say it.
        day: The day on which the facts were seen; today without one.

    Raises:
        MissingExtraError: If the package that writes TOML is missing.
    """
    try:
        import tomli_w
    except ImportError:
        raise MissingExtraError("Writing a record", "cli") from None
    seen = (day or datetime.date.today()).isoformat()
    ids: tuple[str, ...] = tuple(dict.fromkeys((*model.hub_ids, *([hub_id] if hub_id else []))))
    page = f"https://huggingface.co/{ids[0]}" if ids else None
    name = hub_id.rpartition("/")[2] if hub_id and model.name in ("model card", hub_id) else model.name
    table: dict[str, Plain] = _given(to_plain(model))
    table |= {"id": slug(name), "name": name, "status": "own", "verified": seen}
    table["hub_ids"] = [str(each) for each in ids]
    table.pop("note", None)
    table["licenses"] = _given(table.get("licenses"))
    table["artifacts"] = [_sourced(_given(part), page, seen) for part in cast("list[Plain]", table.get("artifacts", []))]
    table["base_models"] = [_sourced(_given(base), page, None) for base in cast("list[Plain]", table.get("base_models", []))]
    supports: list[Plain] = [key for key in ("name", "developer", "released", "modalities", "access") if key in table]
    table["sources"] = [{"url": page, "supports": supports}] if page else []
    ordered = {key: table[key] for key in (*_ORDER, *table) if table.get(key)}
    text = re.sub(r'^verified = "([\d-]+)"$', r"verified = \1", tomli_w.dumps(ordered), flags=re.MULTILINE)
    missing = [key for key in ("developer", "family", "released", "modalities", "access") if key not in table]
    kinds = {part.kind for part in model.artifacts}
    asked = [f"the field {key!r}" for key in missing] + [f"whether there is {kind.value}" for kind in _ASKED if kind not in kinds]
    return "".join(f"# To find out: {each}, and where it is said.\n" for each in asked) + text


def _given(value: Plain) -> dict[str, Plain]:
    """The fields of a table that say something."""
    if not isinstance(value, dict):
        return {}
    return {key: item for key, item in value.items() if item not in (None, [], {}, "unknown", False)}


def _sourced(table: dict[str, Plain], page: str | None, seen: str | None) -> dict[str, Plain]:
    """The same table with the page on which the facts were seen, and the day."""
    return {**table, **({"source": page} if page and "source" not in table else {}), **({"verified": seen} if seen else {})}
