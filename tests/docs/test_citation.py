"""`CITATION.cff` is what its format asks for, and says what the package says."""

from __future__ import annotations

import datetime
import json
import tomllib
from importlib.resources import files

import jsonschema
import yaml

from tests.docs.pages import ROOT

CITATION = yaml.safe_load((ROOT / "CITATION.cff").read_text(encoding="utf-8"))


def test_the_citation_is_valid() -> None:
    schema = json.loads(
        files("check_jsonschema").joinpath("builtin_schemas", "vendor", "citation-file-format.json").read_text(encoding="utf-8")
    )
    plain = json.loads(json.dumps(CITATION, default=datetime.date.isoformat))
    jsonschema.validate(plain, schema, format_checker=jsonschema.FormatChecker())


def test_the_citation_says_what_the_package_says() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert CITATION["version"] == project["version"]
    assert [author["name"] for author in CITATION["authors"]] == [author["name"] for author in project["authors"]]
    # The format takes several licences for a choice, so the data are cited beside the code.
    assert [CITATION["license"], *(each["license"] for each in CITATION["references"])] == project["license"].split(" AND ")
