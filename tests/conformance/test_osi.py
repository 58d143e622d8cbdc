"""Verdicts that the Open Source Initiative has published, against what follows from the recorded facts."""

from __future__ import annotations

import pytest

from openweights import Category, Freedom, License, Openness, classify

# OSI, "2024 end of year review: Open Source AI Definition v1.0": which systems met the definition when they were assessed, which fell short.
MET = ["OLMo 1", "Pythia", "Amber"]
FELL_SHORT = ["Llama 2", "Mixtral 8x7B"]


@pytest.mark.parametrize("name", MET)
def test_systems_that_the_osi_found_to_meet_its_definition(name: str) -> None:
    assert classify(name).level >= Openness.OPEN_SOURCE


@pytest.mark.parametrize("name", FELL_SHORT)
def test_systems_that_the_osi_found_to_fall_short(name: str) -> None:
    assert classify(name).ceiling.category < Category.OPEN_SOURCE


@pytest.mark.parametrize(
    "license", ["MIT", "Apache-2.0", "GPL-3.0-only", "AGPL-3.0-or-later", "BSD-3-Clause", "MPL-2.0", "CPAL-1.0", "AFL-3.0"]
)
def test_licences_that_the_osi_has_approved(license: str) -> None:
    assert License.get(license).freedom.low is Freedom.OPEN


# https://opensource.org/blog/metas-llama-license-is-still-not-open-source and the SSPL statement (https://opensource.org/sspl-not-open-source).
@pytest.mark.parametrize("license", ["llama2", "llama3", "llama3.1", "llama3.2", "llama3.3", "llama4", "SSPL-1.0"])
def test_licences_that_the_osi_calls_not_open_source(license: str) -> None:
    assert License.get(license).freedom.high < Freedom.OPEN


# Open Definition, conformant and non-conformant licences: https://opendefinition.org/licenses/ and https://opendefinition.org/licenses/nonconformant/
@pytest.mark.parametrize("license", ["CC0-1.0", "CC-BY-4.0", "CC-BY-SA-4.0", "PDDL-1.0", "ODC-By-1.0", "ODbL-1.0", "CDLA-Permissive-2.0"])
def test_conformant_licences_for_data(license: str) -> None:
    assert License.get(license).freedom.low is Freedom.OPEN


@pytest.mark.parametrize(
    "license", ["CC-BY-NC-4.0", "CC-BY-ND-4.0", "CC-BY-NC-ND-3.0", "BUSL-1.1", "Hippocratic-2.1", "PolyForm-Noncommercial-1.0.0", "JSON"]
)
def test_licences_that_do_not_conform(license: str) -> None:
    assert License.get(license).freedom.high < Freedom.OPEN
    assert License.get(license).grounds
