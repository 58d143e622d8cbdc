"""Reports in the Static Analysis Results Interchange Format 2.1.0, for code scanning.

Source: OASIS, SARIF Version 2.1.0, sections 3.11 (messages), 3.27 (results), 3.29 (physical locations), 3.35 (suppressions).
"""

from __future__ import annotations

import json
from pathlib import Path
from urllib.parse import quote

import openweights
from openweights.policy.place import Place
from openweights.policy.report import Report, Violation
from openweights.policy.rules import Exemption, Rule
from openweights.render.visible import visible

_SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"


def rendered(report: Report) -> str:
    """Return the report as a SARIF log with one run; what an exception lifts, or a comment silences, is a suppressed result.

    Args:
        report: The report.
    """
    results = [_result(report, each) for each in report.violations]
    results += [{**_result(report, each.violation), "suppressions": [_lifted(each.exception)]} for each in report.excepted]
    results += [{**_result(report, each.violation), "suppressions": [_silenced(each.reason)]} for each in report.silenced]
    used = [rule for rule in Rule if any(result["ruleId"] == rule.value for result in results)]
    log = {
        "$schema": _SCHEMA,
        "version": "2.1.0",
        "runs": [
            {
                "tool": {"driver": {"name": "openweights", "version": openweights.__version__, "rules": [_rule(rule) for rule in used]}},
                "columnKind": "unicodeCodePoints",
                "results": [{**result, "ruleIndex": [rule.value for rule in used].index(str(result["ruleId"]))} for result in results],
                "properties": {
                    "policy": report.policy,
                    "dataVersion": report.data_version,
                    "day": str(report.day),
                    "passes": report.passes,
                },
            }
        ],
    }
    return json.dumps(log, indent=2, ensure_ascii=True) + "\n"


def _rule(rule: Rule) -> dict[str, object]:
    return {
        "id": rule.value,
        "name": "".join(word.capitalize() for word in rule.value.replace(".", " ").split()),
        "shortDescription": {"text": rule.title},
        "defaultConfiguration": {"level": "warning" if rule is Rule.HEADROOM else "error"},
    }


def _result(report: Report, violation: Violation) -> dict[str, object]:
    place = violation.place or Place(report.file or "openweights-policy.toml")
    lines = [f"{violation.ref}: {violation.message}", *(f"Clause: {each}" for each in violation.clause_lines), *violation.mends]
    return {
        "ruleId": violation.rule.value,
        "level": violation.severity.value,
        "message": {"text": "\n".join(_message(line) for line in lines)},
        "locations": [{"physicalLocation": _location(place)}],
        "partialFingerprints": {"openweights/v1": violation.fingerprint},
        "properties": {
            "ref": violation.ref,
            "model": violation.model,
            "policy": violation.policy,
            "verdict": violation.verdict.value,
            "detail": violation.detail,
            "sources": list(violation.sources),
        },
    }


def _lifted(exception: Exemption) -> dict[str, object]:
    reason = f"{exception.reason} ({exception.owner}, until {exception.expires})"
    return {"kind": "external", "status": "accepted", "justification": visible(reason)}


def _silenced(reason: str) -> dict[str, object]:
    return {"kind": "inSource", "status": "accepted", "justification": visible(reason)}


def _message(text: str) -> str:
    """A message in which nothing is a link or a placeholder (sections 3.11.5 and 3.11.6)."""
    escaped = visible(text).replace("\\", "\\\\").replace("[", "\\[").replace("]", "\\]")
    return escaped.replace("{", "{{").replace("}", "}}")


def _location(place: Place) -> dict[str, object]:
    location: dict[str, object] = {"artifactLocation": {"uri": uri(place.file)}}
    region = {"startLine": place.line or 1, **({"startColumn": place.column} if place.column else {})}
    return {**location, "region": region}


def uri(file: str) -> str:
    """Return a file as a URI, relative to the folder at hand where it lies in it: code scanning finds only those.

    Args:
        file: A path.
    """
    path = Path(file)
    if path.is_absolute():
        try:
            path = path.relative_to(Path.cwd())
        except ValueError:
            return f"file://{_quoted(path)}"
    return _quoted(path)


def _quoted(path: Path) -> str:
    # A file of a system without an encoding may have a name that no encoding has.
    return quote(path.as_posix(), errors="surrogatepass")
