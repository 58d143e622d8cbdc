"""SBOM documents as they come from strangers: JSON of bounded size and depth."""

from __future__ import annotations

import json
import os
import stat
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import cast

from attrs import frozen

from openweights.errors import RecordError
from openweights.plain import exceeds_depth

#: Bytes of the largest document that is read. SBOMs of whole container images have a few millions.
LARGEST = 32_000_000

#: How many components, or elements, are looked at; far above what fits into such a document with content.
MOST_COMPONENTS = 200_000

#: What errors call a document that was given as text.
TEXT = "<text>"

_CONTEXT = "spdx.org/rdf/3"

Table = Mapping[str, object]


@frozen
class Document:
    """A document, and what errors call it."""

    #: What the document holds.
    table: Table
    #: Its path, or that it was given as text.
    file: str

    @property
    def is_cyclonedx(self) -> bool:
        """Whether it says that it is CycloneDX."""
        return self.table.get("bomFormat") == "CycloneDX"

    @property
    def is_spdx3(self) -> bool:
        """Whether it says that it is SPDX 3."""
        return _CONTEXT in str(self.table.get("@context"))[:10_000]


def read_document(text_or_path: str | os.PathLike[str]) -> Document:
    """Return the JSON document that a text holds or that is at a path.

    Args:
        text_or_path: The document itself, if it begins with `{`; else the path of its file.

    Raises:
        RecordError: If the file cannot be read, is too large, not in UTF-8, no JSON object, or nested too deeply.
    """
    given = os.fspath(text_or_path)
    if isinstance(text_or_path, str) and given.lstrip("\ufeff \t\r\n").startswith("{"):
        if len(given) > LARGEST:
            raise RecordError(TEXT, f"It has more than {LARGEST:,} characters. Split it.")
        return Document(_parsed(given.lstrip("\ufeff"), TEXT), TEXT)
    return Document(_parsed(_read(given), given), given)


def is_sbom(path: str | os.PathLike[str]) -> bool:
    """Return whether the file at a path says that it is a CycloneDX or an SPDX 3 document in JSON.

    Args:
        path: Any file; one that cannot be read, or is larger than a document may be, is none.
    """
    try:
        content = _bytes(os.fspath(path))
    except RecordError:
        return False
    return content.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{") and (b'"bomFormat"' in content or _CONTEXT.encode() in content)


def _bytes(file: str) -> bytes:
    try:
        # A pipe would wait for a writer.
        is_special = stat.S_ISFIFO(Path(file).stat().st_mode)
        content = b"" if is_special else _start_of(file)
    except OSError as error:
        raise RecordError(file, f"It cannot be read: {error.strerror}.") from None
    except ValueError:
        raise RecordError(file.replace("\0", "\\0"), "It cannot be read: the path has a NUL character.") from None
    if is_special:
        raise RecordError(file, "It is a pipe. Give the path of a file.")
    if len(content) > LARGEST:
        raise RecordError(file, f"It has more than {LARGEST:,} bytes. Split it.")
    return content


def _start_of(file: str) -> bytes:
    with Path(file).open("rb") as stream:
        return stream.read(LARGEST + 1)


def _read(file: str) -> str:
    content = _bytes(file)
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise RecordError(file, f"It is not in UTF-8 (byte {error.start}). Save it as UTF-8.") from None


def _parsed(text: str, file: str) -> Table:
    if text.lstrip().startswith("<"):
        raise RecordError(file, "It is XML. Save it as JSON, which both CycloneDX and SPDX 3 have.")
    try:
        value: object = json.loads(text)
    except ValueError as error:  # a number of thousands of digits is one too
        raise RecordError(file, f"It is no JSON: {str(error)[:200]}. Correct the syntax.") from None
    except RecursionError:
        raise RecordError(file, "It is nested too deeply. Is it an SBOM?") from None
    if not isinstance(value, dict):
        raise RecordError(file, "It holds no JSON object. Give a CycloneDX or SPDX 3 document.")
    if exceeds_depth(cast("object", value), DEEPEST):
        raise RecordError(file, f"It is nested more than {DEEPEST} levels deep. Is it an SBOM?")
    return cast("dict[str, object]", value)


#: How deep a document may be nested: a component inside a component takes two levels, an ancestor three.
DEEPEST = 200


def table_of(value: object) -> Table:
    """Return `value` if it is a JSON object, else an empty one: what is malformed says nothing."""
    return cast("dict[str, object]", value) if isinstance(value, dict) else {}


def items_of(value: object) -> list[object]:
    """Return `value` if it is a JSON array, else an empty one."""
    return cast("list[object]", value) if isinstance(value, list) else []


def tables_of(value: object) -> Iterator[tuple[int, Table]]:
    """Yield the JSON objects of an array, with their positions."""
    for position, item in enumerate(items_of(value)):
        if isinstance(item, dict):
            yield position, cast("dict[str, object]", item)


def text_of(table: Table, key: str, *, strip: bool = True) -> str | None:
    """Return a text of a JSON object, without the blanks around it if not told otherwise; nothing if there is none."""
    value = table.get(key)
    if not isinstance(value, str) or not value.strip():
        return None
    return value.strip() if strip else value
