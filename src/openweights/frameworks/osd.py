"""The Open Source Definition 1.9 (OSI), <https://opensource.org/osd>, applied to the terms on a model's parameters.

Ten criteria, all of which must hold. A clause breaks the criterion that its kind and effect say (`ClauseKind.breaks`), or the fifth
if it starts at a number or in a territory (rule 2.7). A denied or restricted right that no clause explains breaks the one that gives it.
"""

from __future__ import annotations

import datetime

from openweights.artifact import ArtifactKind
from openweights.assessment import Assessment, Criterion, Framework
from openweights.finding import Finding, evidence
from openweights.frameworks.osaid import is_open
from openweights.ladder import Freedom
from openweights.license import License
from openweights.lineage import Resolve, effective_terms, resolve_nothing
from openweights.model import Model
from openweights.permission import Permission, Right
from openweights.terms import Terms
from openweights.verdict import Verdict

_OSD = "Open Source Definition 1.9, criterion"

CRITERIA = (
    Criterion(id="osd.1", title="free redistribution, without a royalty", source=f"{_OSD} 1", artifacts=(ArtifactKind.MODEL_PARAMETERS,)),
    Criterion(id="osd.2", title="source code available", source=f"{_OSD} 2"),
    Criterion(id="osd.3", title="changes and derived works allowed, under the same terms", source=f"{_OSD} 3"),
    Criterion(id="osd.4", title="integrity of the author's source at most by patches or another name", source=f"{_OSD} 4"),
    Criterion(id="osd.5", title="no discrimination against persons or groups", source=f"{_OSD} 5"),
    Criterion(id="osd.6", title="no discrimination against fields of endeavour", source=f"{_OSD} 6"),
    Criterion(id="osd.7", title="the rights reach all recipients without a further licence", source=f"{_OSD} 7"),
    Criterion(id="osd.8", title="not specific to a product", source=f"{_OSD} 8"),
    Criterion(id="osd.9", title="no restriction on other software", source=f"{_OSD} 9"),
    Criterion(id="osd.10", title="technology-neutral", source=f"{_OSD} 10"),
)

#: The criterion that gives a right, for a right that is withheld without a clause on record.
_GIVES = {
    Right.SHARE: "osd.1",
    Right.MODIFY: "osd.3",
    Right.STUDY: "osd.3",
    Right.USE: "osd.6",
    Right.COMMERCIAL: "osd.6",
}


def assess(model: Model, resolve: Resolve = resolve_nothing) -> Assessment:
    """Return what the Open Source Definition says of the effective terms on a model's parameters.

    Args:
        model: The model; the terms of every base whose weights it contains count too.
        resolve: Finds a base that is given by name.

    Raises:
        LineageError: If the lineage has no end.

    Source: Open Source Definition 1.9; design rules 2.4 and 2.7.
    """
    return _assessment(model.name, effective_terms(model, resolve), evidence(model.artifacts_of(ArtifactKind.MODEL_PARAMETERS)))


def assess_license(license: License) -> Assessment:
    """Return what the Open Source Definition says of a licence.

    Args:
        license: The licence.

    Examples:
        >>> assess_license(License.get("llama3")).verdict
        'does-not-conform'
        >>> [each.id for each in assess_license(License.get("llama3")).criteria if each.verdict is Verdict.NOT_MET]
        ['osd.4', 'osd.5', 'osd.6', 'osd.10']
    """
    sources = tuple(source for source in (license.source,) if source)
    return _assessment(license.name, Terms.of(license), sources)


def _assessment(name: str, terms: Terms, sources: tuple[str, ...]) -> Assessment:
    broken = _broken(terms)
    met = is_open(terms.freedom)
    findings: list[Finding] = []
    for criterion in CRITERIA:
        reasons = broken.get(criterion.id, [])
        if criterion.id == "osd.2":
            verdict, reason = Verdict.MET, "Not judged on terms: for a model the source is what the OSAID asks for."
        elif reasons:
            verdict, reason = Verdict.NOT_MET, f"Broken by {'; '.join(reasons[:4])}{'; ...' if len(reasons) > 4 else ''}."
        elif met is Verdict.MET or terms.freedom.certain:
            verdict, reason = Verdict.MET, "Nothing in the terms stands against it."
        else:
            verdict, reason = Verdict.UNKNOWN, "The terms are not fully known."
        findings.append(Finding(criterion.id, verdict, reason, sources))
    word = {Verdict.MET: "conforms", Verdict.NOT_MET: "does-not-conform", Verdict.UNKNOWN: "unknown"}[met]
    return Assessment(framework="osd", version="1.9", name=name, verdict=word, met=met, criteria=tuple(findings))


def _broken(terms: Terms) -> dict[str, list[str]]:
    """The criteria that are broken, each with what breaks it."""
    broken: dict[str, list[str]] = {}
    for term in terms.departures:
        clause = term.clause
        where = f"{term.license}{f' {clause.section}' if clause.section else ''}{f', through {term.via}' if term.via else ''}"
        broken.setdefault(clause.departs_from or "", []).append(f"{where} ({clause.kind.value})")
    if not terms.departures and terms.freedom.high < Freedom.OPEN:
        for right, criterion in _GIVES.items():
            if terms.permissions[right] in (Permission.DENIED, Permission.CONDITIONAL):
                broken.setdefault(criterion, []).append(f"the right to {right.value} being {terms.permissions[right].value}")
    return broken


FRAMEWORK = Framework(
    id="osd",
    name="Open Source Definition",
    version="1.9",
    date=datetime.date(2007, 3, 22),
    url="https://opensource.org/osd",
    criteria=CRITERIA,
    assess=assess,
)
