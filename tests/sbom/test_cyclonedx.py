"""CycloneDX: what is written passes the strict validator, what was written is read back, what strangers wrote is read as far as it goes."""

from __future__ import annotations

from functools import cache

import pytest
from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator
from hypothesis import given

from openweights import Model
from openweights.sbom import from_cyclonedx, to_cyclonedx
from openweights.sbom.cyclonedx_writer import SPEC_VERSIONS, SpecVersion
from tests.strategies import models


@cache
def validator(version: str) -> JsonStrictValidator:
    return JsonStrictValidator(SchemaVersion.from_version(version))


def problems(bom: str, version: str) -> list[str]:
    return [str(error)[:1000] for error in validator(version).validate_str(bom, all_errors=True) or ()]


@pytest.mark.parametrize("version", SPEC_VERSIONS)
@given(model=models())
def test_any_model_is_valid_and_comes_back_whole(version: SpecVersion, model: Model) -> None:
    bom = to_cyclonedx([model], spec_version=version)
    assert not problems(bom, version)
    [back] = from_cyclonedx(bom)
    assert back.model == model
    assert not back.unmapped
