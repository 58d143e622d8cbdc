"""Holding models to a policy."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator, Mapping

from attrs import evolve

from openweights import convert
from openweights.bundle import bundle
from openweights.catalogue import find_model, get_model
from openweights.lineage import Resolve
from openweights.model import Model
from openweights.policy.facts import Facts, facts_of
from openweights.policy.judge import Breach, breaches
from openweights.policy.lifting import Held, lifted, lifting_notes
from openweights.policy.offers import Offers
from openweights.policy.policy import Policy
from openweights.policy.problems import refuse_contradictions
from openweights.policy.report import Checked, Report, Severity, Silenced, Violation
from openweights.policy.rules import Rule, Treatment
from openweights.policy.subject import Subject, subject_of
from openweights.resolution import Resolution, resolve as resolution_of
from openweights.verdict import Verdict


def check(
    policy: Policy,
    models: Iterable[Model | str | Mapping[str, object] | Subject],
    *,
    today: datetime.date | str | None = None,
    resolve: Resolve | None = None,
) -> Report:
    """Return how models stand to a policy; see [`Policy.check`][openweights.Policy.check].

    Args:
        policy: The policy; the rules of all that it extends hold too.
        models: What is used.
        today: The day by which exceptions expire.
        resolve: Finds a base model that is given by name.

    Raises:
        InvalidValueError: If a mapping holds no valid model, or the day is none.
        PolicyError: If the policy contradicts itself.
        LineageError: If a model descends from itself.
    """
    refuse_contradictions(policy)
    day = datetime.date.today() if today is None else convert.day(today)
    gate = _Gate(policy, resolve or find_model)
    checked: list[Checked] = []
    held = list(_of_data(policy))
    quiet: list[Silenced] = []
    for subject in dict.fromkeys(subject_of(each) for each in models):
        answer, releases = gate.found(subject)
        checked.append(answer)
        found = gate.held(subject, answer, releases)
        if answer.silenced is None:
            held += found
        else:
            quiet += [Silenced(violation=each.violation, reason=answer.silenced) for each in found]
    violations, excepted = lifted(policy, held, day)
    return Report(
        policy=policy.name,
        file=policy.file,
        data_version=bundle().version,
        day=day,
        checked=tuple(checked),
        violations=tuple(violations),
        excepted=tuple(excepted),
        silenced=tuple(quiet),
        notes=(*lifting_notes(policy, excepted, day), *_remarks(checked)),
    )


def _remarks(checked: Iterable[Checked]) -> Iterator[str]:
    for each in checked:
        yield from (f"{each.place or each.ref}: {remark}" for remark in each.remarks)


def passes(policy: Policy, model: Model, *, resolve: Resolve = find_model) -> bool:
    """Return whether a release passes a policy without a warning and without an exception.

    Args:
        policy: The policy.
        model: The release.
        resolve: Finds a base model that is given by name.
    """
    return _Gate(policy, resolve).passes(model)


def _treated(treatment: Treatment) -> Severity | None:
    return {Treatment.FAIL: Severity.ERROR, Treatment.WARN: Severity.WARNING, Treatment.PASS: None}[treatment]


def _severity(breach: Breach, layer: Policy) -> Severity | None:
    """How much a breach weighs; nothing if the policy lets what is not known pass."""
    if breach.rule is Rule.HEADROOM:
        return Severity.WARNING
    return _treated(layer.unknown) if breach.verdict is Verdict.UNKNOWN else Severity.ERROR


def _of_data(policy: Policy) -> Iterator[Held]:
    """Yield a violation for each pinned version of the data that is not the one at hand."""
    for layer in policy.layers:
        if layer.data is not None and layer.data != bundle().version:
            yield Held(
                layer=layer,
                liftable=False,
                violation=Violation(
                    rule=Rule.DATA,
                    policy=layer.name,
                    severity=Severity.ERROR,
                    ref=layer.file or layer.name,
                    detail=layer.data,
                    message=f"The policy was written against the data of {layer.data}, and the data at hand are of {bundle().version}.",
                    mend="Install the release of the library with those data, or review what changed and pin the new version.",
                ),
            )


_NAME_IT = "Name the model there with a comment, `# openweights: uses <name>`, and silence the place with `# openweights: allow <reason>`."


class _Gate:
    """One policy. It remembers what it found about a release: five hundred names stand for far fewer."""

    def __init__(self, policy: Policy, resolve: Resolve) -> None:
        self._layers = policy.layers
        self._resolve = resolve
        self._facts: dict[int, Facts] = {}
        self._breaches: dict[tuple[int, int], tuple[Breach, ...]] = {}
        self._allows_silencing = all(layer.silencing for layer in self._layers)
        self._resolved: dict[str, Resolution] = {}
        self._offers = Offers(self.passes, self._layers)

    def found(self, subject: Subject) -> tuple[Checked, tuple[Model, ...]]:
        """Return what a subject stands for."""
        silenced = subject.silenced if self._allows_silencing and subject.problem is None else None
        checked = Checked(ref=subject.ref, model=None, ids=(), place=subject.place, silenced=silenced, remarks=subject.remarks)
        if subject.problem is not None or subject.unlisted is not None:
            return checked, ()
        if subject.model is not None:
            return evolve(checked, model=subject.model.name, ids=(subject.model.id,)), (subject.model,)
        name = subject.known_as or subject.ref
        if name not in self._resolved:
            self._resolved[name] = resolution_of(name)
        found = self._resolved[name]
        releases = tuple(get_model(model_id) for model_id in found.ids)
        return evolve(checked, model=found.title, ids=found.ids, did_you_mean=found.did_you_mean), releases

    def held(self, subject: Subject, checked: Checked, releases: tuple[Model, ...]) -> Iterator[Held]:
        """Yield what of the policy a subject does not keep to."""
        if subject.problem is not None:
            yield self._unread(subject, subject.problem)
            return
        if not releases:
            yield from self._unlisted(subject, checked)
        for layer in self._layers if releases else ():
            for breach in self._joined(layer, releases):
                severity = _severity(breach, layer)
                if severity is None:
                    continue
                violation = Violation(
                    rule=breach.rule,
                    policy=layer.name,
                    severity=severity,
                    ref=subject.ref,
                    model=checked.model,
                    verdict=breach.verdict,
                    detail=breach.detail,
                    message=breach.message,
                    clauses=breach.clauses,
                    sources=breach.sources,
                    mend=breach.mend,
                    offers=self._offers.instead_of(releases),
                    place=subject.place,
                )
                yield Held(layer=layer, violation=violation, ids=frozenset(checked.ids))

    def passes(self, model: Model) -> bool:
        """Return whether a release passes without a warning and without an exception."""
        return all(_severity(breach, layer) is None for layer in self._layers for breach in self._of(layer, model))

    def _unread(self, subject: Subject, problem: str) -> Held:
        violation = Violation(
            rule=Rule.KNOWN,
            policy=self._layers[-1].name,
            severity=Severity.ERROR,
            ref=subject.ref,
            verdict=Verdict.UNKNOWN,
            detail="unread",
            message=problem,
            mend="Mend the file: what cannot be read does not pass.",
            place=subject.place,
        )
        return Held(layer=self._layers[-1], violation=violation, liftable=False)

    def _unlisted(self, subject: Subject, checked: Checked) -> Iterator[Held]:
        near = f"Did you mean {' or '.join(map(repr, checked.did_you_mean))}?" if checked.did_you_mean else "Correct the name."
        treated = [(severity, layer) for layer in self._layers if (severity := _treated(layer.unlisted)) is not None]
        if not treated:
            return
        severity, layer = max(treated, key=lambda pair: pair[0])
        violation = Violation(
            rule=Rule.KNOWN,
            policy=layer.name,
            severity=severity,
            ref=subject.ref,
            verdict=Verdict.UNKNOWN,
            message=subject.unlisted or "No record carries this name, so nothing is known of the model.",
            mend=_NAME_IT if subject.unlisted else f"{near} Or add a record of your own (OPENWEIGHTS_DATA).",
            place=subject.place,
        )
        yield Held(layer=layer, violation=violation)

    def _joined(self, layer: Policy, releases: tuple[Model, ...]) -> Iterator[Breach]:
        """Yield the breaches of a name: where it stands for several releases, what they agree on, and doubt where they do not."""
        if len(releases) == 1:
            yield from self._of(layer, releases[0])
            return
        by_key: dict[tuple[Rule, str], list[tuple[Model, Breach]]] = {}
        for release in releases:
            for breach in self._of(layer, release):
                by_key.setdefault((breach.rule, breach.detail), []).append((release, breach))
        for each in by_key.values():
            agreed = len(each) == len(releases) and all(breach.verdict is Verdict.NOT_MET for _, breach in each)
            names = ", ".join(release.name for release, _ in each[:4]) + (", ..." if len(each) > 4 else "")
            release, first = each[0]
            yield evolve(
                first,
                verdict=Verdict.NOT_MET if agreed else Verdict.UNKNOWN,
                message=f"The name stands for {len(releases)} releases, of which {len(each)} do not keep to the rule or may not: {names}. "
                f"{release.name}: {first.message}",
                mend=first.mend if agreed else "Name the release that is used.",
            )

    def _of(self, layer: Policy, release: Model) -> tuple[Breach, ...]:
        key = (id(layer), id(release))
        if key not in self._breaches:
            facts = self._facts.setdefault(id(release), facts_of(release, self._resolve))
            self._breaches[key] = tuple(breaches(layer, facts))
        return self._breaches[key]
