"""What one or several licences come to when they hold together, or when one of them may be chosen."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache, reduce

from attrs import Factory, evolve, field, frozen

from openweights.clause import Clause, Effect
from openweights.ladder import Freedom, Interval, exactly
from openweights.license import License
from openweights.permission import Permission, Permissions, Right
from openweights.vocabulary import Modality


@frozen
class Term:
    """A clause together with where it comes from."""

    #: The id of the licence that says it.
    license: str
    #: What it says.
    clause: Clause
    #: The base model that brought it in; nothing if the model's own terms say it.
    via: str | None = None


@frozen(kw_only=True)
class Terms:
    """The joint effect of licences: freedom, permissions and clauses.

    `&` is for licences that hold together: the lesser freedom and permissions, the clauses of both. `|` is for a choice: the freer
    side (design section 3, `LicenseExpression`).
    """

    #: Where parameters under these terms stand on the freedom axis.
    freedom: Interval[Freedom]
    #: What is permitted.
    permissions: Permissions
    #: The clauses that hold, in order, each once.
    clauses: tuple[Term, ...] = ()
    #: Whether some of what these terms are about was published without any licence (rule 2.8).
    unlicensed: bool = False
    #: The freedom of the side whose clauses these are; where a choice is open, `freedom` may reach higher.
    chosen: Interval[Freedom] = field(default=Factory(lambda self: self.freedom, takes_self=True))

    @classmethod
    def of(cls, license: License, modalities: frozenset[Modality] = frozenset()) -> Terms:
        """Return the terms of one licence for a model with these modalities."""
        return _terms_of(license, modalities)

    @classmethod
    def unknown(cls) -> Terms:
        """Return the terms of published material whose licence nobody has recorded."""
        return cls(freedom=Interval(Freedom.NON_COMMERCIAL, Freedom.OPEN), permissions=Permissions())

    @classmethod
    def unlimited(cls) -> Terms:
        """Return the terms that take nothing away: the neutral element of `&`."""
        return cls(freedom=exactly(Freedom.OPEN), permissions=Permissions.all(Permission.GRANTED))

    @staticmethod
    def one_of(alternatives: Sequence[Terms]) -> Terms:
        """Return the terms where one of several holds and it is not known which: all that any says, over the interval."""
        joint = reduce(Terms.__and__, alternatives)
        freedom = Interval(joint.freedom.low, max(terms.freedom.high for terms in alternatives))
        return evolve(joint, freedom=freedom, chosen=freedom)

    def __and__(self, other: Terms) -> Terms:
        return Terms(
            freedom=self.freedom.meet(other.freedom),
            permissions=self.permissions & other.permissions,
            clauses=tuple(dict.fromkeys((*self.clauses, *other.clauses))),
            unlicensed=self.unlicensed or other.unlicensed,
            chosen=self.chosen.meet(other.chosen),
        )

    def __or__(self, other: Terms) -> Terms:
        freer = max(self, other, key=Terms._preference)
        return evolve(freer, freedom=self.freedom.join(other.freedom), permissions=self.permissions | other.permissions)

    def _preference(self) -> tuple[object, ...]:
        """How much a chooser prefers these terms. Total, so that a choice does not hang on the order of the sides."""
        departures = sum(1 for term in self.clauses if term.clause.departs_from)
        return (
            self.chosen.low.rank,
            self.chosen.high.rank,
            not self.unlicensed,
            -departures,
            -len(self.clauses),
            tuple(sorted(repr(term) for term in self.clauses)),
        )

    @property
    def departures(self) -> tuple[Term, ...]:
        """The clauses that the Open Source Definition does not allow."""
        return tuple(term for term in self.clauses if term.clause.departs_from)

    def with_unknown_addition(self) -> Terms:
        """Return what these terms may come to with a rider that nobody has recorded: it may add or take away."""
        unknown = Terms.unknown()
        return evolve(self, freedom=unknown.freedom, chosen=unknown.freedom, permissions=unknown.permissions)

    def brought_by(self, base: str) -> Terms:
        """Return the same terms, with the clauses marked as brought in by the base model `base`."""
        return evolve(self, clauses=tuple(term if term.via else evolve(term, via=base) for term in self.clauses))

    def passed_by_distillation(self) -> Terms:
        """Return what a model trained on outputs inherits: only the clauses about outputs (rule 2.4).

        A clause that bars such training leaves no more than restricted terms, and so does a duty on outputs. Terms that nobody
        has recorded may hold any clause.
        """
        about = tuple(term for term in self.clauses if term.clause.about_outputs)
        binding = [term for term in about if term.clause.departs_from]
        if binding:
            freedom = exactly(Freedom.RESTRICTED)
            permissions = Terms.unlimited().permissions.lowered(Right.USE, Permission.CONDITIONAL)
            if any(term.clause.effect is Effect.PROHIBITS for term in binding):
                permissions = permissions.lowered(Right.SHARE, Permission.CONDITIONAL)
        elif self.freedom.certain or self.clauses:
            return evolve(Terms.unlimited(), clauses=about)
        else:
            freedom, permissions = Interval(Freedom.NON_COMMERCIAL, Freedom.OPEN), Permissions()
        return Terms(freedom=freedom, permissions=permissions, clauses=about)


@lru_cache(maxsize=4096)
def _terms_of(license: License, modalities: frozenset[Modality]) -> Terms:
    """A licence is judged once: the same few stand on thousands of artifacts."""
    if modalities:
        license = evolve(license, clauses=license.for_modalities(modalities))
    return Terms(
        freedom=license.freedom,
        permissions=Permissions(**{right.value: license.permits(right) for right in Right}),
        clauses=tuple(Term(license.id, clause) for clause in license.clauses),
        unlicensed=license.is_none,
    )
