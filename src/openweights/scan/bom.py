"""Models that bills of materials list, each with its line in the document."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from openweights.errors import RecordError
from openweights.interop.repository import Contradiction, ContradictionKind
from openweights.sbom.licensing import declared_license
from openweights.sbom.references import SbomReference, models_in_sbom
from openweights.scan.datatree import List, Node, Table, Text, UnreadableDataError, from_json
from openweights.scan.reference import Mention
from openweights.verdict import Verdict

#: What one of the formats has among its first keys.
_SIGNS = (b'"bomFormat"', b"spdx.org/rdf/3")

#: Bytes of a document that are looked at to see what it is.
HEAD = 100_000

#: Characters of the largest document whose lines are told: in a larger one, every model stands on line 1.
_LARGEST_WITH_LINES = 4_000_000

_STEP = re.compile(r"(?P<key>[^.\[\]]+)|\[(?P<number>\d+)\]")


def is_bom(head: bytes) -> bool:
    """Return whether a file that begins like this is a CycloneDX or SPDX 3 document in JSON.

    Args:
        head: Its first bytes.
    """
    return any(sign in head for sign in _SIGNS) and head.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{")


def find(file: Path) -> Iterator[Mention]:
    """Yield the models that a CycloneDX or SPDX 3 document lists.

    Args:
        file: The document.

    Raises:
        RecordError: If it is none, or cannot be read.
    """
    found = models_in_sbom(file)
    tree = _tree(file) if found else None
    for each in found:
        place = _text_at(tree, each.place) if tree else None
        known = each.resolution.title is not None
        yield Mention(
            place.line if place else 1,
            place.column if place else 1,
            place.text if place else each.purl or each.name,
            each.place,
            resolution=each.resolution,
            described=None if known else each.listed.imported.model,
            contradictions=tuple(_contradictions(each, file.name)),
        )


def _contradictions(found: SbomReference, file: str) -> Iterator[Contradiction]:
    if found.record is None or found.license is None or found.license_agrees is not Verdict.NOT_MET:
        return
    recorded = declared_license(found.record)
    if recorded is not None:
        reason = f"{found.place} of {file} says {found.license.text}, the record of {found.record.name} says {recorded.text}."
        yield Contradiction(kind=ContradictionKind.SBOM_RECORD, reason=reason, files=(file,))


def _tree(file: Path) -> Node | None:
    try:
        with file.open("rb") as stream:
            content = stream.read(_LARGEST_WITH_LINES + 1)
        if len(content) > _LARGEST_WITH_LINES:
            return None
        roots = from_json(content.decode("utf-8-sig"))
    except (OSError, UnicodeDecodeError, UnreadableDataError):
        return None
    return roots.items[0] if roots.items else None


def _text_at(node: Node | None, place: str) -> Text | None:
    """Return the text by which the component at a place is named: its package URL, or its name."""
    for step in _STEP.finditer(place):
        if step["number"] is not None:
            at = int(step["number"])
            node = node.items[at] if isinstance(node, List) and at < len(node.items) else None
        else:
            node = _value(node, step["key"])
    keys = ("purl", "software_packageUrl", "name")
    return next((value for key in keys if isinstance(value := _value(node, key), Text) and value.text), None)


def _value(node: Node | None, key: str) -> Node | None:
    if not isinstance(node, Table):
        return None
    return next((value for name, value in node.items if name.text == key), None)


def head_of(file: Path) -> bytes:
    """Return the first bytes of a file.

    Args:
        file: The file.

    Raises:
        RecordError: If it cannot be read.
    """
    try:
        with file.open("rb") as stream:
            return stream.read(HEAD)
    except OSError as error:
        raise RecordError(str(file), f"It cannot be read: {error.strerror}.") from None
