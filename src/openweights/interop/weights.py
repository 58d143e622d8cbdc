"""What files of weights say of themselves: the metadata of GGUF and safetensors, read without the weights and within bounds.

Both formats begin with lengths that a stranger wrote. None of them is believed: what is read is bounded in bytes, items and depth, whatever
the file claims and however large it is.

Source: ggml-org/ggml, `docs/gguf.md`; huggingface/safetensors, `README.md` (format).
"""

from __future__ import annotations

import json
import os
import struct
from collections.abc import Mapping
from pathlib import Path
from typing import BinaryIO, cast

from attrs import frozen

from openweights.errors import RecordError

#: Bounds: bytes of the metadata (of JSON fewer, since it is held in memory), entries in them, tensors, texts in lists, and characters of a
#: text that is kept.
MOST_BYTES = 100_000_000
MOST_JSON_BYTES = 10_000_000
MOST_ENTRIES = 100_000
MOST_TENSORS = 10_000_000
MOST_ITEMS = 2_000_000
LONGEST_VALUE = 20_000

_MAGIC = b"GGUF"
#: Sizes of the numbers of GGUF by type; 8 is a text and 9 an array.
_SIZES = {0: 1, 1: 1, 2: 2, 3: 2, 4: 4, 5: 4, 6: 4, 7: 1, 10: 8, 11: 8, 12: 8}
_INTEGERS = {0: "<B", 1: "<b", 2: "<H", 3: "<h", 4: "<I", 5: "<i", 10: "<Q", 11: "<q"}
_TEXT, _ARRAY = 8, 9

#: The keys of GGUF that speak of names, licence and lineage; the others are passed over.
_KEPT = "general."


@frozen(kw_only=True)
class WeightsMetadata:
    """What a file of weights says of itself."""

    #: `gguf` or `safetensors`.
    format: str
    #: Texts and whole numbers by key; of GGUF those under `general.`.
    values: Mapping[str, str]

    @property
    def license(self) -> str | None:
        """The licence that it names, as it stands there."""
        return self.values.get("general.license") or self.values.get("license") or self.values.get("modelspec.license")

    @property
    def license_name(self) -> str | None:
        """The name of a licence that has no id."""
        return self.values.get("general.license.name")

    @property
    def license_link(self) -> str | None:
        """Where the licence's text is."""
        return self.values.get("general.license.link")

    @property
    def name(self) -> str | None:
        """What the model is called."""
        return self.values.get("general.name") or self.values.get("modelspec.title")

    @property
    def base_models(self) -> tuple[str, ...]:
        """The bases that it names: the addresses of their repositories, else their names."""
        bases: list[str] = []
        for position in range(min(_number(self.values.get("general.base_model.count")), 100)):
            key = f"general.base_model.{position}."
            base = self.values.get(key + "repo_url") or self.values.get(key + "name")
            if base:
                bases.append(base)
        return tuple(bases)


def _number(text: str | None) -> int:
    return int(text) if text is not None and text.isascii() and text.isdigit() and len(text) < 20 else 0


def read_weights(path: str | os.PathLike[str]) -> WeightsMetadata:
    """Return the metadata of a file of weights.

    Args:
        path: A file whose name ends in `.gguf` or `.safetensors`.

    Raises:
        RecordError: If it cannot be read, is not in that format, or claims more than a bound allows.
    """
    file = os.fspath(path)
    try:
        if not Path(file).is_file():
            raise RecordError(file, "It is no file.")
        with Path(file).open("rb") as stream:
            if file.casefold().endswith(".gguf"):
                return WeightsMetadata(format="gguf", values=_Gguf(stream, file).metadata())
            return WeightsMetadata(format="safetensors", values=_safetensors(stream, file))
    except OSError as error:
        raise RecordError(file, f"It cannot be read: {error.strerror}.") from None
    except ValueError as error:
        if isinstance(error, RecordError):
            raise
        raise RecordError(file, "It cannot be read: the path has a NUL character.") from None


def _safetensors(stream: BinaryIO, file: str) -> dict[str, str]:
    start = stream.read(8)
    if len(start) < 8:
        raise RecordError(file, "It is no safetensors file: it is shorter than the length at its head.")
    length = int.from_bytes(start, "little")
    if length > MOST_JSON_BYTES:
        raise RecordError(
            file, f"It is no safetensors file: its head claims {length:,} bytes, more than the {MOST_JSON_BYTES:,} that are read."
        )
    content = stream.read(length)
    if len(content) < length:
        raise RecordError(file, f"It is cut short: its head claims {length:,} bytes and {len(content):,} are there.")
    if not content.startswith(b"{"):
        raise RecordError(file, "It is no safetensors file: its head is no JSON table.")
    try:
        head: object = json.loads(content)
    except (ValueError, RecursionError):
        raise RecordError(file, "It is no safetensors file: its head is no JSON.") from None
    said = cast("dict[str, object]", head).get("__metadata__") if isinstance(head, dict) else None
    if not isinstance(said, dict):
        return {}
    texts = cast("dict[str, object]", said).items()
    return {key: value for key, value in list(texts)[:MOST_ENTRIES] if isinstance(value, str) and len(value) <= LONGEST_VALUE}


class _Gguf:
    """A reader of the metadata at the head of a GGUF file, versions 2 and 3."""

    def __init__(self, stream: BinaryIO, file: str) -> None:
        self.stream = stream
        self.file = file
        self.left = MOST_BYTES
        self.items = MOST_ITEMS

    def metadata(self) -> dict[str, str]:
        if self._bytes(4) != _MAGIC:
            raise RecordError(self.file, "It is no GGUF file: it does not begin with the letters GGUF.")
        version = self._integer("<I")
        if version not in (2, 3):
            # Version 1 has shorter lengths; a big-endian file shows its version turned round.
            raise RecordError(self.file, f"It is GGUF of version {version}: only versions 2 and 3, little-endian, are read.")
        tensors, entries = self._integer("<Q"), self._integer("<Q")
        if tensors > MOST_TENSORS or entries > MOST_ENTRIES:
            raise RecordError(self.file, f"It claims {tensors:,} tensors and {entries:,} entries of metadata, more than are read.")
        values: dict[str, str] = {}
        for _ in range(entries):
            key = self._text(keep=True) or ""
            value = self._value(self._integer("<I"), keep=key.startswith(_KEPT))
            if value is not None and key.startswith(_KEPT):
                values[key] = value
        return values

    def _value(self, kind: int, *, keep: bool) -> str | None:
        """Read a value; return a text or a whole number as text, and nothing of the other kinds."""
        if kind == _TEXT:
            return self._text(keep=keep)
        if kind == _ARRAY:
            self._pass_array(depth=1)
            return None
        if kind in _INTEGERS:
            return str(self._integer(_INTEGERS[kind]))
        if kind not in _SIZES:
            raise RecordError(self.file, f"It is no GGUF file: {kind} is no type of a value.")
        self._pass(_SIZES[kind])
        return None

    def _pass_array(self, *, depth: int) -> None:
        kind, count = self._integer("<I"), self._integer("<Q")
        if kind in _SIZES:
            self._pass(_SIZES[kind] * count)
            return
        if kind not in (_TEXT, _ARRAY) or depth > 8 or count > self.items:
            raise RecordError(self.file, "It is no GGUF file: an array has no type, or more items or levels than are read.")
        self.items -= count
        for _ in range(count):
            if kind == _TEXT:
                self._pass(self._integer("<Q"))
            else:
                self._pass_array(depth=depth + 1)

    def _text(self, *, keep: bool) -> str | None:
        length = self._integer("<Q")
        if not keep or length > LONGEST_VALUE:
            self._pass(length)
            return None
        return self._bytes(length).decode("utf-8", errors="replace")

    def _integer(self, form: str) -> int:
        return cast("int", struct.unpack(form, self._bytes(struct.calcsize(form)))[0])

    def _spend(self, count: int) -> None:
        if count > self.left:
            raise RecordError(self.file, f"Its metadata claim more than {MOST_BYTES:,} bytes.")
        self.left -= count

    def _bytes(self, count: int) -> bytes:
        self._spend(count)
        content = self.stream.read(count)
        if len(content) < count:
            raise RecordError(self.file, "It is cut short: the metadata claim more bytes than are there.")
        return content

    def _pass(self, count: int) -> None:
        """Pass over bytes. In a sparse file they cost nothing; past the end the next reading tells."""
        self._spend(count)
        self.stream.seek(count, os.SEEK_CUR)
