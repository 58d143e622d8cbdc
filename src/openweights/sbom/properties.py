"""Our own namespace: what a record says that neither CycloneDX nor SPDX has a field for.

Each fact is a pair of a name that begins with `openweights:` and a text; a name may occur several times. CycloneDX keeps the pairs in
`properties`, SPDX 3 in the extension that it has for CycloneDX's properties. A value that has parts is JSON. Names under
`openweights:found:` say what the library found; they are written for other readers and never read back.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from typing import TypeVar, cast

from attrs import AttrsInstance

from openweights import convert
from openweights.artifact import Artifact
from openweights.classifier import classify
from openweights.dates import PartialDate
from openweights.errors import InvalidValueError, shown
from openweights.lineage import Resolve
from openweights.model import Access, BaseModel, Claim, DefaultLicenses, Model, Relation, ServiceTerms, Source, Status
from openweights.plain import from_plain, to_plain
from openweights.vocabulary import Modality

T = TypeVar("T", bound=AttrsInstance)
V = TypeVar("V")

#: Names and values, in order.
Pairs = list[tuple[str, str]]

NAMESPACE = "openweights:"
_FOUND = NAMESPACE + "found:"

#: The property that every component written from a record of ours carries.
ID = NAMESPACE + "id"
ARTIFACT = NAMESPACE + "artifact"
ARTIFACT_REF = NAMESPACE + "artifact-ref"
RELATION = NAMESPACE + "relation"
RELICENSED = NAMESPACE + "relicensed"
BASE_SOURCE = NAMESPACE + "base-source"
LICENSE_ID = NAMESPACE + "license-id"
APPLIES_TO = NAMESPACE + "applies-to"

#: The value of `APPLIES_TO` on a licence that is about the hosted service, not the parameters.
SERVICE = "service"


def model_pairs(model: Model) -> Pairs:
    """Return what of a record the formats have no field for.

    Name, developer and note are not here, nor are the bases: the formats have fields for them.
    """
    pairs: Pairs = [(ID, model.id)]
    one = {
        "family": model.family,
        "released": str(model.released) if model.released else None,
        "access": model.access.value if model.access is not Access.UNKNOWN else None,
        "training-compute": repr(model.training_compute) if model.training_compute else None,
        "status": model.status.value if model.status is not Status.OWN else None,
        "verified": str(model.verified) if model.verified else None,
        "default-licenses": _json(model.licenses) if model.licenses != DefaultLicenses() else None,
    }
    pairs += [(NAMESPACE + name, value) for name, value in one.items() if value is not None]
    several: dict[str, Iterable[str]] = {
        "group": model.groups,
        "alias": model.aliases,
        "hub-id": model.hub_ids,
        "modality": sorted(each.value for each in model.modalities),
        "service-terms": map(_json, model.service_terms),
        "claim": map(_json, model.claims),
        "source": map(_json, model.sources),
    }
    return pairs + [(NAMESPACE + name, value) for name, values in several.items() for value in values]


def artifact_pair(artifact: Artifact) -> tuple[str, str]:
    """Return the property that holds an artifact."""
    return ARTIFACT, _json(artifact)


def reference_pair(ref: str) -> tuple[str, str]:
    """Return the property that stands for an artifact which is a component of its own."""
    return ARTIFACT_REF, ref


def base_pairs(base: BaseModel) -> Pairs:
    """Return how a model came from a base."""
    pairs: Pairs = [(RELATION, base.relation.value)]
    if base.relicensed:
        pairs.append((RELICENSED, "true"))
    if base.source:
        pairs.append((BASE_SOURCE, base.source))
    return pairs


def found_pairs(model: Model, resolve: Resolve) -> Pairs:
    """Return where a model stands on the ladder of openness, for readers that do not have this library.

    Raises:
        LineageError: If the lineage has no end.
    """
    answer = classify(model, resolve=resolve)
    facts = {
        "category": answer.category.value,
        "level": answer.level.value,
        "ceiling": answer.ceiling.value,
        "completeness": str(answer.completeness),
        "freedom": str(answer.freedom),
    }
    return [
        *((_FOUND + name, value) for name, value in facts.items()),
        *((_FOUND + "flag", flag.name.value) for flag in answer.flags),
    ]


def model_fields(pairs: Pairs, place: str, unmapped: list[str], referred: Callable[[str], Artifact]) -> dict[str, object]:
    """Return the fields of a model that properties hold; what is malformed or not ours is listed in `unmapped`.

    Args:
        pairs: The properties.
        place: Where they stand, for `unmapped`.
        unmapped: Takes what has no place in a model.
        referred: Finds the artifact that is a component of its own; raises an `InvalidValueError` if there is none.
    """
    fields: dict[str, object] = {}
    for name, value in pairs:
        key = name.removeprefix(NAMESPACE)
        if name.startswith(_FOUND) or name in _ELSEWHERE:
            continue
        where = f"{place}: {shown(name)}"
        if not name.startswith(NAMESPACE):
            unmapped.append(f"{where}: {shown(value)}: a property of somebody else's.")
        elif key in _ONE:
            field, read = _ONE[key]
            fields[field] = attempt(read, value, where, unmapped)
        elif key in _SEVERAL or name == ARTIFACT_REF:
            field, read = _SEVERAL.get(key) or ("artifacts", referred)
            cast("list[object]", fields.setdefault(field, [])).append(attempt(read, value, where, unmapped))
        else:
            unmapped.append(f"{where}: no such property is known.")
    return {field: _given(value) for field, value in fields.items()}


def _given(value: object) -> object:
    """A list without what could not be read."""
    return [each for each in cast("list[object]", value) if each is not None] if isinstance(value, list) else value


def artifact_in(pairs: Pairs) -> Artifact:
    """Return the artifact that the properties of a component of its own hold.

    Raises:
        InvalidValueError: If they hold none.
    """
    value = dict(pairs).get(ARTIFACT)
    if value is None:
        raise InvalidValueError(f"The component has no property {ARTIFACT!r}.", mend="Add it, or remove the reference.")
    return _of(Artifact)(value)


def attempt(make: Callable[[str], V], value: str, place: str, unmapped: list[str]) -> V | None:
    """Return what `make` makes of a text, or nothing if it is malformed, which is then listed in `unmapped`."""
    try:
        return make(value)
    except InvalidValueError as error:
        unmapped.append(f"{place}: {error}")
        return None


def base_model(model: Model | str, pairs: Pairs, place: str, unmapped: list[str], unsaid: Relation) -> BaseModel | None:
    """Return a base as properties describe how the model came from it; `unsaid` if they do not."""
    said = dict(pairs)
    relation = attempt(_relation, said[RELATION], place, unmapped) if RELATION in said else None
    source = attempt(convert.url, said[BASE_SOURCE], place, unmapped) if BASE_SOURCE in said else None
    relicensed = said.get(RELICENSED) == "true"
    try:
        return BaseModel(model, relation=relation or unsaid, relicensed=relicensed, source=source)
    except InvalidValueError as error:
        unmapped.append(f"{place}: {error}")
        return None


def _relation(text: str) -> Relation:
    return convert.member(Relation, text)


def _json(value: object) -> str:
    """The fields of a value that say something, as JSON."""
    table = cast("dict[str, object]", to_plain(value))
    return json.dumps({key: item for key, item in table.items() if item is not None and item != []}, ensure_ascii=False)


def _of(kind: type[T]) -> Callable[[str], T]:
    def read(text: str) -> T:
        try:
            table: object = json.loads(text)
        except (ValueError, RecursionError):
            raise InvalidValueError(f"{shown(text)} is no JSON.", mend=f"Give the fields of a {kind.__name__} as JSON.") from None
        return from_plain(kind, cast("Mapping[str, object]", table))

    return read


def _modality(text: str) -> Modality:
    return convert.member(Modality, text)


def _access(text: str) -> Access:
    return convert.member(Access, text)


def _status(text: str) -> Status:
    return convert.member(Status, text)


def _compute(text: str) -> float:
    try:
        return float(text)
    except ValueError:
        raise InvalidValueError(f"{shown(text)} is no number.", mend="Give floating-point operations, such as 3.8e25.") from None


_ELSEWHERE = frozenset({RELATION, RELICENSED, BASE_SOURCE, LICENSE_ID, APPLIES_TO})

#: For each property that occurs once: the field of a model that it fills, and how its text is read.
_ONE: dict[str, tuple[str, Callable[[str], object]]] = {
    "id": ("id", convert.name),
    "family": ("family", convert.name),
    "released": ("released", PartialDate.of),
    "access": ("access", _access),
    "training-compute": ("training_compute", _compute),
    "status": ("status", _status),
    "verified": ("verified", convert.day),
    "default-licenses": ("licenses", _of(DefaultLicenses)),
}

#: The same for each that may occur several times.
_SEVERAL: dict[str, tuple[str, Callable[[str], object]]] = {
    "group": ("groups", convert.name),
    "alias": ("aliases", convert.name),
    "hub-id": ("hub_ids", convert.name),
    "modality": ("modalities", _modality),
    "service-terms": ("service_terms", _of(ServiceTerms)),
    "claim": ("claims", _of(Claim)),
    "source": ("sources", _of(Source)),
    "artifact": ("artifacts", _of(Artifact)),
}
