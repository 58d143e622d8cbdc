"""Walking a folder as git does: without what is ignored, without environments that tools made, never through a link."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from openweights.errors import MissingExtraError, RecordError
from openweights.scan.reference import Note

if TYPE_CHECKING:
    from pathspec import GitIgnoreSpec

#: Bounds on a tree from a stranger.
MOST_FILES = 1_000_000
DEEPEST = 100
LONGEST_IGNORE = 1_000_000

#: Folders that tools fill, whether or not an ignore file names them.
MADE_BY_TOOLS = frozenset(
    ".git .hg .svn node_modules __pycache__ site-packages .tox .nox .mypy_cache .ruff_cache .pytest_cache .ipynb_checkpoints .eggs".split()
)


def walk(root: Path, notes: list[Note]) -> Iterator[tuple[str, Path, int]]:
    """Yield the files of a folder that git would track, in order: the path relative to the folder, the path, the size in bytes.

    Links are not followed: what they point to is scanned where it is. Sockets and the like are passed over.

    Args:
        root: The folder.
        notes: Gets a note for each folder that is left out and cannot be seen from an ignore file.

    Raises:
        MissingExtraError: If `pathspec` is not installed.
    """
    # Ignore files are looked up by the path that the file system gives, however the folder was spelled.
    root = root.resolve()
    rules = _Ignored.above(root)
    stack: list[tuple[str, _Ignored]] = [("", rules)]
    count = 0
    while stack:
        prefix, outer = stack.pop()
        folder = root / prefix if prefix else root
        try:
            with os.scandir(folder) as listing:
                entries = sorted(listing, key=lambda entry: entry.name)
        except OSError as error:
            notes.append(Note(prefix or ".", f"The folder cannot be read: {error.strerror}."))
            continue
        names = {entry.name for entry in entries}
        if prefix and "pyvenv.cfg" in names:
            notes.append(Note(prefix.rstrip("/"), "It is a virtual environment."))
            continue
        inner = outer.within(folder) if ".gitignore" in names else outer
        folders: list[tuple[str, _Ignored]] = []
        for entry in entries:
            path = prefix + entry.name
            if entry.is_symlink():
                continue
            if entry.is_dir(follow_symlinks=False):
                if entry.name in MADE_BY_TOOLS or inner.covers(entry.path, is_folder=True):
                    continue
                if path.count("/") >= DEEPEST:
                    notes.append(Note(path, f"The folder is more than {DEEPEST} levels deep."))
                    continue
                folders.append((path + "/", inner))
                continue
            try:
                status = entry.stat(follow_symlinks=False)
            except OSError:
                continue
            if not stat.S_ISREG(status.st_mode):
                continue
            count += 1
            if count > MOST_FILES:
                notes.append(Note(path, f"The folder has more than {MOST_FILES:,} files: the rest is not read."))
                return
            if not inner.covers(entry.path, is_folder=False):
                yield path, Path(entry.path), status.st_size
        stack.extend(reversed(folders))


class _Ignored:
    """The ignore files that hold in a folder, the outermost first. The last pattern that matches decides, the innermost file first."""

    def __init__(self, specs: tuple[tuple[str, GitIgnoreSpec], ...] = ()) -> None:
        self.specs = specs

    @classmethod
    def above(cls, root: Path) -> _Ignored:
        """Return the rules of the repository that the folder is in. A folder that they ignore was asked for, so they do not hold in it."""
        spec_class()
        parents = [root, *root.parents][: DEEPEST + 1]
        home = next((at for at, each in enumerate(parents) if (each / ".git").exists()), None)
        if home is None:
            return cls()
        rules = cls()
        exclude = parents[home] / ".git" / "info" / "exclude"
        if exclude.is_file():
            rules = rules.with_file(exclude, parents[home])
        for each in reversed(parents[1 : home + 1]):
            rules = rules.within(each)
        if any(rules.covers(os.fspath(each), is_folder=True) for each in parents[:home]):
            return cls()
        return rules

    def within(self, folder: Path) -> _Ignored:
        """Return the rules that hold in a folder with an ignore file of its own."""
        file = folder / ".gitignore"
        return self.with_file(file, folder) if file.is_file() and not file.is_symlink() else self

    def with_file(self, file: Path, base: Path) -> _Ignored:
        """Return these rules and those of a file, for paths under `base`."""
        try:
            with file.open("rb") as stream:
                lines = stream.read(LONGEST_IGNORE).decode("utf-8", "replace").splitlines()
            spec = spec_class().from_lines(lines)
        except (OSError, ValueError):
            return self
        return _Ignored((*self.specs, (os.fspath(base), spec)))

    def covers(self, path: str, *, is_folder: bool) -> bool:
        """Whether a path is ignored."""
        for base, spec in reversed(self.specs):
            if not path.startswith(base + os.sep):
                continue
            relative = path[len(base) + 1 :].replace(os.sep, "/")
            verdict = spec.check_file(relative + "/" if is_folder else relative).include
            if verdict is not None:
                return verdict
        return False


def spec_class() -> type[GitIgnoreSpec]:
    """Return the class that reads ignore files.

    Raises:
        MissingExtraError: If `pathspec` is not installed.
    """
    try:
        from pathspec import GitIgnoreSpec
    except ModuleNotFoundError:
        raise MissingExtraError("Scanning a folder", "scan") from None
    return GitIgnoreSpec


def existing(path: str | os.PathLike[str]) -> Path:
    """Return the path of a file or folder that is there.

    Raises:
        RecordError: If it is not.
    """
    file = Path(path)
    try:
        is_there = file.is_file() or file.is_dir()
    except ValueError:
        raise RecordError(os.fspath(path), "It cannot be read: the path has a NUL character.") from None
    except OSError as error:
        raise RecordError(os.fspath(path), f"It cannot be read: {error.strerror}.") from None
    if not is_there:
        raise RecordError(os.fspath(path), "There is no such file or folder. Give the path of a folder or of a source file.")
    return file
