"""Reports for a terminal."""

from __future__ import annotations

from collections.abc import Iterator

from openweights.policy.report import Report, Severity, Violation
from openweights.render.visible import log_line


def rendered(report: Report) -> str:
    """Return the report as plain text: what was checked, what is wrong with it, and the outcome in the last line.

    Args:
        report: The report.
    """
    return "".join(f"{line}\n" for line in _lines(report))


def _lines(report: Report) -> Iterator[str]:
    for violation in report.general:
        yield from _violation(violation, log_line(violation.ref))
    for checked in report.checked:
        where = f"  {log_line(str(checked.place))}" if checked.place else ""
        called = f"  ({log_line(checked.model)})" if checked.model and checked.model != checked.ref else ""
        if checked.silenced is not None:
            yield f"silenced  {log_line(checked.ref)}{called}{where}: {log_line(checked.silenced)}"
            continue
        violations = report.of(checked)
        word = "pass" if not violations else "fail" if any(each.severity is Severity.ERROR for each in violations) else "warn"
        yield f"{word}  {log_line(checked.ref)}{called}{where}"
        for violation in violations:
            yield from _violation(violation, "")
    for lifted in report.excepted:
        until = f"until {lifted.exception.expires}, {log_line(lifted.exception.owner)}: {log_line(lifted.exception.reason)}"
        yield f"lifted  {log_line(lifted.violation.ref)}: {log_line(lifted.violation.subject)} ({until})"
    for note in report.notes:
        yield f"note  {log_line(note)}"
    yield log_line(report.headline)


def _violation(violation: Violation, ref: str) -> Iterator[str]:
    about = f" {ref}" if ref else ""
    yield f"  {violation.severity.value}{about}  {violation.rule.value} [{log_line(violation.policy)}]  {log_line(violation.message)}"
    for clause in violation.clause_lines:
        yield f"    clause  {log_line(clause)}"
    for source in violation.sources:
        yield f"    source  {log_line(source)}"
    for mend in violation.mends:
        yield f"    mend    {log_line(mend)}"
