"""Every error that the library raises on purpose.

All of them derive from [`OpenWeightsError`][openweights.OpenWeightsError]. Each keeps what failed in fields, so that a caller can
compute with it, and builds its message from them: the input, the place and the mend.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from typing import Self

#: How much of a rejected value a message repeats. Input may be megabytes long.
_SHOWN = 80


def shown(value: object) -> str:
    """Return `value` as a short, single-line, printable text for a message.

    Args:
        value: Anything; strings from strangers included.

    Returns:
        Its `repr`, in which control characters are escaped, cut to a bounded length.

    Examples:
        >>> shown("a" * 500)[-22:]
        "a'... (500 characters)"
    """
    if isinstance(value, str):
        if len(value) > _SHOWN:
            return f"{value[: _SHOWN - 20]!r}... ({len(value)} characters)"
        return repr(value)
    if isinstance(value, (int, float, bool)) or value is None:
        text = repr(value)
        return text if len(text) <= _SHOWN else text[:_SHOWN] + "..."
    return f"a {type(value).__name__}"


def near_matches(name: str, candidates: Iterable[str], *, limit: int = 3) -> tuple[str, ...]:
    """Return the candidates that look most like `name`, best first.

    Args:
        name: What somebody wrote; only its first 100 characters count.
        candidates: The names that exist.
        limit: How many to return at the most.
    """
    from difflib import get_close_matches  # only a mistyped name needs it

    wanted = unicodedata.normalize("NFKC", name[:100]).casefold()
    by_folded: dict[str, str] = {}
    for candidate in candidates:
        by_folded.setdefault(candidate.casefold(), candidate)
    return tuple(by_folded[match] for match in get_close_matches(wanted, by_folded, n=limit, cutoff=0.6))


def _suggestion(names: Sequence[str]) -> str:
    return f" Did you mean {' or '.join(repr(name) for name in names)}?" if names else ""


class OpenWeightsError(Exception):
    """The base of all errors of this library. Catch it to catch them all."""


class InvalidValueError(OpenWeightsError, ValueError):
    """A value that a type cannot take.

    Attributes:
        problem: What is wrong, as a sentence without the place.
        mend: What to do about it.
        path: Where the value stands, outermost first: field names and positions.
        key: The key of the table at `path` that should not be there, if that is what is wrong.
    """

    def __init__(self, problem: str, *, mend: str, path: Sequence[str | int] = (), key: str | None = None) -> None:
        self.problem = problem
        self.mend = mend
        self.path: tuple[str | int, ...] = tuple(path)
        self.key = key
        super().__init__(problem, mend, self.path)

    @property
    def place(self) -> str:
        """The path as one word, for example `artifacts[0].kind`; empty if there is none."""
        text = ""
        for step in self.path:
            text += f"[{step}]" if isinstance(step, int) else f".{step}" if text else step
        return text

    def under(self, *path: str | int) -> Self:
        """Return the same error, seen from the value that contains the bad one."""
        return type(self)(self.problem, mend=self.mend, path=(*path, *self.path), key=self.key)

    def __str__(self) -> str:
        return f"{self.place}: {self.problem} {self.mend}" if self.path else f"{self.problem} {self.mend}"


_NAMES_OF = {
    "model": " `openweights list` shows the models that are known.",
    "framework": "",
    "license": " Give an SPDX id, an id of the Hugging Face Hub, a known alias or the address of a text.",
}


class UnknownNameError(OpenWeightsError, LookupError):
    """A name that no record carries.

    Attributes:
        kind: What was looked for: `model` or `license`.
        name: The name as given.
        did_you_mean: Names that exist and look alike, best first; never taken silently.
    """

    def __init__(self, kind: str, name: str, did_you_mean: Sequence[str] = ()) -> None:
        self.kind = kind
        self.name = name
        self.did_you_mean: tuple[str, ...] = tuple(did_you_mean)
        super().__init__(kind, name, self.did_you_mean)

    def __str__(self) -> str:
        mend = _suggestion(self.did_you_mean) or _NAMES_OF[self.kind]
        return f"No {self.kind} is known as {shown(self.name)}.{mend}"


class LineageError(OpenWeightsError, ValueError):
    """A lineage that has no end: a model that descends from itself, or a chain beyond the bound.

    Attributes:
        chain: The names that were followed, descendant first.
    """

    def __init__(self, chain: Sequence[str], problem: str) -> None:
        self.chain: tuple[str, ...] = tuple(chain)
        self.problem = problem
        super().__init__(self.chain, problem)

    def __str__(self) -> str:
        steps = [name if len(name) <= _SHOWN else name[:_SHOWN] + "..." for name in self.chain]
        if len(steps) > 8:
            steps = [*steps[:4], "...", *steps[-3:]]
        return f"base_models: {self.problem}: {' <- '.join(steps)}. Remove one of these `base_models` entries."


class RecordError(OpenWeightsError, ValueError):
    """A file that holds no valid record.

    Attributes:
        file: The file's path.
        problem: What is wrong and how to mend it.
    """

    def __init__(self, file: str, problem: str) -> None:
        self.file = file
        self.problem = problem
        super().__init__(file, problem)

    def __str__(self) -> str:
        return f"{self.file}: {self.problem}"


class HubError(OpenWeightsError):
    """A repository of the Hugging Face Hub that could not be read.

    Attributes:
        repo_id: The repository.
        reason: Why, as a word: `not-found` (missing, or private without a token), `gated`, `disabled`, `no-such-revision`, `rate-limited`,
            `timeout`, `offline`, `unreachable`, `refused` or `malformed`.
        problem: What is wrong and how to mend it.
    """

    def __init__(self, repo_id: str, reason: str, problem: str) -> None:
        self.repo_id = repo_id
        self.reason = reason
        self.problem = problem
        super().__init__(repo_id, reason, problem)

    def __str__(self) -> str:
        return f"{shown(self.repo_id)} on the Hub: {self.problem}"


class PolicyError(RecordError):
    """A policy that cannot be relied on: it cannot be read, does not say what it should, or contradicts itself. It never passes anything.

    Attributes:
        line: The line of the file, from 1; nothing if no single line is to blame.
    """

    def __init__(self, file: str, problem: str, line: int | None = None) -> None:
        self.file = file
        self.problem = problem
        self.line = line
        # Past the class between, so that a copy made of the arguments keeps the line.
        super(RecordError, self).__init__(file, problem, line)

    def __str__(self) -> str:
        place = self.file if self.line is None else f"{self.file}:{self.line}"
        return f"{place}: {self.problem}"


class MissingExtraError(OpenWeightsError, ImportError):
    """Something was called that needs an optional package.

    Attributes:
        feature: What was called.
        extra: The extra of the distribution that brings the package.
    """

    def __init__(self, feature: str, extra: str) -> None:
        self.feature = feature
        self.extra = extra
        super().__init__(feature, extra)

    def __str__(self) -> str:
        return f'{self.feature} needs an optional package: pip install "openweights-taxonomy[{self.extra}]"'
