"""Lists of models in files: one name a line, so that every answer can say on which line the model stands."""

from __future__ import annotations

import os

from openweights.modelfile import read_text
from openweights.policy.place import Place
from openweights.policy.subject import Subject


def read_list(path: str | os.PathLike[str]) -> tuple[Subject, ...]:
    """Return the models that a text file names: one a line; what follows ` #`, and lines that begin with `#`, are remarks.

    Args:
        path: The file.

    Raises:
        RecordError: If the file cannot be read.
    """
    file = os.fspath(path)
    found: list[Subject] = []
    for number, line in enumerate(read_text(file).split("\n"), 1):
        name = "" if line.lstrip().startswith("#") else line.partition(" #")[0].strip()
        if name:
            column = line.index(name) + 1
            found.append(Subject(name, place=Place(file, number, column)))
    return tuple(found)
