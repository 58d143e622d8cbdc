"""Reports as workflow commands of GitHub Actions, which annotate the lines of a pull request.

Source: GitHub documentation, "Workflow commands for GitHub Actions"; actions/toolkit, `core.issueCommand`, for what is escaped.
"""

from __future__ import annotations

from openweights.policy.place import Place
from openweights.policy.report import Report, Violation
from openweights.render.visible import log_line, visible


def rendered(report: Report) -> str:
    """Return the report as one command a violation, and the outcome as a plain last line.

    Args:
        report: The report.
    """
    lines = [_command(report, each) for each in report.violations]
    lines += [
        f"::notice title={_property(f'{each.violation.rule.value} lifted')}::"
        + _data(f"{each.violation.ref}: until {each.exception.expires}, {each.exception.owner}: {each.exception.reason}")
        for each in report.excepted
    ]
    lines += [
        f"::notice {_properties(each.place, 'openweights silenced')}::{_data(f'{each.ref}: {each.silenced}')}"
        for each in report.checked
        if each.silenced is not None
    ]
    return "".join(f"{line}\n" for line in [*lines, log_line(report.headline)])


def _command(report: Report, violation: Violation) -> str:
    place = violation.place or (Place(report.file) if report.file else None)
    given = _properties(place, f"openweights {violation.rule.value}")
    message = [f"{violation.ref}: {violation.message}", *violation.clause_lines, *violation.mends]
    return f"::{violation.severity.value} {given}::{'%0A'.join(_data(line) for line in message)}"


def _properties(place: Place | None, title: str) -> str:
    properties: dict[str, object] = {} if place is None else {"file": place.file, "line": place.line, "col": place.column}
    properties["title"] = title
    return ",".join(f"{name}={_property(str(value))}" for name, value in properties.items() if value is not None)


def _data(text: str) -> str:
    return visible(text).replace("%", "%25")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
