"""Answers as the tables that `--json` prints (design section 8)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from openweights.assessment import Assessment
from openweights.classification import Classification
from openweights.decision import Decision
from openweights.difference import Difference
from openweights.errors import UnknownNameError
from openweights.flags import Flag, flags_of
from openweights.guidance import Recommendation
from openweights.license import License
from openweights.licensetext import IdentifiedText, TextMatch
from openweights.permission import Right
from openweights.plain import Plain, to_plain
from openweights.scan.reference import Reference, ScanReport
from openweights.terms import Term, Terms


def classification_table(ref: str, answer: Classification) -> dict[str, Plain]:
    """Return a classification with the keys of `openweights classify --json`.

    Args:
        ref: What was asked for.
        answer: The answer.
    """
    return {
        "ref": ref,
        "model": answer.name,
        "id": answer.model.id if answer.model else None,
        "developer": answer.model.developer if answer.model else None,
        "category": answer.category.value,
        "level": answer.level.value,
        "ceiling": answer.ceiling.value,
        "certain": answer.certain,
        "completeness": to_plain(answer.completeness),
        "freedom": to_plain(answer.freedom),
        "flags": [flag_table(flag) for flag in answer.flags],
        "findings": to_plain(answer.findings),
        "claims": to_plain(answer.claims),
        "openwashing": to_plain(answer.openwashing),
        "next": to_plain(answer.next),
        "members": [
            {
                "model": member.name,
                "id": member.model.id if member.model else None,
                "category": member.category.value,
                "level": member.level.value,
                "ceiling": member.ceiling.value,
                "certain": member.certain,
            }
            for member in answer.members
        ],
    }


def flag_table(flag: Flag) -> dict[str, Plain]:
    """Return a flag with its clauses, each with its licence, and the base model that brought it in."""
    return {
        "flag": flag.name.value,
        "clauses": [term_table(term) for term in flag.clauses],
    }


def term_table(term: Term) -> dict[str, Plain]:
    """Return a clause with its licence, and the base model that brought it in."""
    return {
        "license": term.license,
        "via": term.via,
        "section": term.clause.section,
        "kind": term.clause.kind.value,
        "effect": term.clause.effect.value,
        "summary": term.clause.summary,
        "threshold": to_plain(term.clause.threshold),
        "exception": term.clause.exception,
        "wording": term.clause.wording,
    }


def decision_table(ref: str, decision: Decision) -> dict[str, Plain]:
    """Return a decision with the keys of `openweights permits --json`.

    Args:
        ref: What was asked for.
        decision: The decision.
    """
    return {
        "ref": ref,
        "model": decision.name,
        "decision": decision.outcome.value,
        "certain": decision.certain,
        "possible": to_plain(decision.possible),
        "clauses": [term_table(term) for term in decision.clauses],
        "reasons": list(decision.reasons),
        "obligations": [
            {**term_table(duty.term), "acts": to_plain(duty.acts), "applies": duty.applies.value} for duty in decision.obligations
        ],
        "open_questions": [
            {"field": each.field, "text": each.text, "clauses": [term_table(term) for term in each.terms]}
            for each in decision.open_questions
        ],
        "choice": list(decision.choice),
        "members": [{"model": member.name, "decision": member.outcome.value} for member in decision.members],
    }


def assessment_table(ref: str, assessment: Assessment) -> dict[str, Plain]:
    """Return an assessment with the keys of `openweights assess --json`."""
    return {
        "ref": ref,
        "model": assessment.name,
        "framework": assessment.framework,
        "version": assessment.version,
        "verdict": assessment.verdict,
        "met": assessment.met.value,
        "criteria": to_plain(assessment.criteria),
        "score": dict(assessment.score) if assessment.score else None,
        "remarks": list(assessment.remarks),
    }


def comparison_table(ref: str, answer: Classification, assessments: Sequence[Assessment]) -> dict[str, Plain]:
    """Return a row of `openweights compare --json`: the ladder, and the verdict of each framework."""
    return {
        "ref": ref,
        "model": answer.name,
        "category": answer.category.value,
        "level": answer.level.value,
        "ceiling": answer.ceiling.value,
        "frameworks": {each.framework: {"verdict": each.verdict, "met": each.met.value} for each in assessments},
    }


def difference_table(difference: Difference) -> dict[str, Plain]:
    """Return what differs between two licences, with the keys of `openweights license --diff --json`."""
    return {
        "before": difference.before,
        "after": difference.after,
        "permissions": to_plain(difference.permissions),
        "changes": to_plain(difference.changes),
    }


def license_table(ref: str, license: License) -> dict[str, Plain]:
    """Return a licence with the keys of `openweights license --json`."""
    return {
        "ref": ref,
        "id": license.id,
        "name": license.name,
        "version": license.version,
        "steward": license.steward,
        "url": license.url,
        "osi_approved": license.osi_approved.value,
        "fsf_libre": license.fsf_libre.value,
        "freedom": to_plain(license.freedom),
        "grounds": list(license.grounds),
        "permissions": {right.value: license.permits(right).value for right in Right},
        "clauses": to_plain(license.clauses),
        "flags": [flag_table(flag) for flag in flags_of(Terms.of(license))],
        "aliases": list(license.aliases),
        "members": [member.id for member in license.members],
        "supersedes": license.supersedes,
        "sources": list(dict.fromkeys(url for url in (license.source, license.url, *license.urls) if url)),
        "note": license.note,
    }


def identified_table(ref: str, identified: IdentifiedText) -> dict[str, Plain]:
    """Return what a text was recognised as, with the keys of `openweights identify --json`."""

    def rows(matches: Sequence[TextMatch]) -> list[Plain]:
        return [
            {
                "id": match.license.id,
                "name": match.license.name,
                "freedom": to_plain(match.license.freedom),
                "coverage": match.coverage,
            }
            for match in matches
        ]

    return {
        "ref": ref,
        "licenses": rows(identified.found),
        "near": rows(identified.near),
        "further_words": identified.further_words,
        "has_further_text": identified.has_further_text,
    }


def scan_table(ref: str, report: ScanReport, answers: Mapping[str, Classification]) -> dict[str, Plain]:
    """Return a scan with the keys of `openweights scan --json`.

    Args:
        ref: The path as given.
        report: The report.
        answers: Where each model that has a record is on the ladder, by the name of its record or family.
    """
    return {
        "ref": ref,
        "files": report.files,
        "models": [
            {
                "model": name,
                "ids": list(group[0].ids),
                "status": group[0].status.value,
                "category": answers[name].category.value if name in answers else None,
                "level": answers[name].level.value if name in answers else None,
                "ceiling": answers[name].ceiling.value if name in answers else None,
                "certain": answers[name].certain if name in answers else None,
                "flags": [flag.name.value for flag in answers[name].flags] if name in answers else [],
                "references": len(group),
            }
            for name, group in report.names.items()
        ],
        "references": [reference_table(each) for each in report.references],
        "notes": to_plain(report.notes),
    }


def reference_table(reference: Reference) -> dict[str, Plain]:
    """Return a reference to a model in a source."""
    found = reference.resolution
    return {
        "file": reference.file,
        "line": reference.line,
        "column": reference.column,
        "cell": reference.cell,
        "text": reference.text,
        "call": reference.call,
        "used_on": reference.used_on,
        "status": reference.status.value,
        "model": found.title if found else None,
        "ids": list(reference.ids),
        "read_as": found.read_as if found else None,
        "silenced": reference.silenced,
        "contradictions": to_plain(reference.contradictions),
        "remarks": list(reference.remarks),
    }


def error_table(ref: str, error: Exception) -> dict[str, Plain]:
    """Return what stands in the place of an answer that could not be given."""
    return {"ref": ref, "error": str(error), "did_you_mean": list(error.did_you_mean) if isinstance(error, UnknownNameError) else []}


def recommendation_table(recommendation: Recommendation) -> dict[str, Plain]:
    """Return a recommendation with the keys of `openweights recommend --json`."""
    return {
        "category": recommendation.category.value,
        "reasons": [{"need": need.value, "reason": reason} for need, reason in recommendation.reasons],
        "given_up": [{"need": need.value, "reason": reason} for need, reason in recommendation.given_up],
        "cons": list(recommendation.cons),
        "models": [
            {
                "id": each.classification.model.id if each.classification.model else None,
                "name": each.classification.name,
                "level": each.classification.level.value,
                "decision": each.decision.outcome.value,
                "flags": [flag.name.value for flag in each.classification.flags],
            }
            for each in recommendation.models
        ],
        "more": recommendation.more,
    }
