"""May I use it for this? Decisions over clauses, three-valued and monotonic (design section 5)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache

from attrs import evolve, frozen

from openweights.artifact import ArtifactKind
from openweights.catalogue import Family, find_model, get_record
from openweights.clause import Clause, ClauseKind, Effect
from openweights.condition import Asked, conditions
from openweights.convert import record
from openweights.decision import Decision, Obligation, Outcome, Question, cited
from openweights.errors import InvalidValueError, UnknownNameError
from openweights.expression import LicenseExpression
from openweights.frameworks.open_weights import parameters_published
from openweights.ladder import Interval
from openweights.license import License, bound_of
from openweights.lineage import Resolve, ancestors, is_service_only
from openweights.model import Model
from openweights.names import LONGEST_NAME
from openweights.permission import Permission, Right
from openweights.plain import model_from
from openweights.registry import find_exception, find_license
from openweights.terms import Term
from openweights.threshold import Measured, Threshold
from openweights.use import Use, field_of
from openweights.verdict import Verdict

Subject = Model | License | LicenseExpression | str | Mapping[str, object]


def permits(subject: Subject, use: Use | None = None, *, resolve: Resolve = find_model, **fields: object) -> Decision:
    """Return whether a use is permitted, why, what must be done, and what is still open.

    A model is decided by the strictest of the terms on its parameters, its own and those of every base in it (rule 2.4); one whose
    parameters are not published, by the terms of its service. `OR` takes, for this use, the friendliest side and says which.

    Args:
        subject: A model, a licence or an expression; a text is the name of a model, else of a licence.
        use: The intended use; what it does not say is unknown.
        resolve: Finds a base model that is given by name; the bundled data unless told otherwise.
        **fields: Fields of [`Use`][openweights.Use], as a short form: `permits("GPT-4", train_on_outputs=True)`.

    Raises:
        UnknownNameError: If nothing goes by the name.
        InvalidValueError: If the use or a mapping is malformed, or both `use` and fields are given.
        LineageError: If a model descends from itself.

    Source: design section 5; rules 2.4, 2.7 and 2.8.

    Examples:
        >>> permits("MIT", redistribute=True).outcome.value
        'permitted-with-obligations'
        >>> permits("Llama 4", established_in="DE").outcome.value
        'prohibited'
    """
    if fields and use is not None:
        raise InvalidValueError("A use and fields of a use are both given.", mend="Give one of them.", path=("use",))
    wanted = record(Use, fields) if use is None else use
    found = subject_of(subject)
    if isinstance(found, Family):
        return _of_family(found.name, [_of_model(member, wanted, resolve) for member in found.members])
    if isinstance(found, Model):
        return _of_model(found, wanted, resolve)
    expression = LicenseExpression.of(found)
    return _decision(found.name if isinstance(found, License) else found.text, _of_expression(expression, Asked(wanted)))


def obligations(subject: Subject, use: Use | None = None, *, resolve: Resolve = find_model, **fields: object) -> tuple[Obligation, ...]:
    """Return what must be done, or left undone, when a model or a licence is used so: each duty once over the lineage.

    Args:
        subject: As for [`permits`][openweights.permits].
        use: The intended use; without one, every duty that some use brings about.
        resolve: Finds a base model that is given by name.
        **fields: Fields of a use, as a short form.

    Raises:
        UnknownNameError: If nothing goes by the name.
        InvalidValueError: If the use or a mapping is malformed.

    Examples:
        >>> [each.term.clause.wording for each in obligations("Llama 3", redistribute=True, modify=True) if each.term.clause.wording]
        ['Built with Meta Llama 3', 'Llama 3']
    """
    return permits(subject, use, resolve=resolve, **fields).obligations


def subject_of(subject: Subject) -> Model | Family | License | LicenseExpression:
    """Return what a question is about: a text is the name of a model, else of a licence, else an expression."""
    if isinstance(subject, (Model, License, LicenseExpression)):
        return subject
    if isinstance(subject, Mapping):
        return model_from(subject)
    try:
        return get_record(subject)
    except UnknownNameError:
        license = find_license(subject)
        if license is not None:
            return license
        if len(subject) <= LONGEST_NAME and {"AND", "OR", "WITH"} & set(subject.split()):
            return LicenseExpression.parse(subject, strict=True)
        raise


# What one licence, then an expression, then a lineage comes to.


@frozen(kw_only=True)
class _Answer:
    """What terms come to for a use, before it is put into words."""

    #: With all that is unknown against the use, and with all for it.
    low: Outcome
    high: Outcome
    #: With unknown circumstances against the use, but conduct that it does not mention left undone.
    careful: Outcome
    barring: tuple[Term, ...] = ()
    reasons: tuple[str, ...] = ()
    obligations: tuple[Obligation, ...] = ()
    questions: tuple[Question, ...] = ()
    choice: tuple[str, ...] = ()

    def __and__(self, other: _Answer) -> _Answer:
        """Both hold."""
        return _Answer(
            low=min(self.low, other.low),
            high=min(self.high, other.high),
            careful=min(self.careful, other.careful),
            barring=self.barring + other.barring,
            reasons=tuple(dict.fromkeys(self.reasons + other.reasons)),
            obligations=self.obligations + other.obligations,
            questions=self.questions + other.questions,
            choice=tuple(dict.fromkeys(self.choice + other.choice)),
        )

    def __or__(self, other: _Answer) -> _Answer:
        """One may be chosen: the friendlier, for this use. What could make the other one better stays a question."""
        better, worse = (other, self) if (other.careful, other.high, other.low) > (self.careful, self.high, self.low) else (self, other)
        settled = better.careful.permits is Verdict.MET or worse.high <= better.low
        return evolve(
            better,
            low=max(self.low, other.low),
            high=max(self.high, other.high),
            questions=better.questions if settled else better.questions + worse.questions,
        )


_YES = _Answer(low=Outcome.PERMITTED, high=Outcome.PERMITTED, careful=Outcome.PERMITTED)

#: Kinds that bind the licensee without asking for anything to be done.
_NOTHING_TO_DO = frozenset({ClauseKind.GOVERNING_LAW, ClauseKind.DISCLAIMER, ClauseKind.TERMINATION, ClauseKind.LITIGATION_TERMINATION})

#: Kinds whose duty is a limit on what the model may be used for, and not something to do.
_LIMITING = frozenset({ClauseKind.RESEARCH_ONLY, ClauseKind.INTERNAL_USE_ONLY})


def _of_clause(term: Term, asked: Asked) -> _Answer:
    clause = term.clause
    if not clause.effect.binds or clause.effect is Effect.RESERVES or clause.kind in _NOTHING_TO_DO:
        return _YES
    known = list(conditions(clause, asked.use))
    applies = Verdict.all_of(condition.verdict for condition in known)
    if applies is Verdict.NOT_MET:
        return _YES
    open_ = [condition for condition in known if condition.verdict is Verdict.UNKNOWN]
    duty = Obligation(term=term, acts=clause.triggers, applies=applies)
    if not _bars(clause):
        least = Outcome.PERMITTED_WITH_OBLIGATIONS
        return _Answer(low=least, high=least if applies is Verdict.MET else Outcome.PERMITTED, careful=least, obligations=(duty,))
    outcome = Outcome.NEEDS_LICENSE if clause.effect is Effect.NEEDS_LICENSE else Outcome.PROHIBITED
    if applies is Verdict.MET:
        return _Answer(low=outcome, high=outcome, careful=outcome, barring=(term,), reasons=(_reason(term, asked),))
    questions = tuple(Question(field=condition.field, text=_asks(condition.field, term, asked), terms=(term,)) for condition in open_)
    if any(condition.conduct for condition in open_):
        kept = Outcome.PERMITTED_WITH_OBLIGATIONS
        return _Answer(low=outcome, high=Outcome.PERMITTED, careful=kept, obligations=(duty,), questions=questions)
    return _Answer(low=outcome, high=Outcome.PERMITTED, careful=outcome, barring=(term,), questions=questions)


def _bars(clause: Clause) -> bool:
    """Whether a clause stands against a use; what it asks for or forbids besides is an obligation."""
    if clause.kind in _LIMITING:
        return True
    if clause.effect is Effect.OBLIGES or clause.departs_from is None:
        return False
    # A policy that the record does not break down into purposes says how the model is used, not whether it may be.
    unspecific = clause.kind in (ClauseKind.ACCEPTABLE_USE, ClauseKind.FIELD_OF_USE) and not clause.purposes and not clause.is_partial
    return not unspecific and clause.kind not in (ClauseKind.SAFEGUARDS, ClauseKind.REVERSE_ENGINEERING)


#: The field of a use that a right is about; running the model is not a field: whoever asks means to.
_FIELDS = {Right.USE: None, Right.MODIFY: "modify", Right.SHARE: "redistribute", Right.COMMERCIAL: "commercial"}


def _of_rights(license: License, asked: Asked) -> Iterator[_Answer]:
    """Yield what the recorded permissions come to where no clause says it: a right that is denied, or not recorded."""
    through = f" (through {asked.via})" if asked.via else ""
    for right, name in _FIELDS.items():
        wanted: Verdict = getattr(asked.use, name) if name else Verdict.MET
        permission = license.permits(right)
        explained = any(bound_of(clause) == (right, Permission.DENIED) for clause in license.clauses)
        if wanted is Verdict.NOT_MET or permission in (Permission.GRANTED, Permission.CONDITIONAL) or explained:
            continue
        # What the use does not mention is left undone; whether it is commercial is a circumstance.
        careful = Outcome.PERMITTED if wanted is Verdict.UNKNOWN and right is not Right.COMMERCIAL else Outcome.PROHIBITED
        if permission is Permission.UNKNOWN:
            yield _open("license", f"What does {license.id}{through} say of the right to {_VERBS[right]}? It is not recorded.", careful)
            continue
        denial = f"{'No licence' if license.is_none else license.id}{through} grants no right to {_VERBS[right]}."
        if wanted is Verdict.MET:
            yield _Answer(low=Outcome.PROHIBITED, high=Outcome.PROHIBITED, careful=Outcome.PROHIBITED, reasons=(denial,))
        elif name is not None:
            yield _open(name, denial, careful)


_VERBS = {Right.USE: "use it", Right.MODIFY: "modify it", Right.SHARE: "share it", Right.COMMERCIAL: "use it commercially"}


def _open(field: str, text: str, careful: Outcome = Outcome.PROHIBITED) -> _Answer:
    """A question on which everything turns."""
    question = Question(field=field, text=text)
    return _Answer(low=Outcome.PROHIBITED, high=Outcome.PERMITTED, careful=careful, questions=(question,))


def _of_license(license: License, asked: Asked) -> _Answer:
    """What one licence comes to. The day of a release matters only to a threshold that is measured on it; the rest is asked often."""
    dated = license.members or any(clause.threshold for clause in license.clauses)
    return _judged(license, asked if dated else evolve(asked, released=None))


@lru_cache(maxsize=4096)
def _judged(license: License, asked: Asked) -> _Answer:
    if license.members:
        return _hull([_of_license(member, asked) for member in license.members])
    answer = _YES
    for clause in license.for_modalities(asked.modalities):
        if not asked.outputs_only or clause.about_outputs:
            answer &= _of_clause(Term(license.id, clause, asked.via), asked)
    if not asked.outputs_only:
        for each in _of_rights(license, asked):
            answer &= each
    unread = not license.clauses and (not asked.outputs_only or not license.freedom.certain)
    if unread and answer.high.permits is Verdict.MET and not license.is_none:
        question = Question(
            field="license", text=f"Which duties does {license.id} bring? Its clauses are not recorded: read {license.url or 'it'}."
        )
        duties = Outcome.PERMITTED_WITH_OBLIGATIONS
        answer &= _Answer(low=duties, high=Outcome.PERMITTED, careful=duties, questions=(question,))
    return answer


def _hull(answers: Sequence[_Answer]) -> _Answer:
    """A name that stands for several licences: the interval over them, with all that any of them says."""
    joint = answers[0]
    for answer in answers[1:]:
        joint &= answer
    return evolve(joint, high=max(answer.high for answer in answers))


def _of_expression(expression: LicenseExpression, asked: Asked) -> _Answer:
    def leaf(license: License, addition: str | None) -> _Answer:
        answer = evolve(_of_license(license, asked), choice=(license.id,))
        exception = find_exception(addition) if addition else None
        if exception is not None:
            return answer & _of_license(exception, asked) if exception.departures else answer
        if addition is None:
            return answer
        return answer & _open("license", f"What does the addition {addition} to {license.id} say? It is not recorded.")

    answer = expression.fold(leaf, _Answer.__and__, _Answer.__or__)
    return answer if " OR " in expression.text else evolve(answer, choice=())


def _of_model(model: Model, use: Use, resolve: Resolve) -> Decision:
    if parameters_published(model) is Verdict.NOT_MET:
        return _decision(model.name, _of_service(model, Asked(use, model.modalities, model.released)))
    answer = _of_parameters(model, Asked(use, model.modalities, model.released))
    for ancestor in ancestors(model, resolve):
        if ancestor.relicensed:
            continue
        if ancestor.model is None:
            answer &= _open("license", f"Under which terms is {ancestor.name}, which it was built on? It is not recorded.")
            continue
        base = ancestor.model
        asked = Asked(use, base.modalities, base.released, base.name, outputs_only=not ancestor.contained)
        answer &= _of_service(base, asked) if asked.outputs_only and is_service_only(base) else _of_parameters(base, asked)
    return _decision(model.name, answer)


def _of_parameters(model: Model, asked: Asked) -> _Answer:
    """What a model's own record says of its parameters: all of them together."""
    expressions = [model.license_of(part) for part in model.artifacts_of(ArtifactKind.MODEL_PARAMETERS)] or [None]
    answer = _YES
    for expression in expressions:
        answer &= _unrecorded(model, "license") if expression is None else _of_expression(expression, asked)
    return answer


def _of_service(model: Model, asked: Asked) -> _Answer:
    """What the terms of the service say, through the channel and for the place of the use.

    Where the use does not name them, the answer spans the terms on record, and those that are not: terms for some places only say
    nothing of the others.
    """
    wanted, place = asked.use.channel, asked.use.established_in
    offers = [offer for offer in model.service_terms if wanted is None or offer.channel in (None, wanted)]
    offers = [offer for offer in offers if offer.binds(place) is not Verdict.NOT_MET]
    answers = [_of_expression(offer.license, asked) for offer in offers]
    everywhere = any(offer.binds(place) is Verdict.MET for offer in offers) or (
        any(offer.within for offer in offers) and any(offer.outside for offer in offers)
    )
    if not everywhere:
        answers.append(_unrecorded(model, "service_terms"))
    spanned = _hull(answers)
    if len({_outcome(answer) for answer in answers}) == 1:
        return spanned
    terms = ", ".join(f"{offer.channel.value if offer.channel else 'any channel'}: {offer.license.text}" for offer in offers)
    asks = "channel" if len({offer.channel for offer in offers}) > 1 else "established_in"
    question = Question(field=asks, text=f"Through which channel is {model.name} reached, and where? The terms differ ({terms}).")
    return evolve(spanned, questions=(question, *spanned.questions))


def _unrecorded(model: Model, what: str) -> _Answer:
    subject = "the parameters" if what == "license" else "the service"
    return _open(what, f"Under which terms are {subject} of {model.name}? It is not recorded.")


def _of_family(name: str, members: Sequence[Decision]) -> Decision:
    """A name that stands for several releases: what they agree on (rule 2.10)."""
    outcomes = {member.outcome for member in members}
    return Decision(
        name=name,
        outcome=outcomes.pop() if len(outcomes) == 1 else Outcome.UNKNOWN,
        possible=Interval(min(each.possible.low for each in members), max(each.possible.high for each in members)),
        clauses=tuple(dict.fromkeys(term for member in members for term in member.clauses)),
        obligations=_merged(duty for member in members for duty in member.obligations),
        open_questions=_joined(question for member in members for question in member.open_questions),
        members=tuple(members),
    )


def _outcome(answer: _Answer) -> Outcome:
    if answer.careful.permits is Verdict.MET:
        return answer.careful
    return Outcome.UNKNOWN if answer.high.permits is Verdict.MET else answer.high


def _decision(name: str, answer: _Answer) -> Decision:
    outcome = _outcome(answer)
    decided = outcome.permits is Verdict.NOT_MET
    return Decision(
        name=name,
        outcome=outcome,
        possible=Interval(answer.low, answer.high),
        clauses=tuple(dict.fromkeys(answer.barring)) if decided else (),
        reasons=answer.reasons,
        obligations=_merged(answer.obligations),
        open_questions=_joined(answer.questions),
        choice=answer.choice,
    )


def _merged(duties: Iterable[Obligation]) -> tuple[Obligation, ...]:
    """Each duty once, whichever bases bring it in; it applies if it does through any of them."""
    merged: dict[tuple[str, Clause], Obligation] = {}
    for duty in duties:
        key = (duty.term.license, duty.term.clause)
        known = merged.get(key)
        if known is None or (known.applies is Verdict.UNKNOWN and duty.applies is Verdict.MET):
            merged[key] = duty
    return tuple(merged.values())


def _joined(questions: Iterable[Question]) -> tuple[Question, ...]:
    """One question a field, with all the clauses that turn on it; questions about terms stay apart."""
    joined: dict[tuple[str, str], Question] = {}
    for question in questions:
        key = (question.field, question.text if question.field in ("license", "service_terms", "scope") else "")
        known = joined.get(key)
        joined[key] = question if known is None else evolve(known, terms=tuple(dict.fromkeys(known.terms + question.terms)))
    return tuple(joined.values())


# In words.


def _measured(threshold: Threshold, asked: Asked) -> str:
    day = f", {asked.released}" if asked.released else ""
    return {
        Measured.RELEASE_DATE: f"counted on the day on which the version was released{day}",
        Measured.ANY_TIME: "counted at any time",
        Measured.CALENDAR_MONTH: "counted in each calendar month",
        Measured.CALENDAR_YEAR: "counted in each calendar year",
        Measured.PRECEDING_YEAR: "counted over the year before",
        Measured.NOT_STATED: "when it is counted is not said",
    }[threshold.measured]


def _reason(term: Term, asked: Asked) -> str:
    clause = term.clause
    number = f" [{clause.threshold}, {_measured(clause.threshold, asked)}]" if clause.threshold else ""
    spared = f" Spared: {clause.exception}" if clause.exception else ""
    return f"{cited(term)}: {clause.summary or f'{clause.effect.value} {clause.kind.value}'}{number}{spared}"


def _asks(field: str, term: Term, asked: Asked) -> str:
    clause = term.clause
    if field == "scope":
        return f"{cited(term)} is narrowed to: {clause.scope} Is that so here?"
    if clause.threshold and field == field_of(clause.threshold.metric):
        return f"{cited(term)} bites at {clause.threshold}, {_measured(clause.threshold, asked)}."
    if field in ("territories", "established_in"):
        return f"{cited(term)} is about {', '.join(sorted(clause.territories))}."
    if field == "purposes":
        return f"{cited(term)} names purposes: is it any of them?"
    return f"{cited(term)} turns on it."
