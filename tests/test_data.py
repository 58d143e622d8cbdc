"""The bundled data as a user meets them: every record loads, answers every question, and survives a round trip."""

from __future__ import annotations

import json

import pytest

from openweights import (
    Access,
    License,
    Model,
    Openness,
    Status,
    Verdict,
    classify,
    find_model,
    from_plain,
    get_record,
    models,
    permits,
    to_plain,
)
from openweights.bundle import bundle

LICENSES = bundle().ids("license")


@pytest.mark.parametrize("license_id", LICENSES)
def test_a_profile_cites_its_sections_and_survives_a_round_trip(license_id: str) -> None:
    license = License.get(license_id)
    assert license.id == license_id
    assert license.source
    assert all(clause.section and clause.summary for clause in license.clauses)
    assert from_plain(License, json.loads(json.dumps(to_plain(license)))) == license
    decision = permits(license)
    assert decision.possible.low <= decision.possible.high


@pytest.mark.parametrize("model", models(), ids=lambda model: model.id)
def test_a_model_answers_and_survives_a_round_trip(model: Model) -> None:
    assert from_plain(Model, json.loads(json.dumps(to_plain(model)))) == model
    answer = classify(model)
    assert answer.level <= answer.ceiling
    assert answer.explain()
    assert answer._repr_html_()
    assert permits(model).explain()
    assert model.status in (Status.CURATED, Status.IMPORTED)
    assert all(find_model(name) == model for name in model.names)
    assert all(part.source and part.verified for part in model.artifacts)
    if model.access is Access.DOWNLOAD:
        assert answer.level >= Openness.WEIGHTS_NON_COMMERCIAL


@pytest.mark.parametrize(
    "name",
    ["ChatGPT", "GPT-4", "GPT-5", "Claude", "Gemini 1.5", "Gemini 2.5 Pro", "Llama 2", "Llama 3", "Llama 3.1", "Llama 3.2", "Llama 3.3", "Llama 4"]
    + ["Mistral 7B", "Mixtral 8x7B", "Mistral Large 2", "DeepSeek R1", "DeepSeek V3", "DeepSeek V3 0324", "Gemma 1", "Gemma 2", "Gemma 3"]
    + ["Qwen2.5", "Qwen2.5 3B", "Qwen2.5 72B", "Qwen3", "gpt-oss-120b", "gpt-oss-20b", "OLMo 1", "OLMo 2", "Olmo 3", "LLaVA 1.0", "LLaVA 1.5", "Pythia"],
)  # fmt: skip
def test_every_system_of_the_source_material_is_known(name: str) -> None:
    assert get_record(name).name


def test_the_same_family_under_several_licences_is_several_records() -> None:
    answer = classify("Qwen2.5")
    assert {member.level.value for member in answer.members} == {"weights-non-commercial", "weights-restricted", "weights-unrestricted"}


def test_llava_shows_both_readings() -> None:
    answer = classify("LLaVA 1.5")
    assert (str(answer.completeness), str(answer.freedom)) == ("everything", "restricted")
    assert any(over.certain for over in answer.openwashing)


def test_a_fine_tune_labelled_mit_is_under_its_base_s_terms() -> None:
    answer = classify("DeepSeek-R1-Distill-Llama-8B")
    assert answer.level is Openness.WEIGHTS_RESTRICTED
    assert {term.via for flag in answer.flags for term in flag.clauses if flag.name.value == "user-threshold"} == {"Llama 3.1"}
    parts = {finding.id: finding.verdict for finding in answer.findings}
    assert parts["ladder.parameters-terms"] is Verdict.NOT_MET
