"""Reports as a page of its own: no script, nothing loaded from anywhere, in light and dark."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from openweights.policy.report import Checked, Excepted, Report, Severity, Violation
from openweights.render.visible import visible

#: What a browser may do with the page: apply its style, and nothing else.
_CONTENT = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"

_STYLE = """
:root { color-scheme: light dark; --line: #d0d7de; --soft: #57606a; --page: #ffffff; --card: #f6f8fa; --ink: #1f2328;
  --error: #b42318; --warning: #8a5a00; --pass: #1a7f37; }
@media (prefers-color-scheme: dark) { :root { --line: #3d444d; --soft: #a3acb6; --page: #0d1117; --card: #161b22; --ink: #e6edf3;
  --error: #ff8a80; --warning: #e3b341; --pass: #56d364; } }
body { margin: 0 auto; max-width: 62rem; padding: 1.5rem; background: var(--page); color: var(--ink);
  font: 16px/1.5 system-ui, "DejaVu Sans", sans-serif; overflow-wrap: anywhere; }
h1 { font-size: 1.5rem; margin: 0 0 .25rem; } h2 { font-size: 1.15rem; margin: 2rem 0 .5rem; } h3 { font-size: 1rem; margin: 0; }
p { margin: .25rem 0; } .soft { color: var(--soft); font-size: .9rem; }
article { border: 1px solid var(--line); border-left: .35rem solid var(--tone); border-radius: .4rem; background: var(--card);
  padding: .75rem 1rem; margin: .75rem 0; }
.error { --tone: var(--error); } .warning { --tone: var(--warning); } .pass { --tone: var(--pass); }
.word { color: var(--tone); font-weight: 700; } ul { margin: .25rem 0; padding-left: 1.25rem; }
table { border-collapse: collapse; width: 100%; } th, td { border-bottom: 1px solid var(--line); padding: .3rem .5rem; text-align: left;
  vertical-align: top; } a { color: inherit; } code { font-family: ui-monospace, "DejaVu Sans Mono", monospace; font-size: .9em; }
"""


def rendered(report: Report) -> str:
    """Return the report as an HTML page.

    Args:
        report: The report.
    """
    tone = "pass" if report.passes else "error"
    where = f", <code>{_text(report.file)}</code>" if report.file else ""
    body = [
        f'<h1 class="{tone}"><span class="word">{"Passed" if report.passes else "Blocked"}</span> {_text(report.policy)}</h1>',
        f"<p>{_text(report.headline)}</p>",
        f'<p class="soft">Data {_text(report.data_version)}, {report.day}{where}</p>',
        *_section("What fails", [_violation(each) for each in report.errors]),
        *_section("Warnings", [_violation(each) for each in report.warnings]),
        *_section("Lifted by exceptions", [_lifted(report.excepted)] if report.excepted else []),
        *_section("Notes", [f"<ul>{''.join(f'<li>{_text(note)}</li>' for note in report.notes)}</ul>"] if report.notes else []),
        *_section("Models", [_models(report)]),
    ]
    return (
        '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{_CONTENT}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n<meta name="referrer" content="no-referrer">\n'
        f"<title>{_text(report.policy)}: {'passed' if report.passes else 'blocked'}</title>\n<style>{_STYLE}</style>\n</head>\n<body>\n"
        + "\n".join(body)
        + "\n</body>\n</html>\n"
    )


def _section(title: str, parts: list[str]) -> list[str]:
    return [f"<h2>{title}</h2>", *parts] if parts else []


def _violation(violation: Violation) -> str:
    tone = violation.severity.value
    where = f' <span class="soft">{_text(str(violation.place))}</span>' if violation.place else ""
    clauses = "".join(f"<li>{_text(each)}</li>" for each in violation.clause_lines)
    pages = ", ".join(f'<a href="{_text(each)}" rel="noopener noreferrer">{_text(each)}</a>' for each in violation.sources)
    mends = f"<p><b>What to do:</b> {_text(' '.join(violation.mends))}</p>"
    return (
        f'<article class="{tone}"><h3>{_text(violation.ref)}{where}</h3>'
        f'<p><span class="word">{tone}</span> <code>{_text(violation.rule.value)}</code> '
        f'<span class="soft">{_text(violation.policy)}</span></p>'
        f"<p>{_text(violation.message)}</p>{f'<ul>{clauses}</ul>' if clauses else ''}{mends}"
        f"{f'<p class=soft>Sources: {pages}</p>' if pages else ''}</article>"
    )


def _lifted(lifted: tuple[Excepted, ...]) -> str:
    rows = [
        (each.violation.ref, each.violation.subject, str(each.exception.expires), each.exception.owner, each.exception.reason)
        for each in lifted
    ]
    return _table(("Model", "Rule", "Until", "Owner", "Reason"), rows)


def _models(report: Report) -> str:
    rows = [(each.ref, each.model or "not on record", str(each.place or ""), _outcome(each, report.of(each))) for each in report.checked]
    return _table(("Named", "On record", "Where", "Outcome"), rows)


def _outcome(checked: Checked, violations: tuple[Violation, ...]) -> str:
    if checked.silenced is not None:
        return f"silenced: {checked.silenced}"
    if any(each.severity is Severity.ERROR for each in violations):
        return "fails"
    return "passes with a warning" if violations else "passes"


def _table(header: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    head = "".join(f"<th>{_text(each)}</th>" for each in header)
    body = "".join(f"<tr>{''.join(f'<td>{_text(each)}</td>' for each in row)}</tr>" for row in rows)
    return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"


def _text(text: str) -> str:
    return escape(visible(text), quote=True)
