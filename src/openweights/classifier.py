"""Where a model stands on the ladder of openness (design section 2)."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping, Sequence

from attrs import evolve

from openweights import convert
from openweights.artifact import Artifact, ArtifactKind, Availability
from openweights.catalogue import find_model, get_record
from openweights.classification import Classification
from openweights.finding import Finding, evidence
from openweights.flags import flags_of, merged
from openweights.frameworks import osaid
from openweights.frameworks.open_weights import parameters_published
from openweights.ladder import Completeness, Freedom, Interval, Openness, exactly, hull
from openweights.lineage import Resolve, effective_terms
from openweights.model import Access, Model
from openweights.plain import model_from
from openweights.steps import next_steps
from openweights.terms import Terms
from openweights.verdict import Verdict


def classify(
    model: Model | str | Mapping[str, object], *, as_of: datetime.date | str | None = None, resolve: Resolve = find_model
) -> Classification:
    """Return where a model stands on the ladder, and why.

    Args:
        model: A `Model`; or a name, alias or Hub id of the bundled data; or a mapping with the fields of a model. A name that
            stands for several releases (`"Llama"`) is answered with the interval over them (rule 2.10).
        as_of: The day whose terms count (rule 2.11); without one, the newest. Of a name that stands for several releases, those
            that were out on that day.
        resolve: Finds a base model that is given by name; the bundled data unless told otherwise.

    Returns:
        The level that is certain, the ceiling that is possible, both axes, findings, flags, claims and the next step up.

    Raises:
        UnknownNameError: If a name is not known, with those that come near.
        InvalidValueError: If a mapping holds no valid model.
        LineageError: If a model descends from itself.

    Source: design sections 2 and 3, rules 2.1 to 2.11.

    Examples:
        >>> answer = classify("gpt-oss-120b")
        >>> answer.category.value, answer.level.value
        ('open-weights', 'weights-unrestricted')
    """
    record = model if isinstance(model, Model) else model_from(model) if isinstance(model, Mapping) else get_record(model)
    members = (record,) if isinstance(record, Model) else record.members
    if as_of is not None:
        day = convert.day(as_of)
        members = tuple(member.as_of(day) for member in members)
        members = tuple(member for member in members if member.access is not Access.UNRELEASED) or members
        resolve = _on(day, resolve)
    if isinstance(record, Model):
        return _classified(members[0], resolve)
    return _family(record.name, [_classified(member, resolve) for member in members])


def _on(day: datetime.date, resolve: Resolve) -> Resolve:
    """Resolve names to models as they were on a day."""

    def resolved(name: str) -> Model | None:
        found = resolve(name)
        return None if found is None else found.as_of(day)

    return resolved


def openness(model: Model | str | Mapping[str, object]) -> Openness:
    """Return the level that is certain: the short form of [`classify`][openweights.classify].

    Args:
        model: As for `classify`.

    Raises:
        UnknownNameError: If a name is not known.
        InvalidValueError: If a mapping holds no valid model.
        LineageError: If a model descends from itself.

    Examples:
        >>> openness("GPT-5").value
        'api'
    """
    return classify(model).level


def _family(name: str, members: Sequence[Classification]) -> Classification:
    """Return the interval over the releases that a name stands for (rule 2.10)."""
    return Classification(
        name=name,
        model=None,
        level=min(member.level for member in members),
        ceiling=max(member.ceiling for member in members),
        completeness=hull(member.completeness for member in members),
        freedom=hull(member.freedom for member in members),
        flags=merged(flag for member in members for flag in member.flags),
        claims=tuple(dict.fromkeys(claim for member in members for claim in member.claims)),
        members=tuple(members),
    )


def _classified(model: Model, resolve: Resolve) -> Classification:
    parameters = model.artifacts_of(ArtifactKind.MODEL_PARAMETERS)
    published = parameters_published(model)
    terms = effective_terms(model, resolve)
    findings = [
        _access_finding(model),
        Finding("ladder.parameters-published", published, _PUBLISHED[published], evidence(parameters)),
    ]
    if published is not Verdict.NOT_MET:
        findings += [
            _terms_finding(terms, parameters),
            osaid.parameters_finding(model, terms),
            osaid.code_finding(model, resolve),
            osaid.data_information_finding(model, resolve),
            osaid.training_data_finding(model, resolve),
        ]
    levels = levels_of(model.access, published, terms.freedom, [finding.verdict for finding in findings[3:]])
    draft = Classification(
        name=model.name,
        model=model,
        level=levels.low,
        ceiling=levels.high,
        completeness=_completeness(model, published),
        freedom=freedom_of(published, terms.freedom),
        findings=tuple(findings),
        flags=() if published is Verdict.NOT_MET else flags_of(terms, gated=_gated(parameters)),
        claims=model.claims,
    )
    return evolve(draft, next=next_steps(model, levels.low, published, resolve))


_PUBLISHED = {
    Verdict.MET: "All parameters can be downloaded.",
    Verdict.NOT_MET: "The parameters cannot all be downloaded.",
    Verdict.UNKNOWN: "It is not recorded whether the parameters can be downloaded.",
}


def _gated(parameters: Sequence[Artifact]) -> bool:
    return any(artifact.availability in (Availability.GATED, Availability.ON_REQUEST) for artifact in parameters)


def _access_finding(model: Model) -> Finding:
    sources = tuple(source.url for source in model.sources if "access" in source.supports)
    if model.access is Access.UNKNOWN:
        return Finding("ladder.access", Verdict.UNKNOWN, "It is not recorded how the model can be reached.", sources)
    reached = {
        Access.UNRELEASED: "Nobody outside can run it.",
        Access.HOSTED: "It runs inside a product or an app only.",
        Access.API: "It can be reached through an API or a cloud.",
        Access.DOWNLOAD: "It can be downloaded.",
    }[model.access]
    return Finding("ladder.access", Verdict.of(model.access is not Access.UNRELEASED), reached, sources)


def _terms_finding(terms: Terms, parameters: Sequence[Artifact]) -> Finding:
    """Judge `ladder.parameters-terms`: the effective terms on the parameters conform with the Open Source Definition."""
    verdict = osaid.is_open(terms.freedom)
    departures = dict.fromkeys(
        f"{term.license}{f' {term.clause.section}' if term.clause.section else ''}"
        f"{f', through {term.via}' if term.via else ''} ({term.clause.departs_from})"
        for term in terms.departures
    )
    if departures:
        shown = list(departures)[:4] + (["..."] if len(departures) > 4 else [])
        reason = f"The terms are {terms.freedom}: the Open Source Definition does not allow {'; '.join(shown)}."
    elif terms.unlicensed:
        reason = "The parameters are published without a licence, which grants nothing."
    else:
        reason = f"The terms are {terms.freedom}." if verdict is not Verdict.UNKNOWN else f"The terms are not fully known: {terms.freedom}."
    return Finding("ladder.parameters-terms", verdict, reason, evidence(parameters))


_CLOSED = {
    Access.UNRELEASED: exactly(Openness.UNRELEASED),
    Access.HOSTED: exactly(Openness.HOSTED),
    Access.API: exactly(Openness.API),
    Access.UNKNOWN: Interval(Openness.UNRELEASED, Openness.API),
}

_WEIGHTS = {
    Freedom.NONE: Openness.WEIGHTS_NON_COMMERCIAL,
    Freedom.NON_COMMERCIAL: Openness.WEIGHTS_NON_COMMERCIAL,
    Freedom.RESTRICTED: Openness.WEIGHTS_RESTRICTED,
    Freedom.OPEN: Openness.WEIGHTS_UNRESTRICTED,
}


def levels_of(access: Access, published: Verdict, freedom: Interval[Freedom], criteria: Sequence[Verdict]) -> Interval[Openness]:
    """Return the levels that the facts allow: the lowest takes every unknown for a no, the highest for a yes (rule 2.2).

    `criteria` are the verdicts on OSAID parameters, code and data information and on the training data, in this order.
    """
    closed = _CLOSED.get(access, _CLOSED[Access.UNKNOWN])
    if published is Verdict.NOT_MET:
        return closed
    low = _open_level(freedom.low, [verdict is Verdict.MET for verdict in criteria])
    high = _open_level(freedom.high, [verdict is not Verdict.NOT_MET for verdict in criteria])
    return Interval(low if published is Verdict.MET else closed.low, high)


def _open_level(freedom: Freedom, criteria: Sequence[bool]) -> Openness:
    level = _WEIGHTS[freedom]
    if level is Openness.WEIGHTS_UNRESTRICTED and all(criteria[:3]):
        return Openness.FULLY_OPEN if criteria[3] else Openness.OPEN_SOURCE
    return level


def freedom_of(published: Verdict, freedom: Interval[Freedom]) -> Interval[Freedom]:
    """Return the second axis: no rights to what is not published."""
    if published is Verdict.NOT_MET:
        return exactly(Freedom.NONE)
    return freedom if published is Verdict.MET else Interval(Freedom.NONE, freedom.high)


def _completeness(model: Model, published: Verdict) -> Interval[Completeness]:
    """Return the first axis: what of this release is out, under whatever terms. Each step needs the ones before."""

    def out(kind: ArtifactKind) -> Verdict:
        return osaid.is_published(model.artifacts_of(kind))

    steps = [
        published,
        out(ArtifactKind.TRAINING_CODE) & out(ArtifactKind.INFERENCE_CODE),
        osaid.data_information_verdict(model),
        osaid.is_published(model.artifacts_of(*osaid.TRAINING_DATA)),
    ]

    def reached(counts: Callable[[Verdict], bool]) -> Completeness:
        for step, verdict in zip(Completeness, steps, strict=False):
            if not counts(verdict):
                return step
        return Completeness.EVERYTHING

    return Interval(reached(lambda verdict: verdict is Verdict.MET), reached(lambda verdict: verdict is not Verdict.NOT_MET))
