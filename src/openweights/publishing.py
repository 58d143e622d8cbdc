"""The publisher's questions: under which terms a derivative can be published, and where declared terms are freer than that."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import combinations
from typing import cast

from attrs import frozen

from openweights import convert
from openweights.artifact import ArtifactKind
from openweights.catalogue import Family, find_model
from openweights.clause import Act, ClauseKind, Effect
from openweights.decider import Subject, permits, subject_of
from openweights.decision import Obligation, Outcome
from openweights.difference import substance
from openweights.errors import InvalidValueError
from openweights.expression import LicenseExpression
from openweights.ladder import Freedom, Interval
from openweights.license import License
from openweights.lineage import Resolve, ancestors, effective_terms, own_terms
from openweights.model import Model, Relation
from openweights.terms import Term, Terms
from openweights.use import Use
from openweights.verdict import Verdict


@frozen(kw_only=True)
class Conflict:
    """Clauses that cannot all be kept."""

    #: Why not, in a sentence.
    reason: str
    #: The clauses.
    terms: tuple[Term, ...]
    #: Met if they do contradict each other, unknown if they may.
    certain: Verdict = Verdict.MET


@frozen(kw_only=True)
class Outgoing:
    """Under which terms a derivative of some bases can be published."""

    #: Whether it can be published at all: a yes, a no, or unknown if the terms of a base are.
    outcome: Outcome
    #: The most that its terms can come to on the freedom axis.
    freedom: Interval[Freedom]
    #: The licences of which it must carry one, by share-alike; empty if none is asked for.
    licenses: tuple[str, ...] = ()
    #: What must be done, or passed on, when it is published.
    obligations: tuple[Obligation, ...] = ()
    #: The clauses that contradict each other.
    conflicts: tuple[Conflict, ...] = ()
    #: The clauses of the bases that bind it whatever licence it carries.
    inherited: tuple[Term, ...] = ()

    def under(self, license: License | str) -> Outcome:
        """Return whether the derivative can be published under a licence of the publisher's choice.

        `PERMITTED_WITH_OBLIGATIONS` says that the clauses of the bases hold beside that licence and must be passed on with it.

        Args:
            license: A licence, or a name of one.

        Raises:
            UnknownNameError: If the name is not known.
        """
        chosen = License.get(license) if isinstance(license, str) else license
        if self.outcome.permits is not Verdict.MET:
            return self.outcome
        if self.licenses and chosen.id not in self.licenses:
            return Outcome.PROHIBITED
        carried = [substance(clause) for clause in chosen.clauses]
        beside = [term for term in self.inherited if term.license != chosen.id and substance(term.clause) not in carried]
        if beside and _shares_alike(Terms.of(chosen)):
            return Outcome.PROHIBITED
        return Outcome.PERMITTED_WITH_OBLIGATIONS if beside or self.obligations else Outcome.PERMITTED


def outgoing(
    bases: Subject | Iterable[Subject], relation: Relation | str = Relation.FINETUNE, *, resolve: Resolve = find_model
) -> Outgoing:
    """Return under which terms a derivative of some bases can be published, what must go along, and where duties contradict.

    Args:
        bases: The models or licences that it is made from: one, or several for a merge.
        relation: How: `finetune`, `merge`, `adapter`, `quantized` or `distilled`.
        resolve: Finds a base model that is given by name.

    Raises:
        UnknownNameError: If nothing goes by a name.
        InvalidValueError: If a base stands for several releases, or none is given.

    Source: design section 5.

    Examples:
        >>> outgoing("Llama 3.1").under("MIT").value
        'permitted-with-obligations'
        >>> outgoing([License.get("GPL-3.0-only"), License.get("llama3")], "merge").outcome.value
        'prohibited'
    """
    how = convert.member(Relation, relation)
    single = isinstance(bases, (str, Model, License, LicenseExpression, Mapping))
    subjects = [_single(each) for each in cast("Iterable[Subject]", (bases,) if single else bases)]
    if not subjects:
        raise InvalidValueError("No base is given.", mend="Give at least one model or licence.", path=("bases",))
    terms = [_terms(subject, how, resolve) for subject in subjects]
    decisions = [permits(subject, _publishing(how), resolve=resolve) for subject in subjects]
    conflicts = tuple(_conflicts(terms, how))
    joint = terms[0]
    for each in terms[1:]:
        joint &= each
    outcome = min(decision.outcome for decision in decisions)
    if any(conflict.certain is Verdict.MET for conflict in conflicts):
        outcome = Outcome.PROHIBITED
    return Outgoing(
        outcome=outcome,
        freedom=joint.freedom,
        licenses=tuple(sorted(_common(terms) or ())),
        obligations=tuple(dict.fromkeys(duty for decision in decisions for duty in decision.obligations)),
        conflicts=conflicts,
        inherited=joint.departures,
    )


def _single(subject: Subject) -> Model | License | LicenseExpression:
    found = subject_of(subject)
    if isinstance(found, Family):
        names = ", ".join(member.name for member in found.members[:5])
        raise InvalidValueError(f"{found.name} stands for several releases.", mend=f"Name one of them: {names}.", path=("bases",))
    return found


def _terms(subject: Model | License | LicenseExpression, how: Relation, resolve: Resolve) -> Terms:
    terms = effective_terms(subject, resolve) if isinstance(subject, Model) else LicenseExpression.of(subject).terms()
    return terms if how.carries_weights else terms.passed_by_distillation()


def _publishing(how: Relation) -> Use:
    """The use of somebody who publishes a derivative, in the most favourable circumstances: what is left is what licences say of it.

    A model trained on outputs contains nothing of the base, so that the base itself is neither changed nor passed on.
    """
    return Use(
        commercial=False,
        production=False,
        research=True,
        redistribute=how.carries_weights,
        modify=how.carries_weights,
        host=False,
        train_on_outputs=not how.carries_weights,
        share_outputs=False,
        publish_results=False,
        competitor=False,
        registered=True,
        monthly_active_users=0,
        monthly_unique_users=0,
        monthly_visits=0,
        registered_users=0,
        headcount=0,
        annual_revenue=0,
        monthly_revenue=0,
        territories=(),
        established_in=(),
        purposes=(),
    )


# Share-alike.


def _shares_alike(terms: Terms) -> tuple[Term, ...]:
    """The clauses by which a changed version must carry the same licence when it is passed on."""
    return tuple(
        term
        for term in terms.clauses
        if term.clause.kind is ClauseKind.COPYLEFT
        and term.clause.effect is Effect.OBLIGES
        and term.clause.triggers & {Act.REDISTRIBUTE, Act.REDISTRIBUTE_DERIVATIVE}
    )


def _allowed(license_id: str) -> frozenset[str]:
    """The licences that a version changed under a share-alike licence may carry."""
    return frozenset({license_id, *License.get(license_id).compatible})


def _common(terms: Iterable[Terms]) -> frozenset[str] | None:
    """The licences that all share-alike clauses allow; nothing if there is no such clause."""
    common: frozenset[str] | None = None
    for each in terms:
        for term in _shares_alike(each):
            allowed = _allowed(term.license)
            common = allowed if common is None else common & allowed
    return common


# Contradictions between what two bases ask for.


def _conflicts(terms: list[Terms], how: Relation) -> Iterator[Conflict]:
    for one, other in combinations(terms, 2):
        alike, too = _shares_alike(one), _shares_alike(other)
        if alike and too and not _common([one, other]):
            yield Conflict(
                reason=f"{alike[0].license} and {too[0].license} both ask that the result carry them and no other licence.",
                terms=(*alike, *too),
            )
        for copyleft, rest in ((alike, other), (too, one)):
            own = {term.license for term in copyleft}
            foreign = [term for term in rest.departures if term.license not in own]
            if copyleft and foreign:
                reason = f"{copyleft[0].license} lets nothing be added to its terms; those of {foreign[0].license} would have to go along."
                yield Conflict(reason=reason, terms=(*copyleft, *foreign))
        yield from _naming_conflicts(one, other)
        if how is Relation.MERGE:
            yield from _training_conflicts(one, other)
            yield from _training_conflicts(other, one)


def _naming_conflicts(one: Terms, other: Terms) -> Iterator[Conflict]:
    """Two names that must come first agree only if one begins with the other."""
    for left in _naming(one):
        for right in _naming(other):
            a, b = (left.clause.wording or "").casefold(), (right.clause.wording or "").casefold()
            if a and b and not a.startswith(b) and not b.startswith(a):
                reason = f"The name would have to start with {left.clause.wording!r} and with {right.clause.wording!r}."
                yield Conflict(reason=reason, terms=(left, right))


def _naming(terms: Terms) -> list[Term]:
    return [term for term in terms.clauses if term.clause.kind is ClauseKind.NAMING and term.clause.effect is Effect.OBLIGES]


def _training_conflicts(one: Terms, other: Terms) -> Iterator[Conflict]:
    """A ban on improving other models may reach a merge into one; whether a merge improves it, the texts do not say."""
    bans = [term for term in one.clauses if term.clause.kind is ClauseKind.OUTPUT_TRAINING and term.clause.effect is Effect.PROHIBITS]
    licenses = {term.license for term in other.clauses}
    for term in bans:
        if term.license not in licenses:
            reason = f"{term.license} bars the improvement of other models; a merge into one may be that."
            yield Conflict(reason=reason, terms=(term,), certain=Verdict.UNKNOWN)


# Declared terms against inherited ones.


@frozen(kw_only=True)
class Drift:
    """Where a model's declared terms leave out what a base's terms say."""

    #: The base model.
    base: str
    #: The declared licence of the model's parameters.
    declared: str
    #: The clauses of the base's terms that the declared licence does not carry.
    missing: tuple[Term, ...]


def drift(model: Model | str, *, resolve: Resolve = find_model) -> tuple[Drift, ...]:
    """Return where the declared terms of a model are freer than the terms of what it was built on allow, base by base.

    Args:
        model: A model, or the name of one.
        resolve: Finds a base model that is given by name.

    Raises:
        UnknownNameError: If the name is not known.
        InvalidValueError: If the name stands for several releases.
        LineageError: If a model descends from itself.

    Examples:
        >>> [(each.base, each.declared) for each in drift("DeepSeek-R1-Distill-Llama-8B")]
        [('Llama 3.1', 'MIT')]
    """
    found = _single(model)
    if not isinstance(found, Model):
        raise InvalidValueError("A licence does not drift.", mend="Give a model.", path=("model",))
    licenses = [found.license_of(part) for part in found.artifacts_of(ArtifactKind.MODEL_PARAMETERS)]
    declared = " AND ".join(dict.fromkeys(license.text for license in licenses if license)) or "NOASSERTION"
    own = own_terms(found)
    carried = [(term.license, substance(term.clause)) for term in own.clauses]
    drifts: list[Drift] = []
    for ancestor in ancestors(found, resolve):
        if ancestor.model is None or ancestor.relicensed or not ancestor.contained:
            continue
        bases = own_terms(ancestor.model)
        passed = [*bases.departures, *_shares_alike(bases)]
        missing = [
            term
            for term in passed
            if term.license not in {name for name, _ in carried} and substance(term.clause) not in [each for _, each in carried]
        ]
        if missing:
            drifts.append(Drift(base=ancestor.model.name, declared=declared, missing=tuple(dict.fromkeys(missing))))
    return tuple(drifts)
