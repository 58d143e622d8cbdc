"""From a path to a report: the walk, the finders, the lookup of names."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from pathlib import Path

from openweights.errors import RecordError
from openweights.scan.datatree import UnreadableDataError
from openweights.scan.directives import MANIFEST, Manifest, apply
from openweights.scan.finders import FINDERS, FileFinder, Finder
from openweights.scan.naming import resolved
from openweights.scan.python import UnreadablePythonError
from openweights.scan.reference import Mention, Note, Reference, ScanReport, Status
from openweights.scan.sourcefile import read, text_of
from openweights.scan.tree import existing, walk

#: Files that programs write, not people: their names of models are copies.
GENERATED = frozenset("package-lock.json yarn.lock poetry.lock uv.lock pdm.lock pixi.lock composer.lock pipfile.lock".split())


def scan(path: str | os.PathLike[str], *, finders: Sequence[Finder | FileFinder] = FINDERS) -> ScanReport:
    """Return the models that the sources under a path name, each with its place and the record that it resolves to.

    Read are Python, notebooks, YAML, TOML, JSON and `NAME=value` configuration, Dockerfiles and Compose files, shell and make, Ollama's
    Modelfiles, requirements and lists of models. What git ignores is not read, nor are environments and links. Nothing is run and
    nothing is fetched. A name that no record carries is reported as unknown; one that is made when the code runs as dynamic.

    Args:
        path: A folder, or one file of a kind that is read.
        finders: How files are read; those of the library unless told otherwise. Add to them to read another kind of file.

    Raises:
        RecordError: If there is nothing at the path, or the manifest `.openweights.toml` there cannot be read.
        MissingExtraError: If a package of the extra `scan` is not installed.
    """
    root = existing(path)
    notes: list[Note] = []
    references: list[Reference] = []
    is_folder = root.is_dir()
    manifest = Manifest.read(root) if is_folder else Manifest()
    files = walk(root, notes) if is_folder else iter([(root.name, root, root.stat().st_size)])
    count = 0
    chosen: dict[str, Finder | FileFinder | None] = {}
    for name, file, size in files:
        base = name.rpartition("/")[2].lower()
        # Most files of a tree end as others do, so the choice is made once for each ending.
        ending = base if finders is not FINDERS or base.startswith((".", "dockerfile", "modelfile")) or "." not in base else _ending(base)
        finder = chosen[ending] if ending in chosen else chosen.setdefault(ending, _finder(finders, base))
        if finder is None or base in GENERATED or base == MANIFEST:
            continue
        if isinstance(finder, FileFinder):
            count += 1
            references += _of_other_file(name, file, finder, notes, manifest)
            continue
        content = read(file, name, size, notes, largest=finder.largest)
        if content is None:
            continue
        count += 1
        if finder.signs and not _may_name(content, finder.signs):
            continue
        text = text_of(content, name, notes)
        if text is not None:
            references += _of_file(name, text, finder, notes, manifest)
    references += _added(manifest)
    if is_folder:
        notes += _idle(manifest, references)
    return ScanReport(root=os.fspath(path), files=count, references=tuple(references), notes=tuple(notes))


def _ending(base: str) -> str:
    """Return what decides how a file is read: its suffix, unless more of its name does."""
    stem, _, suffix = base.rpartition(".")
    return base if suffix in ("txt", "in", "list", "lst") or stem.startswith(("makefile", "gnumakefile")) or "." in stem else "." + suffix


def _finder(finders: Sequence[Finder | FileFinder], base: str) -> Finder | FileFinder | None:
    return next((finder for finder in finders if finder.names.fullmatch(base)), None)


def _may_name(content: bytes, signs: Sequence[bytes]) -> bool:
    if content[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return True
    lower = content.lower()
    return any(sign in lower for sign in signs)


def _of_file(name: str, text: str, finder: Finder, notes: list[Note], manifest: Manifest) -> Iterator[Reference]:
    try:
        found = list(finder.find(text))
    except (UnreadablePythonError, UnreadableDataError) as error:
        if finder.otherwise is None:
            notes.append(Note(name, f"It is no {finder.kind}: {error.problem}."))
            return
        notes.append(Note(name, f"It is no {finder.kind} that can be parsed ({error.problem}): it was read line by line.", skipped=False))
        found = list(finder.otherwise(text))
    mentions = found if finder.kind == "notebook" else list(apply(text, found))
    seen: set[tuple[int, int, str]] = set()
    for each in sorted(mentions, key=lambda mention: (mention.line, mention.column)):
        key = (each.line, each.column, each.text)
        if key not in seen:
            seen.add(key)
            yield _reference(name, each, manifest)


def _of_other_file(name: str, file: Path, finder: FileFinder, notes: list[Note], manifest: Manifest) -> Iterator[Reference]:
    try:
        found = list(finder.find(file))
    except RecordError as error:
        notes.append(Note(name, error.problem))
        return
    for each in found:
        yield _reference(name, each, manifest)


def _reference(file: str, mention: Mention, manifest: Manifest) -> Reference:
    resolution = resolved(mention.text) if mention.status is None else None
    status = mention.status or Status.UNKNOWN
    if resolution is not None and resolution.title is not None:
        status = Status.FAMILY if resolution.how == "family" else Status.RELEASE
    silenced = mention.silenced
    if silenced is None:
        ids = resolution.ids if resolution and status is Status.RELEASE else ()
        allowed = (each.reason for each in manifest.allowances if each.covers(file, mention.text, ids))
        silenced = next(allowed, None)
    return Reference(
        file=file,
        line=mention.line,
        column=mention.column,
        text=mention.text,
        call=mention.call,
        status=status,
        resolution=resolution,
        used_on=mention.used_on,
        cell=mention.cell,
        silenced=silenced,
    )


def _added(manifest: Manifest) -> Iterator[Reference]:
    for each in manifest.additions:
        yield _reference(MANIFEST, Mention(1, 1, each.name, f"scan.add: {each.reason}"), Manifest())


def _idle(manifest: Manifest, references: Sequence[Reference]) -> Iterator[Note]:
    for each in manifest.allowances:
        if not any(each.covers(one.file, one.text, one.ids) for one in references):
            what = " in ".join(filter(None, (each.name, each.file)))
            yield Note(MANIFEST, f"scan.allow: nothing is silenced by {what!r}.", skipped=False)
