"""Models that lie in folders: repositories with a card, a configuration, weights and licence files, compared with each other."""

from __future__ import annotations

import os
import re
from collections.abc import Collection, Iterator
from enum import Enum
from pathlib import Path

from openweights.errors import RecordError
from openweights.interop.modelfolder import scan_models
from openweights.interop.repository import Repository, file_names
from openweights.modelfile import read_text
from openweights.resolution import Resolution
from openweights.scan.naming import resolved
from openweights.scan.reference import Mention, Note

#: Files of a repository that say what its folder says already; code beside them may name other models.
TOLD_BY_FOLDER = frozenset(
    "config.json adapter_config.json model_index.json params.json generation_config.json tokenizer_config.json tokenizer.json vocab.json "
    "special_tokens_map.json added_tokens.json preprocessor_config.json".split()
)

_CARDS = ("readme.md", "model_card.md", "modelcard.md")
_SAYS_LICENSE = re.compile(r"^license(?:_name)?:", re.MULTILINE)


class ModelFolders(Enum):
    """In which folders models are looked for, beside what sources name."""

    #: In all, also in those that git ignores: weights often lie there.
    ALL = "all"
    #: In those of which git would track a file.
    TRACKED = "tracked"
    #: In none.
    NONE = "none"


def find(root: Path, which: ModelFolders, tracked: Collection[str], notes: list[Note]) -> Iterator[tuple[str, Mention]]:
    """Yield the models that lie in a folder and below it, each with the file that says most of it, relative to the folder.

    Args:
        root: The folder.
        which: Where to look.
        tracked: The folders of which git would track a file, relative to `root`; the folder itself is the empty text.
        notes: Gets a note if not all could be looked at.

    Raises:
        MissingExtraError: If a card has metadata and PyYAML is not installed.
    """
    if which is ModelFolders.NONE:
        return
    try:
        found = scan_models(root)
    except RecordError as error:
        notes.append(Note(".", f"Models in folders were not looked for: {error.problem}"))
        return
    for each in found:
        if which is ModelFolders.ALL or _relative(each.path, root) in tracked:
            yield placed(each, root)


def placed(repository: Repository, root: Path) -> tuple[str, Mention]:
    """Return the file that says most of a repository, relative to a folder, and the repository as a mention in it.

    Args:
        repository: The repository.
        root: The folder, in or below which it lies.
    """
    folder = _relative(repository.path, root)
    names = {name.casefold(): name for name in reversed(file_names(Path(repository.path)))}
    telling = (*_CARDS, *sorted(TOLD_BY_FOLDER), *(each.casefold() for each in repository.weights), *names)
    name = next((names[each] for each in telling if each in names), "")
    text = repository.repo_id or folder or root.resolve().name
    resolution = resolved(repository.repo_id) if repository.repo_id else None
    mention = Mention(
        _line_of_license(Path(repository.path) / name) if name.casefold() in _CARDS else 1,
        1,
        text,
        f"folder of a model, revision {repository.revision[:12]}" if repository.revision else "folder of a model",
        resolution=resolution or Resolution(text, (), None, "unknown"),
        described=None if resolution is not None and resolution.title is not None else repository.model,
        contradictions=repository.contradictions,
        remarks=repository.remarks,
    )
    return f"{folder}/{name}".strip("/") or ".", mention


def _relative(path: str, root: Path) -> str:
    relative = os.path.relpath(path, root).replace(os.sep, "/")
    return "" if relative == "." else relative


def _line_of_license(card: Path) -> int:
    """Return the line on which a card gives its licence; the first without one."""
    try:
        text = read_text(str(card))
    except RecordError:
        return 1
    said = _SAYS_LICENSE.search(text)
    return text.count("\n", 0, said.start()) + 1 if said else 1
