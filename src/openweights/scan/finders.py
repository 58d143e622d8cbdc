"""Which files are read how: the list to which a finder for another kind of file is added."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator

from attrs import field, frozen

from openweights.scan import config, containers, lists, notebook, python, shell
from openweights.scan.datatree import UnreadableDataError
from openweights.scan.reference import Mention

Find = Callable[[str], Iterable[Mention]]

#: What must stand somewhere in a file, in lower case, for it to name a model at all. Most files of a repository hold none of these, and
#: looking for them costs little; each place that is read for models has one in it.
SIGNS = (
    b"model", b"pretrained", b"llm", b"huggingface", b"hf.co", b"hf://", b"ollama", b"openweights:", b"repo_id", b"engine", b"whisper",
    b"spacy", b"sentencetransformer", b"crossencoder", b"sparseencoder", b"snapshot_download", b"hf_hub", b"inferenceclient", b"inferenceapi",
    b"replicate", b"fal_client", b"embedding", b"reranker", b"checkpoint", b"clip", b"_lm", b"-hf", b"load_lora", b"load_ip", b"hf_repo",
    b"huggingfacehub", b"from_single_file", b"torch.hub", b"name_or_path", b"dspy", b"keybert", b"hf download", b"lms ", b"ramalama",
    b"_core_", b"-core-", b"litgpt", b"crewai", b"pydantic_ai", b"gguf",
)  # fmt: skip


@frozen(kw_only=True)
class Finder:
    """How one kind of file is read."""

    #: The kind, in a word.
    kind: str
    #: Patterns of the file's name, in lower case, as regular expressions that match all of it.
    names: re.Pattern[str] = field(converter=re.compile)
    #: Yields the models that a text names; raises `UnreadableDataError` or `UnreadablePythonError` if it is not of the kind.
    find: Find
    #: What reads a text that is not of the kind.
    otherwise: Find | None = None
    #: Words of which one must stand in a file in lower case; none if any file may name a model.
    signs: tuple[bytes, ...] = SIGNS


def _lines_of_data(text: str) -> Iterator[Mention]:
    """Read data that are no data, such as templates, line by line."""
    yield from lists.find_in_pairs(re.sub(r"(?m)^([ \t]*)- (?=\w+:)", r"\1  ", text))


#: The finders for source files; the first whose names match reads the file.
FINDERS: tuple[Finder, ...] = (
    Finder(kind="python", names=r".*\.pyw?", find=python.find, otherwise=python.find_in_lines),
    Finder(kind="notebook", names=r".*\.ipynb", find=notebook.find, otherwise=python.find_in_lines),
    Finder(kind="modelfile", names=r"modelfile(?:[.-].*)?|.*\.modelfile", find=containers.find_in_modelfile, signs=(b"from", b"adapter")),
    Finder(kind="dockerfile", names=r"(?:dockerfile|containerfile)(?:[.-].*)?|.*\.(?:dockerfile|containerfile)", find=containers.find_in_dockerfile),
    Finder(kind="requirements", names=r"(?:.*[-_.])?(?:requirements|constraints)(?:[-_.].*)?\.(?:txt|in)", find=lists.find_in_requirements),
    Finder(kind="models", names=r"(?:.*[-_.])?models(?:[-_.](?:list|txt|lock))?\.(?:txt|list|lst)", find=lists.find_in_list, signs=()),
    Finder(kind="environment", names=r"\.env(?:[.-].*)?|.*\.env|.*\.(?:ini|cfg|conf|properties)|\.envrc", find=lists.find_in_pairs),
    Finder(kind="yaml", names=r".*\.ya?ml(?:\.(?:example|sample|template|tmpl|dist))?", find=config.find_in_yaml, otherwise=_lines_of_data),
    Finder(kind="toml", names=r".*\.toml", find=config.find_in_toml, otherwise=_lines_of_data),
    Finder(kind="json", names=r".*\.(?:json|jsonc|json5)", find=config.find_in_json, otherwise=_lines_of_data),
    Finder(kind="make", names=r"(?:gnu)?makefile(?:\..*)?|.*\.mk|justfile", find=lists.find_in_makefile),
    Finder(kind="shell", names=r".*\.(?:sh|bash|zsh|ksh|slurm|sbatch|command)|procfile|\.bashrc|\.profile", find=shell.find),
)

__all__ = ["FINDERS", "SIGNS", "Find", "Finder", "UnreadableDataError"]
