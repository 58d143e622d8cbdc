"""What would lift a model one level (rule 2.6)."""

from __future__ import annotations

from collections.abc import Iterator

from openweights.artifact import ArtifactKind
from openweights.classification import Action, Step
from openweights.frameworks import osaid
from openweights.ladder import Freedom, Openness
from openweights.lineage import Resolve, ancestors, inherited_terms, own_terms
from openweights.model import Access, Model
from openweights.terms import Terms
from openweights.verdict import Verdict

_WANTED = {Openness.WEIGHTS_NON_COMMERCIAL: Freedom.RESTRICTED, Openness.WEIGHTS_RESTRICTED: Freedom.OPEN}


def next_steps(model: Model, level: Openness, published: Verdict, resolve: Resolve) -> tuple[Step, ...]:
    """Return the steps that together lift a model from the level that is certain to the one above.

    Args:
        model: The model.
        level: The level that is certain.
        published: Whether its parameters can be downloaded.
        resolve: Finds a base that is given by name.
    """
    if level < Openness.WEIGHTS_NON_COMMERCIAL:
        return (_access_step(model, level, published),)
    if level in _WANTED:
        return tuple(_term_steps(model, _WANTED[level], resolve))
    if level is Openness.WEIGHTS_UNRESTRICTED:
        return tuple(_open_source_steps(model, resolve))
    if level is Openness.OPEN_SOURCE:
        return tuple(_training_data_steps(model, resolve))
    return ()


def _access_step(model: Model, level: Openness, published: Verdict) -> Step:
    if level < Openness.API and model.access is Access.UNKNOWN:
        return Step(action=Action.RECORD, reason="Record how the model can be reached.")
    if level < Openness.API:
        way = "a product or an app" if level is Openness.UNRELEASED else "an API"
        return Step(action=Action.OFFER, reason=f"Let people reach the model through {way}.")
    return _artifact_step(ArtifactKind.MODEL_PARAMETERS, published, None)


def _contained_bases(model: Model, resolve: Resolve) -> Iterator[tuple[str, Model | None]]:
    """Yield the bases whose weights the model contains, by name."""
    for ancestor in ancestors(model, resolve):
        if ancestor.contained:
            yield (ancestor.model.name if ancestor.model else ancestor.name), ancestor.model


def _term_steps(model: Model, wanted: Freedom, resolve: Resolve) -> Iterator[Step]:
    """Yield a step for each model of the lineage whose terms fall short of `wanted`."""
    lineage: list[tuple[str | None, Terms]] = [(None, own_terms(model))]
    lineage += [(ancestor.name, inherited_terms(ancestor)) for ancestor in ancestors(model, resolve)]
    for base, terms in lineage:
        if terms.freedom.low >= wanted:
            continue
        of = f" of {base}" if base else ""
        if terms.freedom.high >= wanted:
            yield Step(
                action=Action.RECORD,
                artifact=ArtifactKind.MODEL_PARAMETERS,
                base=base,
                reason=f"Record the licence of the parameters{of} and its terms.",
            )
            continue
        licenses: list[str | None] = list(dict.fromkeys(term.license for term in terms.departures))
        goal = "allow commercial use" if wanted is Freedom.RESTRICTED else "are open"
        for license in licenses or [None]:
            sections = dict.fromkeys(
                term.clause.section for term in terms.departures if term.license == license and term.clause.section is not None
            )
            where = f" instead of {license} ({', '.join(list(sections)[:6])})" if license else ""
            yield Step(
                action=Action.RELICENSE,
                artifact=ArtifactKind.MODEL_PARAMETERS,
                license=license,
                base=base,
                reason=f"Put the parameters{of} under terms that {goal}{where}.",
            )


def _open_source_steps(model: Model, resolve: Resolve) -> Iterator[Step]:
    """Yield a step for each part that the OSAID asks for and that is lacking, of the model and of every base in it."""
    if osaid.parameters_finding(model, own_terms(model)).verdict is not Verdict.MET:
        yield Step(
            action=Action.PUBLISH,
            artifact=ArtifactKind.MODEL_PARAMETERS,
            reason="Let everybody download the parameters without asking a person.",
        )
    for name, each in [(None, model), *_contained_bases(model, resolve)]:
        if each is None:
            yield Step(action=Action.RECORD, base=name, reason=f"Record the parts of {name}.")
            continue
        for kind, verdict in osaid.code_verdicts(each).items():
            if verdict is not Verdict.MET:
                yield _artifact_step(kind, verdict, name)
        verdict = osaid.data_information_verdict(each)
        if verdict is not Verdict.MET:
            yield _artifact_step(ArtifactKind.DATA_CARD, verdict, name)


def _training_data_steps(model: Model, resolve: Resolve) -> Iterator[Step]:
    for name, each in [(None, model), *_contained_bases(model, resolve)]:
        if each is None:
            yield Step(action=Action.RECORD, base=name, reason=f"Record the training data of {name}.")
            continue
        verdict = osaid.is_openly_published(each, each.artifacts_of(*osaid.TRAINING_DATA))
        if verdict is not Verdict.MET:
            yield _artifact_step(ArtifactKind.DATASETS, verdict, name)


def _artifact_step(kind: ArtifactKind, verdict: Verdict, base: str | None) -> Step:
    of = f" of {base}" if base else ""
    if verdict is Verdict.UNKNOWN:
        return Step(action=Action.RECORD, artifact=kind, base=base, reason=f"Record the availability and the licence of {kind.value}{of}.")
    return Step(action=Action.PUBLISH, artifact=kind, base=base, reason=f"Publish {kind.value}{of} under open terms.")
