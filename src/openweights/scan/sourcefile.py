"""The text of a source file from a stranger: bounded in size, in whatever encoding."""

from __future__ import annotations

import codecs
from pathlib import Path

from openweights.scan.reference import Note

#: Bytes of the largest file that is read; what people write is smaller.
LARGEST = 1_000_000

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


def text_of(content: bytes, name: str, notes: list[Note]) -> str | None:
    """Return the text of a file, or nothing if it holds none.

    Args:
        content: Its bytes.
        name: Its name, for notes.
        notes: Gets a note if the file holds no text or is not in UTF-8.
    """
    for mark, encoding in _MARKS:
        if content.startswith(mark):
            try:
                return content.decode(encoding)
            except UnicodeDecodeError:
                break
    if b"\0" in content:
        notes.append(Note(name, "It is binary."))
        return None
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError as error:
        # Names of models are ASCII, which stands where it is in every encoding that is left.
        notes.append(Note(name, f"It is not in UTF-8 (byte {error.start}): it was read as Latin-1.", skipped=False))
        return content.decode("latin-1")


def read(path: Path, name: str, size: int, notes: list[Note], *, largest: int = LARGEST) -> bytes | None:
    """Return the bytes of a file, or nothing if it is too large or cannot be read, with a note.

    Args:
        path: The file.
        name: Its name, for notes.
        size: Its size in bytes, as the folder says.
        notes: Gets the note.
        largest: How many bytes it may have.
    """
    if size > largest:
        notes.append(Note(name, f"It has {size:,} bytes, more than {largest:,}."))
        return None
    try:
        with path.open("rb") as stream:
            content = stream.read(largest + 1)
    except OSError as error:
        notes.append(Note(name, f"It cannot be read: {error.strerror}."))
        return None
    if len(content) > largest:  # it grew, or its size was a lie, as in /proc
        notes.append(Note(name, f"It has more than {largest:,} bytes."))
        return None
    return content
