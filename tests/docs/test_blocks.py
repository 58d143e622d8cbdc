"""Every fenced block of every page does what the page says: shell, Python, and the files that pages show.

Blocks with `>>>` are run by pytest's doctest; here is the rest. A page is followed from top to bottom in a folder of its own, as a reader would.
"""

from __future__ import annotations

import doctest
import json
import shlex
import tomllib
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import yaml
from click.testing import CliRunner

import openweights
from openweights import bundle
from openweights.cli import cli
from openweights.scan import scan
from tests.docs.pages import PAGES, Block, Command, blocks, commands
from tests.interop.hubserver import Repo, hub

#: Commands that no test of these runs: they install or write into the checkout, as `.ci/run` does.
NOT_RUN = (
    "pip install ",
    "python -m pip install ",
    "python3 -m venv ",
    ". .venv/",
    "python tasks/",
    "exec openweights ",
    "cd ",
)

#: Files that a page speaks of and does not show.
READER_HAS: dict[str, dict[str, str]] = {
    "docs/howto/add-a-record.md": {"data/models/README": "The folder is there.\n"},
}


@pytest.fixture
def reader(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The folder of somebody who follows a page."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("OPENWEIGHTS_DATA", raising=False)
    before = bundle.bundle()
    yield tmp_path
    bundle.use(before)


def write(folder: Path, name: str, text: str) -> None:
    file = folder / name
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")


def run(page: str, command: Command) -> None:
    """Run a command that begins with `openweights`, and compare what comes with what the page says."""
    words = shlex.split(command.text)
    target = words[-1] if len(words) > 2 and words[-2] == ">" else None
    words = words[1:-2] if target else words[1:]
    before = bundle.bundle()
    result = CliRunner().invoke(cli, words, catch_exceptions=False, prog_name="openweights")
    bundle.use(before)
    if target:
        write(Path.cwd(), target, result.stdout)
    place = f"{page}:{command.line}: {command.text}"
    assert result.exit_code == command.status, f"{place}\n{result.output}"
    if command.output is not None:
        options = doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE
        same = doctest.OutputChecker().check_output(command.output, result.output, options)
        assert same, f"{place}\nthe page says:\n{command.output}\nit printed:\n{result.output}"


@pytest.mark.parametrize("page", [page for page in PAGES if any(block.language in {"sh", "console"} for block in blocks(page))])
def test_the_commands_of_a_page_do_what_it_says(page: str, reader: Path) -> None:
    for name, text in READER_HAS.get(page, {}).items():
        write(reader, name, text)
    for block in blocks(page):
        if block.title:
            write(reader, block.title, block.text)
        if block.language not in {"sh", "console"}:
            continue
        for command in commands(block):
            if command.text.startswith("openweights "):
                run(page, command)
            else:
                assert command.text.startswith(NOT_RUN), f"{page}:{command.line}: nobody runs {command.text!r}"


def _own_records(block: Block, folder: Path) -> None:
    for shown in blocks(block.page):
        if shown.title:
            write(folder, shown.title, shown.text)
    exec(compile(block.text, str(block), "exec"), {})
    assert openweights.classify("Acme Chat").level.value == "weights-restricted"


def _from_hub(block: Block, folder: Path) -> None:
    served = {"owner/name": Repo(files={"README.md": b"---\nlicense: mit\n---\n", "model.safetensors": b""})}
    with hub(served) as (address, requests), pytest.MonkeyPatch.context() as patch:
        patch.setattr("huggingface_hub.constants.ENDPOINT", address)
        exec(compile(block.text, str(block), "exec"), {})
    assert requests


def _folder_of_models(block: Block, folder: Path) -> None:
    write(folder, "models/a/README.md", "---\nlicense: mit\n---\n")
    write(folder, "models/a/LICENSE", "Apache License")
    exec(compile(block.text, str(block), "exec"), {})


def _comments_of_the_scan(block: Block, folder: Path) -> None:
    write(folder, "app.py", f"from sentence_transformers import SentenceTransformer\n{block.text}")
    silenced, added = scan(folder).references
    assert (silenced.silenced, added.ids) == ("trained by ourselves", ("gpt-4o",))


def _fixture_of_pytest(block: Block, folder: Path) -> None:
    space: dict[str, Callable[[object], None]] = {}
    exec(compile(block.text, str(block), "exec"), {}, space)
    (test,) = space.values()

    class Allows:
        def allows(self, name: str) -> bool:
            return openweights.classify(name).level.value == "weights-unrestricted"

    test(Allows())


#: Python without `>>>`: who runs it, by the words that it cannot be without.
RUNNERS: dict[str, Callable[[Block, Path], None]] = {
    "dataset.extend": _own_records,
    "from_hub": _from_hub,
    "scan_models": _folder_of_models,
    "# openweights: allow": _comments_of_the_scan,
    "openweights_policy": _fixture_of_pytest,
}

#: A titled block is a file that another block reads.
PYTHON = [block for page in PAGES for block in blocks(page) if block.language in {"python", "pycon"} and not block.title]


@pytest.mark.parametrize("block", [block for block in PYTHON if ">>> " not in block.text], ids=str)
def test_python_without_a_prompt_runs_too(block: Block, reader: Path) -> None:
    (runner,) = [runner for word, runner in RUNNERS.items() if word in block.text]
    runner(block, reader)


@pytest.mark.parametrize("block", [block for block in PYTHON if ">>> " in block.text], ids=str)
def test_doctests_are_where_pytest_collects_them(block: Block) -> None:
    assert block.page == "README.md" or block.page.startswith("docs/")


READERS: dict[str, Callable[[str], object]] = {"toml": tomllib.loads, "yaml": yaml.safe_load, "json": json.loads}


@pytest.mark.parametrize("block", [block for page in PAGES for block in blocks(page) if block.language in READERS], ids=str)
def test_files_that_pages_show_can_be_read(block: Block) -> None:
    assert READERS[block.language](block.text)


@pytest.mark.parametrize("page", PAGES)
def test_every_block_says_what_it_is(page: str) -> None:
    known = {"sh", "console", "python", "pycon", "text", "markdown", *READERS}
    assert [str(block) for block in blocks(page) if block.language not in known] == []
