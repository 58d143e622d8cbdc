"""Which way of releasing fits a need, and which releases do (design section 9): advice as data, and a ranking with reasons."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from enum import Enum

from attrs import frozen

from openweights import convert
from openweights.catalogue import models
from openweights.classification import Classification
from openweights.classifier import classify
from openweights.convert import record
from openweights.decider import permits
from openweights.decision import Decision, Outcome
from openweights.errors import InvalidValueError
from openweights.ladder import Category, Openness
from openweights.model import Status
from openweights.use import Use
from openweights.verdict import Verdict
from openweights.vocabulary import Modality


class Need(Enum):
    """What matters to somebody who must choose: the decision factors."""

    #: Something that works today, with little to learn.
    SPEED_AND_EASE = "speed-and-ease"
    #: The best answers that there are, whatever they cost.
    BEST_PERFORMANCE = "best-performance"
    #: Nothing to run oneself.
    NO_INFRASTRUCTURE = "no-infrastructure"
    #: Somebody to call.
    VENDOR_SUPPORT = "vendor-support"
    #: Data stay where they are.
    DATA_PRIVACY = "data-privacy"
    #: The model is changed to fit the task.
    CUSTOMISATION = "customisation"
    #: Many calls, and a bill that does not grow with each.
    COST_AT_SCALE = "cost-at-scale"
    #: Nobody else can change, end or reprice it.
    NO_VENDOR_LOCK_IN = "no-vendor-lock-in"
    #: How it was made can be seen.
    TRANSPARENCY = "transparency"
    #: Somebody must be shown what went in and how.
    COMPLIANCE_AUDIT = "compliance-audit"
    #: The result can be produced anew from the data and code.
    REPRODUCIBILITY = "reproducibility"
    #: A business that may become large, on terms that do not change with its size.
    COMMERCIAL_SCALE = "commercial-scale"


@frozen(kw_only=True)
class Advice:
    """What speaks for and against building on one category, and why publishers release in it."""

    #: The category.
    category: Category
    #: What speaks for it.
    pros: tuple[str, ...]
    #: What is given up.
    cons: tuple[str, ...]
    #: Why publishers release that way.
    why_released: tuple[str, ...]
    #: Names of well-known releases; families stand for their members.
    examples: tuple[str, ...]
    #: The needs that it meets, with how.
    meets: Mapping[Need, str]
    #: The needs that it does not meet, with why.
    fails: Mapping[Need, str]


#: One for each category, in the order of openness.
ADVICE: Mapping[Category, Advice] = {
    Category.CLOSED: Advice(
        category=Category.CLOSED,
        pros=(
            "Quick to start: an account and a key, no model to choose a machine for.",
            "Easy to use: documentation, libraries and an interface come with it.",
            "The strongest models of the day are usually offered this way first.",
            "No infrastructure of one's own.",
            "The vendor answers for support, updates and availability.",
        ),
        cons=(
            "Each call costs, and the price is the vendor's to set.",
            "What is sent leaves one's own walls.",
            "Lock-in: the vendor may change, withdraw or reprice the model, and nobody else can offer it.",
            "How it was made cannot be looked at, changed or reproduced.",
        ),
        why_released=(
            "Each use is paid for.",
            "What the model can do, and how it was made, stays with the publisher.",
            "Use can be watched and stopped.",
        ),
        examples=("GPT-5", "Claude", "Gemini"),
        meets={
            Need.SPEED_AND_EASE: "An account and a key are enough to start.",
            Need.BEST_PERFORMANCE: "The strongest models are usually offered as a service first.",
            Need.NO_INFRASTRUCTURE: "The vendor runs it.",
            Need.VENDOR_SUPPORT: "The vendor answers for it.",
        },
        fails={
            Need.DATA_PRIVACY: "What is sent leaves one's own walls.",
            Need.CUSTOMISATION: "It changes only as far as the vendor offers it.",
            Need.COST_AT_SCALE: "Each call is paid for.",
            Need.NO_VENDOR_LOCK_IN: "Only the vendor can offer it.",
            Need.TRANSPARENCY: "How it was made is not shown.",
            Need.COMPLIANCE_AUDIT: "An auditor sees what the vendor chooses to show.",
            Need.REPRODUCIBILITY: "Neither data nor code nor weights are there.",
            Need.COMMERCIAL_SCALE: "Price and terms are the vendor's to change.",
        },
    ),
    Category.OPEN_WEIGHTS: Advice(
        category=Category.OPEN_WEIGHTS,
        pros=(
            "Can be fine-tuned, merged and quantised to fit the task.",
            "Runs on one's own machines, so data stay private.",
            "Others build on it, so tools and variants come fast.",
            "Far cheaper than to train a model of one's own.",
        ),
        cons=(
            "Training code and training data are missing or not under open terms, so nobody can see or redo how it was made.",
            "Not truly open where the licence has strings: limits on users, revenue, fields of use or territory.",
            "Somebody must run it, and know how.",
        ),
        why_released=(
            "Distribution without the cost of serving: users pay for their own machines.",
            "Influence on the market: tools, formats and habits form around the model.",
            "Third parties customise it for niches that the publisher does not serve.",
        ),
        examples=("Llama", "Mistral 7B", "Qwen2.5", "DeepSeek R1"),
        meets={
            Need.DATA_PRIVACY: "It runs on one's own machines.",
            Need.CUSTOMISATION: "The weights can be changed, as far as the terms allow.",
            Need.COST_AT_SCALE: "There is no fee for each call.",
            Need.NO_VENDOR_LOCK_IN: "Whoever has the weights can run them.",
        },
        fails={
            Need.SPEED_AND_EASE: "It must be chosen, fitted to a machine and kept running.",
            Need.NO_INFRASTRUCTURE: "Somebody must run it, unless a host offers it.",
            Need.VENDOR_SUPPORT: "The publisher owes no support.",
            Need.TRANSPARENCY: "Training code or data are missing.",
            Need.COMPLIANCE_AUDIT: "What went in cannot be examined.",
            Need.REPRODUCIBILITY: "Without code and data it cannot be made anew.",
            Need.COMMERCIAL_SCALE: "Some licences end or change above a number of users or a revenue: see the decision on each release.",
        },
    ),
    Category.OPEN_SOURCE: Advice(
        category=Category.OPEN_SOURCE,
        pros=(
            "Transparent: weights, code and data information are there to be examined.",
            "No fees, and no terms that change with size.",
            "Full control: it can be run, changed, passed on and sold.",
            "Can be audited, and made anew.",
        ),
        cons=(
            "Takes expertise to run, change and judge.",
            "Takes infrastructure of one's own.",
            "The strongest models of the day are seldom among them.",
        ),
        why_released=(
            "Research that others can check and build on.",
            "Public money or a public mission asks for it.",
            "A shared base that no single vendor controls.",
        ),
        examples=("OLMo", "Pythia", "Amber"),
        meets={
            Need.TRANSPARENCY: "Code, weights and data information are published.",
            Need.COMPLIANCE_AUDIT: "What went in and how can be shown.",
            Need.REPRODUCIBILITY: "Code and data information allow it to be made anew.",
            Need.DATA_PRIVACY: "It runs on one's own machines.",
            Need.CUSTOMISATION: "Everything can be changed, training included.",
            Need.COST_AT_SCALE: "There are no fees.",
            Need.NO_VENDOR_LOCK_IN: "Anybody may run, change and pass it on.",
            Need.COMMERCIAL_SCALE: "Open terms do not change with users or revenue.",
        },
        fails={
            Need.SPEED_AND_EASE: "It takes expertise.",
            Need.BEST_PERFORMANCE: "The strongest models are seldom open source.",
            Need.NO_INFRASTRUCTURE: "It needs machines of one's own, unless a host offers it.",
            Need.VENDOR_SUPPORT: "Support comes from a community or has to be bought.",
        },
    ),
}


@frozen(kw_only=True)
class Suggestion:
    """A release that fits, with where it stands and what the use would come to."""

    #: Where it stands.
    classification: Classification
    #: What the use comes to.
    decision: Decision


@frozen(kw_only=True)
class Recommendation:
    """How one category fits the needs: what it gives, what is given up, and releases in it that may be used so."""

    #: The category.
    category: Category
    #: The needs that it meets, with how.
    reasons: tuple[tuple[Need, str], ...]
    #: The needs that it does not meet, with why.
    given_up: tuple[tuple[Need, str], ...]
    #: What speaks against it, whatever the needs.
    cons: tuple[str, ...]
    #: Releases whose terms allow the use, best first.
    models: tuple[Suggestion, ...] = ()
    #: How many more releases of the category would do.
    more: int = 0


def recommend(
    needs: Iterable[Need | str],
    use: Use | None = None,
    *,
    modality: Modality | str | None = None,
    limit: int = 5,
    **fields: object,
) -> tuple[Recommendation, ...]:
    """Return the three categories, the one that meets most needs first, each with what it gives up and releases that fit.

    A release is listed in the category that is certain if its terms permit the use, with or without obligations; those checked at
    a primary source come first, then the more open ones, then the newer ones.

    Args:
        needs: What matters; slugs such as `"data-privacy"`. None of them ranks the more open category first.
        use: What is meant to be done; what it does not say is unknown.
        modality: What the releases must take in or give out.
        limit: How many releases to list for each category; with 0, none is looked for.
        **fields: Fields of [`Use`][openweights.Use], as a short form.

    Raises:
        InvalidValueError: If a need or a field is unknown, or both `use` and fields are given.

    Source: design section 9.

    Examples:
        >>> best = recommend(["transparency", "data-privacy"], commercial=True)[0]
        >>> best.category.value, best.reasons[0][0].value
        ('open-source', 'transparency')
        >>> recommend(["no-infrastructure"])[0].given_up, recommend(["data-privacy"])[-1].category.value
        ((), 'closed')
    """
    if fields and use is not None:
        raise InvalidValueError("A use and fields of a use are both given.", mend="Give one of them.", path=("use",))
    wanted_use = record(Use, fields) if use is None else use
    wanted = tuple(dict.fromkeys(convert.each_of(needs, lambda need: convert.member(Need, need))))
    medium = None if modality is None else convert.member(Modality, modality)
    nothing: Mapping[Category, list[Suggestion]] = {category: [] for category in Category}
    fitting = _fitting(wanted_use, medium) if limit > 0 else nothing
    ranked = sorted(ADVICE.values(), key=lambda advice: (-sum(need in advice.meets for need in wanted), -advice.category.rank))
    return tuple(
        Recommendation(
            category=advice.category,
            reasons=tuple((need, advice.meets[need]) for need in wanted if need in advice.meets),
            given_up=tuple((need, advice.fails[need]) for need in wanted if need in advice.fails),
            cons=advice.cons,
            models=tuple(fitting[advice.category][:limit]),
            more=max(0, len(fitting[advice.category]) - limit),
        )
        for advice in ranked
    )


def _fitting(use: Use, modality: Modality | None) -> Mapping[Category, list[Suggestion]]:
    """The releases by category whose terms allow the use, best first."""
    found: dict[Category, list[Suggestion]] = {category: [] for category in Category}
    for model in models():
        if modality is not None and modality not in model.modalities:
            continue
        answer = classify(model)
        if answer.level is Openness.UNRELEASED:
            continue
        decision = permits(model, use)
        if decision.outcome.permits is Verdict.MET:
            found[answer.category].append(Suggestion(classification=answer, decision=decision))
    for suggestions in found.values():
        suggestions.sort(key=_preference, reverse=True)
    return found


def _preference(suggestion: Suggestion) -> tuple[object, ...]:
    model = suggestion.classification.model
    return (
        model is not None and model.status is not Status.IMPORTED,
        suggestion.classification.level.rank,
        suggestion.decision.outcome is Outcome.PERMITTED,
        str(model.released) if model is not None and model.released else "",
        suggestion.classification.name,
    )
