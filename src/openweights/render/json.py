"""Reports as a JSON array with one object per model, for programs (design section 8)."""

from __future__ import annotations

import json
from collections.abc import Sequence

from openweights.plain import Plain, to_plain
from openweights.policy.place import Place
from openweights.policy.report import Checked, Excepted, Report, Violation
from openweights.policy.rules import Rule
from openweights.report import term_table


def rendered(report: Report) -> str:
    """Return the report as JSON. Everything beyond ASCII is spelled out, so that no character acts on a terminal.

    Args:
        report: The report.
    """
    return json.dumps(report_rows(report), indent=2, ensure_ascii=True) + "\n"


def report_rows(report: Report) -> list[dict[str, Plain]]:
    """Return the objects: one per model in the order asked; before them, one for each rule about no single model that is violated.

    Args:
        report: The report.
    """
    rows = [_row(report, Checked(ref=each.ref, model=None, ids=()), [each], []) for each in report.general]
    for checked in report.checked:
        lifted = [each for each in report.excepted if (each.violation.ref, each.violation.place) == (checked.ref, checked.place)]
        rows.append(_row(report, checked, report.of(checked), lifted))
    return rows


def _row(report: Report, checked: Checked, violations: Sequence[Violation], lifted: Sequence[Excepted]) -> dict[str, Plain]:
    unknown = next((each for each in violations if each.rule is Rule.KNOWN), None)
    return {
        "ref": checked.ref,
        "model": checked.model,
        "ids": list(checked.ids),
        "place": _place(checked.place),
        "passes": not any(each.severity.value == "error" for each in violations),
        "policy": report.policy,
        "data_version": report.data_version,
        "day": str(report.day),
        "violations": [violation_table(each) for each in violations],
        "excepted": [{**violation_table(each.violation), "exception": to_plain(each.exception)} for each in lifted],
        "error": unknown.message if unknown else None,
        "did_you_mean": list(checked.did_you_mean),
        "silenced": checked.silenced,
        "remarks": list(checked.remarks),
    }


def violation_table(violation: Violation) -> dict[str, Plain]:
    """Return a violation as plain data.

    Args:
        violation: The violation.
    """
    return {
        "rule": violation.rule.value,
        "policy": violation.policy,
        "severity": violation.severity.value,
        "verdict": violation.verdict.value,
        "detail": violation.detail,
        "message": violation.message,
        "clauses": [term_table(term) for term in violation.clauses],
        "sources": list(violation.sources),
        "mend": violation.mend,
        "offers": list(violation.offers),
        "expired": to_plain(violation.expired),
        "fingerprint": violation.fingerprint,
    }


def _place(place: Place | None) -> dict[str, Plain] | None:
    return None if place is None else {"file": place.file, "line": place.line, "column": place.column}
