"""Folders of models: what is recognised, what is put together, which contradictions are found."""

from __future__ import annotations

import json
import os
import time
from pathlib import Path

import pytest
from hypothesis import given, settings, strategies as st
from identify.vendor.licenses import LICENSES

from openweights import OpenWeightsError, RecordError, classify
from openweights.interop.modelfolder import scan_models
from openweights.interop.repository import ContradictionKind, Repository, read_repository
from tests.interop.test_weights import entry, gguf, text

TEXTS = dict(LICENSES)
EMPTY = b"\x02\0\0\0\0\0\0\0{}"


def model_of(folder: Path, card: str | None = None, **files: bytes | str) -> Repository:
    folder.mkdir(parents=True, exist_ok=True)
    if card is not None:
        (folder / "README.md").write_text(f"---\n{card}\n---\n# M\n", encoding="utf-8")
    for name, content in files.items():
        (folder / name.replace("__", ".")).write_bytes(content if isinstance(content, bytes) else content.encode())
    return read_repository(folder)


def kinds(repository: Repository) -> set[ContradictionKind]:
    return {each.kind for each in repository.contradictions}


def test_card_file_and_lineage_are_compared(tmp_path: Path) -> None:
    found = model_of(
        tmp_path / "m", "license: mit\nbase_model: meta-llama/Llama-3.1-8B", LICENSE=TEXTS["GPL-3.0"], model__safetensors=EMPTY
    )
    assert kinds(found) == {ContradictionKind.CARD_FILE, ContradictionKind.BASE_TERMS}
    reasons = " ".join(each.reason for each in found.contradictions)
    assert all(word in reasons for word in ("MIT", "GPL-3.0", "Llama 3.1", "LicenseRef-llama3.1"))


def test_what_agrees_is_no_contradiction(tmp_path: Path) -> None:
    found = model_of(tmp_path / "m", "license: gpl-3.0", LICENSE=TEXTS["GPL-3.0"], model__safetensors=EMPTY)
    assert (found.contradictions, found.remarks) == ((), ())
    family = model_of(tmp_path / "f", "license: gpl", COPYING=TEXTS["GPL-3.0"])
    assert family.contradictions == ()
    either = model_of(tmp_path / "e", "license: mit OR apache-2.0", LICENSE_MIT=TEXTS["MIT"])
    assert either.contradictions == ()


def test_a_name_that_is_not_known_contradicts_nothing(tmp_path: Path) -> None:
    found = model_of(tmp_path / "m", "license: other\nlicense_name: our-own", LICENSE=TEXTS["MIT"])
    assert found.contradictions == ()
    assert str(found.model.licenses.distribution) == "MIT"


def test_where_files_contradict_each_other_the_terms_are_the_interval(tmp_path: Path) -> None:
    found = model_of(tmp_path / "m", "license: llama3.1", LICENSE=TEXTS["MIT"])
    license = found.model.licenses.distribution
    assert license is not None
    assert str(license.freedom) == "restricted to open"
    assert str(found.declared) == "LicenseRef-llama3.1"


def test_further_conditions_in_a_file_leave_the_terms_open_downwards(tmp_path: Path) -> None:
    more = TEXTS["MIT"] + "\nFurther: " + " ".join(f"word{n}" for n in range(200))
    license = model_of(tmp_path / "m", LICENSE=more, model__safetensors=EMPTY).model.licenses.distribution
    assert license is not None
    assert str(license.freedom) == "non-commercial to open"


def test_weights_are_compared_with_card_and_file(tmp_path: Path) -> None:
    weights = gguf(
        entry("general.license", 8, text("llama3.1")),
        entry("general.base_model.count", 4, (1).to_bytes(4, "little")),
        entry("general.base_model.0.repo_url", 8, text("https://huggingface.co/meta-llama/Llama-3.1-8B")),
    )
    found = model_of(tmp_path / "m", "license: mit\nbase_model: Qwen/Qwen2.5-7B", LICENSE=TEXTS["MIT"], m__gguf=weights)
    assert kinds(found) == {
        ContradictionKind.CARD_WEIGHTS,
        ContradictionKind.FILE_WEIGHTS,
        ContradictionKind.LINEAGE,
        ContradictionKind.BASE_TERMS,
    }
    assert [base.name for base in found.model.base_models] == ["Qwen/Qwen2.5-7B", "meta-llama/Llama-3.1-8B"]


def test_an_adapter_names_its_base(tmp_path: Path) -> None:
    adapter = json.dumps({"base_model_name_or_path": "meta-llama/Llama-3.1-8B", "peft_type": "LORA"})
    found = model_of(tmp_path / "m", "license: mit", adapter_config__json=adapter, adapter_model__safetensors=EMPTY)
    assert [(base.name, base.relation.value) for base in found.model.base_models] == [("meta-llama/Llama-3.1-8B", "adapter")]
    assert kinds(found) == {ContradictionKind.BASE_TERMS}
    assert str(classify(found.model).freedom) == "none to restricted"


def test_a_missing_licence_text_is_remarked(tmp_path: Path) -> None:
    found = model_of(tmp_path / "m", "license: llama3.1", model__safetensors=EMPTY)
    assert any("no file with its text" in each for each in found.remarks)


def test_repositories_are_recognised_and_their_parts_belong_to_them(tmp_path: Path) -> None:
    model_of(tmp_path / "plain", config__json="{}", model__safetensors=EMPTY)
    model_of(tmp_path / "pipeline", "license: mit\nlibrary_name: diffusers", model_index__json="{}")
    model_of(tmp_path / "pipeline" / "unet", config__json="{}", model__safetensors=EMPTY)
    model_of(tmp_path / "deep" / "er" / "card-only", "license: mit\npipeline_tag: text-generation")
    model_of(tmp_path / "project", "title: A page", setup__py="")
    model_of(tmp_path / ".venv" / "lib", config__json="{}", model__safetensors=EMPTY)
    assert [Path(each.path).name for each in scan_models(tmp_path)] == ["card-only", "pipeline", "plain"]


def test_the_place_in_a_cache_says_repository_and_revision(tmp_path: Path) -> None:
    model_of(tmp_path / "models--meta-llama--Llama-3.1-8B" / "snapshots" / "abc123", "license: llama3.1", model__safetensors=EMPTY)
    (found,) = scan_models(tmp_path)
    assert (found.repo_id, found.revision, found.record_id) == ("meta-llama/Llama-3.1-8B", "abc123", "llama-3.1")


def test_hostile_folders_end(tmp_path: Path) -> None:
    folder = tmp_path / "m"
    model_of(folder, "license: mit", model__safetensors=b"\xff" * 9, m__gguf=b"GGUF\3\0\0\0" + b"\xff" * 16, config__json="[" * 100_000)
    (folder / "loop").symlink_to(tmp_path)
    (folder / "LICENSE").symlink_to(folder / "LICENSE")
    (folder / "LICENSE-latin").write_bytes(TEXTS["MIT"].encode().replace(b"Software", "Söftware".encode("latin-1"), 1))
    (folder / "LICENSE.utf16").write_bytes(TEXTS["MIT"].encode("utf-16"))
    os.mkfifo(folder / "LICENSE-pipe")
    with (folder / "LICENSE-sparse").open("wb") as stream:
        stream.truncate(10_000_000_000)
    deep = tmp_path
    for _ in range(60):
        deep /= "d"
    deep.mkdir(parents=True)
    start = time.perf_counter()
    (found,) = scan_models(tmp_path)
    assert time.perf_counter() - start < 5
    assert [(each.file, [license.id for license in each.identified.licenses]) for each in found.license_files] == [
        ("LICENSE-latin", ["MIT"]),
        ("LICENSE.utf16", ["MIT"]),
    ]
    said = " ".join(found.remarks)
    assert all(name in said for name in ("LICENSE-sparse", "model.safetensors", "m.gguf", "config.json"))


def test_a_broken_card_is_a_remark(tmp_path: Path) -> None:
    found = model_of(tmp_path / "m", "license: [mit", model__safetensors=EMPTY)
    assert any(each.startswith("README.md:") for each in found.remarks)
    assert found.declared is None


def test_what_is_no_folder_is_our_error(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    (tmp_path / "loop").symlink_to(tmp_path / "loop")
    for place in (tmp_path / "missing", tmp_path / "file", tmp_path / "loop", "a\0b"):
        with pytest.raises(RecordError):
            scan_models(place)


_names = st.sampled_from(["README.md", "LICENSE", "config.json", "adapter_config.json", "m.gguf", "model.safetensors", "COPYING.md"])
_contents = st.one_of(
    st.binary(max_size=60),
    st.sampled_from([TEXTS["MIT"].encode(), b'{"base_model_name_or_path": 7}', b'{"base_model_name_or_path": "gpt2"}', EMPTY, b"[]"]),
    st.text("abcdef:[]{}-\n ", max_size=60).map(lambda text: f"---\nlicense: mit\n{text}\n---\n".encode()),
)


@settings(max_examples=150)
@given(files=st.dictionaries(_names, _contents))
def test_any_files_make_a_repository_or_our_error(tmp_path_factory: pytest.TempPathFactory, files: dict[str, bytes]) -> None:
    folder = tmp_path_factory.mktemp("any")
    for name, content in files.items():
        (folder / name).write_bytes(content)
    try:
        for found in scan_models(folder):
            classify(found.model)
    except OpenWeightsError as error:
        pytest.fail(f"a file must not stop a scan: {error}")
