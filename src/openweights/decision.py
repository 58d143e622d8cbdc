"""The answer to "may I use it for this?": an outcome, what decided it, what must be done, and what is still open (design section 5)."""

from __future__ import annotations

from collections.abc import Iterator

from attrs import frozen

from openweights.clause import Act
from openweights.ladder import Interval, Ordered
from openweights.markup import card
from openweights.terms import Term
from openweights.verdict import Verdict


class Outcome(Ordered):
    """What the terms come to for a use, the least friendly first."""

    #: Not under these terms.
    PROHIBITED = "prohibited"
    #: Only with a separate licence, or after registering.
    NEEDS_LICENSE = "needs-license"
    #: What is known of the use or of the terms does not settle it.
    UNKNOWN = "unknown"
    #: Yes, and something must be done, or left undone.
    PERMITTED_WITH_OBLIGATIONS = "permitted-with-obligations"
    #: Yes.
    PERMITTED = "permitted"

    @property
    def permits(self) -> Verdict:
        """Whether it is a yes or a no."""
        if self is Outcome.UNKNOWN:
            return Verdict.UNKNOWN
        return Verdict.of(self > Outcome.UNKNOWN)


@frozen(kw_only=True)
class Obligation:
    """Something that must be done, or left undone."""

    #: The clause that says so, with its licence and the base that brought it in.
    term: Term
    #: Any of these acts brings it about.
    acts: frozenset[Act]
    #: Whether the use brings it about: met, or unknown if that depends on what the use does not say.
    applies: Verdict

    @property
    def summary(self) -> str:
        """What must be done, in a sentence."""
        return self.term.clause.summary or f"{self.term.clause.effect.value} {self.term.clause.kind.value}"


@frozen(kw_only=True)
class Question:
    """Something that is not known and could change the answer."""

    #: The field of `Use` that would settle it; `license` or `service_terms` if the terms are not known, `scope` if only the reader
    #: of the clause can say.
    field: str
    #: What is asked, in a sentence.
    text: str
    #: The clauses that turn on it.
    terms: tuple[Term, ...] = ()


@frozen(kw_only=True)
class Decision:
    """What the terms of a model or a licence come to for a use.

    A clause about circumstances that are not known (how many users, where, commercial or not) leaves the outcome unknown. A clause
    against conduct that the use does not mention (a purpose, training on outputs) is a condition: the outcome is a yes with the
    obligation to keep to it, and the question stays open. `possible` is the whole interval, with nothing assumed.

    Examples:
        >>> from openweights import permits
        >>> decision = permits("Llama 3.1", commercial=True, monthly_active_users=800_000_000)
        >>> decision.outcome.value, [term.clause.section for term in decision.clauses]
        ('needs-license', ['2'])
    """

    #: What was asked about: the name of the model or of the licence.
    name: str
    #: The answer.
    outcome: Outcome
    #: From the least to the most friendly answer that is possible, whatever is not known.
    possible: Interval[Outcome]
    #: The clauses that decided, where the answer is no.
    clauses: tuple[Term, ...] = ()
    #: Why, a sentence each.
    reasons: tuple[str, ...] = ()
    #: What must be done, or left undone.
    obligations: tuple[Obligation, ...] = ()
    #: What could still change the answer.
    open_questions: tuple[Question, ...] = ()
    #: The licences that the answer rests on where the terms give a choice.
    choice: tuple[str, ...] = ()
    #: For a name that stands for several releases: the decision on each.
    members: tuple[Decision, ...] = ()

    @property
    def certain(self) -> bool:
        """Whether nothing that is not known could turn a yes into a no or a no into a yes."""
        return self.possible.low.permits is self.possible.high.permits

    @property
    def headline(self) -> str:
        """The outcome in a phrase, with a reservation where a yes or a no could still change."""
        reserved = not self.certain and self.outcome is not Outcome.UNKNOWN
        return f"{self.outcome.value}{' (as far as is known)' if reserved else ''}"

    def explain(self) -> str:
        """Return the decision in plain sentences, one a line."""
        return "\n".join(self._sentences())

    def _sentences(self) -> Iterator[str]:
        yield f"{self.name}: {self.headline}."
        for member in self.members:
            yield f"- {member.name}: {member.outcome.value}."
        for reason in self.reasons:
            yield f"- {reason}"
        if self.choice:
            yield f"This rests on the choice of {' and '.join(self.choice)}."
        for obligation in self.obligations:
            when = f" (on {', '.join(sorted(act.value for act in obligation.acts))})" if obligation.acts != {Act.USE} else ""
            yield f"{'!' if obligation.applies is Verdict.MET else '?'} {cited(obligation.term)}{when}: {obligation.summary}"
        for question in self.open_questions:
            yield f"Open: {question.field}: {question.text}"

    def _repr_html_(self) -> str:
        facts = [
            ("Outcome", self.outcome.value),
            ("Possible", str(self.possible)),
            *(("Why", reason) for reason in self.reasons),
            *((f"Open: {question.field}", question.text) for question in self.open_questions),
        ]
        rows = [(cited(each.term), each.term.clause.kind.value, each.applies.value, each.summary) for each in self.obligations]
        return card(self.name, facts, rows=rows, header=("Clause", "Kind", "Applies", "Obligation"))


def cited(term: Term) -> str:
    """Return where a clause stands, as a phrase."""
    section = f" {term.clause.section}" if term.clause.section else ""
    return f"{term.license}{section}{f' (through {term.via})' if term.via else ''}"
