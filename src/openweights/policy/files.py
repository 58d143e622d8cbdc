"""Policies in files: TOML, with the policies that they extend."""

from __future__ import annotations

import os
import re
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import cast

from openweights.convert import record
from openweights.errors import InvalidValueError, PolicyError, RecordError, shown
from openweights.modelfile import read_text
from openweights.plain import check_depth
from openweights.policy.policy import Policy
from openweights.policy.position import line_of
from openweights.policy.problems import Problem, contradictions

#: Characters of the longest policy, and how far and how wide policies may extend each other; real ones stay far below.
LONGEST = 200_000
DEEPEST = 10
MOST_FILES = 50


def read_policy(path: str | os.PathLike[str]) -> Policy:
    """Return the policy that a TOML file describes, together with those that it extends.

    Args:
        path: The file; its schema is printed by `openweights schema policy`. The files in its `extends` are found from its folder.

    Raises:
        PolicyError: If the file cannot be read, has an unknown key or a value of the wrong type, extends itself, or contradicts itself.
            The message names the file, the line and the mend.
    """
    policy = _Reader().read(os.fspath(path), ())
    for problem in contradictions(policy):
        raise PolicyError(problem.file or problem.policy, problem.text, line_of_problem(problem))
    return policy


def line_of_problem(problem: Problem) -> int | None:
    """Return the line of its file on which a problem stands, if its policy was read from one.

    Args:
        problem: The problem.
    """
    if problem.file is None:
        return None
    try:
        text = read_text(problem.file)
        return line_of(text, problem.path)
    except RecordError:
        return None


class _Reader:
    """Reads a policy and those that it extends; each file once."""

    def __init__(self) -> None:
        self._read: dict[Path, Policy] = {}

    def read(self, file: str, chain: tuple[Path, ...]) -> Policy:
        try:
            text = read_text(file)
        except RecordError as error:
            raise PolicyError(file, error.problem) from None
        if len(text) > LONGEST:
            raise PolicyError(file, f"It has more than {LONGEST:,} characters. Is it a policy?")
        table = _parsed(text, file)
        here = Path(file).resolve()
        if here in self._read:
            return self._read[here]
        bases = [
            self._base(file, name, (*chain, here), line_of(text, ("extends", position)))
            for position, name in enumerate(_extended(table, text, file))
        ]
        policy = _policy({**table, "extends": bases, "file": file, "name": table.get("name", Path(file).stem or "policy")}, text, file)
        self._read[here] = policy
        return policy

    def _base(self, file: str, name: str, chain: tuple[Path, ...], line: int | None) -> Policy:
        base = Path(file).parent / name
        resolved = base.resolve()
        if resolved in chain:
            steps = " -> ".join(path.name for path in (*chain[chain.index(resolved) :], resolved))
            raise PolicyError(file, f"The policy extends itself: {steps}. Remove one of these `extends`.", line)
        if len(chain) >= DEEPEST or len(self._read) >= MOST_FILES:
            raise PolicyError(file, f"More than {DEEPEST} policies in a row, or {MOST_FILES} in all, extend each other. Merge some.", line)
        if not base.is_file():
            raise PolicyError(
                file, f"There is no file {shown(name)} to extend. Correct the path: it is read from the folder of this file.", line
            )
        return self.read(str(base), chain)


def _parsed(text: str, file: str) -> dict[str, object]:
    try:
        table: dict[str, object] = tomllib.loads(text)
        check_depth(table)
    except tomllib.TOMLDecodeError as error:
        found = re.search(r"at line (\d+)", str(error))
        raise PolicyError(file, f"It is no TOML: {error}. Correct the syntax.", int(found[1]) if found else None) from None
    except (RecursionError, InvalidValueError):
        raise PolicyError(file, "It is nested too deeply. Is it a policy?") from None
    if "file" in table:  # where it was read is not for the file to say
        raise PolicyError(file, "'file' is no key of a policy. Remove it.", line_of(text, ("file",)))
    return table


def _extended(table: Mapping[str, object], text: str, file: str) -> list[str]:
    names = table.get("extends", [])
    if not isinstance(names, list) or not all(
        isinstance(name, str) and name.strip() and "\0" not in name for name in cast("list[object]", names)
    ):
        raise PolicyError(file, 'extends: It is no list of files. Write extends = ["base.toml"].', line_of(text, ("extends",)))
    return cast("list[str]", names)


def _policy(table: dict[str, object], text: str, file: str) -> Policy:
    try:
        return record(Policy, table)
    except InvalidValueError as error:
        path = error.path if error.key is None else (*error.path, error.key)
        raise PolicyError(file, str(error), line_of(text, path)) from None
