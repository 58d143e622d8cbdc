"""Which files are read how: the list to which a finder for another kind of file is added."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from attrs import field, frozen

from openweights.scan import config, containers, lists, notebook, python, shell
from openweights.scan.reference import Mention
from openweights.scan.sourcefile import LARGEST

Find = Callable[[str], Iterable[Mention]]

#: What must stand somewhere in a file, in lower case, for it to name a model at all. Most files of a repository hold none of these, and
#: looking for them costs little; each place that is read for models has one in it.
SIGNS = tuple(
    b"""model pretrained llm hugg hf ollama openai openweights: repo_id whisper spacy transformer replicate embed rerank checkpoint
    torch.hub dspy keybert lora inference ultralytics pydantic_ai crewai _core_ -core- lms litgpt ramalama download encoder clip. gguf
    from_single adapter""".split()
)
#: Those of Python: `python.SURE_SIGNS` and what they have in common, without those that never stand alone.
_SIGNS_OF_PYTHON = tuple(
    b"""model llm llama pretrained hugg hf openai openweights: whisper spacy transformer timm torch.hub keybert dspy inference embed rerank
    ultralytics pydantic_ai _download encoder( load_lora load_ip_ replicate. fal_client clip.load from_single repo_id gpt4all mlx_
    checkpoint trl ctranslate2 from_provider try_to_load load_textual open_clip""".split()
)


def _pattern(names: str | re.Pattern[str]) -> re.Pattern[str]:
    return re.compile(names)


@frozen(kw_only=True)
class Finder:
    """How one kind of file is read."""

    #: The kind, in a word.
    kind: str
    #: Patterns of the file's name, in lower case, as regular expressions that match all of it.
    names: re.Pattern[str] = field(converter=_pattern)
    #: Yields the models that a text names; raises `UnreadableDataError` or `UnreadablePythonError` if it is not of the kind.
    find: Find
    #: What reads a text that is not of the kind.
    otherwise: Find | None = None
    #: Words of which one must stand in a file in lower case; none if any file may name a model.
    signs: tuple[bytes, ...] = SIGNS
    #: Bytes of the largest file that is read.
    largest: int = LARGEST


@frozen(kw_only=True)
class FileFinder:
    """How one kind of file is read that is no text, or more than a text: a file of weights, a configuration with the files beside it.

    It opens the file itself and bounds what it reads. A `RecordError` of it becomes a note of the report.
    """

    #: The kind, in a word.
    kind: str
    #: Patterns of the file's name, in lower case, as regular expressions that match all of it.
    names: re.Pattern[str] = field(converter=_pattern)
    #: Yields the models that the file names.
    find: Callable[[Path], Iterable[Mention]]


def _lines_of_data(text: str) -> Iterator[Mention]:
    """Read data that are no data, such as templates, line by line."""
    yield from lists.find_in_pairs(re.sub(r"(?m)^([ \t]*)- (?=\w+:)", r"\1  ", text))


#: The finders for source files; the first whose names match reads the file.
FINDERS: tuple[Finder, ...] = (
    Finder(kind="python", names=r".*\.pyw?", find=python.find, otherwise=python.find_in_lines, signs=_SIGNS_OF_PYTHON),
    Finder(kind="notebook", names=r".*\.ipynb", find=notebook.find, otherwise=python.find_in_lines, largest=5 * LARGEST),
    Finder(kind="modelfile", names=r"modelfile(?:[.-].*)?|.*\.modelfile", find=containers.find_in_modelfile, signs=(b"from", b"adapter")),
    Finder(
        kind="dockerfile",
        names=r"(?:dockerfile|containerfile)(?:[.-].*)?|.*\.(?:dockerfile|containerfile)",
        find=containers.find_in_dockerfile,
    ),
    Finder(kind="requirements", names=r"(?:.*[-_.])?(?:requirements|constraints)(?:[-_.].*)?\.(?:txt|in)", find=lists.find_in_requirements),
    Finder(kind="models", names=r"(?:.*[-_.])?models(?:[-_.](?:list|txt|lock))?\.(?:txt|list|lst)", find=lists.find_in_list, signs=()),
    Finder(kind="environment", names=r"\.env(?:[.-].*)?|.*\.env|.*\.(?:ini|cfg|conf|properties)|\.envrc", find=lists.find_in_pairs),
    Finder(kind="yaml", names=r".*\.ya?ml(?:\.(?:example|sample|template|tmpl|dist))?", find=config.find_in_yaml, otherwise=_lines_of_data),
    Finder(kind="toml", names=r".*\.toml", find=config.find_in_toml, otherwise=_lines_of_data),
    Finder(kind="json", names=r".*\.(?:json|jsonc|json5)", find=config.find_in_json, otherwise=_lines_of_data),
    Finder(kind="make", names=r"(?:gnu)?makefile(?:\..*)?|.*\.mk|justfile", find=lists.find_in_makefile),
    Finder(kind="shell", names=r".*\.(?:sh|bash|zsh|ksh|slurm|sbatch|command)|procfile|\.bashrc|\.profile", find=shell.find),
)
