"""The open-source exception of the EU AI Act for general-purpose AI models: Regulation (EU) 2024/1689, Art. 53(2) and 54(6).

Read with recitals 102 to 104 and section 4 of the Commission's guidelines on the scope of the obligations, C(2025) 5045 final of 18 July
2025. Paragraph numbers are those of that document; C(2025) 7719 final of 19 November 2025, its adopted text, was not seen, and others cite
it with other numbers. The guidelines are the Commission's reading and bind no court. This module is no legal advice.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable
from functools import reduce

from attrs import evolve, frozen

from openweights.artifact import Artifact, ArtifactKind, Availability, Coverage
from openweights.assessment import Assessment, Criterion, Framework
from openweights.clause import Effect
from openweights.expression import LicenseExpression
from openweights.finding import Finding, evidence
from openweights.frameworks.eu_ai_clauses import Reading, judge, readings
from openweights.frameworks.osaid import is_open
from openweights.license import License
from openweights.lineage import Ancestor, Resolve, ancestors, inherited_terms, resolve_nothing
from openweights.model import Model
from openweights.permission import Permission, Right
from openweights.registry import find_exception
from openweights.terms import Term, Terms
from openweights.verdict import Verdict
from openweights.vocabulary import Modality

#: FLOP of cumulative training compute above which systemic risk is presumed, Art. 51(2).
SYSTEMIC_RISK_COMPUTE = 1e25

#: FLOP above which a model that makes language, images or video is indicated to be general-purpose, guidelines para. 17.
GENERAL_PURPOSE_COMPUTE = 1e23

_ACT = "Regulation (EU) 2024/1689"
_GUIDELINES = "C(2025) 5045 final"

_PAPERS = (ArtifactKind.TECHNICAL_REPORT, ArtifactKind.RESEARCH_PAPER)
#: Documents that may say enough of the architecture, if they cover it.
_ARCHITECTURE_DOCUMENTS = (*_PAPERS, ArtifactKind.MODEL_CARD, ArtifactKind.USAGE_DOCUMENTATION)
#: Documents that are about usage, whatever else they cover.
_USAGE_DOCUMENTS = (ArtifactKind.MODEL_CARD, ArtifactKind.USAGE_DOCUMENTATION)

CRITERIA = (
    Criterion(
        id="euaia.licence",
        title="a free and open-source licence that allows access, usage, modification and distribution",
        source=f"{_ACT}, Art. 53(2), recital 102; {_GUIDELINES}, paras. 76 to 82",
        artifacts=(ArtifactKind.MODEL_PARAMETERS,),
    ),
    Criterion(
        id="euaia.no-restriction",
        title="no restriction that disqualifies the licence",
        source=f"{_ACT}, recital 102; {_GUIDELINES}, paras. 78 to 84",
        artifacts=(ArtifactKind.MODEL_PARAMETERS,),
    ),
    Criterion(
        id="euaia.parameters-public",
        title="the parameters, including the weights, publicly available",
        source=f"{_ACT}, Art. 53(2); {_GUIDELINES}, paras. 79, 90 and 91",
        artifacts=(ArtifactKind.MODEL_PARAMETERS,),
    ),
    Criterion(
        id="euaia.architecture-public",
        title="information on the architecture publicly available",
        source=f"{_ACT}, Art. 53(2); {_GUIDELINES}, paras. 90 and 91",
        artifacts=(ArtifactKind.MODEL_ARCHITECTURE, *_ARCHITECTURE_DOCUMENTS),
    ),
    Criterion(
        id="euaia.usage-public",
        title="information on usage publicly available: modalities, capabilities, limits, means of integration",
        source=f"{_ACT}, Art. 53(2); {_GUIDELINES}, paras. 90 to 92",
        artifacts=(*_USAGE_DOCUMENTS, *_PAPERS),
    ),
    Criterion(
        id="euaia.no-monetisation",
        title="neither provided against a price nor otherwise monetised",
        source=f"{_ACT}, recital 103; {_GUIDELINES}, paras. 85 to 89",
    ),
    Criterion(
        id="euaia.not-systemic",
        title="no systemic risk",
        source=f"{_ACT}, Art. 51(2), 53(2) and 54(6); {_GUIDELINES}, paras. 26 to 28 and 73",
    ),
)

_WORDS = {Verdict.MET: "applies", Verdict.NOT_MET: "does-not-apply", Verdict.UNKNOWN: "unknown"}


def assess(model: Model, resolve: Resolve = resolve_nothing) -> Assessment:
    """Return whether the open-source exception of the EU AI Act applies to the provider of a model.

    The exception frees from the technical documentation (Art. 53(1)(a)), the information for downstream providers (Art. 53(1)(b)) and
    the authorised representative (Art. 54). Records do not hold how a provider earns money, so `euaia.no-monetisation` is never met by
    a record: the terms can only show the contrary, and without that the verdict is at best unknown.

    Args:
        model: The model; the terms and the compute of every base whose weights it contains count too.
        resolve: Finds a base that is given by name.

    Raises:
        LineageError: If the lineage has no end.

    Source: Regulation (EU) 2024/1689, Art. 51(2), 53(2), 54(6), recitals 102 to 104; C(2025) 5045 final, section 4.

    Examples:
        >>> from openweights import Artifact
        >>> llama = Model("M", artifacts=[Artifact("model-parameters", availability="public", license="llama3")])
        >>> assess(llama).verdict
        'does-not-apply'
    """
    lineage = ancestors(model, resolve)
    allowance = _allowance(model, lineage)
    parameters = evidence(model.artifacts_of(ArtifactKind.MODEL_PARAMETERS))
    findings = (
        _licence_finding(allowance, parameters),
        _restriction_finding(allowance, parameters),
        _parameters_finding(model),
        _architecture_finding(model),
        _usage_finding(model),
        _monetisation_finding(model, allowance, parameters),
        _systemic_finding(model, lineage),
    )
    met = Verdict.all_of(finding.verdict for finding in findings)
    return Assessment(
        framework="eu-ai-act",
        version=FRAMEWORK.version,
        name=model.name,
        verdict=_WORDS[met],
        met=met,
        criteria=findings,
        remarks=_remarks(model),
    )


# What the terms allow.


@frozen(kw_only=True)
class _Allowance:
    """What terms come to under the Act. `&` is for terms that hold together, `|` for a choice.

    Whatever withholds a right or asks for a price also disqualifies, so that choosing criterion by criterion finds no more than the best
    single choice does.
    """

    #: Whether they grant use, modification and distribution.
    grants: Verdict = Verdict.MET
    #: Whether nothing in them disqualifies.
    unrestricted: Verdict = Verdict.MET
    #: Whether they ask for no price; where they are silent, that says nothing of the provider.
    unpaid: Verdict = Verdict.MET
    #: The clauses that disqualify, or may.
    terms: tuple[Term, ...] = ()
    #: The rights that are withheld, and what is not recorded, in words.
    withheld: tuple[str, ...] = ()
    unrecorded: tuple[str, ...] = ()

    def __and__(self, other: _Allowance) -> _Allowance:
        return _Allowance(
            grants=self.grants & other.grants,
            unrestricted=self.unrestricted & other.unrestricted,
            unpaid=self.unpaid & other.unpaid,
            terms=tuple(dict.fromkeys(self.terms + other.terms)),
            withheld=tuple(dict.fromkeys(self.withheld + other.withheld)),
            unrecorded=tuple(dict.fromkeys(self.unrecorded + other.unrecorded)),
        )

    def __or__(self, other: _Allowance) -> _Allowance:
        unrestricted = self.unrestricted | other.unrestricted
        better = self if self.unrestricted is unrestricted else other
        return evolve(better, grants=self.grants | other.grants, unrestricted=unrestricted, unpaid=self.unpaid | other.unpaid)


def _not_recorded(what: str) -> _Allowance:
    return _Allowance(grants=Verdict.UNKNOWN, unrestricted=Verdict.UNKNOWN, unpaid=Verdict.UNKNOWN, unrecorded=(what,))


def _allowance(model: Model, lineage: Iterable[Ancestor]) -> _Allowance:
    """Return what the effective terms on the parameters come to (rule 2.4)."""
    allowance = _own_allowance(model)
    for ancestor in lineage:
        if not ancestor.relicensed:
            allowance &= _inherited(ancestor)
    return allowance


def _own_allowance(model: Model, via: str | None = None) -> _Allowance:
    """Return what a model's own record puts on its parameters: all of them together."""
    allowance = _Allowance()
    for license in [model.license_of(each) for each in model.artifacts_of(ArtifactKind.MODEL_PARAMETERS)] or [None]:
        allowance &= _not_recorded(f"the licence of {model.name}") if license is None else _of_expression(license, model.modalities, via)
    return allowance


def _inherited(ancestor: Ancestor) -> _Allowance:
    """Return what a base adds. Terms on the outputs that a model was trained on bind whoever trained it; whether also its users is open."""
    if ancestor.model is None:
        return _not_recorded(f"the terms of {ancestor.name}")
    if ancestor.contained:
        return _own_allowance(ancestor.model, ancestor.model.name)
    terms = inherited_terms(ancestor)
    if is_open(terms.freedom) is Verdict.MET:
        return _Allowance()
    open_ = _not_recorded(f"whether the terms on the outputs of {ancestor.model.name} reach this model")
    return evolve(open_, grants=Verdict.MET) if terms.departures else open_


def _of_expression(expression: LicenseExpression, modalities: frozenset[Modality], via: str | None) -> _Allowance:
    def leaf(license: License, addition: str | None) -> _Allowance:
        allowance = _of_license(license, modalities, via)
        if addition is None:
            return allowance
        exception = find_exception(addition)
        if exception is None:  # it may add or take away
            return _not_recorded(f"the addition {addition} to {license.id}")
        return allowance & _of_license(exception, modalities, via) if exception.departures else allowance

    return expression.fold(leaf, _Allowance.__and__, _Allowance.__or__)


def _of_license(license: License, modalities: frozenset[Modality], via: str | None) -> _Allowance:
    if license.members:
        return _agreed(license, [_of_license(member, modalities, via) for member in license.members])
    terms = Terms.of(license, modalities)
    denied = [right for right in Right if right is not Right.STUDY and terms.permissions[right] is Permission.DENIED]
    allowance = _Allowance(
        grants=Verdict.all_of(_granted(terms.permissions[right]) for right in (Right.USE, Right.MODIFY, Right.SHARE)),
        unrestricted=Verdict.of(not denied),
        unpaid=Verdict.UNKNOWN,
        withheld=tuple("no licence was given" if license.is_none else f"{license.id} denies {right.value}" for right in denied),
    )
    for term in terms.clauses:
        allowance &= _of_clause(evolve(term, via=via), modalities)
    if allowance.unrestricted is Verdict.MET and is_open(terms.freedom) is not Verdict.MET:
        return allowance & _Allowance(unrestricted=Verdict.UNKNOWN, unrecorded=(f"all that {license.id} says",))
    return allowance


def _of_clause(term: Term, modalities: frozenset[Modality]) -> _Allowance:
    verdict = judge(term.clause)
    if verdict is Verdict.NOT_MET and term.clause.modalities and not modalities:
        where = f"{term.license}{f' {term.clause.section}' if term.clause.section else ''}"
        return _Allowance(unrestricted=Verdict.UNKNOWN, unrecorded=(f"the modalities of the model, on which {where} turns",))
    return _Allowance(
        unrestricted=verdict,
        unpaid=Verdict.of(not any(term.clause.effect in reading.monetises for reading in readings(term.clause))),
        terms=() if verdict is Verdict.MET else (term,),
    )


def _agreed(family: License, members: list[_Allowance]) -> _Allowance:
    """Return what the licences agree on that a name stands for (rule 2.10)."""

    def agreed(verdicts: Iterable[Verdict]) -> Verdict:
        found = set(verdicts)
        return found.pop() if len(found) == 1 else Verdict.UNKNOWN

    joint = reduce(_Allowance.__and__, members)
    unrestricted = agreed(each.unrestricted for each in members)
    unsaid = (f"which licence {family.name} stands for",) if unrestricted is Verdict.UNKNOWN else ()
    return evolve(
        joint,
        grants=agreed(each.grants for each in members),
        unrestricted=unrestricted,
        unpaid=agreed(each.unpaid for each in members),
        unrecorded=joint.unrecorded + unsaid,
    )


def _granted(permission: Permission) -> Verdict:
    """Whether a right is granted; with which restrictions is another criterion."""
    return Verdict.UNKNOWN if permission is Permission.UNKNOWN else Verdict.of(permission is not Permission.DENIED)


def _cited(terms: Iterable[Term], effects: Callable[[Reading], frozenset[Effect]]) -> str:
    """The clauses with such an effect, for a sentence: where each stands, what it is and which paragraph speaks of it."""
    cited = [
        f"{term.license}{f' {term.clause.section}' if term.clause.section else ''}{f', through {term.via}' if term.via else ''} "
        f"({reading.about}, para. {reading.paragraph})"
        for term in terms
        for reading in readings(term.clause)
        if term.clause.effect in effects(reading)
    ]
    shown = list(dict.fromkeys(cited))
    return "; ".join(shown[:4] + (["..."] if len(shown) > 4 else []))


def _licence_finding(allowance: _Allowance, sources: tuple[str, ...]) -> Finding:
    reason = {
        Verdict.MET: "The terms grant usage, modification and distribution.",
        Verdict.NOT_MET: "The terms withhold usage, modification or distribution.",
        Verdict.UNKNOWN: "It is not recorded whether the terms grant usage, modification and distribution.",
    }[allowance.grants]
    return Finding("euaia.licence", allowance.grants, reason, sources)


_TOLERATED = "Tolerated are credit, and safety-oriented limits that are proportionate, objective and non-discriminatory (para. 84)."


def _restriction_finding(allowance: _Allowance, sources: tuple[str, ...]) -> Finding:
    verdict = allowance.unrestricted
    if verdict is Verdict.MET:
        reason = "Nothing in the terms goes beyond credit, notices and share-alike."
    elif verdict is Verdict.NOT_MET:
        cited = _cited(allowance.terms, lambda reading: reading.disqualifies)
        reason = f"Disqualified: {cited or ', '.join(allowance.withheld)}."
    else:
        cited = _cited(allowance.terms, lambda reading: reading.may)
        sentences = [f"Left to judgement: {cited}. {_TOLERATED}"] if cited else []
        sentences += [f"Not recorded: {', '.join(allowance.unrecorded)}."] if allowance.unrecorded else []
        reason = " ".join(sentences)
    return Finding("euaia.no-restriction", verdict, reason, sources)


def _monetisation_finding(model: Model, allowance: _Allowance, sources: tuple[str, ...]) -> Finding:
    """Judge `euaia.no-monetisation`. A record does not hold how a provider earns money: the terms can only show that it does."""
    if allowance.unpaid is Verdict.NOT_MET:
        cited = _cited(allowance.terms, lambda reading: reading.monetises)
        return Finding("euaia.no-monetisation", Verdict.NOT_MET, f"Dual licensing or a price (para. 86): {cited}.", sources)
    reason = "Whether the provider monetises the model is not part of a record, and the terms do not settle it."
    if any(each.availability is Availability.GATED for each in model.artifacts_of(ArtifactKind.MODEL_PARAMETERS)):
        reason += " Personal data that a sign-up asks for count as a price, unless strictly for security (para. 87)."
    return Finding("euaia.no-monetisation", Verdict.UNKNOWN, reason, sources)


# What is public.


def _public(artifacts: Iterable[Artifact]) -> Verdict:
    """Return whether everybody can have all of `artifacts`; unknown if none is recorded."""
    recorded = [artifact.availability.open_to_all for artifact in artifacts]
    return Verdict.all_of(recorded) if recorded else Verdict.UNKNOWN


def _covered(model: Model, kinds: tuple[ArtifactKind, ...], coverage: Coverage) -> Verdict:
    """Return whether a public document of one of these kinds covers something; a kind that nobody recorded may."""
    verdicts = [
        artifact.availability.open_to_all & (Verdict.of(coverage in artifact.covers) if artifact.covers else Verdict.UNKNOWN)
        for artifact in model.artifacts_of(*kinds)
    ]
    return Verdict.any_of([*verdicts, *(Verdict.UNKNOWN for kind in kinds if not model.artifacts_of(kind))])


def _parameters_finding(model: Model) -> Finding:
    parameters = model.artifacts_of(ArtifactKind.MODEL_PARAMETERS)
    verdict = _public(parameters)
    behind = {artifact.availability for artifact in parameters}
    if verdict is Verdict.MET and Availability.GATED in behind:
        reason = "Whoever accepts the terms or signs up can have all parameters; a verification of users is tolerated (para. 79)."
    elif verdict is Verdict.NOT_MET and behind <= {Availability.PUBLIC, Availability.GATED, Availability.ON_REQUEST}:
        reason = "A person decides on each request for the parameters, so not anyone interested can have them (para. 79)."
    else:
        reason = {
            Verdict.MET: "Everybody can have all parameters.",
            Verdict.NOT_MET: "The parameters are not all publicly available.",
            Verdict.UNKNOWN: "It is not recorded whether everybody can have the parameters.",
        }[verdict]
    return Finding("euaia.parameters-public", verdict, reason, evidence(parameters))


def _architecture_finding(model: Model) -> Finding:
    code = model.artifacts_of(ArtifactKind.MODEL_ARCHITECTURE)
    verdict = _public(code) | _covered(model, _ARCHITECTURE_DOCUMENTS, Coverage.ARCHITECTURE)
    reason = {
        Verdict.MET: "The architecture is public, as code or in a document.",
        Verdict.NOT_MET: "Neither code nor a document makes the architecture public.",
        Verdict.UNKNOWN: "It is not recorded whether code or a document makes the architecture public.",
    }[verdict]
    return Finding(
        "euaia.architecture-public",
        verdict,
        reason,
        evidence(model.artifacts_of(ArtifactKind.MODEL_ARCHITECTURE, *_ARCHITECTURE_DOCUMENTS)),
    )


def _usage_finding(model: Model) -> Finding:
    about_usage = [
        Verdict.any_of(each.availability.open_to_all for each in found) if (found := model.artifacts_of(kind)) else Verdict.UNKNOWN
        for kind in _USAGE_DOCUMENTS
    ]
    verdict = Verdict.any_of(about_usage) | _covered(model, _PAPERS, Coverage.USAGE)
    reason = {
        Verdict.MET: "A model card, usage documentation or a report on usage is public; how much it says (para. 92) is not judged.",
        Verdict.NOT_MET: "No model card, usage documentation or report on usage is public.",
        Verdict.UNKNOWN: "It is not recorded whether a model card, usage documentation or a report on usage is public.",
    }[verdict]
    return Finding("euaia.usage-public", verdict, reason, evidence(model.artifacts_of(*_USAGE_DOCUMENTS, *_PAPERS)))


# Systemic risk, and what remains to be said.


def _systemic_finding(model: Model, lineage: Iterable[Ancestor]) -> Finding:
    """Judge `euaia.not-systemic` by the compute on record.

    A base that is above the threshold leaves it open: a record may stand for several sizes, and names the compute of the largest.
    """
    sources = tuple(source.url for source in model.sources if "training_compute" in source.supports)
    compute = model.training_compute
    if compute is not None and _is_above(model):
        verdict = Verdict.NOT_MET
        reason = (
            f"Trained with {compute:.2g} FLOP: above 1e25 systemic risk is presumed (Art. 51(2)), and the exception does not apply "
            "unless the provider rebuts that (Art. 52(2))."
        )
    elif above := [each.name for each in lineage if each.contained and each.model and _is_above(each.model)]:
        verdict = Verdict.UNKNOWN
        reason = (
            f"It was built on {', '.join(above)}, recorded with more than 1e25 FLOP; whether that is true of the size used is not known."
        )
    elif compute is None:
        verdict, reason = Verdict.UNKNOWN, "The training compute is not recorded."
    else:
        verdict = Verdict.MET
        reason = f"Trained with {compute:.2g} FLOP: not above 1e25, so systemic risk is not presumed; a designation is not recorded."
    return Finding("euaia.not-systemic", verdict, reason, sources)


def _is_above(model: Model) -> bool:
    return model.training_compute is not None and model.training_compute > SYSTEMIC_RISK_COMPUTE


_REMAINS = (
    "Where the exception applies, technical documentation, information for downstream providers and an authorised representative are not "
    "owed (Art. 53(1)(a), 53(1)(b), 54). A policy to comply with copyright law and a public summary of the training content are, in any "
    "case (Art. 53(1)(c), 53(1)(d))."
)
_READ_WITH = "Paragraphs are those of the Commission's guidelines, C(2025) 5045 final, which bind no court. This is not legal advice."
_SMALL = "Trained with at most 1e23 FLOP it may be no general-purpose model in the first place (para. 17): then none of this is owed."


def _remarks(model: Model) -> tuple[str, ...]:
    small = model.training_compute is not None and model.training_compute <= GENERAL_PURPOSE_COMPUTE
    return (_REMAINS, *((_SMALL,) if small else ()), _READ_WITH)


FRAMEWORK = Framework(
    id="eu-ai-act",
    name="EU AI Act, open-source exception",
    version="2024/1689, guidelines C(2025) 5045",
    date=datetime.date(2025, 7, 18),
    url="https://eur-lex.europa.eu/eli/reg/2024/1689/oj",
    criteria=CRITERIA,
    assess=assess,
)
