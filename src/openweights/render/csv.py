"""Reports as a spreadsheet: one violation a row."""

from __future__ import annotations

import csv
import io

from openweights.policy.report import Report, Violation
from openweights.render.visible import visible

_COLUMNS = (
    "ref",
    "model",
    "outcome",
    "rule",
    "policy",
    "detail",
    "message",
    "clauses",
    "sources",
    "mend",
    "file",
    "line",
    "column",
    "lifted_until",
    "owner",
)


def rendered(report: Report) -> str:
    """Return the report as CSV with a header. A model without a violation has a row of its own; so has what an exception lifts.

    Args:
        report: The report.
    """
    out = io.StringIO()
    writer = csv.writer(out, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    writer.writerow(_COLUMNS)
    for violation in report.violations:
        writer.writerow(map(_cell, _row(violation, violation.severity.value, "", "")))
    for lifted in report.excepted:
        writer.writerow(map(_cell, _row(lifted.violation, "lifted", str(lifted.exception.expires), lifted.exception.owner)))
    for checked in report.checked:
        if not report.of(checked):
            place = checked.place
            where = [place.file, str(place.line or ""), str(place.column or "")] if place else ["", "", ""]
            outcome, why = ("pass", "") if checked.silenced is None else ("silenced", checked.silenced)
            writer.writerow(map(_cell, [checked.ref, checked.model or "", outcome, "", report.policy, "", why, "", "", "", *where, "", ""]))
    return out.getvalue()


def _row(violation: Violation, outcome: str, until: str, owner: str) -> list[str]:
    place = violation.place
    return [
        violation.ref,
        violation.model or "",
        outcome,
        violation.rule.value,
        violation.policy,
        violation.detail,
        violation.message,
        "; ".join(violation.clause_lines),
        " ".join(violation.sources),
        " ".join(violation.mends),
        place.file if place else "",
        str(place.line or "") if place else "",
        str(place.column or "") if place else "",
        until,
        owner,
    ]


#: What spreadsheets take for the start of a formula, in the wide forms of East Asian writing too.
_FORMULA = tuple("=+-@\t\r＝＋－＠")


def _cell(text: str) -> str:
    """A cell that no spreadsheet takes for a formula, on one line."""
    return visible(f"'{text}" if text.lstrip(" \n").startswith(_FORMULA) else text)
