"""The formats by name."""

from __future__ import annotations

from enum import Enum
from importlib import import_module

from openweights import convert
from openweights.policy.report import Report


class Format(Enum):
    """What a report can be rendered as."""

    #: For a terminal.
    TEXT = "text"
    #: A JSON array with one object per model.
    JSON = "json"
    #: Static Analysis Results Interchange Format 2.1.0, for code scanning.
    SARIF = "sarif"
    #: JUnit XML, for test reports.
    JUNIT = "junit"
    #: Workflow commands of GitHub Actions, which annotate a pull request.
    GITHUB = "github"
    #: Code quality JSON, which GitLab shows in a merge request.
    GITLAB = "gitlab"
    #: For a job summary or a comment.
    MARKDOWN = "markdown"
    #: A page of its own, without a script.
    HTML = "html"
    #: A spreadsheet: one violation a row.
    CSV = "csv"


def render(report: Report, format: Format | str) -> str:
    """Return a report in a format.

    What comes from outside (names of models, of files, of publishers, clauses, reasons) is inert in every one of them.

    Args:
        report: The report.
        format: The format, or its name.

    Raises:
        InvalidValueError: If there is no such format.

    Examples:
        >>> from openweights import Policy
        >>> print(render(Policy(name="team", category="closed").check(["GPT-5"]), "text"), end="")
        pass  GPT-5
        Passed by the policy team: 1 model checked, no violations.
    """
    wanted = convert.member(Format, format)
    # A format is imported when it is asked for: a gate that prints text need not load a writer of XML.
    rendered: str = import_module(f"openweights.render.{wanted.value}").rendered(report)
    return rendered
