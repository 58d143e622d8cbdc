"""The pages before the theme and the browser: nothing in a record becomes markup, and one comparison serves both directions."""

from __future__ import annotations

import random

import pytest

from openweights import Artifact, Claim, License, Model, classify, dataset, diff

pytestmark = pytest.mark.site

HOSTILE = """<script>alert(1)</script>"'><img src=x onerror=alert(1)> [a](javascript:alert(1)) {{ 7 * 7 }}"""


def test_nothing_in_a_record_becomes_markup() -> None:
    from tasks.pages import record_pages

    model = Model(
        HOSTILE,
        id="hostile",
        developer=HOSTILE,
        family=HOSTILE,
        aliases=["x" + HOSTILE],
        note=HOSTILE,
        artifacts=[Artifact("model-parameters", name=HOSTILE, availability="public", license="MIT", note=HOSTILE)],
        claims=[Claim(quote=HOSTILE, category="open-source", claimant=HOSTILE, source="https://example.org/?a=%22%3E")],
    )
    page = record_pages._model_page(classify(model), {})  # pyright: ignore[reportPrivateUsage]
    license = License("LicenseRef-hostile", name=HOSTILE, steward=HOSTILE, note=HOSTILE)
    for html in (page.html, page.escaped_title, page.quoted_title, record_pages._license_page(license, [model]).html):  # pyright: ignore[reportPrivateUsage]
        assert "&lt;script&gt;" in html
        assert "<script" not in html
        assert "<img" not in html
        assert "49" not in html.replace("&#34;", "")


def test_one_comparison_serves_both_directions() -> None:
    from tasks.pages.comparison import changed_pairs

    licenses = [license for license in dataset.licenses() if license.clauses]
    draw = random.Random(9)
    for _ in range(1500):
        one, other = draw.sample(licenses, 2)
        here, there = changed_pairs(one, other), changed_pairs(other, one)
        assert sorted(zip(here[::2], here[1::2], strict=True)) == sorted(zip(there[1::2], there[::2], strict=True))
        assert len(here) == 2 * len(diff(one, other).changes)
