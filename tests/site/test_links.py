"""Every link inside the built site leads to a page, a file and an anchor that is there."""

from __future__ import annotations

import re
from functools import cache
from html import unescape
from pathlib import Path
from urllib.parse import unquote, urljoin, urlsplit

import pytest

from openweights import dataset

pytestmark = pytest.mark.site

LINK = re.compile(r"""<(?:a|link|script|img)\b[^>]*?\s(?:href|src)=(?:"([^"]*)"|([^\s>"]+))""")
ID = re.compile(r"""\s(?:id|name)=(?:"([^"]*)"|([^\s>"]+))""")


def test_every_inner_link_leads_somewhere(site: Path) -> None:
    @cache
    def anchors(page: str) -> frozenset[str] | None:
        file = site / (page + "index.html" if page.endswith("/") or not page else page)
        if not file.is_file():
            return None
        text = file.read_text(encoding="utf-8") if file.suffix == ".html" else ""
        return frozenset(unescape(one or other) for one, other in ID.findall(text))

    broken: set[tuple[str, str]] = set()
    checked = 0
    for file in site.rglob("*.html"):
        page = file.relative_to(site).as_posix().removesuffix("index.html")
        if page == "404.html":  # it is shown at any address, and so links from the root of the site
            continue
        for found in set(LINK.findall(file.read_text(encoding="utf-8"))):
            link = unescape(found[0] or found[1])
            target = urlsplit(urljoin(f"https://site.invalid/{page}", link))
            if target.netloc != "site.invalid" or target.scheme != "https":
                continue
            checked += 1
            there = anchors(unquote(target.path).removeprefix("/"))
            # The fragment of a picture says for which theme it is; one that begins with `__` is a switch of the theme.
            is_page = target.path.endswith(("/", ".html"))
            names_part = is_page and bool(target.fragment) and not target.fragment.startswith("__")
            if there is None or (names_part and unquote(target.fragment) not in there):
                broken.add((page, link))
    assert not broken, sorted(broken)[:20]
    assert checked > 10_000


def test_every_model_and_profile_has_a_page(site: Path) -> None:
    for model in dataset.models():
        assert (site / "models" / model.id / "index.html").is_file()
    for license in dataset.licenses():
        assert (site / "licenses" / license.id.removeprefix("LicenseRef-").lower() / "index.html").is_file()
