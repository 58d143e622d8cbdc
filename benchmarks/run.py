"""Measure what the library promises about speed, as ratios within one run.

    python benchmarks/run.py

The row against license-expression needs that package: `pip install --group benchmark`.

Tables have a file of their own, `benchmarks/frames.py`, for what it needs: data-frame engines, Java and some minutes.

Each row is a ratio of two medians, taken in turn (A B A B ...) so that a machine that changes its speed changes both.
"""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from tempfile import TemporaryDirectory

from openweights import Artifact, License, Model, Use, classify, permits
from openweights.bundle import bundle
from openweights.scan import scan

POLICIES = Path(__file__).parent.parent / "examples" / "policies"

PARTS = [
    Artifact(kind, availability="public", license=license, source="https://example.org/")
    for kind, license in [
        ("model-parameters", "llama3.1"),
        ("model-architecture", "MIT"),
        ("training-code", "Apache-2.0"),
        ("inference-code", "Apache-2.0"),
        ("datasets", "ODC-By-1.0"),
    ]
]


def process(code: str) -> Callable[[], float]:
    """Return a measure: the seconds that a fresh interpreter takes to run `code`."""

    def measure() -> float:
        start = time.perf_counter()
        subprocess.run([sys.executable, "-I", "-c", code], check=True)
        return time.perf_counter() - start

    return measure


def importing(module: str) -> Callable[[], float]:
    """Return a measure: the seconds that the import of `module` takes inside a fresh interpreter."""
    code = f"import time; start = time.perf_counter(); import {module}; print(time.perf_counter() - start)"

    def measure() -> float:
        return float(subprocess.run([sys.executable, "-I", "-c", code], check=True, capture_output=True, text=True).stdout)

    return measure


def command(*arguments: str) -> Callable[[], float]:
    """Return a measure: the seconds that the command line takes in a fresh process, whatever it answers."""

    def measure() -> float:
        start = time.perf_counter()
        subprocess.run([sys.executable, "-m", "openweights", *arguments], check=False, stdout=subprocess.DEVNULL)
        return time.perf_counter() - start

    return measure


def gate(folder: Path, policy: str) -> Callable[[], float]:
    """Return a measure: the gate on 500 names, a good part of which it blocks, and so explains and mends."""
    names = sorted(bundle().model_names)
    (folder / "models.txt").write_text("\n".join(names[:: max(1, len(names) // 500)][:500]), encoding="utf-8")
    return command("check", "--list", str(folder / "models.txt"), "--policy", str(POLICIES / policy))


def calls(function: Callable[[], object], number: int = 200) -> Callable[[], float]:
    """Return a measure: the seconds that `number` calls take."""

    def measure() -> float:
        start = time.perf_counter()
        for _ in range(number):
            function()
        return time.perf_counter() - start

    return measure


def build() -> Model:
    """Build a model of five artifacts, from strings, as a user would."""
    return Model(
        "Bench",
        access="download",
        released="2024-07-23",
        artifacts=[
            {"kind": part.kind.value, "availability": part.availability.value, "license": part.license, "source": part.source}
            for part in PARTS
        ],
        aliases=["bench-8b", "bench-70b"],
    )


def ratio(one: Callable[[], float], other: Callable[[], float], runs: int) -> tuple[float, float, float]:
    """Return the median of each measure and their ratio, taken in turn."""
    one()
    other()
    pairs = [(one(), other()) for _ in range(runs)]
    a, b = (statistics.median(column) for column in zip(*pairs, strict=True))
    return a, b, a / b


def repository(folder: Path, files: int = 5_000) -> None:
    """Write a repository like those that people have: code, other languages, documents, data, and models in one of 20 files."""
    code = [file.read_text(encoding="utf-8", errors="ignore") for file in sorted(Path(os.__file__).parent.glob("*.py"))]
    samples = sorted(file for file in (Path(__file__).parent.parent / "tests/scan/corpus").rglob("*") if file.is_file())
    for number in range(files):
        place = folder / f"package{number % 50}" / f"part{number % 7}"
        place.mkdir(parents=True, exist_ok=True)
        rows = code[number % len(code)].splitlines()
        text = "\n".join(rows[: 40 + number * 37 % 400]) + "\n"
        if number % 20 == 0:
            sample = samples[number // 20 % len(samples)]
            (place / f"{number}").mkdir()
            (place / f"{number}" / sample.name).write_bytes(sample.read_bytes())
        elif number % 20 < 12:
            (place / f"module{number}.py").write_text(text, encoding="utf-8")
        elif number % 20 < 16:
            (place / f"page{number}.ts").write_text(text, encoding="utf-8")
        elif number % 20 < 18:
            (place / f"guide{number}.md").write_text(text, encoding="utf-8")
        else:
            table = {f"key{row}": {"name": f"entry-{row}", "path": f"assets/{row}.png", "size": row} for row in range(40)}
            (place / f"data{number}.json").write_text(json.dumps(table, indent=2), encoding="utf-8")


def scanning() -> tuple[float, float, float]:
    """Return the ratio of scanning a repository of 5,000 files to walking it and reading every file as text."""
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        repository(folder)

        def read_all() -> None:
            for file in folder.rglob("*"):
                if file.is_file():
                    file.read_text(encoding="utf-8", errors="replace")

        return ratio(calls(lambda: scan(folder), 1), calls(read_all, 1), 5)


def aliases(parse: Callable[[str], object]) -> list[str]:
    """Return the names of the bundled licences that license-expression can parse at all."""
    names: list[str] = []
    for license_id in bundle().ids("license"):
        for name in (license_id, *License.get(license_id).aliases):
            try:
                parse(name)
            except Exception:  # noqa: BLE001, S112 - what another library raises on a name that it cannot parse is its own affair
                continue
            names.append(name)
    return names


def main() -> None:
    """Print the table."""
    built = build()
    use = Use(commercial=True, monthly_active_users=800_000_000)
    rows = [
        ("import openweights / import attrs (inside the process)", 1.5, ratio(importing("openweights"), importing("attrs"), 21)),
        ("import openweights / import attrs (whole process)", 1.5, ratio(process("import openweights"), process("import attrs"), 21)),
        ("decide a use of a built model / build it", None, ratio(calls(lambda: permits(built, use)), calls(build), 21)),
        ("classify a built model / build it", 5.0, ratio(calls(lambda: classify(built)), calls(build), 21)),
        ("scan a repository of 5,000 files / read its files", 10.0, scanning()),
        (
            "first look-up of a name / import openweights (whole process)",
            1.5,
            ratio(process("from openweights import dataset; dataset.resolve('Llama 3.1')"), process("import openweights"), 31),
        ),
        (
            "table of all releases / import openweights (whole process)",
            4.0,
            ratio(process("from openweights import dataset; dataset.table()"), process("import openweights"), 31),
        ),
        (
            "first record by name / import openweights (whole process)",
            None,
            ratio(process("from openweights import dataset; dataset.get('Llama 3.1')"), process("import openweights"), 31),
        ),
        (
            "first record by name / import of its type (whole process)",
            1.5,
            ratio(process("from openweights import dataset; dataset.get('Llama 3.1')"), process("from openweights import Model"), 31),
        ),
        (
            "import and classify by name / import attrs (whole process)",
            None,
            ratio(process("import openweights; openweights.classify('Llama 3')"), process("import attrs"), 11),
        ),
    ]
    with TemporaryDirectory() as folder:
        rows += [
            (f"gate of {policy} on 500 names / start of the command line", 3.0, ratio(gate(Path(folder), policy), command("--version"), 7))
            for policy in ("permissive-only.toml", "commercial-eu.toml")
        ]
    try:
        parse: Callable[[str], object] = import_module("license_expression").get_spdx_licensing().parse
    except ModuleNotFoundError:
        print("license-expression is not installed: its row is left out.")
    else:
        names = aliases(parse)
        measures = (calls(lambda: [parse(name) for name in names], 3), calls(lambda: [License.get(name) for name in names], 3))
        rows.append((f"parse {len(names)} aliases by license-expression / look them up", None, ratio(*measures, 5)))
    print(f"{'what':72} {'A ms':>9} {'B ms':>9} {'A/B':>6} {'bound':>6}")
    for what, bound, (a, b, quotient) in rows:
        print(f"{what:72} {a * 1e3:9.2f} {b * 1e3:9.2f} {quotient:6.2f} {bound or '':>6}")


if __name__ == "__main__":
    main()
