"""Metadata of GGUF and safetensors, from honest and from lying files."""

from __future__ import annotations

import contextlib
import json
import struct
import time
import tracemalloc
from pathlib import Path

import pytest
from hypothesis import given, settings, strategies as st

from openweights import OpenWeightsError, RecordError
from openweights.interop.weights import MOST_BYTES, MOST_ENTRIES, read_weights

_TEXT, _ARRAY, _U32, _F32, _U64 = 8, 9, 4, 6, 10


def text(value: str) -> bytes:
    return struct.pack("<Q", len(value.encode())) + value.encode()


def entry(key: str, kind: int, value: bytes) -> bytes:
    return text(key) + struct.pack("<I", kind) + value


def gguf(*entries: bytes, version: int = 3, count: int | None = None) -> bytes:
    return b"GGUF" + struct.pack("<IQQ", version, 1, len(entries) if count is None else count) + b"".join(entries)


HONEST = gguf(
    entry("general.architecture", _TEXT, text("llama")),
    entry("tokenizer.ggml.tokens", _ARRAY, struct.pack("<IQ", _TEXT, 3) + text("a") + text("b") + text("")),
    entry("tokenizer.ggml.scores", _ARRAY, struct.pack("<IQ", _F32, 3) + bytes(12)),
    entry("nested", _ARRAY, struct.pack("<IQ", _ARRAY, 1) + struct.pack("<IQ", _U32, 2) + bytes(8)),
    entry("llama.rope.freq_base", _F32, bytes(4)),
    entry("general.name", _TEXT, text("Tuned")),
    entry("general.license", _TEXT, text("llama3.1")),
    entry("general.base_model.count", _U32, struct.pack("<I", 2)),
    entry("general.base_model.0.name", _TEXT, text("Meta Llama 3.1 8B")),
    entry("general.base_model.0.repo_url", _TEXT, text("https://huggingface.co/meta-llama/Llama-3.1-8B")),
    entry("general.base_model.1.name", _TEXT, text("Other")),
)


def written(folder: Path, name: str, content: bytes) -> Path:
    file = folder / name
    file.write_bytes(content)
    return file


def safetensors(head: bytes, length: int | None = None) -> bytes:
    return struct.pack("<Q", len(head) if length is None else length) + head


def test_gguf_says_name_licence_and_bases(tmp_path: Path) -> None:
    found = read_weights(written(tmp_path, "m.gguf", HONEST))
    assert (found.format, found.name, found.license) == ("gguf", "Tuned", "llama3.1")
    assert found.base_models == ("https://huggingface.co/meta-llama/Llama-3.1-8B", "Other")
    assert all(key.startswith("general.") for key in found.values)


def test_safetensors_say_what_their_metadata_say(tmp_path: Path) -> None:
    head = json.dumps({"__metadata__": {"format": "pt", "license": "mit", "modelspec.title": "T", "n": 7}, "w": {"dtype": "F32"}}).encode()
    found = read_weights(written(tmp_path, "m.safetensors", safetensors(head) + b"weights"))
    assert (found.format, found.license, found.name, dict(found.values)) == (
        "safetensors",
        "mit",
        "T",
        {"format": "pt", "license": "mit", "modelspec.title": "T"},
    )
    assert read_weights(written(tmp_path, "n.safetensors", safetensors(b"{}"))).values == {}


HUGE = 2**63
LIES = {
    "empty.gguf": b"",
    "magic.gguf": b"GGML" + bytes(40),
    "version.gguf": gguf(version=1),
    "big-endian.gguf": b"GGUF" + struct.pack(">IQQ", 3, 0, 0),
    "entries.gguf": gguf(count=HUGE),
    "few.gguf": gguf(count=MOST_ENTRIES),
    "key.gguf": gguf(struct.pack("<Q", HUGE)),
    "value.gguf": gguf(entry("general.license", _TEXT, struct.pack("<Q", HUGE))),
    "cut.gguf": HONEST[:-3],
    "type.gguf": gguf(entry("a", 99, b"")),
    "array.gguf": gguf(entry("a", _ARRAY, struct.pack("<IQ", _U64, HUGE))),
    "texts.gguf": gguf(entry("a", _ARRAY, struct.pack("<IQ", _TEXT, HUGE))),
    "array-type.gguf": gguf(entry("a", _ARRAY, struct.pack("<IQ", 77, 1))),
    "nested.gguf": gguf(entry("a", _ARRAY, struct.pack("<IQ", _ARRAY, 1) * 5000)),
    "short.safetensors": b"\1\0",
    "length.safetensors": safetensors(b"{}", HUGE),
    "longer.safetensors": safetensors(b"{}", 1000),
    "json.safetensors": safetensors(b"{nope"),
    "list.safetensors": safetensors(b"[1]"),
    "deep.safetensors": safetensors(b'{"a":' * 100_000),
    "latin.safetensors": safetensors(b'{"a": "\xe9"}'),
}


@pytest.mark.parametrize("name", LIES)
def test_a_lie_is_our_error_at_once_and_costs_no_memory(tmp_path: Path, name: str) -> None:
    file = written(tmp_path, name, LIES[name])
    tracemalloc.start()
    start = time.perf_counter()
    with pytest.raises(RecordError, match=name):
        read_weights(file)
    assert time.perf_counter() - start < 2
    assert tracemalloc.get_traced_memory()[1] < 20_000_000
    tracemalloc.stop()


@pytest.mark.parametrize(
    "head", [b"", safetensors(b"{}"), HONEST, gguf(entry("a", _ARRAY, struct.pack("<IQ", _U64, MOST_BYTES // 8 - 100)), count=2)]
)
@pytest.mark.parametrize("ending", ["gguf", "safetensors"])
def test_a_file_of_ten_gigabytes_is_read_at_its_head_only(tmp_path: Path, head: bytes, ending: str) -> None:
    file = written(tmp_path, f"m.{ending}", head)
    with file.open("r+b") as stream:
        stream.truncate(10_000_000_000)
    start = time.perf_counter()
    with contextlib.suppress(RecordError):
        assert read_weights(file).format == ending
    assert time.perf_counter() - start < 2


def test_what_is_no_file_is_our_error(tmp_path: Path) -> None:
    (tmp_path / "loop.gguf").symlink_to(tmp_path / "loop.gguf")
    for place in (tmp_path, tmp_path / "missing.gguf", tmp_path / "loop.gguf", "a\0.gguf"):
        with pytest.raises(RecordError):
            read_weights(place)


@settings(max_examples=200)
@given(st.binary(max_size=300), st.booleans(), st.integers(0, len(HONEST)))
def test_any_bytes_are_metadata_or_our_error(tmp_path_factory: pytest.TempPathFactory, content: bytes, whole: bool, place: int) -> None:
    folder = tmp_path_factory.mktemp("any")
    spoilt = content if whole else HONEST[:place] + content + HONEST[place + len(content) :]
    for name, given_content in (
        ("m.gguf", spoilt),
        ("h.gguf", b"GGUF\3\0\0\0" + content),
        ("m.safetensors", content),
        ("h.safetensors", safetensors(content)),
    ):
        with contextlib.suppress(OpenWeightsError):
            assert read_weights(written(folder, name, given_content)).base_models is not None
