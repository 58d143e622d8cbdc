"""Every published definition by one call: `assess(model, "osaid")`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache
from importlib import import_module
from importlib.metadata import entry_points
from typing import overload

from attrs import frozen

from openweights.artifact import ArtifactKind
from openweights.assessment import Assessment, Framework
from openweights.catalogue import Family, find_model, get_record
from openweights.errors import InvalidValueError, UnknownNameError, near_matches
from openweights.lineage import Resolve
from openweights.model import Model
from openweights.plain import model_from

#: The frameworks of this library, in the order in which they are shown. Each module ends with its `FRAMEWORK`.
_MODULES = ("osd", "osaid", "mof", "osai_index", "open_weights", "eu_ai_act", "release_gradient")

#: The entry point group through which other packages add their own: a name and an object of the type `Framework`.
ENTRY_POINTS = "openweights.frameworks"


@cache
def all_frameworks() -> tuple[Framework, ...]:
    """Return all frameworks that are known: those of this library, then those that other packages add by entry point.

    Raises:
        InvalidValueError: If an entry point holds no framework, or one with an id that is taken.

    Examples:
        >>> [framework.id for framework in all_frameworks()][:2]
        ['osd', 'osaid']
    """
    known: dict[str, Framework] = {}
    for module in _MODULES:
        framework: Framework = import_module(f"openweights.frameworks.{module}").FRAMEWORK
        known[framework.id] = framework
    for entry in entry_points(group=ENTRY_POINTS):
        found: object = entry.load()
        if not isinstance(found, Framework) or found.id in known:
            raise InvalidValueError(
                f"The entry point {entry.name!r} of {ENTRY_POINTS} holds no framework with an id of its own.",
                mend="Mend or uninstall the package that declares it.",
            )
        known[found.id] = found
    return tuple(known.values())


def get_framework(framework_id: str) -> Framework:
    """Return the framework with this id.

    Raises:
        UnknownNameError: If there is none, with the ids that come near.
    """
    known = {framework.id: framework for framework in all_frameworks()}
    if framework_id not in known:
        raise UnknownNameError("framework", framework_id, near_matches(framework_id, known) or tuple(known))
    return known[framework_id]


@overload
def assess(model: Model | str | Mapping[str, object], framework: str | Framework, *, resolve: Resolve = ...) -> Assessment: ...
@overload
def assess(model: Model | str | Mapping[str, object], framework: None = None, *, resolve: Resolve = ...) -> tuple[Assessment, ...]: ...
def assess(
    model: Model | str | Mapping[str, object], framework: str | Framework | None = None, *, resolve: Resolve = find_model
) -> Assessment | tuple[Assessment, ...]:
    """Return what a published definition says of a model, or without one what each of them says.

    Args:
        model: A model, the name of one release, or a mapping with the fields of a model.
        framework: The id of a framework, such as `"osaid"`, or a framework of your own.
        resolve: Finds a base that is given by name.

    Raises:
        UnknownNameError: If the model or the framework is not known.
        InvalidValueError: If the name stands for several releases.
        LineageError: If the lineage has no end.

    Examples:
        >>> assess("OLMo 2", "osaid").verdict
        'open-source'
        >>> assess("Llama 3", "osd").verdict
        'does-not-conform'
    """
    found = _model(model)
    if framework is not None:
        return _framework(framework).assess(found, resolve)
    return tuple(each.assess(found, resolve) for each in all_frameworks())


def compare(
    models: Iterable[Model | str | Mapping[str, object]],
    frameworks: Iterable[str | Framework] | None = None,
    *,
    resolve: Resolve = find_model,
) -> dict[str, tuple[Assessment, ...]]:
    """Return what each definition says of each model: a row for every model, by its name, in the order given.

    Args:
        models: The models.
        frameworks: The frameworks, by id or your own; all that are known unless told otherwise.
        resolve: Finds a base that is given by name.

    Raises:
        UnknownNameError: If a model or a framework is not known.
        InvalidValueError: If a name stands for several releases.

    Examples:
        >>> table = compare(["Llama 3", "OLMo 2"], ["osd", "osaid"])
        >>> [assessment.verdict for assessment in table["OLMo 2"]]
        ['conforms', 'open-source']
    """
    chosen = [_framework(each) for each in frameworks] if frameworks is not None else list(all_frameworks())
    found = [_model(model) for model in models]
    return {model.name: tuple(framework.assess(model, resolve) for framework in chosen) for model in found}


@frozen(kw_only=True)
class Crossing:
    """One artifact and the criteria that ask for it."""

    #: The artifact.
    artifact: ArtifactKind
    #: By framework: the ids of the criteria that are about it.
    criteria: tuple[tuple[str, tuple[str, ...]], ...]


def crosswalk() -> tuple[Crossing, ...]:
    """Return for every artifact which criteria of which framework are about it.

    Examples:
        >>> row = next(each for each in crosswalk() if each.artifact is ArtifactKind.TRAINING_CODE)
        >>> dict(row.criteria)["osaid"]
        ('osaid.code',)
    """
    return tuple(
        Crossing(
            artifact=kind,
            criteria=tuple(
                (framework.id, asked)
                for framework in all_frameworks()
                if (asked := tuple(criterion.id for criterion in framework.criteria if kind in criterion.artifacts))
            ),
        )
        for kind in ArtifactKind
    )


def _framework(framework: str | Framework) -> Framework:
    return framework if isinstance(framework, Framework) else get_framework(framework)


def _model(model: Model | str | Mapping[str, object]) -> Model:
    if isinstance(model, Model):
        return model
    if isinstance(model, Mapping):
        return model_from(model)
    found = get_record(model)
    if isinstance(found, Family):
        names = ", ".join(member.name for member in found.members[:5])
        raise InvalidValueError(f"{found.name} stands for several releases.", mend=f"Name one of them: {names}.")
    return found
