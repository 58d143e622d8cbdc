"""How names are read."""

from __future__ import annotations

import pytest
from hypothesis import given, strategies as st

from openweights.bundle import bundle
from openweights.resolution import find, resolve


@pytest.mark.parametrize(
    ("name", "model_id", "how"),
    [
        ("GPT 4o", "gpt-4o", "name"),
        ("gpt4o", "gpt-4o", "name"),
        ("llama-3.1", "llama-3.1", "name"),
        ("meta-llama/Llama-3.1-70B-Instruct", "llama-3.1", "hub-id"),
        ("Llama-3.1-70B-Instruct", "llama-3.1", "alias"),
        ("meta-llama/Llama-3.1-70B-Instruct@main", "llama-3.1", "hub-id"),
        ("llama3.1:70b", "llama-3.1", "alias"),
        ("llama3.1:70b-instruct-q4_K_M", "llama-3.1", "alias"),
        ("gpt-4o:latest", "gpt-4o", "name"),
        ("openai/gpt-4o", "gpt-4o", "alias"),
        ("openrouter/openai/gpt-4o", "gpt-4o", "alias"),
        ("azure/gpt-4o", "gpt-4o", "name"),
        ("anthropic/Claude 3 Opus", "claude-3-opus", "alias"),
    ],
)
def test_a_name_is_read_as_people_write_it(name: str, model_id: str, how: str) -> None:
    found = resolve(name)
    assert (found.ids, found.how) == ((model_id,), how)


@pytest.mark.parametrize(
    "name", ["somebody/gpt-4o", "somebody/openai/gpt-4o", "openai/claude-3-opus", "gpt-4o:70b-new", "", "/", ":", "@", "a/" * 250]
)
def test_what_may_be_another_model_is_not_known(name: str) -> None:
    assert resolve(name).ids == ()
    assert find(name) is None


def test_a_family_is_its_members_and_never_the_newest() -> None:
    found = resolve("Llama")
    assert found.how == "family"
    assert len(found.ids) > 5
    assert str(found).startswith("'Llama' stands for")


def test_every_name_in_the_index_resolves_to_its_record() -> None:
    for key, model_id in bundle().model_names.items():
        found = find(key)
        assert found is not None
        assert found.ids == (model_id,)
        assert found.how != "unknown"
        assert str(found)


@given(st.text(max_size=60) | st.text("ab/:@-", max_size=60))
def test_any_text_has_an_answer(name: str) -> None:
    found = resolve(name)
    assert (found.title is None) == (found.how == "unknown") == (not found.ids)
    assert str(found)
