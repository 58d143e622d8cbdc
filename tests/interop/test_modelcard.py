"""Model cards: what is read, what stays unknown, what is reported; nothing but our errors on anything."""

from __future__ import annotations

import contextlib
import re
import time
from pathlib import Path

import pytest
from hypothesis import given, strategies as st

from openweights import Availability, Modality, Model, OpenWeightsError, RecordError, Relation, classify, from_plain, to_plain
from openweights.interop.files import read_any
from openweights.interop.imported import Imported
from openweights.interop.modelcard import from_model_card
from tests.interop.cards import CARDS, REMEMBERED, RealCard


def card(metadata: str, body: str = "# A model\n", *, repo_id: str | None = None, parameters: str = "unknown") -> Imported:
    return from_model_card(f"---\n{metadata}\n---\n{body}", repo_id=repo_id, parameters=parameters)


def survives(model: Model) -> bool:
    """Whether plain data and back give the same model."""
    plain = to_plain(model)
    assert isinstance(plain, dict)
    return from_plain(Model, plain) == model


def license_of(metadata: str) -> str | None:
    license = card(metadata).model.licenses.distribution
    return license.text if license else None


def freedom_of(metadata: str) -> str:
    license = card(metadata).model.licenses.distribution
    return str(license.freedom) if license else "not said"


def test_every_real_card_says_where_it_was_read() -> None:
    rows = [line.split("\t") for line in (Path(__file__).parent / "cards.tsv").read_text(encoding="utf-8").splitlines()[1:]]
    assert [repo_id for repo_id, _ in rows] == [real.repo_id for real in CARDS]
    # An address and a commit, of at least seven digits.
    assert all(re.fullmatch(r"https://(?:huggingface\.co|github\.com)/.*\b[0-9a-f]{7,40}\b.*", address) for _, address in rows)
    assert len(CARDS) >= 30


def test_a_real_card_with_markdown_in_its_metadata_is_our_error() -> None:
    # https://github.com/FlagAI-Open/FlagAI/blob/9a885f3384/examples/opt/README.md
    with pytest.raises(RecordError, match=r"line 2.*Correct the syntax"):
        card("license: [mit](https://model.baai.ac.cn/use-agreement)")


@pytest.mark.parametrize(
    "real", [*CARDS, *REMEMBERED], ids=[*(real.repo_id for real in CARDS), *(f"remembered {real.repo_id}" for real in REMEMBERED)]
)
def test_cards_are_read(real: RealCard) -> None:
    model = card(real.metadata, repo_id=real.repo_id).model
    license = model.licenses.distribution
    assert (license.text if license else None) == real.license
    assert tuple(base.name for base in model.base_models) == real.bases
    assert all(base.relation.value == real.relation for base in model.base_models)
    assert model.artifacts[0].availability.value == real.parameters
    assert (model.name, model.hub_ids, model.developer) == (real.repo_id, (real.repo_id,), real.repo_id.partition("/")[0])
    assert survives(model)
    classify(model)


def test_what_a_card_cannot_say_stays_unknown() -> None:
    model = card("license: mit\ndatasets: [a/b, c]").model
    assert {artifact.availability for artifact in model.artifacts[:1] + model.artifacts[2:]} == {Availability.UNKNOWN}
    assert not classify(model).certain
    assert card("language: en").model.licenses.distribution is None


def test_what_is_known_from_elsewhere_counts() -> None:
    answer = classify(card("license: mit", parameters="public").model)
    assert answer.level.value == "weights-unrestricted"


@pytest.mark.parametrize(
    ("metadata", "license"),
    [
        ("license: Apache License 2.0", "Apache-2.0"),
        ("license: MIT OR apache-2.0", "MIT OR Apache-2.0"),
        ("license: [mit]", "MIT"),
        ("tags: ['license:mit']", "MIT"),
        ("license_name: llama3.1", "LicenseRef-llama3.1"),
        ("license: other\nlicense_link: https://ai.google.dev/gemma/terms", "LicenseRef-gemma"),
        ("license: other\nlicense_name: llama3.1\nlicense_link: https://ai.google.dev/gemma/terms", "NOASSERTION"),
        ("license: other\nlicense_name: my own\nlicense_link: LICENSE", "LicenseRef-my-own"),
        ("license: other", "NOASSERTION"),
        ("license: unknown", "NOASSERTION"),
        ("license: none", "NOASSERTION"),
        ("license: {a: b}", "NOASSERTION"),
        ("license: 2.0", "NOASSERTION"),
        ("license: see the file and ask us", "LicenseRef-see-the-file-and-ask-us"),
        ("license:", None),
        ("license: []", None),
    ],
)
def test_licences_are_resolved_as_people_write_them(metadata: str, license: str | None) -> None:
    assert license_of(metadata) == license


def test_several_licences_without_an_operator_are_the_interval_over_them() -> None:
    assert freedom_of("license: [mit, llama3.1]") == "restricted to open"
    assert freedom_of("license: [mit, apache-2.0]") == "open"
    assert license_of("license: [mit, 7]") == "NOASSERTION"


@pytest.mark.parametrize(
    ("metadata", "relation"),
    [
        ("base_model: a/b", Relation.FINETUNE),
        ("base_model: [a/b, c/d]", Relation.MERGE),
        ("base_model: a/b\nlibrary_name: peft", Relation.ADAPTER),
        ("base_model: a/b\ntags: [GGUF]", Relation.QUANTIZED),
        ("base_model: a/b\nbase_model_relation: adapter\ntags: [gguf]", Relation.ADAPTER),
        ("base_model: a/b\nbase_model_relation: cousin", Relation.FINETUNE),
    ],
)
def test_the_relation_is_the_given_one_or_what_the_hub_takes_it_to_be(metadata: str, relation: Relation) -> None:
    assert card(metadata).model.base_models[0].relation is relation


def test_a_base_that_cannot_be_read_leaves_the_terms_unknown() -> None:
    model = card("license: mit\nbase_model: [{a: b}]", parameters="public").model
    assert str(classify(model).freedom) == "non-commercial to open"


def test_the_terms_of_a_base_come_along() -> None:
    model = card("license: mit\nbase_model: meta-llama/Llama-3.1-8B", "# Llama 3.1\n", parameters="public").model
    assert (model.name, str(classify(model).freedom)) == ("Llama 3.1 (model card)", "restricted")


@pytest.mark.parametrize("word", ["none", "N/A", "scratch"])
def test_a_word_for_no_base_is_none(word: str) -> None:
    imported = card(f"base_model: {word}")
    assert imported.model.base_models == ()
    assert "names no model" in imported.unmapped[0]


def test_a_repository_is_not_its_own_base() -> None:
    assert card("base_model: A/M", repo_id="a/m").model.base_models == ()


def test_tasks_say_what_goes_in_and_out() -> None:
    assert card("pipeline_tag: text-to-image").model.modalities == {Modality.TEXT, Modality.IMAGE}
    assert "pipeline_tag" in card("pipeline_tag: any-to-any").unmapped[0]


@pytest.mark.parametrize(
    ("metadata", "body", "name"),
    [
        ("model_name: Named", "# Title", "Named"),
        ("model-index:\n- name: indexed", "# Title", "indexed"),
        ("license: mit", "text\n# Model Card for **Title** #\n", "Title"),
        ("license: mit", "text", "unnamed model"),
    ],
)
def test_the_name_is_the_best_that_the_card_has(metadata: str, body: str, name: str) -> None:
    assert card(metadata, body).model.name == name


def test_a_file_is_read_wherever_a_model_file_is(tmp_path: Path) -> None:
    file = tmp_path / "tuned" / "README.md"
    file.parent.mkdir()
    file.write_bytes(b"\xef\xbb\xbf\r\n---\r\nlicense: mit\r\n---\r\ntext")
    assert (read_any(file).name, read_any(file).licenses) == ("tuned", card("license: mit").model.licenses)


def test_a_card_without_metadata_says_so() -> None:
    assert "no metadata block" in from_model_card("# Title\ntext\n").unmapped[0]
    assert "no metadata block" in from_model_card("---\n# license: mit\n---\n").unmapped[0]
    assert "no metadata block" in from_model_card("---\n\nSome text between rules.\n\ntext\n").unmapped[0]


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("---\nlicense: mit\n", "not closed"),
        ("---\nlicense: [mit\n---\n", "line 3"),
        ("\n\n---\na: 1\nlicense: {\n---\n", "line 6"),
        ("---\n- a\n---\n", "no table"),
        ("---\na: !!python/object:os.system x\n---\n", "constructor"),
        ("---\na: " + "[" * 100 + "]" * 100 + "\n---\n", "nested"),
        ("---\na: &a [x]\n" + "".join(f"b{n}: *a\n" for n in range(200)) + "---\n", "aliases"),
        ("---\nlicense: mit\nlicense: other\n---\n", r"^model card: The key 'license' stands twice \(line 3\)"),
        ("---\na: 1\n---\n" + "x" * 3_000_000, "more than"),
    ],
)
def test_broken_metadata_are_our_error_with_the_place(text: str, problem: str) -> None:
    with pytest.raises(RecordError, match=problem):
        from_model_card(text)


def test_a_bomb_of_aliases_is_refused_at_once() -> None:
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x, x]"] + [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]" for n in range(1, 12)]
    start = time.perf_counter()
    with pytest.raises(RecordError, match="aliases"):
        card("\n".join(lines))
    assert time.perf_counter() - start < 5


def test_files_that_are_no_text_are_our_error(tmp_path: Path) -> None:
    (tmp_path / "latin.md").write_bytes(b"---\nlicense: mit\nauthor: Ren\xe9\n---\n")
    (tmp_path / "loop.md").symlink_to(tmp_path / "loop.md")
    sparse = tmp_path / "sparse.md"
    with sparse.open("wb") as stream:
        stream.truncate(10_000_000_000)
    for file in ("latin.md", "loop.md", "sparse.md", "missing.md", "."):
        with pytest.raises(RecordError):
            from_model_card(tmp_path / file)
    with pytest.raises(RecordError):
        from_model_card("with\0nul")


_keys = st.sampled_from(
    "license license_name license_link base_model base_model_relation datasets pipeline_tag tags model-index model_name extra_gated_prompt x".split()
)
_values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=20)
    | st.sampled_from(["mit", "other", "llama3.1", "a/b", "LICENSE"]),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=6,
)


@given(st.dictionaries(_keys, _values, max_size=8))
def test_any_metadata_make_a_model_or_our_error(metadata: dict[str, object]) -> None:
    import yaml

    try:
        found = from_model_card(f"---\n{yaml.safe_dump(metadata)}\n---\n# T\n")
    except OpenWeightsError:
        return
    assert survives(found.model)
    classify(found.model)


@given(st.text(max_size=300), st.text(max_size=100))
def test_any_text_makes_a_model_or_our_error(yaml: str, body: str) -> None:
    with contextlib.suppress(OpenWeightsError):
        assert from_model_card(f"---\n{yaml}\n---\n{body}").model.name
