"""What a REF on the command line stands for."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence

from openweights.model import Model
from openweights.modelfile import read_model

#: A reader of `-` stops here; a line longer than this is no REF.
_LONGEST_LINE = 10_000


def refs(arguments: Sequence[str]) -> Iterator[str]:
    """Yield the REFs of a command line; `-` stands for the lines of standard input."""
    for argument in arguments:
        if argument != "-":
            yield argument
            continue
        for line in sys.stdin:
            if line.strip():
                yield line.strip()[:_LONGEST_LINE]


def model_or_name(ref: str) -> Model | str:
    """Return the model that the file at a path describes, if `ref` ends in `.toml` or `.json`; else the name itself."""
    return read_model(ref) if ref.casefold().endswith((".toml", ".json")) and len(ref) < 4096 else ref
