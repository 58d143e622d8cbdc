from __future__ import annotations

import json
import random
import sys
from typing import TYPE_CHECKING

import pytest

from openweights import License, all_frameworks, assess, classify, dataset, diff

if TYPE_CHECKING:
    from playwright.sync_api import Page
    from tests.site.conftest import Visit


pytestmark = pytest.mark.site

INDEXES = ("/models/", "/licenses/")
PAGES = (*INDEXES, "/licenses/compare/?a=llama3&b=llama3.1", "/models/llama-3.1/", "/licenses/llama3.1/", "/models/olmo-2/", "/clauses/")
PHONE = {"width": 390}
DARK = {"dark": True}


def shown(page: Page) -> list[str]:
    """The name in each row that can be seen, in their order."""
    page.locator(".ow-ready").wait_for()
    names: list[str] = page.evaluate(
        "[...document.querySelectorAll('.ow-index tbody tr')].filter(row => row.getClientRects().length).map(row => row.cells[0].textContent)"
    )
    return names


def said(page: Page) -> str:
    return page.locator(".ow-records [role=status]").inner_text()


def names_of(**filters: str) -> set[str]:
    return {model.name for model in dataset.models(**filters)}


def test_the_index_has_every_record(visit: Visit) -> None:
    page = visit.open("/models/")
    assert sorted(shown(page)) == sorted(model.name for model in dataset.models())
    assert said(page) == f"{len(dataset.models()):,} models"


def test_a_search_finds_by_name_publisher_and_hub_id(visit: Visit) -> None:
    page = visit.open("/models/")
    for words, wanted in (("llama 3.1", "Llama 3.1"), ("META llama", "Llama 2"), ("meta-llama/Meta-Llama-3-8B-Instruct", "Llama 3")):
        page.get_by_label("Search", exact=False).and_(page.locator("[name=text]")).fill(words)
        found = shown(page)
        assert wanted in found
        assert len(found) < 100
        assert said(page).startswith(f"{len(found)} of ")
    page.locator("[name=text]").fill("no model is called like this")
    assert shown(page) == []


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("category", "open-source"),
        ("level", "weights-restricted"),
        ("flag", "user-threshold"),
        ("license", "llama3.1"),
        ("publisher", "University of California, Berkeley"),
        ("modality", "video"),
        ("status", "imported"),
    ],
)
def test_a_filter_shows_what_the_library_lists(visit: Visit, field: str, value: str) -> None:
    page = visit.open("/models/")
    page.locator(f"[name={field}]").select_option(value)
    assert set(shown(page)) == names_of(**{field: value})


def test_dates_filter_as_the_library_does(visit: Visit) -> None:
    page = visit.open("/models/")
    page.locator("[name=since]").fill("2024-07-01")
    page.locator("[name=until]").fill("2024-09-01")
    assert set(shown(page)) == names_of(since="2024-07-01", until="2024-09-01")


def test_a_link_keeps_filter_and_order(visit: Visit) -> None:
    page = visit.open("/models/?category=open-weights&flag=user-threshold&text=llama&sort=-released")
    found = shown(page)
    assert set(found) <= names_of(category="open-weights", flag="user-threshold")
    assert len(found) > 10
    released: list[str] = page.evaluate(
        "[...document.querySelectorAll('.ow-index tbody tr:not([hidden])')].map(row => row.cells[2].dataset.sort)"
    )
    assert len(released) == len(found)
    assert released == sorted(released, reverse=True)
    page.locator("[name=modality]").select_option("image")
    narrower = shown(page)
    page.goto("about:blank")
    page.go_back()
    assert "modality=image" in page.url
    assert shown(page) == narrower
    page.locator(".ow-filters [type=reset]").click()
    page.wait_for_function("!location.search.includes('modality')")
    assert len(shown(page)) == len(dataset.models())


def test_what_a_link_asks_for_is_never_markup(visit: Visit) -> None:
    page = visit.open("/models/?text=%3Cimg%20src%3Dx%20onerror%3Dalert(1)%3E&level=%22%3E%3Cscript%3E&sort=__proto__")
    assert page.locator(".ow-records img, .ow-records script").count() == 0
    assert shown(page) == []


def test_the_header_sorts_both_ways_by_keyboard(visit: Visit) -> None:
    page = visit.open("/models/")
    header = page.locator("th[data-key=level]")
    header.get_by_role("button").focus()
    page.keyboard.press("Enter")
    assert header.get_attribute("aria-sort") == "ascending"
    order = shown(page)
    assert classify(order[0]).level.value == "unreleased"
    page.keyboard.press("Space")
    assert header.get_attribute("aria-sort") == "descending"
    assert classify(shown(page)[0]).level.value == "fully-open"
    page.locator("th[data-key=released] button").click()
    days: list[str] = page.evaluate("[...document.querySelectorAll('.ow-index tbody tr')].map(row => row.cells[2].dataset.sort)")
    dated = [day for day in days if day]
    assert dated == sorted(dated)
    assert days == dated + [""] * (len(days) - len(dated))


def test_a_row_leads_to_its_page(visit: Visit) -> None:
    page = visit.open("/models/")
    page.get_by_role("link", name="Llama 3.1", exact=True).click()
    page.wait_for_url("**/models/llama-3.1/")
    assert "weights-restricted" in page.locator(".ow-lead").inner_text()
    page.get_by_role("link", name="LicenseRef-llama3.1").first.click()
    page.wait_for_url("**/licenses/llama3.1/")
    assert page.locator("#clauses").count() == 1


def test_a_model_s_page_has_the_verdict_of_every_definition(visit: Visit) -> None:
    page = visit.open("/models/olmo-2/")
    rows = page.locator("#definitions + * tbody tr").all()
    shown = {row.locator("th a").inner_text(): row.locator("td").nth(1).inner_text() for row in rows}
    assert shown == {each.name: assess("olmo-2", each.id).verdict for each in all_frameworks()}
    page.get_by_role("link", name="Model Openness Framework").first.click()
    page.wait_for_url("**/frameworks/mof/")


def test_the_licence_index_filters(visit: Visit) -> None:
    page = visit.open("/licenses/?freedom=non-commercial&steward=Meta")
    assert set(shown(page)) == {license.name for license in dataset.licenses(freedom="non-commercial", steward="Meta")}


def test_the_comparison_shows_what_diff_finds(visit: Visit) -> None:
    chosen = random.Random(9).sample([license.id for license in dataset.licenses() if license.clauses], 12)
    for one, other in [("LicenseRef-llama3", "LicenseRef-llama3.1"), *zip(chosen[::2], chosen[1::2], strict=True)]:
        for before, after in ((one, other), (other, one)):
            slugs = [each.removeprefix("LicenseRef-").lower() for each in (before, after)]
            page = visit.open(f"/licenses/compare/?a={slugs[0]}&b={slugs[1]}")
            changes = diff(before, after).changes
            page.get_by_text(f"{len(changes)} {'clause differs' if len(changes) == 1 else 'clauses differ'}.").wait_for()
            rows: list[list[str]] = page.evaluate(
                "[...document.querySelectorAll('.ow-result table:last-of-type')].at(-1).tBodies[0].rows.length ? [...[...document.querySelectorAll('.ow-result table')].at(-1).tBodies[0].rows].map(row => [...row.cells].map(cell => cell.textContent)) : []"
            )
            if not changes:
                continue
            expected = sorted(
                (change.kind.value, change.before.summary if change.before else "", change.after.summary if change.after else "")
                for change in changes
            )
            assert len(rows) == len(expected)
            for kind, left, right in expected:
                assert any(row[0] == kind and left in row[2] and right in row[3] for row in rows)
            rights = {
                row[0]: row[1:]
                for row in page.evaluate(
                    "[...document.querySelector('.ow-result table').tBodies[0].rows].map(row => [...row.cells].map(cell => cell.textContent))"
                )
            }
            assert rights["freedom"] == [str(License.get(before).freedom), str(License.get(after).freedom)]


@pytest.mark.parametrize("visit", [PHONE, PHONE | DARK], indirect=True, ids=["light", "dark"])
@pytest.mark.parametrize("path", PAGES)
def test_a_phone_needs_no_sideways_scrolling(visit: Visit, path: str) -> None:
    page = visit.open(path)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


@pytest.mark.parametrize("visit", [DARK], indirect=True)
def test_dark_mode_follows_the_system(visit: Visit) -> None:
    page = visit.open("/models/")
    lightness = "(element) => getComputedStyle(element).backgroundColor.match(/\\d+/g).slice(0, 3).map(Number).reduce((a, b) => a + b)"
    for selector in ("body", ".ow-filters [name=text]", ".ow-index tbody th"):
        assert page.locator(selector).first.evaluate(lightness) < 3 * 80


@pytest.mark.parametrize("visit", [{}, DARK, PHONE], indirect=True, ids=["light", "dark", "phone"])
@pytest.mark.parametrize("path", PAGES)
def test_axe_finds_nothing_serious(visit: Visit, axe: str, path: str) -> None:
    page = visit.open(path)
    page.evaluate(axe)
    # A row of an index is like the next: a tenth of them is enough, and saves minutes.
    page.evaluate("document.querySelectorAll('.ow-index tbody tr:nth-child(n+40)').forEach(row => row.remove())")
    found = page.evaluate("axe.run(document, {resultTypes: ['violations']})")
    serious = [
        (each["id"], each["impact"], [node["html"][:200] for node in each["nodes"][:3]])
        for each in found["violations"]
        if each["impact"] in ("serious", "critical")
    ]
    assert serious == []


@pytest.mark.parametrize("path", INDEXES)
def test_the_first_interaction_comes_within_a_second(visit: Visit, path: str, capsys: pytest.CaptureFixture[str]) -> None:
    measured = [{key: round(value) for key, value in _timed(visit.open(path)).items()} for _ in range(5)]
    best = min(measured, key=lambda each: each["ready"] + each["typed"])  # others work on this machine at the same time
    with capsys.disabled():
        sys.stdout.write(f"\n{path}: {json.dumps(best)} (milliseconds, bytes)\n")
    assert best["ready"] + best["typed"] < 1000
    assert best["sorted"] < 1000
    assert best["weight"] < 2_000_000


def _timed(page: Page) -> dict[str, float]:
    """Milliseconds until the page can be used, and until what a search and a sorting change is painted; the bytes that were loaded."""
    measured: dict[str, float] = page.evaluate(
        """async () => {
            const field = document.querySelector('[name=text]');
            const ready = performance.getEntriesByType('navigation')[0].domContentLoadedEventEnd;
            const painted = () => new Promise(done => requestAnimationFrame(() => setTimeout(done)));
            const timed = async act => { const start = performance.now(); act(); await painted(); return performance.now() - start; };
            const typed = await timed(() => { field.value = 'apache'; field.dispatchEvent(new Event('input', {bubbles: true})); });
            const sorted = await timed(() => document.querySelector('th[data-key] button').click());
            const weight = performance.getEntries().reduce((sum, entry) => sum + (entry.encodedBodySize ?? 0), 0);
            return {ready, typed, sorted, weight};
        }"""
    )
    return measured
