"""What a REF on the command line stands for, and the loop over many of them."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Sequence
from typing import TypeVar

from openweights.cli.output import BAD_INPUT, print_error, print_json, print_note
from openweights.errors import OpenWeightsError
from openweights.interop.files import is_file_name, read_file
from openweights.model import Model
from openweights.plain import Plain
from openweights.report import error_table

T = TypeVar("T")

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
    """Return the model that the file at a path describes, if `ref` ends as the name of a model file does; else the name itself."""
    if not is_file_name(ref):
        return ref
    found = read_file(ref)
    if found.unmapped:
        print_note(f"{ref}: {len(found.unmapped)} fields have no place in a model: {'; '.join(found.unmapped)}")
    return found.model


def answer_each(
    arguments: Sequence[str],
    ask: Callable[[str], T],
    show: Callable[[T], None],
    rows_of: Callable[[str, T], list[dict[str, Plain]]],
    *,
    as_json: bool,
) -> list[T]:
    """Answer every REF and return the answers; exit with status 2 if one could not be answered, after the others are.

    Args:
        arguments: The REFs as given; `-` stands for those on standard input.
        ask: Answers one.
        show: Prints an answer as text.
        rows_of: Turns an answer into the objects of the JSON array.
        as_json: Whether to print JSON.
    """
    rows: list[dict[str, Plain]] = []
    answers: list[T] = []
    failed = False
    for ref in refs(arguments):
        try:
            answer = ask(ref)
        except OpenWeightsError as error:
            failed = True
            if as_json:
                rows.append(error_table(ref, error))
            else:
                print_error(error)
            continue
        answers.append(answer)
        if as_json:
            rows += rows_of(ref, answer)
        else:
            show(answer)
    if as_json:
        print_json(rows)
    if failed:
        sys.exit(BAD_INPUT)
    return answers
