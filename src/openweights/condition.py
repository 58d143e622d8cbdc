"""What must hold for a clause to bite, given a use."""

from __future__ import annotations

from collections.abc import Iterator

from attrs import frozen

from openweights.clause import Act, Basis, Clause, ClauseKind, TrainedModels
from openweights.dates import PartialDate
from openweights.territory import countries
from openweights.threshold import Threshold
from openweights.use import Money, Use, field_of
from openweights.verdict import Verdict
from openweights.vocabulary import Modality


@frozen
class Condition:
    """One of the things that must hold for a clause to bite."""

    #: Whether it holds.
    verdict: Verdict
    #: The field of the use that it turns on.
    field: str
    #: Whether it is something that the licensee does or leaves undone, and not a circumstance.
    conduct: bool = False


@frozen
class Asked:
    """What a licence is asked: the use, for a model with these modalities and release date."""

    #: The intended use.
    use: Use
    #: What the model takes in or gives out.
    modalities: frozenset[Modality] = frozenset()
    #: When the version was released, for clauses that measure on that day.
    released: PartialDate | None = None
    #: The base model whose terms these are; nothing for the model's own.
    via: str | None = None
    #: Whether only the clauses about outputs come along, by distillation.
    outputs_only: bool = False


def conditions(clause: Clause, use: Use) -> Iterator[Condition]:
    """Yield what must hold for a clause to bite; none for a clause that always does."""
    acts = [(use.does(act), act) for act in sorted(clause.triggers, key=lambda act: act.value)]
    done = Verdict.any_of(verdict for verdict, _ in acts)
    unknown = next((act for verdict, act in acts if verdict is Verdict.UNKNOWN), None)
    yield Condition(done, _field_of_act(unknown, use) if unknown else "", conduct=True)
    if clause.only_commercial or clause.kind is ClauseKind.COMMERCIAL_USE:
        yield Condition(use.commercial, "commercial")
    if clause.kind is ClauseKind.PRODUCTION_USE:
        yield Condition(use.production, "production")
    if clause.kind is ClauseKind.RESEARCH_ONLY:
        yield Condition(~use.research | use.commercial, "research")
    if clause.kind is ClauseKind.COMPETITORS:
        yield Condition(use.competitor, "competitor")
    if clause.kind is ClauseKind.REGISTRATION:
        yield Condition(~use.registered, "registered")
    if clause.threshold:
        yield Condition(_exceeded(clause.threshold, use), field_of(clause.threshold.metric))
    if clause.territories:
        there, name = (use.territories, "territories") if clause.basis is Basis.USED_IN else (use.established_in, "established_in")
        meets = Verdict.UNKNOWN if there is None else Verdict.of(bool(countries(there) & countries(clause.territories)))
        yield Condition(meets, name)
    if clause.purposes:
        meets = Verdict.UNKNOWN if use.purposes is None else Verdict.of(bool(use.purposes & clause.purposes))
        yield Condition(meets, "purposes", conduct=True)
    if clause.trained_models not in (None, TrainedModels.ANY):
        trained = use.trained_models
        meets = Verdict.UNKNOWN if trained is None else Verdict.of(clause.trained_models in trained or TrainedModels.ANY in trained)
        yield Condition(meets, "trained_models")
    if clause.scope:
        yield Condition(Verdict.UNKNOWN, "scope")


def _field_of_act(act: Act, use: Use) -> str:
    if act is Act.REDISTRIBUTE_DERIVATIVE:
        return "redistribute" if use.redistribute is Verdict.UNKNOWN else "modify"
    return str(act.value).replace("-", "_")


def _exceeded(threshold: Threshold, use: Use) -> Verdict:
    """Whether a number is on the side of a threshold on which its clause bites; unknown without a number or an exchange rate."""
    given = use.number(threshold.metric)
    number = use.exchanged(given, threshold.currency or given.currency) if isinstance(given, Money) else given
    return Verdict.UNKNOWN if number is None else Verdict.of(threshold.exceeded_by(number))
