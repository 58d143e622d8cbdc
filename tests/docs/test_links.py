"""Links between pages that mkdocs does not see, and the nav of those that it does. `mkdocs build --strict` checks the links inside the site."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import yaml

from tests.docs.pages import PAGES, ROOT

#: Files that are read on their own, outside the site.
OUTSIDE = [page for page in PAGES if "/" not in page]


def links(text: str) -> list[str]:
    prose = re.sub(r"^```.*?^```$", "", text, flags=re.MULTILINE | re.DOTALL)
    return [link for link in re.findall(r"\]\(([^)\s]+)\)", prose) if not re.match(r"https?://", link)]


def anchors(file: Path) -> set[str]:
    headings = re.findall(r"^#+ (.+)$", file.read_text(encoding="utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w -]", "", heading.lower()).strip().replace(" ", "-") for heading in headings}


@pytest.mark.parametrize("page", OUTSIDE)
def test_a_link_leads_to_a_file_and_a_heading(page: str) -> None:
    for link in links(PAGES[page].read_text(encoding="utf-8")):
        name, _, anchor = link.partition("#")
        file = PAGES[page].parent / name if name else PAGES[page]
        assert file.exists(), f"{page}: {link}"
        assert not anchor or anchor in anchors(file), f"{page}: {link}"


def test_the_readme_links_into_the_documentation() -> None:
    assert {"docs/start.md", "docs/open.md", "docs/cli.md", "CITATION.cff"} <= set(links(PAGES["README.md"].read_text(encoding="utf-8")))


def test_the_site_is_built_strictly() -> None:
    text = (ROOT / "mkdocs.yml").read_text(encoding="utf-8")
    assert "strict: true" in text
    validation = yaml.safe_load(text.partition("validation:\n")[2].partition("\nnav:")[0].partition("\nnot_in_nav")[0].partition("\n#")[0])
    assert {**validation["links"], **validation["nav"]} == dict.fromkeys(
        ["not_found", "absolute_links", "anchors", "unrecognized_links", "omitted_files"], "warn"
    )
