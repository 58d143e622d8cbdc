"""Write the pages of the documentation that are made from the library itself.

python tasks/write_docs.py           write them
python tasks/write_docs.py --check   only check that they are in step
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence
from pathlib import Path

from openweights import (
    ClauseKind,
    Effect,
    FlagName,
    License,
    Modality,
    Openness,
    Outcome,
    Relation,
    Verdict,
    assess,
    classify,
    dataset,
    models,
    outgoing,
)
from openweights.assessment import Framework
from openweights.assessor import all_frameworks, crosswalk
from openweights.guidance import ADVICE, Need
from openweights.registry import statistics

# Run by its path, a script sees its own folder only.
sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from tasks.pages.command_line import cli_page
from tasks.pages.figures import filled

ROOT = Path(__file__).resolve().parent.parent
DOCS = ROOT / "docs"

#: Pages that people write, with regions for figures.
WITH_FIGURES = ("README.md", "docs/index.md", "docs/open.md")

#: The licences that model repositories of the Hub carry most, by Hub id, with the deprecated GNU ids as what they most often mean.
COMMON = (
    "apache-2.0",
    "mit",
    "cc-by-4.0",
    "bsd-3-clause",
    "openmdw-1.0",
    "cc-by-sa-4.0",
    "GPL-3.0-only",
    "AGPL-3.0-only",
    "cc-by-nc-4.0",
    "cc-by-nc-sa-4.0",
    "cc-by-nc-nd-4.0",
    "creativeml-openrail-m",
    "bigscience-openrail-m",
    "bigcode-openrail-m",
    "llama2",
    "llama3",
    "llama3.1",
    "llama3.2",
    "llama4",
    "gemma",
)

_WORDS = {
    Outcome.PERMITTED: "yes",
    Outcome.PERMITTED_WITH_OBLIGATIONS: "yes, with terms",
    Outcome.UNKNOWN: "?",
    Outcome.NEEDS_LICENSE: "ask",
}


def table(header: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Return a Markdown table."""
    lines = [header, ["---"] * len(header), *rows]
    return "\n".join("| " + " | ".join(cell.replace("|", "\\|") for cell in line) + " |" for line in lines)


def short(license: License) -> str:
    """Return an id without `LicenseRef-`."""
    return license.id.removeprefix("LicenseRef-")


def outgoing_page() -> str:
    """Return the page with the two matrices and the conflicts behind them."""
    licenses = [License.get(name) for name in COMMON]
    merges: list[list[str]] = []
    fine_tunes: list[list[str]] = []
    reasons: dict[str, None] = {}
    for base in licenses:
        tuned = outgoing(base, Relation.FINETUNE)
        fine_tunes.append([f"**{short(base)}**", *(_WORDS.get(tuned.under(other), "no") for other in licenses)])
        row = [f"**{short(base)}**"]
        for other in licenses:
            merged = outgoing([base, other], Relation.MERGE)
            certain = [conflict for conflict in merged.conflicts if conflict.certain is Verdict.MET]
            doubtful = len(merged.conflicts) > len(certain)
            word = "no" if merged.outcome.permits is Verdict.NOT_MET else merged.freedom.high.value
            row.append(word + (" (?)" if doubtful and word != "no" else ""))
            reasons.update((conflict.reason, None) for conflict in merged.conflicts)
        merges.append(row)
    header = ["", *map(short, licenses)]
    return "\n".join(
        [
            "# Publishing a derivative",
            "",
            "Made by `tasks/write_docs.py` from the licence profiles; `outgoing(bases, relation)` answers the same for any models. Not legal advice.",
            "",
            "```python",
            ">>> from openweights import outgoing",
            '>>> answer = outgoing("Llama 3.1", "finetune")',
            '>>> answer.under("mit").value',
            "'permitted-with-obligations'",
            ">>> [duty.term.clause.wording for duty in answer.obligations if duty.term.clause.wording]",
            "['Built with Llama', 'Llama']",
            "",
            "```",
            "",
            "## A fine-tune of a base (row) published under a licence (column)",
            "",
            "*yes*: nothing stands against it. *yes, with terms*: the clauses of the base hold beside that licence, or duties such as a notice go",
            "along. *no*: share-alike asks for another licence, no derivative may be published, or the licence leaves no room for the base's terms.",
            "",
            table(header, fine_tunes),
            "",
            "## A merge of two bases",
            "",
            "What the result can come to at most on the freedom axis, or *no* if their duties contradict each other. *(?)*: a clause may reach the merge;",
            "the texts do not say.",
            "",
            table(header, merges),
            "",
            "## The contradictions behind it",
            "",
            *(f"- {reason}" for reason in sorted(reasons)),
            "",
        ]
    )


def clauses_page() -> str:
    """Return the page with the vocabulary of clauses and what each comes to."""
    rows: list[list[str]] = []
    for kind in ClauseKind:
        effects = [effect for effect in Effect if kind.breaks(effect)]
        rows.append(
            [f"`{kind.value}`", kind.breaks(effects[0]) or "" if effects else "", ", ".join(f"`{effect.value}`" for effect in effects)]
        )
    figures = statistics()
    return "\n".join(
        [
            "# Clauses and flags",
            "",
            "Made by `tasks/write_docs.py` from the library. `openweights license --stats` prints the figures.",
            "",
            table(["what", "count"], [[what.replace("_", " "), f"{count:,}"] for what, count in figures.items()]),
            "",
            "## Clauses",
            "",
            "A clause has a kind, an effect and the section where it stands; where the text says so also a threshold, territories, purposes, modalities,",
            "acts, an exception or fixed words. A clause that starts at a number or in a territory breaks criterion 5 of the Open Source Definition,",
            "whatever its kind; for the rest the kind and the effect decide.",
            "",
            table(["kind", "breaks", "with these effects"], rows),
            "",
            "## Flags",
            "",
            "Flags are derived from clauses and never stored: "
            + ", ".join(f"`{flag.value}`" for flag in FlagName)
            + ". The last three are information, not departures from the definition.",
            "",
        ]
    )


def framework_page(framework: Framework) -> str:
    """Return the page of one framework: what it is, and its rules as the code has them."""
    module = sys.modules[framework.assess.__module__]
    lead = (module.__doc__ or "").strip()
    rows = [
        [f"`{criterion.id}`", criterion.title, criterion.source, ", ".join(f"`{kind.value}`" for kind in criterion.artifacts)]
        for criterion in framework.criteria
    ]
    return "\n".join(
        [
            f"# {framework.name}",
            "",
            f'`assess(model, "{framework.id}")` applies version {framework.version} of {framework.date}, <{framework.url}>. Made by',
            "`tasks/write_docs.py` from the code. Not legal advice.",
            "",
            lead,
            "",
            table(["criterion", "asks for", "source", "artifacts"], rows),
            "",
        ]
    )


def crosswalk_page() -> str:
    """Return the page that sets the frameworks side by side, artifact by artifact."""
    known = all_frameworks()
    rows = [
        [f"`{row.artifact.value}`", *(", ".join(f"`{each}`" for each in dict(row.criteria).get(framework.id, ())) for framework in known)]
        for row in crosswalk()
    ]
    return "\n".join(
        [
            "# Frameworks side by side",
            "",
            "Which criterion of which definition is about which artifact. Made by `tasks/write_docs.py` from the code; `crosswalk()` gives the same as",
            "data, `compare(models)` a matrix of verdicts.",
            "",
            table(["artifact", *(f"[{each.id}]({each.id}.md)" for each in known)], rows),
            "",
        ]
    )


def verdicts_page() -> str:
    """Return the page with every bundled model under every framework, and what decided under the OSAID."""
    rows: list[list[str]] = []
    for model in sorted(models(), key=lambda model: (model.developer or "", str(model.released or ""), model.id)):
        answers = assess(model)
        osaid = next(answer for answer in answers if answer.framework == "osaid")
        deciding = [f"`{finding.id}` {finding.verdict.value}" for finding in osaid.criteria if finding.verdict is osaid.met]
        rows.append([model.name, classify(model).level.value, *(answer.verdict for answer in answers), ", ".join(deciding)])
    return "\n".join(
        [
            "# The bundled models under each definition",
            "",
            "Made by `tasks/write_docs.py`. The last column has the criteria that decided under the OSAID.",
            "",
            table(["model", "level", *(each.id for each in all_frameworks()), "deciding under the OSAID"], rows),
            "",
        ]
    )


#: What the figures of the coverage page are called; a figure without a name here is left to `openweights list --stats`.
_FIGURES = {
    "releases": "releases",
    "status_curated": "of them curated",
    "status_imported": "of them imported",
    "publishers": "publishers",
    "hub_repositories": "repositories of the Hugging Face Hub",
    "closed": "closed releases",
    "closed_with_service_terms": "of them with the terms of their service",
    "open_source_candidates": "candidates for open source, recorded part by part",
    "with_base_models": "releases with recorded bases",
    "with_history": "releases whose terms changed",
    "level_uncertain": "releases whose level is an interval",
}


def coverage_page() -> str:
    """Return the page with the figures of the data set, and claims against findings."""
    numbers = dataset.stats()
    share = numbers["wanted_names_resolved"] / numbers["wanted_names"]
    figures = [(name, f"{numbers[key]:,}") for key, name in _FIGURES.items()]
    figures.append(("names that people look up (2023 and later) that resolve", f"{share:.0%} of {numbers['wanted_names']:,}"))
    levels = [(level.value, f"{numbers[f'level_{level.value}']:,}", level.rule) for level in Openness]
    media = [
        (modality.value, f"{numbers[f'modality_{modality.value}']:,}") for modality in Modality if numbers[f"modality_{modality.value}"]
    ]
    total, *publishers = dataset.paradox()
    claims = [
        (row.publisher or "**all**", str(row.claimed), str(row.met), str(row.not_met), str(row.unknown))
        for row in (total, *publishers)
        if row.claimed > 1
    ]
    return f"""# Coverage

What the bundled data, version {dataset.version}, hold. `openweights list --stats` prints the same of the data in use, your own records included.

{table(("what", "number"), figures)}

## By level

Releases whose level is certain.

{table(("level", "releases", "meaning"), levels)}

## By modality

{table(("modality", "releases"), media)}

## The paradox: called open source, with strings

Of {total.claimed} releases that somebody calls open source, {total.met} are by the OSI's definition of open source AI, {total.not_met} certainly are not, and of {total.unknown} it is not
known. Most of those that are not lack code or data information, or put terms on the weights that the Open Source Definition does not allow. Publishers
with two or more such releases; `openweights list --claims` shows all.

{table(("publisher", "called open source", "are", "are not", "not known"), claims)}
"""


def choosing_page() -> str:
    """Return the page on which way of releasing fits which need."""
    sections = "\n\n".join(
        f"""## {advice.category.value.replace("-", " ").capitalize()}

For example {", ".join(advice.examples)}.

**For it**

{_listed(advice.pros)}

**Against it**

{_listed(advice.cons)}

**Why publishers release this way**

{_listed(advice.why_released)}"""
        for advice in ADVICE.values()
    )
    needs = [
        (need.value, *(f"yes: {advice.meets[need]}" if need in advice.meets else advice.fails.get(need, "") for advice in ADVICE.values()))
        for need in Need
    ]
    return f"""# Choosing

Which way of releasing fits what matters to you, and what it costs. `recommend` ranks the three by your needs and lists releases whose terms permit your use;
it never hides what is given up.

```python
>>> from openweights.guidance import recommend
>>> best = recommend(["data-privacy", "commercial-scale"], commercial=True, monthly_active_users=800_000_000)[0]
>>> best.category.value, [need.value for need, _ in best.reasons]
('open-source', ['data-privacy', 'commercial-scale'])

```

On the command line: `openweights recommend --need data-privacy --need commercial-scale --commercial --mau 800000000`.

{sections}

## Need by need

{table(("need", *(advice.category.value for advice in ADVICE.values())), needs)}
"""


def _listed(sentences: Sequence[str]) -> str:
    return "\n".join(f"- {sentence}" for sentence in sentences)


def pages() -> dict[str, str]:
    """Return the text of every page that is made here, whole or in regions, by its path."""
    made = {
        "cli.md": cli_page(),
        "publishing.md": outgoing_page(),
        "clauses.md": clauses_page(),
        "coverage.md": coverage_page(),
        "choosing.md": choosing_page(),
        "frameworks/index.md": crosswalk_page(),
        "frameworks/verdicts.md": verdicts_page(),
    }
    made |= {f"frameworks/{framework.id}.md": framework_page(framework) for framework in all_frameworks()}
    written = {name: filled((ROOT / name).read_text(encoding="utf-8")) for name in WITH_FIGURES}
    return {f"docs/{name}": text for name, text in made.items()} | written


def main(arguments: list[str]) -> int:
    """Write the pages, or check that they are in step; return the exit status."""
    stale = False
    for name, text in pages().items():
        file = ROOT / name
        if "--check" not in arguments:
            file.parent.mkdir(exist_ok=True)
            file.write_text(text, encoding="utf-8")
        elif not file.exists() or file.read_text(encoding="utf-8") != text:
            print(f"{name} is out of step: run `python tasks/write_docs.py`.", file=sys.stderr)
            stale = True
    return 1 if stale else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
