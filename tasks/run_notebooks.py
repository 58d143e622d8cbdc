"""Run the notebooks of `examples/` from top to bottom, each in a kernel of its own.

python tasks/run_notebooks.py                 run them; what is in git keeps no outputs and is not touched
python tasks/run_notebooks.py --html FOLDER   and write each with its outputs as a page
python tasks/run_notebooks.py --clean         take outputs and counters out of the files
"""

from __future__ import annotations

import argparse
import os
import sys
import time
from pathlib import Path
from typing import Any, cast

import nbformat
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError

EXAMPLES = Path(__file__).resolve().parent.parent / "examples"

#: A cell that takes longer than this, in seconds, hangs.
LONGEST = 120


def read(file: Path) -> Any:
    """Return a notebook that keeps to the format."""
    notebook = nbformat.read(file, as_version=4)  # type: ignore[no-untyped-call]
    nbformat.validate(notebook)
    return cast("Any", notebook)


def cleaned(notebook: Any) -> Any:
    """Return the notebook without what a run leaves in it."""
    for cell in notebook.cells:
        if cell.cell_type == "code":
            cell.outputs, cell.execution_count = [], None
        cell.metadata = {}
    notebook.metadata = {
        "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
        "language_info": {"name": "python"},
    }
    return notebook


def page(notebook: Any) -> str:
    """Return a notebook with its outputs as a page."""
    from nbconvert import HTMLExporter

    body, _ = HTMLExporter(embed_images=True).from_notebook_node(notebook)  # type: ignore[no-untyped-call]
    return body


def main(arguments: list[str]) -> int:
    """Run the notebooks; return 1 if a cell of one fails."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--html", type=Path)
    parser.add_argument("--clean", action="store_true")
    options = parser.parse_args(arguments)
    # The kernel asks to be watched by a debugger unless told not to, and warns that it cannot.
    os.environ["PYDEVD_DISABLE_FILE_VALIDATION"] = "1"
    failed = False
    for file in sorted(EXAMPLES.glob("*.ipynb")):
        notebook = read(file)
        if options.clean:
            nbformat.write(cleaned(notebook), file)  # type: ignore[no-untyped-call]
            continue
        start = time.monotonic()
        # The kernel speaks to this process over the loopback interface.
        try:
            NotebookClient(notebook, kernel_name="python3", timeout=LONGEST, resources={"metadata": {"path": str(EXAMPLES)}}).execute()
        except CellExecutionError as error:
            print(f"FAIL  {file.name}: {error}", file=sys.stderr)
            failed = True
            continue
        print(f"ok    {file.name} ({time.monotonic() - start:.1f} s)")
        if options.html:
            options.html.mkdir(parents=True, exist_ok=True)
            (options.html / f"{file.stem}.html").write_text(page(notebook), encoding="utf-8")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
