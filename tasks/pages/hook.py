"""Adds a page for every model and every licence to the site while it is built, with the indexes and the comparison of licences.

mkdocs calls the functions by their names. The pages exist only in the built site: 1,400 files that follow from the data are not kept.
"""

from __future__ import annotations

import sys
from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page as SitePage
from mkdocs.structure.toc import get_toc
from mkdocs.utils.templates import TemplateContext

# mkdocs loads a hook by its path, without the folder that the imports below start from.
sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from tasks.pages.comparison import comparison_files
from tasks.pages.record_pages import Page, record_pages

#: The pages that are made here, by their place among the sources; `on_files` fills it.
_made: dict[str, Page] = {}


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Add the pages, empty as yet, and the data of the comparison."""
    _made.clear()
    _made.update((page.place, page) for page in record_pages())
    for page in _made.values():
        files.append(File.generated(config, page.place, content=_front_matter(page)))
    for place, text in comparison_files():
        files.append(File.generated(config, place, content=text))
    return files


def on_page_content(html: str, page: SitePage, config: MkDocsConfig, files: Files) -> str:
    """Give a page made here its title and table of contents, and its lead, which is all that a search is to find of it."""
    del config, files
    made = _made.get(page.file.src_uri)
    if made is None:
        return html
    page.toc = get_toc(
        [
            {
                "level": 1,
                "id": "top",
                "name": made.escaped_title,
                "children": [{"level": 2, "id": anchor, "name": name, "children": []} for anchor, name in made.sections],
            }
        ]
    )
    return made.lead


def on_page_context(context: TemplateContext, page: SitePage, config: MkDocsConfig, nav: Navigation) -> TemplateContext:
    """Give a page made here the rest of its content: a hook comes after the plugins, the search among them.

    It never was Markdown, so that nothing in a record can be read as markup.
    """
    del config, nav
    made = _made.get(page.file.src_uri)
    if made is not None:
        page.content = made.html
    return context


def on_post_page(output: str, page: SitePage, config: MkDocsConfig) -> str:
    """Name the dialog of the search, which the theme leaves without a name for screen readers."""
    del page, config
    return output.replace('data-md-component="search" role="dialog"', 'data-md-component="search" role="dialog" aria-label="Search"', 1)


def _front_matter(page: Page) -> str:
    """Return what the theme must know: the title, what to leave out at the side, and how far down among the finds of a search it stands."""
    lines = [f"title: {page.quoted_title}"]
    if page.is_wide:
        lines.append("hide: [navigation, toc]")
    if page.is_record:
        lines += ["hide: [navigation]", "search: {boost: 0.1}"]
    return "\n".join(["---", *lines, "---", ""])
