"""Comments and a manifest that silence a reference or add one, both visibly.

A comment stands on the line of the name or alone on the line above: `# openweights: allow <reason>`. Without a reason it does nothing.
`# openweights: uses <name>` adds a model that no code names. The manifest `.openweights.toml` does the same for whole trees, and for
formats without comments.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from fnmatch import fnmatchcase
from pathlib import Path
from typing import cast

from attrs import frozen

from openweights.errors import RecordError, shown
from openweights.modelfile import read_table
from openweights.names import name_key
from openweights.scan.reference import Mention

#: The manifest's name, in the folder that is scanned.
MANIFEST = ".openweights.toml"

_ALLOW = re.compile(r"(?P<lead>#|//|<!--|--|;|\"_comment\")\s*openweights:\s*allow\b[ \t]*(?P<reason>[^\n]*)")
_USES = re.compile(r"(?:#|//|<!--|--|;)\s*openweights:\s*uses\s+(?P<name>[^\s,]+)")


def apply(text: str, mentions: Sequence[Mention], comment: str = "#") -> Iterator[Mention]:
    """Yield the mentions of a text, those that a comment allows with its reason, and those that a comment adds.

    Args:
        text: The text.
        mentions: What it names.
        comment: What begins a comment in it.
    """
    if "openweights:" not in text:
        yield from mentions
        return
    rows = text.split("\n")
    reasons: dict[int, str] = {}
    for number, row in enumerate(rows, 1):
        match = _ALLOW.search(row)
        reason = match["reason"].removesuffix("-->").strip() if match else ""
        if match and reason:
            is_alone = not row[: match.start()].strip(" \t-")
            reasons[number + 1 if is_alone else number] = reason
        added = _USES.search(row)
        if added:
            yield Mention(number, added.start("name") + 1, added["name"], f"{comment} openweights: uses")
    for each in mentions:
        reason = reasons.get(each.line) or (reasons.get(each.used_on) if each.used_on else None)
        yield each._replace(silenced=reason) if reason else each


@frozen
class Allowance:
    """What the manifest silences: a name, the files under a pattern, or a name in such files."""

    #: Why.
    reason: str
    #: The name as written, or the id of a record; any name without one.
    name: str | None = None
    #: The pattern of the files, relative to the manifest; any file without one.
    file: str | None = None

    def covers(self, file: str, text: str, ids: Sequence[str]) -> bool:
        """Whether a reference in a file is silenced."""
        if self.file is not None and not fnmatchcase(file, self.file):
            return False
        return self.name is None or name_key(self.name) == name_key(text) or self.name in ids


@frozen
class Addition:
    """A model that the manifest adds."""

    #: The name.
    name: str
    #: Where it is used, and how one knows.
    reason: str


@frozen
class Manifest:
    """What a manifest silences and adds.

    Examples:
        >>> Manifest.of({"scan": {"add": [{"name": "gpt-4o", "reason": "chosen in the settings"}]}}, "m").additions[0].name
        'gpt-4o'
    """

    allowances: tuple[Allowance, ...] = ()
    additions: tuple[Addition, ...] = ()

    @classmethod
    def read(cls, folder: Path) -> Manifest:
        """Return the manifest of a folder; one that says nothing if there is none.

        Raises:
            RecordError: If it cannot be read or says something else than a manifest can.
        """
        file = folder / MANIFEST
        return cls.of(read_table(str(file)), str(file)) if file.is_file() else cls()

    @classmethod
    def of(cls, table: Mapping[str, object], file: str) -> Manifest:
        """Return the manifest that a table holds; tables beside `scan` are for others.

        Raises:
            RecordError: If it says something else than a manifest can.
        """
        scan = table.get("scan", {})
        if not isinstance(scan, Mapping):
            raise RecordError(file, "scan: it is no table. Write [[scan.allow]] and [[scan.add]].")
        for key in cast("Mapping[str, object]", scan):
            if key not in ("allow", "add"):
                raise RecordError(file, f"scan: {shown(key)} is not known. Write [[scan.allow]] and [[scan.add]].")
        allowed = _entries(cast("Mapping[str, object]", scan), "allow", file, {"name", "file", "reason"}, {"reason"})
        added = _entries(cast("Mapping[str, object]", scan), "add", file, {"name", "reason"}, {"name", "reason"})
        for position, each in enumerate(allowed):
            if "name" not in each and "file" not in each:
                raise RecordError(file, f"scan.allow[{position}]: it would silence everything. Give a name, a file or both.")
        return cls(
            tuple(Allowance(each["reason"], each.get("name"), each.get("file")) for each in allowed),
            tuple(Addition(each["name"], each["reason"]) for each in added),
        )


def _entries(scan: Mapping[str, object], key: str, file: str, known: set[str], needed: set[str]) -> list[dict[str, str]]:
    listed = scan.get(key, [])
    if not isinstance(listed, list):
        raise RecordError(file, f"scan.{key}: it is no list. Write [[scan.{key}]].")
    entries: list[dict[str, str]] = []
    for position, each in enumerate(cast("list[object]", listed)):
        place = f"scan.{key}[{position}]"
        if not isinstance(each, Mapping):
            raise RecordError(file, f"{place}: it is no table. Write [[scan.{key}]].")
        entry: dict[str, str] = {}
        for name, value in cast("Mapping[str, object]", each).items():
            if name not in known or not isinstance(value, str) or not value.strip():
                raise RecordError(file, f"{place}: {shown(name)} = {shown(value)} is none of the texts {', '.join(sorted(known))}.")
            entry[name] = value
        missing = needed - entry.keys()
        if missing:
            raise RecordError(file, f"{place}: {' and '.join(sorted(missing))} is missing. Add it.")
        entries.append(entry)
    return entries
