"""What the Commission's guidelines on general-purpose models say of the clauses of a licence: C(2025) 5045 final, paragraphs 76 to 89."""

from __future__ import annotations

from attrs import frozen

from openweights.clause import Clause, ClauseKind, Effect
from openweights.verdict import Verdict

_BARS = frozenset({Effect.PROHIBITS, Effect.NEEDS_LICENSE})
_ASKED = frozenset({Effect.NEEDS_LICENSE})
_DUTY = frozenset({Effect.OBLIGES})
_LIMITS = _BARS | _DUTY
_HAND = frozenset({Effect.OBLIGES, Effect.RESERVES})


@frozen
class Reading:
    """What the guidelines say of a kind of clause."""

    #: The paragraph that says so.
    paragraph: int
    #: What such a clause is, for a sentence.
    about: str
    #: The effects by which it disqualifies the licence.
    disqualifies: frozenset[Effect] = frozenset()
    #: The effects by which it may: the guidelines tolerate some such clauses, or do not speak of them.
    may: frozenset[Effect] = frozenset()
    #: The effects by which it also makes the model monetised (para. 86: payment for commercial use or above a scale; recital 103).
    monetises: frozenset[Effect] = frozenset()


#: What disqualifies a licence: the examples of para. 83, and what takes away part of a right that paras. 78 to 82 ask for. What is left
#: to judgement: safety-oriented limits that are proportionate, objective and non-discriminatory (para. 84), duties that go beyond credit,
#: and powers that the steward keeps. A kind that is not here never stands in the way: credit, share-alike, notices (paras. 80, 82, 84).
CLAUSES: dict[ClauseKind, Reading] = {
    ClauseKind.COMMERCIAL_USE: Reading(83, "a limit on commercial use", disqualifies=_BARS, may=_DUTY, monetises=_ASKED),
    ClauseKind.PRODUCTION_USE: Reading(83, "a limit on use in production", disqualifies=_BARS, may=_DUTY, monetises=_ASKED),
    ClauseKind.RESEARCH_ONLY: Reading(83, "for research only", disqualifies=_LIMITS),
    ClauseKind.SCALE: Reading(83, "from a number of users or an amount of revenue", disqualifies=_BARS, may=_HAND, monetises=_ASKED),
    ClauseKind.REDISTRIBUTION: Reading(83, "a limit on distribution", disqualifies=_BARS),
    ClauseKind.INTERNAL_USE_ONLY: Reading(82, "for internal use only", disqualifies=_LIMITS),
    ClauseKind.DERIVATIVES: Reading(81, "a limit on modification", disqualifies=_BARS),
    ClauseKind.ROYALTY: Reading(80, "a payment", disqualifies=_LIMITS, monetises=_LIMITS),
    ClauseKind.HOSTED_SERVICE: Reading(80, "a limit on use as a service", disqualifies=_BARS, may=_DUTY),
    ClauseKind.OUTPUT_TRAINING: Reading(80, "a limit on use to train other models", disqualifies=_BARS, may=_DUTY),
    ClauseKind.COMPETITORS: Reading(84, "aimed at competitors", disqualifies=_BARS, may=_HAND),
    ClauseKind.TERRITORY: Reading(79, "aimed at territories", disqualifies=_BARS, may=_HAND),
    ClauseKind.ACCEPTABLE_USE: Reading(84, "a use policy", disqualifies=_ASKED, may=_LIMITS - _ASKED),
    ClauseKind.FIELD_OF_USE: Reading(84, "a limit on fields of use", disqualifies=_ASKED, may=_LIMITS - _ASKED),
    ClauseKind.SAFEGUARDS: Reading(84, "safeguards that must stay", may=_LIMITS),
    ClauseKind.PASS_DOWN: Reading(82, "restrictions that must be passed on", may=_DUTY),
    ClauseKind.REGISTRATION: Reading(79, "a registration", may=_LIMITS),
    ClauseKind.REVERSE_ENGINEERING: Reading(81, "a limit on taking it apart", may=_BARS),
    ClauseKind.NAMING: Reading(80, "a name that must be carried", may=_DUTY),
    ClauseKind.DISPLAY: Reading(80, "a credit that must be displayed", may=_DUTY),
    ClauseKind.OUTPUTS: Reading(80, "terms on outputs", may=_LIMITS),
    ClauseKind.TERMS_CHANGE: Reading(80, "terms that may change", may=_HAND),
    ClauseKind.REVOCATION: Reading(80, "terms that may be revoked", may=_HAND),
    ClauseKind.REMOTE_RESTRICTION: Reading(80, "use that may be restricted remotely", may=_HAND),
    ClauseKind.UPDATE_DUTY: Reading(80, "a duty to update", may=_DUTY),
}


def judge(clause: Clause) -> Verdict:
    """Return whether a licence with this clause still qualifies: not met if it disqualifies, unknown if that is left to judgement.

    Args:
        clause: The clause; a limit of scale or of territory counts as one, whatever the clause is about.

    Source: C(2025) 5045 final, paras. 78 to 84, as `CLAUSES` reads them.

    Examples:
        >>> judge(Clause(kind="attribution", effect="obliges"))
        <Verdict.MET: 'met'>
        >>> judge(Clause(kind="acceptable-use", effect="obliges"))
        <Verdict.UNKNOWN: 'unknown'>
    """
    found = readings(clause)
    if any(clause.effect in reading.disqualifies for reading in found):
        return Verdict.NOT_MET
    return Verdict.UNKNOWN if any(clause.effect in reading.may for reading in found) else Verdict.MET


def readings(clause: Clause) -> list[Reading]:
    """Return what the guidelines say of a clause: of its kind, and of a limit of scale or territory, whatever it is about."""
    kinds = [clause.kind]
    kinds += [ClauseKind.SCALE] if clause.threshold else []
    kinds += [ClauseKind.TERRITORY] if clause.territories else []
    return [CLAUSES[kind] for kind in dict.fromkeys(kinds) if kind in CLAUSES]
