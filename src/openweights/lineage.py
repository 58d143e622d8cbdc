"""Where weights come from, and the terms that come with them (rule 2.4)."""

from __future__ import annotations

from collections.abc import Callable

from attrs import frozen

from openweights.artifact import ArtifactKind, Availability
from openweights.errors import LineageError
from openweights.model import BaseModel, Model, Relation
from openweights.names import name_key
from openweights.terms import Terms

#: Finds the model that goes by a name, or nothing.
Resolve = Callable[[str], Model | None]

#: How many generations and how many ancestors are followed; far above real lineages.
DEEPEST = 50
MOST_ANCESTORS = 1_000


def resolve_nothing(name: str) -> None:
    """Know no model by any name."""


@frozen
class Ancestor:
    """A model that another one came from, directly or through others."""

    #: What it is called where it is named as a base.
    name: str
    #: The model itself; nothing if nobody has recorded it.
    model: Model | None
    #: Whether its weights are contained: not, once a distillation lies between.
    contained: bool
    #: Whether its owner published the model that came from it under terms of its own, so that the ancestor's do not come along.
    relicensed: bool = False


def ancestors(model: Model, resolve: Resolve = resolve_nothing) -> tuple[Ancestor, ...]:
    """Return all models that `model` came from, each base before its own bases, each once.

    Args:
        model: The descendant.
        resolve: Finds a base that is given by name.

    Raises:
        LineageError: If a model descends from itself, or the lineage exceeds 50 generations or 1,000 ancestors.
    """
    found: dict[tuple[str, bool, bool], Ancestor] = {}
    _follow(model, resolve, (model.name,), _keys(model), found, contained=True)
    return tuple(found.values())


def _keys(model: Model) -> frozenset[str]:
    return frozenset(map(name_key, model.names))


def _follow(
    model: Model,
    resolve: Resolve,
    chain: tuple[str, ...],
    seen: frozenset[str],
    found: dict[tuple[str, bool, bool], Ancestor],
    *,
    contained: bool,
) -> None:
    """Add the ancestors of `model` to `found`. What was found before is not followed again, so diamonds cost nothing."""
    if len(chain) > DEEPEST:
        raise LineageError(chain, f"there are more than {DEEPEST} generations")
    for base in model.base_models:
        ancestor = _ancestor(base, resolve, contained=contained)
        keys = _keys(ancestor.model) if ancestor.model else frozenset({name_key(base.name)})
        if not seen.isdisjoint(keys):
            raise LineageError((*chain, base.name), "a model descends from itself")
        key = (name_key(ancestor.model.id if ancestor.model else base.name), ancestor.contained, ancestor.relicensed)
        if key in found:
            continue
        found[key] = ancestor
        if len(found) > MOST_ANCESTORS:
            raise LineageError(chain, f"there are more than {MOST_ANCESTORS} ancestors")
        if ancestor.model is not None:
            _follow(ancestor.model, resolve, (*chain, base.name), seen | keys, found, contained=ancestor.contained)


def _ancestor(base: BaseModel, resolve: Resolve, *, contained: bool) -> Ancestor:
    model = base.model if isinstance(base.model, Model) else resolve(base.model)
    return Ancestor(base.name, model, contained and base.relation is not Relation.DISTILLED, base.relicensed)


def own_terms(model: Model) -> Terms:
    """Return the terms that a model's own record puts on its parameters: those of all its parameter artifacts together.

    Parameters that are not recorded may have a licence of their own, whatever the release falls back on: unknown.
    """
    parameters = model.artifacts_of(ArtifactKind.MODEL_PARAMETERS)
    if not parameters:
        return Terms.unknown()
    terms = Terms.unlimited()
    for artifact in parameters:
        license = model.license_of(artifact)
        terms &= Terms.unknown() if license is None else license.terms(model.modalities)
    return terms


def inherited_terms(ancestor: Ancestor) -> Terms:
    """Return what an ancestor adds to the terms of a model that came from it."""
    if ancestor.relicensed:
        return Terms.unlimited()
    if ancestor.model is None:
        offers = [Terms.unknown()]
    elif not ancestor.contained and is_service_only(ancestor.model):
        offers = _service_terms(ancestor.model)
    else:
        offers = [own_terms(ancestor.model)]
    return Terms.one_of(offers if ancestor.contained else [terms.passed_by_distillation() for terms in offers])


def effective_terms(model: Model, resolve: Resolve = resolve_nothing) -> Terms:
    """Return the terms on a model's parameters: its own and those of every base whose weights it contains (rule 2.4).

    A distillation passes on only the clauses about outputs. A base whose owner licensed the release anew adds nothing. A base that
    nobody has recorded, or whose licence nobody has, leaves the terms unknown.

    Args:
        model: The model.
        resolve: Finds a base that is given by name.

    Raises:
        LineageError: If the lineage has no end.
    """
    terms = own_terms(model)
    for ancestor in ancestors(model, resolve):
        terms &= inherited_terms(ancestor).brought_by(ancestor.model.name if ancestor.model else ancestor.name)
    return terms


def is_service_only(model: Model) -> bool:
    """Return whether nothing of a model's parameters is published, so that only its service can be used."""
    parameters = model.artifacts_of(ArtifactKind.MODEL_PARAMETERS)
    return bool(parameters) and all(artifact.availability is Availability.NOT_PUBLISHED for artifact in parameters)


def _service_terms(base: Model) -> list[Terms]:
    """The terms of a service, by channel: under which of them the outputs were had is not known."""
    return [offer.license.terms(base.modalities) for offer in base.service_terms] or [Terms.unknown()]
