"""What a scan found, as a gate is asked about it: each reference with its file, line and column."""

from __future__ import annotations

import os
import posixpath
from collections.abc import Iterator
from pathlib import Path

from attrs import frozen

from openweights.policy.place import Place
from openweights.policy.subject import Subject
from openweights.scan.folders import ModelFolders
from openweights.scan.reference import Reference, ScanReport, Status
from openweights.scan.scanner import scan

#: Why no record can go by what stands at a place.
_UNLISTED = {
    Status.DYNAMIC: "The name is made when the code runs, so nothing is known of the model.",
    Status.LOCAL: "It is a path: which model lies there, the source does not say.",
}


@frozen(kw_only=True)
class Found:
    """What was found at a path, to be held to a policy."""

    #: The references, in order.
    subjects: tuple[Subject, ...]
    #: What was not read, and the like: a sentence each.
    notes: tuple[str, ...] = ()


def found_at(path: str | os.PathLike[str], *, folders: ModelFolders = ModelFolders.ALL) -> Found:
    """Return the models that the sources under a path name and that lie there, to be held to a policy.

    Args:
        path: A folder or a file, as for `openweights.scan.scan`.
        folders: In which folders models are looked for.

    Raises:
        RecordError: If there is nothing at the path, or its manifest cannot be read.
        MissingExtraError: If a package of the extra `scan` is not installed.
    """
    return found_by(scan(path, folders=folders))


def found_by(report: ScanReport) -> Found:
    """Return what a scan found, to be held to a policy. A file is given as seen from where the path of the scan is.

    Args:
        report: The report of the scan.

    Examples:
        >>> found_by(ScanReport(root="src", files=0, references=())).subjects
        ()
    """
    is_file = Path(report.root).is_file()
    base = posixpath.dirname(_slashed(report.root)) if is_file else _slashed(report.root)
    subjects = tuple(_subject(each, base) for each in report.references)
    return Found(subjects=subjects, notes=tuple(_notes(report, base)))


def _slashed(path: str) -> str:
    return path.replace(os.sep, "/")


def _file(base: str, file: str) -> str:
    return posixpath.normpath(posixpath.join(base, file))


def _subject(reference: Reference, base: str) -> Subject:
    found = reference.resolution
    known = found is not None and found.title is not None
    return Subject(
        reference.text if reference.described is None else reference.name,
        model=None if known else reference.described,
        place=Place(_file(base, reference.file), reference.line, reference.column),
        # What the words were read as is looked up: services write names in ways that the records do not know.
        known_as=(found.read_as or found.name) if found is not None and known else None,
        unlisted=_UNLISTED.get(reference.status),
        silenced=reference.silenced,
        remarks=tuple(f"{each.reason} ({each.kind.value})" for each in reference.contradictions),
    )


def _notes(report: ScanReport, base: str) -> Iterator[str]:
    yield from (f"{_file(base, each.file)}: {each.reason}" for each in report.notes)
