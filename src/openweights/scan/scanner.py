"""From a path to a report: the walk, the finders, the lookup of names."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from pathlib import Path

from openweights.errors import RecordError
from openweights.interop.modelfolder import cache_folder, scan_cache
from openweights.sbom.document import LARGEST as LARGEST_BOM
from openweights.scan import bom
from openweights.scan.datatree import UnreadableDataError
from openweights.scan.directives import MANIFEST, Manifest, apply
from openweights.scan.finders import FINDERS, FileFinder, Finder
from openweights.scan.folders import TOLD_BY_FOLDER, ModelFolders, find as find_folders, placed
from openweights.scan.naming import resolved
from openweights.scan.python import UnreadablePythonError
from openweights.scan.reference import Mention, Note, Reference, ScanReport, Status
from openweights.scan.sourcefile import read, text_of
from openweights.scan.tree import existing, walk

#: Files that programs write, not people: their names of models are copies.
GENERATED = frozenset("package-lock.json yarn.lock poetry.lock uv.lock pdm.lock pixi.lock composer.lock pipfile.lock".split())


#: Files of this library in a repository: they name models to rule on them, and use none.
OURS = frozenset({MANIFEST, "openweights-policy.toml", "openweights.lock"})


def scan(
    path: str | os.PathLike[str],
    *,
    finders: Sequence[Finder | FileFinder] = FINDERS,
    folders: ModelFolders = ModelFolders.ALL,
) -> ScanReport:
    """Return the models that the sources under a path name and that lie there, each with its place and the record that it resolves to.

    Read are Python, notebooks, YAML, TOML, JSON and `NAME=value` configuration, Dockerfiles and Compose files, shell and make, Ollama's
    Modelfiles, requirements and lists of models, and bills of materials in CycloneDX and SPDX 3. What git ignores is not read, nor are
    environments and links. Folders that hold a model are found too, and what their card, licence files, weights and lineage say is
    compared. Nothing is run and nothing is fetched. A name that no record carries is reported as unknown; one that is made when the
    code runs as dynamic; a model that only its folder or its bill of materials describes as described.

    Args:
        path: A folder, or one file of a kind that is read.
        finders: How files are read; those of the library unless told otherwise. Add to them to read another kind of file.
        folders: In which folders models are looked for. Weights often lie in a folder that git ignores, so all of them unless told
            otherwise.

    Raises:
        RecordError: If there is nothing at the path, or the manifest `.openweights.toml` there cannot be read.
        MissingExtraError: If a package of the extra `scan` is not installed.
    """
    root = existing(path)
    notes: list[Note] = []
    is_folder = root.is_dir()
    manifest = Manifest.read(root) if is_folder else Manifest()
    tracked: dict[str, list[tuple[str, Path, int]]] = {}
    for each in walk(root, notes) if is_folder else [(root.name, root, root.stat().st_size)]:
        tracked.setdefault(each[0].rpartition("/")[0], []).append(each)
    models = list(find_folders(root, folders, tracked, notes)) if is_folder else []
    told = {name.rpartition("/")[0] for name, _ in models}
    reader = _Reader(finders, manifest, notes)
    references: list[Reference] = []
    for folder, files in tracked.items():
        for name, file, size in files:
            base = name.rpartition("/")[2].lower()
            if base not in GENERATED and base not in OURS and not (folder in told and base in TOLD_BY_FOLDER):
                references += reader.read(name, base, file, size)
    if not is_folder and reader.files == 0 and not notes:
        notes.append(Note(root.name, "It is no kind of file that is read."))
    references += [_reference(file, mention, manifest) for file, mention in models]
    references += _added(manifest)
    if is_folder:
        notes += _idle(manifest, references)
    return ScanReport(root=os.fspath(path), files=reader.files, references=tuple(references), notes=tuple(notes))


def scan_hub_cache(cache_dir: str | os.PathLike[str] | None = None) -> ScanReport:
    """Return the models in the local cache of the Hugging Face Hub, one for each revision that is there. Nothing is fetched.

    Args:
        cache_dir: The cache; the one that `huggingface_hub` uses unless told otherwise.

    Raises:
        RecordError: If there is no cache.
        MissingExtraError: If `huggingface_hub` or PyYAML is not installed.
    """
    root = cache_folder(cache_dir)
    found = [placed(each, root) for each in scan_cache(root)]
    references = tuple(_reference(file, mention, Manifest()) for file, mention in found)
    return ScanReport(root=str(root), files=len(references), references=references)


class _Reader:
    """Reads files, each by the finder for its kind, and counts them."""

    def __init__(self, finders: Sequence[Finder | FileFinder], manifest: Manifest, notes: list[Note]) -> None:
        self.files = 0
        self._finders = finders
        self._manifest = manifest
        self._notes = notes
        self._chosen: dict[str, Finder | FileFinder | None] = {}

    def read(self, name: str, base: str, file: Path, size: int) -> Iterator[Reference]:
        """Yield what a file names."""
        finder = self._finder(base)
        if finder is None:
            return
        if isinstance(finder, FileFinder):
            self.files += 1
            yield from _of_other_file(name, file, finder, self._notes, self._manifest)
            return
        if finder.kind == "json" and size > finder.largest and _is_large_bom(file, size):
            self.files += 1
            yield from _of_other_file(name, file, _BOM, self._notes, self._manifest)
            return
        content = read(file, name, size, self._notes, largest=finder.largest)
        if content is None:
            return
        self.files += 1
        if finder.kind == "json" and bom.is_bom(content[: bom.HEAD]):
            yield from _of_other_file(name, file, _BOM, self._notes, self._manifest)
            return
        if finder.signs and not _may_name(content, finder.signs):
            return
        text = text_of(content, name, self._notes)
        if text is not None:
            yield from _of_file(name, text, finder, self._notes, self._manifest)

    def _finder(self, base: str) -> Finder | FileFinder | None:
        # Most files of a tree end as others do, so the choice is made once for each ending.
        is_whole = self._finders is not FINDERS or base.startswith((".", "dockerfile", "modelfile")) or "." not in base
        ending = base if is_whole else _ending(base)
        if ending not in self._chosen:
            self._chosen[ending] = next((finder for finder in self._finders if finder.names.fullmatch(base)), None)
        return self._chosen[ending]


#: A bill of materials is JSON like any other until one has looked into it.
_BOM = FileFinder(kind="bill of materials", names=r".*\.json", find=bom.find)


def _is_large_bom(file: Path, size: int) -> bool:
    try:
        return size <= LARGEST_BOM and bom.is_bom(bom.head_of(file))
    except RecordError:
        return False


def _ending(base: str) -> str:
    """Return what decides how a file is read: its suffix, unless more of its name does."""
    stem, _, suffix = base.rpartition(".")
    return base if suffix in ("txt", "in", "list", "lst") or stem.startswith(("makefile", "gnumakefile")) or "." in stem else "." + suffix


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
    resolution = mention.resolution or (resolved(mention.text) if mention.status is None else None)
    status = mention.status or (Status.UNKNOWN if mention.described is None else Status.DESCRIBED)
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
        described=mention.described,
        contradictions=mention.contradictions,
        remarks=mention.remarks,
    )


def _added(manifest: Manifest) -> Iterator[Reference]:
    for each in manifest.additions:
        yield _reference(MANIFEST, Mention(1, 1, each.name, f"scan.add: {each.reason}"), Manifest())


def _idle(manifest: Manifest, references: Sequence[Reference]) -> Iterator[Note]:
    for each in manifest.allowances:
        if not any(each.covers(one.file, one.text, one.ids) for one in references):
            what = " in ".join(filter(None, (each.name, each.file)))
            yield Note(MANIFEST, f"scan.allow: nothing is silenced by {what!r}.", skipped=False)
