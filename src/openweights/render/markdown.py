"""Reports in GitHub-flavoured Markdown: for a job summary, or a comment."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import quote

from openweights.policy.report import Report, Violation
from openweights.render.visible import visible


def rendered(report: Report) -> str:
    """Return the report as Markdown: the outcome, a table of violations, what exceptions lift, and what else to know.

    Args:
        report: The report.
    """
    return "".join(f"{line}\n" for line in _lines(report))


def _lines(report: Report) -> Iterator[str]:
    yield f"## {'Passed' if report.passes else 'Blocked'}: {_plain(report.policy)}"
    yield ""
    yield f"{_plain(report.headline)} Data {_plain(report.data_version)}, {report.day}."
    if report.violations:
        yield ""
        yield "| | Model | Rule | What is wrong | Clauses | What to do |"
        yield "|---|---|---|---|---|---|"
        yield from (_row(each) for each in report.violations)
    if report.excepted:
        yield ""
        yield "| Lifted by an exception | Rule | Until | Owner | Reason |"
        yield "|---|---|---|---|---|"
        for each in report.excepted:
            cells = [
                each.violation.ref,
                each.violation.subject,
                str(each.exception.expires),
                each.exception.owner,
                each.exception.reason,
            ]
            yield f"| {' | '.join(map(_plain, cells))} |"
    silenced = [each for each in report.checked if each.silenced is not None]
    if silenced:
        yield ""
        yield "| Silenced where it stands | Where | Reason |"
        yield "|---|---|---|"
        yield from (f"| {' | '.join(map(_plain, (each.ref, str(each.place or ''), each.silenced or '')))} |" for each in silenced)
    if report.notes:
        yield ""
        yield from (f"- {_plain(note)}" for note in report.notes)


def _row(violation: Violation) -> str:
    where = f" ({_plain(str(violation.place))})" if violation.place else ""
    pages = " ".join(f"[{number}](<{_address(page)}>)" for number, page in enumerate(violation.sources, 1))
    cells = [
        violation.severity.value,
        f"{_plain(violation.ref)}{where}",
        f"{_plain(violation.rule.value)}",
        f"{_plain(violation.message)} {pages}".strip(),
        "<br>".join(map(_plain, violation.clause_lines)),
        _plain(" ".join(violation.mends)),
    ]
    return f"| {' | '.join(cells)} |"


#: What Markdown or HTML would read, spelled so that it is only shown. A mark of no width keeps `@name` and `#1` from calling somebody.
_INERT = str.maketrans(
    {
        **{mark: f"\\{mark}" for mark in "\\`*_{}[]()+!|~.:$^-="},
        "&": "&amp;",
        "<": "&lt;",
        ">": "&gt;",
        '"': "&quot;",
        "@": "@&#8203;",
        "#": "\\#&#8203;",
    }
)


def _plain(text: str) -> str:
    """Text that is nothing but text: no markup, no HTML, and no link made of an address."""
    return visible(text).translate(_INERT)


def _address(url: str) -> str:
    return quote(url, safe="/:?=&%,;+@!$*~-._")
