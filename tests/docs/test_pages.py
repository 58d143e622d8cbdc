"""The reader of pages, and that a page which says something else is found out."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.docs import pages
from tests.docs.test_blocks import run


def commands_of(text: str, folder: Path, monkeypatch: pytest.MonkeyPatch) -> list[pages.Command]:
    page = folder / "page.md"
    page.write_text(text, encoding="utf-8")
    monkeypatch.setitem(pages.PAGES, "page.md", page)
    return [command for block in pages.blocks("page.md") for command in pages.commands(block)]


def test_commands_outputs_and_statuses_are_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    text = "x\n\n```console\n$ a b  # words\none\ntwo\n$ echo $?\n3\n$ c\n```\n\n1. y\n\n    ```sh\n    # why\n    d   # exit status 1\n    ```\n"
    assert commands_of(text, tmp_path, monkeypatch) == [
        pages.Command(4, "a b", "one\ntwo\n", 3),
        pages.Command(9, "c", None, 0),
        pages.Command(16, "d", None, 1),
    ]


@pytest.mark.parametrize(
    "shown",
    [
        '$ openweights classify "Mistral 7B" --brief\nMistral 7B  open-source  fully-open',
        '$ openweights classify "Mistral 7B" --brief\nMistral 7B  open-weights  weights-unrestricted\n$ echo $?\n1',
        '$ openweights classify "Nobody knows this"',
    ],
    ids=["another output", "another status", "an error"],
)
def test_a_page_that_says_something_else_fails(shown: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (command,) = commands_of(f"```console\n{shown}\n```\n", tmp_path, monkeypatch)
    with pytest.raises(AssertionError, match=r"page\.md:2"):
        run("page.md", command)
