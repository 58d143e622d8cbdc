"""What a REF of the gate stands for: a model by name, a model file, or a folder or source file that is scanned."""

from __future__ import annotations

import os
from collections.abc import Collection, Iterable
from pathlib import Path

import click
from attrs import evolve

from openweights.cli.ref import model_or_name, refs
from openweights.errors import OpenWeightsError, RecordError
from openweights.interop.files import is_file_name, is_meant_as_model
from openweights.model import Model
from openweights.policy.lists import read_list
from openweights.policy.sources import Found, found_at, found_by
from openweights.policy.subject import Subject
from openweights.resolution import find
from openweights.sbom.document import is_sbom
from openweights.scan.folders import ModelFolders
from openweights.scan.scanner import scan_hub_cache


def found_for(
    arguments: Iterable[str], lists: Iterable[str], *, folders: ModelFolders, cache: bool, but: Collection[str | None] = ()
) -> Found:
    """Return what is to be checked: what the REFs stand for, then what the lists name, then what lies in the cache of the Hub.

    Args:
        arguments: The REFs.
        lists: Files that name a model on each line.
        folders: In which folders models are looked for.
        cache: Whether the models in the cache of the Hub count.
        but: Files that name models to rule on them, such as the policy.

    Raises:
        RecordError: If a list or a path cannot be read.
        UsageError: If nothing is given, or a REF is both a model and a folder.
    """
    given = list(refs(list(arguments)))
    if not given and not lists and not cache:
        raise click.UsageError("Give REFs: names, model files, folders or files of a repository; or --list FILE, or - for standard input.")
    parts = [_found(each, folders) for each in given]
    parts += [Found(subjects=read_list(each)) for each in lists]
    if cache:
        parts.append(found_by(scan_hub_cache()))
    left_out = {Path(each).resolve() for each in but if each}
    subjects = dict.fromkeys(subject for part in parts for subject in part.subjects if not _stands_in(subject, left_out))
    return Found(subjects=tuple(subjects), notes=tuple(note for part in parts for note in part.notes))


def _stands_in(subject: Subject, files: Collection[Path]) -> bool:
    return subject.place is not None and Path(subject.place.file).resolve() in files


def _found(ref: str, folders: ModelFolders) -> Found:
    written_as_path = ref in (".", "..") or ref.startswith(("./", "../", "/", "~/")) or ref.endswith(("/", os.sep))
    is_folder, is_file = _kind(ref)
    if not is_folder and not is_file:
        if written_as_path and not is_file_name(ref):
            raise RecordError(ref, "There is no such file or folder. Correct the path.")
        return Found(subjects=(_named(ref),))
    if not written_as_path and find(ref) is not None:
        mend = f"Write ./{ref} for the path, and another of the model's names for the model."
        raise click.UsageError(f"{ref!r} is the name of a model, and of a {'folder' if is_folder else 'file'} here. {mend}")
    if is_file and is_file_name(ref) and not is_sbom(ref) and is_meant_as_model(ref):
        return Found(subjects=(_named(ref),))
    found = found_at(ref, folders=folders)
    if is_file and found.notes and not found.subjects:
        # A file that was asked for and not read never passes.
        return Found(subjects=(Subject(ref, problem=" ".join(found.notes)),))
    return found


def _kind(ref: str) -> tuple[bool, bool]:
    """Whether there is a folder, or a file, at a path."""
    try:
        return Path(ref).is_dir(), Path(ref).is_file()
    except (OSError, ValueError):
        return False, False


def _named(ref: str) -> Subject:
    """A REF that ends as the name of a model file does is one."""
    if not is_file_name(ref):
        return Subject(ref)
    try:
        model = model_or_name(ref)
    except OpenWeightsError as error:
        return Subject(ref, problem=str(error))
    return evolve(Subject(ref), model=model if isinstance(model, Model) else None)
