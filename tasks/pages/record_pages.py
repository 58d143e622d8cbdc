"""The pages made from the data: one a model, one a licence, the two indexes and the form for a comparison."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from functools import cache
from html import escape
from pathlib import Path
from typing import cast

from attrs import frozen
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from openweights import (
    Category,
    Classification,
    Freedom,
    License,
    LicenseExpression,
    Modality,
    Model,
    Openness,
    Right,
    Status,
    all_frameworks,
    assess,
    classify,
    dataset,
    effective_terms,
    find_model,
    models,
)
from openweights.clause import Clause
from openweights.flags import INFORMATION, FlagName, flags_of
from openweights.lineage import ancestors
from openweights.registry import find_license, spdx_ids
from openweights.terms import Terms


@frozen(kw_only=True)
class Page:
    """One page of the site, ready but for the frame that the theme puts around it."""

    #: Where it would stand among the sources, `models/llama-3.md`.
    place: str
    #: Its title, as plain text.
    title: str
    #: What it shows.
    html: str
    #: Anchor and name of each of its sections.
    sections: tuple[tuple[str, str], ...] = ()
    #: Whether it is about one record; such pages are many, and stay out of the navigation.
    is_record: bool = True
    #: Whether it is a table that takes the whole width.
    is_wide: bool = False

    @property
    def lead(self) -> str:
        """What stands above the first table, form or list."""
        return self.html.partition("<div data-search-exclude")[0]

    @property
    def escaped_title(self) -> str:
        """The title for the table of contents, which takes HTML."""
        return escape(self.title)

    @property
    def quoted_title(self) -> str:
        """The title as a YAML string, which every JSON string is; the theme takes it for HTML."""
        return json.dumps(escape(self.title, quote=False), ensure_ascii=False)


def record_pages() -> Iterator[Page]:
    """Yield every page that is made from the data."""
    answers = {model.id: classify(model) for model in models()}
    shown = {license.id: license for license in _licenses()}
    under = _models_under(answers.values())
    children = _children(answers.values())
    yield _models_index(answers)
    yield _licenses_index(shown, under)
    yield _comparison_form()
    for answer in answers.values():
        yield _model_page(answer, children)
    for license in shown.values():
        yield _license_page(license, under.get(license.id, ()))


def slug_of(license_id: str) -> str:
    """Return the name of the page of a licence."""
    return _short(license_id).lower()


@cache
def _slugs() -> dict[str, str]:
    """The page of each licence that has one."""
    slugs = {license.id: slug_of(license.id) for license in _licenses()}
    if len(set(slugs.values())) < len(slugs) or "compare" in slugs.values() or "index" in slugs.values():
        raise ValueError("Two licences want the same page. Give one another id.")
    return slugs


@cache
def _licenses() -> tuple[License, ...]:
    """Every licence that a reader can meet here: the profiles, the SPDX list with its exceptions, and whatever else a model names."""
    known = {license.id: license for license in dataset.licenses()}
    for spdx_id in spdx_ids():
        license = find_license(spdx_id)
        if license is not None:
            known.setdefault(license.id, license)
    for model in models():
        for expression in _expressions(model):
            for license in expression.licenses:
                known.setdefault(license.id, license)
                for member in license.members:
                    known.setdefault(member.id, member)
    return tuple(sorted(known.values(), key=lambda known: slug_of(known.id)))


def _expressions(model: Model) -> Iterator[LicenseExpression]:
    for artifact in model.artifacts:
        terms = model.license_of(artifact)
        yield from (each for each in (terms, *(earlier.license for earlier in artifact.history)) if each)
    yield from (terms.license for terms in model.service_terms)


def _models_under(answers: Iterable[Classification]) -> dict[str, list[Model]]:
    """The models by the licences of their parts and of their services."""
    found: dict[str, dict[str, Model]] = {}
    for answer in answers:
        model = answer.model
        if model is not None:
            for expression in _expressions(model):
                for license in expression.licenses:
                    found.setdefault(license.id, {})[model.id] = model
    return {license_id: sorted(under.values(), key=lambda model: model.name.casefold()) for license_id, under in found.items()}


def _children(answers: Iterable[Classification]) -> dict[str, list[tuple[Model, str]]]:
    """The models that name another one as their base, with the relation, by the id of that base."""
    found: dict[str, list[tuple[Model, str]]] = {}
    for answer in answers:
        for base in answer.model.base_models if answer.model else ():
            known = find_model(base.name)
            if known is not None and answer.model is not None:
                found.setdefault(known.id, []).append((answer.model, base.relation.value))
    return found


def _model_page(answer: Classification, children: dict[str, list[tuple[Model, str]]]) -> Page:
    model = answer.model
    if model is None:
        raise ValueError(f"{answer.name} is no single release.")
    history = [(artifact, earlier) for artifact in model.artifacts for earlier in artifact.history]
    lineage = ancestors(model, find_model)
    descendants = children.get(model.id, [])
    sections = (
        ("level", "Why this level"),
        ("definitions", "Under each definition"),
        ("strings", "Strings attached"),
        *([("next", "One level up")] if answer.next else []),
        ("artifacts", "Artifacts"),
        *([("service", "Terms of the service")] if model.service_terms else []),
        *([("lineage", "Lineage")] if lineage or descendants else []),
        *([("claims", "Claims")] if answer.claims else []),
        *([("history", "History")] if history else []),
        ("sources", "Record and sources"),
    )
    html = _rendered(
        "model.html",
        root="../../",
        sections=dict(sections),
        answer=answer,
        model=model,
        definitions=[(framework, assess(model, framework.id)) for framework in all_frameworks()],
        modalities=_in_order(model.modalities),
        terms=effective_terms(model, find_model),
        lineage=lineage,
        descendants=descendants,
        history=history,
        overclaims={over.claim: over for over in answer.openwashing},
    )
    return Page(place=f"models/{model.id}.md", title=model.name, html=html, sections=sections)


def _license_page(license: License, under: Iterable[Model]) -> Page:
    under = tuple(under)
    sections = (
        ("rights", "Rights"),
        *([("flags", "Flags")] if license.clauses else []),
        *([("clauses", "Clauses")] if license.clauses else []),
        *([("members", "Stands for")] if license.members else []),
        *([("models", "Models under it")] if under else []),
        ("record", "Record and sources"),
    )
    html = _rendered(
        "license.html",
        root="../../",
        sections=dict(sections),
        license=license,
        rights=[(right.value, license.permits(right).value) for right in Right],
        flags=flags_of(Terms.of(license)),
        under=under,
        profiled=license.clauses != (),
    )
    return Page(place=f"licenses/{slug_of(license.id)}.md", title=license.name, html=html, sections=sections)


def _models_index(answers: dict[str, Classification]) -> Page:
    rows = dataset.table()
    choices = {
        "category": [each.value for each in Category],
        "level": [each.value for each in Openness],
        "flag": [each.value for each in FlagName],
        "modality": [each.value for each in Modality if any(each.value in _texts(row["modalities"]) for row in rows)],
        "license": sorted({_short(each) for row in rows for each in _texts(row["licenses"])}, key=str.casefold),
        "publisher": sorted({str(row["developer"]) for row in rows if row["developer"]}, key=str.casefold),
        "status": [each.value for each in Status if any(row["status"] == each.value for row in rows)],
    }
    ordered = sorted(answers.values(), key=_newest_first)
    html = _rendered(
        "models.html", root="../", choices=choices, answers=ordered, rows={row["id"]: row for row in rows}, version=dataset.version
    )
    return Page(place="models/index.md", title="Model index", html=html, is_record=False, is_wide=True)


def _newest_first(answer: Classification) -> tuple[tuple[int, ...], str]:
    """A key that puts the newest first, and those without a date last."""
    released = answer.model.released if answer.model else None
    return (-released.year, -released.month, -released.day) if released else (0,), answer.name.casefold()


def _licenses_index(shown: dict[str, License], under: dict[str, list[Model]]) -> Page:
    entries = [
        (
            license,
            license.permits(Right.COMMERCIAL).value,
            [flag.name.value for flag in flags_of(Terms.of(license))],
            len(under.get(license.id, ())),
        )
        for license in shown.values()
    ]
    entries.sort(key=lambda entry: (-entry[-1], slug_of(entry[0].id)))
    choices = {
        "freedom": [each.value for each in Freedom],
        "flag": [each.value for each in FlagName if any(each.value in flags for _, _, flags, _ in entries)],
        "steward": sorted({license.steward for license in shown.values() if license.steward}, key=str.casefold),
    }
    html = _rendered("licenses.html", root="../", choices=choices, entries=entries, version=dataset.version)
    return Page(place="licenses/index.md", title="Licence index", html=html, is_record=False, is_wide=True)


def compared_licenses() -> tuple[License, ...]:
    """Return the licences that can be compared clause by clause: those whose clauses are on record."""
    return tuple(license for license in _licenses() if license.clauses)


def _comparison_form() -> Page:
    html = _rendered("compare.html", root="../../", licenses=compared_licenses(), version=dataset.version)
    return Page(place="licenses/compare.md", title="Compare two licences", html=html, is_record=False)


def _in_order(modalities: frozenset[Modality]) -> list[str]:
    return [each.value for each in Modality if each in modalities]


def _texts(value: object) -> list[str]:
    return [str(each) for each in cast("list[object]", value)] if isinstance(value, list) else []


def clause_details(clause: Clause) -> list[str]:
    """Return what narrows or widens a clause besides its summary, a phrase each."""
    lists = (
        ("territories", sorted(clause.territories)),
        ("purposes", sorted(each.value for each in clause.purposes)),
        ("modalities", sorted(each.value for each in clause.modalities)),
        ("acts", sorted(each.value for each in clause.acts)),
    )
    details = [f"threshold: {clause.threshold}"] if clause.threshold else []
    details += [f"{name}: {', '.join(values)}" for name, values in lists if values]
    if clause.basis:
        details.append(f"basis: {clause.basis.value}")
    if clause.trained_models:
        details.append(f"models: {clause.trained_models.value}")
    details += ["commercial use only"] * clause.only_commercial + ["binds outputs"] * clause.binds_outputs
    details += [
        f"{name}: {text}" for name, text in (("scope", clause.scope), ("spares", clause.exception), ("words", clause.wording)) if text
    ]
    return details


def _short(license_id: str) -> str:
    return license_id.removeprefix("LicenseRef-")


def _license_link(license_id: str, root: str) -> Markup:
    """A licence id, as a link if the licence has a page."""
    slug = _slugs().get(license_id)
    if slug is None:
        return Markup("{}").format(license_id)
    return Markup('<a href="{}licenses/{}/">{}</a>').format(root, slug, license_id)


def _expression_link(expression: LicenseExpression | None, root: str) -> Markup:
    """An expression with its licences as links."""
    if expression is None:
        return Markup('<span class="ow-soft">not known</span>')
    words = re.split(r"([ ()]+)", expression.text)
    return Markup().join(_license_link(word, root) for word in words)


def _page_link(url: str) -> Markup:
    """An address of another site, shown without the part that all of them have."""
    return Markup('<a href="{}" rel="noopener">{}</a>').format(url, url.partition("://")[2].removesuffix("/"))


def _sortable_date(date: object) -> str:
    """A date by which texts are ordered as `PartialDate` orders dates: one that lacks month or day comes before those that have it."""
    return f"{date}-00-00"[:10] if date else ""


@cache
def _templates() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(Path(__file__).parent / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    # Jinja declares the type of its own filters and tests only.
    cast("dict[str, object]", environment.filters).update(
        details=clause_details,
        expression=_expression_link,
        sortable_date=_sortable_date,
        license=_license_link,
        page=_page_link,
        short=_short,
        slug=slug_of,
    )
    cast("dict[str, object]", environment.tests)["information"] = INFORMATION.__contains__
    return environment


def _rendered(template: str, **values: object) -> str:
    return _templates().get_template(template).render(values)
