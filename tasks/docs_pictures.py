"""A hook of mkdocs: draws the pictures of the pages from the bundled data when the site is built.

A page says where a picture stands with a line of its own, `<!-- picture: openness_map -->`; the name is that of the function in `openweights.plot`.
The picture is there on light and on dark ground, of which the page shows the one that fits, with its text alternative and its data to download.
No picture is in git: one that is could lag behind the data.
"""

from __future__ import annotations

import csv
import io
import posixpath
import re
from collections.abc import Callable
from html import escape
from typing import TYPE_CHECKING

from mkdocs.exceptions import PluginError
from mkdocs.structure.files import File, Files

from openweights import plot
from openweights.plot import Theme

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.pages import Page

    from openweights.plot.picture import Picture

FOLDER = "pictures"
PICTURES: dict[str, Callable[..., Picture]] = {
    function.__name__: function
    for function in (plot.openness_map, plot.ladder_over_time, plot.flags_by_publisher, plot.claims_and_findings)
}

_PLACE = re.compile(r"^<!-- picture: (\w+) -->$", re.MULTILINE)
_drawn: dict[str, Picture] = {}


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Add each picture, light and dark, and its data to the files of the site."""
    for name, function in PICTURES.items():
        for theme in Theme:
            _drawn[name] = picture = function(theme=theme)
            files.append(File.generated(config, f"{FOLDER}/{name}-{theme.value}.svg", content=picture.svg()))
        files.append(File.generated(config, f"{FOLDER}/{name}.csv", content=_csv(_drawn[name])))
    return files


def on_page_markdown(markdown: str, page: Page, config: MkDocsConfig, files: Files) -> str:  # noqa: ARG001
    """Put the pictures where the page wants them."""

    def shown(place: re.Match[str]) -> str:
        name = place[1]
        if name not in _drawn:
            raise PluginError(f"{page.file.src_uri}: no picture is called {name!r}. Use one of: {', '.join(PICTURES)}.")
        return figure(name, _drawn[name], posixpath.relpath(FOLDER, posixpath.dirname(page.file.src_uri) or "."))

    return _PLACE.sub(shown, markdown)


def figure(name: str, picture: Picture, folder: str) -> str:
    """Return a picture as Markdown: light and dark, its first sentence beneath, all its words and its data to open."""
    lines = picture.alt.splitlines()
    # The words stand below for everyone, so that a reader of the screen need not hear them twice.
    images = "\n".join(f"![{picture.title}. {lines[0]}]({folder}/{name}-{theme.value}.svg#only-{theme.value})" for theme in Theme)
    words = "".join(f"<li>{escape(line)}</li>" for line in lines[1:])
    return f"""{images}

<details><summary>The same in words</summary><p>{escape(lines[0])}</p><ul>{words}</ul></details>

[The data of the picture]({folder}/{name}.csv)"""


def _csv(picture: Picture) -> str:
    table = io.StringIO()
    writer = csv.DictWriter(table, fieldnames=list(picture.rows[0]), lineterminator="\n")
    writer.writeheader()
    writer.writerows(picture.rows)
    return table.getvalue()
