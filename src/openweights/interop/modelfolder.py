"""The models on this machine: repositories in a folder, and in the cache of the Hugging Face Hub."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path

from openweights.errors import MissingExtraError, RecordError
from openweights.interop.modelcard import parse_card
from openweights.interop.repository import WEIGHTS, Repository, configuration, file_names, read_repository
from openweights.modelfile import read_text

#: Bounds of a walk.
DEEPEST = 40
MOST_FOLDERS = 200_000

#: Folders that hold no model of the project's: metadata, packages, environments.
_PASSED = frozenset(
    {".git", ".hg", ".svn", "node_modules", "__pycache__", ".venv", "venv", "site-packages", ".tox", ".cache-locks", ".locks"}
)

#: Endings of weights under which many other things are kept too: then the rest of the name must say that it is a model.
_OTHER_THINGS_TOO = (".bin", ".h5", ".msgpack", ".npz", ".pb", ".pkl")
_NAMED_AS_WEIGHTS = re.compile(
    r"(?:[\w-]+_)?(?:pytorch|tf|flax|saved|adapter|rust|diffusion_pytorch)?_?(?:model|weights|lora|ggml|consolidated|checkpoint)(?:[-_.]\w+)*",
    re.IGNORECASE,
)
#: What a configuration that loaders look for says, and the `config.json` of another program does not.
_KEYS_OF_LOADERS = frozenset(
    "model_type architectures auto_map peft_type base_model_name_or_path transformers_version _class_name _diffusers_version".split()
)

#: A snapshot in the cache of the Hub: `models--OWNER--NAME/snapshots/COMMIT`.
_SNAPSHOT = re.compile(r"models--(?P<repo>[\w.-]+(?:--[\w.-]+)*)", re.ASCII)


def scan_models(path: str | os.PathLike[str]) -> tuple[Repository, ...]:
    """Return the repositories of models in a folder and below it, each read and compared; see `read_repository`.

    A folder is the repository of a model if it holds weights, a configuration that loaders look for, or a card with metadata of the
    Hub. What lies below one belongs to it, unless it has a card of its own. Links to folders are not followed.

    Args:
        path: The folder; the cache of the Hub is one too.

    Raises:
        RecordError: If the folder cannot be read, or has more folders than are looked at.
        MissingExtraError: If a card has metadata and PyYAML is not installed.
    """
    root = Path(path)
    return tuple(
        read_repository(folder, repo_id=repo_id, revision=revision) for folder, repo_id, revision in _repositories(root, file_names(root))
    )


def scan_cache(cache_dir: str | os.PathLike[str] | None = None) -> tuple[Repository, ...]:
    """Return the models in the local cache of the Hugging Face Hub, one for each revision that is there. Nothing is fetched.

    Args:
        cache_dir: The cache; the one that `huggingface_hub` uses unless told otherwise.

    Raises:
        RecordError: If there is no cache.
        MissingExtraError: If `huggingface_hub` or PyYAML is not installed.
    """
    try:
        from huggingface_hub import CacheNotFound, scan_cache_dir
    except ModuleNotFoundError:
        raise MissingExtraError("Reading the cache of the Hub", "hub") from None
    try:
        cache = scan_cache_dir(cache_folder(cache_dir))
    except (CacheNotFound, ValueError) as error:
        raise RecordError(str(cache_dir or "the cache of the Hub"), f"It is no cache: {str(error).splitlines()[0]}") from None
    found = [
        (repo.repo_id, revision.commit_hash, revision.snapshot_path)
        for repo in cache.repos
        if repo.repo_type == "model"
        for revision in repo.revisions
    ]
    return tuple(read_repository(folder, repo_id=repo_id, revision=commit) for repo_id, commit, folder in sorted(found))


def cache_folder(cache_dir: str | os.PathLike[str] | None = None) -> Path:
    """Return the folder of the local cache of the Hub.

    Args:
        cache_dir: The cache; the one that `huggingface_hub` uses unless told otherwise.

    Raises:
        MissingExtraError: If `huggingface_hub` is not installed.
    """
    try:
        from huggingface_hub import constants
    except ModuleNotFoundError:
        raise MissingExtraError("Reading the cache of the Hub", "hub") from None
    return Path(constants.HF_HUB_CACHE if cache_dir is None else cache_dir)


def _repositories(root: Path, names: list[str]) -> Iterator[tuple[Path, str | None, str | None]]:
    """Walk the folders, nearest first, and yield those that are repositories."""
    waiting: list[tuple[Path, int, bool]] = [(root, 0, False)]
    seen = 0
    while waiting:
        folder, depth, inside = waiting.pop()
        seen += 1
        if seen > MOST_FOLDERS:
            raise RecordError(str(root), f"It has more than {MOST_FOLDERS:,} folders. Scan a part of it.")
        try:
            files = names if folder == root else file_names(folder)
            below = _folders(folder)
        except RecordError:
            continue  # a folder that may not be read is not a model's
        if _has_card(folder, files) or (not inside and _holds_model(folder, files)):
            inside = True
            yield (folder, *_place(folder))
        if depth < DEEPEST:
            waiting += [(each, depth + 1, inside) for each in reversed(below)]


def _holds_model(folder: Path, names: list[str]) -> bool:
    """Whether a folder has weights, or a configuration of a loader: many programs call a file of theirs `config.json`, or `data.bin`."""
    return any(map(_is_weights, names)) or any(
        not _KEYS_OF_LOADERS.isdisjoint(configuration(folder / name) or {})
        for name in names
        if name.casefold() in ("config.json", "adapter_config.json", "model_index.json")
    )


def _is_weights(name: str) -> bool:
    lower = name.casefold()
    if not lower.endswith(WEIGHTS):
        return False
    return not lower.endswith(_OTHER_THINGS_TOO) or _NAMED_AS_WEIGHTS.fullmatch(lower.rpartition(".")[0]) is not None


def _folders(folder: Path) -> list[Path]:
    try:
        with os.scandir(folder) as entries:
            return [
                folder / name
                for name in sorted(entry.name for entry in entries if entry.is_dir(follow_symlinks=False))
                if name not in _PASSED
            ]
    except OSError as error:
        raise RecordError(str(folder), f"The folder cannot be read: {error.strerror}.") from None


def _has_card(folder: Path, names: list[str]) -> bool:
    """Whether a `README.md` has metadata of a model card: a licence, a base, a library or a task."""
    name = next((name for name in names if name.casefold() == "readme.md"), None)
    if name is None:
        return False
    try:
        metadata = parse_card(read_text(str(folder / name)), name).metadata
    except RecordError:
        return False
    return any(
        key in metadata for key in ("base_model", "library_name", "pipeline_tag", "model-index", "license_name", "extra_gated_prompt")
    ) or ("license" in metadata and _holds_model(folder, names))


def _place(folder: Path) -> tuple[str | None, str | None]:
    """Return the repository and the revision that a place in the cache of the Hub says."""
    found = _SNAPSHOT.fullmatch(folder.parent.parent.name) if folder.parent.name == "snapshots" else None
    return (found["repo"].replace("--", "/", 1), folder.name) if found else (None, None)
