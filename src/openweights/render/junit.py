"""Reports as JUnit XML: a model is a test case, an error of it a failure."""

from __future__ import annotations

from xml.sax.saxutils import escape, quoteattr

from openweights.policy.report import Report, Severity, Violation
from openweights.render.visible import visible


def rendered(report: Report) -> str:
    """Return the report as JUnit XML. A warning, and what an exception lifts, stand in the output of their test case.

    Args:
        report: The report.
    """
    cases = [_case(report, each.ref, (each,), ()) for each in report.general]
    for checked in report.checked:
        where = f" ({checked.place})" if checked.place else ""
        lifted = tuple(
            f"lifted until {each.exception.expires} by {each.exception.owner}: {each.violation.rule.value}: {each.exception.reason}"
            for each in report.excepted
            if (each.violation.ref, each.violation.place) == (checked.ref, checked.place)
        )
        cases.append(_case(report, f"{checked.ref}{where}", report.of(checked), lifted, checked.silenced))
    counts = f'tests="{len(cases)}" failures="{len(report.errors)}" errors="0"'
    skipped = sum(each.silenced is not None for each in report.checked)
    return (
        '<?xml version="1.0" encoding="utf-8"?>\n'
        f'<testsuites name="openweights" {counts}>\n'
        f'<testsuite name={_attribute(report.policy)} {counts} skipped="{skipped}" time="0" timestamp="{report.day}T00:00:00">\n'
        f'<properties><property name="data-version" value={_attribute(report.data_version)}/></properties>\n'
        f"{''.join(cases)}</testsuite>\n</testsuites>\n"
    )


def _case(report: Report, name: str, violations: tuple[Violation, ...], lifted: tuple[str, ...], silenced: str | None = None) -> str:
    skipped = "" if silenced is None else f"<skipped message={_attribute(silenced)}/>\n"
    failures = "".join(
        f"<failure type={_attribute(each.rule.value)} message={_attribute(each.message)}>{_body(each)}</failure>\n"
        for each in violations
        if each.severity is Severity.ERROR
    )
    said = [*(f"warning: {each.rule.value}: {each.message}" for each in violations if each.severity is Severity.WARNING), *lifted]
    out = f"<system-out>{_lines(said)}</system-out>\n" if said else ""
    return f'<testcase classname={_attribute(report.policy)} name={_attribute(name)} time="0">\n{skipped}{failures}{out}</testcase>\n'


def _body(violation: Violation) -> str:
    lines = [violation.message, *(f"clause: {each}" for each in violation.clause_lines)]
    lines += [*(f"source: {each}" for each in violation.sources), *(f"mend: {each}" for each in violation.mends)]
    return _lines(lines)


def _lines(lines: list[str]) -> str:
    return "\n".join(escape(visible(line)) for line in lines)


def _attribute(text: str) -> str:
    """XML has no way to write most control characters, so they are spelled out first."""
    return quoteattr(visible(text))
