"""What `openweights` exports: one list, documented, importable."""

from __future__ import annotations

import ast
import subprocess
import sys
from importlib.metadata import version
from pathlib import Path

import pytest

import openweights

ROOT = Path(__file__).resolve().parent.parent
MODULES = {"dataset"}
NAMES = [name for name in dir(openweights) if not name.startswith("_") and name not in MODULES]


def names_for_type_checkers() -> set[str]:
    tree = ast.parse(Path(openweights.__file__).read_text(encoding="utf-8"))
    block = next(node for node in tree.body if isinstance(node, ast.If))
    return {alias.asname or "" for node in block.body if isinstance(node, ast.ImportFrom) for alias in node.names}


def test_type_checkers_and_the_interpreter_see_the_same_names() -> None:
    assert names_for_type_checkers() == {*NAMES, *MODULES}


@pytest.mark.parametrize("name", NAMES)
def test_every_public_name_is_documented(name: str) -> None:
    value = getattr(openweights, name)
    assert value.__doc__, name
    assert not value.__doc__.startswith(f"{name}("), "the docstring is the one that attrs or enum made"
    pages = "\n".join(page.read_text(encoding="utf-8") for page in (ROOT / "docs" / "api").glob("*.md"))
    assert f"::: openweights.{name}\n" in pages + "\n"


def test_everything_can_be_imported_at_once() -> None:
    space: dict[str, object] = {}
    exec("from openweights import *", space)
    assert {*NAMES, *MODULES} <= set(space)


def test_the_data_set_is_there_without_an_import_of_its_own() -> None:
    code = "import openweights; print(openweights.dataset.resolve('Llama 3.1').ids)"
    assert subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True).stdout == "('llama-3.1',)\n"


def test_no_module_is_called_like_a_public_name() -> None:
    modules = {file.stem for file in Path(openweights.__file__).parent.glob("*.py")}
    assert not modules & set(NAMES)


def test_an_unknown_attribute_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="clasify"):
        openweights.clasify


def test_the_version_is_the_distribution_s() -> None:
    assert openweights.__version__ == version("openweights-taxonomy")
