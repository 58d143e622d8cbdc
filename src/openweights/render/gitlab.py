"""Reports as code quality JSON, which GitLab shows in a merge request.

Source: GitLab documentation, "Code Quality", report format.
"""

from __future__ import annotations

import json

from openweights.policy.place import Place
from openweights.policy.report import Report, Severity, Violation
from openweights.render.sarif import uri
from openweights.render.visible import visible


def rendered(report: Report) -> str:
    """Return the report as a JSON array of findings.

    Args:
        report: The report.
    """
    return json.dumps([_finding(report, each) for each in report.violations], indent=2, ensure_ascii=True) + "\n"


def _finding(report: Report, violation: Violation) -> dict[str, object]:
    place = violation.place or Place(report.file or "openweights-policy.toml")
    said = " ".join([f"{violation.ref}: {violation.message}", *violation.clause_lines[:3], *violation.mends])
    return {
        "description": visible(said),
        "check_name": f"openweights.{violation.rule.value}",
        # Two references to a model in one file are two findings.
        "fingerprint": f"{violation.fingerprint}{place.line or 0:08x}{place.column or 0:08x}",
        "severity": "major" if violation.severity is Severity.ERROR else "minor",
        "location": {"path": uri(place.file), "lines": {"begin": place.line or 1}},
    }
